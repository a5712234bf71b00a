//! How a change looks: the whole of it in the TAM's place, its own part in each department's (INC-3, CHG-12).

use super::task::{State, Task};
use super::{Change, Phase, history};
use crate::card::{Block, Card};
use crate::directory::{ChangeKind, Directory};
use crate::ids::{DeptId, Place};
use crate::incident::clock_words;
use crate::incident::history::target_words;
use crate::say;
use crate::sla::{self, Target};
use crate::words::{Arg, Words};
use crate::world::World;

/// More lines than this do not fit a card; the rest is counted.
const LINES_MAX: usize = 12;
/// Customisations on a card.
const CUSTOMISED_MAX: usize = 5;

/// The word of a phase; a hold stands over it.
pub fn phase_words(change: &Change) -> Words {
    if change.hold.is_some() {
        return say!("phase-on-hold");
    }
    match &change.phase {
        Phase::Draft => say!("phase-draft"),
        Phase::Assessed { .. } => say!("phase-assessed"),
        Phase::Rejected { .. } => say!("phase-rejected"),
        Phase::Approved { .. } => say!("phase-approved"),
        Phase::Scheduled { .. } => say!("phase-scheduled"),
        Phase::InProgress { .. } => say!("phase-in-progress"),
        Phase::Review { .. } => say!("phase-review"),
        Phase::Closed { .. } => say!("phase-closed"),
        Phase::Cancelled { .. } => say!("phase-cancelled"),
        Phase::RolledBack { .. } => say!("phase-rolled-back"),
    }
}

pub fn kind_words(kind: ChangeKind) -> Words {
    match kind {
        ChangeKind::Standard => say!("kind-standard"),
        ChangeKind::Normal => say!("kind-normal"),
        ChangeKind::Emergency => say!("kind-emergency"),
    }
}

/// The word of a task's state; a hold of its own stands over it.
pub fn state_words(task: &Task) -> Words {
    if task.hold.is_some() {
        return say!("task-state-on-hold");
    }
    match &task.state {
        State::Waiting if task.is_blocked() => say!("task-state-blocked"),
        State::Waiting => say!("task-state-waiting"),
        State::Ready { .. } => say!("task-state-ready"),
        State::InProgress { .. } => say!("task-state-in-progress"),
        State::Done { .. } => say!("task-state-done"),
        State::Failed { .. } => say!("task-state-failed"),
        State::Skipped { .. } => say!("task-state-skipped"),
        State::Cancelled { .. } => say!("task-state-cancelled"),
    }
}

impl Change {
    /// The card as it is now: a department's own part in its place, the whole anywhere else.
    pub fn card_in(&self, world: &World, place: &Place) -> Card {
        let directory = world.directory();
        let is_home = *place == self.home(directory);
        let part = directory.department_at(place).filter(|_| !is_home);
        match part.filter(|department| self.tasks_of(department).next().is_some()) {
            Some(department) => self.part(department),
            None => self.whole(directory),
        }
    }

    fn head(&self) -> Words {
        let (state, kind) = (phase_words(self), kind_words(self.kind));
        let title = self.title.as_str();
        say!("change-card", id = self.id, kind = kind, state = state, title = title)
    }

    /// Its terms and how it stands, with what can be pressed.
    pub fn whole_of_terms(&self, directory: &Directory) -> Card {
        let mut card = Card::line(self.head());
        card.body.extend(self.terms());
        card.body.extend(self.clock_fields(directory));
        card.body.extend(judgement(self));
        let total = self.tasks.len();
        let ended = self.tasks.values().filter(|task| task.has_ended()).count();
        if total > 0 {
            card = card.and(say!("change-progress", ended = ended, total = total));
        }
        self.buttons(card)
    }

    /// The TAM's card.
    pub fn whole(&self, directory: &Directory) -> Card {
        let mut card = self.whole_of_terms(directory);
        let now = self.tasks.values().filter(|task| shown(task));
        let lines: Vec<Words> = now.map(|task| task_line(task)).collect();
        let more = lines.len().saturating_sub(LINES_MAX);
        card.body.extend(lines.into_iter().take(LINES_MAX).map(Block::Line));
        if more > 0 {
            card = card.and(say!("list-more", more = more));
        }
        card
    }

    /// One department's card: its tasks, with what it can press.
    fn part(&self, department: &DeptId) -> Card {
        let mut card = Card::line(self.head());
        if let Some(hold) = &self.hold {
            card = card.and(say!("change-held", by = &hold.by, because = hold.because.as_str()));
        }
        let tasks: Vec<&Task> = self.tasks_of(department).collect();
        let more = tasks.len().saturating_sub(LINES_MAX);
        for task in tasks.iter().take(LINES_MAX) {
            card = card.and(task_line(task));
        }
        if more > 0 {
            card = card.and(say!("list-more", more = more));
        }
        let is_rejected = matches!(self.phase, Phase::Rejected { .. });
        if self.hold.is_some() || !self.is_live() || is_rejected {
            return card;
        }
        tasks.into_iter().fold(card, task_buttons)
    }

    /// What the client was promised, and how it stands.
    fn clock_fields(&self, directory: &Directory) -> Vec<Block> {
        let shown = self.targets.iter().filter(|it| it.outcome() != Some(sla::Outcome::Cancelled));
        let field_of = |target: &Target| {
            let words = clock_words(target, directory.clock(target.clock().calendar()));
            field(target_words(target.kind()), words.into())
        };
        shown.map(field_of).collect()
    }

