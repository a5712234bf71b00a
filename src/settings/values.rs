//! Plain values of the organisation's files: text, durations, dates, times, zones.

use baton_commands::calendar::Interval;
use baton_commands::directory::{Cron, Gap, Handover, Lapse, Severity};
use baton_commands::ids::{BadName, Serial};
use baton_commands::sla::{AudienceWord, Span};
use baton_commands::voice::Language;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use toml::de::DeValue;

use super::reader::{Field, Read};

impl Read for String {
    /// Text that says something.
    fn read(field: Field<'_>) -> Option<Self> {
        let text = field.text()?;
        if text.trim().is_empty() {
            field.fault(format!("`{}` is empty", field.key), "write something or remove the key");
            return None;
        }
        Some(text.to_owned())
    }
}

impl Read for bool {
    fn read(field: Field<'_>) -> Option<Self> {
        match field.value() {
            DeValue::Boolean(value) => Some(*value),
            _ => field.wants("`true` or `false`"),
        }
    }
}

impl Read for f64 {
    fn read(field: Field<'_>) -> Option<Self> {
        let number = match field.value() {
            DeValue::Integer(integer) => integer.to_string().parse().ok(),
            DeValue::Float(float) => float.as_str().parse().ok(),
            _ => None,
        };
        let finite = number.filter(|number: &f64| number.is_finite());
        if finite.is_some() { finite } else { field.wants("a number") }
    }
}

/// Reads text by its own parser, whose error says what was wanted.
fn parsed<T: std::str::FromStr<Err = BadName>>(field: Field<'_>) -> Option<T> {
    let text = field.text()?;
    let bad = match text.parse() {
        Ok(value) => return Some(value),
        Err(bad) => bad,
    };
    field.fault(
        format!("`{text}` cannot be read as `{}`", field.key),
        format!("write {}", bad.wanted),
    );
    None
}

macro_rules! read_parsed {
    ($($name:ty),* $(,)?) => {$(
        impl Read for $name {
            fn read(field: Field<'_>) -> Option<Self> {
                parsed(field)
            }
        }
    )*};
}
read_parsed! { Cron, Gap, Handover, Language, Lapse, Serial }

/// Splits `what is wrong; what to write`, as the parsers of time say it.
pub(super) fn twofold(said: &str) -> (&str, &str) {
    said.split_once("; ").unwrap_or((said, "write it another way"))
}

macro_rules! read_twofold {
    ($($name:ty),* $(,)?) => {$(
        impl Read for $name {
            fn read(field: Field<'_>) -> Option<Self> {
                let parsed = field.text()?.parse::<$name>();
                let note = |error: &_| {
                    let said = format!("{error}");
                    let (what, mend) = twofold(&said);
                    field.fault(what, mend);
                };
                parsed.inspect_err(note).ok()
            }
        }
    )*};
}
read_twofold! { AudienceWord, Interval, Span }

impl Read for Severity {
    fn read(field: Field<'_>) -> Option<Self> {
        let number = field.number(1..=4)?;
        u8::try_from(number).ok().and_then(|number| Severity::try_from(number).ok())
    }
}

impl Read for Tz {
    fn read(field: Field<'_>) -> Option<Self> {
        let text = field.text()?;
        let zone = text.parse().ok();
        if zone.is_none() {
            let names = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
            let near = baton_commands::grammar::nearest(text, names);
            let mend = near.map_or_else(
                || "write a name of the IANA list, such as `Asia/Jakarta`".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            field.fault(format!("unknown time zone `{text}`"), mend);
        }
        zone
    }
}

impl Read for NaiveDate {
    /// A TOML date or the same in quotes.
    fn read(field: Field<'_>) -> Option<Self> {
        let text = written(&field);
        let date = text.parse().ok();
        if date.is_none() {
            let what = format!("`{text}` is not a date");
            field.fault(what, format!("write `{} = \"2026-01-05\"`", field.key));
        }
        date
    }
}

impl Read for NaiveTime {
    fn read(field: Field<'_>) -> Option<Self> {
        let text = written(&field);
        let forms = ["%H:%M", "%H:%M:%S"];
        let time = forms.iter().find_map(|form| NaiveTime::parse_from_str(&text, form).ok());
        if time.is_none() {
            let what = format!("`{text}` is not a time of day");
            field.fault(what, format!("write `{} = \"09:00\"`", field.key));
        }
        time
    }
}

impl Read for DateTime<Utc> {
    fn read(field: Field<'_>) -> Option<Self> {
        let text = written(&field);
        let forms = ["%Y-%m-%dT%H:%M%:z", "%Y-%m-%d %H:%M%:z"];
        let at = DateTime::parse_from_rfc3339(&text).ok();
        let at =
            at.or_else(|| forms.iter().find_map(|form| DateTime::parse_from_str(&text, form).ok()));
        if at.is_none() {
            let what = format!("`{text}` is not an instant with its offset");
            field.fault(what, format!("write `{} = \"2026-12-20T00:00+07:00\"`", field.key));
        }
        at.map(|at| at.to_utc())
    }
}

/// The text of a value, or a TOML date or time as it stands.
fn written(field: &Field<'_>) -> String {
    match field.value() {
        DeValue::String(text) => text.to_string(),
        DeValue::Datetime(at) => at.to_string(),
        other => other.type_str().to_owned(),
    }
}
