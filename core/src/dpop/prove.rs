//! Making proofs (RFC 9449, section 4.2).

use serde_json::{Map, Value};

use crate::error::{Error, ErrorCode, Result};
use crate::http::url::Url;
use crate::json::ObjectWriter;
use crate::jws::{self, Extra, Unsigned};
use crate::key::Key;
use crate::options::{ProofOptions, check_now};
use crate::random;

use super::origins::without_query;
use super::{TYPE, hash_of_token};

/// The length of a random `jti`: 128 bits, so that no two are ever the same.
const ID_BYTES: usize = 16;

/// Makes a proof for one request: the value of its `DPoP` header (RFC 9449, section 4).
///
/// `key` is the private key that the token is, or will be, bound to. `method` is that of the
/// request, such as `POST`; `url` is the URL of the request, whose query and fragment are removed.
///
/// # Errors
/// `ERR_KEY_MISMATCH` if the key cannot sign, or is a shared secret; `ERR_OPTION_INVALID` if the
/// method is not a valid method or the URL is not an absolute `https` or `http` URL, and for a
/// token or nonce with characters that a header cannot contain.
///
/// ```
/// use tokenseal::{GenerateOptions, Key, ProofOptions, SignatureAlgorithm::ES256, dpop};
///
/// let key = Key::generate(ES256.into(), &GenerateOptions::default())?;
/// # let now = Some(1_700_000_000.0);
/// let options = ProofOptions { access_token: Some("mF_9.B5f-4.1JqM".into()), now, ..ProofOptions::default() };
/// let proof = dpop::prove(&key, "POST", "https://api.example/orders", &options)?;
/// assert_eq!(proof.split('.').count(), 3);
/// # Ok::<(), tokenseal::Error>(())
/// ```
pub fn prove(key: &Key, method: &str, url: &str, options: &ProofOptions) -> Result<String> {
    let made = Made::new(key, method, url, options)?;
    jws::sign_compact(made.payload.as_bytes(), &key.with_key_id(None), &made.extra())
}

/// Prepares a proof whose signature is made elsewhere, as [`prepare`](crate::prepare) does for a
/// token. `public_key` is the public half of the key.
///
/// # Errors
/// Those of [`prove`]; `ERR_KEY_MISMATCH` if the key does not verify signatures.
///
/// ```
/// use tokenseal::{GenerateOptions, Key, ProofOptions, SignatureAlgorithm::ES256, dpop};
///
/// # let hardware = Key::generate(ES256.into(), &GenerateOptions::default())?;
/// # let public_key = hardware.public()?;
/// # let now = Some(1_700_000_000.0);
/// let unsigned = dpop::prepare(&public_key, "POST", "https://api.example/orders", &ProofOptions { now, ..ProofOptions::default() })?;
/// assert!(unsigned.signing_input().starts_with(b"eyJ")); // to be signed by the enclave; then `unsigned.complete(signature)`
/// # Ok::<(), tokenseal::Error>(())
/// ```
pub fn prepare(public_key: &Key, method: &str, url: &str, options: &ProofOptions) -> Result<Unsigned> {
    let made = Made::new(public_key, method, url, options)?;
    let (key, algorithm) = jws::verifying_half(&public_key.with_key_id(None))?;
    Unsigned::new(made.payload.as_bytes(), key, algorithm, &made.extra())
}

/// The parts of a proof.
struct Made {
    header: Map<String, Value>,
    payload: String,
}

impl Made {
    fn new(key: &Key, method: &str, url: &str, options: &ProofOptions) -> Result<Self> {
        let jwk = key.bare_jwk().ok_or_else(|| {
            Error::new(
                ErrorCode::KeyMismatch,
                "a shared secret makes no DPoP proof, in which its key stands: give a private key",
            )
        })?;
        let jwk = serde_json::from_str(&jwk)
            .map_err(|_| Error::new(ErrorCode::Internal, "the key could not be written"))?;
        Ok(Self {
            header: Map::from_iter([("jwk".to_owned(), jwk)]),
            payload: payload(method, url, options)?,
        })
    }

    fn extra(&self) -> Extra<'_> {
        Extra {
            typ: Some(TYPE),
            header: Some(&self.header),
            ..Extra::default()
        }
    }
}

/// The claims, in the order of RFC 9449: jti, htm, htu, iat, ath, nonce.
fn payload(method: &str, url: &str, options: &ProofOptions) -> Result<String> {
    let now = check_now(options.now)?.floor() as i64;
    if method.is_empty() || !method.bytes().all(is_of_token) {
        return Err(Error::option(
            "method is no HTTP method, such as GET (RFC 9110, section 9.1)",
        ));
    }
    let url = without_query(url);
    Url::parse(url).map_err(|fault| Error::option(format!("url is not that of a request: {fault}")))?;
    let mut payload = ObjectWriter::new();
    match &options.token_id {
        Some(id) if id.is_empty() => {
            return Err(Error::option(
                "token_id is empty: leave it out, and a random one is made",
            ));
        }
        Some(id) => payload.text("jti", id),
        None => {
            let mut bytes = [0; ID_BYTES];
            random::fill(&mut bytes)?;
            payload.base64url("jti", &bytes)
        }
    };
    payload.text("htm", method).text("htu", url).raw("iat", now);
    if let Some(token) = &options.access_token {
        if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Error::option(
                "access_token is empty, or has characters that no token in a header has",
            ));
        }
        payload.text("ath", &hash_of_token(token.as_bytes()));
    }
    if let Some(nonce) = &options.nonce {
        if nonce.is_empty()
            || !nonce
                .bytes()
                .all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\'))
        {
            return Err(Error::option(
                "nonce is empty, or has characters that no nonce has: give the value of DPoP-Nonce as it came",
            ));
        }
        payload.text("nonce", nonce);
    }
    Ok(payload.finish())
}

/// RFC 9110, section 5.6.2.
fn is_of_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}
