//! The elements of a picture, from back to front.

use baton_commands::chart::{Arrow, State};
use svg::Document;
use svg::node::element::{Group, Line, Path, Rectangle, Text};

use super::WIDTH;
use super::layout::{
    ALLEY, BAR, Block, EDGE, Key, LEGEND_ROW, Lane, Layout, MARGIN, Means, TITLE_SIZE,
};
use super::letters::{FAMILY, SIZE, Weight};
use super::rows::Extent;
use super::signs;

const INK: &str = "#1b2430";
const PALE: &str = "#5c6773";
/// For what will not be done.
const OFF: &str = "#8a949f";
const NOW: &str = "#d6336c";

pub(super) fn document(layout: &Layout) -> Document {
    let ground = rectangle(0.0, 0.0, WIDTH, layout.height).set("fill", "#fff");
    let mut picture = Document::new()
        .set("viewBox", (0, 0, WIDTH as i32, layout.height.ceil() as i32))
        .set("width", WIDTH as i32)
        .set("height", layout.height.ceil() as i32)
        .set("font-family", FAMILY)
        .set("font-size", SIZE)
        .add(ground)
        .add(lanes(layout));
    if let Some((window, words)) = &layout.window {
        picture = picture.add(shade(layout, *window, words));
    }
    picture
        .add(days(layout))
        .add(arrows(layout))
        .add(now(layout))
        .add(names(layout))
        .add(bars(layout))
        .add(legend(layout))
        .add(head(layout))
}

fn head(layout: &Layout) -> Text {
    text(&layout.title, MARGIN, MARGIN + TITLE_SIZE * 0.8, Weight::Bold)
        .set("font-size", TITLE_SIZE)
}

fn lanes(layout: &Layout) -> Group {
    let mut group = Group::new();
    for (index, lane) in layout.lanes.iter().enumerate() {
        let fill = if index % 2 == 0 { "#f4f6f9" } else { "#fff" };
        let ground = rectangle(0.0, lane.y, WIDTH, lane.height).set("fill", fill);
        let edge = line(0.0, lane.y, WIDTH, lane.y).set("stroke", "#ccd3db");
        group = group.add(ground).add(edge);
    }
    group
}

fn names(layout: &Layout) -> Group {
    let name = |lane: &Lane| haloed(text(&lane.name, MARGIN, lane.y + 30.0, Weight::Bold));
    let names = layout.lanes.iter().map(name);
    names.fold(Group::new(), |group, name| group.add(name.set("fill", PALE)))
}

/// The window, with its name above the days.
fn shade(layout: &Layout, window: Extent, words: &str) -> Group {
    let (width, height) = (window.right - window.left, layout.bottom - layout.top);
    let y = MARGIN + TITLE_SIZE + LEGEND_ROW * 0.62;
    let key =
        rectangle(MARGIN, y - 22.0, 26.0, 26.0).set("fill", "#ffe9a8").set("stroke", "#d9a400");
    Group::new()
        .add(
            rectangle(window.left, layout.top, width, height)
                .set("fill", "#ffe9a8")
                .set("fill-opacity", 0.45),
        )
        .add(key)
        .add(text(words, MARGIN + 38.0, y, Weight::Regular).set("fill", PALE))
}

fn days(layout: &Layout) -> Group {
    let mut group = Group::new();
    for (x, name) in &layout.days {
        let from = if name.is_some() { layout.top - 34.0 } else { layout.top };
        let mark = line(*x, from, *x, layout.bottom).set("stroke", "#c3cbd4");
        group = group.add(mark.set("stroke-dasharray", "3 5"));
        if let Some(name) = name {
            group = group.add(text(name, x + 6.0, layout.top - 10.0, Weight::Regular));
        }
    }
    group
}

fn now(layout: &Layout) -> Group {
    let (x, word) = &layout.now;
    let anchor = if *x > EDGE - 80.0 { "end" } else { "start" };
    let beside = if anchor == "end" { x - 8.0 } else { x + 8.0 };
    let mark =
        line(*x, layout.top, *x, layout.bottom + 6.0).set("stroke", NOW).set("stroke-width", 4);
    let word = haloed(text(word, beside, layout.top + 30.0, Weight::Bold)).set("fill", NOW);
    Group::new().add(mark).add(word.set("text-anchor", anchor))
}

/// Thin ones first, so that a bold one is whole.
fn arrows(layout: &Layout) -> Group {
    let mut group = Group::new().set("fill", "none").set("stroke-linejoin", "round");
    for is_bold in [false, true] {
        for (index, arrow) in layout.arrows.iter().enumerate() {
            let ends = layout.bars.get(arrow.from).zip(layout.bars.get(arrow.to));
            if let Some((from, to)) = ends.filter(|_| arrow.critical == is_bold) {
                group = group.add(way(arrow, from, to, index));
            }
        }
    }
    group
}

