//! Where everything in a picture stands, in pixels from its upper left corner.

use baton_commands::chart::{Arrow, Bar, Chart, State};
use baton_commands::say;
use baton_commands::voice::Voice;
use baton_commands::words::Arg;

use super::WIDTH;
use super::axis::Axis;
use super::letters::{self, SIZE, Weight};
use super::rows::{Extent, packed, room};

pub(super) const MARGIN: f32 = 28.0;
pub(super) const EDGE: f32 = WIDTH - MARGIN;
/// A bar, and the square at its beginning that holds its sign.
pub(super) const BAR: f32 = 36.0;
/// Between the rows, where arrows run across.
pub(super) const ALLEY: f32 = 22.0;
/// The sign of a late bar, behind it.
const LATE: f32 = BAR + 4.0;
const LABEL: f32 = 32.0;
const ROW: f32 = ALLEY + LABEL + BAR;
const LANE_HEAD: f32 = 40.0;
/// From a bar's beginning to its label: where arrows come down.
const GUTTER: f32 = 22.0;
/// More of a title is shown only where there is room to spare.
const LABEL_MAX: f32 = 340.0;
/// Below the title: the names of days.
const DAYS: f32 = 44.0;
pub(super) const TITLE_SIZE: f32 = 34.0;
pub(super) const LEGEND_ROW: f32 = 46.0;

pub(super) struct Layout {
    pub(super) height: f32,
    /// Where the lanes begin and end.
    pub(super) top: f32,
    pub(super) bottom: f32,
    pub(super) title: String,
    pub(super) window: Option<(Extent, String)>,
    /// Where each day begins, and its name if there is room for it.
    pub(super) days: Vec<(f32, Option<String>)>,
    pub(super) now: (f32, String),
    pub(super) lanes: Vec<Lane>,
    pub(super) bars: Vec<Block>,
    pub(super) arrows: Vec<Arrow>,
    pub(super) legend: Vec<Key>,
}

pub(super) struct Lane {
    pub(super) name: String,
    pub(super) y: f32,
    pub(super) height: f32,
}

/// A bar with its label above it and its times in or beside it.
pub(super) struct Block {
    pub(super) state: State,
    pub(super) critical: bool,
    pub(super) late: bool,
    pub(super) bar: Extent,
    /// The upper edge of the bar.
    pub(super) y: f32,
    pub(super) id: String,
    pub(super) title: String,
    pub(super) label_x: f32,
    pub(super) title_x: f32,
    pub(super) times: String,
    pub(super) times_x: f32,
}

/// One entry of the legend.
pub(super) struct Key {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) means: Means,
    pub(super) words: String,
}

#[derive(Clone, Copy)]
pub(super) enum Means {
    State(State),
    Critical,
    Late,
}

impl Layout {
    pub(super) fn of(chart: &Chart, voice: &Voice) -> Layout {
        let axis = axis(chart);
        let top =
            MARGIN + TITLE_SIZE + DAYS + if chart.window.is_some() { LEGEND_ROW } else { 14.0 };
        let mut bars = blocks(chart, voice, &axis);
        let (lanes, bottom) = lanes(chart, voice, &mut bars, top);
        let (legend, height) = legend(chart, voice, bottom + 20.0);
        let window = chart.window.map(|(from, to)| {
            let words = voice.sentence(&say!("chart-window", from = from, to = to));
            let words = letters::cut(&words, SIZE, Weight::Regular, EDGE - MARGIN - 40.0);
            (Extent { left: axis.x(from), right: axis.x(to) }, words)
        });
        let title = voice.sentence(&chart.title);
        Layout {
            height,
            top,
            bottom,
            title: letters::cut(&title, TITLE_SIZE, Weight::Bold, EDGE - MARGIN),
            window,
            days: days(voice, &axis),
            now: (axis.x(chart.now), voice.sentence(&say!("chart-now"))),
            lanes,
            bars: bars.into_iter().map(|(_, block)| block).collect(),
            arrows: chart.arrows.clone(),
            legend,
        }
    }
}

fn axis(chart: &Chart) -> Axis {
    let mut instants = vec![chart.now];
    instants.extend(chart.window.into_iter().flat_map(|(from, to)| [from, to]));
    instants.extend(chart.bars.iter().flat_map(|bar| [bar.from, bar.to]));
    Axis::new(instants, MARGIN + 14.0, EDGE - 14.0)
}

/// All bars with how far they reach across; how far down is not known yet.
fn blocks(chart: &Chart, voice: &Voice, axis: &Axis) -> Vec<(Extent, Block)> {
    chart.bars.iter().map(|bar| block(bar, voice, axis)).collect()
}

