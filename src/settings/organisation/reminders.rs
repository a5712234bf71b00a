//! Reads `reminders.toml` (REM-1).

use std::collections::BTreeMap;

use baton_commands::directory::{Cron, Move, ReminderRule, ReminderTo, When};
use baton_commands::ids::{DeptId, PersonId, ReminderSlug, RoleId};
use chrono::{NaiveDateTime, NaiveTime};

use crate::settings::reader::{Field, Read, Table, mend};

/// Reads the file.
pub(super) fn reminders(table: &mut Table<'_>) -> BTreeMap<ReminderSlug, ReminderRule> {
    table.things(|table| {
        let when = table.expect("when", "{ day = 25, at = \"09:00\" }");
        let when = when.and_then(|field| field.table(when_due));
        let audience = table.expect("to", "[\"role:pmo\"]");
        let to = audience.map_or_else(Vec::new, |field| field.distinct());
        if let Some(field) = audience.filter(|field| field.elements().is_empty()) {
            field.fault("a reminder for nobody", "write `to = [\"role:pmo\"]`");
        }
        let reason: Option<String> = table.optional("reason");
        let text: Option<String> = table.optional("text");
        if text.is_none() && reason.is_none() {
            let mend = "add `text = \"…\"`";
            table.desk.fault(table.head, format!("reminder `{}` says nothing", table.name), mend);
        }
        Some(ReminderRule {
            text,
            reason: reason.unwrap_or_else(|| "reminder.due".to_owned()),
            zone: table.optional("zone"),
            calendar: table.optional("calendar"),
            to,
            place: table.optional("place"),
            ack_within: table.optional("ack_within"),
            when: when?,
        })
    })
}

/// Exactly one of `day`, `workday`, `cron` and `once`.
fn when_due(table: &mut Table<'_>) -> Option<When> {
    let rules = ["day", "workday", "cron", "once"].map(|key| table.field(key));
    table.know("at");
    table.know("move");
    if rules.iter().flatten().count() != 1 {
        let mend = "write one of `day = 25`, `workday = -1`, `cron = \"…\"`, `once = \"…\"`";
        table.desk.fault(table.head, "`when` is not one rule", mend);
        return None;
    }
    let [day, workday, cron, once] = rules;
    if let Some(field) = cron {
        return Some(When::Cron(Cron::read(field)?));
    }
    if let Some(field) = once {
        return Some(When::Once(local_time(field)?));
    }
    let at: Option<NaiveTime> = table.required("at", "\"09:00\"");
    if let Some(field) = workday {
        return Some(When::Workday { number: workday_number(field)?, at: at? });
    }
    let day = day?.number(1..=31).and_then(|day| u8::try_from(day).ok());
    let shift = table.choice("move", &Move::WORDS).unwrap_or_default();
    Some(When::Day { day: day?, at: at?, shift })
}

/// The n-th working day of the month, from its end when negative.
fn workday_number(field: Field<'_>) -> Option<i8> {
    let number = match field.value() {
        toml::de::DeValue::Integer(integer) => integer.to_string().parse().ok(),
        _ => None,
    };
    let number = number.filter(|number: &i8| (-23..=23).contains(number) && *number != 0);
    if number.is_none() {
        let mend = "write 1 for the first of the month, -1 for the last, at most 23";
        field.fault("`workday` is not the number of a working day", mend);
    }
    number
}

fn local_time(field: Field<'_>) -> Option<NaiveDateTime> {
    let text = field.text()?;
    let at = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").ok();
    if at.is_none() {
        field.fault(format!("`{text}` is not a time"), "write `once = \"2026-03-02 09:00\"`");
    }
    at
}

impl Read for ReminderTo {
    fn read(field: Field<'_>) -> Option<Self> {
        let text = field.text()?;
        let names = field.desk.names;
        if let Some((_, group)) = ReminderTo::GROUPS.iter().find(|(word, _)| *word == text) {
            return Some(group.clone());
        }
        if text.starts_with('#') {
            return Read::read(field).map(ReminderTo::Place);
        }
        let (known, name, to): (_, _, fn(&str) -> ReminderTo) = match text.split_once(':') {
            Some(("role", role)) => (&names.roles, role, |it| ReminderTo::Role(RoleId::new(it))),
            Some(("dept", dept)) => {
                (&names.departments, dept, |it| ReminderTo::Department(DeptId::new(it)))
            }
            Some(_) => {
                let groups = ReminderTo::GROUPS.map(|(word, _)| word);
                field.fault(format!("unknown audience `{text}`"), mend(text, &groups));
                return None;
            }
            None => {
                let person = text.trim_start_matches('@');
                (&names.people, person, |it| ReminderTo::Person(PersonId::new(it)))
            }
        };
        if known.holds(name) {
            return Some(to(name));
        }
        let (what, mend) = known.unknown(name);
        field.fault(what, mend);
        None
    }
}
