//! The numbers that press buttons.
//!
//! A button keeps its number wherever it is shown again, so that a message that arrives while somebody types a number
//! cannot change what he presses.

/// After so many, the first numbers are given anew: two digits are quick to type.
const NUMBERS_MAX: usize = 99;

/// The buttons shown of late, as they are pressed in text: `[Acknowledge INC-7]`.
#[derive(Debug, Default)]
pub struct Buttons {
    /// The number of each is its place, counted from 1.
    shown: Vec<String>,
    /// How many were given a number since the start.
    given: usize,
}

impl Buttons {
    /// The number of a button that is being shown.
    pub fn number(&mut self, button: &str) -> usize {
        if let Some(at) = self.shown.iter().position(|shown| shown == button) {
            return at + 1;
        }
        let at = self.given % NUMBERS_MAX;
        self.given += 1;
        match self.shown.get_mut(at) {
            Some(shown) => button.clone_into(shown),
            None => self.shown.push(button.to_owned()),
        }
        at + 1
    }

    pub fn pressed(&self, number: usize) -> Option<&str> {
        self.shown.get(number.checked_sub(1)?).map(String::as_str)
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.shown.iter().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_button_keeps_its_number_until_a_hundredth_needs_it() {
        let mut buttons = Buttons::default();
        assert_eq!(buttons.number("[Hold INC-1]"), 1);
        assert_eq!(buttons.number("[Resolve INC-1]"), 2);
        assert_eq!(buttons.number("[Hold INC-1]"), 1);
        assert_eq!(buttons.pressed(2), Some("[Resolve INC-1]"));
        assert_eq!(buttons.pressed(0), None);
        assert_eq!(buttons.pressed(3), None);
        for number in 3..=NUMBERS_MAX {
            assert_eq!(buttons.number(&format!("[Hold INC-{number}]")), number);
        }
        assert_eq!(buttons.number("[Hold INC-100]"), 1);
        assert_eq!(buttons.pressed(1), Some("[Hold INC-100]"));
        assert_eq!(buttons.pressed(2), Some("[Resolve INC-1]"));
    }
}
