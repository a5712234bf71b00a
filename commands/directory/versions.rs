//! Calendars through time: an edit counts from a stated instant (SLA-16), and none that a clock uses is lost.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::company::USUAL_TAM_SHARE;
use crate::calendar::{Calendar, Version};
use crate::directory::{
    ApprovalTerms, Company, Directory, IncidentTerms, Lapse, OlaTerms, Severity, WorkorderTerms,
};
use crate::ids::CalendarId;
use crate::sla::{Ladder, Span};

impl Directory {
    /// The calendar of a clock. One that is in no file any more counts every hour: too early is better than too late.
    pub fn clock(&self, slug: &CalendarId) -> &Calendar {
        static ALWAYS: OnceLock<Calendar> = OnceLock::new();
        self.calendar(slug).unwrap_or_else(|| ALWAYS.get_or_init(Calendar::always))
    }

    /// Takes over what calendars were before: an edited one counts as new from `from`, one that left the files stays.
    /// Without a stated instant `from` is `at`, now.
    pub fn keep_calendar_history(
        &mut self,
        before: &Directory,
        from: DateTime<Utc>,
        at: DateTime<Utc>,
    ) {
        for (slug, old) in &before.calendars {
            let Some(new) = self.calendars.get(slug) else {
                self.calendars.insert(slug.clone(), old.clone());
                continue;
            };
            let from = counts_from(old, new, from, at);
            let mut kept = old.clone();
            if !alike_from(old, new, from) {
                kept.revise(new.version_at(from).clone().starting(from));
                let later = new.versions().filter(|version| version.since() > Some(from));
                later.for_each(|version| kept.revise(version.clone()));
            }
            self.calendars.insert(slug.clone(), kept);
        }
    }

    /// Calendars that count otherwise from `from` on than those in force.
    pub fn edited_calendars<'a>(
        &'a self,
        in_force: &Directory,
        from: DateTime<Utc>,
        at: DateTime<Utc>,
    ) -> BTreeSet<&'a CalendarId> {
        let edited = self.calendars.iter().filter(|(slug, new)| {
            let old = in_force.calendars.get(*slug);
            old.is_some_and(|old| !alike_from(old, new, counts_from(old, new, from, at)))
        });
        edited.map(|(slug, _)| slug).collect()
    }

    /// Whether these files say nothing new at `at`, for calendars from `from` on. Calendars kept for their history do
    /// not count.
    pub fn says_the_same_as(
        &self,
        in_force: &Directory,
        from: DateTime<Utc>,
        at: DateTime<Utc>,
    ) -> bool {
        let added = self.calendars.keys().any(|slug| !in_force.calendars.contains_key(slug));
        if added || !self.edited_calendars(in_force, from, at).is_empty() {
            return false;
        }
        let alike = Directory { calendars: self.calendars.clone(), ..in_force.clone() };
        alike == *self
    }

    /// No organisation yet: what a World has before its first event.
    pub fn nobody() -> Directory {
        let accept = Span::Seconds(1_800);
        Directory {
            company: Company {
                name: String::new(),
                zone: Tz::UTC,
                calendar: CalendarId::new("always"),
                languages: Vec::new(),
                roles: Default::default(),
                places: Default::default(),
                incident: IncidentTerms {
                    home: None,
                    default_department: None,
                    default_severity: Severity::MILDEST,
                    similar_window: Lapse::days(90),
                    similar_count: 3,
                    debrief_severities: BTreeSet::new(),
                    debrief_within: Span::BusinessDays(2),
                    archive_after: Lapse::days(30),
                },
                thresholds: Ladder::defaults_sla(),
                ola: OlaTerms { accept, thresholds: Ladder::defaults_ola() },
                uc: Ladder::defaults_uc(),
                approval: ApprovalTerms {
                    high_risk_quorum: 1,
                    approvers: Vec::new(),
                    remind_after: Span::Seconds(14_400),
                    escalate_after: Span::BusinessDays(1),
                },
                tam_share: USUAL_TAM_SHARE,
                workorder: WorkorderTerms {
                    accept_within: Span::Seconds(3_600),
                    report_within: Span::BusinessDays(3),
                    review_within: Span::BusinessDays(2),
                    signoff_within: Span::BusinessDays(5),
                    low_rating: 2,
                },
                quiet: None,
                access: Default::default(),
            },
            people: Default::default(),
            departments: Default::default(),
            calendars: [(CalendarId::new("always"), Calendar::always())].into(),
            clients: Default::default(),
            services: Default::default(),
            vendors: Default::default(),
            contracts: Default::default(),
            devices: Default::default(),
            freezes: Default::default(),
            maintenance: Default::default(),
            reminders: Default::default(),
            templates: Default::default(),
            manifests: Default::default(),
            checklists: Default::default(),
            channels: Default::default(),
        }
    }
}

/// From when the hours of the files count: an edit whose instant was stated and is still to come keeps it, until another
/// is stated. Otherwise the next start, or the next reload for any other reason, would bring it forward (SLA-16).
fn counts_from(
    old: &Calendar,
    new: &Calendar,
    from: DateTime<Utc>,
    at: DateTime<Utc>,
) -> DateTime<Utc> {
    if from > at {
        return from;
    }
    let says_one_thing_until = |until: DateTime<Utc>| {
        let mut later = new.versions().filter_map(Version::since);
        !later.any(|since| since > at && since <= until)
    };
    let mut awaited = old.versions().filter_map(Version::since).filter(|since| *since > at);
    let awaited =
        awaited.find(|since| says_one_thing_until(*since) && alike_from(old, new, *since));
    awaited.unwrap_or(from)
}

/// Whether two calendars count alike from an instant on.
fn alike_from(one: &Calendar, other: &Calendar, from: DateTime<Utc>) -> bool {
    let later = |calendar: &Calendar| {
        let later = calendar.versions().filter(|version| version.since() > Some(from));
        later.cloned().collect::<Vec<Version>>()
    };
    let (mine, his) = (later(one), later(other));
    let pairs = mine.iter().zip(&his);
    alike(one.version_at(from), other.version_at(from))
        && mine.len() == his.len()
        && pairs.into_iter().all(|(a, b)| a.since() == b.since() && alike(a, b))
}

fn alike(one: &Version, other: &Version) -> bool {
    one.zone() == other.zone()
        && one.week() == other.week()
        && one.holidays() == other.holidays()
        && one.makeup() == other.makeup()
}
