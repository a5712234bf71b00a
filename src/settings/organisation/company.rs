//! Reads `company.toml`: the company, its roles and places, the terms of all its records.

use std::collections::BTreeMap;

use baton_commands::directory::{
    ApprovalTerms, Company, IncidentTerms, Lapse, OlaTerms, Quiet, Severity, WorkorderTerms,
};
use baton_commands::ids::{PersonId, RoleId};
use baton_commands::sla::{AudienceWord, Ladder, Point, Span};
use baton_commands::voice::Language;
use chrono::NaiveTime;

use super::access;
use super::channels::Channels;
use crate::settings::reader::{Field, Read, Table};
use crate::settings::values::twofold;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;

/// Reads the file. `verbs` are those that `[access]` may speak of; None: any.
pub(super) fn read(
    table: &mut Table<'_>,
    channels: &mut Channels,
    verbs: Option<&[&str]>,
) -> Option<Company> {
    let name = table.required("name", "\"Demo Hosting\"");
    let zone = table.required("zone", "\"Asia/Jakarta\"");
    let calendar = table.required("calendar", "\"office\"");
    let languages = table.distinct("languages");
    let roles = table.section("roles", roles);
    let places = table.section("places", |table| {
        let places = table.entries().into_iter();
        Some(places.filter_map(|it| Some((it.key.to_owned(), Read::read(it)?))).collect())
    });
    table.section("channels", |table| channels.read(table));
    let incident = table.section("incident", incident);
    let thresholds = table.or("thresholds", Ladder::defaults_sla());
    let ola = table.section("ola", ola);
    let uc = table.section("uc", |table| Some(table.or("thresholds", Ladder::defaults_uc())));
    let approval = table.section("approval", approval);
    let workorder = table.section("workorder", workorder);
    let tam_share = table.section("tam", |it| Some(it.number("share", 1..=100).unwrap_or(30)));
    let quiet = table.field("quiet").map(|field| field.table(quiet));
    let (roles, approval) = (roles?, approval?);
    let access = table.section("access", |table| access::read(table, &roles, &approval, verbs));
    Some(Company {
        name: name?,
        zone: zone?,
        calendar: calendar?,
        languages: if languages.is_empty() { vec![Language::English] } else { languages },
        roles,
        places: places?,
        incident: incident?,
        thresholds,
        ola: ola?,
        uc: uc?,
        approval,
        workorder: workorder?,
        tam_share: tam_share?,
        quiet: quiet.flatten(),
        access: access?,
    })
}

/// Who stands for which of the company's own roles.
fn roles(table: &mut Table<'_>) -> Option<BTreeMap<RoleId, Vec<PersonId>>> {
    let roles = table.entries().into_iter();
    Some(roles.filter_map(|field| Some((field.slug()?, field.distinct()))).collect())
}

/// `[incident]`. What is left out is as in the demo company.
fn incident(table: &mut Table<'_>) -> Option<IncidentTerms> {
    let urgent = || Severity::all().filter(|severity| severity.is_urgent()).collect();
    let debrief_severities = match table.field("debrief_severities") {
        Some(field) => field.distinct().into_iter().collect(),
        None => urgent(),
    };
    Some(IncidentTerms {
        home: table.optional("home"),
        default_department: table.optional("default_department"),
        default_severity: table.or("default_severity", Severity::try_from(3).ok()?),
        similar_window: table.or("similar_window", Lapse::days(90)),
        similar_count: table.number("similar_count", 2..=1_000).unwrap_or(3),
        debrief_severities,
        debrief_within: table.or("debrief_within", Span::BusinessDays(2)),
        archive_after: table.or("archive_after", Lapse::days(30)),
    })
}

/// `[ola]`.
fn ola(table: &mut Table<'_>) -> Option<OlaTerms> {
    Some(OlaTerms {
        accept: table.or("accept", Span::Seconds(30 * MINUTE)),
        thresholds: table.or("thresholds", Ladder::defaults_ola()),
    })
}

/// `[approval]`. A quorum that the approvers cannot make up is a fault (CHG-9).
fn approval(table: &mut Table<'_>) -> Option<ApprovalTerms> {
    let approvers: Vec<PersonId> = table.distinct("approvers");
    let quorum = table.field("high_risk_quorum");
    let high_risk_quorum = quorum.and_then(|field| field.number(1..=100)).unwrap_or(1);
    let enough = usize::try_from(high_risk_quorum).is_ok_and(|quorum| quorum <= approvers.len());
    if let Some(field) = quorum.filter(|_| !enough) {
        let count = approvers.len();
        let what = format!("`high_risk_quorum` is {high_risk_quorum}, but approvers are {count}");
        field.fault(what, "lower the quorum or add to `approvers`");
    }
    Some(ApprovalTerms {
        high_risk_quorum,
        approvers,
        remind_after: table.or("remind_after", Span::Seconds(4 * HOUR)),
        escalate_after: table.or("escalate_after", Span::BusinessDays(1)),
    })
}

/// `[workorder]`.
fn workorder(table: &mut Table<'_>) -> Option<WorkorderTerms> {
    let low_rating = table.number("low_rating", 1..=5).and_then(|rating| u8::try_from(rating).ok());
    Some(WorkorderTerms {
        accept_within: table.or("accept_within", Span::Seconds(HOUR)),
        report_within: table.or("report_within", Span::BusinessDays(3)),
        review_within: table.or("review_within", Span::BusinessDays(2)),
        signoff_within: table.or("signoff_within", Span::BusinessDays(5)),
        low_rating: low_rating.unwrap_or(2),
    })
}

/// `[quiet]`: two different times.
fn quiet(table: &mut Table<'_>) -> Option<Quiet> {
    let from: Option<NaiveTime> = table.required("from", "\"21:00\"");
    let ends = table.expect("to", "\"08:00\"");
    let to = ends.and_then(NaiveTime::read);
    if from.is_some() && from == to {
        let mend = "write another time, or remove `[quiet]` to be never quiet";
        ends?.fault("the quiet hours end when they begin", mend);
        return None;
    }
    Some(Quiet { from: from?, to: to? })
}

impl Read for Ladder {
    /// A table of points, each with the words of those who are told.
    fn read(field: Field<'_>) -> Option<Self> {
        field.table(|table| {
            let steps = table.entries().into_iter().filter_map(|step| {
                let point = step.key.parse::<Point>();
                let point = point.inspect_err(|error| {
                    let said = error.to_string();
                    let (what, mend) = twofold(&said);
                    step.desk.fault(step.head, what, mend);
                });
                Some((point.ok()?, step.distinct::<AudienceWord>().into_iter().collect()))
            });
            Some(Ladder::new(steps.collect::<Vec<_>>()))
        })
    }
}
