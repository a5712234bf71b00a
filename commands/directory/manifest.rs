//! Install manifests: the modules of a product, and the vendor's order among them (CHG-8).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::TemplateTask;
use crate::ids::{DeptId, PersonId};

/// An install manifest: the modules of a product in the vendor's order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    pub product: String,
    /// The version that the customisations are counted from.
    pub baseline: String,
    /// Who is told when two changes touch one module.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub programmers: Option<DeptId>,
    pub modules: Vec<Module>,
}

/// One module of a product.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Module {
    #[serde(flatten)]
    pub task: TemplateTask,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub customisations: Vec<Customisation>,
}

/// What was changed for this client.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Customisation {
    /// Such as `C-014`.
    pub id: String,
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonId>,
}

impl Manifest {
    pub fn module(&self, key: &str) -> Option<&Module> {
        self.modules.iter().find(|module| module.task.key == key)
    }

    /// The modules that the vendor names right before one. None for a module that there is not.
    pub fn right_before(&self, key: &str) -> &[String] {
        self.module(key).map_or(&[], |module| &module.task.after)
    }

    /// All that come before a module in the vendor's order, the nearest first.
    pub fn before<'a>(&'a self, key: &str) -> Vec<&'a str> {
        let mut before: Vec<&str> = self.right_before(key).iter().map(String::as_str).collect();
        let mut seen: BTreeSet<&str> = before.iter().copied().collect();
        let mut at = 0;
        while let Some(next) = before.get(at).copied() {
            at += 1;
            let further = self.right_before(next).iter().map(String::as_str);
            before.extend(further.filter(|key| seen.insert(key)));
        }
        before
    }

    /// Whether the vendor wants `first` there before `then`.
    pub fn is_before(&self, first: &str, then: &str) -> bool {
        self.before(then).contains(&first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(order: &str) -> Manifest {
        let module = |line: &str| {
            let (key, after) = line.split_once('<').unwrap_or((line, ""));
            let after = after.split(',').filter(|it| !it.is_empty()).map(str::to_owned);
            let task = TemplateTask {
                key: key.to_owned(),
                title: key.to_owned(),
                department: DeptId::new("unix"),
                estimate: None,
                after: after.collect(),
                instructions: None,
                module: None,
            };
            Module { task, customisations: Vec::new() }
        };
        let modules = order.split(' ').map(module).collect();
        let (product, baseline) = ("Suite".to_owned(), "1".to_owned());
        Manifest { product, baseline, programmers: None, modules }
    }

    #[test]
    fn what_comes_before_a_module_is_told_nearest_first_and_once() {
        for (order, key, before) in [
            ("a b<a c<b", "a", ""),
            ("a b<a c<b", "c", "b a"),
            ("a b<a c<a d<b,c", "d", "b c a"),
            ("a b<a c<b,a", "c", "b a"),
            ("a b", "b", ""),
            ("a b<a", "x", ""),
        ] {
            assert_eq!(manifest(order).before(key).join(" "), before, "{order}: {key}");
        }
    }

    #[test]
    fn a_module_is_before_another_through_those_between_and_never_both_ways() {
        let suite = manifest("schema core<schema pos<core reports<core");
        for (first, then, is_before) in [
            ("schema", "core", true),
            ("schema", "pos", true),
            ("pos", "reports", false),
            ("core", "schema", false),
            ("core", "core", false),
        ] {
            assert_eq!(suite.is_before(first, then), is_before, "{first} before {then}");
        }
    }
}
