//! Words that nobody may read in a log: tokens and signing keys.

use std::fmt;

/// A token or key. It is printed as `<secret>` wherever it is printed; [`Secret::expose`] is for the call that needs it.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Secret(String);

impl Secret {
    /// Surrounding white space is not part of it: files end with a line break.
    pub fn new(words: &str) -> Secret {
        Secret(words.trim().to_owned())
    }

    /// The words themselves.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether none was given.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<secret>")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<secret>")
    }
}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn a_secret_is_never_printed() {
        let secret = Secret::new(" xoxb-1 \n");
        assert_eq!(
            format!("{secret} {secret:?} {:?}", Some(&secret)),
            "<secret> <secret> Some(<secret>)"
        );
        assert_eq!(secret.expose(), "xoxb-1");
    }
}