fn block(bar: &Bar, voice: &Voice, axis: &Axis) -> (Extent, Block) {
    let text = |text: &str| voice.argument(&Arg::Text(text.to_owned()));
    let (id, title) = (text(&bar.id), text(&bar.title));
    let room = if bar.late { LATE } else { 0.0 };
    let left = axis.x(bar.from).min(EDGE - BAR - room);
    let right = axis.x(bar.to).min(EDGE - room).max(left + BAR);
    let times = voice.stretch(bar.from, bar.to);
    let end = right + room;
    let times_width = letters::width(&times, SIZE, Weight::Regular);
    let (times_x, times_end) = times_at(left, right, end, times_width);
    let id_width = letters::width(&id, SIZE, Weight::Bold) + 10.0;
    let title_width = letters::width(&title, SIZE, Weight::Regular);
    let label = (id_width + title_width).min(LABEL_MAX);
    let label_x = (left + GUTTER).min(EDGE - label);
    let extent = Extent {
        left: left.min(label_x).min(times_x),
        right: end.max(label_x + label).max(times_end),
    };
    let (state, critical, late) = (bar.state, bar.critical, bar.late);
    let (bar, title_x) = (Extent { left, right }, label_x + id_width);
    let block =
        Block { state, critical, late, bar, y: 0.0, id, title, label_x, title_x, times, times_x };
    (extent, block)
}

/// Times stand in their bar if it is long enough, or after it and what stands at its `end`, or before it: where, and
/// where they end.
fn times_at(left: f32, right: f32, end: f32, width: f32) -> (f32, f32) {
    let inside = left + BAR + 8.0;
    let after = end + 10.0;
    if inside + width + 8.0 <= right {
        (inside, inside + width)
    } else if after + width <= EDGE {
        (after, after + width)
    } else {
        (left - 10.0 - width, left - 10.0)
    }
}

/// Puts the bars of each lane in rows, and says where the lanes end.
fn lanes(chart: &Chart, voice: &Voice, bars: &mut [(Extent, Block)], top: f32) -> (Vec<Lane>, f32) {
    let mut lanes = Vec::new();
    let mut y = top;
    for (lane, name) in chart.lanes.iter().enumerate() {
        let last = chart.lanes.len() - 1;
        let is_here = |at: &usize| chart.bars[*at].lane.min(last) == lane;
        let mut here: Vec<usize> = (0..bars.len()).filter(is_here).collect();
        here.sort_by_key(|at| (chart.bars[*at].from, chart.bars[*at].to));
        let extents: Vec<Extent> = here.iter().map(|at| bars[*at].0).collect();
        let rows = packed(&extents);
        let room = room(&extents, &rows, EDGE);
        for ((at, row), room) in here.iter().zip(&rows).zip(room) {
            let block = &mut bars[*at].1;
            block.y = y + LANE_HEAD + ROW * *row as f32 + ALLEY + LABEL;
            block.title = letters::cut(&block.title, SIZE, Weight::Regular, room - block.title_x);
        }
        let count = rows.iter().max().map_or(0, |last| last + 1);
        let height = LANE_HEAD + ROW * count as f32 + 12.0;
        let name = letters::cut(&voice.argument(name), SIZE, Weight::Bold, EDGE - MARGIN);
        lanes.push(Lane { name, y, height });
        y += height;
    }
    (lanes, y)
}

/// The beginnings of days; one has its name where it does not touch the one before.
fn days(voice: &Voice, axis: &Axis) -> Vec<(f32, Option<String>)> {
    let mut free = MARGIN;
    let day = |at| {
        let (x, name) = (axis.x(at), voice.day(at));
        let end = x + letters::width(&name, SIZE, Weight::Regular) + 18.0;
        let is_shown = x >= free && end <= EDGE + 18.0;
        free = if is_shown { end } else { free };
        (x, is_shown.then_some(name))
    };
    axis.days(voice.zone).into_iter().map(day).collect()
}

/// What the signs mean, those that are used; and where the picture ends.
fn legend(chart: &Chart, voice: &Voice, top: f32) -> (Vec<Key>, f32) {
    let used = |state: &State| chart.bars.iter().any(|bar| bar.state == *state);
    let states = State::ALL.into_iter().filter(used);
    let mut means: Vec<(Means, String)> =
        states.map(|state| (Means::State(state), voice.sentence(&state.words()))).collect();
    if chart.bars.iter().any(|bar| bar.critical) {
        means.push((Means::Critical, voice.sentence(&say!("chart-critical"))));
    }
    if chart.bars.iter().any(|bar| bar.late) {
        means.push((Means::Late, voice.sentence(&say!("chart-late"))));
    }
    let mut legend = Vec::new();
    let (mut x, mut y) = (MARGIN, top);
    for (means, words) in means {
        let width = BAR + 10.0 + letters::width(&words, SIZE, Weight::Regular);
        if x > MARGIN && x + width > EDGE {
            (x, y) = (MARGIN, y + LEGEND_ROW);
        }
        legend.push(Key { x, y, means, words });
        x += width + 30.0;
    }
    (legend, y + LEGEND_ROW + MARGIN)
}
