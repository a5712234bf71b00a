//! Every event of an incident, with all its fields and, where some are optional, without them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use baton_commands::directory::Severity;
use baton_commands::ids::{
    CalendarId, ClientId, ContractId, IncidentId, Serial, ServiceId, VendorId,
};
use baton_commands::incident::{
    Accept, Action, Escalation, Event, Opened, Promise, Reached, TargetName,
};
use baton_commands::sla::{self, AudienceWord, Ladder, Party, Point, Span, TargetKind};

use super::golden::{goldens, hold};
use super::{at, dept, person};

#[test]
fn every_event_of_an_incident_is_read_as_it_was_written() {
    hold("incident", events());
}

/// Every event, by the name of its golden.
pub(super) fn events() -> Vec<(&'static str, Event)> {
    goldens!(Event {
        "opened": Opened = Event::Opened(Box::new(opened())),
        "acknowledged": Acknowledged = Event::Acknowledged { department: Some(dept("unix")) },
        "led": Led = Event::Led { by: person("im-1") },
        "assigned": Assigned = Event::Assigned { department: dept("unix"), to: person("unix-1") },
        "engaged": Engaged = Event::Engaged { department: dept("dba"), accept: Some(accept()) },
        "released": Released = Event::Released { department: dept("dba") },
        "vendor-answered": VendorAnswered = Event::VendorAnswered { vendor: vendor() },
        "vendor-released": VendorReleased = Event::VendorReleased { vendor: vendor() },
        "noted": Noted = Event::Noted { text: "Disk is full".into(), amends: Some(3) },
        "severity-set": SeveritySet = Event::SeveritySet {
            severity: severity(1),
            because: Some("The shop is down".into()),
            promise: Some(promise()),
        },
        "held": Held = Event::Held {
            party: Party::Client,
            until: Some(at("10:30")),
            because: "Waits for access".into(),
        },
        "resumed": Resumed = Event::Resumed,
        "escalated": Escalated = escalated(to_a_vendor()),
        "mitigated": Mitigated = Event::Mitigated { text: "Moved to the standby".into() },
        "resolved": Resolved = Event::Resolved {
            text: "Logs are rotated".into(),
            debrief_by: Some(at("17:00")),
        },
        "reopened": Reopened = Event::Reopened { text: "Full again".into() },
        "closed": Closed = Event::Closed,
        "merged-into": MergedInto = Event::MergedInto { into: IncidentId(7) },
        "merged-from": MergedFrom = Event::MergedFrom {
            from: IncidentId(8),
            departments: vec![(dept("unix"), true), (dept("dba"), false)],
        },
        "debrief-recorded": DebriefRecorded = Event::DebriefRecorded {
            cause: "No rotation".into(),
            well: Some("Found in ten minutes".into()),
            badly: Some("No alert".into()),
            actions: vec![action()],
        },
        "debrief-amended": DebriefAmended = amended(["Careless", "No loss", "Slow"].map(Some)),
        "action-done": ActionDone = Event::ActionDone { number: 1 },
        "analysed": Analysed = Event::Analysed {
            target: target(TargetKind::Resolution),
            cause: "No spare disk".into(),
            action: "Two in stock".into(),
        },
        "reached": Reached = Event::Reached(reached(TargetKind::Response, Point::Breach)),
        "debrief-fell-due": DebriefFellDue = Event::DebriefFellDue { next: at("18:00") },
        "action-fell-due": ActionFellDue = Event::ActionFellDue { number: 1, next: at("18:00") },
        "problem-suggested": ProblemSuggested = Event::ProblemSuggested {
            alike: vec![IncidentId(3), IncidentId(5)],
        },
        "refused": Refused = Event::Refused {
            verb: "incident.resolve".into(),
            who: person("dba-1"),
            may: vec![person("unix-1"), person("im-1")],
        },
        "overridden": Overridden = Event::Overridden {
            verb: "incident.resolve".into(),
            because: "Nobody answers".into(),
        },
        "asked-for": AskedFor = Event::AskedFor {
            verb: "incident.resolve".into(),
            whom: person("im-1"),
        },
        "archived": Archived = Event::Archived,
        also {
            "opened-bare": Event::Opened(Box::new(bare())),
            "acknowledged-by-nobody-engaged": Event::Acknowledged { department: None },
            "engaged-without-accept": Event::Engaged { department: dept("dba"), accept: None },
            "noted-bare": Event::Noted { text: "Disk is full".into(), amends: None },
            "severity-set-bare":
                Event::SeveritySet { severity: severity(4), because: None, promise: None },
            "held-open-ended": Event::Held {
                party: Party::Vendor,
                until: None,
                because: "A disk is on its way".into(),
            },
            "held-for-a-change": held_for_a_change(),
            "escalated-to-head": escalated(Escalation::Head { department: dept("unix") }),
            "escalated-to-management": escalated(Escalation::Management),
            "resolved-bare": Event::Resolved { text: "Gone".into(), debrief_by: None },
            "debrief-amended-bare": amended([None; 3]),
            "debrief-recorded-bare": Event::DebriefRecorded {
                cause: "Unknown".into(),
                well: None,
                badly: None,
                actions: Vec::new(),
            },
            "reached-percent": Event::Reached(reached(TargetKind::Update, Point::Percent(75))),
            "reached-before":
                Event::Reached(reached(TargetKind::Resolution, Point::Before(1_800))),
            "reached-ola": Event::Reached(reached(TargetKind::Ola(dept("dba")), Point::Breach)),
            "reached-uc-response":
                Event::Reached(reached(TargetKind::UcResponse(vendor()), Point::Breach)),
            "reached-uc-resolution":
                Event::Reached(reached(TargetKind::UcResolution(vendor()), Point::Breach)),
        }
    })
}

