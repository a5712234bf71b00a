//! `/client`: who the client is, what was promised, whom to call.

use clap::Args;

use crate::access::Right;
use crate::ask::Ask;
use crate::card::{Block, Card};
use crate::decision::{Decision, Refusal};
use crate::directory::{Client, Severity, Tier};
use crate::directory_names as known;
use crate::ids::ClientId;
use crate::incident::{Incident, promise_of};
use crate::say;
use crate::verbs::{Entry, Verb, verb};
use crate::words::Arg;
use crate::world::World;

/// The verbs of `/client`, in the order of the help.
pub const VERBS: &[Entry] = &[verb!("client", "show", Show, None, false, Right::Anyone, [])];

/// Shows a client: people, contacts, sites, services, promised targets, open incidents
#[derive(Args, Debug)]
#[command(after_help = "/client show acme")]
pub struct Show {
    #[arg(value_name = "CLIENT")]
    client: ClientId,
}

impl Verb for Show {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let directory = world.directory();
        let slug = &self.client;
        let Some(client) = known::client(directory, Some(slug))? else {
            return Err(Refusal::new(say!("client-which")));
        };
        let tier = match client.tier {
            Tier::Core => say!("tier-core"),
            Tier::Standard => say!("tier-standard"),
        };
        let name = client.name.as_str();
        let mut card =
            Card::line(say!("client-is", client = slug.as_str(), name = name, tier = tier));
        card.body.extend(people(client));
        card.body.extend(contacts(client));
        let services = directory.services.iter().filter(|(_, s)| s.client.as_ref() == Some(slug));
        let services: Vec<Arg> = services.map(|(name, _)| name.as_str().into()).collect();
        if !services.is_empty() {
            card = card.with(Block::Field { name: say!("field-services"), value: services.into() });
        }
        card.body.extend(promises(world, slug));
        let open = |i: &&std::sync::Arc<Incident>| {
            i.is_live() && i.client.as_ref() == Some(slug) && i.visible_to(&ask.actor, directory)
        };
        let count = world.incidents.values().filter(open).count();
        Ok(Decision::question(card.and(say!("client-open", count = count))))
    }
}

fn people(client: &Client) -> Vec<Block> {
    let named = [
        (say!("role-tam"), &client.tam),
        (say!("role-service-manager"), &client.service_manager),
        (say!("role-key-account-manager"), &client.key_account_manager),
    ];
    let field = |(name, person): (_, &Option<_>)| {
        let value = Arg::from(person.as_ref()?);
        Some(Block::Field { name, value })
    };
    named.into_iter().filter_map(field).collect()
}

fn contacts(client: &Client) -> Vec<Block> {
    let contact = |contact: &crate::directory::Contact| {
        let reach: Vec<Arg> = [&contact.mail, &contact.phone]
            .into_iter()
            .flatten()
            .map(|to| to.as_str().into())
            .collect();
        Block::Line(say!("client-contact", name = contact.name.as_str(), reach = reach))
    };
    let site = |site: &crate::directory::Site| {
        let zone = site.zone.name();
        Block::Line(say!("client-site", name = site.name.as_str(), zone = zone))
    };
    client.contacts.iter().map(contact).chain(client.sites.values().map(site)).collect()
}

/// What the contract promises by severity.
fn promises(world: &World, client: &ClientId) -> Option<Block> {
    let rows: Vec<Vec<Arg>> = Severity::all()
        .filter_map(|severity| {
            let promise = promise_of(world.directory(), Some(client), None, severity)?;
            let span = |span: Option<crate::sla::Span>| match span {
                Some(span) => Arg::Text(span.to_string()),
                None => Arg::Text("–".to_owned()),
            };
            Some(vec![
                i64::from(severity.number()).into(),
                span(promise.response),
                span(promise.resolution),
                span(promise.update),
                promise.calendar.as_str().into(),
            ])
        })
        .collect();
    let columns = vec![
        say!("column-severity"),
        say!("target-response"),
        say!("target-resolution"),
        say!("target-update"),
        say!("field-calendar"),
    ];
    (!rows.is_empty()).then_some(Block::Table { columns, rows })
}
