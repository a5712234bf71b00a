//! A run written down as a transcript, so that whoever mends the fault can read the conversation and play it.
//!
//! Inputs stand in `chat` blocks as the player reads them; faults it cannot make stand between the blocks.

use chrono::{DateTime, Duration, Timelike, Utc};
use chrono_tz::Asia::Jakarta;
use chrono_tz::Tz;

use super::lines::Work;
use super::run::ENDED_AFTER;
use super::step::{Letter, Step, Trap};

/// The transcript of the steps from this instant on.
pub(crate) fn story(start: DateTime<Utc>, steps: &[Step]) -> String {
    let local = start.with_timezone(&Jakarta);
    debug_assert_eq!(local.second(), 0, "transcripts begin at a whole minute");
    let mut story = Story { text: String::new(), in_chat: false, clock: local, waited: 0 };
    story.chat(&format!("@clock {} Asia/Jakarta", local.format("%Y-%m-%d %H:%M")));
    steps.iter().for_each(|step| story.step(step));
    // As each run ends: all that waits gets its time.
    story.waited += ENDED_AFTER.num_seconds();
    story.pass();
    story.prose("");
    story.text
}

struct Story {
    text: String,
    in_chat: bool,
    /// As the player's clock shows it.
    clock: DateTime<Tz>,
    /// Seconds that passed and were not written yet.
    waited: i64,
}

impl Story {
    fn step(&mut self, step: &Step) {
        match step {
            Step::Say(letter) => self.say(letter),
            Step::Together(letters) => {
                self.prose("These are read at once and share one commit:");
                letters.iter().for_each(|letter| self.say(letter));
                self.prose("Until here.");
            }
            Step::Wait(seconds) => {
                self.waited += seconds;
            }
            Step::Leap(seconds) => {
                self.aside("The machine sleeps meanwhile, and hears what comes next first.");
                self.waited += seconds;
                self.pass();
            }
            Step::Back(seconds) => self.aside(&format!("The clock is put back by {seconds} s.")),
            Step::Crash => self.command("@crash"),
            Step::Down(seconds) => {
                self.command(&format!("@down {}", length(*seconds)));
                self.clock += Duration::seconds(*seconds);
            }
            Step::Trap(trap) => self.aside(said(*trap)),
            Step::Edit(edition) => {
                self.aside(&format!("The organisation's files say edition {edition}."));
            }
            Step::Reload => self.aside("The files are read again (SIGHUP)."),
        }
    }

    fn say(&mut self, letter: &Letter) {
        let place = match (letter.place.is_direct(), letter.thread) {
            (true, _) => "dm".to_owned(),
            (false, Some(record)) => format!("{}/{record}", letter.place),
            (false, None) => letter.place.to_string(),
        };
        let when = match self.waited {
            0 => self.clock.format("%H:%M:%S").to_string(),
            _ => format!("+{}", length(self.moved())),
        };
        // To the player an account of nobody is a handle that nobody has.
        let who = letter.who.replace(':', "-").to_lowercase();
        self.chat(&format!("{when} {place} {who}: {}", letter.text));
    }

    /// The seconds waited, which are over now.
    fn moved(&mut self) -> i64 {
        let passed = std::mem::take(&mut self.waited);
        self.clock += Duration::seconds(passed);
        passed
    }

    fn command(&mut self, line: &str) {
        self.pass();
        self.chat(line);
    }

    fn aside(&mut self, words: &str) {
        self.pass();
        self.prose(words);
    }

    fn pass(&mut self) {
        if self.waited > 0 {
            let passed = length(self.moved());
            self.chat(&format!("@wait {passed}"));
        }
    }

    fn chat(&mut self, line: &str) {
        if !std::mem::replace(&mut self.in_chat, true) {
            self.text += "```chat\n";
        }
        self.text += &format!("{line}\n");
    }

    fn prose(&mut self, words: &str) {
        if std::mem::replace(&mut self.in_chat, false) {
            self.text += "```\n";
        }
        if !words.is_empty() {
            self.text += &format!("{words}\n");
        }
    }
}

/// `1h2m3s`
fn length(seconds: i64) -> String {
    let parts = [(seconds / 3_600, "h"), (seconds / 60 % 60, "m"), (seconds % 60, "s")];
    let said: String =
        parts.iter().filter(|(n, _)| *n > 0).map(|(n, unit)| format!("{n}{unit}")).collect();
    said
}

fn said(trap: Trap) -> &'static str {
    match trap {
        Trap::DieBeforeCommit => "The process dies before its next commit is written.",
        Trap::DieAfterCommit => "The process dies after its next commit, before it answers.",
        Trap::DieBeforeDelivery => "The process dies before its next message leaves.",
        Trap::DieAfterDelivery => {
            "The process dies after its next message, before that is written."
        }
        Trap::Later(_) => "The platform asks to send the next message later.",
        Trap::Never => "The platform refuses the next message for good.",
        Trap::UnknownArrived => "The next message arrives, but nobody can say so.",
        Trap::UnknownLost => "The next message is lost, and nobody can say so.",
    }
}

#[test]
fn a_run_is_written_as_a_transcript() {
    use baton_commands::ids::Place;
    let letter = |text: &str| Letter {
        delivery: 1,
        who: "net-1".to_owned(),
        place: Place::channel("#network"),
        thread: None,
        text: text.to_owned(),
    };
    let start = "2026-03-02T02:00:00Z".parse().expect("an instant");
    let steps = [
        Step::Wait(90),
        Step::Say(letter("/incident open \"Mail is slow\"")),
        Step::Trap(Trap::DieAfterCommit),
        Step::Wait(3_600),
        Step::Down(7_260),
        Step::Say(letter("/incident ack 1")),
    ];
    expect_test::expect![[r#"
        ```chat
        @clock 2026-03-02 09:00 Asia/Jakarta
        +1m30s #network net-1: /incident open "Mail is slow"
        ```
        The process dies after its next commit, before it answers.
        ```chat
        @wait 1h
        @down 2h1m
        12:02:30 #network net-1: /incident ack 1
        @wait 240h
        ```
    "#]]
    .assert_eq(&story(start, &steps));
}

#[test]
fn what_a_run_prints_can_be_played() {
    use baton::transcript::{Play, parse, play};
    for work in [Work::Incidents, Work::Changes] {
        let (start, steps) = super::taken(7, work, 150);
        let script =
            parse("a run", &story(start, &steps)).unwrap_or_else(|wrong| panic!("{wrong}"));
        let said = play(&script, Play::default()).unwrap_or_else(|fault| panic!("{fault:#}"));
        assert!(said.iter().map(Vec::len).sum::<usize>() > 150);
    }
}
