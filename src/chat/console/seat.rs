//! Who speaks at the console, and where.

use baton_commands::grammar::nearest;
use baton_commands::ids::{PersonId, Place, RecordId, RoleId};
use baton_commands::world::World;

use crate::chat::Who;
use crate::chat::names::places;

/// Before the name of an account that belongs to no person (DIR-2).
pub const ACCOUNT: &str = "console:";

/// Who speaks, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    pub who: Who,
    pub place: Place,
    /// The record in whose thread he speaks.
    pub thread: Option<RecordId>,
}

impl Seat {
    /// A technical account manager in the place where incidents stand: from there everything can be tried.
    pub fn first(world: &World) -> Seat {
        let directory = world.directory();
        let tam = directory.clients.values().find_map(|client| client.tam.clone());
        let role = || directory.role_members(&RoleId::new("incident-manager")).first().cloned();
        let somebody = || directory.people.keys().next().cloned();
        let who = match tam.or_else(role).or_else(somebody) {
            Some(person) => Who::Person(person),
            None => Who::Stranger(format!("{ACCOUNT}somebody")),
        };
        let home = directory.company.incident.home.as_ref();
        let place = home.or_else(|| directory.company_place("incidents")).cloned();
        Seat { who, place: place.unwrap_or_else(|| Place::channel("incidents")), thread: None }
    }

    /// The same place, spoken in by another; direct messages are his own.
    pub fn of(self, who: Who) -> Seat {
        let place = if self.place.is_direct() { direct(&who) } else { self.place };
        Seat { who, place, thread: self.thread }
    }

    /// Somewhere else, outside of any thread.
    pub fn at(self, place: Place) -> Seat {
        Seat { place, thread: None, ..self }
    }

    /// `tam-1 in #unix`, to stand in a sentence.
    pub fn in_words(&self) -> String {
        let room = match &self.place {
            Place::Direct(_) => "direct messages with the bot".to_owned(),
            place => place.to_string(),
        };
        let thread =
            self.thread.map_or(String::new(), |record| format!(", in the thread of {record}"));
        format!("{} in {room}{thread}", name(&self.who))
    }
}

/// As the prompt shows it: `tam-1 #unix INC-7`.
impl std::fmt::Display for Seat {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let place = if self.place.is_direct() { "dm".to_owned() } else { self.place.to_string() };
        write!(f, "{} {place}", name(&self.who))?;
        self.thread.map_or(Ok(()), |record| write!(f, " {record}"))
    }
}

/// A handle, or an account such as `console:bob`.
pub fn name(who: &Who) -> &str {
    match who {
        Who::Person(person) => person.as_str(),
        Who::Stranger(account) => account,
    }
}

/// Somebody by his handle. A name that resembles none is an account of no person.
///
/// # Errors
/// It is probably a slip: a sentence with the name that was meant.
pub fn who(world: &World, typed: &str) -> Result<Who, String> {
    let typed = typed.trim().trim_start_matches('@');
    if let Some(account) = typed.strip_prefix(ACCOUNT) {
        return Ok(account_of(world, account));
    }
    let handle: PersonId = typed.parse().map_err(|bad| format!("{bad}"))?;
    let people = &world.directory().people;
    if let Some((person, _)) = people.iter().find(|(own, _)| same(own.as_str(), typed)) {
        return Ok(Who::Person(person.clone()));
    }
    match nearest(typed, people.keys().map(PersonId::as_str)) {
        Some(near) => Err(format!(
            "Nobody is called `{typed}`. Did you mean `{near}`? `{ACCOUNT}{typed}` speaks as an account of nobody."
        )),
        None => Ok(account_of(world, handle.as_str())),
    }
}

/// A person who claimed the account, or a stranger.
fn account_of(world: &World, account: &str) -> Who {
    let named = world.directory().person_on("console", account);
    let full = format!("{ACCOUNT}{account}");
    match named.or_else(|| world.company.links.get(&full)) {
        Some(person) => Who::Person(person.clone()),
        None => Who::Stranger(full),
    }
}

/// A channel, or `dm`: the direct messages of `who`. A channel nobody uses is allowed.
///
/// # Errors
/// It is no place, or probably a slip: a sentence with the place that was meant.
pub fn place(world: &World, who: &Who, typed: &str) -> Result<Place, String> {
    if same(typed, "dm") || typed == direct(who).to_string() {
        return Ok(direct(who));
    }
    if let Some(whose) = typed.strip_prefix("dm:") {
        return Err(format!("Direct messages are one's own: `:who {}`, then `:in dm`.", whose));
    }
    let place: Place = typed.to_lowercase().parse().map_err(|bad| format!("{bad}"))?;
    let known: Vec<String> =
        places(world.directory()).into_keys().map(|place| place.to_string()).collect();
    let name = place.to_string();
    if known.contains(&name) {
        return Ok(place);
    }
    match nearest(&name, known.iter().map(String::as_str)) {
        Some(near) => Err(format!("There is no `{name}`. Did you mean `{near}`?")),
        None => Ok(place),
    }
}

/// Whether somebody may speak in a record's thread: it exists and he may see it (INC-9).
pub fn sees(world: &World, who: &Who, record: RecordId) -> bool {
    let Who::Person(person) = who else { return false };
    world.record(record).is_some_and(|record| record.visible_to(person, world.directory()))
}

fn direct(who: &Who) -> Place {
    match who {
        Who::Person(person) => Place::Direct(person.clone()),
        Who::Stranger(account) => Place::Direct(PersonId::new(account)),
    }
}

fn same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}
