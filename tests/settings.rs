//! Settings: what stands over what, and what is refused.

use std::io::Write;

use baton::settings::{LogFormat, Settings};

fn variable(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

fn file(text: &str) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file
}

/// The faults, with the name of the file left out.
fn faults_of(text: &str) -> String {
    let file = file(text);
    let faults = Settings::read(Some(file.path()), [], &[]).unwrap_err();
    faults.to_string().replace(&file.path().display().to_string(), "FILE")
}

#[test]
fn the_defaults_are_all_there() {
    let settings = Settings::defaults().unwrap();
    assert_eq!(settings.company.slug, "demo");
    assert_eq!(settings.store.dir.to_str(), Some("data"));
    assert_eq!(settings.store.seen_for.seconds(), 86_400);
    assert_eq!(settings.log.format, LogFormat::Text);
}

#[test]
fn a_file_stands_over_the_defaults_the_environment_over_it_and_a_flag_over_all() {
    let file = file("[store]\ndir = 'file'\nbatch_max = 1\n[log]\nlevel = 'file'\n");
    let environment = [
        variable("BATON_STORE_DIR", "environment"),
        variable("BATON_LOG_LEVEL", "environment"),
        variable("BATON_CONFIG", "is no setting"),
        variable("HOME", "is not ours"),
    ];
    let flags = [("store.dir", "flag \"quoted\"".to_owned()), ("store.batch_max", "7".to_owned())];
    let settings = Settings::read(Some(file.path()), environment, &flags).unwrap();
    assert_eq!(settings.store.dir.to_str(), Some("flag \"quoted\""));
    assert_eq!(settings.store.batch_max, 7);
    assert_eq!(settings.log.level, "environment");
    assert_eq!(settings.company.slug, "demo");
}

#[test]
fn a_bad_file_is_refused_with_line_and_mend() {
    for (text, faults) in [
        ("[store]\ndirs = 'x'\n", "FILE:2: unknown key `dirs` in `store` → did you mean `dir`?"),
        ("[stores]\n", "FILE:1: unknown key `stores` in `FILE` → did you mean `store`?"),
        (
            "[store]\nbatch_max = 0\nseen_for = '1 day'\n",
            "FILE:2: `batch_max` is 0 → write a whole number from 1 to 10000\n\
             FILE:3: `1 day` cannot be read as `seen_for` → write a length of time, such as `90d`, `24h` or `30m`",
        ),
        (
            "[log]\nformat = 'jsn'\n",
            "FILE:2: unknown word `jsn` in `format` → did you mean `json`?",
        ),
        (
            "[company]\nslug = 'Big Co'\n",
            "FILE:2: `Big Co` is not a company's short name → write small letters, digits and `-`",
        ),
    ] {
        assert_eq!(faults_of(text), faults);
    }
}

#[test]
fn a_bad_variable_or_flag_is_named() {
    let environment =
        [variable("BATON_STORE_BATCHMAX", "2"), variable("BATON_STORE_BATCH_MAX", "x")];
    let flags = [("log.levl", "info".to_owned())];
    let faults = Settings::read(None, environment, &flags).unwrap_err();
    assert_eq!(
        faults.lines(),
        [
            "BATON_STORE_BATCHMAX: there is no such setting → did you mean `BATON_STORE_BATCH_MAX`?",
            "BATON_STORE_BATCH_MAX: `batch_max` is of type string → write a whole number from 1 to 10000",
            "log.levl: there is no such setting → did you mean `log.level`?",
        ]
    );
}

#[test]
fn a_file_that_is_named_must_be_there() {
    let faults = Settings::read(Some(std::path::Path::new("no/such.toml")), [], &[]).unwrap_err();
    assert_eq!(
        faults.lines(),
        [
            "no/such.toml: there is no such file → name another file with `--config`, or leave it out for the defaults"
        ]
    );
}
