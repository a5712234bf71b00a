//! The demo company whose files are edited while the bot runs, and the code it draws.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use baton::engine::{Lots, Organisation};
use baton_commands::ask::{Offered, Secret};
use baton_commands::calendar::{Calendar, Interval, Version, Week};
use baton_commands::directory::{Directory, Reopen};
use baton_commands::ids::CalendarId;
use chrono::NaiveDate;

/// How many editions of the files there are; one of them is bad.
pub(crate) const EDITIONS: usize = 7;
/// The edition that does not pass the check.
const BAD: usize = 6;

/// The organisation's files: which edition they say now.
pub(crate) struct Office {
    edition: AtomicUsize,
    editions: Vec<Directory>,
}

impl Office {
    pub(crate) fn demo() -> Office {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/demo");
        let demo = baton::settings::organisation::load_checked(&folder);
        let demo = demo.unwrap_or_else(|faults| panic!("the demo has faults: {faults:?}"));
        let editions = (0..BAD).map(|edition| edited(&demo, edition)).collect();
        Office { edition: AtomicUsize::new(0), editions }
    }

    pub(crate) fn edit(&self, edition: usize) {
        self.edition.store(edition, Ordering::Relaxed);
    }
}

impl Organisation for Office {
    fn read(&self) -> Offered {
        match self.editions.get(self.edition.load(Ordering::Relaxed)) {
            Some(directory) => Offered::Good(Box::new(directory.clone())),
            None => Offered::Bad(vec!["calendars.toml:3: no working time".to_owned()]),
        }
    }
}

/// The demo with longer, shorter or interrupted working time, other people on duty, or new cycles (SLA-11).
fn edited(demo: &Directory, edition: usize) -> Directory {
    let mut directory = demo.clone();
    match edition {
        1 => rewrite(&mut directory, "extended", |version| hours(version, 7, "09:00-17:00")),
        2 => rewrite(&mut directory, "office", |version| {
            let days = (9..20).filter_map(|day| NaiveDate::from_ymd_opt(2026, 3, day));
            version.clone().with_holidays(days)
        }),
        3 => {
            rewrite(&mut directory, "extended", |version| hours(version, 7, "00:00-24:00"));
            rewrite(&mut directory, "berlin", |version| hours(version, 5, "08:00-20:00"));
        }
        4 => {
            for department in directory.departments.values_mut() {
                department.duty.iter_mut().for_each(|rota| rota.rotation.reverse());
            }
        }
        5 => directory.contracts.values_mut().for_each(|it| it.reopen = Reopen::NewCycle),
        _ => {}
    }
    directory
}

fn rewrite(directory: &mut Directory, slug: &str, edit: impl Fn(&Version) -> Version) {
    let id = CalendarId::new(slug);
    let version = directory.calendars[&id].versions().next().map(edit);
    let calendar = Calendar::new(id.clone(), version.expect("a calendar has a version"));
    directory.calendars.insert(id, calendar);
}

/// Other hours on the first `days` of the week, with the holidays there were.
fn hours(version: &Version, days: usize, hours: &str) -> Version {
    let hours: Interval = hours.parse().expect("hours of a day");
    let mut week = Week::default();
    week[..days].fill(vec![hours]);
    let holidays = version.holidays().iter().copied();
    Version::new(version.zone(), week).expect("working time").with_holidays(holidays)
}

/// The code is always the same, so that a run can be repeated.
pub(crate) struct FixedLots;

impl Lots for FixedLots {
    fn draw(&self) -> Secret {
        Secret { code: "CODE".to_owned(), hash: self.hash("CODE") }
    }

    fn hash(&self, _code: &str) -> String {
        "hash".to_owned()
    }
}
