//! Discord's ids: numbers that are written as text and say when they were made.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The first millisecond that Discord counts: 2015-01-01 in UTC.
const EPOCH: i64 = 1_420_070_400_000;
/// Below these bits stands the time, in milliseconds.
const TIME_SHIFT: u32 = 22;

/// The id of a server, channel, message, account or role; never zero.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Snowflake(u64);

impl Snowflake {
    /// None: zero, which is no id.
    pub fn new(id: u64) -> Option<Snowflake> {
        (id > 0).then_some(Snowflake(id))
    }

    pub fn get(self) -> u64 {
        self.0
    }

    /// When it was made.
    pub fn at(self) -> Option<DateTime<Utc>> {
        let since = i64::try_from(self.0 >> TIME_SHIFT).ok()?;
        DateTime::from_timestamp_millis(EPOCH + since)
    }
}

impl fmt::Display for Snowflake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Snowflake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// It is not a number of at most twenty digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id of Discord, such as 1184405311681986560")]
pub struct NoSnowflake;

impl FromStr for Snowflake {
    type Err = NoSnowflake;

    fn from_str(text: &str) -> Result<Self, NoSnowflake> {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let id = text.parse().ok().filter(|_| digits);
        id.and_then(Snowflake::new).ok_or(NoSnowflake)
    }
}

impl Serialize for Snowflake {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Snowflake {
    /// As text, or as the number some libraries make of it.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Text(String),
            Number(u64),
        }
        let id = match Written::deserialize(deserializer)? {
            Written::Text(text) => text.parse().ok(),
            Written::Number(id) => Snowflake::new(id),
        };
        id.ok_or_else(|| de::Error::custom(NoSnowflake))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_says_when_it_was_made() {
        let id: Snowflake = "175928847299117063".parse().unwrap();
        assert_eq!(id.at().unwrap().to_rfc3339(), "2016-04-30T11:18:25.796+00:00");
    }

    #[test]
    fn a_name_is_no_id() {
        for text in ["", "0", "general", "12a", "-1", "+1", "99999999999999999999"] {
            assert_eq!(text.parse::<Snowflake>(), Err(NoSnowflake), "{text}");
        }
        let read: Vec<Snowflake> = serde_json::from_str(r#"["7", 7]"#).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), r#"["7","7"]"#);
    }
}
