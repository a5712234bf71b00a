//! The order of steps, and the circles they must not form (CHG-4).

use std::collections::{BTreeMap, VecDeque};

use super::Step;

/// The steps so that each comes after those it waits for; or some that wait for each other.
pub(super) fn order(steps: &[Step]) -> Result<Vec<usize>, Vec<usize>> {
    sorted(steps.len(), |step| steps[step].after.iter().map(|after| after.step))
}

/// Steps that wait for each other, if there are any: each for the one before it, the first for the last. `before` lists
/// what each step waits for, by position.
pub fn circle(before: &[Vec<usize>]) -> Option<Vec<usize>> {
    sorted(before.len(), |step| before[step].iter().copied()).err()
}

/// Kahn's order, the lowest position first among those equally free.
fn sorted<I: Iterator<Item = usize>>(
    count: usize,
    before: impl Fn(usize) -> I,
) -> Result<Vec<usize>, Vec<usize>> {
    let mut waits: Vec<usize> = (0..count).map(|step| before(step).count()).collect();
    let mut first = vec![0; count + 1];
    for step in 0..count {
        before(step).for_each(|earlier| first[earlier + 1] += 1);
    }
    for step in 0..count {
        first[step + 1] += first[step];
    }
    let mut next = first.clone();
    let mut later = vec![0; first[count]];
    for step in 0..count {
        for earlier in before(step) {
            later[next[earlier]] = step;
            next[earlier] += 1;
        }
    }
    let mut order: Vec<usize> = (0..count).filter(|step| waits[*step] == 0).collect();
    let mut reached = 0;
    while let Some(&step) = order.get(reached) {
        reached += 1;
        for &step in &later[first[step]..first[step + 1]] {
            waits[step] -= 1;
            if waits[step] == 0 {
                order.push(step);
            }
        }
    }
    if order.len() == count { Ok(order) } else { Err(circle_among(&waits, before)) }
}

/// Each step that still waits waits for one that does: going back from any of them leads round.
fn circle_among<I: Iterator<Item = usize>>(
    waits: &[usize],
    before: impl Fn(usize) -> I,
) -> Vec<usize> {
    let is_left = |step: &usize| waits[*step] > 0;
    let mut met = vec![None; waits.len()];
    let mut back = Vec::new();
    let mut at = (0..waits.len()).find(is_left);
    while let Some(step) = at {
        if let Some(since) = met[step] {
            let mut circle = back.split_off(since);
            circle.reverse();
            let lowest = circle.iter().enumerate().min_by_key(|(_, step)| **step);
            let lowest = lowest.map_or(0, |(index, _)| index);
            circle.rotate_left(lowest);
            return circle;
        }
        met[step] = Some(back.len());
        back.push(step);
        at = before(step).find(is_left);
    }
    back
}

/// The circle that a new link would close, by which `step` waits for `earlier`: from `step`, each waiting for the one
/// before it, to `earlier`. `None`: it would close none.
///
/// `before` and `after` list what a step waits for and what waits for it. The search goes from both ends, a step at a
/// time on the side that has less to look at, so that it costs little where either has little around it: a new task has
/// nothing after it.
pub fn closes<N: Ord + Copy, B: IntoIterator<Item = N>, A: IntoIterator<Item = N>>(
    step: N,
    earlier: N,
    before: impl Fn(N) -> B,
    after: impl Fn(N) -> A,
) -> Option<Vec<N>> {
    if step == earlier {
        return Some(vec![step]);
    }
    let (mut onward, mut back) = (Side::new(step), Side::new(earlier));
    loop {
        let met = if onward.met.len() <= back.met.len() {
            onward.widen(&after, &back)?
        } else {
            back.widen(&before, &onward)?
        };
        if let Some(met) = met {
            let mut path = onward.way_to(met);
            path.reverse();
            path.extend(back.way_to(met).into_iter().skip(1));
            return Some(path);
        }
    }
}

/// One end of the search.
struct Side<N> {
    /// Those met so far, each with the one it was met from; the end itself from none.
    met: BTreeMap<N, Option<N>>,
    /// Those whose neighbours have not been looked at.
    edge: VecDeque<N>,
}

impl<N: Ord + Copy> Side<N> {
    fn new(end: N) -> Side<N> {
        Side { met: BTreeMap::from([(end, None)]), edge: VecDeque::from([end]) }
    }

    /// Looks at the neighbours of one step. `None`: there is nothing left to look at; or whether the sides have met, and
    /// where.
    fn widen<I: IntoIterator<Item = N>>(
        &mut self,
        neighbours: impl Fn(N) -> I,
        other: &Side<N>,
    ) -> Option<Option<N>> {
        let from = self.edge.pop_front()?;
        for step in neighbours(from) {
            if self.met.contains_key(&step) {
                continue;
            }
            self.met.insert(step, Some(from));
            if other.met.contains_key(&step) {
                return Some(Some(step));
            }
            self.edge.push_back(step);
        }
        Some(None)
    }

    /// From a step that was met back to the end.
    fn way_to(&self, met: N) -> Vec<N> {
        std::iter::successors(Some(met), |step| self.met.get(step).copied().flatten()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chg_4_circles_are_shown_as_their_path() {
        type Case = (&'static [&'static [usize]], Option<Vec<usize>>);
        let cases: [Case; 6] = [
            (&[], None),
            (&[&[], &[0], &[0, 1]], None),
            (&[&[0]], Some(vec![0])),
            (&[&[1], &[0]], Some(vec![0, 1])),
            // 1 waits for 3, 3 for 2, 2 for 1.
            (&[&[], &[0, 3], &[1], &[2]], Some(vec![1, 2, 3])),
            (&[&[1], &[], &[4, 1], &[2], &[3]], Some(vec![2, 3, 4])),
        ];
        for (before, wanted) in cases {
            let before: Vec<Vec<usize>> = before.iter().map(|before| before.to_vec()).collect();
            assert_eq!(circle(&before), wanted, "{before:?}");
        }
    }

    #[test]
    fn chg_4_a_link_that_would_close_a_circle_is_refused_with_its_path() {
        // 0 before 1 before 2 before 3, 0 before 4 before 3, and 5 alone.
        let before: [&[usize]; 6] = [&[], &[0], &[1], &[2, 4], &[0], &[]];
        let after: [&[usize]; 6] = [&[1, 4], &[2], &[3], &[], &[3], &[]];
        let cases = [
            (0, 0, Some(vec![0])),
            (0, 1, Some(vec![0, 1])),
            (0, 3, Some(vec![0, 4, 3])),
            (1, 3, Some(vec![1, 2, 3])),
            (1, 4, None),
            (3, 0, None),
            (5, 3, None),
            (0, 5, None),
        ];
        for (step, earlier, wanted) in cases {
            let path = closes(step, earlier, |at| before[at].to_vec(), |at| after[at].to_vec());
            assert_eq!(path, wanted, "{step} after {earlier}");
        }
    }
}
