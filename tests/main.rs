//! All tests of the shell, in one binary.

mod ahead;
mod discord;
mod docs;
mod formats;
mod judges;
mod kill;
mod load;
mod organisation;
mod pipe;
mod platforms;
mod power_cut;
mod previews;
mod saturation;
mod settings;
mod simulation;
mod slack;
mod soak;
mod stopping;
mod stores;
mod support;
mod terminal;
mod tidy;
mod transcripts;
