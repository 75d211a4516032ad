//! Key management (RFC 7518, section 4): how the content encryption key of a token is determined.
//!
//! [`convey`] makes what the recipient needs, [`Parameters::read`] reads it from a header, and
//! [`recover`] recovers the key from it.

mod direct;
mod ecdh_es;
mod external;
mod gcm_kw;
mod pbes2;
mod rsa_oaep;

use std::ops::Deref;

use serde_json::{Map, Value};
use zeroize::Zeroizing;

use crate::algorithm::{ContentEncryption, KeyManagement};
use crate::error::{Error, Result};
use crate::header::Header;
use crate::key::{Key, Material};
use crate::limits::Limits;
use crate::primitive::aead::{self, ContentKey};
use crate::primitive::key_wrap::{Kek, WrapKey};

use ecdh_es::Parties;
pub(crate) use external::recover_from;
pub(crate) use pbes2::default_cost;

/// Header parameters that a key management algorithm adds to a new token, in order, as JSON text.
pub(crate) type Members = Vec<(&'static str, String)>;

/// The content encryption key of a new token, and what conveys it to the recipient.
pub(crate) struct Conveyed<'k> {
    pub(crate) content_key: Found<'k>,
    /// The JWE Encrypted Key; empty if there is none.
    pub(crate) encrypted_key: Vec<u8>,
    pub(crate) parameters: Members,
}

/// A content encryption key: that of a `dir` key, prepared with it, or one for this token only.
pub(crate) enum Found<'k> {
    Prepared(&'k ContentKey),
    Fresh(ContentKey),
}

impl Deref for Found<'_> {
    type Target = ContentKey;

    fn deref(&self) -> &ContentKey {
        match self {
            Found::Prepared(key) => key,
            Found::Fresh(key) => key,
        }
    }
}

/// Determines a content encryption key for a token to the holder of `key`, with an algorithm that
/// the caller knows the key allows. `headers` are the caller's own members; only `apu` and `apv`
/// matter. `shared` is the key that other recipients already have, if there are any.
pub(crate) fn convey<'k>(
    key: &'k Key,
    algorithm: KeyManagement,
    enc: ContentEncryption,
    headers: &[&Map<String, Value>],
    shared: Option<&[u8]>,
) -> Result<Conveyed<'k>> {
    if algorithm == KeyManagement::Dir {
        return direct::convey(key);
    }
    if ecdh_es::derived_length(algorithm, enc).is_some() {
        let (agreed, epk) = ecdh_es::convey(key, algorithm, enc, &Parties::given(headers)?)?;
        let parameters = vec![("epk", epk)];
        if algorithm == KeyManagement::ECDH_ES {
            return Ok(Conveyed {
                content_key: Found::Fresh(ContentKey::new(enc, &agreed)?),
                encrypted_key: Vec::new(),
                parameters,
            });
        }
        return wrapped(enc, shared, |content_key| {
            Ok((WrapKey::new(&agreed)?.wrap(content_key)?, parameters))
        });
    }
    wrapped(enc, shared, |content_key| match key.material() {
        Material::Rsa(key) => Ok((rsa_oaep::wrap(key, algorithm, content_key)?, Vec::new())),
        Material::Secret(key) => match key.kek() {
            Some(Kek::Wrap(kek)) => Ok((kek.wrap(content_key)?, Vec::new())),
            Some(Kek::Gcm(kek)) => gcm_kw::wrap(kek, content_key),
            None => pbes2::wrap(key.bytes(), algorithm, content_key),
        },
        _ => Err(unfit()),
    })
}

/// Conveys a content encryption key encrypted: the shared one, or a new one.
fn wrapped(
    enc: ContentEncryption,
    shared: Option<&[u8]>,
    wrap: impl FnOnce(&[u8]) -> Result<(Vec<u8>, Members)>,
) -> Result<Conveyed<'static>> {
    let content_key = match shared {
        Some(shared) => Zeroizing::new(shared.to_vec()),
        None => aead::generate(enc)?,
    };
    let (encrypted_key, parameters) = wrap(&content_key)?;
    Ok(Conveyed {
        content_key: Found::Fresh(ContentKey::new(enc, &content_key)?),
        encrypted_key,
        parameters,
    })
}

/// The header parameters of a key management algorithm, read and checked before any key is looked
/// up.
pub(crate) enum Parameters {
    None,
    Agreement(Box<ecdh_es::Agreement>),
    Gcm(gcm_kw::Parameters),
    Pbes2(pbes2::Parameters),
}

