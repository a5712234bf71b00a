//! Free text: the rest of the line, as it was typed.

use std::fmt;
use std::str::FromStr;

use crate::ids::BadName;

/// Free text of at least one visible character, without blanks around it.
///
/// Use it with the value name `TEXT` or `TITLE`, so that the reader hands the whole text over as one word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text(String);

impl Text {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Text {
    type Err = BadName;

    fn from_str(typed: &str) -> Result<Self, BadName> {
        let text = typed.trim();
        if text.is_empty() {
            return Err(BadName { typed: typed.to_owned(), wanted: "a text of at least one word" });
        }
        Ok(Text(text.to_owned()))
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Text> for String {
    fn from(text: Text) -> String {
        text.0
    }
}
