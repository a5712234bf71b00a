//! `/baton language`: in which language the bot speaks to me, or in this place.

use clap::Args;

use crate::ask::Ask;
use crate::card::Card;
use crate::company::Event;
use crate::decision::{Decision, Refusal};
use crate::ids::RecordId;
use crate::say;
use crate::verbs::Verb;
use crate::voice::{Language, has_words};
use crate::words::Arg;
use crate::world::World;

/// Chooses the language of the answers to you or, with --here, of what is posted in this place
#[derive(Args, Debug)]
#[command(after_help = "/baton language id")]
pub struct Choose {
    /// en, id, vi, nl, zh-Hans or zh-Hant
    #[arg(value_name = "LANGUAGE")]
    code: String,
    /// For this place instead of you
    #[arg(long)]
    here: bool,
}

impl Verb for Choose {
    fn decide(&self, _world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let Ok(language) = self.code.parse::<Language>() else {
            let all =
                Language::ALL.iter().map(|l| Arg::Line(l.tag().to_owned())).collect::<Vec<_>>();
            let refusal = Refusal::new(say!("language-unknown", typed = self.code.as_str()));
            return Err(refusal.hint(say!("language-known", languages = all)));
        };
        let name = language.own_name();
        let (event, words) = match self.here {
            true => (
                Event::PlaceLanguageSet { place: ask.place.clone(), language },
                say!("language-set-here", language = name, place = ask.place.clone()),
            ),
            false => (
                Event::PersonLanguageSet { person: ask.actor.clone(), language },
                say!("language-set", language = name),
            ),
        };
        let mut card = Card::line(words);
        if !has_words(language) {
            card = card.and(say!("language-untranslated", language = name));
        }
        Ok(Decision::change(RecordId::COMPANY, "language.set", vec![event.into()], card))
    }
}
