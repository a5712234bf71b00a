//! A line becomes a call of a verb, or a misread that says how to mend it.

use super::fill::Filler;
use super::head::head;
use super::refuse::misread;
use super::scan::Scanner;
use super::shape::Signature;
use super::{Call, Catalogue, Context, DRY_RUN, LINE_MAX, Misread, OVERRIDE, Text};

/// Reads one line.
///
/// Errors: every way a line can be wrong is a [`Misread`]; nothing is printed and nothing panics.
pub fn read<'c, V>(
    line: &str,
    catalogue: &'c Catalogue<V>,
    context: &Context,
) -> Result<Call<'c, V>, Misread> {
    let chars = line.chars().count();
    if chars > LINE_MAX {
        return Err(Misread::TooLong { chars });
    }
    let mut scanner = Scanner::new(without_backticks(line));
    let verb = head(&mut scanner, catalogue, context)?;
    let mut tree = catalogue.tree(verb);
    let filled = {
        let signature = Signature::of(verb, &tree);
        let mut filler = Filler::new(scanner.clone(), &signature, context.thread);
        filler.run()?;
        filler.filled()
    };
    let parsed = tree.try_get_matches_from_mut(&filled.words);
    let mut matches =
        parsed.map_err(|error| misread(&error, &Signature::of(verb, &tree), &filled, &scanner))?;
    let (dry_run, override_because) = if verb.writes {
        (matches.get_flag(DRY_RUN), matches.remove_one::<Text>(OVERRIDE).map(String::from))
    } else {
        (false, None)
    };
    Ok(Call { verb, matches, dry_run, override_because, canonical: filled.canonical })
}

/// A line copied from a message with the backticks around it.
fn without_backticks(line: &str) -> &str {
    let line = line.trim();
    let inside = line.strip_prefix('`').and_then(|rest| rest.strip_suffix('`'));
    inside.filter(|inside| !inside.contains('`')).unwrap_or(line).trim()
}
