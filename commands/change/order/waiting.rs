//! Links and the vendor's order: what contradicts it is refused, what it demands is given (CHG-8).

use std::collections::{BTreeMap, BTreeSet};

use super::{Product, others};
use crate::change::{Change, Join, Task, links};
use crate::decision::Refusal;
use crate::directory::Manifest;
use crate::ids::{ChangeId, TaskId};
use crate::say;
use crate::world::World;

/// A task that is to wait for others, with its module where it has one.
#[derive(Debug, Clone, Copy)]
pub struct Waiting<'a> {
    pub id: TaskId,
    pub change: &'a Change,
    pub module: Option<&'a str>,
}

/// Refuses links that contradict the vendor's order: a module, or what waits for it, would wait for one that comes after
/// it. It is looked for along all links, through tasks without a module as well.
///
/// # Errors
/// A module would wait for one that comes after it; or not for all of what it needs.
pub fn agrees(world: &World, from: Waiting<'_>, to: &[TaskId], join: Join) -> Result<(), Refusal> {
    let concerned = to.iter().filter_map(|id| world.change(id.change)).map(|it| &**it);
    if std::iter::once(from.change).chain(concerned).all(|it| it.manifest.is_none()) {
        return Ok(());
    }
    let before = |task: &Task| task.after.iter().map(|link| link.to).collect();
    let first = touched(world, &reached(world, to.to_vec(), before), None);
    let later = reached(world, vec![from.id], |task| task.before.clone());
    let later = touched(world, &later, Some(from));
    for ((product, late), waits) in &later {
        let Some(manifest) = world.directory().manifests.get(product.manifest) else { continue };
        let same = first.iter().filter(|((of, _), _)| of == product);
        let contradicts = |early: &str| manifest.is_before(late, early);
        if let Some(((_, early), for_whom)) = same.clone().find(|((_, it), _)| contradicts(it)) {
            let name = manifest.product.as_str();
            let words = say!(
                "order-against",
                id = *waits,
                to = *for_whom,
                product = name,
                first = *late,
                module = *early
            );
            return Err(Refusal::new(words).about(from.id));
        }
        let needed = same.map(|((_, early), _)| *early).find(|it| manifest.is_before(it, late));
        if let Some(early) = needed.filter(|_| *waits == from.id && join != Join::All) {
            let name = manifest.product.as_str();
            let words = say!(
                "order-needs-all",
                id = from.id,
                product = name,
                first = early,
                module = *late
            );
            return Err(Refusal::new(words).about(from.id));
        }
    }
    Ok(())
}

/// The tasks that are reached from some of them, these included.
fn reached(world: &World, from: Vec<TaskId>, next: impl Fn(&Task) -> Vec<TaskId>) -> Vec<TaskId> {
    let mut seen: BTreeSet<TaskId> = from.iter().copied().collect();
    let mut all = from;
    let mut at = 0;
    while let Some(id) = all.get(at).copied() {
        at += 1;
        let further = world.task(id).map_or_else(Vec::new, |task| next(task));
        all.extend(further.into_iter().filter(|it| seen.insert(*it)));
    }
    all
}

/// The modules that tasks touch, each with the first of its tasks. `new`: a task that the World may not know yet.
fn touched<'a>(
    world: &'a World,
    tasks: &[TaskId],
    new: Option<Waiting<'a>>,
) -> BTreeMap<(Product<'a>, &'a str), TaskId> {
    let mut touched = BTreeMap::new();
    for id in tasks {
        let known = || {
            let change = world.change(id.change)?;
            Some((change.product()?, change.task(id.number)?.module.as_deref()?))
        };
        let module = match new.filter(|it| it.id == *id) {
            Some(new) => new.change.product().zip(new.module),
            None => known(),
        };
        touched.extend(module.map(|module| (module, *id)));
    }
    touched
}

/// The links that the vendor's order gives a new task of a change, on the nearest modules before its own: in the change
/// itself, and in others.
pub fn given(world: &World, change: &Change, module: &str) -> Vec<TaskId> {
    let manifest = change.manifest.as_ref().and_then(|it| world.directory().manifests.get(it));
    let (Some(manifest), Some(product)) = (manifest, change.product()) else { return Vec::new() };
    let own = |key: &str| change.open_on(key).map(|task| task.id).collect();
    let mut given = nearest(manifest, module, own);
    given.extend(given_by_others(world, product, change.id, module));
    given
}

/// What a new task waits for in other changes of its product that have begun: the vendor's order goes across changes.
pub fn given_by_others(
    world: &World,
    product: Product<'_>,
    id: ChangeId,
    module: &str,
) -> Vec<TaskId> {
    let Some(manifest) = world.directory().manifests.get(product.manifest) else {
        return Vec::new();
    };
    let begun: Vec<&Change> = others(world, product, id).filter(|it| it.is_in_progress()).collect();
    let open = |key: &str| begun.iter().flat_map(|it| it.open_on(key)).map(|it| it.id).collect();
    nearest(manifest, module, open)
}

/// The tasks of the change that wait for the new one from now on, by the vendor's order: those on the nearest modules
/// after its own that have not begun.
pub fn made_to_wait(
    manifest: &Manifest,
    change: &Change,
    module: &str,
    new: TaskId,
) -> Vec<TaskId> {
    let on = |key: &str| {
        let mut open: Vec<TaskId> = change.open_on(key).map(|task| task.id).collect();
        open.extend((key == module).then_some(new));
        open
    };
    let waits = |task: &&Task| {
        let key = task.module.as_deref().filter(|_| task.is_waiting() || task.is_ready());
        key.is_some_and(|key| nearest(manifest, key, on).contains(&new))
    };
    let tasks = change.tasks.values().map(|task| &**task);
    tasks.filter(waits).map(|task| task.id).collect()
}

/// What there is on the nearest modules before one, looking further where there is nothing.
fn nearest(manifest: &Manifest, module: &str, on: impl Fn(&str) -> Vec<TaskId>) -> Vec<TaskId> {
    let mut keys: Vec<&str> = manifest.right_before(module).iter().map(String::as_str).collect();
    let mut seen: BTreeSet<&str> = keys.iter().copied().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(key) = keys.get(at).copied() {
        at += 1;
        let there = on(key);
        if there.is_empty() {
            let further = manifest.right_before(key).iter().map(String::as_str);
            keys.extend(further.filter(|it| seen.insert(it)));
        }
        found.extend(there);
    }
    found
}

/// Refuses to take away a link that the vendor's order gives, while what it waits for is open.
///
/// # Errors
/// The link is the vendor's.
pub fn may_unlink(
    world: &World,
    change: &Change,
    task: &Task,
    from: TaskId,
) -> Result<(), Refusal> {
    let Ok((other, waited)) = links::task(world, from) else { return Ok(()) };
    let manifest = change.manifest.as_ref().and_then(|it| world.directory().manifests.get(it));
    let (Some(manifest), Some(module), Some(first)) = (manifest, &task.module, &waited.module)
    else {
        return Ok(());
    };
    let same = other.product() == change.product();
    if !same || waited.has_ended() || !manifest.is_before(first, module) {
        return Ok(());
    }
    let (product, first) = (manifest.product.as_str(), first.as_str());
    let words = say!(
        "order-kept",
        id = task.id,
        from = from,
        product = product,
        first = first,
        module = module.as_str()
    );
    Err(Refusal::new(words).about(task.id))
}
