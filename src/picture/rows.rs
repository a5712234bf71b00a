//! Blocks laid side by side, in as few rows as they fit in.

/// Between two blocks of a row, in pixels.
const GAP: f32 = 24.0;

/// From where to where a block reaches, across.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Extent {
    pub(super) left: f32,
    pub(super) right: f32,
}

/// The row of each block: the first in which it touches none of those before it.
pub(super) fn packed(blocks: &[Extent]) -> Vec<usize> {
    let mut rows: Vec<Vec<Extent>> = Vec::new();
    let mut placed = Vec::with_capacity(blocks.len());
    for block in blocks {
        let free = |row: &Vec<Extent>| row.iter().all(|other| apart(*other, *block));
        let row = rows.iter().position(free).unwrap_or(rows.len());
        if row == rows.len() {
            rows.push(Vec::new());
        }
        rows[row].push(*block);
        placed.push(row);
    }
    placed
}

fn apart(one: Extent, other: Extent) -> bool {
    one.right + GAP <= other.left || other.right + GAP <= one.left
}

/// How far each block may reach to the right before it would touch the next of its row.
pub(super) fn room(blocks: &[Extent], rows: &[usize], edge: f32) -> Vec<f32> {
    let next = |at: usize| {
        let others = blocks.iter().zip(rows).filter(|(_, row)| **row == rows[at]);
        let after = others.filter(|(other, _)| other.left > blocks[at].left);
        after.map(|(other, _)| other.left - GAP).fold(edge, f32::min)
    };
    (0..blocks.len()).map(next).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_share_a_row_only_where_they_stand_apart() {
        let block = |left, right| Extent { left, right };
        let blocks =
            [block(0.0, 100.0), block(50.0, 150.0), block(124.0, 200.0), block(160.0, 200.0)];
        assert_eq!(packed(&blocks), [0, 1, 0, 2]);
        assert_eq!(room(&blocks, &[0, 1, 0, 2], 500.0), [100.0, 500.0, 500.0, 500.0]);
    }
}
