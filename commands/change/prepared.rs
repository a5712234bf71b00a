//! Tasks from the organisation's templates and install manifests (CHG-8).

use std::collections::BTreeMap;

use super::order::Product;
use super::{Join, Link, NewTask, Outcome, installed};
use crate::decision::Refusal;
use crate::directory::{ChangeKind, Directory, TemplateTask};
use crate::directory_names as known;
use crate::ids::{ChangeId, ClientId, ManifestId, ProjectId, TemplateId};
use crate::say;
use crate::sla::Span;
use crate::words::Arg;
use crate::world::World;

/// A change as far as it is prepared. The links of its tasks are within it, and its number is not known yet: they name
/// change 0 until [`numbered`] puts it in.
#[derive(Debug, Default)]
pub struct Prepared {
    pub kind: Option<ChangeKind>,
    pub title: Option<String>,
    /// The product whose modules the tasks touch.
    pub manifest: Option<ManifestId>,
    pub tasks: Vec<NewTask>,
}

/// What a task takes where nobody said.
pub const DEFAULT_ESTIMATE: Span = Span::Seconds(4 * 3600);

/// `key=value` of `--set`.
///
/// # Errors
/// There is no `=` in it.
pub fn settings(typed: &[String]) -> Result<BTreeMap<String, String>, Refusal> {
    let pair = |typed: &String| match typed.split_once('=') {
        Some((key, value)) if !key.trim().is_empty() => {
            Ok((key.trim().to_owned(), value.trim().to_owned()))
        }
        _ => Err(Refusal::new(say!("set-odd", typed = typed.as_str()))),
    };
    typed.iter().map(pair).collect()
}

/// The tasks of a template with its parameters filled in. `project` is taken from the change where it is not set: the
/// project's name, the client's only project, the change's title.
///
/// # Errors
/// The template is unknown, a parameter is missing or unknown.
pub fn template(
    world: &World,
    name: &TemplateId,
    set: &BTreeMap<String, String>,
    client: Option<&ClientId>,
    project: Option<&ProjectId>,
    title: Option<&str>,
) -> Result<Prepared, Refusal> {
    let directory = world.directory();
    let template = known::template(directory, name)?;
    if let Some(odd) = set.keys().find(|key| !template.parameters.contains(key)) {
        let all: Vec<Arg> = template.parameters.iter().map(|it| it.as_str().into()).collect();
        let refusal =
            Refusal::new(say!("set-unknown", key = odd.as_str(), template = name.as_str()));
        return Err(refusal.hint(say!("set-unknown-hint", parameters = all)));
    }
    let mut values = set.clone();
    if template.parameters.iter().any(|it| it == "project") && !values.contains_key("project") {
        let name = project_name(directory, client, project).or(title.map(str::to_owned));
        values.extend(name.map(|name| ("project".to_owned(), name)));
    }
    if let Some(missing) = template.parameters.iter().find(|it| !values.contains_key(*it)) {
        let refusal =
            Refusal::new(say!("set-missing", key = missing.as_str(), template = name.as_str()));
        let line = Arg::Line(format!("--set {missing}=…"));
        return Err(refusal.hint(say!("set-missing-hint", line = line)));
    }
    let tasks: Vec<&TemplateTask> = template.tasks.iter().collect();
    let fill = |text: &str| filled(text, &values);
    let mut tasks = new_tasks(&tasks, fill);
    if let Some(manifest) = &template.manifest {
        instruct(world, Product { manifest, client }, &mut tasks);
    }
    let (kind, title) = (Some(template.kind), Some(filled(&template.title, &values)));
    Ok(Prepared { kind, title, manifest: template.manifest.clone(), tasks })
}

fn project_name(
    directory: &Directory,
    client: Option<&ClientId>,
    project: Option<&ProjectId>,
) -> Option<String> {
    let projects = &directory.client(client?)?.projects;
    match project {
        Some(slug) => projects.get(slug).map(|it| it.name.clone()),
        None if projects.len() == 1 => projects.values().next().map(|it| it.name.clone()),
        None => None,
    }
}

/// The modules of a product, each a task.
///
/// # Errors
/// The manifest is unknown.
pub fn manifest(
    world: &World,
    name: &ManifestId,
    client: Option<&ClientId>,
) -> Result<Prepared, Refusal> {
    let manifest = known::manifest(world.directory(), name)?;
    let modules: Vec<&TemplateTask> = manifest.modules.iter().map(|it| &it.task).collect();
    let mut tasks = new_tasks(&modules, str::to_owned);
    for (task, module) in tasks.iter_mut().zip(modules) {
        task.module = Some(module.key.clone());
    }
    instruct(world, Product { manifest: name, client }, &mut tasks);
    let title = Some(format!("{} {}", manifest.product, manifest.baseline));
    Ok(Prepared { kind: None, title, manifest: Some(name.clone()), tasks })
}

/// Adds to the instructions of tasks on modules what was customised so far: by the files, and by earlier changes of the
/// client.
pub fn instruct(world: &World, product: Product<'_>, tasks: &mut [NewTask]) {
    let Some(manifest) = world.directory().manifests.get(product.manifest) else { return };
    let installed = installed::now(world, product);
    let baseline = format!("{} {}", manifest.product, manifest.baseline);
    for task in tasks {
        let Some(key) = &task.module else { continue };
        let of_files = manifest.module(key).map_or(&[][..], |it| &it.customisations);
        let of_files = of_files.iter().map(|it| format!("{}: {}", it.id, it.text));
        let earlier = installed.modules.get(key).map_or(&[][..], |it| &it.customisations);
        let earlier = earlier.iter().map(|it| format!("{}: {}", it.change, it.text));
        let lines: Vec<String> =
            task.instructions.take().into_iter().chain(of_files).chain(earlier).collect();
        task.instructions =
            (!lines.is_empty()).then(|| format!("{baseline} · {}", lines.join(" · ")));
    }
}

fn new_tasks(tasks: &[&TemplateTask], fill: impl Fn(&str) -> String) -> Vec<NewTask> {
    let number_of = |key: &String| {
        let index = tasks.iter().position(|task| task.key == *key)?;
        u32::try_from(index + 1).ok()
    };
    let new = |(index, task): (usize, &&TemplateTask)| {
        let after = task.after.iter().filter_map(number_of);
        let link = |number| Link::new(ChangeId(0).task(number), None, Outcome::Open);
        NewTask {
            number: u32::try_from(index + 1).unwrap_or(u32::MAX),
            title: fill(&task.title),
            department: task.department.clone(),
            estimate: task.estimate.unwrap_or(DEFAULT_ESTIMATE),
            instructions: task.instructions.as_deref().map(&fill),
            devices: Vec::new(),
            module: task.module.clone(),
            early: false,
            due: None,
            after: after.map(link).collect(),
            join: Join::All,
        }
    };
    tasks.iter().enumerate().map(new).collect()
}

/// `{key}` becomes its value.
fn filled(text: &str, values: &BTreeMap<String, String>) -> String {
    values
        .iter()
        .fold(text.to_owned(), |text, (key, value)| text.replace(&format!("{{{key}}}"), value))
}

/// The links of prepared tasks, in the change that got this number.
pub fn numbered(mut tasks: Vec<NewTask>, change: ChangeId) -> Vec<NewTask> {
    for link in tasks.iter_mut().flat_map(|task| &mut task.after) {
        link.to.change = change;
    }
    tasks
}
