//! What is installed where: the modules of a product at a client, by which change, with every customisation (CHG-8).
//!
//! What open changes have installed stands in them. When one ends it goes into the [`Installed`] of its client, which
//! outlives the record.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::order::{Product, others};
use super::{Change, Customised, Phase, Task, TaskState};
use crate::directory::Directory;
use crate::ids::{ClientId, ManifestId, PersonId, TaskId};
use crate::world::World;

/// Of one module so many installations and so many customisations are remembered, the newest.
const REMEMBERED_MAX: usize = 100;

/// One product at one client, as the changes that ended have left it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Installed {
    /// None: the company's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<ClientId>,
    pub manifest: ManifestId,
    pub modules: BTreeMap<String, Module>,
}

/// One module, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Module {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub installations: Vec<Installation>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub customisations: Vec<Customised>,
}

/// That a module was installed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Installation {
    /// By which task of which change.
    pub by: TaskId,
    pub version: String,
    pub at: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<PersonId>,
}

impl Installed {
    pub fn new(product: Product<'_>) -> Installed {
        let (client, manifest) = (product.client.cloned(), product.manifest.clone());
        Installed { client, manifest, modules: BTreeMap::new() }
    }

    /// The key of its document.
    pub fn key(&self) -> String {
        let client = self.client.as_ref().map_or("", ClientId::as_str);
        format!("INSTALLED/{client}/{}", self.manifest)
    }

    /// Takes in what a change has installed so far; what was taken back, or not done, is not there.
    pub fn add(&mut self, change: &Change, directory: &Directory) {
        if matches!(change.phase, Phase::RolledBack { .. }) {
            return;
        }
        let version = change.version(directory);
        for task in change.tasks.values() {
            let Some(key) = &task.module else { continue };
            if let Some(installation) = installation(task, &version) {
                let module = self.modules.entry(key.clone()).or_default();
                module.installations.push(installation);
                keep_newest(&mut module.installations);
            }
        }
        for customised in &change.customisations {
            let is_over = |task: &Task| {
                matches!(task.state, TaskState::Done { .. } | TaskState::Skipped { .. })
            };
            let key = &customised.module;
            let on = change.tasks.values().filter(|task| task.module.as_ref() == Some(key));
            if on.into_iter().any(|task| is_over(task)) {
                let module = self.modules.entry(key.clone()).or_default();
                module.customisations.push(customised.clone());
                keep_newest(&mut module.customisations);
            }
        }
    }
}

fn keep_newest<T>(all: &mut Vec<T>) {
    all.drain(..all.len().saturating_sub(REMEMBERED_MAX));
}

fn installation(task: &Task, version: &str) -> Option<Installation> {
    let TaskState::Done { at, .. } = task.state else { return None };
    let (version, who) = (version.to_owned(), task.assignee.clone());
    Some(Installation { by: task.id, version, at, who })
}

impl Change {
    /// The version that it installs: the baseline as it was when the change was opened.
    fn version(&self, directory: &Directory) -> String {
        let known = || Some(directory.manifests.get(self.manifest.as_ref()?)?.baseline.clone());
        self.baseline.clone().or_else(known).unwrap_or_default()
    }
}

/// Where one product is kept among all.
pub type Key = (Option<ClientId>, ManifestId);

impl World {
    /// A change that just ended leaves to its client what it has installed.
    pub(super) fn leave_installed(&mut self, change: &Change) {
        let Some(product) = change.product() else { return };
        let key = (product.client.cloned(), product.manifest.clone());
        let known = self.installed.get(&key).map(|it| Installed::clone(it));
        let mut installed = known.unwrap_or_else(|| Installed::new(product));
        installed.add(change, self.directory());
        if !installed.modules.is_empty() {
            self.installed.insert(key, Arc::new(installed));
        }
    }
}

/// One product at a client as it is now: what ended changes left, and what open ones have done. By module.
pub fn now(world: &World, product: Product<'_>) -> Installed {
    let key = (product.client.cloned(), product.manifest.clone());
    let known = world.installed.get(&key).map(|it| Installed::clone(it));
    let mut installed = known.unwrap_or_else(|| Installed::new(product));
    let changes = world.changes.values().filter(|it| it.is_live());
    for change in changes.filter(|it| it.product() == Some(product)) {
        installed.add(change, world.directory());
    }
    for module in installed.modules.values_mut() {
        module.installations.sort_by_key(|it| it.at);
        module.customisations.sort_by_key(|it| it.at);
    }
    installed
}

/// Whether a module is there: left by a change that ended, or done by another open one.
pub(super) fn is_installed(world: &World, change: &Change, module: &str) -> bool {
    let Some(product) = change.product() else { return false };
    let key: Key = (product.client.cloned(), product.manifest.clone());
    let left = world.installed.get(&key).and_then(|it| it.modules.get(module));
    let done = |task: &Task| matches!(task.state, TaskState::Done { .. });
    left.is_some_and(|it| !it.installations.is_empty())
        || others(world, product, change.id).any(|it| it.touching(module).any(done))
}
