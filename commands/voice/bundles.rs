//! The sentences of each language, compiled in and parsed once.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

use super::language::Language;

/// One Fluent file: `words/<language>/<noun>.ftl`.
pub(super) struct File {
    pub language: Language,
    pub text: &'static str,
}

macro_rules! files {
    ($($language:ident $tag:literal: $($noun:ident)*;)*) => {
        &[$($(File {
            language: Language::$language,
            text: include_str!(concat!("../words/", $tag, "/", stringify!($noun), ".ftl")),
        },)*)*]
    };
}

/// Every file under `commands/words/`; a test holds this list against the folder.
pub(super) const FILES: &[File] = files! {
    English "en": baton change chart client common department device duty grammar incident report sla task;
    Indonesian "id": baton chart client common department device duty grammar incident sla;
};

type Bundle = FluentBundle<FluentResource>;

fn bundles() -> &'static BTreeMap<Language, Bundle> {
    static BUNDLES: OnceLock<BTreeMap<Language, Bundle>> = OnceLock::new();
    BUNDLES.get_or_init(|| {
        let mut bundles = BTreeMap::new();
        for file in FILES {
            let bundle = bundles.entry(file.language).or_insert_with(|| empty(file.language));
            // What cannot be parsed, or stands twice, is left out here and named by a test.
            let resource = FluentResource::try_new(file.text.to_owned());
            let _ = bundle.add_resource(resource.unwrap_or_else(|(parsed, _)| parsed));
        }
        bundles
    })
}

fn empty(language: Language) -> Bundle {
    let mut bundle = Bundle::new_concurrent(vec![language.identifier()]);
    // Terminals and logs show the isolation marks; what is foreign is made harmless beforehand.
    bundle.set_use_isolating(false);
    bundle
}

/// The sentence `id`, in the first language of the chain that has it; None if none has.
pub(super) fn format(language: Language, id: &str, args: &FluentArgs) -> Option<String> {
    language.chain().iter().find_map(|language| {
        let bundle = bundles().get(language)?;
        let message = bundle.get_message(id)?;
        let mut gaps = Vec::new();
        let sentence = bundle.format_pattern(message.value()?, Some(args), &mut gaps);
        Some(sentence.into_owned())
    })
}

/// Whether the language has sentences of its own.
pub(super) fn has_words(language: Language) -> bool {
    bundles().contains_key(&language)
}

/// The ids of one language that begin with `prefix`. An id stands at the beginning of a line.
pub(super) fn ids(language: Language, prefix: &str) -> impl Iterator<Item = &'static str> {
    FILES
        .iter()
        .filter(move |file| file.language == language)
        .flat_map(|file| file.text.lines())
        .filter(move |line| line.starts_with(prefix))
        .filter_map(|line| Some(line.split_once('=')?.0.trim()))
}
