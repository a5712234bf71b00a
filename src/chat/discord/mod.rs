//! Discord: words come in over its gateway, messages go out over its REST API.
//!
//! In reading order: [`snowflake`] is what Discord calls things; [`style`] and [`cut`] are its way to write, [`message`]
//! what a message is there; [`render`] draws one, its card below ([`body`]), what can be pressed ([`buttons`]) and how it is
//! found again ([`mark`]).

mod body;
mod buttons;
mod cut;
pub mod mark;
pub mod message;
pub mod render;
pub mod snowflake;
pub mod style;
#[cfg(test)]
mod tests;
