// A bot on discord.js, which takes the tests' Discord for the real one.
//
//   node guest.mjs
//
// DISCORD says where, TOKEN as whom. tests/judges/discord.rs starts it, does things on its server, and reads from its output, a line
// of JSON each, what discord.js made of them and what became of its own requests. It ends when its input does.

import { createInterface } from "node:readline";
import { Agent } from "undici";
import {
  ActionRowBuilder, ButtonBuilder, ButtonStyle, Client, DiscordAPIError, Events, GatewayIntentBits, LabelBuilder, MessageFlags,
  ModalBuilder, Routes, TextInputBuilder, TextInputStyle,
} from "discord.js";

const client = new Client({
  intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages],
  allowedMentions: { parse: [] },
  // The certificate is the test's own.
  rest: { api: `${process.env.DISCORD}/api`, agent: new Agent({ connect: { rejectUnauthorized: false } }) },
});

function tell(what) {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}

/** Says what it heard, does something, and says what came of it. */
async function heard(kind, what, did) {
  tell({ heard: kind, ...what });
  tell({ did: kind, ...(await did()) });
}

/** Who did it, and where. */
function of(interaction) {
  return {
    id: interaction.id, user: interaction.user.username, member: interaction.member?.user?.id ?? null, guild: interaction.guildId,
    channel: interaction.channel?.name ?? null, locale: interaction.locale, context: interaction.context,
  };
}

// What people do.

const press = new ActionRowBuilder().addComponents(new ButtonBuilder().setCustomId("/x").setLabel("Press").setStyle(ButtonStyle.Primary));

async function command(it) {
  const options = it.options.data[0].options.map(({ name, type, value }) => [name, type, value]);
  await heard("command", { ...of(it), command: it.commandName, verb: it.options.getSubcommand(), options }, async () => {
    await it.deferReply({ flags: MessageFlags.Ephemeral });
    const edited = await it.editReply({ content: "It is done", components: [press] });
    const more = await it.followUp({ content: "and more", flags: MessageFlags.Ephemeral });
    return { edited: shown(edited), more: shown(more) };
  });
}

async function menu(it) {
  await heard("menu", { ...of(it), command: it.commandName, message: shown(it.targetMessage) }, async () => {
    const title = new TextInputBuilder().setCustomId("title").setStyle(TextInputStyle.Short);
    const label = new LabelBuilder().setLabel("Title").setTextInputComponent(title);
    await it.showModal(new ModalBuilder().setCustomId("incident.open").setTitle("Open an incident").addLabelComponents(label));
    return {};
  });
}

async function interaction(it) {
  if (it.isChatInputCommand()) return command(it);
  if (it.isMessageContextMenuCommand()) return menu(it);
  if (it.isAutocomplete()) {
    const { name, value } = it.options.getFocused(true);
    return heard("typing", { ...of(it), name, value }, async () => void (await it.respond([{ name: "INC-1", value: "INC-1" }])));
  }
  if (it.isButton()) {
    return heard("press", { ...of(it), line: it.customId, below: shown(it.message) }, async () => void (await it.reply({ content: "It is done", flags: MessageFlags.Ephemeral })));
  }
  if (it.isStringSelectMenu()) {
    return heard("choice", { ...of(it), values: it.values }, async () => void (await it.update({ content: "chosen" })));
  }
  if (it.isModalSubmit()) {
    const fields = it.fields.fields.map((field) => [field.customId, field.value ?? field.values]);
    return heard("form", { ...of(it), form: it.customId, fields }, async () => void (await it.reply({ content: "It is done" })));
  }
  throw new Error(`an interaction of the type ${it.type}`);
}

/** What of a message everybody sees. */
function shown(message) {
  return [message.content, message.author?.username ?? null, message.components.length, message.createdTimestamp > 0];
}

// What it asks for by itself: a line of input each.

/** A card: posted once however often, edited, with a thread; everything found again. */
async function card() {
  const unix = client.channels.cache.find((channel) => channel.name === "unix");
  const once = { content: "a card", nonce: "INC-1/1/0", enforceNonce: true, embeds: [{ description: "a *card*" }], components: [press] };
  const posted = await unix.send(once);
  const first = shown(posted);
  const again = await unix.send(once);
  const edited = await posted.edit({ content: "an edited card", components: [] });
  const thread = await posted.startThread({ name: "INC-1 a card" });
  await thread.send("below it");
  await thread.setArchived(false);
  const found = await unix.messages.fetch({ limit: 10 });
  const direct = await client.users.createDM("1100000000000000101");
  await direct.send("for you");
  return {
    once: posted.id === again.id, shown: first, embed: posted.embeds[0].description, edited: [...shown(edited), edited.editedTimestamp > 0],
    thread: [thread.name, thread.parentId === unix.id, thread.id === posted.id, thread.archived], found: found.map((it) => it.content),
    direct: direct.recipientId,
  };
}

/** What there is. */
async function around() {
  const me = await client.rest.get(Routes.user());
  const [guild] = await client.rest.get(Routes.userGuilds());
  const channels = await client.rest.get(Routes.guildChannels(guild.id));
  const roles = await client.rest.get(Routes.guildRoles(guild.id));
  const made = await client.application.commands.create({ name: "incident", description: "Incidents" });
  const commands = await client.application.commands.fetch();
  await client.application.commands.delete(made.id);
  const left = await client.application.commands.fetch();
  return {
    me: me.id === client.user.id, guild: guild.name, channels: channels.map((it) => it.name), roles: roles.map((it) => it.name),
    commands: commands.map((it) => [it.name, it.description, it.type]), left: left.size,
  };
}

/** Every way in which Discord says no; where it is to wait, it waits as long as it is told. */
async function refused() {
  const limited = [];
  client.rest.on("rateLimited", ({ global, retryAfter }) => limited.push([global, retryAfter >= 50]));
  const code = (asked) => asked.then(() => null, (error) => (error instanceof DiscordAPIError ? [error.status, error.code, error.rawError.message] : String(error)));
  const to = (id) => client.rest.post(Routes.channelMessages(id), { body: { content: "x" } });
  const nowhere = await code(to("1"));
  const lost = await code(client.rest.patch(Routes.channelMessage("1", "2"), { body: { content: "x" } }));
  const unix = client.channels.cache.find((channel) => channel.name === "unix").id;
  const slowed = await code(to(unix));
  return { nowhere, lost, slowed, limited };
}

const ERRANDS = { "post a card": card, "look around": around, "be refused": refused };

process.on("unhandledRejection", (error) => tell({ wrong: String(error?.stack ?? error) }));
client.on(Events.Error, (error) => tell({ wrong: String(error) }));
client.on(Events.InteractionCreate, interaction);
client.on(Events.MessageCreate, (it) => tell({ heard: "talk", shown: shown(it), called: it.mentions.has(client.user), guild: it.guildId }));
client.on(Events.ShardReconnecting, () => tell({ gateway: "again" }));
client.on(Events.ShardResume, () => tell({ gateway: "resumed" }));
client.on(Events.ShardReady, () => tell({ gateway: "ready" }));
client.on(Events.ClientReady, () => tell({ ready: client.user.tag, guilds: client.guilds.cache.map((it) => it.name) }));

createInterface({ input: process.stdin }).on("line", async (errand) => {
  try {
    tell({ errand, result: await ERRANDS[errand]() });
  } catch (error) {
    tell({ wrong: `${errand}: ${error.stack}` });
  }
}).on("close", () => process.exit(0));

await client.login(process.env.TOKEN);
