//! The clap trees of all verbs, built once: building one takes as long as reading a line with it.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use clap::Command;

use super::{Catalogue, Verb, VerbName};

/// The tree of each verb of a catalogue, built when the first line is read.
#[derive(Debug, Default)]
pub struct Trees(OnceLock<BTreeMap<VerbName, Command>>);

impl Trees {
    pub const fn new() -> Trees {
        Trees(OnceLock::new())
    }
}

impl<V> Catalogue<V> {
    /// The built tree of a verb, as [`Verb::tree`] makes it: a copy, since clap wants one of its own to read with.
    pub fn tree(&self, verb: &Verb<V>) -> Command {
        let all = || self.verbs().map(|verb| (verb.full_name(), verb.tree())).collect();
        let kept = self.trees.0.get_or_init(all).get(&verb.full_name());
        kept.cloned().unwrap_or_else(|| verb.tree())
    }
}
