//! What somebody typed at the console: one of its own lines, a button's number, or something to say.

use baton_commands::grammar::nearest;

/// A line, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line<'l> {
    Nothing,
    Own(Own<'l>),
    /// The button of that number, counted from 1.
    Press(usize),
    /// `#place who: text`: said by somebody, somewhere, this once.
    Aside {
        place: &'l str,
        who: &'l str,
        text: &'l str,
    },
    Said(&'l str),
    /// Begins with a colon and is none of the console's own; perhaps a slip of one.
    Unknown {
        typed: &'l str,
        near: Option<&'static str>,
    },
}

/// What the console does itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Own<'l> {
    Who(Option<&'l str>),
    In(Option<&'l str>),
    Places,
    People,
    /// Of a noun and a verb, or of everything.
    Help(&'l str),
    History(Option<&'l str>),
    Wait(&'l str),
    Until(&'l str),
    Now,
    Quit,
}

/// One of the console's own lines, as help and completion show it.
#[derive(Debug, Clone, Copy)]
pub struct Usage {
    pub name: &'static str,
    pub words: &'static str,
    pub about: &'static str,
}

const fn usage(name: &'static str, words: &'static str, about: &'static str) -> Usage {
    Usage { name, words, about }
}

/// All of them, in the order of the help.
pub const USAGES: &[Usage] = &[
    usage(":who", "WHO", "speak as somebody else; alone, says who and where you are"),
    usage(":in", "PLACE", "speak in a channel, in `dm`, or in the thread of a record: `:in INC-7`"),
    usage(":people", "", "who there is"),
    usage(":places", "", "where one can speak"),
    usage(":history", "[PLACE|all]", "the last messages of a place"),
    usage(":1", "", "press the button with that number; `1` will do"),
    usage(":wait", "2h", "let time pass (with --rehearse)"),
    usage(":until", "14:00", "let time pass until then (with --rehearse)"),
    usage(":now", "", "what the clock shows (with --rehearse)"),
    usage(":help", "[NOUN [VERB]]", "this, or what a verb takes"),
    usage(":quit", "", "leave; Ctrl-D will do"),
];

impl<'l> Line<'l> {
    pub fn parse(typed: &'l str) -> Line<'l> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Line::Nothing;
        }
        if let Ok(number) = typed.parse() {
            return Line::Press(number);
        }
        if let Some(own) = typed.strip_prefix([':', '：']) {
            return own_line(typed, own);
        }
        aside(typed).unwrap_or(Line::Said(typed))
    }
}

fn own_line<'l>(typed: &'l str, own: &'l str) -> Line<'l> {
    if let Ok(number) = own.parse() {
        return Line::Press(number);
    }
    let (name, words) = own.split_once(char::is_whitespace).unwrap_or((own, ""));
    let words = words.trim();
    let word = Some(words).filter(|words| !words.is_empty());
    Line::Own(match name.to_lowercase().as_str() {
        "who" | "as" => Own::Who(word),
        "in" => Own::In(word),
        "people" => Own::People,
        "places" => Own::Places,
        "help" | "h" | "?" => Own::Help(words),
        "history" => Own::History(word),
        "wait" => Own::Wait(words),
        "until" => Own::Until(words),
        "now" => Own::Now,
        "quit" | "q" | "exit" => Own::Quit,
        name => {
            let names = USAGES.iter().map(|usage| &usage.name[1..]);
            let near = nearest(name, names).and_then(usage_named);
            return Line::Unknown { typed, near: near.map(|usage| usage.name) };
        }
    })
}

fn usage_named(name: &str) -> Option<&'static Usage> {
    USAGES.iter().find(|usage| &usage.name[1..] == name)
}

/// `#unix unix-1: text` or `dm unix-1: text`.
fn aside(typed: &str) -> Option<Line<'_>> {
    let (place, rest) = typed.split_once(char::is_whitespace)?;
    if !(place.starts_with('#') && place.len() > 1 || place == "dm") {
        return None;
    }
    let rest = rest.trim_start();
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let who = rest[..end].strip_suffix(':').filter(|who| !who.is_empty())?;
    Some(Line::Aside { place, who, text: rest[end..].trim_start() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_the_consoles_own_a_button_an_aside_or_something_said() {
        let aside = |place, who, text| Line::Aside { place, who, text };
        let cases = [
            ("  ", Line::Nothing),
            ("1", Line::Press(1)),
            (":12", Line::Press(12)),
            (":who", Line::Own(Own::Who(None))),
            (":who  tam-1 ", Line::Own(Own::Who(Some("tam-1")))),
            ("：in #unix", Line::Own(Own::In(Some("#unix")))),
            (":IN dm", Line::Own(Own::In(Some("dm")))),
            (":wait 2h", Line::Own(Own::Wait("2h"))),
            (":until tomorrow 09:00", Line::Own(Own::Until("tomorrow 09:00"))),
            (":help incident open", Line::Own(Own::Help("incident open"))),
            (":q", Line::Own(Own::Quit)),
            (":peple", Line::Unknown { typed: ":peple", near: Some(":people") }),
            (":)", Line::Unknown { typed: ":)", near: None }),
            ("#unix unix-1: /incident ack 7", aside("#unix", "unix-1", "/incident ack 7")),
            (
                "#unix @unix-1:  [Acknowledge INC-7]",
                aside("#unix", "@unix-1", "[Acknowledge INC-7]"),
            ),
            ("dm unix-1: incident list", aside("dm", "unix-1", "incident list")),
            ("#unix console:bob: hello", aside("#unix", "console:bob", "hello")),
            ("#unix unix-1:", aside("#unix", "unix-1", "")),
            ("#7 is what I mean: that one", Line::Said("#7 is what I mean: that one")),
            ("# unix-1: hello", Line::Said("# unix-1: hello")),
            ("tam-1: hello", Line::Said("tam-1: hello")),
            ("1 more thing", Line::Said("1 more thing")),
            ("[Acknowledge INC-7]", Line::Said("[Acknowledge INC-7]")),
            ("/incident list", Line::Said("/incident list")),
        ];
        for (typed, wanted) in cases {
            assert_eq!(Line::parse(typed), wanted, "{typed}");
        }
    }
}