impl Parameters {
    pub(crate) fn read(header: &Header, algorithm: KeyManagement, encrypted_key: &[u8]) -> Result<Self> {
        use KeyManagement as K;
        if matches!(algorithm, K::Dir | K::ECDH_ES) && !encrypted_key.is_empty() {
            return Err(header.invalid("this algorithm has no encrypted key"));
        }
        Ok(match algorithm {
            K::A128GCMKW | K::A192GCMKW | K::A256GCMKW => Parameters::Gcm(gcm_kw::Parameters::read(header)?),
            K::ECDH_ES | K::ECDH_ES_A128KW | K::ECDH_ES_A192KW | K::ECDH_ES_A256KW => {
                Parameters::Agreement(Box::new(ecdh_es::Agreement::read(header)?))
            }
            K::PBES2_HS256_A128KW | K::PBES2_HS384_A192KW | K::PBES2_HS512_A256KW => {
                Parameters::Pbes2(pbes2::Parameters::read(header, algorithm)?)
            }
            _ => Parameters::None,
        })
    }

    /// Whether a key can be tried at all: a key agreement key must be on the curve of the `epk`.
    pub(crate) fn fit(&self, key: &Key) -> bool {
        match self {
            Parameters::Agreement(agreement) => agreement.is_on_curve_of(key),
            _ => true,
        }
    }

    /// What one attempt costs, in PBES2 iterations.
    pub(crate) fn cost(&self) -> u64 {
        match self {
            Parameters::Pbes2(parameters) => parameters.cost(),
            _ => 0,
        }
    }

    /// Refuses parameters with which a single attempt would cost too much, or protect too little.
    pub(crate) fn check_cost(&self, limits: &Limits) -> Result<()> {
        match self {
            Parameters::Pbes2(parameters) => parameters.check_cost(limits),
            _ => Ok(()),
        }
    }
}

/// Recovers a token's content encryption key, with an algorithm that the caller knows `key` allows.
///
/// A key that cannot be unwrapped is replaced by a random one, so that the token fails at its tag
/// like any other (RFC 7516, section 11.5).
pub(crate) fn recover<'k>(
    key: &'k Key,
    algorithm: KeyManagement,
    enc: ContentEncryption,
    parameters: &Parameters,
    encrypted_key: &[u8],
) -> Result<Found<'k>> {
    if algorithm == KeyManagement::Dir {
        return direct::recover(key);
    }
    let stand_in = aead::generate(enc)?;
    let found = unwrap(key, algorithm, enc, parameters, encrypted_key)
        .and_then(|content_key| ContentKey::new(enc, &content_key));
    found
        .or_else(|_| ContentKey::new(enc, &stand_in))
        .map(Found::Fresh)
}

fn unwrap(
    key: &Key,
    algorithm: KeyManagement,
    enc: ContentEncryption,
    parameters: &Parameters,
    encrypted_key: &[u8],
) -> Result<Zeroizing<Vec<u8>>> {
    // Lengths are public. An impossible one is found before a key is derived from a password, or a
    // private key is used.
    if wrapped_length(algorithm, enc).is_some_and(|length| length != encrypted_key.len()) {
        return Err(Error::decryption_failed());
    }
    match (parameters, key.material()) {
        (Parameters::Agreement(agreement), _) => {
            let agreed = agreement.recover(key, algorithm, enc)?;
            if algorithm == KeyManagement::ECDH_ES {
                Ok(agreed)
            } else {
                WrapKey::new(&agreed)?.unwrap(encrypted_key)
            }
        }
        (Parameters::Gcm(parameters), Material::Secret(key)) => match key.kek() {
            Some(Kek::Gcm(kek)) => parameters.unwrap(kek, encrypted_key),
            _ => Err(Error::decryption_failed()),
        },
        (Parameters::Pbes2(parameters), Material::Secret(key)) => {
            parameters.unwrap(key.bytes(), algorithm, encrypted_key)
        }
        (Parameters::None, Material::Rsa(key)) => rsa_oaep::unwrap(key, algorithm, encrypted_key),
        (Parameters::None, Material::Secret(key)) => match key.kek() {
            Some(Kek::Wrap(kek)) => kek.unwrap(encrypted_key),
            _ => Err(Error::decryption_failed()),
        },
        _ => Err(Error::decryption_failed()),
    }
}

/// The length of an encrypted key; None if that depends on the key, or if there is none.
fn wrapped_length(algorithm: KeyManagement, enc: ContentEncryption) -> Option<usize> {
    use KeyManagement as K;
    match algorithm {
        K::A128GCMKW | K::A192GCMKW | K::A256GCMKW => Some(enc.key_length()),
        K::A128KW | K::A192KW | K::A256KW | K::ECDH_ES_A128KW | K::ECDH_ES_A192KW | K::ECDH_ES_A256KW => {
            Some(WrapKey::wrapped(enc.key_length()))
        }
        K::PBES2_HS256_A128KW | K::PBES2_HS384_A192KW | K::PBES2_HS512_A256KW => {
            Some(WrapKey::wrapped(enc.key_length()))
        }
        _ => None,
    }
}

/// A key was asked to encrypt with an algorithm of another family, which the caller has ruled out.
fn unfit() -> Error {
    crate::key::mismatch("the key is not for this algorithm")
}
