//! All tests of the shell, in one binary.

mod organisation;
mod settings;
mod simulation;
mod stores;
