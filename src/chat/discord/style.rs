//! How Discord writes a person, a time, a foreign text: its Markdown, in which nothing foreign is markup.

use std::collections::BTreeSet;

use baton_commands::ids::{DeptId, PersonId, Place, Recipient, RoleId};
use baton_commands::voice::{Moment, Style};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::snowflake::Snowflake;

/// Who and what has which id on Discord.
pub trait Book: Send + Sync {
    /// The role that stands for the department. None: there is none.
    fn role(&self, dept: &DeptId) -> Option<Snowflake>;

    /// The accounts of those who are meant, in the order of the files.
    fn accounts(&self, recipient: &Recipient) -> Vec<Snowflake>;

    /// Whom of a department one calls where it has no group, beside those who are called by name.
    fn one_by_one(&self, dept: &DeptId, named: &BTreeSet<Recipient>) -> Vec<PersonId>;

    /// The channel's id. None: it is not known.
    fn channel(&self, place: &Place) -> Option<Snowflake>;
}

/// Accounts mentioned for one recipient; who is not reads it in the department's channel all the same.
const ACCOUNTS_MAX: usize = 20;

/// Around lines in type of equal width.
pub const FENCE: &str = "```";

/// What notifies somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mention {
    Role(Snowflake),
    /// At least one.
    Accounts(Vec<Snowflake>),
}

impl Mention {
    /// As it stands in a text.
    pub fn text(&self) -> String {
        match self {
            Mention::Role(role) => format!("<@&{role}>"),
            Mention::Accounts(accounts) => {
                let accounts: Vec<String> = accounts.iter().map(|id| format!("<@{id}>")).collect();
                accounts.join(" ")
            }
        }
    }
}

/// Discord's way to write.
pub struct DiscordStyle<'a> {
    pub book: &'a dyn Book,
}

impl DiscordStyle<'_> {
    /// What notifies a recipient: a department's role, else its people's accounts. None: nothing can.
    pub fn mention(&self, recipient: &Recipient) -> Option<Mention> {
        let role = match recipient {
            Recipient::Dept(dept) => self.book.role(dept),
            Recipient::Person(_) | Recipient::Role(_) => None,
        };
        if let Some(role) = role {
            return Some(Mention::Role(role));
        }
        let mut accounts = self.book.accounts(recipient);
        accounts.truncate(ACCOUNTS_MAX);
        (!accounts.is_empty()).then_some(Mention::Accounts(accounts))
    }

    /// A group by its name, and where it is called: its role, or its people.
    fn called(&self, name: &str, recipient: &Recipient, live: bool) -> String {
        let name = self.escape(name);
        match live.then(|| self.mention(recipient)).flatten() {
            Some(role @ Mention::Role(_)) => role.text(),
            Some(people) => format!("{name} ({})", people.text()),
            None => name,
        }
    }
}

impl Style for DiscordStyle<'_> {
    fn person(&self, person: &PersonId, live: bool) -> String {
        let mention = || self.mention(&Recipient::Person(person.clone()));
        let plain = || self.escape(&format!("@{person}"));
        live.then(mention).flatten().map_or_else(plain, |mention| mention.text())
    }

    fn dept(&self, dept: &DeptId, live: bool) -> String {
        self.called(dept.as_str(), &Recipient::Dept(dept.clone()), live)
    }

    fn role(&self, role: &RoleId, live: bool) -> String {
        self.called(role.as_str(), &Recipient::Role(role.clone()), live)
    }

    fn channel(&self, name: &str) -> String {
        match self.book.channel(&Place::channel(name)) {
            Some(id) => format!("<#{id}>"),
            None => self.escape(name),
        }
    }

    /// Discord shows it in the zone and the manner of whoever reads it.
    fn time(&self, moment: &Moment) -> String {
        let day = |at: DateTime<Utc>, zone: Tz| at.with_timezone(&zone).date_naive();
        let said_on = moment.now.map(|now| day(now, moment.zone));
        let form = if said_on == Some(day(moment.at, moment.zone)) { 't' } else { 'f' };
        format!("<t:{}:{form}>", moment.at.timestamp())
    }

    fn escape(&self, text: &str) -> String {
        escape(text)
    }

    fn code(&self, line: &str) -> String {
        format!("`{}`", line.replace('`', "'"))
    }

    fn bold(&self, escaped: &str) -> String {
        format!("**{escaped}**")
    }

    fn preformatted(&self, lines: &str) -> String {
        format!("{FENCE}\n{}\n{FENCE}", lines.replace(FENCE, "'''"))
    }
}

/// A text that mentions nobody and is no markup; addresses stay as they are, since a reader follows them.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some(sign) = rest.chars().next() {
        if let Some(address) = address(rest) {
            escaped += address;
            rest = &rest[address.len()..];
            continue;
        }
        rest = &rest[sign.len_utf8()..];
        if is_markup(sign) || (escaped.is_empty() && begins_line(sign)) {
            escaped.push('\\');
        } else if sign == '.' && !escaped.is_empty() && is_number(&escaped) {
            // At the beginning of a line it would be a list.
            escaped.push('\\');
        }
        escaped.push(sign);
        if sign == '@' && ["everyone", "here"].iter().any(|all| rest.starts_with(all)) {
            escaped.push('\u{200b}');
        }
    }
    escaped
}

/// What is markup wherever it stands.
fn is_markup(sign: char) -> bool {
    matches!(sign, '\\' | '*' | '_' | '~' | '|' | '`' | '[' | ']' | '<' | '>')
}

/// What is markup where a line begins.
fn begins_line(sign: char) -> bool {
    matches!(sign, '#' | '-' | '+')
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The address at the beginning of a text, if it can be left alone: nothing in it is markup to Discord.
fn address(text: &str) -> Option<&str> {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| text.starts_with(scheme))?;
    let harmless = |sign: char| sign.is_ascii_alphanumeric() || "-._~:/?#!$&'+,;=%".contains(sign);
    let end = text.find(|sign| !harmless(sign)).unwrap_or(text.len());
    (end > scheme.len()).then_some(&text[..end])
}
