//! Who looks on while a batch is appended: it has its place in the log, and then it is on disk.

use super::Seq;

/// Told how an append goes before it is answered, where the store works: it is quick and never waits.
pub trait Onlooker: Send {
    /// The batch has its place in the log, which ends with this position now; it is not on disk yet. Whatever is appended
    /// from now on comes behind it, and is on disk only if this is.
    fn placed(&mut self, head: Seq);

    /// It is on disk. Nobody who claims one of its rows is answered before this is done.
    fn kept(&mut self);
}

/// Nobody looks on.
pub(super) struct Nobody;

impl Onlooker for Nobody {
    fn placed(&mut self, _: Seq) {}

    fn kept(&mut self) {}
}
