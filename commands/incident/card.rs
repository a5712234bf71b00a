//! How an incident looks: the card in its home and in each engaged department's channel (INC-3).

use super::history::{party_words, target_words};
use super::{Engagement, Incident, Phase, State};
use crate::card::{Block, Card};
use crate::directory::Directory;
use crate::say;
use crate::sla::{Outcome, Target};
use crate::words::{Arg, Words};

/// The word of a state.
pub fn state_words(state: State) -> Words {
    match state {
        State::Open => say!("state-open"),
        State::Acknowledged => say!("state-acknowledged"),
        State::Mitigated => say!("state-mitigated"),
        State::OnHold => say!("state-on-hold"),
        State::Resolved => say!("state-resolved"),
        State::Closed => say!("state-closed"),
    }
}

impl Incident {
    /// The card as it is now.
    pub fn card(&self, directory: &Directory) -> Card {
        let head = say!(
            "incident-card",
            id = self.id,
            severity = i64::from(self.severity.number()),
            state = state_words(self.state()),
            title = self.title.clone(),
        );
        let mut card = Card::line(head);
        card.body.extend(self.concerned());
        card.body.push(Block::Field { name: say!("field-departments"), value: self.departments() });
        card.body.extend(self.lead.as_ref().map(|lead| field(say!("field-lead"), lead.into())));
        card.body.extend(self.standstill());
        card.body.extend(self.clocks().into_iter().filter(|t| shown(t)).map(|target| {
            let calendar = directory.clock(target.clock().calendar());
            field(target_words(target.kind()), clock_words(target, calendar).into())
        }));
        self.buttons(card)
    }

    /// Client, service and device, as far as known.
    fn concerned(&self) -> Option<Block> {
        let mut known: Vec<Arg> = Vec::new();
        known.extend(self.client.as_ref().map(|client| client.as_str().into()));
        known.extend(self.service.as_ref().map(|service| service.as_str().into()));
        known.extend(self.device.as_ref().map(|device| device.as_str().into()));
        (!known.is_empty()).then(|| field(say!("field-concerns"), known.into()))
    }

    fn departments(&self) -> Arg {
        self.engagements.iter().map(|e| Arg::from(engagement_words(e))).collect::<Vec<_>>().into()
    }

    /// Why it stands still, or where it went.
    fn standstill(&self) -> Option<Block> {
        match &self.phase {
            Phase::Live { hold: Some(hold), .. } => {
                let because = hold.because.as_str();
                let party = party_words(hold.party);
                let words = match hold.until {
                    Some(until) => {
                        say!("hold-until", party = party, until = until, because = because)
                    }
                    None => say!("hold-for", party = party, because = because),
                };
                Some(field(say!("field-hold"), words.into()))
            }
            Phase::Merged { into, .. } => Some(field(say!("field-merged"), (*into).into())),
            _ => None,
        }
    }

    fn buttons(&self, card: Card) -> Card {
        let id = self.id.into();
        let line = |verb: &str| format!("/incident {verb} {}", self.id);
        match self.state() {
            State::Open => card
                .button(say!("button-acknowledge"), Some(id), line("ack"))
                .button(say!("button-take-lead"), Some(id), line("lead"))
                .button(say!("button-resolve"), Some(id), line("resolve")),
            State::Acknowledged | State::Mitigated => card
                .button(say!("button-acknowledge"), Some(id), line("ack"))
                .button(say!("button-take-lead"), Some(id), line("lead"))
                .button(say!("button-hold"), Some(id), line("hold"))
                .button(say!("button-resolve"), Some(id), line("resolve")),
            State::OnHold => card.button(say!("button-resume"), Some(id), line("resume")).button(
                say!("button-resolve"),
                Some(id),
                line("resolve"),
            ),
            State::Resolved => card.button(say!("button-reopen"), Some(id), line("reopen")).button(
                say!("button-close"),
                Some(id),
                line("close"),
            ),
            State::Closed => card,
        }
    }
}

fn field(name: Words, value: Arg) -> Block {
    Block::Field { name, value }
}

fn engagement_words(engagement: &Engagement) -> Words {
    let department = &engagement.department;
    if engagement.released_at.is_some() {
        return say!("engagement-released", department = department);
    }
    match (&engagement.assignee, engagement.engaged_at) {
        (Some(person), _) => say!("engagement-assigned", department = department, who = person),
        (None, Some(_)) => say!("engagement-engaged", department = department),
        (None, None) => say!("engagement-requested", department = department),
    }
}

/// Clocks that matter to the reader: those that run, and those of the client with their verdict.
fn shown(target: &Target) -> bool {
    let running = target.outcome().is_none();
    let of_client = matches!(
        target.kind(),
        crate::sla::TargetKind::Response | crate::sla::TargetKind::Resolution
    );
    running || (of_client && target.outcome() != Some(Outcome::Cancelled))
}

/// How a clock stands, in words: by when, paused, met, missed.
pub fn clock_words(target: &Target, calendar: &crate::calendar::Calendar) -> Words {
    let stopped_at = target.clock().stopped_at().unwrap_or(target.clock().started_at());
    match (target.outcome(), target.breached_at()) {
        (Some(Outcome::Met), _) => say!("clock-met", at = stopped_at),
        (Some(Outcome::Missed), due) => {
            say!("clock-missed", at = stopped_at, due = due.unwrap_or(stopped_at))
        }
        (Some(Outcome::Merged), _) => say!("clock-merged"),
        (Some(Outcome::Cancelled), None) => say!("clock-cancelled"),
        (Some(Outcome::Cancelled) | None, Some(due)) => say!("clock-overdue", due = due),
        (None, None) => match target.due_by(calendar) {
            Some(due) => say!("clock-due", due = due),
            None => say!("clock-paused"),
        },
    }
}
