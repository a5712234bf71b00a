//! A message as Discord shows it: a line that notifies, a card below it, buttons; what is too long goes into the thread.

use std::collections::{BTreeMap, BTreeSet};

use baton_commands::card::Block;
use baton_commands::ids::Recipient;
use baton_commands::voice::{PlainStyle, Voice};

use super::body::{Body, Drawn, Picture, Piece};
use super::buttons;
use super::cut::{length, pieces};
use super::mark::{NUMBER_MAX, mark, nonce, numbered};
use super::message::{
    AllowedMentions, Attachment, CONTENT_MAX, EMBEDDED_MAX, EMBEDS_MAX, EPHEMERAL, Embed, Footer,
    MENTIONS_MAX, Message,
};
use super::style::{Book, DiscordStyle, Mention, escape};
use crate::chat::begun::Number;
use crate::chat::{Act, Outgoing};

/// Red, beside what is past its promise.
const BREACH: u32 = 0x00c9_3c37;
/// Amber, beside what is urgent.
const URGENT: u32 = 0x00d9_8e04;
/// Ranks up to this one are urgent: severity 1.
const URGENT_RANK: u8 = 1;

/// The pictures of a message that could be drawn, by the name of their chart.
pub type Pictures = BTreeMap<String, Vec<u8>>;

/// One message of Discord's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    pub message: Message,
    /// The charts whose pictures go with it, in the order of its attachments.
    pub pictures: Vec<String>,
}

/// Draws a message in at least one part; those after the first belong into its thread. Charts without a picture are
/// written as tables.
pub fn render(outgoing: &Outgoing, book: &dyn Book, pictures: &Pictures) -> Vec<Part> {
    let style = DiscordStyle { book };
    let pings = outgoing
        .called(|dept| book.role(dept).is_some(), |dept| book.one_by_one(dept, &outgoing.pings));
    let outgoing = &Outgoing { pings, ..outgoing.clone() };
    let voice = Voice::new(outgoing.language, outgoing.zone, &style)
        .at(outgoing.at)
        .pinging(&outgoing.pings);
    let mark = if is_kept(outgoing) { mark(outgoing) } else { String::new() };
    let room = CONTENT_MAX - length(&subtext(&mark));
    let mut said = pieces(&content(outgoing, &style, &voice), room).into_iter();
    let content = said.next().unwrap_or_default();
    let mut body = Body::default();
    said.for_each(|text| body.push(Piece::Text(text)));
    for block in &outgoing.card.body {
        body.push(piece(block, &voice, pictures));
    }
    for button in buttons::too_long(&outgoing.card) {
        let line = button.line.replace('`', "'");
        let label = escape(&voice.sentence(&button.label));
        body.push(Piece::Text(format!("{label} `{line}`")));
    }
    let most = EMBEDDED_MAX - length(&mark) - NUMBER_MAX;
    let embeds = body.embeds(colour(outgoing));
    let mut parts = match outgoing.more().map(|more| voice.sentence(&more)) {
        Some(more) => vec![cut(packed(content, embeds, most - length(&more)), more)],
        None => packed(content, embeds, most),
    };
    let of_all = parts.len();
    let first = &mut parts[0].message;
    first.components = buttons::rows(&outgoing.card, &outgoing.about, &voice);
    first.allowed_mentions = allowed(outgoing, &style);
    for (nth, part) in parts.iter_mut().enumerate() {
        finish(&mut part.message, Number { of_part: nth, of_all }, &mark, outgoing);
    }
    parts
}

/// What a message says itself: whom it calls, then its head. A call in the card below would notify nobody.
fn content(outgoing: &Outgoing, style: &DiscordStyle, voice: &Voice) -> String {
    let head = voice.sentence(&outgoing.card.head);
    let missing = |recipient: &Recipient| {
        let call = style.mention(recipient)?.text();
        (!head.contains(&call)).then_some(call)
    };
    let calls = outgoing.pings.iter().filter(|_| notifies(outgoing)).filter_map(missing);
    calls.chain([head.clone()]).collect::<Vec<_>>().join(" ")
}

/// An edit notifies nobody, and a private message its reader by itself.
fn notifies(outgoing: &Outgoing) -> bool {
    !outgoing.act.is_private() && outgoing.act != Act::Update
}

