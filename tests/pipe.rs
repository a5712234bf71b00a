//! The real program in a pipe: a script of lines reads like a conversation.

use std::io::Write as _;
use std::process::{Command, Stdio};

/// What the program says to these lines, one after the other.
fn said(lines: &str, flags: &[&str]) -> String {
    let data = tempfile::tempdir().expect("a folder");
    let mut command = Command::new(env!("CARGO_BIN_EXE_baton"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).env_remove("BATON_CONFIG");
    command.arg("--data").arg(data.path()).args(["--organisation", "config/demo"]).args(flags);
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe in");
    stdin.write_all(lines.as_bytes()).expect("it reads");
    drop(stdin);
    let out = child.wait_with_output().expect("it ends");
    assert!(out.status.success(), "{out:?}");
    String::from_utf8(out.stdout).expect("it writes text")
}

/// Each incident is called out in full before the next is opened.
fn each_in_its_turn(printed: &str) {
    let about = |line: &str| {
        let (_, rest) = line.split_once("incident.opened INC-")?;
        rest.split(|c: char| !c.is_ascii_digit()).next()?.parse::<u32>().ok()
    };
    let order: Vec<u32> = printed.lines().filter_map(about).collect();
    assert!(order.is_sorted(), "{order:?}");
    // An answer, a card where incidents stand, a call.
    assert_eq!(order.len(), 3 * 12, "{printed}");
}

#[test]
fn what_follows_from_a_line_stands_above_the_answer_to_the_next() {
    let line = "#network net-1: /incident open \"Link is down\" --severity 1 --dept unix\n";
    each_in_its_turn(&said(&line.repeat(12), &[]));
    each_in_its_turn(&said(&line.repeat(12), &["serve", "--rehearse"]));
}
