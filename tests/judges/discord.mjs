// Judges what the tests asked of the made-up Discord by the document that Discord publishes:
// `discord-api-spec` makes schemas of it, day by day. It knows nothing of our own list of limits.
//
//   node discord.mjs FILE    where each line of FILE is {"kind": …, "body": …} (tests/support/recorded.rs)

import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { config } from "zod/mini";
import { en } from "zod/locales";

// Of a kind, so many at least: with fewer, the tests no longer write down what they ask.
const LEAST = { post: 100, edit: 100, callback: 100, command: 10, commands: 1, thread: 1, direct: 1, reopen: 1, "webhook-edit": 1 };
const SHOWN_MAX = 20;

// What has to be found, or the judge is blind: a request each, with one thing wrong.
const PLANTED = [
  { kind: "post", body: { content: "x", colour: "red" } },
  { kind: "post", body: { embeds: [{ title: "x".repeat(257) }] } },
  { kind: "post", body: { embeds: [{ heading: "x" }] } },
  { kind: "post", body: { content: "x", allowed_mentions: { parse: [], everyone: true } } },
  { kind: "post", body: { content: "x", nonce: "x".repeat(26) } },
  { kind: "edit", body: { components: [{ type: 1, components: [{ type: 2, style: 1, label: "x", custom_id: "x".repeat(101) }] }] } },
  { kind: "edit", body: { components: [{ type: 1, components: [{ type: 2, style: 1, label: "x", custom_id: "x", value: "x" }] }] } },
  { kind: "thread", body: { name: "" } },
  { kind: "callback", body: { type: 9, data: { custom_id: "x", title: "x".repeat(46), components: [] } } },
  { kind: "command", body: { name: "x", description: "x".repeat(101) } },
  { kind: "commands", body: [{ name: "x", description: "x", verbs: [] }] },
];

config(en());
const schemas = await strict();

/** The package's schemas, which let unknown fields pass, with its own switch for refusing them thrown. */
async function strict() {
  const lax = fileURLToPath(import.meta.resolve("discord-api-spec/zod"));
  const source = readFileSync(lax, "utf8");
  const thrown = source.replace("let zObject = z.object;", "let zObject = z.strictObject;");
  if (thrown === source) throw new Error("discord-api-spec has another switch now: look at it again");
  const path = lax.replace(/\.js$/, ".strict.js");
  writeFileSync(path, thrown);
  return import(path);
}

/** What the document calls a request of this kind. */
function named(kind, body) {
  switch (kind) {
    case "post": return "MessageCreateRequest";
    case "edit": return "MessageEditRequestPartial";
    case "thread": return "CreateTextThreadWithMessageRequest";
    case "direct": return "CreatePrivateChannelRequest";
    case "reopen": return "UpdateThreadRequestPartial";
    case "webhook": return "IncomingWebhookRequestPartial";
    case "webhook-edit": return "IncomingWebhookUpdateRequestPartial";
    case "command": return "ApplicationCommandCreateRequest";
    case "commands": return "ApplicationCommandUpdateRequest";
    case "callback": return callback(body.type);
    default: throw new Error(`nobody said what a request of the kind ${kind} is to Discord`);
  }
}

/** Of the first answers to an interaction, the one with this type. */
function callback(type) {
  switch (type) {
    case 4: case 5: return "CreateMessageInteractionCallbackRequest";
    case 6: case 7: return "UpdateMessageInteractionCallbackRequest";
    case 8: return "ApplicationCommandAutocompleteCallbackRequest";
    case 9: return "ModalInteractionCallbackRequest";
    default: throw new Error(`Discord knows no answer of type ${type}`);
  }
}

function faults({ kind, body }) {
  const name = named(kind, body);
  const schema = schemas[`${name}Schema`];
  const bodies = kind === "commands" ? body : [body];
  return bodies.flatMap((it) => told(name, schema.safeParse(it).error?.issues ?? []));
}

/** Where, and what; of alternatives, the one that fits best. */
function told(path, issues) {
  return issues.flatMap((issue) => {
    const here = [path, ...issue.path].join(".");
    if (!issue.errors?.length) return [`${here}: ${issue.message}`];
    const nearest = issue.errors.map((it) => told(here, it));
    return nearest.reduce((best, it) => (it.length < best.length ? it : best));
  });
}

const [file] = process.argv.slice(2);
const requests = readFileSync(file, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
const wrong = new Map();
const judged = {};
for (const request of PLANTED) {
  if (faults(request).length === 0) wrong.set("blind to what is wrong about this", request);
}
for (const request of requests) {
  judged[request.kind] = (judged[request.kind] ?? 0) + 1;
  for (const fault of faults(request)) {
    if (!wrong.has(fault)) wrong.set(fault, request);
  }
}
for (const [kind, least] of Object.entries(LEAST)) {
  const count = judged[kind] ?? 0;
  if (count < least) wrong.set(`${count} requests of the kind ${kind} to judge, ${least} at least were expected`, {});
}
for (const [fault, request] of [...wrong].slice(0, SHOWN_MAX)) {
  console.error(`discord: ${fault}\n  ${JSON.stringify(request).slice(0, 600)}`);
}
console.log(`discord: ${requests.length} requests judged, ${wrong.size} faults`);
process.exit(wrong.size === 0 ? 0 : 1);
