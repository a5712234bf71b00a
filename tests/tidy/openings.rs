//! Every file begins by saying in a sentence what it is.

use super::none;
use super::source::sources;

#[test]
fn every_file_begins_with_a_sentence() {
    let mut faults = Vec::new();
    for source in sources() {
        let opening: Vec<&str> =
            source.text.lines().map_while(|line| line.strip_prefix("//! ")).collect();
        if opening.is_empty() {
            faults.push(format!("{}:1: begins without `//! ` and a sentence", source.path));
        } else if !opening.join(" ").ends_with(['.', ':', '…']) {
            faults
                .push(format!("{}:1: its opening is not a sentence with a full stop", source.path));
        }
    }
    none(faults);
}
