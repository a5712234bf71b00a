//! A picture as text, a line a bar, and the words that stand in the picture itself.

use chrono::{DateTime, Datelike, Utc, Weekday};

use super::Voice;
use crate::chart::{Bar, Chart};
use crate::say;
use crate::words::{Arg, Words};

impl Voice<'_> {
    /// The table that takes a picture's place where none can be shown.
    pub(super) fn chart(&self, chart: &Chart) -> String {
        let columns = vec![
            say!("column-state"),
            say!("column-id"),
            say!("column-title"),
            say!("column-department"),
            say!("column-from"),
            say!("column-until"),
        ];
        let rows: Vec<Vec<Arg>> = chart.bars.iter().map(|bar| row(chart, bar)).collect();
        let title = self.sentence(&chart.title);
        let table = self.style.preformatted(&self.without_markup().table(&columns, &rows));
        match chart.window {
            Some((from, to)) => {
                let window = self.sentence(&say!("chart-window", from = from, to = to));
                format!("{title}\n{window}\n{table}")
            }
            None => format!("{title}\n{table}"),
        }
    }

    /// `Mon 03-02`, in the reader's language and zone.
    pub fn day(&self, at: DateTime<Utc>) -> String {
        let local = at.with_timezone(&self.zone);
        format!("{} {}", self.sentence(&weekday(local.weekday())), local.format("%m-%d"))
    }

    /// `Mon 09:00 → 13:00`, or `Mon 09:00 → Tue 13:00`, in the reader's language and zone.
    pub fn stretch(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> String {
        let (from, to) = (from.with_timezone(&self.zone), to.with_timezone(&self.zone));
        let day = |day: Weekday| self.sentence(&weekday(day));
        let until = match from.date_naive() == to.date_naive() {
            true => to.format("%H:%M").to_string(),
            false => format!("{} {}", day(to.weekday()), to.format("%H:%M")),
        };
        let begun = format!("{} {}", day(from.weekday()), from.format("%H:%M"));
        if from == to { begun } else { format!("{begun} → {until}") }
    }
}

/// A bar with its state, and after it what else is to be known of it.
fn row(chart: &Chart, bar: &Bar) -> Vec<Arg> {
    let sign = Arg::Text(bar.state.sign().to_owned());
    let marks = [(bar.critical, say!("chart-critical")), (bar.late, say!("chart-late"))];
    let marks = marks.into_iter().filter(|(is_so, _)| *is_so).map(|(_, words)| words.into());
    let state = std::iter::once(bar.state.words().into()).chain(marks).collect();
    let lane = chart.lanes.get(bar.lane).or(chart.lanes.last());
    vec![
        say!("chart-state", sign = sign, state = Arg::List(state)).into(),
        Arg::Text(bar.id.clone()),
        Arg::Text(bar.title.clone()),
        lane.cloned().unwrap_or_else(|| Arg::Text(String::new())),
        bar.from.into(),
        bar.to.into(),
    ]
}

fn weekday(day: Weekday) -> Words {
    match day {
        Weekday::Mon => say!("weekday-mon"),
        Weekday::Tue => say!("weekday-tue"),
        Weekday::Wed => say!("weekday-wed"),
        Weekday::Thu => say!("weekday-thu"),
        Weekday::Fri => say!("weekday-fri"),
        Weekday::Sat => say!("weekday-sat"),
        Weekday::Sun => say!("weekday-sun"),
    }
}
