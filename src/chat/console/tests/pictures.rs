//! Pictures become files in a folder of their own, whatever they are called.

use std::fs;
use std::path::PathBuf;

use baton_commands::card::{Block, Card};
use baton_commands::chart::Chart;
use baton_commands::ids::Place;
use baton_commands::say;
use chrono::DateTime;
use chrono_tz::Tz;

use super::outgoing;
use crate::chat::Act;
use crate::chat::console::pictures::{file_name, keep};

#[test]
fn what_a_message_shows_is_kept_and_its_path_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let now = DateTime::UNIX_EPOCH;
    let chart = Chart {
        name: "CHG-12".to_owned(),
        title: say!("chart-now"),
        now,
        window: None,
        lanes: vec![],
        bars: vec![],
        arrows: vec![],
    };
    let card = Card::line(say!("help-head")).with(Block::Picture(Box::new(chart)));
    let message = outgoing("1#answer", Act::Reply, Place::channel("unix"), card);
    let kept = keep(&message, Tz::UTC, dir.path());
    assert_eq!(kept, [dir.path().join("pictures").join("CHG-12.svg")]);
    assert!(fs::read_to_string(&kept[0]).unwrap().starts_with("<svg"));
    let gone = dir.path().join("a file");
    fs::write(&gone, "").unwrap();
    assert_eq!(keep(&message, Tz::UTC, &gone), [] as [PathBuf; 0]);
}

#[test]
fn a_picture_is_kept_in_its_folder_whatever_it_is_called() {
    let cases = [("CHG-12", "CHG-12.svg"), ("../../etc/passwd", "------etc-passwd.svg")];
    for (name, file) in cases {
        assert_eq!(file_name(name), file);
    }
}
