//! Plays a transcript on the real engine and the real commit path, with a clock that stands still until it is moved.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use baton_commands::ask::Offered;
use baton_commands::grammar::{Moment, Slash};
use baton_commands::ids::DeliveryId;
use baton_commands::voice::{PlainStyle, Voice};
use chrono::{DateTime, Duration, Utc};

use super::fault::{Fault, FaultLine};
use super::ground::{CountedCodes, Files, Ground, Play};
use super::recorder::Recorder;
use super::said::{Said, Stamp};
use super::script::{Input, Script, Spoken, Step};
use crate::chat::{Inbound, Outgoing, Platform, Who};
use crate::engine::{Engine, Organisation as _, Terms};
use crate::rows::Homes;
use crate::stage::{Stage, Until};

/// Plays the whole script; one list of what was said for each step.
///
/// # Errors
/// The organisation cannot be read, a time lies in the past, or a fault of ours: with the line it came up at.
pub fn play(script: &Script, how: Play) -> anyhow::Result<Vec<Vec<Said>>> {
    let runtime =
        tokio::runtime::Builder::new_current_thread().build().context("starting to play")?;
    runtime.block_on(async {
        let mut player = Player::start(script, how)
            .await
            .with_context(|| format!("{}:{}", script.file, script.clock_line))?;
        let mut said = Vec::with_capacity(script.steps.len());
        for step in &script.steps {
            let played = player.step(step).await;
            said.push(played.with_context(|| format!("{}:{}", script.file, step.line_no))?);
        }
        Ok(said)
    })
}

const DOWN: &str = "the process is down";

struct Player<'s> {
    script: &'s Script,
    how: Play,
    ground: Ground,
    files: Arc<Files>,
    /// The files the World was last organised by, and when.
    in_force: (PathBuf, DateTime<Utc>),
    codes: Arc<CountedCodes>,
    /// At least one.
    recorders: Vec<Recorder>,
    /// The process and its clock; None while it is down.
    stage: Option<Stage>,
    cause: Cause,
    said: Vec<Said>,
}

/// The input line that is being played.
#[derive(Debug, Clone, Copy)]
struct Cause {
    line_no: usize,
    began: DateTime<Utc>,
}

/// Whether something was said because of the line, or because the clock got there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Because {
    OfTheLine,
    OfTheClock,
}

