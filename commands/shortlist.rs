//! The first few of very many, in order.

use std::cmp::Ordering;

use crate::card::{Block, Card};
use crate::say;
use crate::words::{Arg, Words};

/// More rows than this do not fit a message.
const ROWS_MAX: usize = 25;

/// The first few in an order as a table, and how many more there are.
pub fn listed<T>(
    head: Words,
    columns: Vec<Words>,
    found: Vec<T>,
    order: impl Fn(&T, &T) -> Ordering,
    row: impl Fn(&T) -> Vec<Arg>,
) -> Card {
    let more = found.len().saturating_sub(ROWS_MAX);
    let rows = shortlist(found, ROWS_MAX, order).iter().map(row).collect();
    let card = Card::line(head).with(Block::Table { columns, rows });
    if more > 0 { card.and(say!("list-more", more = more)) } else { card }
}

/// The first `count` in an order in which no two are equal. The others are not sorted: they may be a hundred thousand.
pub fn shortlist<T>(mut all: Vec<T>, count: usize, order: impl Fn(&T, &T) -> Ordering) -> Vec<T> {
    if all.len() > count {
        all.select_nth_unstable_by(count, &order);
        all.truncate(count);
    }
    all.sort_by(order);
    all
}

#[cfg(test)]
mod tests {
    use super::shortlist;

    #[test]
    fn a_shortlist_is_the_beginning_of_the_sorted_list() {
        let shuffled: Vec<u32> = (0..100).map(|n| n * 37 % 101).collect();
        let mut sorted = shuffled.clone();
        sorted.sort_unstable();
        for count in [0, 1, 15, 99, 100, 200] {
            let shown = shortlist(shuffled.clone(), count, u32::cmp);
            assert_eq!(shown, sorted[..count.min(100)], "the first {count}");
        }
    }
}
