//! Calendars through time: an edit counts from a stated instant (SLA-16), and none that a clock uses is lost.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

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
    pub fn keep_calendar_history(&mut self, before: &Directory, from: DateTime<Utc>) {
        for (slug, old) in &before.calendars {
            let Some(new) = self.calendars.get(slug) else {
                self.calendars.insert(slug.clone(), old.clone());
                continue;
            };
            let mut kept = old.clone();
            if !ends_alike(old, new) {
                kept.revise(newest(new).clone().starting(from));
            }
            self.calendars.insert(slug.clone(), kept);
        }
    }

    /// Calendars whose newest version differs from the one in force.
    pub fn edited_calendars<'a>(&'a self, before: &Directory) -> BTreeSet<&'a CalendarId> {
        let edited = self.calendars.iter().filter(|(slug, new)| {
            before.calendars.get(*slug).is_some_and(|old| !ends_alike(old, new))
        });
        edited.map(|(slug, _)| slug).collect()
    }

    /// Whether these files say nothing new. Calendars kept for their history do not count.
    pub fn says_the_same_as(&self, in_force: &Directory) -> bool {
        let added = self.calendars.keys().any(|slug| !in_force.calendars.contains_key(slug));
        let mut alike = in_force.clone();
        alike.calendars = self.calendars.clone();
        !added && self.edited_calendars(in_force).is_empty() && alike == *self
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
            reminders: Default::default(),
            templates: Default::default(),
            manifests: Default::default(),
            checklists: Default::default(),
            channels: Default::default(),
        }
    }
}

fn newest(calendar: &Calendar) -> &Version {
    calendar.version_at(DateTime::<Utc>::MAX_UTC)
}

fn ends_alike(one: &Calendar, other: &Calendar) -> bool {
    let (one, other) = (newest(one), newest(other));
    one.zone() == other.zone()
        && one.week() == other.week()
        && one.holidays() == other.holidays()
        && one.makeup() == other.makeup()
}
