// Judges what the tests asked of the made-up Discord, and what that answered, by the document that Discord publishes:
// `discord-api-spec` makes schemas of it, day by day. It knows nothing of our own list of limits.
//
//   node discord.mjs FILE    where each line of FILE is {"kind": …, "body": …} (tests/support/recorded.rs)

import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { config } from "zod/mini";
import { en } from "zod/locales";

// Of a kind, so many at least: with fewer, the tests no longer write down what they ask.
const LEAST = { post: 100, edit: 100, callback: 100, command: 10, commands: 1, thread: 1, direct: 1, reopen: 1, "webhook-edit": 1, answer: 100, event: 100 };
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
  { kind: "answer", body: { to: "GET /gateway/bot", given: { url: "wss://x.example", shards: "1" } } },
  { kind: "answer", body: { to: "GET /channels/1/messages", given: [{ id: "1", content: "x" }] } },
  { kind: "answer", body: { to: "PUT /channels/1/pins/1", given: null } },
  { kind: "event", body: { name: "MESSAGE_CREATE", told: { id: "1", content: "x" } } },
  { kind: "commands", body: [{ name: "x", description: "x", verbs: [] }] },
];

config(en());
const schemas = await strict();

/** The package's schemas, which let unknown fields pass: with its own switch for refusing them thrown. */
async function strict() {
  const lax = fileURLToPath(import.meta.resolve("discord-api-spec/zod"));
  let source = readFileSync(lax, "utf8");
  for (const [from, to] of [
    ["let zObject = z.object;", "let zObject = z.strictObject;"],
    // Discord's times have an offset, +00:00.
    ["z.iso.datetime()", "z.iso.datetime({ offset: true })"],
  ]) {
    if (!source.includes(from)) throw new Error(`discord-api-spec has no ${from} now: look at it again`);
    source = source.replaceAll(from, to);
  }
  const path = lax.replace(/\.js$/, ".strict.js");
  writeFileSync(path, source);
  return import(path);
}

// What the document calls the answer to a request.
const ANSWERS = [
  [/^GET \/users\/@me$/, "UserPIIResponse"],
  [/^GET \/users\/@me\/guilds$/, ["MyGuildResponse"]],
  [/^GET \/guilds\/\d+\/channels$/, ["GuildChannelResponse"]],
  [/^GET \/guilds\/\d+\/roles$/, ["GuildRoleResponse"]],
  [/^POST \/users\/@me\/channels$/, "PrivateChannelResponse"],
  [/^POST \/channels\/\d+\/messages$/, "MessageResponse"],
  [/^GET \/channels\/\d+\/messages$/, ["MessageResponse"]],
  [/^(GET|PATCH) \/channels\/\d+\/messages\/\d+$/, "MessageResponse"],
  [/^POST \/channels\/\d+\/messages\/\d+\/threads$/, "ThreadResponse"],
  [/^(GET|PATCH) \/channels\/\d+$/, "ThreadResponse"],
  [/^GET \/gateway\/bot$/, "GatewayBotResponse"],
  [/^GET \/applications\/\d+\/commands$/, ["ApplicationCommandResponse"]],
  [/^(PUT|POST) \/applications\/\d+\/commands$/, "ApplicationCommandResponse"],
  [/^DELETE \/applications\/\d+\/commands\/\d+$/, null],
  [/^(PATCH|POST) \/webhooks\//, "MessageResponse"],
  [/^POST \/interactions\/\d+\/\w+\/callback$/, null],
];

/** What is wrong about an answer of our Discord's. */
function ofAnswer({ to, given }) {
  const [, name] = ANSWERS.find(([route]) => route.test(to)) ?? [];
  if (name === undefined) return [`nobody said what the answer to ${to} is to Discord`];
  if (name === null) return given === null ? [] : [`${to}: something, where there is nothing`];
  return Array.isArray(name) ? given.flatMap((it) => held(name[0], it)) : held(name, given);
}

/** What is wrong about an event of our gateway's: the document does not know events, but all that stands in them. */
function ofEvent({ name, told: { guild_id, ...told } }) {
  if (name === "MESSAGE_CREATE") return held("MessageResponse", told);
  const messages = [told.message, ...Object.values(told.data?.resolved?.messages ?? {})].filter(Boolean);
  const { user } = told.member ?? {};
  return [...messages.flatMap((it) => held("MessageResponse", it)), ...(user ? held("UserResponse", user) : [])];
}

/** What is wrong about a value that the document calls so. */
function held(name, value) {
  return told(name, schemas[`${name}Schema`].safeParse(value).error?.issues ?? []);
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
  if (kind === "answer") return ofAnswer(body);
  if (kind === "event") return ofEvent(body);
  const bodies = kind === "commands" ? body : [body];
  return bodies.flatMap((it) => held(named(kind, body), it));
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
