//! Verifying the JSON serializations (RFC 7515, section 7.2), flattened and general.

use std::borrow::Cow;
use std::sync::Arc;

use crate::algorithm::SignatureAlgorithm;
use crate::base64url;
use crate::error::{Error, Result};
use crate::header::{Form, Header, SharedHeader};
use crate::jws::compact::signing_input;
use crate::jws::every_key;
use crate::jws::verify::{VerifyPolicy, does_not_verify};
use crate::jws::{Require, Verified, VerifiedSignature, VerifyOptions};
use crate::key::{Fitting, Key, KeySet, Wanted};
use crate::limits::{Limits, exceeded};
use crate::serialization::{Members, step};

const OF_SIGNATURE: [&str; 3] = ["protected", "header", "signature"];
const OF_ENCRYPTED: [&str; 3] = ["ciphertext", "recipients", "encrypted_key"];
const OF_TOKEN: [&str; 8] = [
    "payload",
    "signatures",
    "protected",
    "header",
    "signature",
    "ciphertext",
    "recipients",
    "encrypted_key",
];

/// A parsed token, before any of its signatures is verified.
struct Document<'a> {
    payload: Option<Cow<'a, str>>,
    signatures: Vec<Signature<'a>>,
}

struct Signature<'a> {
    index: usize,
    /// The protected header, as it appears in the token.
    segment: Cow<'a, str>,
    protected: Arc<SharedHeader>,
    unprotected: Option<String>,
    /// Both headers.
    header: Header,
    signature: Vec<u8>,
}

/// A signature with the keys to try on it.
struct Candidate<'a, 'k> {
    signature: Signature<'a>,
    algorithm: SignatureAlgorithm,
    keys: Fitting<'k>,
}

/// Verifies the signatures, taking each step for all of them before the next. The caller has
/// checked the lists in the options.
pub(super) fn verify_json(
    token: &[u8],
    keys: &KeySet,
    options: &VerifyOptions,
    policy: &VerifyPolicy<'_>,
) -> Result<Verified> {
    let Document { payload, signatures } = Document::read(token, keys.len(), policy.limits)?;
    let critical = options.critical.as_deref().unwrap_or_default();
    signatures
        .iter()
        .try_for_each(|one| one.protected.protected().check_critical(critical))?;
    let encoded = signatures
        .first()
        .is_some_and(|one| one.header.payload_is_encoded());
    if signatures
        .iter()
        .any(|one| one.header.payload_is_encoded() != encoded)
    {
        return Err(Form::Signed.invalid("the signatures disagree on b64"));
    }
    let payload = match (payload, &options.payload) {
        (Some(text), None) if encoded => base64url::decode(text.as_bytes())
            .ok_or_else(|| Form::Signed.invalid("the payload is not base64url"))?,
        (Some(text), None) => text.into_owned().into_bytes(),
        (None, Some(payload)) => payload.clone(),
        (attached, _) => return Err(detached_or_not(attached.is_some())),
    };
    let all = options.require != Require::Any;
    let supported = step(signatures, all, |one| {
        Ok((one.header.signature_algorithm()?, one))
    })?;
    let allowed = step(supported, all, |(algorithm, one)| {
        policy.allow(algorithm).map(|()| (algorithm, one))
    })?;
    let candidates = step(allowed, all, |(algorithm, signature)| {
        let keys = keys.fitting(
            signature.header.kid().as_deref(),
            Wanted::Signature(algorithm),
            policy.limits.max_attempts,
            |_| true,
        )?;
        Ok(Candidate {
            signature,
            algorithm,
            keys,
        })
    })?;
    let attempts: usize = candidates.iter().map(|one| one.keys.count()).sum();
    if u32::try_from(attempts).map_or(true, |attempts| attempts > policy.limits.max_attempts) {
        return Err(exceeded("more keys fit the token's signatures than may be tried"));
    }
    let verified = match options.require {
        Require::EveryKey => verify_by_every_key(candidates, keys, &payload, encoded)?,
        _ => step(candidates, all, |one| one.verify(&payload, encoded))?,
    };
    let unprotected = verified
        .first()
        .and_then(|(first, _)| first.signature.unprotected.clone());
    Ok(Verified {
        payload,
        unprotected,
        verified: verified.into_iter().map(|(one, key)| one.verified(key)).collect(),
    })
}

