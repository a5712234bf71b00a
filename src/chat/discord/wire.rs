//! What Discord tells of interactions and messages, as far as it is read: the rest may be anything.

use serde::Deserialize;
use serde_json::Value;

use super::channels::Channel;
use super::snowflake::Snowflake;

/// Somebody used a command, pressed, chose, filled in, or is typing.
#[derive(Debug, Clone, Deserialize)]
pub struct Interaction {
    pub id: Snowflake,
    #[serde(rename = "application_id")]
    pub application: Snowflake,
    /// For answers alone; void after a quarter of an hour.
    pub token: String,
    #[serde(rename = "type")]
    pub kind: u8,
    #[serde(default)]
    pub data: Told,
    #[serde(default)]
    pub channel: Option<Channel>,
    /// The message below which was pressed, also where that opened the form.
    #[serde(default)]
    pub message: Value,
    /// Who, on a server.
    #[serde(default)]
    member: Option<Member>,
    /// Who, in direct messages.
    #[serde(default)]
    user: Option<Account>,
}

/// Kinds of interaction, by Discord's numbers.
pub mod kind {
    pub const COMMAND: u8 = 2;
    pub const COMPONENT: u8 = 3;
    pub const TYPING: u8 = 4;
    pub const FORM: u8 = 5;
}

/// Kinds of option, by Discord's numbers.
pub const SUBCOMMAND: u8 = 1;
pub const GROUP: u8 = 2;

impl Interaction {
    pub fn account(&self) -> Option<Snowflake> {
        let member = self.member.as_ref().map(|member| member.user.id);
        member.or(self.user.as_ref().map(|user| user.id))
    }
}

#[derive(Debug, Clone, Deserialize)]
struct Member {
    user: Account,
}

/// Somebody's account.
#[derive(Debug, Clone, Deserialize)]
pub struct Account {
    pub id: Snowflake,
    #[serde(default)]
    pub bot: bool,
}

/// What was used, pressed or filled in; what belongs to other kinds is empty.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Told {
    /// Of a command.
    pub name: String,
    pub options: Vec<Given>,
    /// The message that a context menu was opened on.
    pub target_id: Option<Snowflake>,
    pub resolved: Value,
    /// What a button, a list or a form carries.
    pub custom_id: String,
    /// Chosen in a list.
    pub values: Vec<String>,
    /// The parts of a form.
    pub components: Vec<Value>,
}

/// An option of a command as it was given.
#[derive(Debug, Clone, Deserialize)]
pub struct Given {
    pub name: String,
    #[serde(rename = "type")]
    pub kind: u8,
    #[serde(default)]
    pub value: Value,
    #[serde(default)]
    pub options: Vec<Given>,
    /// Whether it is being typed.
    #[serde(default)]
    pub focused: bool,
}

impl Given {
    /// As somebody would type it; a switch that is off says no.
    pub fn text(&self) -> String {
        match &self.value {
            Value::String(text) => text.clone(),
            Value::Bool(true) => "yes".to_owned(),
            Value::Bool(false) => "no".to_owned(),
            Value::Number(number) => number.to_string(),
            _ => String::new(),
        }
    }
}

/// Somebody wrote something.
#[derive(Debug, Clone, Deserialize)]
pub struct Written {
    pub id: Snowflake,
    pub channel_id: Snowflake,
    /// None: in direct messages.
    #[serde(default)]
    pub guild_id: Option<Snowflake>,
    pub author: Account,
    #[serde(default)]
    pub content: String,
    #[serde(default)]
    pub mentions: Vec<Account>,
    /// By which program, if by one.
    #[serde(default)]
    pub webhook_id: Option<Snowflake>,
}
