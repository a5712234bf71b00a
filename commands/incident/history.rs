//! The timeline: each event as one line, for the thread of the card and for `/incident timeline` (INC-4).

use chrono::{DateTime, Utc};

use super::{Escalation, Event, Reached};
use crate::ids::IncidentId;
use crate::say;
use crate::sla::{Party, Point, TargetKind};
use crate::words::{Arg, Words};
use crate::world::{self, Fact};

/// What happened, as a sentence with who did it; none for what nobody reads again.
pub fn of_fact(fact: &Fact) -> Option<Words> {
    let world::Event::Incident(event) = &fact.event else { return None };
    let id = IncidentId(fact.record.number);
    let by = fact.by.named();
    Some(match event {
        Event::Opened(opened) => say!("history-opened", by = by, title = opened.title.clone()),
        Event::Acknowledged { department: Some(department) } => {
            say!("history-acknowledged", by = by, department = department)
        }
        Event::Acknowledged { department: None } => say!("history-acknowledged-alone", by = by),
        Event::Led { by: lead } if fact.by.person() == Some(lead) => {
            say!("history-led-by-asker", by = by)
        }
        Event::Led { by: lead } => say!("history-led", by = by, lead = lead),
        Event::Assigned { department, to } if fact.by.person() == Some(to) => {
            say!("history-assigned-to-asker", by = by, department = department)
        }
        Event::Assigned { department, to } => {
            say!("history-assigned", by = by, department = department, to = to)
        }
        Event::Engaged { department, .. } => {
            say!("history-engaged", by = by, department = department)
        }
        Event::Released { department } => {
            say!("history-released", by = by, department = department)
        }
        Event::VendorAnswered { vendor } => {
            say!("history-vendor-answered", by = by, vendor = vendor.as_str())
        }
        Event::VendorReleased { vendor } => {
            say!("history-vendor-released", by = by, vendor = vendor.as_str())
        }
        Event::Noted { text, amends: None } => {
            say!("history-noted", by = by, text = text.as_str())
        }
        Event::Noted { text, amends: Some(line) } => {
            say!("history-amended", by = by, text = text.as_str(), line = *line)
        }
        Event::SeveritySet { severity, because, .. } => {
            severity_set(by, severity.number(), because)
        }
        Event::Held { party, until, because } => held(by, *party, *until, because),
        Event::Resumed => say!("history-resumed", by = by),
        Event::Escalated { to, because } => escalated(by, to, because),
        Event::Mitigated { text } => say!("history-mitigated", by = by, text = text.as_str()),
        Event::Resolved { text, .. } => say!("history-resolved", by = by, text = text.as_str()),
        Event::Reopened { text } => say!("history-reopened", by = by, text = text.as_str()),
        Event::Closed => say!("history-closed", by = by),
        Event::MergedInto { into } => say!("history-merged-into", by = by, into = *into),
        Event::MergedFrom { from, .. } => say!("history-merged-from", by = by, from = *from),
        Event::Reached(reached) => came(reached),
        _ => return afterwards(id, by, event),
    })
}

fn afterwards(id: IncidentId, by: Arg, event: &Event) -> Option<Words> {
    Some(match event {
        Event::DebriefRecorded { cause, actions, .. } => {
            let count = actions.len();
            say!("history-debriefed", by = by, cause = cause.as_str(), count = count)
        }
        Event::DebriefAmended { cause: Some(cause), actions, .. } => {
            let count = actions.len();
            say!("history-debrief-amended", by = by, cause = cause.as_str(), count = count)
        }
        Event::DebriefAmended { cause: None, actions, .. } => {
            say!("history-debrief-added", by = by, count = actions.len())
        }
        Event::ActionDone { number } => say!("history-action-done", by = by, number = *number),
        Event::Analysed { target, cause, action } => say!(
            "history-analysed",
            by = by,
            target = target_words(&target.kind),
            cause = cause.as_str(),
            action = action.as_str(),
        ),
        Event::ProblemSuggested { alike } => {
            let ids = alike.iter().map(|id| (*id).into()).collect::<Vec<Arg>>();
            say!("history-problem-suggested", id = id, alike = ids)
        }
        Event::Refused { verb, who, .. } => {
            say!("history-refused", who = who, line = Arg::verb(verb))
        }
        Event::Overridden { verb, because } => {
            say!("history-overridden", by = by, line = Arg::verb(verb), because = because.as_str())
        }
        Event::AskedFor { verb, whom } => {
            say!("history-asked", by = by, line = Arg::verb(verb), whom = whom)
        }
        Event::DebriefFellDue { .. } => say!("history-debrief-due"),
        Event::ActionFellDue { number, .. } => say!("history-action-due", number = *number),
        _ => return None,
    })
}

