//! Signing, in every serialization (RFC 7515, sections 5.1 and 7; RFC 7797).

use serde_json::{Map, Value};
use smallvec::SmallVec;

use crate::algorithm::{Algorithm, SignatureAlgorithm};
use crate::base64url;
use crate::error::{Error, Result};
use crate::header::{check_critical_given, check_disjoint, check_extra, check_length, finish_header};
use crate::json::ObjectWriter;
use crate::jws::SignOptions;
use crate::jws::compact::signing_input;
use crate::key::{Key, KeySet, mismatch};
use crate::limits::exceeded;
use crate::made::{check_made, check_nameless};
use crate::options::Serialization;

/// Header parameters of one signature, besides those that the key determines.
#[derive(Clone, Copy, Default)]
pub(crate) struct Extra<'a> {
    pub(crate) typ: Option<&'a str>,
    pub(crate) header: Option<&'a Map<String, Value>>,
    /// What [`header_segment`] made of the other parameters, if that is known.
    pub(crate) segment: Option<&'a str>,
    /// The unprotected header, in the JSON serializations.
    pub(crate) unprotected: Option<&'a Map<String, Value>>,
    /// Whether the payload is signed unencoded (RFC 7797).
    pub(crate) unencoded: bool,
    /// The caller's critical parameter names.
    pub(crate) critical: Option<&'a [String]>,
    /// The longest token allowed, for tokens whose readers have a different limit than usual.
    pub(crate) most_bytes: Option<usize>,
}

/// Signs in the serialization that the options ask for.
pub(crate) fn sign(payload: &[u8], keys: &KeySet, options: &SignOptions) -> Result<String> {
    let keys = keys.keys();
    let one_key = match (options.serialization, keys) {
        (_, []) => {
            return Err(Error::option(
                "there is no key to sign with: the list or set of keys is empty",
            ));
        }
        (Serialization::General, _) => None,
        (_, [key]) => Some(key),
        _ => return Err(Error::option("several keys need serialization='general'")),
    };
    if options.serialization == Serialization::Compact && options.unprotected.is_some() {
        return Err(Error::option(
            "the compact serialization has no unprotected header: put it into header, or use a JSON serialization",
        ));
    }
    for headers in [&options.header, &options.unprotected].into_iter().flatten() {
        headers.check_count(keys.len())?;
    }
    check_payload(payload, options)?;
    let extra = |index| Extra {
        typ: None,
        header: options.header.as_ref().and_then(|headers| headers.of(index)),
        segment: None,
        unprotected: options.unprotected.as_ref().and_then(|headers| headers.of(index)),
        unencoded: !options.b64,
        critical: options.critical.as_deref(),
        most_bytes: None,
    };
    if options.serialization == Serialization::Compact {
        let key = one_key.ok_or_else(|| Error::option("the compact serialization takes one key"))?;
        return if options.detached {
            sign_detached(payload, key, &extra(0))
        } else {
            sign_compact(payload, key, &extra(0))
        };
    }
    let mut token = ObjectWriter::new();
    if !options.detached {
        match options.b64 {
            true => token.base64url("payload", payload),
            false => token.text(
                "payload",
                std::str::from_utf8(payload).map_err(|_| not_attachable())?,
            ),
        };
    }
    match one_key {
        Some(key) => sign_entry(payload, key, &extra(0), &mut token)?,
        None => {
            check_attempts(keys, extra)?;
            let mut signatures = String::from("[");
            for (index, key) in keys.iter().enumerate() {
                let mut entry = ObjectWriter::new();
                sign_entry(payload, key, &extra(index), &mut entry)?;
                if index > 0 {
                    signatures.push(',');
                }
                signatures.push_str(&entry.finish());
            }
            signatures.push(']');
            token.raw("signatures", &signatures);
        }
    }
    let token = token.finish();
    check_made(&token, options.unprotected.is_some()).map(|()| token)
}

