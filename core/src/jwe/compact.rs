//! Decrypting the compact serialization (RFC 7516, section 7.1): five parts, and the order of every
//! check.

use crate::algorithm::KeyManagement;
use crate::base64url::{self, Few};
use crate::error::Result;
use crate::header::Header;
use crate::json::is_json;
use crate::jwe::decrypt::{Content, DecryptPolicy, Recipient, decrypt};
use crate::jwe::zip;
use crate::key::{Key, KeySet};

/// The five parts of a token, as they appear in it.
#[derive(Clone, Copy)]
pub(crate) struct Parts<'a> {
    /// The protected header, whose text is authenticated together with the content.
    pub(crate) header: &'a [u8],
    encrypted_key: &'a [u8],
    iv: &'a [u8],
    ciphertext: &'a [u8],
    tag: &'a [u8],
}

impl<'a> Parts<'a> {
    /// Splits a token at its four dots; None if it has fewer or more, or is JSON, however many dots
    /// that contains. Any part may be empty.
    pub(crate) fn split(token: &'a [u8]) -> Option<Self> {
        if is_json(token) {
            return None;
        }
        let mut dots = memchr::memchr_iter(b'.', token);
        let [first, second, third, fourth] = [dots.next()?, dots.next()?, dots.next()?, dots.next()?];
        if dots.next().is_some() {
            return None;
        }
        Some(Self {
            header: token.get(..first)?,
            encrypted_key: token.get(first + 1..second)?,
            iv: token.get(second + 1..third)?,
            ciphertext: token.get(third + 1..fourth)?,
            tag: token.get(fourth + 1..)?,
        })
    }

    /// Refuses parts that are not base64url, for callers that only inspect the token.
    pub(crate) fn check_form(&self, header: &Header) -> Result<()> {
        for part in [self.encrypted_key, self.iv, self.ciphertext, self.tag] {
            base64url::decode(part).ok_or_else(|| {
                header.invalid("a part of the token is not base64url (no padding, no white space, no + or /)")
            })?;
        }
        Ok(())
    }
}

/// The content of a decrypted token.
pub(crate) struct DecryptedContent<'k> {
    pub(crate) plaintext: Vec<u8>,
    /// The key that decrypted it.
    pub(crate) key: &'k Key,
    /// How it was encrypted to that key.
    pub(crate) algorithm: KeyManagement,
}

/// Decrypts a token. The caller has parsed the header from `parts.header` and checked `crit`.
pub(crate) fn decrypt_compact<'k>(
    parts: &Parts<'_>,
    header: &Header,
    keys: &'k KeySet,
    policy: &DecryptPolicy<'_>,
) -> Result<DecryptedContent<'k>> {
    let Message {
        algorithm,
        is_compressed,
        encrypted_key,
        content,
    } = Message::read(parts, header, policy)?;
    let recipient = Recipient::prepare(header, algorithm, content.enc, encrypted_key, keys, policy.limits)?;
    let (plaintext, _, key) = decrypt(content, &[recipient], is_compressed, policy.limits)?;
    Ok(DecryptedContent {
        plaintext,
        key,
        algorithm,
    })
}

/// A parsed token, before its key is determined here or elsewhere.
pub(super) struct Message<'a> {
    pub(super) algorithm: KeyManagement,
    pub(super) is_compressed: bool,
    pub(super) encrypted_key: Few,
    pub(super) content: Content<'a>,
}

impl<'a> Message<'a> {
    /// Parses every part, and checks everything that needs no key.
    pub(super) fn read(parts: &Parts<'a>, header: &Header, policy: &DecryptPolicy<'_>) -> Result<Self> {
        let malformed =
            || header.invalid("a part of the token is not base64url (no padding, no white space, no + or /)");
        let decode = |part| base64url::decode_few(part).ok_or_else(malformed);
        let (encrypted_key, iv, tag) = (
            decode(parts.encrypted_key)?,
            decode(parts.iv)?,
            decode(parts.tag)?,
        );
        let ciphertext = base64url::decode(parts.ciphertext).ok_or_else(malformed)?;
        let algorithm = header.key_management()?;
        let enc = header.content_encryption()?;
        let content = Content {
            enc,
            authenticated: parts.header,
            iv,
            ciphertext,
            tag,
        };
        content.check_lengths(header)?;
        policy.allow(algorithm)?;
        policy.allow_content(enc)?;
        let is_compressed = zip::is_compressed(header)?;
        Ok(Self {
            algorithm,
            is_compressed,
            encrypted_key,
            content,
        })
    }
}
