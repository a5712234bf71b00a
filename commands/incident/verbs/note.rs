//! `/incident note`: a line of the timeline; `--amends` puts an earlier one right (INC-4).

use clap::Args;

use crate::ask::Ask;
use crate::decision::{Decision, Refusal};
use crate::grammar::Text;
use crate::ids::IncidentId;
use crate::incident::Event;
use crate::say;
use crate::verbs::Verb;
use crate::words::Arg;
use crate::world::World;

/// Writes a line into the timeline; it also counts as an update for the client
#[derive(Args, Debug)]
#[command(after_help = "/incident note INC-7 failed over to the second node")]
pub struct Note {
    #[arg(value_name = "ID")]
    id: IncidentId,
    #[arg(value_name = "TEXT")]
    text: Text,
    /// The number of the line that this one puts right
    #[arg(long, value_name = "LINE")]
    amends: Option<u32>,
}

impl Verb for Note {
    fn decide(&self, world: &World, _ask: &Ask) -> Result<Decision, Refusal> {
        let incident = super::incident(world, self.id)?;
        if let Some(line) = self.amends.filter(|line| *line == 0 || *line > incident.events) {
            let refusal = Refusal::new(say!("note-no-such-line", id = self.id, line = line));
            let timeline = Arg::Line(format!("/incident timeline {}", self.id));
            return Err(refusal.hint(say!("note-see-timeline", line = timeline)));
        }
        let event = Event::Noted { text: self.text.to_string(), amends: self.amends };
        let words = say!("note-done", id = self.id, line = incident.events + 1);
        Ok(super::change(self.id, vec![event], words))
    }
}
