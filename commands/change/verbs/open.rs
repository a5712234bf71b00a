//! `/change open`: a client's request becomes a change, from a template, a manifest or nothing (CHG-8).

use clap::Args;

use super::schedule::passes_freezes;
use crate::ask::Ask;
use crate::card::Card;
use crate::change::order::{self, Product};
use crate::change::prepared::Prepared;
use crate::change::{Event, Link, NewTask, Opened, Outcome, Window, card, clash, prepared};
use crate::decision::{Decision, Refusal};
use crate::directory::{ChangeKind, Directory, promise_of_change};
use crate::directory_names as known;
use crate::grammar::{Moment, Stretch, Text};
use crate::ids::{ChangeId, ClientId, ManifestId, ProjectId, TaskId, TemplateId};
use crate::say;
use crate::verbs::Verb;
use crate::words::{Arg, Words};
use crate::world::World;

/// The longest title, in characters.
const TITLE_MAX: usize = 200;

/// Opens a change; a template or a manifest brings its tasks
///
/// A template of type standard starts at once: the first tasks are ready. Anything else begins as a draft.
#[derive(Args, Debug)]
#[command(
    after_help = "/change open \"New landscape\" --client acme --template landscape --set project=Webshop"
)]
pub struct Open {
    /// What is changed, in a few words; a template has its own
    #[arg(value_name = "TITLE")]
    title: Option<Text>,
    /// Who asked for it
    #[arg(long, value_name = "CLIENT")]
    client: Option<ClientId>,
    /// The client's project
    #[arg(long, value_name = "PROJECT")]
    project: Option<ProjectId>,
    /// How it is approved
    #[arg(long = "type", value_name = "TYPE", value_parser = ["standard", "normal", "emergency"])]
    kind: Option<String>,
    /// A prepared chain of tasks
    #[arg(long, value_name = "TEMPLATE")]
    template: Option<TemplateId>,
    /// The modules of a product, in the vendor's order
    #[arg(long, value_name = "MANIFEST")]
    manifest: Option<ManifestId>,
    /// What the template leaves open
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// When it is to be done
    #[arg(long, value_name = "START..END")]
    window: Option<Stretch>,
    /// What the client was told: done by then
    #[arg(long, value_name = "TIME")]
    due: Option<Moment>,
}

impl Verb for Open {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let mut opened = self.complete(world, ask)?;
        let id = world.next_change();
        opened.tasks = prepared::numbered(opened.tasks, id);
        let client = opened.client.as_ref();
        opened.promise = promise_of_change(world.directory(), client, opened.kind);
        if let Some(window) = opened.window.as_ref().zip(self.window.as_ref()) {
            let frozen = (id, opened.kind, opened.client.as_ref());
            // A reason is given when it is scheduled, once it is there.
            let refused = passes_freezes(world.directory(), frozen, window, false);
            refused.map_err(|refusal| refusal.hint(say!("change-open-frozen-hint")))?;
        }
        let title = opened.title.clone();
        let count = opened.tasks.len();
        let starts = opened.kind == ChangeKind::Standard && count > 0;
        let mut shown = Card::line(say!("change-open-done", id = id, title = title));
        if count > 0 {
            shown = shown.and(say!("change-open-tasks", count = count));
        }
        let mut warnings = keep_order(world, &mut opened, id);
        let modules = opened.tasks.iter().filter_map(|task| task.module.as_deref());
        let clashes = clash::begun(world, product(&opened), id, modules);
        warnings.extend(clash::warned(&clashes));
        let mut events = vec![Event::Opened(Box::new(opened.clone()))];
        events.extend(clashes);
        if starts {
            events.push(Event::Started { text: String::new() });
            shown = shown.and(say!("change-open-started"));
        } else {
            let line = match count {
                0 => format!("/change task {id} \"…\" --dept …"),
                _ => format!("/change assess {id} --impact 2 --likelihood 1 --rollback \"…\""),
            };
            let kind = card::kind_words(opened.kind);
            let line = Arg::Line(line);
            shown = shown.and(say!("change-open-draft", kind = kind, line = line));
        }
        Ok(super::decided(id, events, warnings.into_iter().fold(shown, Card::and)))
    }
}

