//! A ring as text: a JWE that whoever has the wrapping key can read and write in full.

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use zeroize::{Zeroize, Zeroizing};

use super::data::{Data, RingLine};
use super::line::Entry;
use super::policy::Policy;
use crate::algorithm::{Algorithm, Curve};
use crate::base64url;
use crate::error::{Error, ErrorCode, Result};
use crate::jwe;
use crate::key::{Key, KeySet};
use crate::options::JwkOptions;

/// The type of the token, so that no other token can be mistaken for one.
const TYPE: &str = "tokenseal-keyring";
/// The version of this format. A reader does not guess what a different version means.
const VERSION: u64 = 1;
/// The longest ring to read: hundreds of the longest keys.
const LONGEST: u64 = 1024 * 1024;
/// What a KMS made of the wrapping key, for those who must ask it.
const WRAPPED_KEY: &str = "wrapped_key";

/// What protects a ring: a key, and what a KMS made of that key, if one did.
#[derive(Clone, Debug)]
pub(super) struct Protection {
    pub(super) key: Key,
    pub(super) wrapped_key: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    version: u64,
    id: String,
    generation: u64,
    seen: f64,
    policy: Policy,
    curve: Option<String>,
    bits: Option<u32>,
    lines: Vec<WrittenLine>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenLine {
    alg: String,
    external: bool,
    keys: Vec<WrittenEntry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenEntry {
    kid: String,
    /// As text: a private one is wiped after use, and no longer in a tree of values.
    jwk: Option<String>,
    published: f64,
    from: Option<f64>,
    until: Option<f64>,
    revoked: Option<f64>,
}

impl Drop for WrittenEntry {
    fn drop(&mut self) {
        self.jwk.zeroize();
    }
}

impl Protection {
    /// Refuses keys with which someone other than those who read a ring could write one.
    pub(super) fn new(key: &Key, wrapped_key: Option<&[u8]>) -> Result<Self> {
        match (key.key_type(), key.algorithm()) {
            ("oct", Some(Algorithm::KeyManagement(_))) => {}
            _ => {
                return Err(Error::option(
                    "a ring is protected by a secret key for encryption, such as one for A256KW or dir: whoever could write the ring with a \
                     public key would choose the keys",
                ));
            }
        }
        Ok(Self {
            key: key.clone(),
            wrapped_key: wrapped_key.map(base64url::encode),
        })
    }
}

/// The content, by which two rings can be compared.
pub(super) fn content(data: &Data) -> Result<Zeroizing<Vec<u8>>> {
    let entry = |entry: &Entry<Key>| {
        let jwk = entry
            .key
            .as_ref()
            .map(|key| key.to_jwk(key.is_private()))
            .transpose()?;
        let Entry {
            key_id,
            published,
            from,
            until,
            revoked,
            ..
        } = entry;
        Ok(WrittenEntry {
            kid: key_id.clone(),
            jwk,
            published: *published,
            from: *from,
            until: *until,
            revoked: *revoked,
        })
    };
    let line = |line: &RingLine| {
        let keys = line.line.entries.iter().map(entry).collect::<Result<_>>()?;
        Ok(WrittenLine {
            alg: line.algorithm.to_string(),
            external: line.line.is_external,
            keys,
        })
    };
    let written = Written {
        version: VERSION,
        id: data.id.clone(),
        generation: data.generation,
        seen: data.seen,
        policy: data.policy,
        curve: data.curve.map(|curve| curve.to_string()),
        bits: data.bits,
        lines: data.lines.iter().map(line).collect::<Result<_>>()?,
    };
    let mut content = Zeroizing::new(Vec::with_capacity(4096));
    serde_json::to_writer(&mut *content, &written)
        .map_err(|_| Error::new(ErrorCode::Internal, "a key ring could not be written"))?;
    Ok(content)
}

pub(super) fn seal(data: &Data, protection: &Protection) -> Result<String> {
    let mut header = Map::from_iter([("typ".to_owned(), Value::from(TYPE))]);
    if let Some(wrapped) = &protection.wrapped_key {
        header.insert(WRAPPED_KEY.to_owned(), Value::from(wrapped.as_str()));
    }
    let options = jwe::EncryptOptions {
        header: Some(header),
        ..jwe::EncryptOptions::default()
    };
    jwe::encrypt(content(data)?.as_slice(), &protection.key, &options)
}

/// Opens it with the first of the keys that can.
pub(super) fn open(text: &[u8], keys: &KeySet) -> Result<(Data, Protection)> {
    let options = jwe::DecryptOptions {
        max_token_bytes: Some(LONGEST),
        ..jwe::DecryptOptions::default()
    };
    let opened = keys
        .iter()
        .find_map(|key| jwe::decrypt(text, key, &options).ok().map(|opened| (key, opened)));
    let (key, opened) =
        opened.ok_or_else(|| unavailable("cannot be opened: another key protects it, or it is damaged"))?;
    let header: Map<String, Value> = serde_json::from_str(opened.header()).unwrap_or_default();
    if header.get("typ").and_then(Value::as_str) != Some(TYPE) {
        return Err(unavailable(
            "is another kind of token, which the same key protects",
        ));
    }
    let wrapped_key = header.get(WRAPPED_KEY).and_then(Value::as_str).map(String::from);
    let content = Zeroizing::new(opened.into_plaintext());
    // An algorithm, a key or a policy that this version refuses comes from a newer one.
    Ok((
        read(&content).map_err(|_| unknown())?,
        Protection {
            key: key.clone(),
            wrapped_key,
        },
    ))
}

/// What a KMS made of the wrapping key, from the header of a ring, which is not verified: the KMS
/// verifies it.
pub(super) fn wrapped_key(text: &[u8]) -> Result<Option<Vec<u8>>> {
    let malformed = || unavailable("is not one: its header cannot be read");
    let header = text
        .split(|&byte| byte == b'.')
        .next()
        .and_then(base64url::decode)
        .ok_or_else(malformed)?;
    let header = crate::json::strict_object(&header, 4).map_err(|_| malformed())?;
    if header.get("typ").and_then(Value::as_str) != Some(TYPE) {
        return Err(malformed());
    }
    match header.get(WRAPPED_KEY) {
        None => Ok(None),
        Some(wrapped) => wrapped
            .as_str()
            .and_then(|wrapped| base64url::decode(wrapped.as_bytes()))
            .map(Some)
            .ok_or_else(malformed),
    }
}

fn unknown() -> Error {
    unavailable("has a form that this version does not know")
}

fn read(content: &[u8]) -> Result<Data> {
    let written: Written = serde_json::from_slice(content).map_err(|_| unknown())?;
    if written.version != VERSION {
        return Err(unknown());
    }
    written.policy.check()?;
    let entry = |entry: &WrittenEntry, algorithm: Algorithm| {
        let times = [Some(entry.published), entry.from, entry.until, entry.revoked];
        if times.iter().flatten().any(|time| !time.is_finite()) {
            return Err(unknown());
        }
        let options = JwkOptions {
            alg: Some(algorithm),
            ..JwkOptions::default()
        };
        let key = entry
            .jwk
            .as_deref()
            .map(|jwk| Key::from_jwk(jwk, &options))
            .transpose()?;
        let WrittenEntry {
            kid,
            published,
            from,
            until,
            revoked,
            ..
        } = entry;
        Ok(Entry {
            key_id: kid.clone(),
            key,
            published: *published,
            from: *from,
            until: *until,
            revoked: *revoked,
        })
    };
    let line = |written: &WrittenLine| {
        let algorithm = Algorithm::from_str(&written.alg)?;
        let mut line = RingLine::new(algorithm, written.external);
        line.line.entries = written
            .keys
            .iter()
            .map(|key| entry(key, algorithm))
            .collect::<Result<_>>()?;
        Ok(line)
    };
    Ok(Data {
        id: written.id.clone(),
        generation: written.generation,
        seen: written.seen,
        policy: written.policy,
        curve: written.curve.as_deref().map(Curve::from_str).transpose()?,
        bits: written.bits,
        lines: written.lines.iter().map(line).collect::<Result<_>>()?,
    })
}

/// What is wrong with a ring: that is never the token's fault, nor a reason to make another ring.
pub(super) fn unavailable(what: &str) -> Error {
    Error::new(ErrorCode::KeyRingUnavailable, format!("the key ring {what}"))
}
