//! What the made-up platforms were asked, written down for judges who are not ours (`tests/judges/run`).
//!
//! Where `PLATFORM_REQUESTS` names a folder, each request stands there once: a line of JSON in a file a platform.

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions, create_dir_all};
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::{LazyLock, Mutex};

use serde_json::{Value, json};

static FOLDER: LazyLock<Option<PathBuf>> =
    LazyLock::new(|| std::env::var_os("PLATFORM_REQUESTS").map(PathBuf::from));

static WRITTEN: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// Writes down a request: of which kind, and what was in it.
pub fn record(platform: &str, kind: &str, body: &Value) {
    let Some(folder) = FOLDER.as_ref() else { return };
    let line = json!({"kind": kind, "body": body}).to_string();
    let mut written = WRITTEN.lock().expect("nobody panics while writing");
    if written.insert(format!("{platform} {line}")) {
        writeln!(pages(folder, platform), "{line}").expect("PLATFORM_REQUESTS can be written to");
    }
}

fn pages(folder: &PathBuf, platform: &str) -> File {
    create_dir_all(folder).expect("PLATFORM_REQUESTS can be made");
    let page =
        OpenOptions::new().create(true).append(true).open(folder.join(format!("{platform}.jsonl")));
    page.expect("PLATFORM_REQUESTS can be written to")
}
