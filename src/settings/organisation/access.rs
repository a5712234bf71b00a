//! Reads `[access]`: which verb is for whom (ACC-2).

use std::collections::{BTreeMap, BTreeSet};

use baton_commands::directory::{AccessWord, ApprovalTerms};
use baton_commands::grammar::nearest;
use baton_commands::ids::{DeptId, PersonId, RoleId};
use baton_commands::verbs::CATALOGUE;

use crate::settings::reader::{Field, Table};

/// Words that are no verbs, but are granted like one.
const NO_VERBS: [&str; 1] = ["override"];

/// Reads the table. `verbs` are all there are, as `change.approve`; None: any is taken.
pub(super) fn read(
    table: &mut Table<'_>,
    roles: &BTreeMap<RoleId, Vec<PersonId>>,
    approval: &ApprovalTerms,
    verbs: Option<&[&str]>,
) -> Option<BTreeMap<String, Vec<AccessWord>>> {
    let mut access = BTreeMap::new();
    let fields = table.entries();
    let keys: BTreeSet<String> = fields.iter().map(|field| field.key.to_owned()).collect();
    for field in fields {
        if let Some(verbs) = verbs {
            check_verb(&field, verbs);
        }
        let words: Vec<AccessWord> =
            field.elements().into_iter().filter_map(|it| word(&it, roles)).collect();
        let empty = |word: &AccessWord| match word {
            AccessWord::Role(role) => roles.get(role).is_none_or(Vec::is_empty),
            AccessWord::Approvers => approval.approvers.is_empty(),
            _ => false,
        };
        if words.len() == field.elements().len() && words.iter().all(empty) {
            let what = format!("`{}` is a verb that nobody may use", field.key);
            field.fault(what, "name a role that somebody has, or remove the line for the default");
        }
        if !words.is_empty() && words.iter().all(AccessWord::needs_a_record) {
            check_recordless(&field, &keys);
        }
        access.insert(field.key.to_owned(), words);
    }
    Some(access)
}

/// Notes what a rule takes from everybody: where a verb has no record yet, nobody has a part in it (ACC-1).
fn check_recordless(field: &Field<'_>, keys: &BTreeSet<String>) {
    let governs = |verb: &str| match field.key.strip_suffix('*') {
        Some(group) => verb.starts_with(group) && !keys.contains(verb),
        None => verb == field.key,
    };
    let recordless = CATALOGUE.verbs().filter(|verb| verb.record.is_none());
    let names = recordless.map(|verb| format!("{}.{}", verb.noun, verb.name));
    let lost: Vec<String> = names.filter(|verb| governs(verb)).collect();
    let Some(first) = lost.first() else { return };
    let all: Vec<String> = lost.iter().map(|verb| format!("`{verb}`")).collect();
    let what = format!(
        "`{}` leaves nobody to use {}: nobody has a part in a record that is not there yet",
        field.key,
        all.join(", ")
    );
    let mend = match field.key == first {
        true => "add `anyone` or a role, or remove the line for the default".to_owned(),
        false => format!("add a role, or a line such as `\"{first}\" = [\"anyone\"]` for each"),
    };
    field.desk.fault(field.head, what, mend);
}

/// Notes a verb, or a group of verbs as `inspection.*`, that there is not.
fn check_verb(field: &Field<'_>, verbs: &[&str]) {
    let known = match field.key.strip_suffix('*') {
        Some(group) => verbs.iter().any(|verb| verb.starts_with(group)),
        None => verbs.iter().chain(&NO_VERBS).any(|verb| *verb == field.key),
    };
    if known {
        return;
    }
    let near = nearest(field.key, verbs.iter().chain(&NO_VERBS).copied());
    let mend = near.map_or_else(
        || "write a verb as `change.approve`, or a group as `change.*`".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    field.desk.fault(field.head, format!("unknown verb `{}`", field.key), mend);
}

/// A part in the record, a role, a department, or a person with his `@`.
fn word(field: &Field<'_>, roles: &BTreeMap<RoleId, Vec<PersonId>>) -> Option<AccessWord> {
    let text = field.text()?;
    if let Some((_, part)) = AccessWord::PARTS.iter().find(|(name, _)| *name == text) {
        return Some(part.clone());
    }
    let names = field.desk.names;
    if let Some(person) = text.strip_prefix('@') {
        if names.people.holds(person) {
            return Some(AccessWord::Person(PersonId::new(person)));
        }
        let (what, mend) = names.people.unknown(person);
        field.fault(what, mend);
        return None;
    }
    if let Some((role, _)) = roles.get_key_value(text) {
        return Some(AccessWord::Role(role.clone()));
    }
    if names.departments.holds(text) {
        return Some(AccessWord::Department(DeptId::new(text)));
    }
    let parts = AccessWord::PARTS.iter().map(|(name, _)| *name);
    let known = parts.chain(names.roles.iter()).chain(names.departments.iter());
    let mend = nearest(text, known).map_or_else(
        || "write a role of `[roles]`, a department, or a part such as `lead` or `tam`".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    field.fault(format!("unknown role `{text}` in `{}`", field.key), mend);
    None
}
