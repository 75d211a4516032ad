//! What an issuer makes tokens with: keys at hand, those of a ring, or those that a recipient
//! publishes.

use std::sync::Arc;

use arc_swap::ArcSwapOption;

use crate::algorithm::KeyManagement;
use crate::error::{Error, ErrorCode, Result};
use crate::key::{Key, KeySet};
use crate::machine::Times;
use crate::options::{GenerateOptions, IssuerOptions, not_empty};
use crate::remote::RemoteKeySet;
use crate::ring::{KeyRing, Purpose, no_key};

/// What is tried if the issuer does not say, in this order.
const ORDER: [KeyManagement; 8] = [
    KeyManagement::ECDH_ES_A256KW,
    KeyManagement::ECDH_ES_A192KW,
    KeyManagement::ECDH_ES_A128KW,
    KeyManagement::ECDH_ES,
    KeyManagement::RSA_OAEP_256,
    KeyManagement::RSA_OAEP_384,
    KeyManagement::RSA_OAEP_512,
    KeyManagement::RSA_OAEP,
];

/// The key to encrypt to, wherever it comes from.
#[derive(Clone, Debug)]
pub enum EncryptionKey {
    /// A key that is at hand.
    Key(Key),
    /// The recipient's own set: the first of its keys that fits, in the order of the issuer's
    /// `key_management`.
    Remote(RemoteKeySet),
    /// The key of a ring whose turn it is, for tokens that come back to the holders of the ring.
    Ring(KeyRing),
}

/// The key that signs, wherever it comes from.
#[derive(Clone, Debug)]
pub enum SigningKey {
    /// A key that is at hand.
    Key(Key),
    /// The key of a ring whose turn it is.
    Ring(KeyRing),
}

impl SigningKey {
    /// A key for the issuer's trial of its options.
    pub(super) fn at_first(&self, options: &IssuerOptions) -> Result<Key> {
        if let SigningKey::Ring(ring) = self {
            ring.require_read()?;
        }
        match self {
            SigningKey::Key(key) => Ok(key.clone()),
            SigningKey::Ring(ring) if !ring.can_sign(options.alg) => Err(Error::option(match options.alg {
                Some(alg) => format!("alg is {alg}, and the ring given as signing_key has no keys for it"),
                None => "the ring given as signing_key has no keys for signatures".to_owned(),
            })),
            SigningKey::Ring(ring) => ring
                .current()
                .signing_key(options.alg)
                .cloned()
                .ok_or_else(no_key),
        }
    }
}

impl From<Key> for SigningKey {
    fn from(key: Key) -> Self {
        SigningKey::Key(key)
    }
}

impl From<&Key> for SigningKey {
    fn from(key: &Key) -> Self {
        SigningKey::Key(key.clone())
    }
}

impl From<KeyRing> for SigningKey {
    fn from(ring: KeyRing) -> Self {
        SigningKey::Ring(ring)
    }
}

impl From<&KeyRing> for SigningKey {
    fn from(ring: &KeyRing) -> Self {
        SigningKey::Ring(ring.clone())
    }
}

impl From<KeyRing> for EncryptionKey {
    fn from(ring: KeyRing) -> Self {
        EncryptionKey::Ring(ring)
    }
}

impl From<&KeyRing> for EncryptionKey {
    fn from(ring: &KeyRing) -> Self {
        EncryptionKey::Ring(ring.clone())
    }
}

impl From<Key> for EncryptionKey {
    fn from(key: Key) -> Self {
        EncryptionKey::Key(key)
    }
}

impl From<RemoteKeySet> for EncryptionKey {
    fn from(keys: RemoteKeySet) -> Self {
        EncryptionKey::Remote(keys)
    }
}

/// What an issuer compiled of the key to encrypt to.
#[derive(Clone, Debug)]
pub(super) enum Encryption {
    Key(Key),
    Remote(Arc<Recipient>),
    Ring(KeyRing),
}

impl Encryption {
    pub(super) fn new(key: Option<EncryptionKey>, options: &IssuerOptions) -> Result<Option<Self>> {
        match key {
            Some(EncryptionKey::Remote(remote)) => Ok(Some(Encryption::Remote(Arc::new(Recipient::new(
                remote, options,
            )?)))),
            _ if options.key_management.is_some() => Err(Error::option(
                "key_management chooses among the keys of a RemoteKeySet, and encryption_key is none: the key has its own",
            )),
            Some(EncryptionKey::Key(key)) => Ok(Some(Encryption::Key(key))),
            Some(EncryptionKey::Ring(ring)) => Ok(Some(Encryption::Ring(ring))),
            None => Ok(None),
        }
    }

