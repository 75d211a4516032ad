//! The header fields of one response.

/// Names and values, in the order in which they were received. Names are compared
/// case-insensitively (RFC 9110, section 5.1).
pub(crate) struct Headers<'a>(pub(crate) &'a [(String, String)]);

impl<'a> Headers<'a> {
    /// The first value with this name, without the white space around it.
    pub(crate) fn get(&self, name: &str) -> Option<&'a str> {
        self.all(name).next()
    }

    /// Every value with this name, each as `get` returns it.
    pub(crate) fn all(&self, name: &str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| trim(value))
    }
}

/// The text without the spaces and tabs around it, which are never part of a value (RFC 9110,
/// section 5.6.3).
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches([' ', '\t'])
}
