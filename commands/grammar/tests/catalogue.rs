//! What Baton can really be told keeps the rules of the grammar.

use super::*;
use crate::verbs::CATALOGUE;

#[test]
fn every_verb_is_a_sound_tree_under_a_noun_that_exists() {
    for verb in CATALOGUE.verbs() {
        verb.tree().debug_assert();
        let name = verb.full_name();
        assert!(CATALOGUE.noun(verb.noun).is_some(), "{name}");
        assert!(!help::about(verb).is_empty(), "{name} says in a line what it does");
        let tree = verb.tree();
        let first = tree.get_positionals().next().map(|arg| arg.is_required_set());
        assert!(verb.record.is_none() || first == Some(true), "{name} begins with its record");
    }
}

#[test]
fn every_example_is_read_as_its_verb() {
    for verb in CATALOGUE.verbs() {
        for line in shape::examples(&verb.tree()) {
            match read(&line, &CATALOGUE, &Context::default()) {
                Ok(call) => assert_eq!(call.verb.full_name(), verb.full_name(), "{line}"),
                Err(Misread::HelpAsked { .. }) => assert_eq!(verb.name, "help", "{line}"),
                Err(misread) => panic!("{line}: {misread:?}"),
            }
        }
    }
}

#[test]
fn all_help_fits_eighty_columns() {
    let mut pages = vec![(None, None)];
    pages.extend(CATALOGUE.nouns.iter().map(|noun| (Some(noun.name), None)));
    pages.extend(CATALOGUE.verbs().map(|verb| (Some(verb.noun), Some(verb.name))));
    for (noun, verb) in pages {
        for line in help(&CATALOGUE, noun, verb, 80) {
            assert!(line.chars().count() <= 80, "{noun:?} {verb:?}: {line}");
        }
    }
}

#[test]
fn a_label_stands_for_one_verb_of_a_kind_of_record() {
    let mut seen = std::collections::BTreeSet::new();
    for verb in CATALOGUE.verbs() {
        for label in verb.buttons {
            assert!(
                seen.insert((verb.record, label.to_lowercase())),
                "{label}: {}",
                verb.full_name()
            );
        }
    }
}
