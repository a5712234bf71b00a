//! How a line may go on, for the one who types.

use super::super::completion::Completion;
use super::super::seat::{self, Seat};
use super::*;

/// What is offered for a line, to somebody.
fn offered(who: &str, line: &str) -> String {
    let shown = Shown::new(Screen::on(Box::new(Paper::default())), on_terminal);
    let shown = Arc::new(shown);
    let zone = Tz::Asia__Jakarta;
    shown.message(&super::super::render::entry(&called(1), zone), zone);
    let world = company();
    let seat = Seat::first(&world).of(seat::who(&world, who).unwrap());
    let (_world, world) = watch::channel(world);
    let (_seat, seat) = watch::channel(seat);
    let completion = Completion { world, seat, shown };
    let found = completion.suggestions(line).into_iter();
    let whole =
        |s: baton_commands::grammar::Suggestion| format!("{}{}", &line[..s.replace.start], s.text);
    found.map(whole).collect::<Vec<_>>().join("; ")
}

#[test]
fn commands_own_lines_buttons_and_people_are_completed() {
    let cases = [
        ("/inci", "/incident"),
        ("/incident esc", "/incident escalate"),
        ("/incident open \"Shop down\" --sev", "/incident open \"Shop down\" --severity"),
        ("/incident open \"Shop down\" --client a", "/incident open \"Shop down\" --client acme"),
        ("/incident note INC-1 ask @unix-h", "/incident note INC-1 ask @unix-head"),
        (":pl", ":places"),
        (":who unix", ":who unix-1; :who unix-2; :who unix-head"),
        (":in uni", ":in #unix"),
        (":in d", ":in dm"),
        (":history a", ":history all"),
        (":help dut", ":help duty"),
        (":help duty s", ":help duty swap"),
        ("[ta", "[Take lead INC-1]"),
        ("hello wor", ""),
        ("é", ""),
    ];
    for (line, wanted) in cases {
        assert_eq!(offered("tam-1", line), wanted, "{line}");
    }
}

#[test]
fn an_account_of_nobody_is_not_offered_names_of_the_company() {
    let cases = [
        ("/incident open x --client a", ""),
        ("/incident note INC-1 ask @unix-h", ""),
        ("/baton he", "/baton help"),
    ];
    for (line, wanted) in cases {
        assert_eq!(offered("console:bob", line), wanted, "{line}");
    }
}
