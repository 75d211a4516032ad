//! A proof that came with a request: its form and its signature (RFC 9449, sections 4.2 and 4.3).

use std::borrow::Cow;

use crate::algorithm::SignatureAlgorithm;
use crate::error::{Error, Result};
use crate::header::{Form, Header, Parameter};
use crate::json::{Scanned, scan_text};
use crate::jws::Parts;
use crate::key::{JwkOptions, Key, ThumbprintHash};
use crate::limits::Limits;

use super::{TYPE, invalid};

/// The longest proof, in bytes: room for the largest key and signature of ML-DSA.
const MAX_BYTES: usize = 16 * 1024;
/// The longest `jti`, in bytes.
const MAX_ID_BYTES: usize = 256;
/// The deepest nesting of a proof's JSON.
const MAX_DEPTH: u32 = 8;
/// Members that a public key never has.
const PRIVATE: [&str; 9] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"];

/// The contents of a proof whose signature was verified.
#[derive(Debug)]
pub(super) struct Proof {
    /// The thumbprint of the key that signed it.
    pub(super) thumbprint: String,
    pub(super) id: String,
    pub(super) method: String,
    pub(super) url: String,
    pub(super) issued: f64,
    pub(super) token_hash: Option<String>,
    pub(super) nonce: Option<String>,
}

impl Proof {
    /// Reads a proof, and verifies its signature with the key in its own header. The caller must
    /// compare that key with the one that the token is bound to.
    pub(super) fn read(text: &str) -> Result<Self> {
        if text.len() > MAX_BYTES {
            return Err(invalid("the proof is longer than 16 KiB"));
        }
        if text.contains(',') {
            return Err(invalid(
                "there is more than one proof: a request has one header DPoP, with one proof in it",
            ));
        }
        let parts = Parts::split(text.as_bytes())
            .ok_or_else(|| invalid("the proof is no signed token in three parts"))?;
        let limits = Limits {
            max_json_depth: MAX_DEPTH,
            ..Limits::DEFAULT
        };
        let header = Header::parse(Form::Signed, parts.header, &limits).map_err(of_proof)?;
        if header.typ().as_deref() != Some(TYPE) {
            return Err(invalid("typ of the proof is not dpop+jwt"));
        }
        header.check_critical(&[]).map_err(of_proof)?;
        if !header.payload_is_encoded() {
            return Err(invalid(
                "the payload of the proof is not base64url, as b64 in its header says",
            ));
        }
        let (key, algorithm) = key(&header)?;
        let payload = parts.payload_unverified(&header).map_err(of_proof)?;
        let payload = String::from_utf8(payload).map_err(|_| malformed())?;
        let proof = Self::of_claims(&payload, &key)?;
        let signature = parts
            .signature_unverified(&header, &mut [])
            .map_err(of_proof)?
            .into_owned();
        match key.verify(algorithm, parts.signing_input(), &signature) {
            true => Ok(proof),
            false => Err(invalid(
                "the signature of the proof is not that of the key in its jwk",
            )),
        }
    }

    fn of_claims(payload: &str, key: &Key) -> Result<Self> {
        let (mut id, mut method, mut url, mut issued, mut token_hash, mut nonce) =
            (None, None, None, None, None, None);
        scan_text(payload, MAX_DEPTH, |name, value| match name {
            "jti" => id = Some(value),
            "htm" => method = Some(value),
            "htu" => url = Some(value),
            "iat" => issued = Some(value),
            "ath" => token_hash = Some(value),
            "nonce" => nonce = Some(value),
            _ => {}
        })
        .map_err(|_| malformed())?;
        let id = required(id, "the proof has no jti that is a text")?;
        if id.is_empty() || id.len() > MAX_ID_BYTES {
            return Err(invalid("jti of the proof is empty, or longer than 256 bytes"));
        }
        Ok(Self {
            thumbprint: key.thumbprint(ThumbprintHash::Sha256)?,
            id,
            method: required(method, "the proof has no htm that is a text")?,
            url: required(url, "the proof has no htu that is a text")?,
            issued: issued
                .and_then(Scanned::number)
                .ok_or_else(|| invalid("the proof has no iat that is a number"))?,
            token_hash: token_hash
                .map(|value| text(value, "ath of the proof is no text"))
                .transpose()?,
            nonce: nonce
                .map(|value| text(value, "nonce of the proof is no text"))
                .transpose()?,
        })
    }
}

/// The key in the header, and the algorithm that it verifies with.
fn key(header: &Header) -> Result<(Key, SignatureAlgorithm)> {
    let algorithm = header
        .signature_algorithm()
        .ok()
        .filter(|algorithm| algorithm.is_asymmetric());
    let algorithm = algorithm.ok_or_else(|| {
        invalid("alg of the proof is no asymmetric signature algorithm that this library has")
    })?;
    let jwk = header
        .raw(Parameter::Jwk)
        .ok_or_else(|| invalid("the header of the proof has no jwk, the public key that signed it"))?;
    let mut has_private = false;
    let scanned = scan_text(jwk, MAX_DEPTH, |name, _| has_private |= PRIVATE.contains(&name));
    if scanned.is_err() {
        return Err(invalid("jwk of the proof is no object"));
    }
    if has_private {
        return Err(invalid(
            "jwk of the proof has a member of a private or secret key: it must be the public key alone",
        ));
    }
    let key = Key::from_jwk(jwk, &JwkOptions::default()).map_err(|error| {
        invalid(format!(
            "jwk of the proof is no key that can be used: {}",
            error.message()
        ))
    })?;
    match key.allows_signature(algorithm) && key.permissions().may_verify() {
        true => Ok((key, algorithm)),
        false => Err(invalid("jwk of the proof is not a key for the alg of the proof")),
    }
}

fn required(value: Option<Scanned<'_>>, message: &'static str) -> Result<String> {
    value
        .ok_or_else(|| invalid(message))
        .and_then(|value| text(value, message))
}

fn text(value: Scanned<'_>, message: &'static str) -> Result<String> {
    value
        .string()
        .map(Cow::into_owned)
        .ok_or_else(|| invalid(message))
}

fn malformed() -> Error {
    invalid("the claims of the proof are not one strict JSON object (RFC 8259, each member once)")
}

/// Turns the errors of a token into the one code for proofs.
fn of_proof(error: Error) -> Error {
    invalid(format!("the proof is malformed: {}", error.message()))
}
