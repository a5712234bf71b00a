//! The rules of the house, held against the files themselves.
//!
//! Each rule is a table or a pattern in its own file, with its reason beside it; a broken one is named with file and line.

mod bans;
mod forgotten;
mod imports;
mod lengths;
mod names;
mod openings;
mod ourselves;
mod paths;
mod source;

/// Fails with a list that can be read.
fn none(faults: Vec<String>) {
    assert!(faults.is_empty(), "\n\n{}\n", faults.join("\n"));
}
