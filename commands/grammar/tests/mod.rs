//! Lines and what becomes of them, on a small catalogue of its own.

mod any_line;
mod catalogue;
mod pressing;
mod reading;
mod showing;
mod times;

use clap::{Args, Command};

use super::*;
use crate::ids::IncidentId;

/// Reports an incident to the departments that can mend it.
#[derive(Debug, Args)]
#[command(
    after_help = "/incident open \"Web shop is down\" --severity 1 --client acme\n/incident open Core switch rebooted --dept network,unix"
)]
struct Open {
    /// What is wrong, in a few words
    #[arg(value_name = "TITLE")]
    title: Text,
    /// From 1, all work stops, to 4, a question
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=4))]
    severity: Option<u8>,
    /// Whose it is
    #[arg(long, value_name = "CLIENT")]
    client: Option<String>,
    /// Who is engaged at once
    #[arg(long, value_name = "DEPT", value_delimiter = ',')]
    dept: Vec<String>,
    /// Only those engaged may see it
    #[arg(long)]
    restricted: bool,
}

/// Takes the incident for the asker's department.
#[derive(Debug, Args)]
#[command(after_help = "/incident ack INC-7")]
struct Ack {
    #[arg(value_name = "ID")]
    id: IncidentId,
}

/// Writes something down on the timeline.
#[derive(Debug, Args)]
#[command(after_help = "/incident note INC-7 the switch is back")]
struct Note {
    #[arg(value_name = "ID")]
    id: IncidentId,
    #[arg(value_name = "TEXT")]
    text: Text,
}

/// Says how bad it is.
#[derive(Debug, Args)]
#[command(after_help = "/incident severity INC-7 2 --because the standby took over")]
struct Severity {
    #[arg(value_name = "ID")]
    id: IncidentId,
    #[arg(value_name = "N", value_parser = clap::value_parser!(u8).range(1..=4))]
    severity: u8,
    #[arg(long, value_name = "TEXT")]
    because: Option<Text>,
}

/// Stops the clock while somebody else has to act.
#[derive(Debug, Args)]
#[command(
    after_help = "/incident hold INC-7 --for client --until tomorrow 09:00 they look for the key"
)]
struct Hold {
    #[arg(value_name = "ID")]
    id: IncidentId,
    /// Who is waited for
    #[arg(long = "for", value_name = "WHOM", value_parser = ["client", "vendor", "change"])]
    whom: Option<String>,
    #[arg(long, value_name = "TIME")]
    until: Option<Moment>,
    #[arg(value_name = "TEXT")]
    text: Text,
}

/// Hands the incident to somebody.
#[derive(Debug, Args)]
struct Assign {
    #[arg(value_name = "ID")]
    id: IncidentId,
    #[arg(value_name = "@WHO")]
    who: Who,
}

/// Brings departments in.
#[derive(Debug, Args)]
struct Engage {
    #[arg(value_name = "ID")]
    id: IncidentId,
    #[arg(value_name = "DEPT", value_delimiter = ',', required = true)]
    depts: Vec<String>,
}

/// Makes two incidents one.
#[derive(Debug, Args)]
struct Merge {
    #[arg(value_name = "ID")]
    id: IncidentId,
    #[arg(long, value_name = "ID")]
    into: IncidentId,
    #[arg(long, value_name = "INC", value_delimiter = ',')]
    also: Vec<IncidentId>,
}

/// Closes what is known about it.
#[derive(Debug, Args)]
struct Debrief {
    #[arg(value_name = "ID")]
    id: IncidentId,
    #[arg(long, value_name = "TEXT")]
    cause: Option<Text>,
    #[arg(long, value_name = "TEXT")]
    action: Vec<Text>,
}

/// Ends it, with the cause or without.
#[derive(Debug, Args)]
struct Resolve {
    #[arg(value_name = "ID")]
    id: IncidentId,
    #[arg(value_name = "TEXT")]
    text: Option<Text>,
    #[arg(long, conflicts_with = "pending")]
    done: bool,
    #[arg(long)]
    pending: bool,
}

/// Changes who is on duty for a while.
#[derive(Debug, Args)]
struct Swap {
    #[arg(value_name = "DEPT")]
    dept: String,
    #[arg(value_name = "@WHO")]
    who: Who,
    #[arg(value_name = "START..END")]
    window: Stretch,
}

/// Lists the incidents that are open.
#[derive(Debug, Args)]
struct List {
    #[arg(long)]
    mine: bool,
    #[arg(long, value_name = "DEPT")]
    dept: Option<String>,
}

type Run = ();

const fn on_incident(
    name: &'static str,
    command: fn() -> Command,
    buttons: &'static [&'static str],
) -> Verb<Run> {
    let record = Some(RecordKind::Incident);
    Verb { noun: "incident", name, record, command, writes: true, run: (), buttons }
}

static INCIDENT: [Verb<Run>; 11] = [
    Verb {
        record: None,
        ..on_incident("open", || Open::augment_args(Command::new("open")), &["Report"])
    },
    on_incident("ack", || Ack::augment_args(Command::new("ack")), &["Acknowledge"]),
    on_incident("note", || Note::augment_args(Command::new("note")), &[]),
    on_incident("severity", || Severity::augment_args(Command::new("severity")), &[]),
    on_incident("hold", || Hold::augment_args(Command::new("hold")), &["Hold"]),
    on_incident("assign", || Assign::augment_args(Command::new("assign")), &["Take lead"]),
    on_incident("engage", || Engage::augment_args(Command::new("engage")), &[]),
    on_incident("merge", || Merge::augment_args(Command::new("merge")), &[]),
    on_incident("debrief", || Debrief::augment_args(Command::new("debrief")), &[]),
    on_incident("resolve", || Resolve::augment_args(Command::new("resolve")), &["Resolve"]),
    Verb {
        record: None,
        writes: false,
        ..on_incident("list", || List::augment_args(Command::new("list")), &[])
    },
];

static DUTY: [Verb<Run>; 1] = [Verb {
    noun: "duty",
    record: None,
    ..on_incident("swap", || Swap::augment_args(Command::new("swap")), &[])
}];

static CATALOGUE: Catalogue<Run> = Catalogue {
    nouns: &[
        Noun {
            name: "incident",
            aliases: &["inc"],
            about: "Something is broken and people mend it",
        },
        Noun { name: "duty", aliases: &[], about: "Who answers for a department, and when" },
    ],
    verbs: &[&INCIDENT, &DUTY],
    trees: Trees::new(),
};

/// Said in the thread of that record.
fn in_thread_of(number: u32) -> Context {
    Context { thread: Some(RecordId::incident(number)), slash: Slash::Required }
}

/// The canonical line, or the misread as people see it: its kind and its line to copy.
fn outcome(line: &str, context: &Context) -> String {
    match read(line, &CATALOGUE, context) {
        Ok(call) => call.canonical,
        Err(misread) => {
            let whole = format!("{misread:?}");
            let kind = whole.split([' ', '{']).next().unwrap_or_default();
            format!("{kind}: {}", misread.hint().unwrap_or_default())
        }
    }
}
