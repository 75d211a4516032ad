//! Why no key of a set fits a token. The token's own `kid` is never quoted: it is part of the
//! token.

use super::{KeySet, Wanted};
use crate::algorithm::KeyManagement;
use crate::error::{Error, ErrorCode};
use crate::key::Key;

impl KeySet {
    /// No key remains after `kid`, `use` and `key_ops`.
    #[cold]
    pub(super) fn no_matching_key(&self, kid: Option<&str>, wanted: Wanted) -> Error {
        let count = self.len();
        let borne = kid.and_then(|kid| self.get(kid));
        let message = if let Some(key) = borne {
            format!("the key that bears the token's kid {}", why_not(key, wanted))
        } else if let Some(why) = self.set_aside(kid) {
            why
        } else if let (true, Some(first)) = (count == 0, self.rejected().first()) {
            format!(
                "the set has no key left: {} set aside, the first because {}",
                counted(self.rejected().len(), "was", "were"),
                first.message
            )
        } else if count == 0 {
            "there are no keys: the set is empty".to_owned()
        } else if kid.is_none() {
            let first = self
                .iter()
                .next()
                .map(|key| why_not(key, wanted))
                .unwrap_or_default();
            format!(
                "no key may be used for this token: of {}, the first {first}",
                counted(count, "key", "keys")
            )
        } else if let Some(unnamed) = self.iter().find(|key| key.key_id().is_none()) {
            format!(
                "no key bears the token's kid, and a key without a key_id {}",
                why_not(unnamed, wanted)
            )
        } else {
            format!(
                "no key bears the token's kid: the set has {}, with other kids. If it was fetched before the issuer changed its keys, fetch it again; if not, the token is another issuer's",
                counted(count, "key", "keys")
            )
        };
        Error::new(ErrorCode::NoMatchingKey, message)
    }

    /// Keys remain, but none allows the algorithm. `first` is one of them.
    #[cold]
    pub(super) fn algorithm_not_allowed(&self, kid: Option<&str>, wanted: Wanted, first: &Key) -> Error {
        let (does, algorithm) = match wanted {
            Wanted::Signature(algorithm) => ("signed", algorithm.as_str().to_owned()),
            Wanted::KeyManagement(KeyManagement::Dir, enc) => ("encrypted", format!("dir and {enc}")),
            Wanted::KeyManagement(algorithm, _) => ("encrypted", algorithm.as_str().to_owned()),
        };
        let aside = self
            .set_aside(kid)
            .map(|why| format!("; {why}"))
            .unwrap_or_default();
        Error::new(
            ErrorCode::AlgorithmNotAllowed,
            format!(
                "the token is {does} with {algorithm}, which no key that fits it allows: one is {}{aside}",
                described(first)
            ),
        )
    }

    /// Says that the key with the token's `kid` was set aside, and why.
    fn set_aside(&self, kid: Option<&str>) -> Option<String> {
        let rejected = self
            .rejected()
            .iter()
            .find(|rejected| rejected.key_id.is_some() && rejected.key_id.as_deref() == kid)?;
        Some(format!(
            "the key that bears the token's kid was set aside when the set was read: {}",
            rejected.message
        ))
    }
}

/// Why `use` or `key_ops` forbid it, as the rest of a sentence that begins with the key.
fn why_not(key: &Key, wanted: Wanted) -> String {
    match (wanted, key.key_use()) {
        (Wanted::KeyManagement(..), _) if !key.is_private() => {
            "is public, and only a private key decrypts".to_owned()
        }
        (Wanted::Signature(_), Some("enc")) => {
            "is for encryption (its use is enc), and the token is signed".to_owned()
        }
        (Wanted::KeyManagement(..), Some("sig")) => {
            "is for signatures (its use is sig), and the token is encrypted".to_owned()
        }
        (Wanted::Signature(_), _) => "does not verify signatures: its key_ops lack verify".to_owned(),
        (Wanted::KeyManagement(algorithm, _), _) => {
            format!("does not decrypt with {algorithm}: its key_ops lack the operation")
        }
    }
}

fn described(key: &Key) -> String {
    match (key.algorithm(), key.content_encryption()) {
        (Some(algorithm), Some(enc)) => format!("bound to {algorithm} and {enc}"),
        (Some(algorithm), None) => format!("bound to {algorithm}"),
        (None, _) => key.material().described(),
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
