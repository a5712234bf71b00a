//! Templates whose tasks touch the modules of a product: held against the vendor's order (CHG-8).

use std::collections::{BTreeMap, BTreeSet};

use baton_commands::directory::{Manifest, TemplateTask};
use baton_commands::ids::ManifestId;

use crate::settings::reader::{Field, mend};

/// Notes every module that there is not, and every task that would be done before one whose module comes first.
pub(super) fn check(
    tasks: &[TemplateTask],
    fields: &[Field<'_>],
    product: Option<(&ManifestId, &Manifest)>,
) {
    let Some((name, manifest)) = product else {
        for (task, field) in tasks.iter().zip(fields).filter(|(task, _)| task.module.is_some()) {
            let what = format!("task `{}` is on a module, but of no product", task.key);
            field.fault(what, "add `manifest = \"…\"` to the template, or take `module` out");
        }
        return;
    };
    let known: Vec<&str> = manifest.modules.iter().map(|it| it.task.key.as_str()).collect();
    for (task, field) in tasks.iter().zip(fields) {
        let Some(module) = task.module.as_deref() else { continue };
        if !known.contains(&module) {
            field.fault(format!("`{name}` has no module `{module}`"), mend(module, &known));
            continue;
        }
        against(task, module, *field, tasks, name, manifest);
    }
}

/// What one task has to wait for by the vendor's order and does not, the nearest alone.
fn against(
    task: &TemplateTask,
    module: &str,
    field: Field<'_>,
    tasks: &[TemplateTask],
    name: &ManifestId,
    manifest: &Manifest,
) {
    let mut covered = waited_for(&task.key, tasks);
    for first in manifest.before(module) {
        for before in tasks.iter().filter(|it| it.module.as_deref() == Some(first)) {
            if covered.contains(before.key.as_str()) {
                continue;
            }
            let (key, other) = (&task.key, &before.key);
            if waited_for(other, tasks).contains(key.as_str()) {
                let what = format!(
                    "task `{other}` waits for `{key}`, but in `{name}` module `{first}` comes before `{module}`"
                );
                field.fault(what, format!("let `{key}` wait for `{other}` instead"));
                return;
            }
            let what = format!(
                "task `{key}` does not wait for `{other}`, but in `{name}` module `{first}` comes before `{module}`"
            );
            field.fault(what, format!("add `{other}` to its `after`"));
            covered.insert(other);
            covered.extend(waited_for(other, tasks));
        }
    }
}

/// The keys of all that a task waits for, also by way of others.
fn waited_for<'a>(key: &str, tasks: &'a [TemplateTask]) -> BTreeSet<&'a str> {
    let after: BTreeMap<&str, &[String]> =
        tasks.iter().map(|task| (task.key.as_str(), task.after.as_slice())).collect();
    let mut reached: BTreeSet<&str> = BTreeSet::new();
    let mut waiting: Vec<&str> = after.get(key).into_iter().flat_map(|it| names(it)).collect();
    while let Some(next) = waiting.pop() {
        if reached.insert(next) {
            waiting.extend(after.get(next).into_iter().flat_map(|it| names(it)));
        }
    }
    reached
}

fn names(keys: &[String]) -> impl Iterator<Item = &str> {
    keys.iter().map(String::as_str)
}
