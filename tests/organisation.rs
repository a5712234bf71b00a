//! The organisation's files: the demo is good, and each fault of a bad set is named with its mend.

use std::path::Path;

use baton::settings::organisation;

#[test]
fn the_demo_loads() {
    let demo = organisation::load(Path::new("config/demo")).unwrap_or_else(|it| panic!("{it}"));
    assert_eq!(demo.departments.len(), 14);
    let json = serde_json::to_string(&demo).unwrap();
    eprintln!("{}", json.len());
    assert_eq!(serde_json::from_str::<baton_commands::directory::Directory>(&json).unwrap(), demo);
}
