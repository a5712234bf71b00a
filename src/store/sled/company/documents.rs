//! The documents of a company: written with its commits, forgotten and made anew as a whole.

use super::super::desk::Desk;
use super::super::keys::Kind;
use super::super::record;
use super::Company;
use crate::store::{AppendError, DocumentChange, Result, Seq};

impl Company {
    /// Puts, moves or removes a document, unless all of them wait to be made anew.
    pub(super) fn change_document(
        &mut self,
        desk: &mut Desk,
        change: DocumentChange,
    ) -> Result<()> {
        if self.head.forgotten {
            return Ok(());
        }
        let live = self.keys.named(Kind::Live, change.key());
        let archived = self.keys.named(Kind::Archived, change.key());
        let known = self.roster.pieces_of(change.key());
        let was_live = known.map_or_else(|| desk.pieces_at(&live), Ok)?;
        // It is one or the other, never both.
        if let Some(pieces) = was_live {
            self.head.live -= 1;
            if !matches!(change, DocumentChange::Put { .. }) {
                desk.remove_known(&live, pieces);
            }
        } else if desk.remove(&archived)? {
            self.head.archived -= 1;
        }
        match change {
            DocumentChange::Put { key, body } => {
                let payload = record::encode_document(&body);
                let pieces = match was_live {
                    Some(pieces) => desk.replace(live, pieces, &payload),
                    None => desk.add(live, &payload),
                };
                self.roster.put(&key, pieces);
                self.head.live += 1;
            }
            DocumentChange::Archive { key, body } => {
                desk.add(archived, &record::encode_document(&body));
                self.roster.remove(&key);
                self.head.archived += 1;
            }
            DocumentChange::Remove { key } => self.roster.remove(&key),
        }
        Ok(())
    }

    /// Takes which documents a snapshot found live, and in how many pieces each: no commit has to look for them then.
    pub fn learn_documents(&mut self, era: u64, found: Vec<(Box<str>, u32)>) {
        self.roster.learn(era, found);
    }

    /// Declares the documents untrue until they are made anew.
    pub fn forget_documents(&mut self) {
        self.roster.forget();
        self.head.forgotten = true;
        self.changed = true;
    }

    /// Removes documents of before, by their keys in the tree.
    pub fn clear_documents(&mut self, desk: &mut Desk, keys: &[Vec<u8>]) -> Result<()> {
        self.roster.forget();
        keys.iter().try_for_each(|key| desk.remove(key).map(drop))?;
        (self.head.live, self.head.archived) = (0, 0);
        self.changed = true;
        Ok(())
    }

    /// Writes a document while they are forgotten.
    pub fn restore_document(
        &mut self,
        desk: &mut Desk,
        kind: Kind,
        key: &str,
        body: &[u8],
    ) -> Result<()> {
        self.roster.forget();
        let replaced = desk.put(self.keys.named(kind, key), &record::encode_document(body))?;
        let count = if kind == Kind::Live { &mut self.head.live } else { &mut self.head.archived };
        *count += u64::from(!replaced);
        self.changed = true;
        Ok(())
    }

    /// Declares the documents true at `expected`.
    pub fn believe_documents(&mut self, expected: Seq) -> Result<(), AppendError> {
        self.expect_head(expected)?;
        self.head.forgotten = false;
        self.changed = true;
        Ok(())
    }
}
