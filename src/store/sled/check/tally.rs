//! How much was found of everything, against how much there is to be.

use super::super::company::Memory;
use super::super::record::Head;

/// How many of each were found.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub live: u64,
    pub archived: u64,
    pub undelivered: u64,
    pub rows: u64,
}

impl Tally {
    /// What differs from what the head and the memory count: what it is about, and what is wrong with it.
    pub(super) fn compare(&self, head: &Head, memory: &Memory) -> Vec<(String, String)> {
        let documents = (!head.forgotten).then_some((head.live, head.archived));
        let counts = [
            ("live documents", documents.map(|(live, _)| live), self.live),
            ("archived documents", documents.map(|(_, archived)| archived), self.archived),
            ("undelivered rows", Some(head.undelivered), self.undelivered),
            ("rows", head.rows, self.rows),
        ];
        let differs = counts.into_iter().filter_map(|(what, counted, found)| {
            let counted = counted.filter(|counted| *counted != found)?;
            Some((format!("the number of {what}"), format!("is {found}, not {counted} as counted")))
        });
        let mut wrong: Vec<_> = differs.collect();
        if !memory.roster.counts(self.live) {
            let (what, how) = ("the list of live documents", "holds some that are not there");
            wrong.push((what.to_owned(), how.to_owned()));
        }
        wrong
    }
}
