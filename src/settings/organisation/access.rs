//! Reads `[access]`: which verb is for whom (ACC-2).

use std::collections::BTreeMap;

use baton_commands::directory::{AccessWord, ApprovalTerms};
use baton_commands::grammar::nearest;
use baton_commands::ids::{DeptId, PersonId, RoleId};

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
    for field in table.entries() {
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
        access.insert(field.key.to_owned(), words);
    }
    Some(access)
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