/// Refuses more signatures than anyone tries: those without a `kid` are all tried with any key for
/// their algorithm.
fn check_attempts<'a>(keys: &[Key], extra: impl Fn(usize) -> Extra<'a>) -> Result<()> {
    let names_a_key = |extra: &Extra<'_>| {
        [extra.header, extra.unprotected]
            .into_iter()
            .flatten()
            .any(|header| header.contains_key("kid"))
    };
    let nameless = keys
        .iter()
        .enumerate()
        .filter(|(index, key)| key.key_id().is_none() && !names_a_key(&extra(*index)));
    check_nameless(keys.len(), nameless.map(|(_, key)| key.algorithm()))
}

/// An unencoded payload must consist of characters that the serialization allows (RFC 7797,
/// sections 5.2 and 5.3).
fn check_payload(payload: &[u8], options: &SignOptions) -> Result<()> {
    let can_stand = options.b64
        || options.detached
        || match options.serialization {
            Serialization::Compact => payload
                .iter()
                .all(|byte| matches!(byte, 0x20..=0x2d | 0x2f..=0x7e)),
            _ => std::str::from_utf8(payload).is_ok(),
        };
    if can_stand { Ok(()) } else { Err(not_attachable()) }
}

fn not_attachable() -> Error {
    Error::option(
        "the payload has bytes that cannot stand in the token as they are: leave b64 true, or use detached",
    )
}

/// Writes one signature: `protected`, `header` and `signature`.
fn sign_entry(payload: &[u8], key: &Key, extra: &Extra<'_>, entry: &mut ObjectWriter) -> Result<()> {
    let algorithm = can_sign(key)?;
    let protected = write_header(algorithm, key, extra)?;
    let protected_segment = base64url::encode(protected.as_bytes());
    let signature = key.sign(
        algorithm,
        &signing_input(protected_segment.as_bytes(), payload, !extra.unencoded),
    )?;
    entry.text("protected", &protected_segment);
    if let Some(unprotected) = extra.unprotected.filter(|header| !header.is_empty()) {
        let mut header = ObjectWriter::new();
        let header = header.map(unprotected, &[]).finish();
        check_length([protected.as_str(), &header])?;
        entry.raw("header", &header);
    }
    entry.base64url("signature", &signature);
    Ok(())
}

/// Signs in the compact serialization.
pub(crate) fn sign_compact(payload: &[u8], key: &Key, extra: &Extra<'_>) -> Result<String> {
    let algorithm = can_sign(key)?;
    let mut token = unsigned_compact(payload, key, algorithm, extra)?;
    let check = |token: &str| match extra.most_bytes {
        None => check_made(token, false),
        Some(most) if token.len() > most => {
            Err(exceeded("the token is longer than its readers take by default"))
        }
        Some(_) => Ok(()),
    };
    check(&token)?;
    let signature = key.sign(algorithm, token.as_bytes())?;
    token.push('.');
    base64url::encode_append(&signature, &mut token);
    check(&token).map(|()| token)
}

/// The JWS Signing Input, which this key or, if it is public, its private half signs.
pub(crate) fn unsigned_compact(
    payload: &[u8],
    key: &Key,
    algorithm: SignatureAlgorithm,
    extra: &Extra<'_>,
) -> Result<String> {
    /// Room for a signature on most curves.
    const ROOM: usize = 128;
    let mut token;
    match extra.segment {
        Some(segment) => {
            token = String::with_capacity(segment.len() + payload.len() * 4 / 3 + ROOM);
            token.push_str(segment);
        }
        None => {
            let header = write_header(algorithm, key, extra)?;
            token = String::with_capacity((header.len() + payload.len()) * 4 / 3 + ROOM);
            base64url::encode_append(header.as_bytes(), &mut token);
        }
    }
    token.push('.');
    if extra.unencoded {
        token.push_str(std::str::from_utf8(payload).map_err(|_| not_attachable())?);
    } else {
        base64url::encode_append(payload, &mut token);
    }
    Ok(token)
}

