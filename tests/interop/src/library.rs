//! What every library here is asked.

use anyhow::Result;

use crate::case::Case;

/// A library that generates keys, and produces and consumes tokens.
pub trait Library: Sync {
    /// Its name.
    fn name(&self) -> &'static str;

    /// Why it cannot do this, where it cannot.
    fn lacks(&self, case: Case, role: Role, format: Format) -> Option<&'static str>;

    /// A new key for the case, or why it makes none.
    fn generate(&self, case: Case) -> Result<Option<KeyPair>>;

    /// Produces a token with this content.
    ///
    /// # Errors
    /// Whatever goes wrong, the key that is refused included.
    fn produce(&self, case: Case, key: Half<'_>, content: &[u8]) -> Result<String>;

    /// Verifies or decrypts a token, and returns its content.
    ///
    /// # Errors
    /// Whatever is wrong with the token or with the key.
    fn consume(&self, case: Case, key: Half<'_>, token: &str) -> Result<Vec<u8>>;
}

/// What a library does with a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It signs or encrypts.
    Produce,
    /// It verifies or decrypts.
    Consume,
}

/// How keys are handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// As a JSON Web Key.
    Jwk,
    /// As PKCS#8 or SPKI in PEM.
    Pem,
}

/// A key pair, or one secret twice.
#[derive(Clone)]
pub struct KeyPair {
    /// What only its owner has.
    pub private: KeyTexts,
    /// What everybody may have; of a secret the secret.
    pub public: KeyTexts,
}

/// A key in every format that it has.
#[derive(Clone)]
pub struct KeyTexts {
    /// As JSON.
    pub jwk: String,
    /// In PEM; secrets have none.
    pub pem: Option<String>,
}

/// A key as it is handed over.
#[derive(Clone, Copy)]
pub struct Half<'a> {
    /// The format of the text.
    pub format: Format,
    /// The key.
    pub text: &'a str,
}

impl KeyPair {
    /// The same secret for both sides.
    pub fn secret(jwk: String) -> Self {
        let texts = KeyTexts { jwk, pem: None };
        Self {
            private: texts.clone(),
            public: texts,
        }
    }

    /// The half that is needed to play a role, in a format that it has.
    pub fn half(&self, case: Case, role: Role, format: Format) -> Option<Half<'_>> {
        let private = case.produces_with_private() == (role == Role::Produce);
        let texts = if private { &self.private } else { &self.public };
        let text = match format {
            Format::Jwk => &texts.jwk,
            Format::Pem => texts.pem.as_ref()?,
        };
        Some(Half { format, text })
    }
}
