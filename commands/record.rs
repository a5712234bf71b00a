//! One record of whatever kind, for the parts that treat all alike: who takes part, where its card stands, how urgent it is.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use crate::card::Card;
use crate::change::{Change, Task};
use crate::directory::{ChangeKind, Directory};
use crate::ids::{ChangeId, ClientId, DeptId, IncidentId, PersonId, Place, RecordId, RecordKind};
use crate::incident::Incident;
use crate::notice::Useful;
use crate::sla::{Target, TargetName};
use crate::world::World;

/// A record of the World, or a task of one.
#[derive(Debug, Clone, Copy)]
pub enum Record<'a> {
    Incident(&'a Incident),
    Change(&'a Change),
    Task(&'a Change, &'a Task),
}

impl World {
    /// The live record of this id. None: it never was, or has left the World.
    pub fn record(&self, id: RecordId) -> Option<Record<'_>> {
        match id.kind {
            RecordKind::Company => None,
            RecordKind::Incident => {
                self.incident(IncidentId(id.number)).map(|it| Record::Incident(it))
            }
            RecordKind::Change => self.change(ChangeId(id.number)).map(|it| Record::Change(it)),
            RecordKind::Task => {
                let change = self.change(ChangeId(id.number))?;
                change.task(id.part).map(|task| Record::Task(change, task))
            }
        }
    }
}

impl<'a> Record<'a> {
    pub fn id(self) -> RecordId {
        match self {
            Record::Incident(incident) => incident.id.into(),
            Record::Change(change) => change.id.into(),
            Record::Task(_, task) => task.id.into(),
        }
    }