/// Requires each signature to be by a key of its own, and one by each key.
fn verify_by_every_key<'a, 'k>(
    candidates: Vec<Candidate<'a, 'k>>,
    keys: &'k KeySet,
    payload: &[u8],
    encoded: bool,
) -> Result<Vec<(Candidate<'a, 'k>, &'k Key)>> {
    let mut signers = Vec::with_capacity(candidates.len());
    for one in &candidates {
        let input = one.signing_input(payload, encoded);
        signers.push(every_key::next_signer(one.keys.iter(), &signers, |key| {
            one.is_by(key, &input)
        })?);
    }
    every_key::check_signers(keys, &signers)?;
    Ok(candidates.into_iter().zip(signers).collect())
}

/// The error for a payload that is both given and attached, or neither.
pub(super) fn detached_or_not(attached: bool) -> Error {
    Form::Signed.invalid(if attached {
        "the payload is attached, and yet given"
    } else {
        "the payload is detached, and not given"
    })
}

impl<'a> Document<'a> {
    fn read(token: &'a [u8], keys: usize, limits: &Limits) -> Result<Self> {
        let members = Members::read(Form::Signed, token, &OF_TOKEN, limits)?;
        members.refuse_other_form(&OF_ENCRYPTED)?;
        let payload = members.text("payload")?;
        let signatures = match members.entries("signatures", &OF_SIGNATURE, keys, limits)? {
            Some(entries) => {
                members.refuse_beside_list(&OF_SIGNATURE)?;
                let read = |(index, entry): (usize, &Members<'a>)| Signature::read(index, entry, limits);
                entries.iter().enumerate().map(read).collect::<Result<_>>()?
            }
            None => vec![Signature::read(0, &members, limits)?],
        };
        Ok(Self { payload, signatures })
    }
}

impl<'a> Signature<'a> {
    fn read(index: usize, entry: &Members<'a>, limits: &Limits) -> Result<Self> {
        let segment = entry.text("protected")?;
        let protected = SharedHeader::read(Form::Signed, segment.as_deref(), None, limits)?;
        let unprotected = entry.object("header")?;
        let header = protected.with(unprotected, limits)?;
        let signature = entry
            .bytes("signature")?
            .ok_or_else(|| Form::Signed.invalid("a signature is missing"))?;
        let unprotected = unprotected.map(|header| header.json().to_owned());
        Ok(Self {
            index,
            segment: segment.unwrap_or_default(),
            protected,
            unprotected,
            header,
            signature,
        })
    }
}

impl<'a, 'k> Candidate<'a, 'k> {
    fn verify(self, payload: &[u8], encoded: bool) -> Result<(Self, &'k Key)> {
        let input = self.signing_input(payload, encoded);
        let key = self
            .keys
            .iter()
            .find(|key| self.is_by(key, &input))
            .ok_or_else(does_not_verify)?;
        Ok((self, key))
    }

    fn signing_input(&self, payload: &[u8], encoded: bool) -> Vec<u8> {
        signing_input(self.signature.segment.as_bytes(), payload, encoded)
    }

    fn is_by(&self, key: &Key, signing_input: &[u8]) -> bool {
        key.verify(self.algorithm, signing_input, &self.signature.signature)
    }

    fn verified(self, key: &Key) -> VerifiedSignature {
        VerifiedSignature {
            index: self.signature.index,
            key_id: key.key_id().map(str::to_owned),
            algorithm: self.algorithm,
            header: self.signature.protected.protected().json().to_owned(),
        }
    }
}
