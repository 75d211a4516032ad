//! Encrypting in the compact serialization (RFC 7516, sections 5.1 and 7.1), and what the JSON
//! serializations share with it.

use serde_json::{Map, Value};
use smallvec::SmallVec;

use crate::algorithm::{Algorithm, ContentEncryption, KeyManagement};
use crate::base64url;
use crate::error::{Error, Result};
use crate::header::{check_disjoint, check_extra, finish_header};
use crate::json::ObjectWriter;
use crate::jwe::management::{self, Conveyed};
use crate::jwe::zip;
use crate::key::{Key, mismatch};
use crate::limits::{Limits, exceeded};
use crate::made::check_made;
use crate::primitive::aead::Encrypted;

/// Header parameters of a new token, besides those that the library sets.
#[derive(Clone, Copy, Default)]
pub(crate) struct Extra<'a> {
    pub(crate) typ: Option<&'a str>,
    pub(crate) cty: Option<&'a str>,
    /// The caller's parameters of the protected header.
    pub(crate) header: Option<&'a Map<String, Value>>,
    /// Those of the shared unprotected header, in the JSON serializations.
    pub(crate) unprotected: Option<&'a Map<String, Value>>,
    /// Those of the recipient's header, in the JSON serializations.
    pub(crate) recipient: Option<&'a Map<String, Value>>,
}

impl<'a> Extra<'a> {
    /// Every header that the caller gives.
    pub(super) fn headers(&self) -> Vec<&'a Map<String, Value>> {
        [self.header, self.unprotected, self.recipient]
            .into_iter()
            .flatten()
            .collect()
    }

    /// The `kid` to write: none if the caller gives it in an unprotected header.
    pub(super) fn key_id<'k>(&self, key: &'k Key) -> Option<&'k str> {
        let mut unprotected = [self.unprotected, self.recipient].into_iter().flatten();
        key.key_id()
            .filter(|_| !unprotected.any(|header| header.contains_key("kid")))
    }
}

/// Encrypts to the holder of `key`, with the algorithm that the key is bound to.
pub(crate) fn encrypt_compact(
    plaintext: &[u8],
    key: &Key,
    enc: Option<ContentEncryption>,
    compress: bool,
    extra: Extra<'_>,
) -> Result<String> {
    let enc = content_encryption(key, enc)?;
    let (
        header,
        Conveyed {
            content_key,
            encrypted_key,
            ..
        },
    ) = convey_protected(key, enc, compress, &extra)?;
    let mut token = base64url::encode(header.as_bytes());
    let Encrypted { iv, ciphertext, tag } =
        content_key.encrypt(token.as_bytes(), prepare_plaintext(plaintext, compress)?)?;
    token.reserve((encrypted_key.len() + iv.len() + ciphertext.len() + tag.len()).div_ceil(3) * 4 + 8);
    for part in [&encrypted_key, &iv, &ciphertext, &tag] {
        token.push('.');
        base64url::encode_append(part, &mut token);
    }
    check_made(&token, false).map(|()| token)
}

/// Determines the content encryption key for the only recipient of a token, and writes the
/// protected header, which contains every parameter that the library sets.
pub(super) fn convey_protected<'k>(
    key: &'k Key,
    enc: ContentEncryption,
    compress: bool,
    extra: &Extra<'_>,
) -> Result<(String, Conveyed<'k>)> {
    let algorithm = key_management(key)?;
    check_headers(key, extra)?;
    let conveyed = management::convey(key, algorithm, enc, &extra.headers(), None)?;
    let header = write_header(algorithm, enc, compress, key, extra, &conveyed.parameters)?;
    Ok((header, conveyed))
}

/// The plaintext, compressed if the caller asks for it.
pub(super) fn prepare_plaintext(plaintext: &[u8], compress: bool) -> Result<Vec<u8>> {
    if !compress {
        return Ok(with_room(plaintext));
    }
    if plaintext.len() > Limits::DEFAULT.max_inflated_bytes {
        return Err(exceeded(
            "the plaintext is longer than 256 KiB, and nobody inflates more by default: do not compress it",
        ));
    }
    zip::deflate(plaintext)
}

