//! The header fields of one answer.

/// Names and values, in the order in which they came. Names compare without regard to case (RFC 9110, section 5.1).
pub(crate) struct Headers<'a>(pub(crate) &'a [(String, String)]);

impl<'a> Headers<'a> {
    /// The first value of this name, without the white space around it.
    pub(crate) fn get(&self, name: &str) -> Option<&'a str> {
        self.all(name).next()
    }

    /// Every value of this name, each as `get` gives it.
    pub(crate) fn all(&self, name: &str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| trim(value))
    }
}

/// The text without the spaces and tabs around it, which belong to no value (RFC 9110, section 5.6.3).
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches([' ', '\t'])
}
