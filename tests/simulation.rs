//! A seeded simulator: weeks of random commands, duplicate deliveries, clock steps and crashes, held against the rules.
//!
//! `BATON_SIM_SEEDS` (how many, or `from..to`) and `BATON_SIM_STEPS` make it longer. What breaks a rule is printed with its
//! seed, the step, the rule and a transcript of the shortest run found that still breaks it.

mod audience;
mod author;
mod clock;
mod clocks;
pub(crate) mod dice;
mod hand;
mod hours;
mod judge;
mod lapse;
mod lines;
mod mortal;
pub(crate) mod office;
mod oracle;
mod outside;
mod post;
mod promised;
mod run;
mod shrink;
mod step;
mod story;

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

use chrono::{DateTime, Duration, Utc};

use author::Author;
use judge::{Broken, Tally, Verdict, broken};
use lines::Work;
use office::Office;
use run::Run;
use shrink::shrink;
use step::Step;
use story::story;

/// Runs and their length in `cargo test`.
const SEEDS: u64 = 36;
const STEPS: usize = 220;
/// The store is held against its events after so many steps.
const VERIFIED_EVERY: usize = 55;

#[test]
fn weeks_of_random_work_and_faults_break_no_rule() {
    all_seeds(Work::Incidents);
}

#[test]
fn weeks_of_changes_and_their_tasks_break_no_rule() {
    all_seeds(Work::Changes);
}

fn all_seeds(work: Work) {
    let steps = std::env::var("BATON_SIM_STEPS").ok().and_then(|n| n.parse().ok()).unwrap_or(STEPS);
    let mut all = Tally::default();
    for seed in seeds() {
        match weeks(seed, work, steps) {
            Ok(tally) => all.add(tally),
            Err(failure) => panic!("{failure}"),
        }
    }
    println!("{all:?}");
}

/// `BATON_SIM_SEEDS`: `500`, or `17..18` for one.
fn seeds() -> Range<u64> {
    let wanted = std::env::var("BATON_SIM_SEEDS").unwrap_or_default();
    match wanted.split_once("..") {
        Some((from, to)) => {
            from.parse().expect("the first seed")..to.parse().expect("the seed after the last")
        }
        None => 0..wanted.parse().unwrap_or(SEEDS),
    }
}

/// Noon in Jakarta on the first Monday of March, and so many hours.
fn hour(hours: i64) -> DateTime<Utc> {
    let monday: DateTime<Utc> = "2026-03-02T05:00:00Z".parse().expect("an instant");
    monday + Duration::hours(hours)
}

fn weeks(seed: u64, work: Work, steps: usize) -> Result<Tally, String> {
    let mut author = Author::new(seed, work);
    let start = hour(author.first_hour());
    let mut taken: Vec<Step> = Vec::new();
    let played = guarded(drawn(&mut author, start, steps, &mut taken));
    played.map_err(|broken| failure(seed, start, taken, &broken))
}

/// Takes one step after the other as it is drawn.
async fn drawn(
    author: &mut Author,
    start: DateTime<Utc>,
    steps: usize,
    taken: &mut Vec<Step>,
) -> Verdict<Tally> {
    let mut run = Run::start(Office::demo(), start).await?;
    for n in 1..=steps {
        let step = author.next(&run.world());
        taken.push(step.clone());
        run.take(&step).await?;
        if n % VERIFIED_EVERY == 0 {
            run.verify().await?;
        }
    }
    run.end().await
}

/// When a seed's run begins, and its first steps as they are drawn along the way.
fn taken(seed: u64, work: Work, steps: usize) -> (DateTime<Utc>, Vec<Step>) {
    let mut author = Author::new(seed, work);
    let start = hour(author.first_hour());
    let mut taken: Vec<Step> = Vec::new();
    let played = guarded(drawn(&mut author, start, steps, &mut taken));
    played.unwrap_or_else(|broken| panic!("{broken:?}"));
    (start, taken)
}

/// Steps that were drawn before, once more; it ends with the first rule that breaks.
fn play(start: DateTime<Utc>, steps: &[Step]) -> Verdict<Tally> {
    guarded(async {
        let mut run = Run::start(Office::demo(), start).await?;
        for (n, step) in steps.iter().enumerate() {
            run.take(step).await?;
            if n % VERIFIED_EVERY == 0 {
                run.verify().await?;
            }
        }
        run.end().await
    })
}

/// All that is needed to see it again: the seed, the step, the rule, and a short transcript.
fn failure(seed: u64, start: DateTime<Utc>, taken: Vec<Step>, broken: &Broken) -> String {
    let step = taken.len();
    let short = shrink(taken, broken.rule, |steps| play(start, steps).err());
    let again = play(start, &short).err().unwrap_or_else(|| broken.clone());
    format!(
        "seed {seed}, step {step}: the rule “{}” is broken\n{}\n\nBATON_SIM_SEEDS={seed}..{} \
         plays it again. {} of the steps break it too ({}); \
         `baton transcript --bless FILE` writes into it what is said:\n\n{}",
        broken.rule,
        broken.what,
        seed + 1,
        short.len(),
        again.what,
        story(start, &short),
    )
}

/// A panic of the bot is a broken rule like any other.
fn guarded<T>(run: impl Future<Output = Verdict<T>>) -> Verdict<T> {
    let played = catch_unwind(AssertUnwindSafe(|| block_on(run)));
    played.unwrap_or_else(|panic| {
        let said = panic.downcast_ref::<String>().cloned();
        let said = said.or_else(|| panic.downcast_ref::<&str>().map(|it| (*it).to_owned()));
        Err(broken("the bot does not panic", said.unwrap_or_default()))
    })
}

fn block_on<T>(run: impl Future<Output = Verdict<T>>) -> Verdict<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(run)
}
