//! Every conversation in `tests/transcripts/` goes as it is written: on each store, and when the process dies after every line.

use std::path::{Path, PathBuf};
use std::thread;

use baton::transcript::cli::{first_difference, read};
use baton::transcript::{Backend, Play, Said, Script, parse, play};

const DIR: &str = "tests/transcripts";

const MEMORY: Play =
    Play { backend: Backend::Memory, crash_after_every_line: false, preview: None };
const MEMORY_CRASHING: Play =
    Play { backend: Backend::Memory, crash_after_every_line: true, preview: None };
const SLED: Play = Play { backend: Backend::Sled, crash_after_every_line: false, preview: None };
const SLED_CRASHING: Play =
    Play { backend: Backend::Sled, crash_after_every_line: true, preview: None };

#[test]
fn every_transcript_goes_as_written_in_memory() {
    every_transcript_goes_as_written(MEMORY);
}

#[test]
fn every_transcript_goes_as_written_in_memory_with_a_crash_after_every_line() {
    every_transcript_goes_as_written(MEMORY_CRASHING);
}

#[test]
fn every_transcript_goes_as_written_on_sled() {
    every_transcript_goes_as_written(SLED);
}

#[test]
fn every_transcript_goes_as_written_on_sled_with_a_crash_after_every_line() {
    every_transcript_goes_as_written(SLED_CRASHING);
}

/// The suite would be worth nothing if it passed this.
#[test]
fn a_wrong_expectation_is_found_however_it_is_played() {
    let source = "```chat\n@clock 2026-03-02 09:00 Asia/Jakarta\n09:00 #unix unix-1: /sla next\n  \
                  > #unix reply: 1 deadline is open\n```\n";
    let script = parse("wrong.md", source).expect("a transcript");
    for how in [MEMORY, MEMORY_CRASHING, SLED, SLED_CRASHING] {
        let complaint = complaint(&script, how).expect("a difference");
        assert_eq!(
            complaint,
            "wrong.md:4: something else was expected\n\
             -   > #unix reply: 1 deadline is open\n\
             +   > #unix reply: No deadline is running.",
            "{how:?}"
        );
    }
}

/// A transcript is documentation before it is a test.
#[test]
fn every_transcript_begins_with_a_title_and_says_what_one_will_see() {
    for path in paths() {
        let script = read(&path).expect("a transcript");
        let file = &script.file;
        let prose = script.source.split("```chat").next().unwrap_or_default();
        let mut lines = prose.lines().filter(|line| !line.trim().is_empty());
        assert!(lines.next().is_some_and(|line| line.starts_with("# ")), "{file}: has no title");
        assert!(lines.next().is_some(), "{file}: has no prose before its first block");
        assert!(!script.expects_nothing(), "{file}: expects nothing; write it with `--bless`");
    }
}

/// Plays them side by side, each on a store of its own.
fn every_transcript_goes_as_written(how: Play) {
    let paths = paths();
    let complaints: Vec<String> = thread::scope(|scope| {
        let players: Vec<_> = paths
            .iter()
            .map(|path| scope.spawn(move || complaint(&read(path).expect("a transcript"), how)))
            .collect();
        players.into_iter().filter_map(|player| player.join().expect("no panic")).collect()
    });
    assert!(
        complaints.is_empty(),
        "{} of {} go another way; `baton transcript --bless FILE` takes what was said for right\n\n{}",
        complaints.len(),
        paths.len(),
        complaints.join("\n\n")
    );
}

/// What differs from the file, from what a program reads of the same conversation in memory, or why it can't be played.
fn complaint(script: &Script, how: Play) -> Option<String> {
    let said = match play(script, how) {
        Ok(said) => said,
        Err(fault) => return Some(format!("{fault:#}")),
    };
    if let Some((_, difference)) = first_difference(script, &said) {
        return Some(difference.to_string());
    }
    let in_memory = play(script, MEMORY).expect("played once already");
    other_for_a_program(script, &in_memory, &said)
}

/// Wildcards hide nothing here: every act, its pings and its whole text are compared.
fn other_for_a_program(script: &Script, one: &[Vec<Said>], other: &[Vec<Said>]) -> Option<String> {
    let json = |said: &[Vec<Said>]| -> Vec<String> {
        said.iter().flatten().map(|said| said.json(script.zone)).collect()
    };
    let (one, other) = (json(one), json(other));
    let at = (0..one.len().max(other.len())).find(|at| one.get(*at) != other.get(*at))?;
    let shown = |lines: &[String]| lines.get(at).cloned().unwrap_or_else(|| "nothing".to_owned());
    Some(format!(
        "{}: `--json` is another than in memory\n- {}\n+ {}",
        script.file,
        shown(&one),
        shown(&other)
    ))
}

/// All of them, in the order of their names.
fn paths() -> Vec<PathBuf> {
    let entries = Path::new(DIR).read_dir().expect(DIR);
    let paths = entries.map(|entry| entry.expect(DIR).path());
    let mut paths: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|end| end == "md")).collect();
    paths.sort();
    assert!(!paths.is_empty(), "there is nothing to play in {DIR}");
    paths
}
