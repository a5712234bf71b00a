//! What was changed in a module for one client, with who and why (CHG-8).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Change;
use crate::ids::{ChangeId, PersonId};
use crate::say;
use crate::words::{Arg, Words};

/// A customisation of a module, recorded while its change ran.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Customised {
    pub change: ChangeId,
    pub module: String,
    pub text: String,
    pub because: String,
    pub by: PersonId,
    pub at: DateTime<Utc>,
}

impl Customised {
    /// On a line, with who and why.
    pub fn line(&self) -> Words {
        let (module, text, because) =
            (self.module.as_str(), self.text.as_str(), self.because.as_str());
        say!("customised-line", module = module, text = text, by = &self.by, because = because)
    }

    /// The same where several changes are spoken of.
    pub fn line_with_change(&self) -> Words {
        let (id, at) = (self.change, self.at);
        say!("customised-line-of", what = self.line(), id = id, at = at)
    }
}

/// As a line of the timeline.
pub(super) fn history(by: Arg, module: &str, text: &str, because: &str) -> Words {
    say!("change-was-customised", by = by, module = module, text = text, because = because)
}

impl Change {
    /// What was recorded on a module of it.
    pub fn customisations_of<'a>(
        &'a self,
        module: &'a str,
    ) -> impl Iterator<Item = &'a Customised> {
        self.customisations.iter().filter(move |it| it.module == module)
    }
}
