//! Clients' secrets, compared so that nobody learns how much of one was right.

use std::fmt;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest::{Digest, SHA256, digest};

/// The SHA-256 of a secret, which itself has at least 128 bits: the secret is not kept.
pub(crate) struct Secret(Digest);

impl Secret {
    pub(crate) fn new(secret: &str) -> Self {
        Self(digest(&SHA256, secret.as_bytes()))
    }

    /// Whether it is this secret, in time that depends on neither.
    pub(crate) fn is(&self, presented: &str) -> bool {
        verify_slices_are_equal(self.0.as_ref(), digest(&SHA256, presented.as_bytes()).as_ref()).is_ok()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_itself_alone() {
        let secret = Secret::new("0123456789abcdef");
        assert!(secret.is("0123456789abcdef"));
        for other in ["", "0123456789abcde", "0123456789abcdef ", "0123456789ABCDEF"] {
            assert!(!secret.is(other), "{other}");
        }
        assert_eq!(format!("{secret:?}"), "Secret");
    }
}