fn severity_set(by: Arg, severity: u8, because: &Option<String>) -> Words {
    let severity = i64::from(severity);
    match because {
        Some(because) => {
            say!(
                "history-severity-because",
                by = by,
                severity = severity,
                because = because.as_str()
            )
        }
        None => say!("history-severity", by = by, severity = severity),
    }
}

fn held(by: Arg, party: Party, until: Option<DateTime<Utc>>, because: &str) -> Words {
    let party = party_words(party);
    match until {
        Some(until) => {
            say!("history-held-until", by = by, party = party, until = until, because = because)
        }
        None => say!("history-held", by = by, party = party, because = because),
    }
}

fn escalated(by: Arg, to: &Escalation, because: &str) -> Words {
    let whom = match to {
        Escalation::Head { department } => say!("escalation-head", department = department),
        Escalation::Management => say!("escalation-management"),
        Escalation::Vendor { vendor, .. } => say!("escalation-vendor", vendor = vendor.as_str()),
    };
    say!("history-escalated", by = by, whom = whom, because = because)
}

/// Who is waited for.
pub fn party_words(party: Party) -> Words {
    match party {
        Party::Client => say!("party-client"),
        Party::Vendor => say!("party-vendor"),
        Party::Change => say!("party-change"),
        Party::Resolved => say!("party-resolved"),
    }
}

/// The name of a clock.
pub fn target_words(kind: &TargetKind) -> Words {
    match kind {
        TargetKind::Response => say!("target-response"),
        TargetKind::Resolution => say!("target-resolution"),
        TargetKind::Update => say!("target-update"),
        TargetKind::Ola(department) => say!("target-ola", department = department),
        TargetKind::UcResponse(vendor) => say!("target-uc-response", vendor = vendor.as_str()),
        TargetKind::UcResolution(vendor) => say!("target-uc-resolution", vendor = vendor.as_str()),
    }
}

/// A point of a clock as a line of the timeline.
pub fn came(reached: &Reached) -> Words {
    say!("history-reached", what = clock_came(reached))
}

/// A point of a clock, without the record.
fn clock_came(reached: &Reached) -> Words {
    let target = target_words(&reached.target.kind);
    match reached.reached.point {
        Point::Percent(percent) => {
            let percent = i64::from(percent);
            say!("clock-came-to", target = target, percent = percent, due = reached.due_by)
        }
        Point::Before(seconds) => {
            say!(
                "clock-ends-in",
                target = target,
                left = Arg::Seconds(seconds),
                due = reached.due_by
            )
        }
        Point::Breach => {
            say!("clock-missed-at", target = target, due = reached.due_by)
        }
    }
}

/// The ping of a threshold or breach (SLA-9); a late one says how late (SLA-10).
pub fn reached(id: impl Into<Arg>, title: &str, reached: &Reached, now: DateTime<Utc>) -> Words {
    let what =
        if reached.target.kind == TargetKind::Update && reached.reached.point == Point::Breach {
            say!("clock-update-due", due = reached.due_by)
        } else {
            clock_came(reached)
        };
    let (id, late) = (id.into(), (now - reached.reached.true_at).num_seconds());
    if late < 60 {
        return say!("incident-clock", id = id, title = title, what = what);
    }
    let late = Arg::Seconds(late);
    let used = Arg::Seconds(reached.reached.used_seconds);
    let of = Arg::Seconds(reached.of);
    say!(
        "incident-clock-late",
        id = id,
        title = title,
        what = what,
        at = reached.reached.true_at,
        late = late,
        used = used,
        of = of
    )
}