/// The protected header as it stands in a token: the same for all tokens by this key whose
/// parameters are the same.
pub(crate) fn header_segment(key: &Key, extra: &Extra<'_>) -> Result<String> {
    let header = write_header(can_sign(key)?, key, extra)?;
    Ok(base64url::encode(header.as_bytes()))
}

/// Signs in the compact serialization and leaves the payload out (RFC 7515, appendix F).
fn sign_detached(payload: &[u8], key: &Key, extra: &Extra<'_>) -> Result<String> {
    let algorithm = can_sign(key)?;
    let mut token = base64url::encode(write_header(algorithm, key, extra)?.as_bytes());
    let signature = key.sign(
        algorithm,
        &signing_input(token.as_bytes(), payload, !extra.unencoded),
    )?;
    token.push_str("..");
    base64url::encode_append(&signature, &mut token);
    Ok(token)
}

/// The algorithm that the key signs with, if it may sign.
pub(crate) fn can_sign(key: &Key) -> Result<SignatureAlgorithm> {
    match key.algorithm() {
        Some(Algorithm::KeyManagement(_)) => Err(mismatch(
            "the key is for encryption (its alg is a key management algorithm), and signing needs one for signatures",
        )),
        _ if !key.is_private() => Err(mismatch("a public key cannot sign: give the private key")),
        _ if !key.permissions().may_sign() => Err(mismatch("use or key_ops of the key do not allow signing")),
        Some(Algorithm::Signature(algorithm)) => Ok(algorithm),
        None => Err(Error::option(
            "the key is not bound to an algorithm: give alg when it is made",
        )),
    }
}

/// The protected header. Its members: alg, b64 and crit, typ, kid, then the caller's.
fn write_header(algorithm: SignatureAlgorithm, key: &Key, extra: &Extra<'_>) -> Result<String> {
    let given: SmallVec<[_; 2]> = extra.header.into_iter().chain(extra.unprotected).collect();
    for header in &given {
        check_extra(header)?;
        check_kid(header, key)?;
    }
    check_disjoint(&given)?;
    let critical = critical(extra)?;
    let is_unprotected = |name: &str| extra.unprotected.is_some_and(|header| header.contains_key(name));
    let mut writer = ObjectWriter::new();
    let mut written = SmallVec::<[_; 2]>::new();
    writer.text("alg", algorithm.as_str());
    if extra.unencoded {
        writer.raw("b64", "false");
    }
    if !critical.is_empty() {
        writer.raw("crit", Value::from(critical));
    }
    if let Some(typ) = extra.typ {
        writer.text("typ", typ);
        written.push("typ");
    }
    if let Some(key_id) = key.key_id().filter(|_| !is_unprotected("kid")) {
        writer.text("kid", key_id);
        written.push("kid");
    }
    if let Some(header) = extra.header {
        writer.map(header, &written);
    }
    finish_header(&mut writer)
}

/// The names of `crit`: b64 if it is set, then the caller's.
fn critical<'a>(extra: &Extra<'a>) -> Result<Vec<&'a str>> {
    let set = extra.unencoded.then_some("b64");
    if let Some(given) = extra.critical {
        check_critical_given(given, extra.header, set.iter().count())?;
    }
    Ok(set
        .into_iter()
        .chain(extra.critical.into_iter().flatten().map(String::as_str))
        .collect())
}

/// A `kid` in the caller's header must be the key's, if the key has one.
fn check_kid(header: &Map<String, Value>, key: &Key) -> Result<()> {
    match (header.get("kid").and_then(Value::as_str), key.key_id()) {
        (Some(given), Some(own)) if given != own => Err(Error::option(
            "header has a kid that is not the key's key_id: leave it out, and the key's is written",
        )),
        _ => Ok(()),
    }
}
