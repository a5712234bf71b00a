//! A small picture as it is written, and what must hold of large ones.

use baton_commands::chart::{Arrow, Bar, Chart, State};
use baton_commands::say;
use baton_commands::voice::{Language, PlainStyle, Voice};
use baton_commands::words::Arg;
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use expect_test::expect_file;
use proptest::prelude::*;

use super::layout::{EDGE, Layout, MARGIN};
use super::letters::{self, SIZE, Weight};
use super::{Fonts, WIDTH, svg};

const ZONE: Tz = Tz::Asia__Jakarta;

fn voice() -> Voice<'static> {
    Voice::new(Language::English, ZONE, &PlainStyle)
}

fn monday(hours: i64) -> DateTime<Utc> {
    let nine: DateTime<Utc> = "2026-03-02T02:00:00Z".parse().expect("an instant");
    nine + TimeDelta::hours(hours)
}

fn bar(id: &str, lane: usize, from: i64, to: i64, state: State) -> Bar {
    let title = "Move <b>\"one\"</b> & all".to_owned();
    let (from, to) = (monday(from), monday(to));
    Bar { id: id.to_owned(), title, lane, from, to, state, critical: false, late: false }
}

fn small() -> Chart {
    let mut bars = vec![
        bar("CHG-12.1", 0, 0, 3, State::Done),
        bar("CHG-12.2", 1, 3, 8, State::InProgress),
        bar("CHG-12.3", 0, 24, 26, State::Waiting),
    ];
    bars[1].critical = true;
    bars[1].late = true;
    Chart {
        name: "CHG-12".to_owned(),
        title: say!("chart-state", sign = "CHG-12", state = "</text><script>"),
        now: monday(5),
        window: Some((monday(1), monday(30))),
        lanes: vec![Arg::Text("network".to_owned()), Arg::Text("unix".to_owned())],
        bars,
        arrows: vec![
            Arrow { from: 0, to: 1, critical: true },
            Arrow { from: 1, to: 2, critical: false },
            Arrow { from: 9, to: 2, critical: false },
        ],
    }
}

#[test]
fn chg_12_a_small_chain_as_it_is_drawn() {
    expect_file!["small.svg"].assert_eq(&svg(&small(), &voice()));
}

#[test]
fn what_people_write_is_text_in_a_picture_and_nothing_else() {
    let picture = svg(&small(), &voice());
    assert!(!picture.contains("<script") && !picture.contains("<b>"));
    assert!(picture.contains("&lt;/text&gt;&lt;script&gt;"));
}

#[test]
fn a_picture_is_drawn_with_the_letters_that_come_with_baton() {
    let png = Fonts::own().png(&svg(&small(), &voice())).expect("a picture");
    assert_eq!(png[1..4], *b"PNG");
    let width = u32::from_be_bytes(png[16..20].try_into().expect("four bytes"));
    assert_eq!(width, WIDTH as u32);
}

#[test]
fn what_is_no_picture_or_too_large_a_one_is_refused() {
    let fonts = Fonts::own();
    assert!(fonts.png("no picture").is_err());
    let huge = r#"<svg xmlns="http://www.w3.org/2000/svg" width="100000" height="100000"/>"#;
    assert!(fonts.png(huge).is_err());
}

#[test]
fn nothing_at_all_is_a_picture_too() {
    let chart = Chart { lanes: vec![], bars: vec![], arrows: vec![], window: None, ..small() };
    assert!(svg(&chart, &voice()).starts_with("<svg"));
}

#[test]
fn long_titles_are_cut_with_an_ellipsis() {
    let cases = [
        ("Open the firewall", 1000.0, "Open the firewall"),
        ("Open the firewall", 120.0, "Open th…"),
        ("检查监控告警", 120.0, "检查监…"),
        ("Open", 5.0, ""),
    ];
    for (title, room, shown) in cases {
        let cut = letters::cut(title, SIZE, Weight::Regular, room);
        assert_eq!(cut, shown);
        assert!(letters::width(&cut, SIZE, Weight::Regular) <= room);
    }
}

fn any_bar() -> impl Strategy<Value = Bar> {
    let state = prop::sample::select(State::ALL.to_vec());
    let title = prop::sample::select(vec!["A", "Install the operating system and patches", "检查"]);
    (0..10_usize, -50..300_i64, 0..60_i64, state, title, any::<bool>()).prop_map(
        |(lane, from, takes, state, title, late)| {
            let title = title.to_owned();
            Bar { title, late, ..bar("CHG-12.40", lane, from, from + takes, state) }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_two_bars_or_labels_touch_and_none_leaves_the_picture(
        bars in prop::collection::vec(any_bar(), 0..40),
    ) {
        let lanes = (0..8).map(|lane| Arg::Text(format!("department {lane}"))).collect();
        let chart = Chart { lanes, bars, arrows: vec![], ..small() };
        let layout = Layout::of(&chart, &voice());
        let wide = |text: &str, weight| letters::width(text, SIZE, weight);
        let mut seen: Vec<(f32, f32, f32)> = Vec::new();
        for block in &layout.bars {
            let title = block.title_x + wide(&block.title, Weight::Regular);
            let times = block.times_x + wide(&block.times, Weight::Regular);
            let left = block.bar.left.min(block.label_x).min(block.times_x);
            let right = block.bar.right.max(title).max(times);
            prop_assert!(left >= MARGIN - 1.0 && right <= EDGE + 1.0, "{} to {}", left, right);
            prop_assert!(block.y > layout.top && block.y < layout.bottom);
            let touches = |(y, from, to): &(f32, f32, f32)| *y == block.y && *from < right && left < *to;
            prop_assert!(!seen.iter().any(touches));
            seen.push((block.y, left, right));
        }
    }
}