/// Whether it is looked for when its fate is unknown; answers are not.
fn is_kept(outgoing: &Outgoing) -> bool {
    !outgoing.act.is_private() || outgoing.act == Act::Direct
}

/// Exactly whom the message calls.
fn allowed(outgoing: &Outgoing, style: &DiscordStyle) -> AllowedMentions {
    let (mut users, mut roles) = (BTreeSet::new(), BTreeSet::new());
    if notifies(outgoing) {
        for mention in outgoing.pings.iter().filter_map(|recipient| style.mention(recipient)) {
            match mention {
                Mention::Role(role) => roles.extend([role]),
                Mention::Accounts(accounts) => users.extend(accounts),
            }
        }
    }
    let most = |ids: BTreeSet<_>| ids.into_iter().take(MENTIONS_MAX).collect();
    AllowedMentions { parse: [], users: most(users), roles: most(roles) }
}

fn piece(block: &Block, voice: &Voice, pictures: &Pictures) -> Piece {
    match block {
        Block::Picture(chart) if pictures.contains_key(&chart.name) => {
            let plain = Voice { style: &PlainStyle, ..*voice };
            let described = plain.sentence(&chart.title);
            let title = voice.sentence(&chart.title);
            Piece::Picture { chart: chart.name.clone(), title, described }
        }
        Block::Field { name, value } => Piece::Field {
            name: voice.field_name(name),
            value: voice.argument(value),
            whole: voice.block(block),
        },
        block => Piece::Text(voice.block(block)),
    }
}

fn colour(outgoing: &Outgoing) -> Option<u32> {
    let breach = outgoing.reason.as_ref().is_some_and(|it| it.as_str().ends_with(".breached"));
    match breach {
        true => Some(BREACH),
        false => (outgoing.rank <= URGENT_RANK && is_kept(outgoing)).then_some(URGENT),
    }
}

/// The embeds in messages of at most `most` characters each; the first says `content`.
fn packed(content: String, drawn: Vec<Drawn>, most: usize) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut open = Part { message: Message { content, ..Message::default() }, ..Part::default() };
    let mut used = 0;
    for Drawn { embed, picture } in drawn {
        let size = embed.length();
        // One picture a message: the library could not number a second one.
        let second = picture.is_some() && !open.pictures.is_empty();
        if used + size > most || open.message.embeds.len() == EMBEDS_MAX || second {
            parts.push(std::mem::take(&mut open));
            used = 0;
        }
        used += size;
        open.message.embeds.push(embed);
        if let Some(Picture { chart, attachment }) = picture {
            let id = open.message.attachments.len().to_string();
            open.message.attachments.push(Attachment { id, ..attachment });
            open.pictures.push(chart);
        }
    }
    parts.push(open);
    parts
}

/// The first of the parts; where there are others, it ends with `more`.
fn cut(parts: Vec<Part>, more: String) -> Part {
    let is_cut = parts.len() > 1;
    let mut first = parts.into_iter().next().unwrap_or_default();
    if is_cut {
        let color = first.message.embeds.last().and_then(|embed| embed.color);
        let end = Embed { description: more, color, ..Embed::default() };
        first.message.embeds.truncate(EMBEDS_MAX - 1);
        first.message.embeds.push(end);
    }
    first
}

/// What every part has: its mark, its nonce, and that an answer is its reader's alone.
fn finish(message: &mut Message, number: Number, mark: &str, outgoing: &Outgoing) {
    if !mark.is_empty() {
        match message.embeds.last_mut() {
            Some(embed) => embed.footer = Some(Footer { text: numbered(mark, number) }),
            None => message.content += &subtext(mark),
        }
    }
    match outgoing.act {
        Act::Reply | Act::Refused | Act::Form => message.flags = Some(EPHEMERAL),
        _ => {
            message.nonce = Some(nonce(&outgoing.name, number.of_part));
            message.enforce_nonce = true;
        }
    }
}

/// A mark below a message that has no card, in small type.
fn subtext(mark: &str) -> String {
    if mark.is_empty() { String::new() } else { format!("\n-# {}", escape(mark)) }
}
