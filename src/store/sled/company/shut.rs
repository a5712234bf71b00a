//! What platforms said about waiting, kept beside the rows.

use chrono::{DateTime, Utc};

use super::super::desk::Desk;
use super::super::keys::{Keys, Kind};
use super::super::record::{decode_shut, encode_shut};
use super::super::tree::Tree;
use super::super::value::{show, unpack};
use super::Company;
use crate::store::shut::Shut;
use crate::store::{Fault, Outcome, Result};

/// Reads what was written down before.
pub(super) fn read(tree: &Tree, keys: &Keys) -> Result<Shut> {
    let mut shut = Shut::default();
    tree.under(&keys.all(Kind::Shut), |key, root| {
        let payload = unpack(key, root, |piece| tree.get_raw(piece))?;
        let name = keys.parse(key).and_then(|(_, name)| std::str::from_utf8(name).ok());
        let (Some(name), Some(until)) = (name, decode_shut(&payload)) else {
            return Err(Fault::damaged(show(key), "it does not say until when"));
        };
        shut.recover(name.to_owned(), until);
        Ok(())
    })?;
    Ok(shut)
}

impl Company {
    pub(super) fn note_shut(&mut self, desk: &mut Desk, outcome: &Outcome) -> Result<()> {
        let Some((name, until)) = self.shut.note(outcome) else { return Ok(()) };
        desk.put(self.keys.named(Kind::Shut, name), &encode_shut(until)).map(drop)
    }

    /// What is shut, by name, and until when; what has passed is forgotten.
    pub fn shut(
        &mut self,
        desk: &mut Desk,
        now: DateTime<Utc>,
    ) -> Result<Vec<(String, DateTime<Utc>)>> {
        for name in self.shut.forget(now) {
            desk.remove(&self.keys.named(Kind::Shut, &name))?;
        }
        Ok(self.shut.all())
    }
}