/// The key management algorithm that the key encrypts with.
pub(super) fn key_management(key: &Key) -> Result<KeyManagement> {
    match key.algorithm() {
        None if key.permissions().signs == Some(true) => Err(mismatch(
            "the key is for signatures (its use or key_ops say so), and encrypting needs one for encryption",
        )),
        None => Err(Error::option(
            "the key is not bound to an algorithm: give alg when it is made",
        )),
        Some(Algorithm::Signature(_)) => Err(mismatch(
            "the key is for signatures (its alg is a signature algorithm), and encrypting needs one for key management",
        )),
        Some(Algorithm::KeyManagement(algorithm)) => {
            match key.permissions().may_encrypt(algorithm, key.is_private()) {
                true => Ok(algorithm),
                false => Err(mismatch("use or key_ops of the key do not allow encrypting")),
            }
        }
    }
}

/// The content encryption: that of the key, what the caller asks for, or the default.
pub(super) fn content_encryption(key: &Key, enc: Option<ContentEncryption>) -> Result<ContentEncryption> {
    match (key.content_encryption(), enc) {
        (Some(own), Some(enc)) if own != enc => Err(mismatch(
            "enc is another than the one that the dir key is bound to: leave it out",
        )),
        (own, enc) => Ok(own.or(enc).unwrap_or(ContentEncryption::A256GCM)),
    }
}

/// Refuses headers that name something the library sets, contradict the key or an option, or share
/// a name.
pub(super) fn check_headers(key: &Key, extra: &Extra<'_>) -> Result<()> {
    let headers = extra.headers();
    for header in &headers {
        check_extra(header)?;
        for (name, set) in [("typ", extra.typ), ("cty", extra.cty), ("kid", key.key_id())] {
            if let (Some(set), Some(given)) = (set, header.get(name))
                && given.as_str() != Some(set)
            {
                return Err(Error::option(
                    "typ, cty or kid in header contradicts the key's key_id or an option: leave it out there",
                ));
            }
        }
    }
    check_disjoint(&headers)
}

fn write_header(
    algorithm: KeyManagement,
    enc: ContentEncryption,
    compress: bool,
    key: &Key,
    extra: &Extra<'_>,
    parameters: &[(&'static str, String)],
) -> Result<String> {
    let mut writer = ObjectWriter::new();
    writer.text("alg", algorithm.as_str()).text("enc", enc.as_str());
    if compress {
        writer.text("zip", "DEF");
    }
    let mut written = SmallVec::<[_; 3]>::new();
    for (name, value) in [("typ", extra.typ), ("cty", extra.cty), ("kid", extra.key_id(key))] {
        if let Some(value) = value {
            writer.text(name, value);
            written.push(name);
        }
    }
    write_rest(&mut writer, extra.header, &written, parameters);
    finish_header(&mut writer)
}

/// Ends the header of a recipient: the caller's parameters that are not `written` yet, apu, apv,
/// then the parameters of the algorithm.
pub(super) fn write_rest(
    writer: &mut ObjectWriter,
    header: Option<&Map<String, Value>>,
    written: &[&str],
    parameters: &[(&'static str, String)],
) {
    const PARTIES: [&str; 2] = ["apu", "apv"];
    for (name, value) in header
        .into_iter()
        .flatten()
        .filter(|(name, _)| !PARTIES.iter().chain(written).any(|other| other == name))
    {
        writer.raw(name, value);
    }
    for name in PARTIES {
        if let Some(value) = header.and_then(|header| header.get(name)) {
            writer.raw(name, value);
        }
    }
    for (name, json) in parameters {
        writer.raw(name, json);
    }
}

/// A copy with room for padding, so that encrypting in place never reallocates and leaves the
/// plaintext behind.
fn with_room(plaintext: &[u8]) -> Vec<u8> {
    let mut content = Vec::with_capacity(plaintext.len().saturating_add(16));
    content.extend_from_slice(plaintext);
    content
}
