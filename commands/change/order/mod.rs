//! The vendor's order: no task touches a module before those that come first in its product (CHG-8).

#[cfg(test)]
mod tests;
mod waiting;

pub use waiting::{Waiting, agrees, given, given_by_others, made_to_wait, may_unlink};

use super::{Change, Task, TaskState};
use crate::decision::Refusal;
use crate::directory::Manifest;
use crate::ids::{ChangeId, ClientId, ManifestId};
use crate::say;
use crate::words::Arg;
use crate::world::World;

/// A product at a client: what a module is a module of. Without a client it is the company's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Product<'a> {
    pub manifest: &'a ManifestId,
    pub client: Option<&'a ClientId>,
}

impl Change {
    /// What its modules are modules of. None: it installs no product.
    pub fn product(&self) -> Option<Product<'_>> {
        let manifest = self.manifest.as_ref()?;
        Some(Product { manifest, client: self.client.as_ref() })
    }

    /// Its tasks on a module, without those that were skipped or cancelled.
    pub fn touching<'a>(&'a self, module: &'a str) -> impl Iterator<Item = &'a Task> {
        self.on(module).filter(|task| !task.is_left_out())
    }

    fn on<'a>(&'a self, module: &'a str) -> impl Iterator<Item = &'a Task> {
        let tasks = self.tasks.values().map(|task| &**task);
        tasks.filter(move |task| task.module.as_deref() == Some(module))
    }

    /// Its tasks on a module that have not ended.
    fn open_on<'a>(&'a self, module: &'a str) -> impl Iterator<Item = &'a Task> {
        self.on(module).filter(|task| !task.has_ended())
    }
}

/// The other open changes that work on the same product at the same client.
pub(super) fn others<'a>(
    world: &'a World,
    product: Product<'a>,
    id: ChangeId,
) -> impl Iterator<Item = &'a Change> {
    let all = world.changes.values().map(|change| &**change);
    all.filter(move |it| it.id != id && it.is_live() && it.product() == Some(product))
}

/// A module that has to be there first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct First<'a> {
    pub module: &'a str,
    /// The open task that has it. None: nobody has it, and it is not installed.
    pub held: Option<&'a Task>,
}

/// What has to be there before a task may touch its module: nothing before it is at work, in this change or, begun, in
/// another of the client, and what the vendor wants right before it is there. None: its turn has come.
pub fn first<'a>(world: &'a World, change: &'a Change, task: &'a Task) -> Option<First<'a>> {
    let (product, key) = (change.product()?, task.module.as_deref()?);
    let manifest = world.directory().manifests.get(product.manifest)?;
    let open =
        |module: &'a str| others(world, product, change.id).flat_map(|it| it.open_on(module));
    for module in manifest.before(key) {
        let begun = |it: &&Task| world.change(it.id.change).is_some_and(|it| it.is_in_progress());
        let held = change.open_on(module).next().or_else(|| open(module).find(begun));
        if held.is_some() {
            return Some(First { module, held });
        }
    }
    let missing = |module: &&String| !is_there(world, change, task, module);
    let module = manifest.right_before(key).iter().find(missing)?;
    Some(First { module, held: open(module).next() })
}

/// Installed at the client, skipped because it is, or let go by the TAM (CHG-2).
fn is_there(world: &World, change: &Change, task: &Task, module: &str) -> bool {
    let is_let_go = |it: &Task| task.link(it.id).is_some_and(|link| link.waived_at.is_some());
    let is_over = |it: &Task| match it.state {
        TaskState::Done { .. } | TaskState::Skipped { .. } => true,
        _ => is_let_go(it),
    };
    change.on(module).any(is_over) || super::installed::is_installed(world, change, module)
}

/// Refuses to begin a task out of the vendor's order, naming the module that comes first and who has it.
///
/// # Errors
/// A module before it is not there yet.
pub fn in_order(world: &World, change: &Change, task: &Task) -> Result<(), Refusal> {
    let (Some(first), Some(product), Some(module)) =
        (first(world, change, task), change.product(), &task.module)
    else {
        return Ok(());
    };
    let Some(manifest) = world.directory().manifests.get(product.manifest) else { return Ok(()) };
    let (id, name, module) = (task.id, manifest.product.as_str(), module.as_str());
    let comes_first = first.module;
    let Some(held) = first.held else {
        let words =
            say!("order-missing", id = id, product = name, first = comes_first, module = module);
        let line = added(manifest, change.id, comes_first);
        return Err(Refusal::new(words).about(id).hint(say!("order-missing-hint", line = line)));
    };
    let words = say!(
        "order-held",
        id = id,
        product = name,
        first = comes_first,
        module = module,
        held = held.id,
        who = who(held),
        state = super::card::state_words(held)
    );
    let refusal = Refusal::new(words).about(id);
    if task.link(held.id).is_some() {
        return Err(refusal);
    }
    let line = Arg::Line(format!("/change after {id} {}", held.id));
    Err(refusal.hint(say!("order-held-hint", line = line)))
}

fn who(task: &Task) -> Arg {
    match &task.assignee {
        Some(who) => say!("task-of-person", department = &task.department, who = who).into(),
        None => (&task.department).into(),
    }
}

/// The line that adds a task for a module.
fn added(manifest: &Manifest, id: ChangeId, module: &str) -> Arg {
    let department = manifest.module(module).map_or("…", |it| it.task.department.as_str());
    Arg::Line(format!("/change task {id} \"…\" --dept {department} --module {module}"))
}
