//! What the process is told before it starts: its own settings and the organisation's files.
//!
//! Settings are laid one over the other: the defaults of `config/baton.toml` < a file < the
//! environment < flags. A key that the defaults do not have is refused.

mod discord;
mod fault;
mod layers;
mod names;
pub mod organisation;
mod reader;
mod slack;
mod source;
mod values;

use std::path::{Path, PathBuf};

use baton_commands::directory::Lapse;
use baton_commands::ids::PersonId;

pub use self::discord::DiscordSettings;
pub use self::fault::{Fault, Faults};
use self::layers::{Layers, Section};
use self::reader::{Read, mend};
pub use self::slack::{SlackMode, SlackSettings};

/// Every key with its default and a sentence; the reference is made from it.
pub const DEFAULTS: &str = include_str!("../../config/baton.toml");

/// The variable that names the settings file; it is no setting itself.
pub const CONFIG_VARIABLE: &str = "BATON_CONFIG";

/// All settings of a process.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    pub company: CompanySettings,
    pub store: StoreSettings,
    pub outbox: OutboxSettings,
    pub log: LogSettings,
    pub chat: ChatSettings,
    pub console: ConsoleSettings,
    pub slack: SlackSettings,
    pub discord: DiscordSettings,
}

/// `[company]`
#[derive(Debug, Clone, PartialEq)]
pub struct CompanySettings {
    /// Every stored key begins with it.
    pub slug: String,
    /// The directory of the organisation's files.
    pub organisation: PathBuf,
}

/// `[store]`
#[derive(Debug, Clone, PartialEq)]
pub struct StoreSettings {
    pub dir: PathBuf,
    /// Decisions in one commit, at least 1.
    pub batch_max: usize,
    /// How long an answered delivery is remembered (INC-8).
    pub seen_for: Lapse,
}

/// `[outbox]`
#[derive(Debug, Clone, PartialEq)]
pub struct OutboxSettings {
    /// How long a claimed message belongs to one worker.
    pub lease_for: Lapse,
}

/// `[log]`
#[derive(Debug, Clone, PartialEq)]
pub struct LogSettings {
    pub format: LogFormat,
    /// A level or a filter of `tracing`.
    pub level: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    Text,
    Json,
}

/// `[chat]`
#[derive(Debug, Clone, PartialEq)]
pub struct ChatSettings {
    /// Each once, at least one; the first takes what belongs to none of them by name.
    pub platforms: Vec<PlatformName>,
}

/// A platform there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlatformName {
    Console,
    Slack,
    Discord,
    Bridge,
}

impl PlatformName {
    const ALL: [(&'static str, PlatformName); 4] = [
        ("console", PlatformName::Console),
        ("slack", PlatformName::Slack),
        ("discord", PlatformName::Discord),
        ("bridge", PlatformName::Bridge),
    ];

    /// The word of the settings, which is its name everywhere.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, platform)| *platform == self).map_or("", |(word, _)| word)
    }
}

/// `[console]`
#[derive(Debug, Clone, PartialEq)]
pub struct ConsoleSettings {
    /// Who speaks at first. That he exists is for the console to check.
    pub person: PersonId,
    /// `#channel` or `dm`.
    pub place: String,
}

impl Settings {
    /// Lays file, environment and flags over the defaults. Of the environment only names that begin
    /// with `BATON_` are looked at; a flag is a key with its section, such as `store.dir`.
    ///
    /// Err: every fault that there is; a file that is named but missing is one.
    pub fn read(
        file: Option<&Path>,
        environment: impl IntoIterator<Item = (String, String)>,
        flags: &[(&str, String)],
    ) -> Result<Settings, Faults> {
        let layers = Layers::gather(file, environment, flags);
        layers.read(|layers| {
            let company = company(&layers.section("company"));
            let store = store(&layers.section("store"));
            let outbox = outbox(&layers.section("outbox"));
            let log = log(&layers.section("log"));
            let chat = chat(&layers.section("chat"));
            let console = console(&layers.section("console"));
            let slack = slack::slack(&layers.section("slack"));
            let discord = discord::discord(&layers.section("discord"));
            Some(Settings {
                company: company?,
                store: store?,
                outbox: outbox?,
                log: log?,
                chat: chat?,
                console: console?,
                slack: slack?,
                discord: discord?,
            })
        })
    }

    /// The defaults alone.
    pub fn defaults() -> Result<Settings, Faults> {
        Settings::read(None, [], &[])
    }
}

fn company(section: &Section<'_>) -> Option<CompanySettings> {
    let slug = section.field("slug")?;
    let text: String = section.get("slug")?;
    let odd = |c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if text.contains(odd) {
        let what = format!("`{text}` is not a company's short name");
        slug.fault(what, "write small letters, digits and `-`");
        return None;
    }
    Some(CompanySettings { slug: text, organisation: section.path("organisation")? })
}

fn store(section: &Section<'_>) -> Option<StoreSettings> {
    let dir = section.path("dir");
    let batch_max = section.field("batch_max")?.number(1..=10_000);
    let seen_for = section.get("seen_for");
    let batch_max = usize::try_from(batch_max?).ok();
    Some(StoreSettings { dir: dir?, batch_max: batch_max?, seen_for: seen_for? })
}

fn outbox(section: &Section<'_>) -> Option<OutboxSettings> {
    Some(OutboxSettings { lease_for: section.get("lease_for")? })
}

fn log(section: &Section<'_>) -> Option<LogSettings> {
    let formats = [("text", LogFormat::Text), ("json", LogFormat::Json)];
    let format = section.field("format")?.choice(&formats);
    let level = section.get("level");
    Some(LogSettings { format: format?, level: level? })
}

fn chat(section: &Section<'_>) -> Option<ChatSettings> {
    let field = section.field("platforms")?;
    let text = String::read(field)?;
    let mut platforms = Vec::new();
    for name in text.split(',').map(str::trim) {
        let Some((_, platform)) = PlatformName::ALL.iter().find(|(known, _)| *known == name) else {
            let what = format!("`{name}` is not a platform");
            let known = PlatformName::ALL.map(|(known, _)| known);
            field.fault(what, mend(name, &known));
            return None;
        };
        if platforms.contains(platform) {
            field.fault(format!("`{name}` is named twice"), "name each platform once");
            return None;
        }
        platforms.push(*platform);
    }
    Some(ChatSettings { platforms })
}

fn console(section: &Section<'_>) -> Option<ConsoleSettings> {
    let person: Option<String> = section.get("person");
    let spoken = section.field("place")?;
    let place = String::read(spoken)?;
    if place != "dm" && !place.starts_with('#') {
        spoken.fault(format!("`{place}` is not a place"), "write a channel with its `#`, or `dm`");
        return None;
    }
    Some(ConsoleSettings { person: PersonId::new(person?), place })
}
