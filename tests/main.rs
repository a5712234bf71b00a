//! All tests of the shell, in one binary.

mod organisation;
mod power_cut;
mod settings;
mod simulation;
mod stores;
