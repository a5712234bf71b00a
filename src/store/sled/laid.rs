//! What a commit lays down at a key. What was never in sled and is gone again before it is carried leaves no trace.

use imbl::OrdMap;
use sled::IVec;

/// Keys, and what was laid down there last.
pub type Layer = OrdMap<IVec, Laid>;

/// What is to be at a key from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Laid {
    /// Where nothing is, neither in sled nor on its way there.
    Born(IVec),
    Put(IVec),
    Removed,
}

impl Laid {
    pub fn value(&self) -> Option<&IVec> {
        match self {
            Self::Born(value) | Self::Put(value) => Some(value),
            Self::Removed => None,
        }
    }

    /// What there is to be in all when this is laid over what was laid down before; None when that is as if nothing had
    /// been.
    pub fn over(self, before: Option<&Laid>) -> Option<Laid> {
        match (before, self) {
            (Some(Self::Born(_)), Self::Put(value)) => Some(Self::Born(value)),
            (Some(Self::Born(_)), Self::Removed) => None,
            // What is written over or removed may be in sled still.
            (Some(Self::Put(_) | Self::Removed), Self::Born(value)) => Some(Self::Put(value)),
            (_, laid) => Some(laid),
        }
    }
}

/// Lays something over a layer.
pub fn lay(layer: &mut Layer, key: IVec, laid: Laid) {
    let before = match laid {
        // Almost always there is nothing: not worth a look.
        Laid::Born(_) => layer.insert(key.clone(), laid.clone()),
        Laid::Put(_) | Laid::Removed => layer.get(&key).cloned(),
    };
    match laid.over(before.as_ref()) {
        Some(Laid::Born(_)) if before.is_none() => {}
        Some(laid) => _ = layer.insert(key, laid),
        None => _ = layer.remove(&key),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &[u8] = b"key";

    /// What a layer carries after these, for a key that is in sled before, or is not.
    fn carried(all: &[Laid]) -> Option<Laid> {
        let mut layer = Layer::default();
        all.iter().for_each(|laid| lay(&mut layer, KEY.into(), laid.clone()));
        layer.get(KEY).cloned()
    }

    #[test]
    fn only_what_was_never_in_sled_vanishes_without_a_trace() {
        let (born, put) = (|n: u8| Laid::Born(vec![n].into()), |n: u8| Laid::Put(vec![n].into()));
        let gone = Laid::Removed;
        let cases = [
            (vec![born(1)], Some(born(1))),
            (vec![born(1), gone.clone()], None),
            (vec![born(1), put(2)], Some(born(2))),
            (vec![born(1), put(2), gone.clone()], None),
            (vec![born(1), gone.clone(), born(2)], Some(born(2))),
            (vec![put(1), gone.clone()], Some(gone.clone())),
            (vec![gone.clone(), born(1)], Some(put(1))),
            (vec![gone.clone(), born(1), gone.clone()], Some(gone.clone())),
            (vec![put(1), gone.clone(), born(2), gone.clone()], Some(gone)),
        ];
        for (all, expected) in cases {
            assert_eq!(carried(&all), expected, "{all:?}");
        }
    }
}
