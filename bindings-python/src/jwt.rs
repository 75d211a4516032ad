//! The JWT functions: `sign`, `encrypt`, `seal`, `verify`, `decrypt`, `unseal`, `inspect_unverified`.

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use serde::Serialize;
use tokenseal::{ErrorCode, IssueOptions, Issuer, JsonText, Key, KeySet, Result, Token, TokenOptions, VerifyOptions};

use crate::errors::{OrRaise, guard};
use crate::input::{Claims, Text};
use crate::key::{PyKey, are_quick};
use crate::key_set::Keys;
use crate::options::{self, now};
use crate::read;
use crate::token::PyToken;

/// Signs claims: everybody can read the token, and nobody can change it.
///
/// Either `expires_in` (seconds, a timedelta or a text such as '15m'), an `exp` among the claims, or `no_expiry=True` is needed.
#[pyfunction]
#[pyo3(
    signature = (claims, key, **options),
    text_signature = "(claims, key, *, expires_in=..., no_expiry=False, issuer=..., audience=..., subject=..., not_before=..., token_id=..., \
        type='JWT', header=None, now=None, profile=...)"
)]
pub(crate) fn sign(py: Python<'_>, claims: Claims<'_>, key: PyRef<'_, PyKey>, options: Option<&Bound<'_, PyDict>>) -> PyResult<String> {
    guard(py, || Making::Sign(&key.0, token_options("sign", options)?).run(py, &claims, are_quick([&key.0])))
}

/// Encrypts claims: nobody but the key's holder can read the token.
///
/// With a public key, anybody can have made such a token, and `decrypt` refuses it unless told otherwise; `seal` also signs.
#[pyfunction]
#[pyo3(
    signature = (claims, key, **options),
    text_signature = "(claims, key, *, enc=None, compress=False, expires_in=..., no_expiry=False, issuer=..., audience=..., subject=..., \
        not_before=..., token_id=..., type='JWT', header=None, now=None, profile=...)"
)]
pub(crate) fn encrypt(py: Python<'_>, claims: Claims<'_>, key: PyRef<'_, PyKey>, options: Option<&Bound<'_, PyDict>>) -> PyResult<String> {
    guard(py, || Making::Encrypt(&key.0, token_options("encrypt", options)?).run(py, &claims, are_quick([&key.0])))
}

/// Signs claims, then encrypts the signed token (RFC 7519, "nested").
#[pyfunction]
#[pyo3(
    signature = (claims, *, sign_with, encrypt_to, **options),
    text_signature = "(claims, *, sign_with, encrypt_to, enc=None, compress=False, expires_in=..., no_expiry=False, issuer=..., audience=..., \
        subject=..., not_before=..., token_id=..., type='JWT', header=None, now=None, profile=...)"
)]
pub(crate) fn seal(
    py: Python<'_>,
    claims: Claims<'_>,
    sign_with: PyRef<'_, PyKey>,
    encrypt_to: PyRef<'_, PyKey>,
    options: Option<&Bound<'_, PyDict>>,
) -> PyResult<String> {
    guard(py, || {
        let (signing, encryption) = (&sign_with.0, &encrypt_to.0);
        Making::Seal(signing, encryption, token_options("seal", options)?).run(py, &claims, are_quick([signing, encryption]))
    })
}

/// Verifies a signed token and checks its claims. `keys` is a Key, a list of them or a KeySet.
#[pyfunction]
#[pyo3(
    signature = (token, keys, **options),
    text_signature = "(token, keys, *, algorithms=None, issuer=..., audience=..., subject=..., type=..., required_claims=..., max_age=..., \
        leeway=0, now=None, critical=None, allow_missing_exp=False, allow_any_audience=False, allow_any_issuer=False, allow_any_type=False, \
        profile=..., nonce=..., azp=..., max_token_bytes=..., max_header_bytes=..., max_json_depth=..., max_inflated_bytes=..., \
        max_attempts=..., max_pbes2_iterations=...)"
)]
pub(crate) fn verify(py: Python<'_>, token: Text, keys: Keys, options: Option<&Bound<'_, PyDict>>) -> PyResult<PyToken> {
    guard(py, || check(py, "verify", options, are_quick(keys.0.iter()), |options| tokenseal::verify(&token, &keys.0, options)))
}

/// Decrypts an encrypted token and checks its claims. `keys` is a Key, a list of them or a KeySet.
#[pyfunction]
#[pyo3(
    signature = (token, keys, **options),
    text_signature = "(token, keys, *, key_management=None, content_encryption=None, issuer=..., audience=..., subject=..., type=..., \
        required_claims=..., max_age=..., leeway=0, now=None, critical=None, allow_missing_exp=False, allow_any_audience=False, \
        allow_any_issuer=False, allow_any_type=False, allow_unsigned=False, profile=..., nonce=..., azp=..., max_token_bytes=..., \
        max_header_bytes=..., max_json_depth=..., max_inflated_bytes=..., max_attempts=..., max_pbes2_iterations=...)"
)]
pub(crate) fn decrypt(py: Python<'_>, token: Text, keys: Keys, options: Option<&Bound<'_, PyDict>>) -> PyResult<PyToken> {
    guard(py, || check(py, "decrypt", options, are_quick(keys.0.iter()), |options| tokenseal::decrypt(&token, &keys.0, options)))
}