impl<'s> Player<'s> {
    async fn start(script: &'s Script, how: Play) -> anyhow::Result<Player<'s>> {
        let files = Files::new(script.config.clone());
        let channels = match files.read() {
            Offered::Good(directory) => directory.channels,
            // The start says what is wrong with them.
            Offered::Bad(_) => Default::default(),
        };
        let mut player = Player {
            script,
            how,
            ground: Ground::new(how.backend)?,
            files: Arc::new(files),
            in_force: (script.config.clone(), script.clock),
            codes: Arc::default(),
            recorders: Recorder::for_places(&channels, how.preview.is_some()),
            stage: None,
            cause: Cause { line_no: script.clock_line, began: script.clock },
            said: Vec::new(),
        };
        player.come_up(script.clock).await?;
        Ok(player)
    }

    async fn step(&mut self, step: &Step) -> anyhow::Result<Vec<Said>> {
        self.cause = Cause { line_no: step.line_no, began: self.now()? };
        match &step.input {
            Input::Line { when, spoken } => self.hear(when, spoken).await?,
            Input::Move(to) => {
                let target = self.resolve(to)?;
                self.pass_until(target).await?;
                self.happen().await?;
            }
            Input::Restart | Input::Crash => self.start_again().await?,
            Input::Down(length) => {
                let back_at = self.resolve(length)?;
                self.go_down();
                self.come_up(back_at).await?;
                self.happen().await?;
            }
            Input::Fault(line) => self.break_down(line)?,
            Input::Config(dir) => self.files.point_to(dir.clone()),
        }
        Ok(std::mem::take(&mut self.said))
    }

    fn break_down(&mut self, line: &FaultLine) -> anyhow::Result<()> {
        let until = line.lasting.as_ref().map(|lasting| self.resolve(lasting)).transpose()?;
        let (platform, what) = (line.platform.clone(), line.what.clone());
        self.recorders[0].break_down(Fault { platform, what, until });
        Ok(())
    }

    /// SLA-12: at one instant, what is said comes before what is due.
    async fn hear(&mut self, when: &Moment, spoken: &Spoken) -> anyhow::Result<()> {
        let at = self.resolve(when)?;
        self.pass_until(at).await?;
        let letter = self.letter(spoken);
        let mut answers = self.stage()?.hear(letter).await?;
        for answer in &mut answers {
            answer.to = Some(spoken.who.clone());
        }
        self.record(answers, Because::OfTheLine)?;
        self.note_organisation()?;
        self.maybe_crash().await?;
        self.stage()?.deliver().await?;
        self.record_sent(Because::OfTheLine)?;
        self.maybe_crash().await?;
        self.happen().await
    }

    fn letter(&self, spoken: &Spoken) -> Inbound {
        let known = self.stage.as_ref().is_some_and(|stage| {
            stage.engine().world().borrow().directory().person(&spoken.who).is_some()
        });
        let who = match known {
            true => Who::Person(spoken.who.clone()),
            false => Who::Stranger(format!("transcript:{}", spoken.who)),
        };
        Inbound {
            delivery: DeliveryId(format!("transcript:{}", self.cause.line_no)),
            who,
            place: spoken.place.clone(),
            thread: spoken.thread,
            text: spoken.text.clone(),
            slash: if spoken.place.is_direct() { Slash::Optional } else { Slash::Required },
        }
    }

    /// All that falls due strictly before `target` happens, each at its own instant.
    async fn pass_until(&mut self, target: DateTime<Utc>) -> anyhow::Result<()> {
        while self.stage()?.step(target, Until::Before).await? {
            self.record_sent(Because::OfTheClock)?;
        }
        Ok(())
    }

    /// All that is due at this very instant happens.
    async fn happen(&mut self) -> anyhow::Result<()> {
        let now = self.now()?;
        self.stage()?.advance(now, Until::Through).await?;
        self.record_sent(Because::OfTheClock)
    }

    fn record_sent(&mut self, because: Because) -> anyhow::Result<()> {
        let sent = self.recorders[0].take();
        self.record(sent, because)
    }

    fn record(&mut self, messages: Vec<Outgoing>, because: Because) -> anyhow::Result<()> {
        let preview = self.how.preview;
        let world = self.stage()?.engine().world().borrow().clone();
        let home = world.directory().company.zone;
        let zone = self.script.zone;
        let began = self.cause.began.with_timezone(&zone).date_naive();
        for message in messages {
            let voice = Voice::new(message.language, home, &PlainStyle);
            let text = voice.in_zone(message.zone).at(message.at).text(&message.card);
            self.said.push(Said {
                at: message.at,
                stamp: Stamp::of(message.at, zone, began),
                timed: because == Because::OfTheClock,
                act: message.act,
                calls: preview.map_or(Vec::new(), |it| it.calls(&message, &world)),
                place: message.place,
                to: message.to,
                pings: message.pings,
                reason: message.reason.as_ref().map(ToString::to_string),
                about: message.about,
                text,
                caused_by_line: self.cause.line_no,
            });
        }
        Ok(())
    }

    fn resolve(&self, moment: &Moment) -> anyhow::Result<DateTime<Utc>> {
        let now = self.now()?;
        let at = moment.resolve(now, self.script.zone)?;
        if at < now {
            let shown = now.with_timezone(&self.script.zone).format("%Y-%m-%d %H:%M");
            bail!("`{moment}` is in the past: the clock shows {shown} here → name a later time");
        }
        Ok(at)
    }

    fn stage(&mut self) -> anyhow::Result<&mut Stage> {
        self.stage.as_mut().context(DOWN)
    }

    fn now(&self) -> anyhow::Result<DateTime<Utc>> {
        Ok(self.stage.as_ref().context(DOWN)?.now())
    }

    async fn start_again(&mut self) -> anyhow::Result<()> {
        let now = self.now()?;
        self.go_down();
        self.come_up(now).await
    }

    /// Nothing is written on the way down: what was committed is all there is.
    fn go_down(&mut self) {
        self.stage = None;
    }

    async fn come_up(&mut self, now: DateTime<Utc>) -> anyhow::Result<()> {
        let store = self.ground.open()?;
        let terms = Terms {
            version: "transcript".to_owned(),
            homes: Arc::new(Homes::new(self.recorders.iter().map(Platform::name))),
            store: "transcript".to_owned(),
            seen_for: Duration::hours(24),
        };
        let files = Arc::clone(&self.files);
        let codes = Arc::clone(&self.codes);
        let engine = Engine::open(Arc::clone(&store), files, codes, terms, now).await?;
        let platforms = self.recorders.iter().map(|it| Arc::new(it.clone()) as Arc<dyn Platform>);
        self.stage = Some(Stage::new(engine, store, platforms.collect(), now));
        self.note_organisation()
    }

    /// Remembers which files are in force, when that has changed.
    fn note_organisation(&mut self) -> anyhow::Result<()> {
        let organised_at = self.stage()?.engine().world().borrow().company.organised_at;
        if self.in_force.1 != organised_at {
            self.in_force = (self.files.dir(), organised_at);
        }
        Ok(())
    }

    /// A crash that nobody wrote into the script must not bring files into force that nobody asked for.
    async fn maybe_crash(&mut self) -> anyhow::Result<()> {
        if !self.how.crash_after_every_line {
            return Ok(());
        }
        let offered = self.files.dir();
        self.files.point_to(self.in_force.0.clone());
        self.start_again().await?;
        self.files.point_to(offered);
        Ok(())
    }
}
