//! The claim `cnf` (RFC 7800, section 3.1): written for new tokens, and read from tokens that are
//! checked.

use std::borrow::Cow;

use crate::base64url;
use crate::error::{Error, ErrorCode, Result};
use crate::json::{Scanned, scan_text};
use crate::key::{Key, ThumbprintHash, certificate_thumbprint};
use crate::limits::Limits;
use crate::options::Confirmation;

/// The thumbprint of a public key (RFC 9449, section 6.1).
const KEY: &str = "jkt";
/// The thumbprint of a certificate (RFC 8705, section 3.1).
const CERTIFICATE: &str = "x5t#S256";

impl Confirmation {
    /// Binds a token to a public key, whose private half signs DPoP proofs (RFC 9449, section 6).
    /// If given a private key, it uses its public half.
    ///
    /// # Errors
    /// `ERR_KEY_MISMATCH` if the key is a shared secret, or not for signatures.
    ///
    /// ```
    /// use tokenseal::{Confirmation, JwkOptions, Key};
    ///
    /// let jwk = r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
    /// let confirmation = Confirmation::of_key(&Key::from_jwk(jwk, &JwkOptions::default())?)?;
    /// assert_eq!((confirmation.method(), confirmation.thumbprint()), ("jkt", "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"));
    /// # Ok::<(), tokenseal::Error>(())
    /// ```
    pub fn of_key(key: &Key) -> Result<Self> {
        let public = key.public()?;
        match public.can_verify() {
            true => Ok(Self::new(KEY, public.thumbprint(ThumbprintHash::Sha256)?)),
            false => Err(Error::new(
                ErrorCode::KeyMismatch,
                "the key to bind the token to is not for signatures, and could sign no DPoP proof",
            )),
        }
    }

    /// Binds a token to a client's certificate, in DER or PEM (RFC 8705, section 3). If given a PEM
    /// chain, it uses the first certificate.
    ///
    /// # Errors
    /// `ERR_JWK_INVALID` if it is not a certificate.
    pub fn of_certificate(certificate: &[u8]) -> Result<Self> {
        Ok(Self::new(CERTIFICATE, certificate_thumbprint(certificate)?))
    }
}

/// How the sender of a token proved possession of what the token is bound to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ProvenBy {
    /// With the certificate of its TLS connection (RFC 8705, section 3).
    Certificate,
    /// With a DPoP proof (RFC 9449), and also with the certificate if the token is bound to both.
    Dpop,
}

impl ProvenBy {
    /// Every way, in alphabetical order.
    pub const ALL: [ProvenBy; 2] = [ProvenBy::Certificate, ProvenBy::Dpop];

    /// The name that every language uses: `certificate` or `dpop`.
    pub const fn as_str(self) -> &'static str {
        match self {
            ProvenBy::Certificate => "certificate",
            ProvenBy::Dpop => "dpop",
        }
    }
}

/// What a checked token is bound to: a key, a certificate, or both.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Bound {
    pub(super) key: Option<String>,
    pub(super) certificate: Option<String>,
}

impl Bound {
    /// Reads the value of `cnf`. Methods that the library cannot check are refused, whatever else
    /// it contains.
    pub(super) fn read(cnf: &str) -> Result<Self> {
        let mut bound = Self::default();
        let mut refused = None;
        let scanned = scan_text(cnf, Limits::MAX_JSON_DEPTH, |name, value| match name {
            KEY => bound.key = keep(thumbprint(value), &mut refused),
            CERTIFICATE => bound.certificate = keep(thumbprint(value), &mut refused),
            _ => refused = Some(unknown()),
        });
        match (scanned, refused) {
            (Err(_), _) => Err(malformed("cnf is not an object, as RFC 7800 has it")),
            (Ok(_), Some(error)) => Err(error),
            (Ok(_), None) if bound == Self::default() => Err(Error::new(
                ErrorCode::NotBound,
                "cnf names no confirmation method: it needs jkt or x5t#S256",
            )
            .with_claim("cnf")),
            (Ok(_), None) => Ok(bound),
        }
    }
}

fn keep(read: Result<String>, refused: &mut Option<Error>) -> Option<String> {
    read.map_err(|error| *refused = Some(error)).ok()
}

/// The base64url of a SHA-256 hash.
fn thumbprint(value: Scanned<'_>) -> Result<String> {
    let text = value
        .string()
        .filter(|text| base64url::decode_array::<32>(text.as_bytes()).is_some());
    text.map(Cow::into_owned)
        .ok_or_else(|| malformed("cnf has a thumbprint that is not the base64url of a SHA-256"))
}

fn malformed(message: &'static str) -> Error {
    Error::new(ErrorCode::ClaimInvalid, message).with_claim("cnf")
}

fn unknown() -> Error {
    let message = "cnf has a confirmation method that this library cannot check: it knows jkt (DPoP) and x5t#S256 (a certificate)";
    Error::new(ErrorCode::NotBound, message).with_claim("cnf")
}
