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

use super::carrier::{Carrier, Load};
use super::company::Company;
use super::deliveries::Deliveries;
use super::desk::Desk;
use super::durability::Durability;
use super::home::{Home, panic_message};
use super::journal::Journal;
use super::tree::Tree;
use crate::store::{Fault, Result};

/// Does something for a company, or hears why nothing is done any more; answers after the sync.
pub type Deed = Box<dyn FnOnce(Result<(&mut Company, &mut Desk)>) -> Answer + Send>;
/// Tells whoever waits how the sync went.
pub type Answer = Box<dyn FnOnce(Result<()>) + Send>;

/// How long what may wait does: less than a sync takes, and than a person notices.
const PATIENCE: Duration = Duration::from_millis(2);

/// What a company shares with those who read it.
#[derive(Clone)]
pub struct Shared {
    /// The last position that is on disk.
    pub durable: Arc<AtomicU64>,
    pub deliveries: Arc<Deliveries>,
}

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
    /// Answers with what is kept up to date for readers.
    Open {
        company: Arc<str>,
        opened: SyncSender<Result<Shared>>,
    },
}

pub struct Committer {
    home: Home,
    desk: Desk,
    journal: Journal,
    /// None when the store was opened for reading.
    carrier: Option<Carrier>,
    durability: Arc<dyn Durability>,
    companies: BTreeMap<Arc<str>, Company>,
    /// After this much, in bytes, a file of the journal is ended and carried into sled.
    journal_max: u64,
}

/// After this much, in bytes, a group is synced although more waits.
const GROUP_MAX: usize = 1 << 20;
/// So many times what is usual may stand in a file of the journal while the one before is carried; then commits wait.
const AHEAD_MAX: u64 = 4;

impl Committer {
    pub fn new(
        home: Home,
        tree: Tree,
        journal: Journal,
        carrier: Option<Carrier>,
        durability: Arc<dyn Durability>,
        journal_max: u64,
    ) -> Self {
        let (desk, companies) = (Desk::new(tree), BTreeMap::new());
        Committer { home, desk, journal, carrier, durability, companies, journal_max }
    }

    /// Works until nobody can ask any more; gives the folder back, with all that was committed in sled.
    pub fn run(mut self, jobs: &Receiver<Job>) -> Home {
        // What was found in the journal goes where it belongs first.
        if let Err(fault) = self.turn() {
            self.desk.give_up(fault);
        }
        while let Ok(first) = jobs.recv() {
            self.run_once(first, jobs);
        }
        if self.desk.fault().is_none() {
            // What cannot be carried stays in the journal, for the next start.
            if let Err(fault) = self.carry_all() {
                tracing::warn!(%fault, "what was committed is safe, and was not all moved to its place");
            }
        }
        self.home
    }

    fn carry_all(&mut self) -> Result<()> {
        let Some(carrier) = &mut self.carrier else { return Ok(()) };
        carrier.wait();
        self.turn()?;
        self.carrier.iter_mut().for_each(Carrier::wait);
        self.desk.tree().front().fault().map_or(Ok(()), Err)
    }

    /// Does the job and what waits behind it, syncs, answers.
    fn run_once(&mut self, first: Job, jobs: &Receiver<Job>) {
        let mut answers = Vec::new();
        let mut is_patient = true;
        let mut next = Some(first);
        while let Some(job) = next {
            is_patient &= matches!(job, Job::DoSoon { .. });
            answers.extend(self.perform(job));
            let has_room = self.desk.weight() < GROUP_MAX;
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

    fn open(&mut self, company: Arc<str>) -> Result<Shared> {
        if let Some(fault) = self.desk.fault() {
            return Err(broken_by(fault));
        }
        if !self.companies.contains_key(&company) {
            let place = Company::open(self.desk.tree(), &company)?;
            self.home.compare(&company, &place, self.desk.tree())?;
            self.companies.insert(Arc::clone(&company), place);
        }
        Ok(self.companies[&company].shared())
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
        self.desk.apply();
        if self.desk.frame().is_empty() {
            return Ok(());
        }
        self.journal.write(self.desk.frame(), self.durability.as_ref())?;
        self.desk.synced();
        self.home.witness(&self.companies);
        self.companies.values().for_each(Company::publish);
        if self.journal.length() >= self.journal_max {
            self.turn()?;
        }
        Ok(())
    }

    /// Has what stands in the journal carried into sled, unless that is under way and there is time.
    fn turn(&mut self) -> Result<()> {
        let Some(carrier) = &mut self.carrier else { return Ok(()) };
        if carrier.is_under_way() {
            if self.journal.length() < AHEAD_MAX * self.journal_max {
                return Ok(());
            }
            carrier.wait();
        }
        let front = self.desk.tree().front();
        if let Some(fault) = front.fault() {
            return Err(fault);
        }
        if let Some(layer) = front.freeze() {
            let until = self.journal.turn()?;
            carrier.carry(Load { layer, until });
        }
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
