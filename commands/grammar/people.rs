//! A person as typed: `@unix-1`, `unix-1`, or the platform's own mention.

use std::fmt;
use std::str::FromStr;

use crate::ids::{BadName, PersonId};

/// Somebody named in a line. Whom a mention means, only the platform's directory knows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    Handle(PersonId),
    /// A platform mention without its label: `<@U024>`, also when it came as `<@U024|tam-1>` or `<@!42>`.
    Mention(String),
}

const WANTED: &str = "a person, such as `@unix-1`";

impl FromStr for Who {
    type Err = BadName;

    fn from_str(typed: &str) -> Result<Self, BadName> {
        let bad = || BadName { typed: typed.to_owned(), wanted: WANTED };
        let name = typed.trim();
        let Some(inside) = name.strip_prefix("<@").and_then(|rest| rest.strip_suffix('>')) else {
            let odd = |c: char| matches!(c, '<' | '>' | ',' | '@' | '"');
            if name.trim_start_matches('@').contains(odd) {
                return Err(bad());
            }
            return name.parse().map(Who::Handle).map_err(|_| bad());
        };
        let id = inside.split('|').next().unwrap_or(inside).trim_start_matches('!');
        if id.is_empty() || !id.chars().all(|c| c.is_ascii_alphanumeric()) {
            return Err(bad());
        }
        Ok(Who::Mention(format!("<@{id}>")))
    }
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Who::Handle(person) => write!(f, "@{person}"),
            Who::Mention(raw) => f.write_str(raw),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_typed_by_handle_or_by_mention() {
        let cases = [
            ("@unix-1", Some("@unix-1")),
            ("unix-1", Some("@unix-1")),
            ("<@U024>", Some("<@U024>")),
            ("<@U024|tam-1>", Some("<@U024>")),
            ("<@!4217>", Some("<@4217>")),
            ("<@>", None),
            ("<@&99>", None),
            ("@", None),
            ("", None),
            ("two words", None),
            ("@a,@b", None),
        ];
        for (typed, wanted) in cases {
            let read = typed.parse::<Who>().ok().map(|who| who.to_string());
            assert_eq!(read.as_deref(), wanted, "{typed}");
        }
    }
}
