//! A message as Discord takes it, and how much fits into one.

use serde::Serialize;

use super::cut::length;
use super::snowflake::Snowflake;

/// Characters of a message's own text.
pub const CONTENT_MAX: usize = 2_000;
/// Embeds of a message.
pub const EMBEDS_MAX: usize = 10;
/// Characters of all its embeds together.
pub const EMBEDDED_MAX: usize = 6_000;
/// Characters of an embed's text.
pub const DESCRIPTION_MAX: usize = 4_096;
/// Fields of an embed.
pub const FIELDS_MAX: usize = 25;
/// Characters of a field's name.
pub const NAME_MAX: usize = 256;
/// Characters of a field's value.
pub const VALUE_MAX: usize = 1_024;
/// Rows below a message.
pub const ROWS_MAX: usize = 5;
/// Buttons of a row.
pub const BUTTONS_MAX: usize = 5;
/// Entries of a list to choose from.
pub const CHOICES_MAX: usize = 25;
/// Characters of what a button or an entry stands for.
pub const ID_MAX: usize = 100;
/// Characters on a button.
pub const LABEL_MAX: usize = 80;
/// Characters of a nonce.
pub const NONCE_MAX: usize = 25;
/// Mentions of either kind that one message may be allowed.
pub const MENTIONS_MAX: usize = 100;
/// Bytes of a file where nobody has paid for more.
pub const FILE_MAX: usize = 10 * 1024 * 1024;

/// The flag of a message that its reader alone sees.
pub const EPHEMERAL: u32 = 1 << 6;

/// A message to be posted or edited.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Message {
    pub content: String,
    /// Empty in an edit: there are none any more.
    pub embeds: Vec<Embed>,
    pub components: Vec<Component>,
    pub allowed_mentions: AllowedMentions,
    /// All that stay or come; in an edit, what is not named here goes.
    pub attachments: Vec<Attachment>,
    /// What the same message is known by when it is posted twice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub enforce_nonce: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flags: Option<u32>,
}

/// Who may be notified, and nobody else, whatever the text says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct AllowedMentions {
    /// Always empty: no kind of mention is allowed as a whole.
    pub parse: [&'static str; 0],
    pub users: Vec<Snowflake>,
    pub roles: Vec<Snowflake>,
}

/// A card below a message's own text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Embed {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub footer: Option<Footer>,
    /// Red, green and blue in one number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Field {
    pub name: String,
    pub value: String,
    /// Whether others may stand beside it.
    pub inline: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Image {
    pub url: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Footer {
    pub text: String,
}

/// A file that goes with the message; its bytes travel beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Attachment {
    /// The number of its part in the request, as text.
    pub id: String,
    pub filename: String,
    /// For those who cannot see it.
    pub description: String,
}

/// What can be pressed or chosen below a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Component {
    Row {
        #[serde(rename = "type")]
        kind: u8,
        components: Vec<Component>,
    },
    Button {
        #[serde(rename = "type")]
        kind: u8,
        style: u8,
        label: String,
        custom_id: String,
    },
    Select {
        #[serde(rename = "type")]
        kind: u8,
        custom_id: String,
        options: Vec<Choice>,
    },
}

/// An entry of a list to choose from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    pub label: String,
    pub value: String,
}

impl Component {
    pub fn row(components: Vec<Component>) -> Component {
        Component::Row { kind: 1, components }
    }

    /// The first of a row stands out.
    pub fn button(label: String, custom_id: String, stands_out: bool) -> Component {
        let style = if stands_out { 1 } else { 2 };
        Component::Button { kind: 2, style, label, custom_id }
    }

    pub fn select(custom_id: String, options: Vec<Choice>) -> Component {
        Component::Select { kind: 3, custom_id, options }
    }
}

impl Embed {
    /// What counts towards [`EMBEDDED_MAX`].
    pub fn length(&self) -> usize {
        let fields = self.fields.iter().map(|field| length(&field.name) + length(&field.value));
        let footer = self.footer.as_ref().map_or(0, |footer| length(&footer.text));
        length(&self.description) + fields.sum::<usize>() + footer
    }

    pub fn is_empty(&self) -> bool {
        self.description.is_empty() && self.fields.is_empty() && self.image.is_none()
    }
}
