//! Help, the reference, completion, and misreads as people see them.

use super::*;
use crate::card::Block;

#[test]
fn help_fits_the_width_it_is_given() {
    let mut pages = vec![(None, None)];
    for noun in CATALOGUE.nouns {
        pages.push((Some(noun.name), None));
        pages.extend(CATALOGUE.verbs_of(noun.name).map(|verb| (Some(noun.name), Some(verb.name))));
    }
    for (noun, verb) in pages {
        for width in [40, 80, 120] {
            let lines = help(&CATALOGUE, noun, verb, width);
            let too_long = lines.iter().find(|line| line.chars().count() > width);
            assert_eq!(too_long, None, "{noun:?} {verb:?} in {width}");
            assert!(lines.len() > 1, "{noun:?} {verb:?}");
        }
    }
}

#[test]
fn the_page_of_a_verb_says_all_there_is_to_say() {
    let page = help(&CATALOGUE, Some("inc"), Some("hold"), 80).join("\n");
    let wanted = "\
Stops the clock while somebody else has to act

/incident hold ID TEXT [--for WHOM] [--until TIME] [--dry-run] [--override TEXT]

Words
  ID    `INC-7`, `inc 7` or `#7`; may be left out in its own thread
  TEXT  The rest of the line; quotes are optional

Flags
  --for WHOM       Who is waited for; one of client, vendor, change
  --until TIME     `14:30`, `tomorrow 09:00`, `2026-03-02 09:00` or `+2h`
  --dry-run        Say what would happen and who would be pinged; change nothing
  --override TEXT  Do it without the right to, in an emergency; the reason is
                   told to the incident manager

Examples
  /incident hold INC-7 --for client --until tomorrow 09:00 they look for the key

Buttons: Hold";
    assert_eq!(page, wanted);
}

#[test]
fn a_flag_and_its_value_stay_together_in_the_usage_line() {
    let page = help(&CATALOGUE, Some("incident"), Some("debrief"), 48);
    let usage: Vec<_> = page.iter().skip(2).take_while(|line| !line.is_empty()).collect();
    assert_eq!(
        usage,
        [
            "/incident debrief ID [--cause TEXT]",
            "    [--action TEXT]… [--dry-run]",
            "    [--override TEXT]",
        ]
    );
}

#[test]
fn the_reference_has_a_section_for_every_verb() {
    let page = markdown(&CATALOGUE);
    for verb in CATALOGUE.verbs() {
        let heading = format!("\n### {} {}\n", verb.noun, verb.name);
        assert_eq!(page.matches(&heading).count(), 1, "{heading}");
        let usage = format!("```text\n{}", verb.full_name());
        assert!(page.contains(&usage), "{usage}");
    }
}

/// The organisation of these tests.
struct Few;

impl Sources for Few {
    fn offers(&self, value_name: &str, noun: &str, _typed: &str) -> Vec<Offer> {
        let texts: &[&str] = match (value_name, noun) {
            ("DEPT", _) => &["unix", "network", "vm-unix"],
            ("@WHO", _) => &["@unix-1", "@net-1"],
            ("CLIENT", _) => &["acme", "two words"],
            ("ID", "incident") => &["INC-7", "INC-12"],
            _ => &[],
        };
        let offer = |text: &&str| Offer { text: text.to_string(), about: String::new() };
        texts.iter().map(offer).collect()
    }
}

#[test]
fn what_may_come_next_is_offered() {
    let cases: [(&str, &[&str]); 19] = [
        ("", &["/incident", "/duty"]),
        ("/inc", &["/incident"]),
        ("inc", &["/incident"]),
        ("/incident a", &["ack", "assign"]),
        ("/baton incident a", &["ack", "assign"]),
        ("/incident ack ", &["INC-7", "INC-12", "--dry-run", "--override"]),
        ("/incident ack INC-1", &["INC-12"]),
        ("/incident assign 7 @un", &["@unix-1"]),
        ("/incident assign 7 un", &["@unix-1"]),
        ("/incident open x --se", &["--severity"]),
        ("/incident open x —se", &["--severity"]),
        ("/incident open x --dept un", &["unix", "vm-unix"]),
        ("/incident open x --dept unix,n", &["unix,network"]),
        ("/incident open x --dept unix, n", &["network"]),
        ("/incident open x --client t", &["\"two words\""]),
        ("/incident hold 7 --for ", &["client", "vendor", "change"]),
        ("/incident hold 7 --until tom", &["tomorrow"]),
        ("/incident list --mine --", &["--dept"]),
        ("/banana ", &[]),
    ];
    for (typed, wanted) in cases {
        let suggestions = complete(typed, typed.len(), &CATALOGUE, &Few);
        let texts: Vec<_> = suggestions.iter().map(|suggestion| suggestion.text.as_str()).collect();
        assert_eq!(texts, wanted, "{typed}");
    }
}

#[test]
fn a_suggestion_replaces_the_word_at_the_cursor() {
    let line = "/incident ac 7";
    let suggestions = complete(line, 12, &CATALOGUE, &Few);
    assert_eq!(suggestions[0].replace, 10..12);
    assert_eq!(suggestions[0].text, "ack");
    assert_eq!(suggestions[0].about, "Takes the incident for the asker's department");
}

#[test]
fn every_misread_is_a_sentence_and_most_have_a_line_to_copy() {
    let lines = [
        ("good morning", "misread-not-a-command", true),
        ("/incidnet", "misread-noun-nearest", true),
        ("/banana", "misread-noun", true),
        ("/incident akc 7", "misread-verb-nearest", true),
        ("/incident 7 ack", "misread-verb-nearest", true),
        ("/incident banana", "misread-verb", true),
        ("/incident", "misread-help-asked", false),
        ("/incident open", "misread-missing", true),
        ("/incident open x --severty 2", "misread-flag-nearest", true),
        ("/incident open x --force", "misread-flag", true),
        ("/incident open x --severity 9", "misread-value-because", true),
        ("/incident ack seven", "misread-value-such-as", true),
        ("/incident open x --restricted=1", "misread-value", true),
        ("/incident hold 7 --for cleint x", "misread-value-nearest", true),
        ("/incident hold 7 --for nobody x", "misread-value-choices", true),
        ("/incident ack 7 8", "misread-extra", true),
        ("/incident resolve 7 --done --pending", "misread-conflict", true),
        ("/incident severity 7 2 --because a --because b", "misread-twice", true),
        ("/incident open \"x", "misread-unbalanced", true),
    ];
    for (line, id, has_hint) in lines {
        let misread = read(line, &CATALOGUE, &Context::default()).expect_err(line);
        let card = misread.card();
        assert_eq!(card.head.id, id, "{line}");
        let tries =
            |block: &Block| matches!(block, Block::Line(words) if words.id == "misread-try");
        assert_eq!(card.body.iter().any(tries), has_hint, "{line}");
    }
}

#[test]
fn the_id_that_came_too_early_is_put_behind_its_verb() {
    let hint = outcome("/incident INC-7 note it is back", &Context::default());
    assert_eq!(hint, "UnknownVerb: /incident note INC-7 it is back");
}
