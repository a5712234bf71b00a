//! Two open changes that touch one module of a product at the same client: the programmers are told, once (CHG-8).

use std::collections::BTreeSet;

use super::announce::Changes;
use super::order::{Product, others};
use super::{Change, Event};
use crate::ids::ChangeId;
use crate::notice::Useful;
use crate::record::Record;
use crate::say;
use crate::words::{Arg, Words};
use crate::world::World;

/// What another change touches too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    pub with: ChangeId,
    pub modules: Vec<String>,
}

/// The open changes that touch one of these modules too.
fn with_others(
    world: &World,
    product: Product<'_>,
    id: ChangeId,
    modules: &BTreeSet<&str>,
) -> Vec<Clash> {
    let clash = |other: &Change| {
        let both = modules.iter().filter(|module| other.touching(module).next().is_some());
        let modules: Vec<String> = both.map(|module| (*module).to_owned()).collect();
        (!modules.is_empty()).then_some(Clash { with: other.id, modules })
    };
    others(world, product, id).filter_map(clash).collect()
}

/// What clashes with a change now.
pub fn clashes(world: &World, change: &Change) -> Vec<Clash> {
    let Some(product) = change.product().filter(|_| change.is_live()) else { return Vec::new() };
    let touched = change.tasks.values().filter(|task| !task.is_left_out());
    let modules = touched.filter_map(|task| task.module.as_deref()).collect();
    with_others(world, product, change.id, &modules)
}

/// What happens when a change begins to touch modules: an event for each pair that nobody was told of yet.
pub fn begun<'a>(
    world: &World,
    product: Option<Product<'_>>,
    id: ChangeId,
    modules: impl IntoIterator<Item = &'a str>,
) -> Vec<Event> {
    let Some(product) = product else { return Vec::new() };
    let modules = modules.into_iter().collect();
    let knows = |of: ChangeId, with| world.change(of).is_some_and(|it| it.clashed.contains(&with));
    let mut found = with_others(world, product, id, &modules);
    found.retain(|clash| !knows(id, clash.with) && !knows(clash.with, id));
    let event = |clash: Clash| Event::Clashed { with: clash.with, modules: clash.modules };
    found.into_iter().map(event).collect()
}

/// Each clash on a line, with who leads the other change.
pub fn lines(world: &World, change: &Change) -> Vec<Words> {
    let line = |clash: Clash| {
        let tam = world.change(clash.with).and_then(|it| it.tam(world.directory()));
        let tam: Arg = tam.map_or_else(|| "–".into(), Arg::from);
        say!("clash-line", id = clash.with, tam = tam, modules = named(&clash.modules))
    };
    clashes(world, change).into_iter().map(line).collect()
}

/// What the asker is told who made it so.
pub fn warned(events: &[Event]) -> Vec<Words> {
    let warning = |event: &Event| match event {
        Event::Clashed { with, modules } => {
            Some(say!("clash-warning", with = *with, modules = named(modules)))
        }
        _ => None,
    };
    events.iter().filter_map(warning).collect()
}

/// As a line of the timeline.
pub(super) fn history(with: ChangeId, modules: &[String]) -> Words {
    say!("change-was-clashing", with = with, modules = named(modules))
}

fn named(modules: &[String]) -> Vec<Arg> {
    modules.iter().map(|module| module.as_str().into()).collect()
}

impl Changes<'_> {
    /// The programmers' department, and the thread of the other change.
    pub(super) fn clashed(&mut self, with: ChangeId, modules: &[String]) {
        let Some(other) = self.after.change(with) else { return };
        let directory = self.teller.directory();
        let manifest = self.change.manifest.as_ref().and_then(|it| directory.manifests.get(it));
        let Some(manifest) = manifest else { return };
        let id = self.change.id;
        if let Some(programmers) = &manifest.programmers {
            let product = manifest.product.as_str();
            let client: Arg = match &self.change.client {
                Some(client) => client.as_str().into(),
                None => say!("mine-no-client").into(),
            };
            let words = say!(
                "clash-for-you",
                id = id,
                with = with,
                product = product,
                client = client,
                modules = named(modules)
            );
            let address = self.teller.department(programmers);
            let useful = Useful::WhileUnresolved;
            self.teller.ping("change.conflict", "CHG-8", address, words, useful);
        }
        self.teller.about(Record::Change(other));
        let home = other.home(directory);
        self.teller.thread("change.conflict", &home, history(id, modules));
    }
}
