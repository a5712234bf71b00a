//! How Slack writes a person, a time, a foreign text: its `mrkdwn`, in which nothing foreign is markup.

use std::collections::BTreeSet;

use baton_commands::ids::{DeptId, PersonId, Place, Recipient, RoleId};
use baton_commands::voice::{Moment, Style};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

/// Who and what is called how in one workspace, by Slack's own ids.
pub trait Book: Send + Sync {
    /// The person's account. None: he has none that is known.
    fn user(&self, person: &PersonId) -> Option<String>;

    /// The user group that stands for the department. None: there is none.
    fn group(&self, dept: &DeptId) -> Option<String>;

    /// The accounts behind a recipient, for those whom no single mention reaches.
    fn users(&self, recipient: &Recipient) -> Vec<String>;

    /// Whom of a department one calls where it has no group, beside those who are called by name.
    fn one_by_one(&self, dept: &DeptId, named: &BTreeSet<Recipient>) -> Vec<PersonId>;

    /// The channel's id. None: it is not known.
    fn channel(&self, place: &Place) -> Option<String>;
}

/// Mentions in one message; who is not mentioned reads it in the department's channel all the same.
const MENTIONS_MAX: usize = 20;

/// Slack's way to write.
pub struct SlackStyle<'a> {
    pub book: &'a dyn Book,
}

impl SlackStyle<'_> {
    /// What notifies a recipient. None: nothing can.
    pub fn mention(&self, recipient: &Recipient) -> Option<String> {
        let group = match recipient {
            Recipient::Dept(dept) => self.book.group(dept),
            Recipient::Person(_) | Recipient::Role(_) => None,
        };
        if let Some(group) = group {
            return Some(format!("<!subteam^{}>", id_only(&group)));
        }
        let users = self.book.users(recipient).into_iter().take(MENTIONS_MAX);
        let mentions: Vec<String> = users.map(|user| format!("<@{}>", id_only(&user))).collect();
        (!mentions.is_empty()).then(|| mentions.join(" "))
    }

    /// A group by its name, and where it is called: its mention, or its people's.
    fn called(&self, name: &str, recipient: &Recipient, live: bool) -> String {
        let name = self.escape(name);
        match live.then(|| self.mention(recipient)).flatten() {
            Some(mention) if mention.starts_with("<!") => mention,
            Some(mentions) => format!("{name} ({mentions})"),
            None => name,
        }
    }
}

impl Style for SlackStyle<'_> {
    fn person(&self, person: &PersonId, live: bool) -> String {
        let mention = || self.mention(&Recipient::Person(person.clone()));
        let plain = || format!("@{}", self.escape(person.as_str()));
        live.then(mention).flatten().unwrap_or_else(plain)
    }

    fn dept(&self, dept: &DeptId, live: bool) -> String {
        self.called(dept.as_str(), &Recipient::Dept(dept.clone()), live)
    }

    fn role(&self, role: &RoleId, live: bool) -> String {
        self.called(role.as_str(), &Recipient::Role(role.clone()), live)
    }

    fn channel(&self, name: &str) -> String {
        match self.book.channel(&Place::channel(name)) {
            Some(id) => format!("<#{}>", id_only(&id)),
            None => self.escape(name),
        }
    }

    /// In the reader's own zone, as his Slack is set; the plain time is for those who cannot show it.
    fn time(&self, moment: &Moment) -> String {
        let day = |at: DateTime<Utc>, zone: Tz| at.with_timezone(&zone).date_naive();
        let is_today =
            moment.now.is_some_and(|now| day(now, moment.zone) == day(moment.at, moment.zone));
        let format = if is_today { "{time}" } else { "{date_short_pretty} {time}" };
        let plain = self.escape(&moment.plain());
        format!("<!date^{}^{format}|{plain}>", moment.at.timestamp())
    }

    /// Slack knows no way to escape `*`, `_` and `~`: where they would begin or end markup, a sign that looks alike
    /// stands for them.
    fn escape(&self, text: &str) -> String {
        let mut escaped = String::with_capacity(text.len() + 8);
        let mut before = None;
        let mut signs = text.chars().peekable();
        while let Some(sign) = signs.next() {
            let inside = is_word(before) && is_word(signs.peek().copied());
            match sign {
                '&' => escaped.push_str("&amp;"),
                '<' => escaped.push_str("&lt;"),
                // At the beginning of a line it would be a quotation.
                '>' if before.is_none() => escaped.push_str("\u{2060}&gt;"),
                '>' => escaped.push_str("&gt;"),
                '*' => escaped.push('∗'),
                '~' => escaped.push('∼'),
                '_' if !inside => escaped.push('ˍ'),
                '`' => escaped.push('\''),
                sign => escaped.push(sign),
            }
            before = Some(sign);
        }
        escaped
    }

    fn code(&self, line: &str) -> String {
        format!("`{}`", entities(&line.replace('`', "'")))
    }

    fn bold(&self, escaped: &str) -> String {
        format!("*{escaped}*")
    }

    fn preformatted(&self, lines: &str) -> String {
        format!("{FENCE}\n{}\n{FENCE}", entities(&lines.replace(FENCE, "'''")))
    }
}

/// What stands around lines in type of equal width.
pub const FENCE: &str = "```";

/// The three signs that Slack reads as markup everywhere.
pub fn entities(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn is_word(sign: Option<char>) -> bool {
    sign.is_some_and(char::is_alphanumeric)
}

/// An id is letters and digits; whatever else a file says becomes no markup.
fn id_only(id: &str) -> String {
    id.chars().filter(char::is_ascii_alphanumeric).collect()
}