/// Decrypts a nested token, verifies the signed one inside, and checks its claims.
#[pyfunction]
#[pyo3(
    signature = (token, *, decrypt_with, verify_with, **options),
    text_signature = "(token, *, decrypt_with, verify_with, algorithms=None, key_management=None, content_encryption=None, issuer=..., \
        audience=..., subject=..., type=..., required_claims=..., max_age=..., leeway=0, now=None, critical=None, allow_missing_exp=False, \
        allow_any_audience=False, allow_any_issuer=False, allow_any_type=False, profile=..., nonce=..., azp=..., max_token_bytes=..., \
        max_header_bytes=..., max_json_depth=..., max_inflated_bytes=..., max_attempts=..., max_pbes2_iterations=...)"
)]
pub(crate) fn unseal(
    py: Python<'_>,
    token: Text,
    decrypt_with: Keys,
    verify_with: Keys,
    options: Option<&Bound<'_, PyDict>>,
) -> PyResult<PyToken> {
    guard(py, || {
        let (decryption, verification): (&KeySet, &KeySet) = (&decrypt_with.0, &verify_with.0);
        let quick = are_quick(decryption.iter().chain(verification.iter()));
        check(py, "unseal", options, quick, |options| tokenseal::unseal(&token, decryption, verification, options))
    })
}

/// What a token says of itself, for people and logs; nothing of it was checked.
///
/// A dict of `kind`, `header`, `claims`, and `payload`, which is the claims' JSON text. Both are None where the claims are encrypted.
#[pyfunction]
pub(crate) fn inspect_unverified(py: Python<'_>, token: Text) -> PyResult<Bound<'_, PyDict>> {
    guard(py, || {
        let inspected = tokenseal::inspect_unverified(&token).or_raise(py)?;
        let payload = inspected.claims.as_ref().map(|claims| claims.as_bytes());
        let shown = PyDict::new(py);
        shown.set_item("kind", inspected.kind.as_str())?;
        shown.set_item("header", read::objects(py, inspected.header.as_bytes())?)?;
        shown.set_item("claims", payload.map(|claims| read::objects(py, claims)).transpose()?)?;
        shown.set_item("payload", payload.map(|claims| PyBytes::new(py, claims)))?;
        Ok(shown)
    })
}

/// A token to be made, of claims in either form.
pub(crate) enum Making<'a> {
    Sign(&'a Key, TokenOptions),
    Encrypt(&'a Key, TokenOptions),
    Seal(&'a Key, &'a Key, TokenOptions),
    Issue(&'a Issuer, IssueOptions),
}

impl Making<'_> {
    /// Makes it. Slow work is done without the interpreter lock, and so needs the claims as text.
    pub(crate) fn run(self, py: Python<'_>, claims: &Claims<'_>, quick: bool) -> PyResult<String> {
        if quick {
            return claims.written(py, ErrorCode::JwtInvalid, |claims| self.make(claims));
        }
        let text = claims.to_text(py, ErrorCode::JwtInvalid)?;
        py.detach(|| self.make(&JsonText(&text))).or_raise(py)
    }

    fn make<C: Serialize>(&self, claims: &C) -> Result<String> {
        match self {
            Making::Sign(key, options) => tokenseal::sign(claims, key, options),
            Making::Encrypt(key, options) => tokenseal::encrypt(claims, key, options),
            Making::Seal(signing, encryption, options) => tokenseal::seal(claims, signing, encryption, options),
            Making::Issue(issuer, options) => issuer.issue(claims, options),
        }
    }
}

pub(crate) fn token_options(function: &str, given: Option<&Bound<'_, PyDict>>) -> PyResult<TokenOptions> {
    let mut options: TokenOptions = options::read(function, given)?;
    options.now = Some(now(options.now));
    Ok(options)
}

/// Reads the options and checks a token, without the interpreter lock where that takes long.
fn check(
    py: Python<'_>,
    function: &str,
    given: Option<&Bound<'_, PyDict>>,
    quick: bool,
    run: impl FnOnce(&VerifyOptions) -> Result<Token> + Send,
) -> PyResult<PyToken> {
    let mut options: VerifyOptions = options::read(function, given)?;
    options.now = Some(now(options.now));
    let checked = if quick { run(&options) } else { py.detach(|| run(&options)) };
    checked.or_raise(py).map(PyToken::from)
}
