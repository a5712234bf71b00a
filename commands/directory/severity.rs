//! How bad something is.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::ids::BadName;

/// How bad it is: 1 is the worst, 4 the mildest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Severity(u8);

impl Severity {
    pub const WORST: Severity = Severity(1);
    pub const MILDEST: Severity = Severity(4);
    const WANTED: &str = "a severity from 1 (worst) to 4";

    /// All four, the worst first.
    pub fn all() -> impl Iterator<Item = Severity> {
        (1..=4).map(Severity)
    }

    /// The number, 1 to 4.
    pub fn number(self) -> u8 {
        self.0
    }

    /// PNG-4: severities 1 and 2 are not delayed by quiet hours.
    pub fn is_urgent(self) -> bool {
        self.0 <= 2
    }
}

impl TryFrom<u8> for Severity {
    type Error = BadName;

    fn try_from(number: u8) -> Result<Self, BadName> {
        match number {
            1..=4 => Ok(Severity(number)),
            _ => Err(BadName { typed: number.to_string(), wanted: Severity::WANTED }),
        }
    }
}

impl From<Severity> for u8 {
    fn from(severity: Severity) -> u8 {
        severity.0
    }
}

impl FromStr for Severity {
    type Err = BadName;

    /// Reads `2`, `sev2`, `SEV-2`, `s2`.
    fn from_str(typed: &str) -> Result<Self, BadName> {
        let digits = typed.trim().trim_start_matches(|c: char| c.is_alphabetic() || c == '-');
        let number = digits.parse::<u8>().ok().and_then(|number| Severity::try_from(number).ok());
        number.ok_or_else(|| BadName { typed: typed.to_owned(), wanted: Severity::WANTED })
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_severity_is_one_to_four_however_it_is_typed() {
        for (typed, number) in [("1", 1), ("sev2", 2), ("SEV-3", 3), (" s4 ", 4)] {
            assert_eq!(typed.parse::<Severity>().map(Severity::number), Ok(number), "{typed}");
        }
        for typed in ["", "0", "5", "high", "1.5", "-1x", "sev"] {
            assert!(typed.parse::<Severity>().is_err(), "{typed}");
        }
        assert!(serde_json::from_str::<Severity>("5").is_err());
    }
}
