//! "Did you mean": the one place that decides whether two words are close enough to ask.

/// Words at least this alike (Jaro-Winkler, 0 to 1) may be slips of each other.
const ALIKE_MIN: f64 = 0.82;

/// The candidate that `typed` is most probably a slip of; None when nothing is close.
///
/// Case does not matter. Of equals the first wins, so give candidates in the order people know them.
pub fn nearest<'a>(typed: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = typed.trim().to_lowercase();
    let mut best: Option<(f64, &str)> = None;
    for candidate in candidates {
        let alike = likeness(&typed, &candidate.to_lowercase());
        if alike > best.map_or(0.0, |(score, _)| score) {
            best = Some((alike, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// How alike two lower-case words are; 0 when too far apart to be a slip.
fn likeness(typed: &str, candidate: &str) -> f64 {
    if typed.is_empty() || candidate.is_empty() {
        return 0.0;
    }
    let alike = strsim::jaro_winkler(typed, candidate);
    let (short, long) = shorter_first(typed, candidate);
    let is_beginning = short.chars().count() >= 3 && long.starts_with(short);
    let slips = strsim::damerau_levenshtein(typed, candidate);
    let slips_max = (long.chars().count() / 3).max(1);
    // In words of two letters every slip is a guess.
    let is_slip = slips <= slips_max && short.chars().count() > 2;
    let is_alike = alike >= ALIKE_MIN && slips <= slips_max + 1;
    if is_beginning || is_slip || is_alike { alike.max(f64::MIN_POSITIVE) } else { 0.0 }
}

fn shorter_first<'a>(one: &'a str, other: &'a str) -> (&'a str, &'a str) {
    if one.chars().count() <= other.chars().count() { (one, other) } else { (other, one) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_word_and_a_stranger_finds_none() {
        let words = ["ack", "lead", "severity", "resolve", "reopen", "escalate", "note", "list"];
        let cases = [
            ("severty", Some("severity")),
            ("sevrity", Some("severity")),
            ("sev", Some("severity")),
            ("Acknowledge", Some("ack")),
            ("akc", Some("ack")),
            ("reslove", Some("resolve")),
            ("esclate", Some("escalate")),
            ("notes", Some("note")),
            ("lst", Some("list")),
            ("NOTE", Some("note")),
            ("banana", None),
            ("x", None),
            ("", None),
        ];
        for (typed, wanted) in cases {
            assert_eq!(nearest(typed, words), wanted, "{typed}");
        }
    }
}