impl Open {
    fn complete(&self, world: &World, ask: &Ask) -> Result<Opened, Refusal> {
        let directory = world.directory();
        known::client(directory, self.client.as_ref())?;
        let client = self.client.clone().or_else(|| directory.client_at(&ask.place).cloned());
        known::project(directory, client.as_ref(), self.project.as_ref())?;
        let prepared = self.prepared(world, client.as_ref())?;
        let title = match (&self.title, prepared.title) {
            (Some(title), _) => title.to_string(),
            (None, Some(title)) => title,
            (None, None) => {
                let line = Arg::Line("/change open \"…\" --client …".to_owned());
                let refusal = Refusal::new(say!("change-open-untitled"));
                return Err(refusal.hint(say!("change-open-untitled-hint", line = line)));
            }
        };
        let named = self.kind.as_deref().map(|typed| match typed {
            "standard" => ChangeKind::Standard,
            "emergency" => ChangeKind::Emergency,
            _ => ChangeKind::Normal,
        });
        let kind = named.or(prepared.kind).unwrap_or_default();
        self.check_kind(kind, prepared.kind)?;
        let zone = directory.company.zone;
        let due = self.due.as_ref().map(|due| due.resolve_by(ask.now, zone)).transpose()?;
        Ok(Opened {
            title: one_line(&title)?,
            kind,
            client,
            project: self.project.clone(),
            template: self.template.clone(),
            baseline: prepared.manifest.as_ref().and_then(|it| baseline(directory, it)),
            manifest: prepared.manifest,
            window: self.window.as_ref().map(|it| window(it, directory, ask)).transpose()?,
            promised_by: due,
            promise: None,
            tasks: prepared.tasks,
        })
    }

    fn prepared(&self, world: &World, client: Option<&ClientId>) -> Result<Prepared, Refusal> {
        let set = prepared::settings(&self.set)?;
        match (&self.template, &self.manifest) {
            (Some(_), Some(_)) => Err(Refusal::new(say!("change-open-both"))),
            (Some(template), None) => {
                let title = self.title.as_ref().map(Text::as_str);
                let project = self.project.as_ref();
                prepared::template(world, template, &set, client, project, title)
            }
            (None, Some(manifest)) => prepared::manifest(world, manifest, client),
            (None, None) => Ok(Prepared::default()),
        }
    }

    /// A standard change is approved beforehand because its template is.
    fn check_kind(&self, kind: ChangeKind, prepared: Option<ChangeKind>) -> Result<(), Refusal> {
        if kind == ChangeKind::Standard && prepared != Some(ChangeKind::Standard) {
            let refusal = Refusal::new(say!("change-open-standard"));
            return Err(refusal.hint(say!("change-open-standard-hint")));
        }
        Ok(())
    }
}

fn product(opened: &Opened) -> Option<Product<'_>> {
    let client = opened.client.as_ref();
    opened.manifest.as_ref().map(|manifest| Product { manifest, client })
}

/// CHG-8: a module that waits for one that another change has at work says so, from the beginning.
fn keep_order(world: &World, opened: &mut Opened, id: ChangeId) -> Vec<Words> {
    let given = |task: &NewTask| match (product(opened), &task.module) {
        (Some(product), Some(module)) => order::given_by_others(world, product, id, module),
        _ => Vec::new(),
    };
    let all: Vec<Vec<TaskId>> = opened.tasks.iter().map(given).collect();
    let mut said = Vec::new();
    for (task, given) in opened.tasks.iter_mut().zip(all).filter(|(_, given)| !given.is_empty()) {
        let tasks: Vec<Arg> = given.iter().map(|it| (*it).into()).collect();
        said.push(say!("order-given", id = id.task(task.number), tasks = tasks));
        task.after.extend(given.into_iter().map(|it| Link::new(it, None, Outcome::Open)));
    }
    said
}

/// The version of a product now.
fn baseline(directory: &Directory, manifest: &ManifestId) -> Option<String> {
    directory.manifests.get(manifest).map(|it| it.baseline.clone())
}

/// Short enough for every list and card.
fn one_line(title: &str) -> Result<String, Refusal> {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let chars = title.chars().count();
    if chars <= TITLE_MAX {
        return Ok(title);
    }
    Err(Refusal::new(say!("open-title-long", chars = chars, max = TITLE_MAX)))
}

/// The window typed, in the company's zone.
pub fn window(typed: &Stretch, directory: &Directory, ask: &Ask) -> Result<Window, Refusal> {
    let range = typed.resolve(ask.now, directory.company.zone)?;
    Ok(Window { from: range.start, to: range.end })
}
