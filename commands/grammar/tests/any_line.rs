//! Whatever is typed: nothing panics, and a line that was read is read the same again.

use proptest::prelude::*;

use super::*;

/// Lines made of the pieces that lines are made of, so that many of them get far.
fn line_of_pieces() -> impl Strategy<Value = String> {
    let pieces = [
        "/incident",
        "/baton",
        "/duty",
        "open",
        "ack",
        "note",
        "hold",
        "severity",
        "merge",
        "swap",
        "INC-7",
        "inc",
        "7",
        "#7",
        "2",
        "unix,",
        ",",
        "--for",
        "—for",
        "client",
        "--until",
        "mon",
        "09:00",
        "..",
        "--because",
        "--action",
        "--into",
        "--also",
        "--dept",
        "--dry-run",
        "--",
        "-",
        "—",
        "=",
        "\"",
        "'",
        "“",
        "”",
        "‘",
        "’",
        "«",
        "»",
        "「",
        "」",
        "＂",
        "\\",
        "\\\"",
        "isn't",
        "<@U024|Tam One>",
        "<",
        ">",
        "　",
        "\u{a0}",
        "\u{200b}",
        "\n",
        "－－",
        "full",
        "９",
        "x=\"y z\"",
        "--help",
        "[",
        "]",
        "Submit",
        "incident.open",
        "title=",
        "@unix-1",
        "e\u{301}",
        "🔥",
    ];
    let piece = proptest::sample::select(pieces.to_vec());
    let glue = proptest::sample::select(vec![" ", " ", " ", "", "="]);
    proptest::collection::vec((piece, glue), 0..14)
        .prop_map(|parts| parts.into_iter().flat_map(|(piece, glue)| [piece, glue]).collect())
}

/// Most of all lines begin like a command.
fn any_line() -> impl Strategy<Value = String> {
    let head = proptest::sample::select(vec![
        "",
        "/incident open ",
        "/incident note 7 ",
        "/incident hold 7 ",
        "/incident merge 7 ",
        "/incident debrief 7 ",
        "/duty swap unix ",
    ]);
    let tail = prop_oneof![line_of_pieces(), any::<String>()];
    (head, tail).prop_map(|(head, tail)| format!("{head}{tail}"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn nothing_that_is_typed_panics(line in any_line(), cursor in 0_usize..80) {
        for context in [Context::default(), in_thread_of(3)] {
            if let Err(misread) = read(&line, &CATALOGUE, &context) {
                misread.card();
            }
        }
        let _ = press(&line, &CATALOGUE);
        complete(&line, cursor, &CATALOGUE, &Nothing);
    }

    #[test]
    fn a_canonical_line_is_its_own_canonical_line(line in any_line()) {
        if let Ok(call) = read(&line, &CATALOGUE, &in_thread_of(3)) {
            let again = read(&call.canonical, &CATALOGUE, &Context::default());
            prop_assert_eq!(again.map(|call| call.canonical), Ok(call.canonical.clone()));
        }
    }

    #[test]
    fn what_is_quoted_is_read_as_it_was(text in any::<String>()) {
        let line = format!("/incident note 7 {}", quoted(&text));
        match read(&line, &CATALOGUE, &Context::default()) {
            Ok(call) => {
                let read = call.matches.get_one::<Text>("text").map(Text::as_str);
                prop_assert_eq!(read, Some(text.trim()));
            }
            Err(_) => prop_assert!(text.trim().is_empty()),
        }
    }

    #[test]
    fn any_text_is_kept_but_for_its_flags(words in "[a-zé0-9,.;:!?()'’ ]{1,60}") {
        let line = format!("/incident note INC-7 x{words}");
        let call = read(&line, &CATALOGUE, &Context::default()).expect("no flags in it");
        let read = call.matches.get_one::<Text>("text").map(Text::as_str);
        let wanted = format!("x{words}");
        prop_assert_eq!(read, Some(wanted.trim()));
    }
}

struct Nothing;

impl Sources for Nothing {
    fn offers(&self, _value_name: &str, _noun: &str, _typed: &str) -> Vec<Offer> {
        Vec::new()
    }
}
