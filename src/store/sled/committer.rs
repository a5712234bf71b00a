//! The thread that writes: takes what waits, writes it, syncs once, and answers all of it.
//!
//! There is no artificial delay for a commit: the next group is what arrived during the last sync. How messages ended
//! is written with the next commit, if that comes soon.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::mpsc::{Receiver, SyncSender};
use std::time::Duration;

use super::company::Company;
use super::desk::Desk;
use super::durability::Durability;
use super::home::{Home, panic_message};
use super::tree::Tree;
use crate::store::{Fault, Result};

/// Does something for a company, or hears why nothing is done any more; answers after the sync.
pub type Deed = Box<dyn FnOnce(Result<(&mut Company, &mut Desk)>) -> Answer + Send>;
/// Tells whoever waits how the sync went.
pub type Answer = Box<dyn FnOnce(Result<()>) + Send>;

/// How long what may wait does: less than a sync takes, and than a person notices.
const PATIENCE: Duration = Duration::from_millis(2);

/// What the committer is asked.
pub enum Job {
    Do {
        company: Arc<str>,
        deed: Deed,
    },
    /// The same for what may wait a moment, to share the sync of something that may not.
    DoSoon {
        company: Arc<str>,
        deed: Deed,
    },
    /// Answers with the last durable position, kept up to date for readers.
    Open {
        company: Arc<str>,
        opened: SyncSender<Result<Arc<AtomicU64>>>,
    },
}

pub struct Committer {
    home: Home,
    desk: Desk,
    durability: Box<dyn Durability>,
    companies: BTreeMap<Arc<str>, Company>,
    /// After this much, in bytes, a group is synced although more waits.
    group_max: usize,
}

impl Committer {
    pub fn new(home: Home, tree: Tree, durability: Box<dyn Durability>, group_max: usize) -> Self {
        let (desk, companies) = (Desk::new(tree), BTreeMap::new());
        Committer { home, desk, durability, companies, group_max }
    }

    /// Works until nobody can ask any more; gives the folder back.
    pub fn run(mut self, jobs: &Receiver<Job>) -> Home {
        while let Ok(first) = jobs.recv() {
            self.run_once(first, jobs);
        }
        self.home
    }

    /// Does the job and what waits behind it, syncs, answers.
    fn run_once(&mut self, first: Job, jobs: &Receiver<Job>) {
        let mut answers = Vec::new();
        let mut is_patient = true;
        let mut next = Some(first);
        while let Some(job) = next {
            is_patient &= matches!(job, Job::DoSoon { .. });
            answers.extend(self.perform(job));
            let has_room = self.desk.weight() < self.group_max;
            next = match (has_room, is_patient) {
                (false, _) => None,
                (true, true) => jobs.recv_timeout(PATIENCE).ok(),
                (true, false) => jobs.try_recv().ok(),
            };
        }
        let synced = self.sync();
        for answer in answers {
            answer(synced.clone());
        }
    }

    fn perform(&mut self, job: Job) -> Option<Answer> {
        match job {
            Job::Do { company, deed } | Job::DoSoon { company, deed } => {
                Some(self.perform_deed(&company, deed))
            }
            Job::Open { company, opened } => {
                // Nobody is told of a company that is gone before it is open.
                let _ = opened.send(self.open(company));
                None
            }
        }
    }

    /// Lets the deed happen, unless something failed before it. A panic inside sled is a failure too.
    fn perform_deed(&mut self, company: &Arc<str>, deed: Deed) -> Answer {
        if let Some(fault) = self.desk.fault() {
            return deed(Err(broken_by(fault)));
        }
        let Some(place) = self.companies.get_mut(company) else {
            return deed(Err(Fault::Broken { why: format!("`{company}` is not open") }));
        };
        let desk = &mut self.desk;
        let done = catch_unwind(AssertUnwindSafe(move || deed(Ok((place, desk)))));
        done.unwrap_or_else(|panic| {
            let why = panic_message(panic.as_ref());
            self.desk.give_up(Fault::Broken { why });
            // Whoever asked hears it because the channel of the answer is gone.
            Box::new(|_| {})
        })
    }

    fn open(&mut self, company: Arc<str>) -> Result<Arc<AtomicU64>> {
        if let Some(fault) = self.desk.fault() {
            return Err(broken_by(fault));
        }
        if !self.companies.contains_key(&company) {
            let place = Company::open(self.desk.tree(), &company)?;
            self.home.compare(&company, &place, self.desk.tree())?;
            self.companies.insert(Arc::clone(&company), place);
        }
        Ok(self.companies[&company].durable())
    }

    /// Writes what lies on the desk and waits for the disk. A failure here is the failure of everybody in
    /// the group, and the last thing this committer does: nothing is made worse.
    fn sync(&mut self) -> Result<()> {
        if let Some(fault) = self.desk.fault() {
            return Err(broken_by(fault));
        }
        let synced = catch_unwind(AssertUnwindSafe(|| self.write_and_sync()))
            .unwrap_or_else(|panic| Err(Fault::Broken { why: panic_message(panic.as_ref()) }));
        if let Err(fault) = &synced {
            self.desk.give_up(fault.clone());
        }
        synced
    }

    fn write_and_sync(&mut self) -> Result<()> {
        self.companies.values_mut().for_each(|company| company.save(&mut self.desk));
        self.desk.apply()?;
        if !self.desk.is_unsynced() {
            return Ok(());
        }
        self.home.sync(self.desk.tree().db(), self.durability.as_mut())?;
        self.desk.synced();
        self.home.witness(&self.companies);
        self.companies.values().for_each(Company::publish);
        Ok(())
    }
}

/// What those hear who ask after a failure.
fn broken_by(fault: &Fault) -> Fault {
    match fault {
        Fault::Io { source, .. } => Fault::Broken { why: format!("{fault}: {source}") },
        other => other.clone(),
    }
}