    /// Client, window, promise, hold.
    fn terms(&self) -> Vec<Block> {
        let mut terms = Vec::new();
        if let Some(client) = &self.client {
            terms.push(field(say!("field-concerns"), client.as_str().into()));
        }
        if let Some(window) = self.window {
            let words = say!("window-from-to", from = window.from, to = window.to);
            terms.push(field(say!("field-window"), words.into()));
        }
        if let Some(due) = self.promised_by {
            terms.push(field(say!("field-promised"), due.into()));
        }
        if let Some(hold) = &self.hold {
            let because = hold.because.as_str();
            terms.push(Block::Line(say!("change-held", by = &hold.by, because = because)));
        }
        let because = match &self.phase {
            Phase::Rejected { by, because, .. } => {
                Some(say!("change-rejected-by", by = by, because = because.as_str()))
            }
            Phase::Cancelled { because, .. } | Phase::RolledBack { because, .. } => {
                Some(say!("change-ended-because", because = because.as_str()))
            }
            _ => None,
        };
        terms.extend(because.map(Block::Line));
        terms.extend(self.customised());
        if let Some(review) = &self.review {
            let result = history::result_words(review.result);
            let text = review.text.as_str();
            terms.push(Block::Line(say!("change-review-said", result = result, text = text)));
        }
        terms
    }

    /// CHG-8: the newest of what was changed for the client.
    fn customised(&self) -> Vec<Block> {
        let more = self.customisations.len().saturating_sub(CUSTOMISED_MAX);
        let count = (more > 0).then(|| Block::Line(say!("customised-more", more = more)));
        let newest = self.customisations.iter().skip(more).map(|it| Block::Line(it.line()));
        count.into_iter().chain(newest).collect()
    }

    fn buttons(&self, card: Card) -> Card {
        let id = Some(self.id.into());
        let line = |verb: &str| format!("/change {verb} {}", self.id);
        if self.hold.is_some() {
            return card.button(say!("button-resume"), id, line("resume"));
        }
        match self.phase {
            Phase::Draft | Phase::Assessed { .. } | Phase::Rejected { .. } => card
                .button(say!("button-submit"), id, line("submit"))
                .button(say!("button-cancel"), id, line("cancel")),
            Phase::Approved { .. } | Phase::Scheduled { .. } => card
                .button(say!("button-begin"), id, line("start"))
                .button(say!("button-hold"), id, line("hold")),
            Phase::InProgress { .. } => card.button(say!("button-hold"), id, line("hold")).button(
                say!("button-waiting"),
                id,
                line("waiting"),
            ),
            Phase::Review { .. } => card.button(say!("button-review"), id, line("review")).button(
                say!("button-close"),
                id,
                line("close"),
            ),
            Phase::Closed { .. } | Phase::Cancelled { .. } | Phase::RolledBack { .. } => card,
        }
    }
}

/// What waits for nobody's turn is left out of the whole: the plan and the picture show it.
fn shown(task: &Task) -> bool {
    let failed = matches!(task.state, State::Failed { .. });
    task.is_turn() || failed || task.hold.is_some() || (task.is_waiting() && task.is_blocked())
}

/// Risk and approval, for those who decide.
pub(super) fn judgement(change: &Change) -> Vec<Block> {
    let mut judgement = Vec::new();
    if let Some(assessment) = &change.assessment {
        let risk = i64::from(assessment.risk());
        let (impact, likelihood) = (i64::from(assessment.impact), i64::from(assessment.likelihood));
        let words = match assessment.is_high() {
            true => say!("risk-high", risk = risk, impact = impact, likelihood = likelihood),
            false => say!("risk-plain", risk = risk, impact = impact, likelihood = likelihood),
        };
        judgement.push(field(say!("field-risk"), words.into()));
        if let Some(rollback) = &assessment.rollback {
            judgement.push(field(say!("field-rollback"), rollback.as_str().into()));
        }
    }
    if let Some(ballot) = &change.ballot {
        let (votes, quorum) = (ballot.votes.len(), ballot.quorum);
        let words = say!("votes-of", votes = votes, quorum = quorum);
        judgement.push(field(say!("field-approval"), words.into()));
    }
    judgement
}

/// A task on one line: who has it, how it stands, by when.
pub fn task_line(task: &Task) -> Words {
    let (id, title, department) = (task.id, task.title.as_str(), &task.department);
    let state: Arg = match (&task.assignee, task.is_turn()) {
        (Some(who), true) => say!("task-with", state = state_words(task), who = who).into(),
        _ => state_words(task).into(),
    };
    if task.is_turn()
        && let Some(due) = task.due_by
    {
        return say!(
            "task-line-due",
            id = id,
            title = title,
            department = department,
            state = state,
            due = due
        );
    }
    let waits: Vec<Arg> = task.waits_for().map(|link| link.to.into()).collect();
    let state: Arg = match task.is_waiting() && !waits.is_empty() {
        true => say!("task-waits-so", state = state, waits = waits).into(),
        false => state,
    };
    if let Some(start) = task.expected_at {
        return say!(
            "task-line-expected",
            id = id,
            title = title,
            department = department,
            state = state,
            start = start
        );
    }
    say!("task-line", id = id, title = title, department = department, state = state)
}

/// What can be pressed of a task now.
pub fn task_buttons(card: Card, task: &Task) -> Card {
    let id = Some(task.id.into());
    let line = |verb: &str| format!("/task {verb} {}", task.id);
    if task.hold.is_some() {
        return card;
    }
    match task.state {
        State::Ready { .. } => card
            .button(say!("button-start"), id, line("start"))
            .button(say!("button-done"), id, line("done"))
            .button(say!("button-return"), id, line("return")),
        State::InProgress { .. } => card
            .button(say!("button-done"), id, line("done"))
            .button(say!("button-fail"), id, line("fail"))
            .button(say!("button-return"), id, line("return")),
        _ => card,
    }
}

fn field(name: Words, value: Arg) -> Block {
    Block::Field { name, value }
}
