//! `/sla analyse`: why a target was missed and what is done about it (TAM-3).

use clap::Args;

use crate::ask::Ask;
use crate::decision::{Answer, Decision, Refusal};
use crate::grammar::Text;
use crate::ids::IncidentId;
use crate::incident::verbs::incident;
use crate::incident::{Event, history};
use crate::say;
use crate::verbs::Verb;
use crate::words::Arg;
use crate::world::World;

/// Records why targets were missed; a violation stays open until it has an analysis
#[derive(Args, Debug)]
#[command(
    after_help = "/sla analyse INC-7 --cause \"called the wrong department\" --action \"service owner corrected\""
)]
pub struct Analyse {
    #[arg(value_name = "ID")]
    id: IncidentId,
    /// Why the target was missed
    #[arg(long, value_name = "TEXT")]
    cause: Text,
    /// What is done so that it does not happen again
    #[arg(long, value_name = "TEXT")]
    action: Text,
}

impl Verb for Analyse {
    fn decide(&self, world: &World, _ask: &Ask) -> Result<Decision, Refusal> {
        let record = incident(world, self.id)?;
        let missed: Vec<_> = record.unanalysed().collect();
        if missed.is_empty() {
            let refusal = Refusal::new(say!("analyse-nothing", id = self.id));
            let line = Arg::Line(format!("/sla why {}", self.id));
            return Err(refusal.hint(say!("analyse-nothing-hint", line = line)));
        }
        let targets: Vec<Arg> =
            missed.iter().map(|target| history::target_words(target.kind()).into()).collect();
        let event = |target: &&crate::sla::Target| Event::Analysed {
            target: target.name(),
            cause: self.cause.to_string(),
            action: self.action.to_string(),
        };
        let events = missed.iter().map(|target| (self.id.into(), event(target).into())).collect();
        let words = say!("analyse-done", id = self.id, targets = targets);
        let answer = Answer::Reply {
            card: words.into(),
            reason: Some("sla.analysed".into()),
            about: Some(self.id.into()),
        };
        Ok(Decision { events, answer })
    }
}
