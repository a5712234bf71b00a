//! What exists and may be named by the one who types: for completion.

use baton_commands::directory::{Device, Directory};
use baton_commands::grammar::{Offer, Sources};
use baton_commands::ids::PersonId;
use baton_commands::verbs::CATALOGUE;
use baton_commands::voice::Language;
use baton_commands::world::World;

/// The World as one person may see it.
#[derive(Debug, Clone)]
pub struct Offers {
    pub world: World,
    /// None: somebody whom no person maps to.
    pub asker: Option<PersonId>,
}

fn offer(text: impl Into<String>, about: impl Into<String>) -> Offer {
    Offer { text: text.into(), about: about.into() }
}

impl Sources for Offers {
    fn offers(&self, value_name: &str, noun: &str, _typed: &str) -> Vec<Offer> {
        let Some(asker) = &self.asker else { return Vec::new() };
        let directory = self.world.directory();
        match value_name {
            "ID" if noun == "incident" || noun == "sla" || noun == "baton" => self.incidents(asker),
            "ID" if noun == "change" => {
                let mut all = self.changes();
                all.extend(self.tasks());
                all
            }
            "ID" if noun == "task" => self.tasks(),
            "INC" => self.incidents(asker),
            "TASK" => self.tasks(),
            "TEMPLATE" => templates(directory),
            "MANIFEST" => manifests(directory),
            "PROJECT" => projects(directory),
            "MODULE" => modules(directory),
            "@WHO" | "WHO" => people(directory),
            "DEPT" => departments(directory),
            "CLIENT" => clients(directory),
            "SERVICE" => services(directory),
            "SERIAL" => devices(directory),
            "VENDOR" => vendors(directory),
            "WHOM" => whom(directory),
            "N" => (1..=4).map(|number| offer(number.to_string(), "")).collect(),
            "LANGUAGE" => languages(),
            "NOUN" => nouns(),
            "VERB" => verbs(),
            _ => Vec::new(),
        }
    }
}

impl Offers {
    /// The newest first: that is the one that is meant.
    fn incidents(&self, asker: &PersonId) -> Vec<Offer> {
        let all = self.world.incidents.values().rev();
        let seen = all.filter(|incident| incident.visible_to(asker, self.world.directory()));
        seen.map(|incident| offer(incident.id.to_string(), &incident.title)).collect()
    }

    /// Those that have not ended, the newest first.
    fn changes(&self) -> Vec<Offer> {
        let live = self.world.changes.values().rev().filter(|change| change.is_live());
        live.map(|change| offer(change.id.to_string(), &change.title)).collect()
    }

    /// Those that are still to be done, of the newest change first.
    fn tasks(&self) -> Vec<Offer> {
        let live = self.world.changes.values().rev().filter(|change| change.is_live());
        let open = live.flat_map(|change| change.open_tasks());
        open.map(|task| offer(task.id.to_string(), &task.title)).collect()
    }
}

pub fn people(directory: &Directory) -> Vec<Offer> {
    let people = directory.people.iter();
    people.map(|(handle, person)| offer(format!("@{handle}"), &person.name)).collect()
}

fn departments(directory: &Directory) -> Vec<Offer> {
    let departments = directory.departments.iter();
    departments.map(|(slug, department)| offer(slug.as_str(), &department.name)).collect()
}

fn clients(directory: &Directory) -> Vec<Offer> {
    directory.clients.iter().map(|(slug, client)| offer(slug.as_str(), &client.name)).collect()
}

fn services(directory: &Directory) -> Vec<Offer> {
    directory.services.iter().map(|(slug, service)| offer(slug.as_str(), &service.name)).collect()
}

fn vendors(directory: &Directory) -> Vec<Offer> {
    directory.vendors.iter().map(|(slug, vendor)| offer(slug.as_str(), &vendor.name)).collect()
}

fn devices(directory: &Directory) -> Vec<Offer> {
    let about = |device: &Device| {
        let model = device.model.as_deref().unwrap_or_default();
        format!("{model} {} {}", device.client, device.site).trim_start().to_owned()
    };
    directory.devices.iter().map(|(serial, it)| offer(serial.as_str(), about(it))).collect()
}

fn templates(directory: &Directory) -> Vec<Offer> {
    directory.templates.iter().map(|(name, it)| offer(name.as_str(), &it.title)).collect()
}

fn manifests(directory: &Directory) -> Vec<Offer> {
    let manifests = directory.manifests.iter();
    manifests
        .map(|(name, it)| offer(name.as_str(), format!("{} {}", it.product, it.baseline)))
        .collect()
}

fn projects(directory: &Directory) -> Vec<Offer> {
    let projects = directory.clients.values().flat_map(|client| &client.projects);
    projects.map(|(slug, project)| offer(slug.as_str(), &project.name)).collect()
}

fn modules(directory: &Directory) -> Vec<Offer> {
    let modules = directory.manifests.values().flat_map(|manifest| &manifest.modules);
    modules.map(|module| offer(&module.task.key, &module.task.title)).collect()
}

/// To whom an incident is escalated.
fn whom(directory: &Directory) -> Vec<Offer> {
    let vendors =
        directory.vendors.iter().map(|(slug, it)| offer(format!("vendor:{slug}"), &it.name));
    [offer("head", ""), offer("management", "")].into_iter().chain(vendors).collect()
}

fn languages() -> Vec<Offer> {
    Language::ALL.iter().map(|language| offer(language.tag(), language.own_name())).collect()
}

fn nouns() -> Vec<Offer> {
    CATALOGUE.nouns.iter().map(|noun| offer(noun.name, noun.about)).collect()
}

fn verbs() -> Vec<Offer> {
    let mut names: Vec<&str> = CATALOGUE.verbs().map(|verb| verb.name).collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter().map(|name| offer(name, "")).collect()
}
