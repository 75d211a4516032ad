//! The keys of an issuer: those that signed, the one that signs, and those that will.

use std::collections::VecDeque;

use serde_json::json;
use tokenseal::{GenerateOptions, Key, KeySet, Result, SignatureAlgorithm, TokenOptions};

/// A new key signs this often, in seconds.
const ROTATION: f64 = 600.0;
/// How many keys are published before they sign: for as long as the server may be down, and the
/// keys at hand may be old by then.
const AHEAD: usize = 9;
/// How many are published after they have signed.
const BEHIND: usize = 1;

pub(crate) struct Publisher {
    keys: VecDeque<Signer>,
    made: usize,
    rotated: f64,
    pub(crate) removed: Vec<Removed>,
}

/// A key, and a token that it signed, which never expires.
pub(crate) struct Signer {
    key: Key,
    pub(crate) token: String,
}

/// A key that is no longer published.
pub(crate) struct Removed {
    pub(crate) token: String,
    pub(crate) at: f64,
    pub(crate) is_refused: bool,
}

impl Publisher {
    pub(crate) fn new() -> Result<Self> {
        let made = BEHIND + 1 + AHEAD;
        let keys = (0..made).map(Signer::new).collect::<Result<_>>()?;
        Ok(Self {
            keys,
            made,
            rotated: 0.0,
            removed: Vec::new(),
        })
    }

    /// A token that is valid now.
    pub(crate) fn token(&self) -> &str {
        self.keys.get(BEHIND).map_or("", |signer| &signer.token)
    }

    /// Lets the next key sign if it is time, and says whether the published set is another one.
    pub(crate) fn rotate(&mut self, now: f64) -> Result<bool> {
        if now < self.rotated + ROTATION {
            return Ok(false);
        }
        self.rotated = now;
        if let Some(oldest) = self.keys.pop_front() {
            self.removed.push(Removed {
                token: oldest.token,
                at: now,
                is_refused: false,
            });
        }
        self.keys.push_back(Signer::new(self.made)?);
        self.made += 1;
        Ok(true)
    }

    /// What is published: the public keys, as a JWK Set.
    pub(crate) fn published(&self) -> Result<String> {
        let keys = self
            .keys
            .iter()
            .map(|signer| signer.key.public())
            .collect::<Result<Vec<_>>>()?;
        KeySet::new(keys).to_jwks(false)
    }
}

impl Signer {
    fn new(number: usize) -> Result<Self> {
        let options = GenerateOptions {
            key_id: Some(number.to_string()),
            ..GenerateOptions::default()
        };
        let key = Key::generate(SignatureAlgorithm::ES256.into(), &options)?;
        let options = TokenOptions {
            no_expiry: true,
            now: Some(0.0),
            ..TokenOptions::default()
        };
        let token = tokenseal::sign(&json!({ "sub": "alice" }), &key, &options)?;
        Ok(Self { key, token })
    }
}