fn to_a_vendor() -> Escalation {
    Escalation::Vendor {
        vendor: vendor(),
        calendar: calendar(),
        response: Some(Span::Seconds(3_600)),
        resolution: Some(Span::BusinessDays(3)),
        ladder: ladder(),
        pauses: true,
    }
}

fn opened() -> Opened {
    Opened {
        client: Some(ClientId::new("acme")),
        service: Some(ServiceId::new("webshop")),
        device: Some(Serial::new("SRV-1")),
        departments: vec![dept("unix"), dept("dba")],
        accepts: vec![(dept("dba"), accept())],
        restricted: true,
        promise: Some(promise()),
        ..bare()
    }
}

fn bare() -> Opened {
    Opened {
        title: "Web shop is slow".into(),
        severity: severity(2),
        client: None,
        service: None,
        device: None,
        departments: vec![dept("unix")],
        accepts: Vec::new(),
        restricted: false,
        promise: None,
    }
}

pub(super) fn promise() -> Promise {
    Promise {
        contract: ContractId::new("gold"),
        calendar: calendar(),
        response: Some(Span::Seconds(900)),
        resolution: Some(Span::BusinessDays(1)),
        update: Some(Span::EndOfDay),
        ladder: ladder(),
        pause_on: vec![Party::Client, Party::Vendor],
        new_cycle: true,
    }
}

fn accept() -> Accept {
    Accept { calendar: calendar(), within: Span::Seconds(1_800), ladder: ladder() }
}

/// Every kind of point, and everybody who can be told.
fn ladder() -> Arc<Ladder> {
    let told: BTreeSet<AudienceWord> = [
        AudienceWord::Department,
        AudienceWord::Lead,
        AudienceWord::Tam,
        AudienceWord::Head,
        AudienceWord::ServiceManager,
        AudienceWord::IncidentManager,
        AudienceWord::Management,
    ]
    .into();
    let few = BTreeSet::from([AudienceWord::Department]);
    let steps = [(Point::Percent(50), few.clone()), (Point::Before(1_800), few)];
    let steps: BTreeMap<_, _> = steps.into_iter().chain([(Point::Breach, told)]).collect();
    Arc::new(Ladder::from(steps))
}

fn reached(kind: TargetKind, point: Point) -> Reached {
    let reached = sla::Reached {
        point,
        promised_by: at("09:15"),
        true_at: at("09:15"),
        late_by: 60,
        used_seconds: 960,
        superseded: vec![(Point::Percent(50), at("09:07"))],
    };
    Reached { target: target(kind), of: 900, due_by: at("09:20"), reached }
}

fn target(kind: TargetKind) -> TargetName {
    TargetName { kind, cycle: 1 }
}

fn held_for_a_change() -> Event {
    Event::Held { party: Party::Change, until: None, because: "CHG-2".into() }
}

fn amended(texts: [Option<&str>; 3]) -> Event {
    let [cause, well, badly] = texts.map(|text| text.map(str::to_owned));
    Event::DebriefAmended { cause, well, badly, actions: vec![action()] }
}

fn action() -> Action {
    Action { text: "Rotate the logs".into(), owner: person("unix-1"), due: at("17:00") }
}

fn escalated(to: Escalation) -> Event {
    Event::Escalated { to, because: "Nobody answers".into() }
}

fn vendor() -> VendorId {
    VendorId::new("netco")
}

fn calendar() -> CalendarId {
    CalendarId::new("office")
}

fn severity(number: u8) -> Severity {
    number.to_string().parse().expect("a severity")
}
