//! The line while it is typed: who one is and where in front of it, what is known in it coloured.

use std::borrow::Cow;

use baton_commands::verbs::CATALOGUE;
use reedline::{Color, Highlighter, Prompt, PromptEditMode, PromptHistorySearch, StyledText};

use super::line::Line;

/// The prompt: who one is and where; in a rehearsal, what the clock shows.
pub struct Where(pub String);

impl Prompt for Where {
    fn render_prompt_left(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.0)
    }

    fn render_prompt_right(&self) -> Cow<'_, str> {
        Cow::Borrowed("")
    }

    fn render_prompt_indicator(&self, _mode: PromptEditMode) -> Cow<'_, str> {
        Cow::Borrowed("> ")
    }

    fn render_prompt_multiline_indicator(&self) -> Cow<'_, str> {
        Cow::Borrowed(".. ")
    }

    fn render_prompt_history_search_indicator(&self, search: PromptHistorySearch) -> Cow<'_, str> {
        Cow::Owned(format!(" search {}: ", search.term))
    }
}

/// Colours the command that a line begins with as soon as there is one, and its flags.
pub struct Known;

impl Highlighter for Known {
    fn highlight(&self, line: &str, _cursor: usize) -> StyledText {
        let (plain, flag) = (Color::Default.normal(), Color::Cyan.normal());
        let known = known(line);
        let mut styled = StyledText::new();
        styled.push((Color::Green.normal(), line[..known].to_owned()));
        for word in line[known..].split_inclusive(' ') {
            let style = if word.starts_with("--") { flag } else { plain };
            styled.push((style, word.to_owned()));
        }
        styled
    }
}

/// How many bytes at the beginning are understood: a noun, its verb, one of the console's own lines.
fn known(line: &str) -> usize {
    let end = |from: usize| {
        let begin = from + line[from..].len() - line[from..].trim_start().len();
        begin + line[begin..].find(char::is_whitespace).unwrap_or(line[begin..].len())
    };
    let first = end(0);
    match Line::parse(&line[..first]) {
        Line::Own(_) | Line::Press(_) => return first,
        _ => {}
    }
    let Some(noun) = line[..first].trim_start().strip_prefix('/') else { return 0 };
    let Some(noun) = CATALOGUE.noun(noun) else { return 0 };
    let second = end(first);
    match CATALOGUE.verb(noun.name, line[first..second].trim()) {
        Some(_) => second,
        None => first,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_understood_of_a_line_is_coloured() {
        let cases = [
            ("", ""),
            ("hello", ""),
            ("/", ""),
            ("/incident", "/incident"),
            ("/incident ", "/incident"),
            ("/inc ack 7", "/inc ack"),
            ("  /incident  list --mine", "  /incident  list"),
            ("/incident sing", "/incident"),
            ("/sing", ""),
            (":who tam-1", ":who"),
            (":hwo tam-1", ""),
            ("12", "12"),
            ("héllo wörld", ""),
        ];
        for (line, wanted) in cases {
            assert_eq!(&line[..known(line)], wanted, "{line}");
            assert_eq!(Known.highlight(line, 0).raw_string(), line);
        }
    }
}
