//! What the console says itself, beside what the bot says: help, lists, the first screen.

use std::collections::BTreeMap;

use baton_commands::grammar;
use baton_commands::ids::Place;
use baton_commands::verbs::CATALOGUE;

use super::desk::Desk;
use super::line::USAGES;
use super::render::wrapped;
use super::seat;
use crate::chat::Who;

impl Desk<'_> {
    /// A remark of the console itself, beside what the bot says.
    pub fn remark(&self, text: &str) {
        let look = self.console.look;
        let lines: Vec<String> = text
            .lines()
            .flat_map(|line| wrapped(line, 0, look.width))
            .map(|line| look.dim(&line))
            .collect();
        self.console.screen.print(&lines.join("\n"));
    }

    /// Two columns.
    pub(super) fn pairs(&self, pairs: impl Iterator<Item = (String, String)>) {
        let pairs: BTreeMap<String, String> = pairs.collect();
        let width = pairs.keys().map(|name| name.chars().count()).max().unwrap_or(0);
        let lines: Vec<String> = pairs
            .iter()
            .map(|(name, what)| format!("  {name:width$}  {what}").trim_end().to_owned())
            .collect();
        self.remark(&lines.join("\n"));
    }

    pub(super) fn help(&self, words: &str) {
        let width = self.console.look.width.unwrap_or(80);
        let mut words = words.split_whitespace().map(|word| word.trim_start_matches('/'));
        let (noun, verb) = (words.next(), words.next());
        if noun.is_some() {
            return self.remark(&grammar::help(&CATALOGUE, noun, verb, width).join("\n"));
        }
        let usage = |u: &super::line::Usage| {
            (format!("{} {}", u.name, u.words).trim_end().to_owned(), u.about)
        };
        let column = USAGES.iter().map(|u| usage(u).0.len()).max().unwrap_or(0);
        let mut lines: Vec<String> = USAGES
            .iter()
            .map(|u| format!("  {:column$}  {}", usage(u).0, usage(u).1))
            .flat_map(|line| wrapped(&line, 0, self.console.look.width))
            .collect();
        lines.push(
            "`#place who: text` says one line as somebody else. All else is said where you are:"
                .to_owned(),
        );
        lines.push(
            "`/baton help` shows the commands; Tab completes, the arrow keys bring lines back."
                .to_owned(),
        );
        self.remark(&lines.join("\n"));
    }

    /// The first screen: what this is, who and where one is, what to try.
    pub fn greet(&self) {
        let world = self.console.world();
        let company = &world.directory().company.name;
        let rehearsal = match &self.console.options.rehearsal {
            Some(_) => "\nA rehearsal: nothing is kept, and time passes only by `:wait 2h`.",
            None => "",
        };
        let me = seat::name(&self.seat.who);
        let open = world.incidents.values().filter(|incident| incident.is_live()).count();
        let client = match &self.seat.who {
            Who::Person(person) => world.directory().clients_of_tam(person).next().cloned(),
            Who::Stranger(_) => None,
        };
        let client = client.map_or(String::new(), |client| format!(" --client {client}"));
        self.remark(&format!(
            "Baton for {company}, on the console. Incidents open: {open}.{rehearsal}\n\
             You are {me} in {place}. Try:\n  \
             /incident open \"Web shop answers 502\" --severity 2{client}\n  \
             :who unix-3        speak as somebody else, then press button 1 by typing 1\n  \
             /sla next          what breaches next\n  \
             /baton help        all that can be said; Tab completes\n\
             `:help` shows the console's own lines, `:quit` or Ctrl-D leaves.",
            place = match &self.seat.place {
                Place::Direct(_) => "dm".to_owned(),
                place => place.to_string(),
            },
        ));
    }
}
