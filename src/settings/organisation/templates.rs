//! Reads the folders `templates`, `manifests` and `checklists`, a file for each.

use std::collections::{BTreeMap, BTreeSet};

use baton_commands::directory::{
    ChangeKind, Checklist, ChecklistItem, Customisation, Manifest, Module, Reading, Template,
    TemplateTask, VisitPhase,
};
use baton_commands::ids::ManifestId;

use super::{circles, order};
use crate::settings::reader::{Field, Table, mend};

/// A change template (CHG-8).
pub(super) fn template(
    table: &mut Table<'_>,
    manifests: &BTreeMap<ManifestId, Manifest>,
) -> Option<Template> {
    let title: Option<String> = table.required("title", "\"Landscape for {project}\"");
    let kind = table.choice("type", &ChangeKind::WORDS).unwrap_or_default();
    let parameters: Vec<String> = table.distinct("parameters");
    let manifest: Option<ManifestId> = table.optional("manifest");
    let on_module = |table: &mut Table<'_>| {
        let module = table.optional("module");
        Some(TemplateTask { module, ..task(table)? })
    };
    let tasks = keyed(table, "task", on_module, |task| task)?;
    declared(table, &parameters, title.as_deref(), &tasks);
    let fields = table.field("task").map_or_else(Vec::new, |field| field.elements());
    let product = manifest.as_ref().map(|name| (name, manifests.get(name)));
    match product {
        None => order::check(&tasks, &fields, None),
        Some((name, Some(manifest))) => order::check(&tasks, &fields, Some((name, manifest))),
        // The manifest has faults of its own.
        Some((_, None)) => {}
    }
    Some(Template { title: title?, kind, manifest, parameters, tasks })
}

/// Every `{parameter}` in a title or in instructions is one that is asked for.
fn declared(
    table: &mut Table<'_>,
    parameters: &[String],
    title: Option<&str>,
    tasks: &[TemplateTask],
) {
    let known: Vec<&str> = parameters.iter().map(String::as_str).collect();
    let check = |field: Field<'_>, text: &str| {
        for odd in named(text).filter(|name| !known.contains(name)) {
            let what = format!("`{{{odd}}}` is none of the `parameters`");
            field.fault(what, format!("add `{odd}` to `parameters`, or {}", mend(odd, &known)));
        }
    };
    if let Some((title, field)) = title.zip(table.field("title")) {
        check(field, title);
    }
    let fields = table.field("task").map_or_else(Vec::new, |field| field.elements());
    for (task, field) in tasks.iter().zip(fields) {
        for text in std::iter::once(&task.title).chain(&task.instructions) {
            check(field, text);
        }
    }
}

/// The names in braces of a text.
fn named(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name)
}

/// An install manifest (CHG-8).
pub(super) fn manifest(table: &mut Table<'_>) -> Option<Manifest> {
    let product = table.required("product", "\"Retail Suite\"");
    let baseline = table.required("baseline", "\"7.2\"");
    let programmers = table.optional("programmers");
    let module = |table: &mut Table<'_>| {
        let task = task(table);
        let changes = table.field("customisations").map_or_else(Vec::new, |it| it.elements());
        let customisations = changes.iter().filter_map(|it| it.table(customisation)).collect();
        Some(Module { task: task?, customisations })
    };
    let modules = keyed(table, "module", module, |module| &module.task)?;
    Some(Manifest { product: product?, baseline: baseline?, programmers, modules })
}

fn task(table: &mut Table<'_>) -> Option<TemplateTask> {
    let key = table.required("key", "\"net\"");
    let title = table.required("title", "\"VLANs and addresses\"");
    let department = table.required("department", "\"network\"");
    Some(TemplateTask {
        estimate: table.optional("estimate"),
        after: table.distinct("after"),
        instructions: table.optional("instructions"),
        key: key?,
        title: title?,
        department: department?,
        module: None,
    })
}

fn customisation(table: &mut Table<'_>) -> Option<Customisation> {
    let id = table.required("id", "\"C-014\"");
    let text = table.required("text", "\"Tax rounding\"");
    let by = table.optional("by");
    Some(Customisation { id: id?, text: text?, by })
}

