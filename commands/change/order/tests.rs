//! What the vendor's order allows, as lines that are typed and what they are answered.

use serde_json::json;

use crate::decision::Answer;
use crate::desk::Desk;
use crate::ids::ManifestId;

/// A company with one product: schema, then core, then pos and reports.
fn company() -> Desk {
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
    let suite = json!({ "product": "Suite", "baseline": "7.2", "modules": modules });
    Desk::of(|directory| {
        let suite = serde_json::from_value(suite).unwrap();
        directory.manifests.insert(ManifestId::new("suite"), suite);
    })
}

/// Types a line; the id of the sentence that answers it.
fn typed(desk: &mut Desk, line: &str) -> String {
    match desk.answer("im-1", line) {
        Answer::Reply { card, .. } | Answer::Refused { card, .. } => card.head.id.into_owned(),
        other => panic!("{line}: {other:?}"),
    }
}

/// Lines typed one after the other, separated by `;`: the answer to the last one.
fn last(lines: &str) -> String {
    let mut desk = company();
    let lines = lines.split(';').map(str::trim);
    lines.map(|line| typed(&mut desk, line)).last().unwrap_or_default()
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
    ] {
        assert_eq!(last(&format!("{SUITE}{lines}")), answer, "{lines}");
    }
}

#[test]
fn a_task_begins_only_after_what_another_change_has_at_work() {
    // Two changes of the product: 1 is opened first. Of the second, the schema is skipped.
    const ONE: &str = "/change open --manifest suite --type emergency";
    const TWO: &str = "/change open Two --manifest suite --type emergency";
    const AT_ACME: &str = "/change open Two --manifest suite --client acme --type emergency";
    const BEGIN_1: &str = "/change start CHG-1";
    const BEGIN_2: &str = "/change start CHG-2; /task skip CHG-2.1 no";
    for (opened, lines, answer) in [
        (vec![ONE, BEGIN_1, TWO, BEGIN_2], "/task start CHG-2.2", "task-waits"),
        (vec![ONE, TWO, BEGIN_1, BEGIN_2], "/task start CHG-2.2", "order-held"),
        (vec![ONE, TWO, BEGIN_1, BEGIN_2], "/task done CHG-2.2", "order-held"),
        (
            vec![ONE, TWO, BEGIN_1, BEGIN_2],
            "/task done CHG-1.1; /task start CHG-2.2",
            "task-start-done",
        ),
        (
            vec![ONE, TWO, BEGIN_1, BEGIN_2],
            "/change cancel CHG-1 no; /task start CHG-2.2",
            "task-start-done",
        ),
        (
            vec![ONE, TWO, BEGIN_1, BEGIN_2],
            "/change after CHG-2.2 CHG-1.1; /task start CHG-2.2",
            "task-waits",
        ),
        // It has not begun: what is skipped here is taken for there.
        (vec![ONE, TWO, BEGIN_2], "/task start CHG-2.2", "task-start-done"),
        // At a client it is another installation.
        (vec![ONE, BEGIN_1, AT_ACME, BEGIN_2], "/task start CHG-2.2", "task-start-done"),
    ] {
        let opened = opened.join("; ");
        assert_eq!(last(&format!("{opened}; {lines}")), answer, "{opened}: {lines}");
    }
}

/// A change that installs `reports` alone, after others: whether core is there.
#[test]
fn a_module_is_there_when_a_change_left_it_and_was_not_rolled_back() {
    const REPORTS: &str = "/task cancel CHG-2.1 no; /task cancel CHG-2.2 no; /task cancel CHG-2.3 no; \
                           /change unlink CHG-2.4 CHG-2.2; /change start CHG-2; /task start CHG-2.4";
    for (first, answer) in [
        ("/task done CHG-1.1; /change cancel CHG-1 no", "order-missing"),
        ("/task done CHG-1.1; /task done CHG-1.2; /change cancel CHG-1 no", "task-start-done"),
        ("/task done CHG-1.1; /task done CHG-1.2; /change rollback CHG-1 no", "order-missing"),
        ("/task done CHG-1.1; /task done CHG-1.2", "task-start-done"),
        ("/task done CHG-1.1; /task done CHG-1.2; /task reopen CHG-1.2 no", "task-waits"),
    ] {
        let two = "/change open Two --manifest suite --type emergency";
        assert_eq!(last(&format!("{SUITE}{first}; {two}; {REPORTS}")), answer, "{first}");
    }
}

/// The pairs that were told, as `2-1` for what happened on the second change.
#[test]
fn two_open_changes_on_one_module_clash_once() {
    const ONE: &str = "/change open One --manifest suite";
    const TWO: &str = "/change open Two --manifest suite";
    /// Begun, and every task skipped.
    const LEFT_OUT: &str = "/change open --manifest suite --type emergency; /change start CHG-1; \
                            /task skip CHG-1.1 no; /task skip CHG-1.2 no; \
                            /task skip CHG-1.3 no; /task skip CHG-1.4 no";
    for (lines, told) in [
        (vec![ONE], ""),
        (vec![ONE, TWO], "2-1"),
        (vec![ONE, TWO, TWO], "2-1 3-1 3-2"),
        (vec![ONE, "/change open Two --manifest suite --client acme"], ""),
        (vec![ONE, "/change cancel CHG-1 no", TWO], ""),
        (vec![ONE, TWO, "/change task CHG-1 More --dept unix --module pos"], "2-1"),
        (vec![LEFT_OUT, TWO], ""),
        (vec![LEFT_OUT, TWO, "/task reopen CHG-1.2 it is"], "1-2"),
        (vec![ONE, "/change open Plain", "/change task CHG-2 More --dept unix"], ""),
    ] {
        let mut desk = company();
        let lines = lines.join(";");
        lines.split(';').for_each(|line| _ = typed(&mut desk, line.trim()));
        let pairs = desk.world.changes.values().flat_map(|it| {
            it.clashed.iter().map(|with| format!("{}-{}", it.id.0, with.0)).collect::<Vec<_>>()
        });
        assert_eq!(pairs.collect::<Vec<_>>().join(" "), told, "{lines}");
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
        let mut desk = company();
        let line = format!("{SUITE}{ended}/change task CHG-1 More --dept unix --module {module}");
        for line in line.split(';') {
            typed(&mut desk, line.trim());
        }
        let links = |number: u32| {
            let task = desk.world.task(crate::ids::ChangeId(1).task(number)).unwrap();
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
