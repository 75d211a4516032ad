//! Opening the compact serialization (RFC 7516, section 7.1): five parts, and the order of every check.

use crate::algorithm::{ContentEncryption, KeyManagement};
use crate::base64url;
use crate::error::{Error, ErrorCode, Result};
use crate::header::Header;
use crate::jwe::management::{self, Parameters};
use crate::jwe::zip;
use crate::key::{Key, KeySet, Wanted};
use crate::limits::{Limits, exceeded};

/// The five parts of a token, as they stand in it.
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
    /// Splits a token at its four dots; None if it has fewer or more. Any part may be empty.
    pub(crate) fn split(token: &'a [u8]) -> Option<Self> {
        let mut parts = token.splitn(6, |&byte| byte == b'.');
        let [header, encrypted_key, iv, ciphertext, tag] = [parts.next()?, parts.next()?, parts.next()?, parts.next()?, parts.next()?];
        parts.next().is_none().then_some(Self { header, encrypted_key, iv, ciphertext, tag })
    }

    /// Refuses parts that are not base64url, for those who only look at the token.
    pub(crate) fn check_form(&self, header: &Header) -> Result<()> {
        for part in [self.encrypted_key, self.iv, self.ciphertext, self.tag] {
            base64url::decode(part).ok_or_else(|| header.invalid("a part of the token is not base64url"))?;
        }
        Ok(())
    }
}

/// What a token may use, and what opening it may cost.
#[derive(Clone, Copy)]
pub(crate) struct Opening<'a> {
    pub(crate) key_management: Option<&'a [KeyManagement]>,
    pub(crate) content_encryption: Option<&'a [ContentEncryption]>,
    pub(crate) limits: &'a Limits,
}

/// A token that was decrypted.
pub(crate) struct Opened {
    pub(crate) plaintext: Vec<u8>,
    /// The key that fitted.
    pub(crate) key: Key,
    /// How it was encrypted to that key.
    pub(crate) algorithm: KeyManagement,
}

/// A token before its keys are looked for.
pub(super) struct Message<'a> {
    pub(super) algorithm: KeyManagement,
    pub(super) enc: ContentEncryption,
    pub(super) is_compressed: bool,
    pub(super) parameters: Parameters,
    pub(super) protected: &'a [u8],
    pub(super) encrypted_key: Vec<u8>,
    pub(super) iv: Vec<u8>,
    pub(super) ciphertext: Vec<u8>,
    pub(super) tag: Vec<u8>,
}

/// Decrypts a token, whose header was read from `parts.header` and whose `crit` was checked before.
pub(crate) fn decrypt_compact(parts: &Parts<'_>, header: &Header, keys: &KeySet, policy: &Opening<'_>) -> Result<Opened> {
    let message = Message::read(parts, header, policy)?;
    let candidates = message.candidates(header, keys, policy.limits)?;
    let (algorithm, is_compressed) = (message.algorithm, message.is_compressed);
    let (plaintext, key) = message.decrypt(&candidates)?;
    let plaintext = if is_compressed { zip::inflate(&plaintext, policy.limits.max_inflated_bytes)? } else { plaintext };
    Ok(Opened { plaintext, key: key.clone(), algorithm })
}

impl<'a> Message<'a> {
    /// Reads every part, and checks what can be checked without a key.
    pub(super) fn read(parts: &Parts<'a>, header: &Header, policy: &Opening<'_>) -> Result<Self> {
        let decode = |part| base64url::decode(part).ok_or_else(|| header.invalid("a part of the token is not base64url"));
        let (encrypted_key, iv) = (decode(parts.encrypted_key)?, decode(parts.iv)?);
        let (ciphertext, tag) = (decode(parts.ciphertext)?, decode(parts.tag)?);
        let algorithm = header.key_management()?;
        let enc = header.content_encryption()?;
        if iv.len() != enc.iv_length() || tag.len() != enc.tag_length() {
            return Err(header.invalid("the initialization vector or the tag has the wrong length"));
        }
        if policy.key_management.is_some_and(|allowed| !allowed.contains(&algorithm)) {
            return Err(Error::new(ErrorCode::AlgorithmNotAllowed, "the key management algorithm is not one of those allowed"));
        }
        if policy.content_encryption.is_some_and(|allowed| !allowed.contains(&enc)) {
            return Err(Error::new(ErrorCode::AlgorithmNotAllowed, "the content encryption algorithm is not one of those allowed"));
        }
        let is_compressed = zip::is_compressed(header)?;
        let parameters = Parameters::read(header, algorithm, &encrypted_key, policy.limits)?;
        Ok(Self { algorithm, enc, is_compressed, parameters, protected: parts.header, encrypted_key, iv, ciphertext, tag })
    }
}

impl Message<'_> {
    /// The keys to try, which cost no more than the limits allow.
    fn candidates<'k>(&self, header: &Header, keys: &'k KeySet, limits: &Limits) -> Result<Vec<&'k Key>> {
        let wanted = Wanted::KeyManagement(self.algorithm, self.enc);
        let fitting = keys.fitting(header.kid.as_deref(), wanted, limits.max_attempts, |key| self.parameters.fit(key))?;
        let candidates: Vec<_> = fitting.iter().collect();
        if candidates.is_empty() {
            return Err(header.invalid("epk is on another curve than the key"));
        }
        let attempts = u64::try_from(candidates.len()).unwrap_or(u64::MAX);
        if attempts.saturating_mul(u64::from(self.parameters.iterations())) > u64::from(limits.max_pbes2_iterations) {
            return Err(exceeded("p2c times the keys to try is above max_pbes2_iterations"));
        }
        Ok(candidates)
    }

    /// Tries each key; whatever goes wrong with whichever, the error is one.
    fn decrypt<'k>(mut self, candidates: &[&'k Key]) -> Result<(Vec<u8>, &'k Key)> {
        let (last, others) = candidates.split_last().ok_or_else(Error::decryption_failed)?;
        for key in others {
            if let Ok(plaintext) = self.attempt(key, self.ciphertext.clone()) {
                return Ok((plaintext, key));
            }
        }
        let ciphertext = std::mem::take(&mut self.ciphertext); // decrypted in place: only what is tried again is copied
        Ok((self.attempt(last, ciphertext)?, last))
    }

    fn attempt(&self, key: &Key, ciphertext: Vec<u8>) -> Result<Vec<u8>> {
        let content_key = management::recover(key, self.algorithm, self.enc, &self.parameters, &self.encrypted_key)?;
        content_key.decrypt(&self.iv, self.protected, ciphertext, &self.tag)
    }
}
