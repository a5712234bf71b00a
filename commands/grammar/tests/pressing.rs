//! Buttons, forms and the lines they stand for.

use super::*;

fn pressed(typed: &str) -> String {
    match press(typed, &CATALOGUE) {
        Ok(line) => line,
        Err(misread) => format!("{:?}", misread.hint().unwrap_or("no hint")),
    }
}

#[test]
fn a_press_is_the_line_of_its_verb() {
    let cases = [
        ("[Acknowledge INC-7]", "/incident ack INC-7"),
        ("[acknowledge inc 7]", "/incident ack INC-7"),
        ("［Ａｃｋｎｏｗｌｅｄｇｅ　INC-7］", "/incident ack INC-7"),
        ("[Take lead INC-7]", "/incident assign INC-7"),
        ("Hold INC-7", "/incident hold INC-7"),
        ("[Report]", "/incident open"),
        ("[Report INC-7]", "/incident open INC-7"),
        ("[Acknowlege INC-7]", "\"[Acknowledge INC-7]\""),
        ("[Dance INC-7]", "\"[Acknowledge INC-7]\""),
        ("[Acknowledge]", "\"[Report]\""),
        ("[]", "\"[Report]\""),
    ];
    for (typed, wanted) in cases {
        assert_eq!(pressed(typed), wanted, "{typed}");
    }
}

#[test]
fn a_form_is_the_line_with_its_fields_in_place() {
    let cases = [
        (
            "[Submit incident.open title=\"Web shop is down\" severity=2]",
            "/incident open \"Web shop is down\" --severity 2",
        ),
        (
            "[Submit incident-open severity=2 title=Web shop is down restricted=yes]",
            "/incident open \"Web shop is down\" --severity 2 --restricted",
        ),
        (
            "[submit incident open title=\"x=1\" dept=unix,network client=\"\" restricted=no]",
            "/incident open \"x=1\" --dept unix,network",
        ),
        (
            "[Submit inc.hold id=INC-7 text=“it isn't ours” whom=client until=\"tomorrow 09:00\"]",
            "/incident hold INC-7 \"it isn't ours\" --for client --until \"tomorrow 09:00\"",
        ),
        (
            "[Submit incident.hold id=INC-7 text=\"x\" for=client]",
            "/incident hold INC-7 \"x\" --for client",
        ),
        (
            "[Submit incident.debrief id=7 action=\"label it\" action=\"audit it\"]",
            "/incident debrief 7 --action \"label it\" --action \"audit it\"",
        ),
        ("[Submit incident.opne title=x]", "\"[Submit incident.open]\""),
        ("[Submit incident.open title=\"x]", "\"[Submit incident.open title=\\\"x\\\"]\""),
        ("[Submit incident.open titel=x]", "\"no hint\""),
        ("[Submit incident.open title=\"x\" zzz=1]", "\"no hint\""),
    ];
    for (typed, wanted) in cases {
        assert_eq!(pressed(typed), wanted, "{typed}");
    }
    let unknown = press("[Submit incident.open titel=x]", &CATALOGUE);
    assert!(matches!(
        unknown,
        Err(Misread::UnknownField { nearest: Some(field), .. }) if field == "title"
    ));
}

#[test]
fn what_a_form_says_is_read_as_it_was_filled_in() {
    let verb = CATALOGUE.verb("incident", "note").expect("declared above");
    let texts =
        ["a \"quoted\" word", "C:\\", "--force", "two\nlines", "it isn't “it”", "\\\"", "＂"];
    for text in texts {
        let fields = [("id".to_owned(), "INC-7".to_owned()), ("text".to_owned(), text.to_owned())];
        let line = form_line(verb, &fields).expect("fields of the form");
        let call = read(&line, &CATALOGUE, &Context::default()).expect("a whole line");
        assert_eq!(call.matches.get_one::<Text>("text").map(Text::as_str), Some(text), "{line}");
    }
}

#[test]
fn a_form_has_a_field_for_each_word() {
    let form_of = |name| form(CATALOGUE.verb("incident", name).expect("declared above"));
    let open = form_of("open");
    assert_eq!(open.id, "incident.open");
    assert_eq!(open.title, "Reports an incident to the departments that can mend it");
    let kinds: Vec<_> =
        open.fields.iter().map(|f| (f.name.as_str(), f.required, f.many, f.kind.clone())).collect();
    let lookup = |name: &str| FieldKind::Lookup(name.to_owned());
    assert_eq!(
        kinds,
        [
            ("title", true, false, FieldKind::Line),
            ("severity", false, false, lookup("N")),
            ("client", false, false, lookup("CLIENT")),
            ("dept", false, true, lookup("DEPT")),
            ("restricted", false, false, FieldKind::Switch),
        ]
    );
    let hold = form_of("hold");
    let whom = hold.fields.iter().find(|field| field.name == "whom").expect("declared above");
    assert_eq!((whom.label.as_str(), whom.help.as_str()), ("For", "Who is waited for"));
    assert_eq!(whom.kind, FieldKind::Choice);
    assert_eq!(whom.choices, ["client", "vendor", "change"]);
}
