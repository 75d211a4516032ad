//! Decrypting in every serialization (RFC 7516, section 5.2): what the recipients share, and a
//! single recipient.

use zeroize::Zeroizing;

use crate::algorithm::{ContentEncryption, KeyManagement};
use crate::base64url::Few;
use crate::error::{Error, ErrorCode, Result};
use crate::header::Header;
use crate::jwe::management::{self, Parameters};
use crate::jwe::{DecryptOptions, zip};
use crate::key::{Fitting, Key, KeySet, Wanted};
use crate::limits::{Limits, exceeded};
use crate::options::not_empty;
use crate::serialization::list;

/// What a token may use, and how much decrypting it may cost.
#[derive(Clone, Copy)]
pub(crate) struct DecryptPolicy<'a> {
    pub(crate) key_management: Option<&'a [KeyManagement]>,
    pub(crate) content_encryption: Option<&'a [ContentEncryption]>,
    pub(crate) limits: &'a Limits,
}

impl<'a> DecryptPolicy<'a> {
    /// The policy from the options. A list that allows nothing is a mistake.
    pub(super) fn of(options: &'a DecryptOptions, limits: &'a Limits) -> Result<Self> {
        let (key_management, content_encryption) = (
            options.key_management.as_deref(),
            options.content_encryption.as_deref(),
        );
        not_empty(key_management, "key_management")?;
        not_empty(content_encryption, "content_encryption")?;
        Ok(Self {
            key_management,
            content_encryption,
            limits,
        })
    }

    /// Refuses a key management algorithm that the caller does not allow.
    pub(super) fn allow(&self, algorithm: KeyManagement) -> Result<()> {
        match self.key_management {
            Some(allowed) if !allowed.contains(&algorithm) => {
                let allowed = list(allowed.iter().map(|one| one.as_str()));
                Err(Error::new(
                    ErrorCode::AlgorithmNotAllowed,
                    format!("the token is encrypted by {algorithm}, and key_management lists {allowed}"),
                ))
            }
            _ => Ok(()),
        }
    }

    /// Refuses a content encryption that the caller does not allow.
    pub(super) fn allow_content(&self, enc: ContentEncryption) -> Result<()> {
        match self.content_encryption {
            Some(allowed) if !allowed.contains(&enc) => {
                let allowed = list(allowed.iter().map(|one| one.as_str()));
                Err(Error::new(
                    ErrorCode::AlgorithmNotAllowed,
                    format!("the content is encrypted by {enc}, and content_encryption lists {allowed}"),
                ))
            }
            _ => Ok(()),
        }
    }
}

/// The encrypted content, once for all recipients.
pub(super) struct Content<'a> {
    pub(super) enc: ContentEncryption,
    /// What is authenticated besides the content: the protected header and, in JSON, the `aad`.
    pub(super) authenticated: &'a [u8],
    pub(super) iv: Few,
    pub(super) ciphertext: Vec<u8>,
    pub(super) tag: Few,
}

impl Content<'_> {
    /// Refuses an initialization vector or a tag of the wrong length.
    pub(super) fn check_lengths(&self, header: &Header) -> Result<()> {
        if self.iv.len() != self.enc.iv_length() || self.tag.len() != self.enc.tag_length() {
            return Err(
                header.invalid("the initialization vector or the tag has another length than enc has")
            );
        }
        Ok(())
    }

    /// Tries a key. The last attempt takes the ciphertext and decrypts in place; only the others
    /// copy it.
    fn attempt(&mut self, recipient: &Recipient<'_>, key: &Key, last: bool) -> Result<Vec<u8>> {
        let content_key = management::recover(
            key,
            recipient.algorithm,
            self.enc,
            &recipient.parameters,
            &recipient.encrypted_key,
        )?;
        let ciphertext = if last {
            std::mem::take(&mut self.ciphertext)
        } else {
            self.ciphertext.clone()
        };
        content_key.decrypt(&self.iv, self.authenticated, ciphertext, &self.tag)
    }
}

/// A recipient with the keys to try on it.
pub(super) struct Recipient<'k> {
    pub(super) algorithm: KeyManagement,
    parameters: Parameters,
    encrypted_key: Few,
    keys: Fitting<'k>,
}

impl<'k> Recipient<'k> {
    /// Reads the parameters of the algorithm, and finds the keys that fit.
    pub(super) fn prepare(
        header: &Header,
        algorithm: KeyManagement,
        enc: ContentEncryption,
        encrypted_key: Few,
        keys: &'k KeySet,
        limits: &Limits,
    ) -> Result<Self> {
        let parameters = Parameters::read(header, algorithm, &encrypted_key)?;
        let wanted = Wanted::KeyManagement(algorithm, enc);
        let keys = keys.fitting(header.kid().as_deref(), wanted, limits.max_attempts, |key| {
            parameters.fit(key)
        })?;
        if keys.count() == 0 {
            return Err(header.invalid("epk is on another curve than the key"));
        }
        // The cost of other people's recipients says nothing about ours: only recipients that a key
        // fits are judged.
        parameters.check_cost(limits)?;
        Ok(Self {
            algorithm,
            parameters,
            encrypted_key,
            keys,
        })
    }
}

/// Tries the keys of each recipient, unless that would exceed the limits. Whatever goes wrong with
/// any of them, the error is the same. Returns the plaintext, the index of the recipient, and the
/// key.
pub(super) fn decrypt<'k>(
    mut content: Content<'_>,
    recipients: &[Recipient<'k>],
    compressed: bool,
    limits: &Limits,
) -> Result<(Vec<u8>, usize, &'k Key)> {
    let attempts: usize = recipients.iter().map(|recipient| recipient.keys.count()).sum();
    if u32::try_from(attempts).map_or(true, |attempts| attempts > limits.max_attempts) {
        return Err(exceeded("more keys fit the token's recipients than may be tried"));
    }
    let cost = |recipient: &Recipient<'_>| {
        let attempts = u64::try_from(recipient.keys.count()).unwrap_or(u64::MAX);
        attempts.saturating_mul(recipient.parameters.cost())
    };
    if recipients.iter().map(cost).fold(0, u64::saturating_add) > u64::from(limits.max_pbes2_iterations) {
        return Err(exceeded(
            "the PBES2 iterations (p2c) of all keys to try are above max_pbes2_iterations; those of SHA-384 and SHA-512 count three times",
        ));
    }
    let mut tried = 0;
    for (index, recipient) in recipients.iter().enumerate() {
        for key in recipient.keys.iter() {
            tried += 1;
            if let Ok(plaintext) = content.attempt(recipient, key, tried == attempts) {
                let plaintext = if compressed {
                    zip::inflate(&Zeroizing::new(plaintext), limits.max_inflated_bytes)?
                } else {
                    plaintext
                };
                return Ok((plaintext, index, key));
            }
        }
    }
    Err(Error::decryption_failed())
}
