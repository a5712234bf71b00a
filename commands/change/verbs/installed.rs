//! `/change installed`: which modules are installed at a client, in which version, by which change, how customised (CHG-8).

use std::collections::BTreeSet;

use clap::Args;

use crate::ask::Ask;
use crate::card::{Block, Card};
use crate::change::Customised;
use crate::change::installed::{self, Installed};
use crate::change::order::Product;
use crate::decision::{Decision, Refusal};
use crate::directory::Manifest;
use crate::directory_names as known;
use crate::ids::{ClientId, ManifestId};
use crate::say;
use crate::verbs::Verb;
use crate::words::{Arg, Words};
use crate::world::World;

/// More rows, and more customisations, do not fit a message.
const ROWS_MAX: usize = 25;
const CUSTOMISED_MAX: usize = 20;

/// Shows what is installed at a client: modules, versions, by which change; and every customisation with who and why
#[derive(Args, Debug)]
#[command(after_help = "/change installed acme --product retail-suite")]
pub struct ShowInstalled {
    #[arg(value_name = "CLIENT")]
    client: ClientId,
    /// Of one product alone
    #[arg(long, value_name = "MANIFEST")]
    product: Option<ManifestId>,
}

impl Verb for ShowInstalled {
    fn decide(&self, world: &World, _ask: &Ask) -> Result<Decision, Refusal> {
        let client = self.client.as_str();
        known::client(world.directory(), Some(&self.client))?;
        let mut rows: Vec<Vec<Arg>> = Vec::new();
        let mut customised: Vec<Words> = Vec::new();
        for manifest in self.products(world)? {
            let product = Product { manifest: &manifest, client: Some(&self.client) };
            let found = installed::now(world, product);
            let of_files = world.directory().manifests.get(&manifest);
            rows.extend(of_product(&found, of_files));
            customised.extend(customisations(&found, of_files));
        }
        if rows.is_empty() {
            return Ok(Decision::question(say!("installed-nothing", client = client)));
        }
        let columns = vec![
            say!("column-product"),
            say!("column-module"),
            say!("column-version"),
            say!("column-by"),
            say!("column-since"),
        ];
        let more = rows.len().saturating_sub(ROWS_MAX);
        rows.truncate(ROWS_MAX);
        let card = Card::line(say!("installed-head", client = client));
        let mut card = more_of(card.with(Block::Table { columns, rows }), more);
        if !customised.is_empty() {
            card = card.and(say!("installed-customised"));
        }
        let more = customised.len().saturating_sub(CUSTOMISED_MAX);
        card = customised.into_iter().take(CUSTOMISED_MAX).fold(card, Card::and);
        Ok(Decision::question(more_of(card, more)))
    }
}

impl ShowInstalled {
    /// The product named; else all that any change has touched at the client.
    fn products(&self, world: &World) -> Result<BTreeSet<ManifestId>, Refusal> {
        let known_here = world.installed.keys().filter(|(it, _)| it.as_ref() == Some(&self.client));
        let mut products: BTreeSet<ManifestId> =
            known_here.map(|(_, manifest)| manifest.clone()).collect();
        let changes = world.changes.values().filter(|it| it.client.as_ref() == Some(&self.client));
        products.extend(changes.filter_map(|it| it.manifest.clone()));
        let Some(named) = &self.product else { return Ok(products) };
        // One that has left the files is still installed.
        if !products.contains(named) {
            known::manifest(world.directory(), named)?;
        }
        Ok(BTreeSet::from([named.clone()]))
    }
}

fn more_of(card: Card, more: usize) -> Card {
    if more > 0 { card.and(say!("list-more", more = more)) } else { card }
}

/// The modules in the vendor's order, then those that have left the files: each as it was installed last.
fn of_product(found: &Installed, manifest: Option<&Manifest>) -> Vec<Vec<Arg>> {
    let product = manifest.map_or(found.manifest.as_str(), |it| it.product.as_str());
    let of_files = manifest.into_iter().flat_map(|it| &it.modules).map(|it| it.task.key.as_str());
    let mut seen = BTreeSet::new();
    let keys = of_files.chain(found.modules.keys().map(String::as_str));
    let keys = keys.filter(|key| seen.insert(*key));
    let row = |key: &str| {
        let last = found.modules.get(key)?.installations.last()?;
        let by: Arg = match &last.who {
            Some(who) => say!("installed-by", id = last.by, who = who).into(),
            None => last.by.into(),
        };
        Some(vec![product.into(), key.into(), last.version.as_str().into(), by, last.at.into()])
    };
    keys.filter_map(row).collect()
}

/// Those of the files on what is installed, then those recorded in changes, oldest first.
fn customisations(found: &Installed, manifest: Option<&Manifest>) -> Vec<Words> {
    let is_installed =
        |key: &str| found.modules.get(key).is_some_and(|module| !module.installations.is_empty());
    let mut lines: Vec<Words> = Vec::new();
    for module in manifest.into_iter().flat_map(|it| &it.modules) {
        let key = module.task.key.as_str();
        for made in module.customisations.iter().filter(|_| is_installed(key)) {
            let (id, text) = (made.id.as_str(), made.text.as_str());
            lines.push(match &made.by {
                Some(by) => say!("installed-of-file", module = key, text = text, by = by, id = id),
                None => say!("installed-of-file-unsigned", module = key, text = text, id = id),
            });
        }
    }
    let mut recorded: Vec<&Customised> =
        found.modules.values().flat_map(|it| &it.customisations).collect();
    recorded.sort_by_key(|it| it.at);
    lines.extend(recorded.into_iter().map(Customised::line_with_change));
    lines
}
