//! What tells states apart: a colour, and a shape for those who do not see it.

use baton_commands::chart::State;
use svg::node::element::{Group, Path};

use super::layout::BAR;

/// The colour of a state's sign and outline, and the light one of its bar.
pub(super) fn colours(state: State) -> (&'static str, &'static str) {
    match state {
        State::Waiting => ("#7b8794", "#e9edf2"),
        State::Ready => ("#1f6fd6", "#d6e6fb"),
        State::InProgress => ("#c06a00", "#ffe6bf"),
        State::OnHold => ("#7a4fc0", "#e9defa"),
        State::Done => ("#1d7f4e", "#cfeedd"),
        State::Failed => ("#c4302b", "#fbd9d6"),
        State::Skipped => ("#5f7f88", "#e2edf0"),
        State::Cancelled => ("#8c8c8c", "#f0f0f0"),
    }
}

/// A sign in white, in the square of a bar's height whose upper left corner is at a point.
pub(super) fn sign(state: State, x: f32, y: f32) -> Group {
    let (shape, is_filled) = match state {
        State::Waiting => ("M9 18h.1M18 18h.1M27 18h.1", false),
        State::Ready => ("M18 9a9 9 0 1 0 .1 0z", false),
        State::InProgress => ("M12 8l16 10l-16 10z", true),
        State::OnHold => ("M13 9v18M23 9v18", false),
        State::Done => ("M8 19l7 7l13-16", false),
        State::Failed => ("M10 10l16 16M26 10l-16 16", false),
        State::Skipped => ("M9 9l9 9l-9 9M19 9l9 9l-9 9", false),
        State::Cancelled => ("M18 8a10 10 0 1 0 .1 0zM11 25l14-14", false),
    };
    let path = Path::new()
        .set("d", shape)
        .set("fill", if is_filled { "#fff" } else { "none" })
        .set("stroke", "#fff")
        .set("stroke-width", 4.5)
        .set("stroke-linecap", "round")
        .set("stroke-linejoin", "round");
    Group::new().set("transform", format!("translate({x:.1} {y:.1})")).add(path)
}

/// A red triangle with a mark in it, as high as a bar.
pub(super) fn late(x: f32, y: f32) -> Group {
    let half = BAR / 2.0;
    let triangle = Path::new()
        .set("d", format!("M{half} 3l{} {}h-{}z", half - 1.0, BAR - 7.0, BAR - 2.0))
        .set("fill", "#c4302b")
        .set("stroke", "#fff")
        .set("stroke-width", 2);
    let mark = Path::new()
        .set("d", format!("M{half} 13v8M{half} 27v.1"))
        .set("stroke", "#fff")
        .set("stroke-width", 4)
        .set("stroke-linecap", "round");
    Group::new().set("transform", format!("translate({x:.1} {y:.1})")).add(triangle).add(mark)
}