/// Reads an array of steps. Each has a key of its own and waits for others of the array.
fn keyed<'a, T>(
    table: &mut Table<'a>,
    key: &'static str,
    read: impl Fn(&mut Table<'a>) -> Option<T>,
    task: impl Fn(&T) -> &TemplateTask,
) -> Option<Vec<T>> {
    let fields = table.expect(key, "[{ … }]")?.elements();
    let steps: Option<Vec<T>> =
        fields.iter().map(|field| field.table(&read)).collect::<Vec<_>>().into_iter().collect();
    let steps = steps?;
    let mut needs: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (step, field) in steps.iter().map(&task).zip(&fields) {
        let after = step.after.iter().map(String::as_str).collect();
        if needs.insert(&step.key, after).is_some() {
            let what = format!("{key} `{}` stands twice", step.key);
            field.fault(what, "give each a key of its own");
        }
    }
    let known: Vec<&str> = needs.keys().copied().collect();
    for (step, field) in steps.iter().map(&task).zip(&fields) {
        for missing in step.after.iter().filter(|it| !known.contains(&it.as_str())) {
            let what = format!("{key} `{}` is after `{missing}`, which there is not", step.key);
            field.fault(what, mend(missing, &known));
        }
    }
    for circle in circles::circles(&needs) {
        let what = format!("{key}s wait for each other in a circle: {}", circles::shown(&circle));
        table.desk.fault(table.head, what, "remove one of the links from `after`");
    }
    Some(steps)
}

/// A checklist (FLD-4).
pub(super) fn checklist(table: &mut Table<'_>) -> Option<Checklist> {
    let skill = table.optional("skill");
    let estimate = table.optional("estimate");
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut items = Vec::new();
    for field in table.expect("item", "[{ … }]")?.elements() {
        let Some(item) = field.table(item) else { continue };
        if !seen.insert(item.key.clone()) {
            field.fault(format!("item `{}` stands twice", item.key), "give each a key of its own");
        }
        items.push(item);
    }
    Some(Checklist { skill, estimate, items })
}

fn item(table: &mut Table<'_>) -> Option<ChecklistItem> {
    let key = table.required("key", "\"lights\"");
    let phase = table.expect("phase", "\"onsite\"").and_then(|it| it.choice(&VisitPhase::WORDS));
    let text = table.required("text", "\"Status lights\"");
    let reading = reading(table);
    let (required, per_device) = (table.or("required", false), table.or("per_device", false));
    Some(ChecklistItem {
        key: key?,
        phase: phase?,
        text: text?,
        reading: reading?,
        required,
        per_device,
    })
}

/// The type of an item's value, with the keys that belong to that type.
fn reading(table: &mut Table<'_>) -> Option<Reading> {
    const TYPES: [(&str, &str); 4] =
        [("yes-no", "yes-no"), ("number", "number"), ("choice", "choice"), ("text", "text")];
    match table.expect("type", "\"yes-no\"")?.choice(&TYPES)? {
        "yes-no" => Some(Reading::YesNo),
        "text" => Some(Reading::Text),
        "number" => number(table),
        _ => choice(table),
    }
}

fn number(table: &mut Table<'_>) -> Option<Reading> {
    let unit = table.optional("unit");
    let (min, max): (Option<f64>, Option<f64>) = (table.optional("min"), table.optional("max"));
    if let (Some(least), Some(most), Some(field)) = (min, max, table.field("max"))
        && most < least
    {
        field.fault(format!("`max` {most} is below `min` {least}"), "write a larger `max`");
    }
    Some(Reading::Number { unit, min, max })
}

fn choice(table: &mut Table<'_>) -> Option<Reading> {
    let choices: Vec<String> = table.distinct("choices");
    if choices.is_empty() {
        let mend = "add `choices = [\"normal\", \"amber\", \"red\"]`";
        table.desk.fault(table.head, "a choice without choices", mend);
    }
    let known: Vec<&str> = choices.iter().map(String::as_str).collect();
    let faults = table.field("fault_if").map_or_else(Vec::new, |field| field.elements());
    for fault in faults {
        let word = fault.text()?;
        if !known.contains(&word) {
            fault.fault(format!("`{word}` is none of the choices"), mend(word, &known));
        }
    }
    let fault_if = table.distinct("fault_if");
    Some(Reading::Choice { choices, fault_if })
}