    /// A key for the issuer's trial of its options. For a set that is not fetched yet, any key will
    /// do.
    pub(super) fn at_first(&self) -> Result<Key> {
        if let Encryption::Ring(ring) = self {
            ring.require_read()?;
        }
        match self {
            Encryption::Key(key) => Ok(key.clone()),
            Encryption::Ring(ring) if !ring.has(Purpose::Encrypts) => Err(Error::option(
                "the ring given as encryption_key has no keys for encryption",
            )),
            Encryption::Ring(ring) => ring
                .current()
                .encryption_key()
                .cloned()
                .ok_or_else(no_encryption_key),
            Encryption::Remote(_) => {
                Key::generate(KeyManagement::ECDH_ES.into(), &GenerateOptions::default())
            }
        }
    }

    /// The key to encrypt to now, and whether it comes from a set that needs polling.
    pub(super) fn at(&self, times: Times) -> (Result<Key>, bool) {
        match self {
            Encryption::Key(key) => (Ok(key.clone()), false),
            Encryption::Ring(ring) => {
                let key = ring
                    .at_to_issue(times)
                    .and_then(|view| view.encryption_key().cloned().ok_or_else(no_encryption_key));
                (key, false)
            }
            Encryption::Remote(recipient) => recipient.key(times),
        }
    }

    pub(super) fn remote(&self) -> Option<&RemoteKeySet> {
        match self {
            Encryption::Remote(recipient) => Some(&recipient.remote),
            _ => None,
        }
    }
}

#[cold]
fn no_encryption_key() -> Error {
    Error::new(
        ErrorCode::NoMatchingKey,
        "the ring has no key to encrypt to: each was revoked, or it has none for encryption",
    )
}

/// A published set to encrypt to.
#[derive(Debug)]
pub(super) struct Recipient {
    pub(super) remote: RemoteKeySet,
    order: Vec<KeyManagement>,
    /// What was chosen last, and from which keys: a set changes rarely.
    chosen: ArcSwapOption<(KeySet, Key)>,
}

impl Recipient {
    pub(super) fn new(remote: RemoteKeySet, options: &IssuerOptions) -> Result<Self> {
        not_empty(options.key_management.as_deref(), "key_management")?;
        let order = options.key_management.clone().unwrap_or_else(|| ORDER.to_vec());
        match order.iter().find(|algorithm| algorithm.is_symmetric()) {
            Some(algorithm) => Err(Error::option(format!(
                "key_management lists {algorithm}, which is symmetric, and no such key is ever published"
            ))),
            None => Ok(Self {
                remote,
                order,
                chosen: ArcSwapOption::empty(),
            }),
        }
    }

    /// The key to encrypt to now, and whether the set needs polling.
    pub(super) fn key(&self, times: Times) -> (Result<Key>, bool) {
        let at_hand = self.remote.at_hand(times);
        let key = at_hand
            .keys()
            .map_err(|none| none.error)
            .and_then(|keys| self.choose(keys));
        (key, at_hand.is_due)
    }

