//! What is pure of Slack: its markup, and where texts are cut.

mod cutting;
mod hearing;
mod writing;