/// Out of a bar's end, along the alley above the one that waits, and down into its beginning. Arrows that share an alley
/// run side by side.
fn way(arrow: &Arrow, from: &Block, to: &Block, index: usize) -> Group {
    const TRACKS: [f32; 4] = [5.0, 9.0, 13.0, 17.0];
    let (x, y) = (from.bar.right, from.y + BAR / 2.0);
    let down = to.bar.left + 10.0;
    let alley = to.y - 32.0 - ALLEY + TRACKS[index % TRACKS.len()];
    let turn = if (down - x - 9.0).abs() < 10.0 { down } else { x + 9.0 };
    let (stroke, wide) = if arrow.critical { (INK, 4.5) } else { ("#8f9aa7", 2.0) };
    let line = format!("M{x:.1} {y:.1}H{turn:.1}V{alley:.1}H{down:.1}V{:.1}", to.y - 8.0);
    let tip = format!("M{down:.1} {:.1}l-7 -12h14z", to.y - 1.0);
    Group::new()
        .add(Path::new().set("d", line).set("stroke", stroke).set("stroke-width", wide))
        .add(Path::new().set("d", tip).set("fill", stroke))
}

fn bars(layout: &Layout) -> Group {
    layout.bars.iter().fold(Group::new(), |group, block| group.add(bar(block)))
}

fn bar(block: &Block) -> Group {
    let mut group = Group::new().add(body(block.state, block.bar, block.y, block.critical));
    group = group.add(signs::sign(block.state, block.bar.left, block.y));
    if block.late {
        group = group.add(signs::late(block.bar.right + 4.0, block.y));
    }
    let id = haloed(text(&block.id, block.label_x, block.y - 9.0, Weight::Bold));
    let title = haloed(text(&block.title, block.title_x, block.y - 9.0, Weight::Regular));
    let is_off = matches!(block.state, State::Skipped | State::Cancelled);
    let title = if is_off { title.set("fill", OFF) } else { title };
    let times = text(&block.times, block.times_x, block.y + 27.0, Weight::Regular);
    group
        .add(id)
        .add(title)
        .add(haloed(times).set("fill", if block.late { "#c4302b" } else { PALE }))
}

/// The bar itself, and at its beginning the square for its sign.
fn body(state: State, bar: Extent, y: f32, critical: bool) -> Group {
    let (strong, light) = signs::colours(state);
    let width = bar.right - bar.left;
    let (outline, wide) = if critical { (INK, 5.0) } else { (strong, 2.0) };
    let whole = rectangle(bar.left, y, width, BAR).set("rx", 5);
    Group::new()
        .add(whole.clone().set("fill", light))
        .add(rectangle(bar.left, y, BAR, BAR).set("rx", 5).set("fill", strong))
        .add(whole.set("fill", "none").set("stroke", outline).set("stroke-width", wide))
}

fn legend(layout: &Layout) -> Group {
    let mut group = Group::new();
    for Key { x, y, means, words } in &layout.legend {
        let square = Extent { left: *x, right: x + BAR };
        group = match means {
            Means::State(state) => {
                group.add(body(*state, square, *y, false)).add(signs::sign(*state, *x, *y))
            }
            Means::Critical => group.add(
                rectangle(*x + 2.0, *y + 2.0, BAR - 4.0, BAR - 4.0)
                    .set("rx", 5)
                    .set("fill", "none")
                    .set("stroke", INK)
                    .set("stroke-width", 5),
            ),
            Means::Late => group.add(signs::late(*x, *y)),
        };
        group = group.add(text(words, x + BAR + 10.0, y + 27.0, Weight::Regular));
    }
    group
}

fn text(words: &str, x: f32, y: f32, weight: Weight) -> Text {
    let text = Text::new(words).set("x", tenth(x)).set("y", tenth(y)).set("fill", INK);
    if weight == Weight::Bold { text.set("font-weight", "bold") } else { text }
}

/// With a white edge, so that lines behind it do not run into it.
fn haloed(text: Text) -> Text {
    text.set("stroke", "#fff")
        .set("stroke-width", 5)
        .set("stroke-linejoin", "round")
        .set("paint-order", "stroke")
}

fn rectangle(x: f32, y: f32, width: f32, height: f32) -> Rectangle {
    Rectangle::new()
        .set("x", tenth(x))
        .set("y", tenth(y))
        .set("width", tenth(width))
        .set("height", tenth(height))
}

fn line(x1: f32, y1: f32, x2: f32, y2: f32) -> Line {
    Line::new().set("x1", tenth(x1)).set("y1", tenth(y1)).set("x2", tenth(x2)).set("y2", tenth(y2))
}

/// A tenth of a pixel is as fine as anybody sees.
fn tenth(pixels: f32) -> f32 {
    (pixels * 10.0).round() / 10.0
}