    fn choose(&self, keys: &KeySet) -> Result<Key> {
        if let Some(chosen) = self.chosen.load().as_deref().filter(|(of, _)| of.is_same(keys)) {
            return Ok(chosen.1.clone());
        }
        let fitting = |algorithm: &KeyManagement| {
            keys.iter()
                .find_map(|key| key.published_to_encrypt_by(*algorithm))
        };
        let key = self.order.iter().find_map(fitting).ok_or_else(|| {
            Error::new(
                ErrorCode::NoMatchingKey,
                "the recipient's set has no key that says it is for encryption and allows an algorithm of key_management",
            )
        })?;
        self.chosen.store(Some(Arc::new((keys.clone(), key.clone()))));
        Ok(key)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::machine::{Answer, Times};
    use crate::{
        ErrorCode, GenerateOptions, IssueOptions, Issuer, IssuerOptions, Key, KeyManagement, RemoteKeySet,
        RemoteOptions, SignatureAlgorithm, decrypt,
    };

    const NOW: f64 = 1_700_000_000.0;

    fn published(keys: &[String]) -> RemoteKeySet {
        let set =
            RemoteKeySet::new(Some("https://api.example/jwks.json"), &RemoteOptions::default()).unwrap();
        let turn = set.poll(Times::of_test(NOW));
        let body = format!(r#"{{"keys":[{}]}}"#, keys.join(",")).into_bytes();
        set.tell(
            Times::of_test(NOW),
            Answer::Response {
                id: turn.fetches[0].id,
                status: 200,
                headers: Vec::new(),
                body,
            },
        );
        set
    }

    fn jwk(key: &Key, change: impl Fn(&mut serde_json::Map<String, serde_json::Value>)) -> String {
        let mut jwk = serde_json::from_str(&key.public().unwrap().to_jwk(false).unwrap()).unwrap();
        change(&mut jwk);
        serde_json::to_string(&jwk).unwrap()
    }

    fn issue(set: &RemoteKeySet, options: &IssuerOptions) -> crate::Result<String> {
        let options = IssuerOptions {
            lifetime: Some("5m".into()),
            ..options.clone()
        };
        let issuer = Issuer::new(None, Some(set.clone().into()), &options)?;
        issuer
            .issue_at(
                &json!({ "sub": "alice" }),
                &IssueOptions {
                    now: Some(NOW),
                    ..IssueOptions::default()
                },
                Times::of_test(NOW),
            )
            .token
    }

    #[test]
    fn the_first_key_that_fits_by_the_order_of_the_issuer() {
        let rsa = Key::generate(KeyManagement::RSA_OAEP_256.into(), &GenerateOptions::default()).unwrap();
        let ec = Key::generate(KeyManagement::ECDH_ES_A256KW.into(), &GenerateOptions::default()).unwrap();
        let signing = Key::generate(SignatureAlgorithm::ES256.into(), &GenerateOptions::default()).unwrap();
        let says_enc = |jwk: &mut serde_json::Map<_, _>| {
            jwk.remove("alg");
            jwk.insert("use".into(), "enc".into());
        };
        let set = published(&[jwk(&signing, |_| ()), jwk(&rsa, |_| ()), jwk(&ec, says_enc)]);
        let kind = |token: &str| crate::inspect_unverified(token).unwrap().header;
        assert!(kind(&issue(&set, &IssuerOptions::default()).unwrap()).contains("ECDH-ES+A256KW"));
        let rsa_first = IssuerOptions {
            key_management: Some(vec![KeyManagement::RSA_OAEP_256, KeyManagement::ECDH_ES]),
            ..IssuerOptions::default()
        };
        let token = issue(&set, &rsa_first).unwrap();
        assert!(kind(&token).contains("RSA-OAEP-256"));
        let options = crate::VerifyOptions {
            now: Some(NOW),
            allow_unsigned: true,
            ..crate::VerifyOptions::default()
        };
        assert_eq!(decrypt(&token, &rsa, &options).unwrap().key_id(), rsa.key_id());
    }

    #[test]
    fn a_key_that_does_not_say_so_is_none_to_encrypt_to() {
        let ec = Key::generate(KeyManagement::ECDH_ES.into(), &GenerateOptions::default()).unwrap();
        let set = published(&[jwk(&ec, |jwk| drop(jwk.remove("alg")))]);
        assert_eq!(
            issue(&set, &IssuerOptions::default()).unwrap_err().code(),
            ErrorCode::NoMatchingKey
        );
        let wrong = IssuerOptions {
            key_management: Some(vec![KeyManagement::A256KW]),
            ..IssuerOptions::default()
        };
        assert_eq!(issue(&set, &wrong).unwrap_err().code(), ErrorCode::OptionInvalid);
        let own = IssuerOptions {
            key_management: Some(vec![KeyManagement::ECDH_ES]),
            ..IssuerOptions::default()
        };
        assert_eq!(
            Issuer::new(None, Some(ec.into()), &own).unwrap_err().code(),
            ErrorCode::OptionInvalid
        );
        let cold =
            RemoteKeySet::new(Some("https://api.example/jwks.json"), &RemoteOptions::default()).unwrap();
        assert_eq!(
            issue(&cold, &IssuerOptions::default()).unwrap_err().code(),
            ErrorCode::JwksUnavailable
        );
    }
}
