//! What the vendor's order allows, as lines that are typed and what they are answered.

use std::sync::Arc;

use serde_json::json;

use crate::ask::Ask;
use crate::calendar::Calendar;
use crate::decision::Answer;
use crate::directory::Directory;
use crate::grammar::Slash;
use crate::hear::hear;
use crate::ids::{DeliveryId, PersonId, Place, RecordId};
use crate::world::{Stamp, World};

/// A company with one product: schema, then core, then pos and reports.
fn company() -> World {
    let mut files: serde_json::Value =
        serde_json::from_str(include_str!("../../incident/tests/company.json")).unwrap();
    let always = serde_json::to_value(Calendar::always()).unwrap();
    files["calendars"] = json!({ "always": always });
    let module = |key: &str, after: &[&str]| {
        let title = format!("Install {key}");
        json!({ "key": key, "title": title, "department": "unix", "after": after })
    };
    let modules = [
        module("schema", &[]),
        module("core", &["schema"]),
        module("pos", &["core"]),
        module("reports", &["core"]),
    ];
    files["manifests"] =
        json!({ "suite": { "product": "Suite", "baseline": "7.2", "modules": modules } });
    let directory: Directory = serde_json::from_value(files).unwrap();
    let now = "2026-03-02T09:00:00Z".parse().unwrap();
    let (directory, calendars_from) = (Arc::new(directory), now);
    let event = crate::company::Event::Organised { directory, calendars_from };
    let mut world = World::default();
    world.advance(vec![(RecordId::COMPANY, event.into())], &Stamp::clock(now));
    world
}

/// Types a line; the id of the sentence that answers it.
fn typed(world: &mut World, line: &str) -> String {
    let ask = Ask {
        actor: PersonId::new("im-1"),
        place: Place::channel("room"),
        now: "2026-03-02T09:00:00Z".parse().unwrap(),
        delivery: DeliveryId("test".to_owned()),
        thread: None,
        slash: Slash::Required,
        line: line.to_owned(),
        override_because: None,
        secret: None,
        offered: None,
    };
    let heard = hear(world, &ask, line);
    if let Some(outcome) = heard.outcome {
        *world = outcome.after;
    }
    match heard.answer {
        Answer::Reply { card, .. } | Answer::Refused { card, .. } => card.head.id.into_owned(),
        other => panic!("{line}: {other:?}"),
    }
}

/// Lines typed one after the other, separated by `;`: the answer to the last one.
fn last(lines: &str) -> String {
    let mut world = company();
    let lines = lines.split(';').map(str::trim);
    lines.map(|line| typed(&mut world, line)).last().unwrap_or_default()
}

const SUITE: &str = "/change open --manifest suite --type emergency; /change start CHG-1;";

#[test]
fn a_task_begins_only_after_what_the_vendor_puts_first() {
    for (lines, answer) in [
        ("/task start CHG-1.1", "task-start-done"),
        ("/task start CHG-1.2", "task-waits"),
        ("/task done CHG-1.1; /task start CHG-1.2", "task-start-done"),
        ("/task skip CHG-1.1 there already; /task start CHG-1.2", "task-start-done"),
        (
            "/task cancel CHG-1.1 no; /task proceed CHG-1.1 yes; /task start CHG-1.2",
            "task-start-done",
        ),
        // Another change of the same product, beside the first.
        (
            "/change open Two --manifest suite --type emergency; /change start CHG-2; \
             /task start CHG-2.1",
            "task-start-done",
        ),
        (
            "/change open Two --manifest suite --type emergency; /change start CHG-2; \
             /task skip CHG-2.1 no; /task start CHG-2.2",
            "order-held",
        ),
        (
            "/change open Two --manifest suite --type emergency; /change start CHG-2; \
             /task skip CHG-2.1 no; /task done CHG-2.2",
            "order-held",
        ),
        (
            "/change open Two --manifest suite --type emergency; /change start CHG-2; \
             /task skip CHG-2.1 no; /task done CHG-1.1; /task start CHG-2.2",
            "task-start-done",
        ),
        // At a client it is another installation.
        (
            "/change open Two --manifest suite --client acme --type emergency; \
             /change start CHG-2; /task skip CHG-2.1 no; /task start CHG-2.2",
            "task-start-done",
        ),
    ] {
        assert_eq!(last(&format!("{SUITE}{lines}")), answer, "{lines}");
    }
}

