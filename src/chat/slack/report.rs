//! What of the organisation's files Slack does not have: said once at the start, with the mend.

use std::collections::BTreeSet;

use baton_commands::directory::Directory;
use baton_commands::ids::Place;

use super::api::SLACK;
use super::style::Book as _;
use super::workspace::Addresses;
use crate::chat::names::places;

/// What is missing, and the channels that could be joined.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// A sentence each.
    pub missing: Vec<String>,
    /// Ids of public channels that belong to places and that we are not in.
    pub to_join: Vec<String>,
}

/// Compares the organisation with the workspace. Places that have a name on another platform only belong there.
pub fn report(book: &Addresses) -> Report {
    let directory = book.names.world().directory();
    let mut report = Report::default();
    for place in places(directory).keys().filter(|place| belongs(directory, place)) {
        let Some(id) = book.channel(place) else {
            let known = book.names.channel(place).unwrap_or_default();
            report.missing.push(format!(
                "{place}: there is no channel `{known}`; create it, or give its id as `slack = \"C…\"`"
            ));
            continue;
        };
        match book.workspace.channels.get(&id) {
            None => report.missing.push(format!(
                "{place}: the channel {id} is archived, or private and the app is not in it; `/invite` it there"
            )),
            Some(channel) if channel.is_member => {}
            Some(channel) if channel.is_private => report
                .missing
                .push(format!("{place}: the app is not in #{}; `/invite` it there", channel.name)),
            Some(_) => report.to_join.push(id),
        }
    }
    for (slug, department) in &directory.departments {
        let known = department.groups.get(SLACK);
        if let Some(known) = known.filter(|_| book.group(slug).is_none()) {
            report.missing.push(format!("{slug}: there is no user group `{known}`"));
        }
    }
    report.missing.extend(strangers(book, directory));
    report
}

/// One sentence for all people without an account.
fn strangers(book: &Addresses, directory: &Directory) -> Option<String> {
    let people = directory.people.keys().filter(|person| book.user(person).is_none());
    let people: BTreeSet<&str> = people.map(|person| person.as_str()).collect();
    let (count, first) = (people.len(), people.iter().take(10).copied().collect::<Vec<_>>());
    let more = if count > first.len() { " …" } else { "" };
    (count > 0).then(|| {
        format!(
            "{count} people have no Slack account here and cannot be pinged: {}{more}; give `slack = \"U…\"` in people.toml, or let them type `/baton link`",
            first.join(", ")
        )
    })
}

fn belongs(directory: &Directory, place: &Place) -> bool {
    let elsewhere = directory
        .channels
        .get(place)
        .is_some_and(|names| !names.contains_key(SLACK) && !names.is_empty());
    !elsewhere && !place.is_direct()
}
