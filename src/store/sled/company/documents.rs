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
        let was_live = desk.remove(&live)?;
        // It is one or the other, never both.
        let was_archived = !was_live && desk.remove(&archived)?;
        self.head.live -= u64::from(was_live);
        self.head.archived -= u64::from(was_archived);
        match change {
            DocumentChange::Put { body, .. } => {
                desk.add(live, &record::encode_document(&body));
                self.head.live += 1;
            }
            DocumentChange::Archive { body, .. } => {
                desk.add(archived, &record::encode_document(&body));
                self.head.archived += 1;
            }
            DocumentChange::Remove { .. } => {}
        }
        Ok(())
    }

    /// Declares the documents untrue until they are made anew.
    pub fn forget_documents(&mut self) {
        self.head.forgotten = true;
        self.changed = true;
    }

    /// Removes documents of before, by their keys in the tree.
    pub fn clear_documents(&mut self, desk: &mut Desk, keys: &[Vec<u8>]) -> Result<()> {
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
