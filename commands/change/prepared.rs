//! Tasks from the organisation's templates and install manifests (CHG-8).

use std::collections::BTreeMap;

use super::{Join, Link, NewTask, Outcome};
use crate::decision::Refusal;
use crate::directory::{ChangeKind, Directory, Manifest, TemplateTask};
use crate::directory_names as known;
use crate::ids::{ChangeId, ClientId, ManifestId, ProjectId, TemplateId};
use crate::say;
use crate::sla::Span;
use crate::words::Arg;

/// Its type, its title and its tasks, as far as they are prepared. The links are within the change, whose number is
/// not known yet: they name change 0 until [`numbered`] puts it in.
pub type Prepared = (Option<ChangeKind>, Option<String>, Vec<NewTask>);

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
    directory: &Directory,
    name: &TemplateId,
    set: &BTreeMap<String, String>,
    client: Option<&ClientId>,
    project: Option<&ProjectId>,
    title: Option<&str>,
) -> Result<Prepared, Refusal> {
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
    let tasks = new_tasks(&tasks, fill);
    Ok((Some(template.kind), Some(filled(&template.title, &values)), tasks))
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

/// The modules of a product, each a task, with the customisations recorded so far in its instructions.
///
/// # Errors
/// The manifest is unknown.
pub fn manifest(directory: &Directory, name: &ManifestId) -> Result<Prepared, Refusal> {
    let manifest = known::manifest(directory, name)?;
    let modules: Vec<&TemplateTask> = manifest.modules.iter().map(|it| &it.task).collect();
    let mut tasks = new_tasks(&modules, str::to_owned);
    for (task, module) in tasks.iter_mut().zip(&manifest.modules) {
        task.module = Some(module.task.key.clone());
        task.instructions =
            instructions(manifest, task.instructions.take(), &module.customisations);
    }
    let title = format!("{} {}", manifest.product, manifest.baseline);
    Ok((None, Some(title), tasks))
}

fn instructions(
    manifest: &Manifest,
    own: Option<String>,
    customisations: &[crate::directory::Customisation],
) -> Option<String> {
    let made = customisations.iter().map(|it| format!("{}: {}", it.id, it.text));
    let lines: Vec<String> = own.into_iter().chain(made).collect();
    let baseline = format!("{} {}", manifest.product, manifest.baseline);
    (!lines.is_empty()).then(|| format!("{baseline} · {}", lines.join(" · ")))
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
            module: None,
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
