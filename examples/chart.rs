//! Draws a change of eight departments and forty tasks into `target/` as SVG and PNG, to be looked at.

use std::path::Path;

use baton::picture::{Fonts, svg};
use baton_commands::chart::{Arrow, Bar, Chart, State};
use baton_commands::say;
use baton_commands::voice::{Language, PlainStyle, Voice};
use baton_commands::words::Arg;
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

const DEPARTMENTS: [&str; 8] =
    ["network", "virtualisation", "unix", "microsoft", "dba", "backup", "monitoring", "security"];

const TITLES: [&str; 10] = [
    "Prepare the VLANs on both core switches",
    "Create virtual machines",
    "Install the operating system and patches",
    "Open the firewall",
    "Restore the database from last night's copy",
    "检查监控告警",
    "Cài đặt máy chủ web & <PHP>",
    "Agents",
    "Test fail-over to the second site",
    "Sign off",
];

fn main() -> anyhow::Result<()> {
    let chart = chart();
    for language in [Language::English, Language::Indonesian] {
        let voice = Voice::new(language, Tz::Asia__Jakarta, &PlainStyle).at(chart.now);
        let picture = svg(&chart, &voice);
        let path = Path::new("target").join(format!("chart-{}", language.tag()));
        std::fs::write(path.with_extension("svg"), &picture)?;
        std::fs::write(path.with_extension("png"), Fonts::of_machine().png(&picture)?)?;
        println!("{}.svg and .png", path.display());
    }
    Ok(())
}

/// Five tasks a department, each after one or two of those before it, in the office hours of one week and a bit.
fn chart() -> Chart {
    let monday: DateTime<Utc> = "2026-03-02T02:00:00Z".parse().expect("an instant");
    let office = |hour: i64| {
        let day = hour / 8;
        monday + TimeDelta::days(day + day / 5 * 2) + TimeDelta::hours(hour % 8)
    };
    let mut bars: Vec<Bar> = Vec::new();
    let mut hours: Vec<i64> = Vec::new();
    let mut arrows = Vec::new();
    for at in 0..40_usize {
        let before: Vec<usize> = [at.checked_sub(3), at.checked_sub(7)]
            .into_iter()
            .flatten()
            .filter(|_| at % 5 != 4)
            .collect();
        let from = before.iter().map(|before| hours[*before]).max().unwrap_or(at as i64 / 4);
        let takes = [2, 4, 1, 6, 3][at % 5];
        hours.push(from + takes);
        let critical = at % 3 == 0;
        arrows.extend(before.iter().map(|before| Arrow {
            from: *before,
            to: at,
            critical: critical && bars[*before].critical && hours[*before] == from,
        }));
        bars.push(Bar {
            id: format!("{}", at + 1),
            title: TITLES[(at * 7) % 10].to_owned(),
            lane: (at * 3) % 8,
            from: office(from),
            to: office(from + takes - 1) + TimeDelta::hours(1),
            state: state(at),
            critical,
            late: at == 13,
        });
    }
    Chart {
        name: "CHG-12".to_owned(),
        title: say!(
            "chart-state",
            sign = "CHG-12",
            state = "Move the web shop to the new landscape"
        ),
        now: office(14),
        window: Some((office(6), office(70))),
        lanes: DEPARTMENTS.map(|dept| Arg::Text(dept.to_owned())).to_vec(),
        bars,
        arrows,
    }
}

fn state(at: usize) -> State {
    match at {
        4 => State::Skipped,
        0..10 => State::Done,
        10..14 => State::InProgress,
        14 | 15 => State::Ready,
        16 => State::Failed,
        17 => State::OnHold,
        18 => State::Cancelled,
        _ => State::Waiting,
    }
}
