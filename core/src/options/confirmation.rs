//! What a token is bound to.

/// What a token is bound to: the thumbprint of a public key or of a certificate, which becomes the
/// claim `cnf` (RFC 7800).
///
/// Made by [`of_key`](Self::of_key) and [`of_certificate`](Self::of_certificate).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    method: &'static str,
    thumbprint: String,
}

impl Confirmation {
    /// A confirmation method, and the thumbprint in base64url.
    pub(crate) fn new(method: &'static str, thumbprint: String) -> Self {
        Self { method, thumbprint }
    }

    /// The confirmation method: `jkt` or `x5t#S256`.
    pub fn method(&self) -> &str {
        self.method
    }

    /// The SHA-256 thumbprint, in base64url.
    pub fn thumbprint(&self) -> &str {
        &self.thumbprint
    }

    /// The claim `cnf`, as JSON text. Neither string needs escapes.
    pub(crate) fn json(&self) -> String {
        format!(r#"{{"{}":"{}"}}"#, self.method, self.thumbprint)
    }
}
