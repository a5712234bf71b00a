//! The middle, nine of ten, and parts of a whole; nothing is said of nothing (ITSM-2).

use crate::say;
use crate::words::Arg;

/// Seconds of which half are fewer: of an even count, the middle between the two in the middle. None: of nothing.
pub fn median(mut all: Vec<i64>) -> Option<i64> {
    all.sort_unstable();
    let upper = *all.get(all.len() / 2)?;
    let lower = all[(all.len() - 1) / 2];
    Some(lower + (upper - lower) / 2)
}

/// The least of them that nine of ten do not exceed (nearest rank). None: of nothing.
pub fn p90(mut all: Vec<i64>) -> Option<i64> {
    all.sort_unstable();
    let rank = (all.len() * 9).div_ceil(10);
    all.get(rank.checked_sub(1)?).copied()
}

/// `3 of 12 (25 %)`; a dash of none.
pub fn part(count: u32, of: u32) -> Arg {
    match percent(i64::from(count), i64::from(of)) {
        Some(percent) => say!("part-of", count = count, of = of, percent = percent).into(),
        None => "–".into(),
    }
}

/// A whole percentage, half up. None: of nothing.
pub fn percent(count: i64, of: i64) -> Option<i64> {
    (of > 0).then(|| (count * 200 + of) / (of * 2))
}

/// A length of time, or a dash.
pub fn seconds(seconds: Option<i64>) -> Arg {
    seconds.map_or_else(|| "–".into(), Arg::Seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_lies_in_the_middle_and_nine_of_ten_below_the_next() {
        for (all, middle, nine) in [
            (vec![], None, None),
            (vec![7], Some(7), Some(7)),
            (vec![3, 1], Some(2), Some(3)),
            (vec![5, 1, 3], Some(3), Some(5)),
            (vec![1, 2, 3, 4, 5, 6, 7, 8, 9, 100], Some(5), Some(9)),
            (vec![1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 100], Some(6), Some(10)),
            ((1..=100).collect(), Some(50), Some(90)),
        ] {
            assert_eq!((median(all.clone()), p90(all.clone())), (middle, nine), "{all:?}");
        }
    }

    #[test]
    fn a_part_is_rounded_half_up_and_of_nothing_there_is_none() {
        for (count, of, percent) in [
            (0, 0, None),
            (0, 4, Some(0)),
            (1, 3, Some(33)),
            (2, 3, Some(67)),
            (1, 8, Some(13)),
            (5, 4, Some(125)),
        ] {
            assert_eq!(super::percent(count, of), percent, "{count} of {of}");
        }
    }
}
