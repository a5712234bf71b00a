//! What the console says itself, beside what the bot says: help, lists, the first screen.

use std::collections::BTreeSet;

use baton_commands::directory::Directory;
use baton_commands::grammar;
use baton_commands::ids::PersonId;
use baton_commands::verbs::CATALOGUE;
use unicode_width::UnicodeWidthStr as _;

use super::desk::Desk;
use super::line::{USAGES, Usage};
use super::render::wrapped;
use crate::chat::Who;

/// Of help in a pipe, in columns.
const HELP_WIDTH: usize = 80;

impl Desk<'_> {
    /// A remark of the console itself, beside what the bot says.
    pub fn remark(&self, text: &str) {
        self.console.shown.remark(text);
    }

    /// Two columns, the second wrapped under itself.
    pub(super) fn columns(&self, rows: &[(String, String)]) {
        let width = self.console.shown.look().width;
        let widest = rows.iter().map(|(name, _)| name.width()).max().unwrap_or(0);
        let mut lines = Vec::new();
        for (name, what) in rows {
            let indent = widest + 4;
            let mut cells = wrapped(what, indent, width).into_iter();
            let first = cells.next().unwrap_or_default();
            let gap = " ".repeat(widest - name.width());
            lines.push(format!("  {name}{gap}  {}", first.trim_start()).trim_end().to_owned());
            lines.extend(cells);
        }
        self.console.shown.page(&lines.join("\n"));
    }

    pub(super) fn help(&self, words: &str) {
        // The last column stays empty, as in all lines.
        let width = self.console.shown.look().width.map_or(HELP_WIDTH, |width| width - 1);
        let mut words = words.split_whitespace().map(|word| word.trim_start_matches('/'));
        let (noun, verb) = (words.next(), words.next());
        if noun.is_some() {
            let help = grammar::help(&CATALOGUE, noun, verb, width);
            return self.console.shown.page(&help.join("\n"));
        }
        let usage = |usage: &Usage| {
            let words = format!("{} {}", usage.name, usage.words);
            (words.trim_end().to_owned(), usage.about.to_owned())
        };
        self.columns(&USAGES.iter().map(usage).collect::<Vec<_>>());
        self.console.shown.page(
            "`#place who: text` says one line as somebody else. All else is said where you are; \
             `/baton help` shows the commands. Tab completes, the arrow keys bring lines back.",
        );
    }

    /// The first screen: what this is, who and where one is, what to try.
    pub fn greet(&self) {
        let world = self.console.world();
        let company = &world.directory().company.name;
        let rehearsal = match &self.console.options.rehearsal {
            Some(_) => "\nA rehearsal: nothing is kept, and time passes only by `:wait 2h`.",
            None => "",
        };
        let open = world.incidents.values().filter(|incident| incident.is_live()).count();
        let tries = tries(world.directory(), &self.seat.who);
        let tries: Vec<String> = tries.iter().map(|line| format!("\n  {line}")).collect();
        self.console.shown.page(&format!(
            "Baton for {company}, on the console. Incidents open: {open}.{rehearsal}\n\
             You are {me}. Try:{tries}\n\
             `:help` shows the console's own lines, `:quit` or Ctrl-D leaves.",
            me = self.seat.in_words(),
            tries = tries.concat(),
        ));
    }
}

/// Lines to begin with, about one's own client and somebody who works for it.
fn tries(directory: &Directory, who: &Who) -> Vec<String> {
    let client = match who {
        Who::Person(person) => directory.clients_of_tam(person).next(),
        Who::Stranger(_) => None,
    };
    let service = directory.services.values().find(|service| service.client.as_ref() == client);
    let owner = service.and_then(|service| directory.department(&service.owner));
    let department = owner.or_else(|| directory.departments.values().next());
    let colleague = department.and_then(|it| it.members.last());
    let client = client.map_or(String::new(), |client| format!(" --client {client}"));
    let mut tries = vec![format!("/incident open \"Web shop answers 502\" --severity 2{client}")];
    tries.extend(colleague.map(|colleague| {
        let who = format!(":who {colleague}");
        format!("{who:17}  speak as somebody else, then press button 1 by typing 1")
    }));
    tries.push(format!("{:17}  what breaches next", "/sla next"));
    tries.push(format!("{:17}  all that can be said; Tab completes", "/baton help"));
    tries
}

/// Everybody, in as few lines as a screen has: by department, then by role, then who is left.
pub(super) fn people(directory: &Directory) -> Vec<(String, String)> {
    let departments = directory
        .departments
        .keys()
        .map(|slug| (slug.to_string(), directory.staff_of(slug).into_iter().collect::<Vec<_>>()));
    let roles = directory
        .company
        .roles
        .iter()
        .map(|(role, people)| (role.to_string(), people.iter().collect::<Vec<_>>()));
    let mut groups: Vec<_> = departments.chain(roles).collect();
    let named: BTreeSet<&PersonId> =
        groups.iter().flat_map(|(_, people)| people.iter().copied()).collect();
    groups.push((
        "others".to_owned(),
        directory.people.keys().filter(|person| !named.contains(person)).collect(),
    ));
    let row = |(group, people): (String, Vec<&PersonId>)| {
        let people: Vec<&str> = people.into_iter().map(PersonId::as_str).collect();
        (group, people.join(" "))
    };
    groups.into_iter().filter(|(_, people)| !people.is_empty()).map(row).collect()
}
