//! The reference of all verbs as Markdown: what `docs/commands.md` is made of.

use std::fmt::Write as _;

use super::help::{about, rows, titled};
use super::shape::{Signature, examples};
use super::{Catalogue, Verb};

/// The whole reference, one section a noun and one a verb.
pub fn markdown<V>(catalogue: &Catalogue<V>) -> String {
    let mut page = String::from("# Commands\n\n| noun | about |\n|---|---|\n");
    for noun in catalogue.nouns {
        let _ = writeln!(page, "| [`/{}`](#{}) | {} |", noun.name, noun.name, escaped(noun.about));
    }
    for noun in catalogue.nouns {
        let _ = write!(page, "\n## {}\n\n{}\n", noun.name, escaped(noun.about));
        let _ = write!(page, "\nTyped as `{}`.\n\n| verb | does |\n|---|---|\n", titled(noun));
        for verb in catalogue.verbs_of(noun.name) {
            let does = escaped(&about(verb));
            let _ = writeln!(page, "| [`{0}`](#{1}-{0}) | {does} |", verb.name, noun.name);
        }
        for verb in catalogue.verbs_of(noun.name) {
            section(verb, &mut page);
        }
    }
    page
}

fn section<V>(verb: &Verb<V>, page: &mut String) {
    let tree = verb.tree();
    let signature = Signature::of(verb, &tree);
    let _ = write!(page, "\n### {} {}\n\n", verb.noun, verb.name);
    if let Some(does) = tree.get_long_about().or(tree.get_about()) {
        let _ = write!(page, "{does}\n\n");
    }
    let _ = write!(page, "```text\n{}\n```\n", signature.usage());
    let rows: Vec<_> = [rows(&signature.positionals), rows(&signature.flags)].concat();
    if !rows.is_empty() {
        page.push_str("\n| word | meaning |\n|---|---|\n");
    }
    for (word, meaning) in rows {
        let _ = writeln!(page, "| `{}` | {} |", escaped(&word), escaped(&meaning));
    }
    let examples = examples(&tree);
    if !examples.is_empty() {
        let _ = write!(page, "\n```text\n{}\n```\n", examples.join("\n"));
    }
    if !verb.buttons.is_empty() {
        let _ = write!(page, "\nButtons: {}.\n", verb.buttons.join(", "));
    }
}

/// A bar would end the cell.
fn escaped(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