#[test]
fn links_agree_with_the_vendors_order() {
    for (lines, answer) in [
        // 1 schema, 2 core, 3 pos, 4 reports; 5 is a task of no module.
        ("/change after CHG-1.4 CHG-1.3", "task-link-done"),
        ("/change after CHG-1.4 CHG-1.1", "task-link-done"),
        ("/change after CHG-1.3 CHG-1.4 --any", "order-needs-all"),
        ("/change after CHG-1.1 CHG-1.2", "link-in-a-circle"),
        ("/change after CHG-1.1 CHG-1.5", "task-link-done"),
        ("/change after CHG-1.5 CHG-1.3; /change after CHG-1.2 CHG-1.5", "link-in-a-circle"),
        ("/change unlink CHG-1.3 CHG-1.2", "order-kept"),
        ("/change after CHG-1.5 CHG-1.3; /change unlink CHG-1.5 CHG-1.3", "unlink-done"),
        ("/task done CHG-1.1; /change unlink CHG-1.2 CHG-1.1", "unlink-done"),
        ("/change task CHG-1 More --dept unix --module core --after CHG-1.3", "order-against"),
        (
            "/change after CHG-1.5 CHG-1.3; \
             /change task CHG-1 More --dept unix --module core --after CHG-1.5",
            "order-against",
        ),
        ("/change task CHG-1 More --dept unix --module pos --after CHG-1.4", "task-add-done"),
        (
            "/change task CHG-1 More --dept unix --module pos --after CHG-1.4 --any",
            "order-needs-all",
        ),
        ("/change task CHG-1 More --dept unix --module cor", "name-unknown"),
        (
            "/change open Plain; /change task CHG-2 More --dept unix --module core",
            "module-of-nothing",
        ),
        // Across changes, to the same product at the same client.
        ("/change open Two --manifest suite; /change after CHG-2.1 CHG-1.2", "order-against"),
        (
            "/change open Two --manifest suite --client acme; /change after CHG-2.1 CHG-1.2",
            "task-link-done",
        ),
    ] {
        let plain = "/change task CHG-1 Plain --dept unix;";
        assert_eq!(last(&format!("{SUITE}{plain}{lines}")), answer, "{lines}");
    }
}

#[test]
fn a_new_task_gets_the_links_of_its_module() {
    // The links of the new task 5, and of those that were there.
    for (module, ended, own, others) in [
        ("schema", "", "", "2:1,5 3:2 4:2"),
        ("core", "", "1", "2:1 3:2,5 4:2,5"),
        ("pos", "", "2", "2:1 3:2 4:2"),
        ("pos", "/task skip CHG-1.2 there;", "1", "2:1 3:2 4:2"),
        ("core", "/task skip CHG-1.3 there;", "1", "2:1 3:2 4:2,5"),
    ] {
        let mut world = company();
        let line = format!("{SUITE}{ended}/change task CHG-1 More --dept unix --module {module}");
        for line in line.split(';') {
            typed(&mut world, line.trim());
        }
        let links = |number: u32| {
            let task = world.task(crate::ids::ChangeId(1).task(number)).unwrap();
            let links = task.after.iter().map(|link| link.to.number.to_string());
            links.collect::<Vec<_>>().join(",")
        };
        let known: Vec<String> = (2..=4).map(|it| format!("{it}:{}", links(it))).collect();
        assert_eq!(
            (links(5).as_str(), known.join(" ").as_str()),
            (own, others),
            "{module} {ended}"
        );
    }
}