    /// What it is about, in the words of whoever opened it: foreign text.
    pub fn title(self) -> &'a str {
        match self {
            Record::Incident(incident) => &incident.title,
            Record::Change(change) => &change.title,
            Record::Task(_, task) => &task.title,
        }
    }

    pub fn client(self) -> Option<&'a ClientId> {
        match self {
            Record::Incident(incident) => incident.client.as_ref(),
            Record::Change(change) | Record::Task(change, _) => change.client.as_ref(),
        }
    }

    /// Who leads it. A change is led by its TAM; while it is planned also by who opened it.
    pub fn lead(self) -> Option<&'a PersonId> {
        match self {
            Record::Incident(incident) => incident.lead.as_ref(),
            Record::Change(change) if !change.is_announced() => Some(&change.opened_by),
            Record::Change(_) | Record::Task(..) => None,
        }
    }

    pub fn tam(self, directory: &Directory) -> Option<PersonId> {
        match self {
            Record::Incident(incident) => incident.tam(directory),
            Record::Change(change) | Record::Task(change, _) => change.tam(directory),
        }
    }

    pub fn service_manager(self, directory: &Directory) -> Option<PersonId> {
        match self {
            Record::Incident(incident) => incident.service_manager(directory),
            Record::Change(change) | Record::Task(change, _) => change.service_manager(directory),
        }
    }

    /// The departments that take part now; of a task, its own.
    pub fn departments(self) -> Vec<&'a DeptId> {
        match self {
            Record::Incident(incident) => incident.standing().map(|it| &it.department).collect(),
            Record::Change(change) => {
                let mut seen = BTreeSet::new();
                let all = change.tasks.values().map(|task| &task.department);
                all.filter(|department| seen.insert(*department)).collect()
            }
            Record::Task(_, task) => vec![&task.department],
        }
    }

    /// The department that answers for it first.
    pub fn owner(self) -> Option<&'a DeptId> {
        match self {
            Record::Incident(incident) => incident.owner(),
            Record::Change(_) | Record::Task(..) => self.departments().into_iter().next(),
        }
    }

    /// Who has the department's part in it by name.
    pub fn assignee(self, department: &DeptId) -> Option<&'a PersonId> {
        match self {
            Record::Incident(incident) => incident.engagement(department)?.assignee.as_ref(),
            Record::Change(_) => None,
            Record::Task(_, task) => {
                task.assignee.as_ref().filter(|_| task.department == *department)
            }
        }
    }

    /// Everybody by name who has a part of it.
    pub fn assignees(self) -> Vec<&'a PersonId> {
        match self {
            Record::Incident(incident) => {
                incident.standing().filter_map(|it| it.assignee.as_ref()).collect()
            }
            Record::Change(change) => {
                change.open_tasks().filter_map(|task| task.assignee.as_ref()).collect()
            }
            Record::Task(_, task) => task.assignee.iter().collect(),
        }
    }

    /// INC-9: seen by those who take part in it, alone.
    pub fn is_restricted(self) -> bool {
        matches!(self, Record::Incident(incident) if incident.restricted)
    }

    pub fn visible_to(self, person: &PersonId, directory: &Directory) -> bool {
        match self {
            Record::Incident(incident) => incident.visible_to(person, directory),
            Record::Change(_) | Record::Task(..) => true,
        }
    }

    /// Everybody who takes part in a restricted record.
    pub fn participants(self, directory: &Directory) -> BTreeSet<PersonId> {
        match self {
            Record::Incident(incident) => incident.participants(directory),
            Record::Change(_) | Record::Task(..) => BTreeSet::new(),
        }
    }

    /// Severity, as far as it has one: an emergency change is as urgent as severity 2.
    pub fn severity(self) -> Option<u8> {
        match self {
            Record::Incident(incident) => Some(incident.severity.number()),
            Record::Change(change) | Record::Task(change, _) => {
                (change.kind == ChangeKind::Emergency).then_some(2)
            }
        }
    }

    /// PNG-4: what does not wait for the morning. A change's window is the time that was agreed for it, be it at night.
    pub fn is_urgent(self, at: DateTime<Utc>) -> bool {
        match self {
            Record::Incident(incident) => incident.severity.is_urgent(),
            Record::Change(change) | Record::Task(change, _) => {
                let in_window = change.window.is_some_and(|window| window.contains(at));
                change.kind == ChangeKind::Emergency || (in_window && change.is_in_progress())
            }
        }
    }

    /// The place of its card.
    pub fn home(self, directory: &Directory) -> Place {
        match self {
            Record::Incident(incident) => incident.home(directory),
            Record::Change(change) | Record::Task(change, _) => change.home(directory),
        }
    }

    /// How it looks in a place.
    pub fn card(self, world: &World, place: &Place) -> Card {
        match self {
            Record::Incident(incident) => incident.card(world.directory()),
            Record::Change(change) | Record::Task(change, _) => change.card_in(world, place),
        }
    }

    pub fn is_live(self) -> bool {
        match self {
            Record::Incident(incident) => incident.is_live(),
            Record::Change(change) => change.is_live(),
            Record::Task(change, task) => change.is_live() && !task.has_ended(),
        }
    }

    pub fn target(self, name: &TargetName) -> Option<&'a Target> {
        match self {
            Record::Incident(incident) => incident.target(name),
            Record::Change(change) => change.target(name),
            Record::Task(_, task) => task.accept.as_ref().filter(|target| target.name() == *name),
        }
    }

    /// PNG-4: whether somebody must still act on a ping. `delayed`: quiet hours held it back.
    pub fn needs(self, useful: &Useful, delayed: bool) -> bool {
        match (useful, self) {
            (Useful::Always, _) => true,
            (Useful::WhileUnresolved, _) => self.is_live(),
            (Useful::WhileRunning { target }, _) => {
                let runs = self.target(target).is_some_and(|it| it.outcome().is_none());
                runs || !delayed
            }
            (Useful::WhileRequested(department), Record::Incident(incident)) => {
                let engagement = incident.engagement(department);
                let waits = engagement.is_some_and(|it| it.engaged_at.is_none());
                // One that became urgent meanwhile was called again at once.
                incident.is_live() && (!delayed || (waits && !incident.severity.is_urgent()))
            }
            (Useful::WhileNoDebrief, Record::Incident(incident)) => incident.debrief.is_none(),
            (Useful::WhileTurn, Record::Task(change, task)) => {
                change.is_live() && (!delayed || task.is_turn())
            }
            (Useful::WhileUndecided, Record::Change(change)) => {
                change.ballot.as_ref().is_some_and(|ballot| !ballot.is_carried())
                    && change.is_live()
                    && !matches!(change.phase, crate::change::Phase::Rejected { .. })
            }
            _ => true,
        }
    }
}
