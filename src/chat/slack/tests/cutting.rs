//! Texts that are too long are cut where a reader would pause.

use super::super::cut::{Stretch, length, pieces, shortened, stretches};

#[test]
fn a_text_is_cut_where_a_reader_would_pause() {
    let cases: [(&str, usize, &[&str]); 10] = [
        ("short", 10, &["short"]),
        ("", 10, &[""]),
        ("one line\nanother line", 12, &["one line", "another line"]),
        ("so many words here", 10, &["so many", "words here"]),
        ("abcdefghij", 4, &["abcd", "efgh", "ij"]),
        // Never inside of markup.
        ("see <@U0123> now", 8, &["see", "<@U0123>", "now"]),
        ("a &amp; b", 5, &["a", "&amp;", "b"]),
        ("run `a b c d` now", 9, &["run", "`a b c d`", "now"]),
        // A bare & is no entity.
        ("R&D and more", 6, &["R&D", "and", "more"]),
        ("`abcdefgh`", 4, &["`abc", "defg", "h`"]),
    ];
    for (text, max, wanted) in cases {
        let got = pieces(text, max);
        let got: Vec<&str> = got.iter().map(String::as_str).collect();
        assert_eq!(got, wanted, "{text:?} in pieces of {max}");
    }
}

#[test]
fn what_is_shortened_says_so() {
    let cases =
        [("enough", 6, "enough"), ("too many words", 10, "too many…"), ("日本語の文", 3, "日本…")];
    for (text, max, wanted) in cases {
        assert_eq!(shortened(text, max), wanted);
        assert!(length(&shortened(text, max)) <= max);
    }
}

#[test]
fn a_table_that_is_cut_stays_a_table() {
    let text = "Before\n```\none\ntwo\nthree\n```\nafter";
    let stretches = stretches(text);
    let fenced = Stretch::Fenced("one\ntwo\nthree".to_owned());
    let prose = |text: &str| Stretch::Prose(text.to_owned());
    assert_eq!(stretches, [prose("Before"), fenced.clone(), prose("after")]);
    let pieces: Vec<String> = fenced.pieces(16).iter().map(Stretch::text).collect();
    assert_eq!(pieces, ["```\none\ntwo\n```", "```\nthree\n```"]);
}
