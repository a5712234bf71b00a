//! Golden files: JSON written once, held against a value.

use std::fmt::Debug;
use std::fs;
use std::path::PathBuf;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The variants of an enum, each with a value that has all its fields: a variant that is missing does not compile.
///
/// `also` is for further values of a variant, such as one without its optional fields.
macro_rules! goldens {
    ($type:path {
        $($name:literal: $variant:ident = $value:expr,)*
        $(also { $($more:literal: $other:expr,)* })?
    }) => {{
        use $type as Kind;
        let name = |value: &Kind| match value {
            $(Kind::$variant { .. } => $name,)*
        };
        let values: Vec<(&'static str, Kind)> = vec![$(($name, $value),)*];
        for (expected, value) in &values {
            assert_eq!(name(value), *expected, "the value is of another variant");
        }
        let more: Vec<(&'static str, Kind)> = vec![$($(($more, $other),)*)?];
        values.into_iter().chain(more).collect::<Vec<_>>()
    }};
}
pub(super) use goldens;

/// Holds each value against its file in `tests/formats/<folder>/`, and the folder against the values.
pub(super) fn hold<T>(folder: &str, values: Vec<(&'static str, T)>)
where
    T: Serialize + DeserializeOwned + PartialEq + Debug,
{
    let names: Vec<&str> = values.iter().map(|(name, _)| *name).collect();
    for (name, value) in &values {
        let Some(golden) = golden(folder, name, value) else { continue };
        let read: T = serde_json::from_value(golden.clone())
            .unwrap_or_else(|error| panic!("{folder}/{name}.json cannot be read: {error}"));
        assert_eq!(&read, value, "{folder}/{name}.json reads as something else");
        written_again(folder, name, &read, &golden);
    }
    nothing_else(folder, &names);
}

/// As [`hold`], for what is too large to write down as a value: what is read is written again without loss.
pub(super) fn hold_written<T>(folder: &str, values: Vec<(&'static str, T)>)
where
    T: Serialize + DeserializeOwned,
{
    let names: Vec<&str> = values.iter().map(|(name, _)| *name).collect();
    for (name, value) in &values {
        let Some(golden) = golden(folder, name, value) else { continue };
        let read: T = serde_json::from_value(golden.clone())
            .unwrap_or_else(|error| panic!("{folder}/{name}.json cannot be read: {error}"));
        written_again(folder, name, &read, &golden);
    }
    nothing_else(folder, &names);
}

/// The golden, or none when it has just been written for the first time.
fn golden(folder: &str, name: &str, value: &impl Serialize) -> Option<Value> {
    let path = at(folder).join(format!("{name}.json"));
    if let Ok(text) = fs::read_to_string(&path) {
        return Some(serde_json::from_str(&text).expect("JSON"));
    }
    let asked = std::env::var_os("UPDATE_EXPECT").is_some();
    assert!(asked, "{folder}/{name}.json is missing; UPDATE_EXPECT=1 writes it, once");
    let text = serde_json::to_string_pretty(value).expect("what can be written") + "\n";
    fs::create_dir_all(at(folder)).expect("a folder");
    fs::write(path, text).expect("a file that can be written");
    None
}

fn written_again(folder: &str, name: &str, read: &impl Serialize, golden: &Value) {
    let again = serde_json::to_value(read).expect("what can be written");
    assert_eq!(&again, golden, "{folder}/{name}.json is written otherwise now");
}

/// A golden whose value is gone would be held by nothing.
fn nothing_else(folder: &str, names: &[&str]) {
    for entry in fs::read_dir(at(folder)).expect("a folder") {
        let file = entry.expect("an entry").file_name().into_string().expect("a name");
        let name = file.strip_suffix(".json").unwrap_or(&file);
        assert!(names.contains(&name), "{folder}/{file} is held by no test");
    }
}

fn at(folder: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/formats").join(folder)
}
