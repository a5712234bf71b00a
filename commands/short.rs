//! Short texts, written without asking for memory: ids, points and instants stand in everything that is stored.

use chrono::{DateTime, Datelike, Timelike, Utc};
use serde::{Serialize, Serializer};

/// The longest, in bytes: an instant has 30, a span of all the time there is 23.
const MAX: usize = 32;

/// A text of a few letters and digits.
#[derive(Debug, Clone, Copy, Default)]
pub struct Short {
    bytes: [u8; MAX],
    len: usize,
}

impl Short {
    /// Begins with a text. Panics: it is longer than the longest.
    pub fn new(text: &str) -> Short {
        Short::default().text(text)
    }

    pub fn text(mut self, text: &str) -> Short {
        let end = self.len + text.len();
        self.bytes[self.len..end].copy_from_slice(text.as_bytes());
        self.len = end;
        self
    }

    pub fn number(self, number: impl Into<u64>) -> Short {
        let number = number.into();
        let digits = number.checked_ilog10().map_or(1, |digits| digits + 1);
        self.digits(number, digits)
    }

    /// The last so many digits of a number, with zeros before it.
    fn digits(mut self, number: u64, digits: u32) -> Short {
        let end = self.len + digits as usize;
        let mut left = number;
        for byte in self.bytes[self.len..end].iter_mut().rev() {
            *byte = b'0' + (left % 10) as u8;
            left /= 10;
        }
        self.len = end;
        self
    }

    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.len]).unwrap_or_default()
    }
}

/// For `serialize_with`: an instant as `chrono` writes it, RFC 3339 in UTC with as much of a second as it has.
///
/// # Errors
/// Those of the serializer.
pub fn instant<S: Serializer>(at: &DateTime<Utc>, out: S) -> Result<S::Ok, S::Error> {
    match written(*at) {
        Some(written) => out.serialize_str(written.as_str()),
        None => at.serialize(out),
    }
}

/// The same for one that need not be there.
///
/// # Errors
/// Those of the serializer.
pub fn instant_if<S: Serializer>(at: &Option<DateTime<Utc>>, out: S) -> Result<S::Ok, S::Error> {
    match at.map(written) {
        Some(Some(written)) => out.serialize_str(written.as_str()),
        _ => at.serialize(out),
    }
}

/// None: a year that has not four digits, or a leap second.
fn written(at: DateTime<Utc>) -> Option<Short> {
    let (date, time) = (at.date_naive(), at.time());
    let year = u64::try_from(date.year()).ok().filter(|year| *year <= 9999)?;
    let nanos = Some(time.nanosecond()).filter(|nanos| *nanos < 1_000_000_000)?;
    let date = Short::default().digits(year, 4).text("-").two(date.month()).text("-");
    let date = date.two(at.day()).text("T");
    let time = date.two(time.hour()).text(":").two(time.minute()).text(":").two(time.second());
    let with_part = match nanos {
        0 => time,
        _ if nanos % 1_000_000 == 0 => time.text(".").digits((nanos / 1_000_000).into(), 3),
        _ if nanos % 1_000 == 0 => time.text(".").digits((nanos / 1_000).into(), 6),
        _ => time.text(".").digits(nanos.into(), 9),
    };
    Some(with_part.text("Z"))
}

impl Short {
    fn two(self, number: u32) -> Short {
        self.digits(number.into(), 2)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[derive(Serialize)]
    struct Instants {
        #[serde(serialize_with = "instant")]
        ours: DateTime<Utc>,
        #[serde(serialize_with = "instant_if")]
        perhaps: Option<DateTime<Utc>>,
    }

    fn assert_same(at: DateTime<Utc>) {
        let theirs = serde_json::to_string(&at).unwrap();
        let ours = serde_json::to_string(&Instants { ours: at, perhaps: Some(at) }).unwrap();
        assert_eq!(ours, format!(r#"{{"ours":{theirs},"perhaps":{theirs}}}"#));
    }

    #[test]
    fn instants_at_all_edges_are_written_as_chrono_writes_them() {
        let cases = [
            (0, 0),
            (-1, 999_999_999),
            (951_782_399, 100_000_000), // the end of a 28 February with a 29th behind it
            (951_782_400, 120_000),
            (-62_167_219_201, 0), // the last second before the year 0
            (-62_167_219_200, 1),
            (253_402_300_799, 0), // the last second of the year 9999
            (253_402_300_800, 0),
            (1_483_228_799, 1_500_000_000), // a leap second
        ];
        for (seconds, nanos) in cases {
            assert_same(DateTime::from_timestamp(seconds, nanos).unwrap());
        }
        let none = Instants { ours: DateTime::UNIX_EPOCH, perhaps: None };
        assert!(serde_json::to_string(&none).unwrap().ends_with(r#""perhaps":null}"#));
    }

    #[test]
    fn numbers_are_written_without_zeros_before_them() {
        for number in [0_u64, 1, 9, 10, 99, 100, 4_294_967_295, u64::MAX] {
            assert_eq!(Short::new("INC-").number(number).as_str(), format!("INC-{number}"));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn any_instant_is_written_as_chrono_writes_it(
            seconds in -70_000_000_000..260_000_000_000_i64, nanos in 0..1_000_000_000_u32,
            coarse in prop::sample::select(&[1_u32, 1_000, 1_000_000, 1_000_000_000][..]),
        ) {
            assert_same(DateTime::from_timestamp(seconds, nanos / coarse * coarse).unwrap());
        }
    }
}
