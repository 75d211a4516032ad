//! The JWT functions: `sign`, `encrypt`, `seal`, `verify`, `decrypt`, `unseal`,
//! `inspect_unverified`.

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use tokenseal::{IssueOptions, Issuer, JsonText, Key, KeySet, Result, Token, TokenOptions, VerifyOptions};
use tokenseal_bridge::now_or;

use crate::docs;
use crate::error::{OrRaise, guard};
use crate::fork::detached;
use crate::from_json;
use crate::input::{Claims, Text};
use crate::key::{OneKey, are_quick};
use crate::key_set::Keys;
use crate::options;
use crate::token::PyToken;

#[doc = docs::signature!("sign", "sign(claims, key, *, ")]
/// Signs claims: anyone can read the token, but nobody can alter it (RFC 7515, RFC 7519).
///
/// Claims are a mapping of JSON values and aware datetimes, which become whole seconds since the
/// epoch; or JSON text as bytes, which is kept as it is. `iat` is set unless present.
///
/// Args:
///     claims: a mapping, or JSON text as bytes.
///     key: a secret or private Key, bound to its algorithm.
#[doc = docs::described!("sign")]
/// Returns:
///     The token, in the compact serialization.
#[doc = docs::raises_issuing!()]
///
/// Example:
///     >>> from tokenseal import Key, sign, verify
///     >>> key = Key.generate("ES256")
///     >>> token = sign({"sub": "alice"}, key, expires_in="15m", issuer="https://issuer.example")
///     >>> verify(token, key.public(), issuer="https://issuer.example")["sub"]
///     'alice'
#[pyfunction]
#[pyo3(signature = (claims, key, **options), text_signature = None)]
pub(crate) fn sign(
    py: Python<'_>,
    claims: Claims<'_>,
    key: OneKey,
    options: Option<&Bound<'_, PyDict>>,
) -> PyResult<String> {
    guard(py, || {
        Operation::Sign(&key.0, token_options("sign", options)?).run(py, &claims, are_quick([&key.0]))
    })
}

#[doc = docs::signature!("encrypt", "encrypt(claims, key, *, ")]
/// Encrypts claims: only the key's holder can read the token (RFC 7516, RFC 7519).
///
/// With a public key, anyone could have made such a token, so `decrypt` refuses it unless you allow
/// that; `seal` also signs.
///
/// Args:
///     claims: a mapping, or JSON text as bytes; see `sign`.
///     key: a secret or public Key, bound to its key management algorithm.
#[doc = docs::described!("encrypt")]
/// Returns:
///     The token, in the compact serialization.
#[doc = docs::raises_issuing!()]
///
/// Example:
///     >>> from tokenseal import Key, decrypt, encrypt
///     >>> key = Key.generate("A256KW")
///     >>> decrypt(encrypt({"sub": "alice"}, key, expires_in=900), key)["sub"]
///     'alice'
#[pyfunction]
#[pyo3(signature = (claims, key, **options), text_signature = None)]
pub(crate) fn encrypt(
    py: Python<'_>,
    claims: Claims<'_>,
    key: OneKey,
    options: Option<&Bound<'_, PyDict>>,
) -> PyResult<String> {
    guard(py, || {
        Operation::Encrypt(&key.0, token_options("encrypt", options)?).run(py, &claims, are_quick([&key.0]))
    })
}

#[doc = docs::signature!("seal", "seal(claims, *, sign_with, encrypt_to, ")]
/// Signs claims, then encrypts the signed token (a nested token: RFC 7519, appendix A.2).
///
/// `header` and `type` are those of the signed token, which only the holder of the decryption key
/// sees.
///
/// Args:
///     claims: a mapping, or JSON text as bytes; see `sign`.
///     sign_with: a secret or private Key, bound to its signature algorithm.
///     encrypt_to: a secret or public Key, bound to its key management algorithm.
#[doc = docs::described!("seal")]
/// Returns:
///     The token, in the compact serialization.
#[doc = docs::raises_issuing!()]
///
/// Example:
///     >>> from tokenseal import Key, seal, unseal
///     >>> ours, theirs = Key.generate("ES256"), Key.generate("ECDH-ES+A256KW")
///     >>> token = seal({"sub": "alice"}, sign_with=ours, encrypt_to=theirs.public(), expires_in="15m")
///     >>> unseal(token, decrypt_with=theirs, verify_with=ours.public()).kind
///     'nested'
#[pyfunction]
#[pyo3(signature = (claims, *, sign_with, encrypt_to, **options), text_signature = None)]
pub(crate) fn seal(
    py: Python<'_>,
    claims: Claims<'_>,
    sign_with: OneKey,
    encrypt_to: OneKey,
    options: Option<&Bound<'_, PyDict>>,
) -> PyResult<String> {
    guard(py, || {
        let (signing, encryption) = (&sign_with.0, &encrypt_to.0);
        Operation::Seal(signing, encryption, token_options("seal", options)?).run(
            py,
            &claims,
            are_quick([signing, encryption]),
        )
    })
}

#[doc = docs::signature!("verify", "verify(token, keys, *, ")]
/// Verifies a signed token and checks its claims (RFC 7515, RFC 7519).
///
/// Everything is checked unless it is waived by name. A service makes a `Verifier` once instead,
/// which is faster.
///
/// Args:
///     token: the token, as str or bytes.
///     keys: a Key, a KeySet, or any iterable of Keys.
#[doc = docs::described!("verify")]
/// Returns:
///     The Token. A type checker takes its claims for what an annotation says:
///     `token: Token[MyClaims] = verify(…)`.
#[doc = docs::raises_verifying!("ERR_JWS_INVALID")]
///     InvalidSignatureError: ERR_JWS_SIGNATURE_VERIFICATION_FAILED.
///
/// Example:
///     >>> from datetime import timedelta
///     >>> from tokenseal import Key, TokenError, sign, verify
///     >>> key = Key.generate("Ed25519")
///     >>> token = sign({"sub": "alice"}, key, expires_in=timedelta(minutes=15), audience="https://api.example")
///     >>> verify(token, key.public(), audience="https://api.example", leeway="30s").claims["sub"]
///     'alice'
///     >>> try:
///     ...     verify(token, key.public())
///     ... except TokenError as error:
///     ...     print(error.code, error.claim)
///     ERR_JWT_CLAIM_MISMATCH aud
#[pyfunction]
#[pyo3(signature = (token, keys, **options), text_signature = None)]
pub(crate) fn verify(
    py: Python<'_>,
    token: Text,
    keys: Keys,
    options: Option<&Bound<'_, PyDict>>,
) -> PyResult<PyToken> {
    guard(py, || {
        verified(py, "verify", options, are_quick(keys.0.iter()), |options| {
            tokenseal::verify(&token, &keys.0, options)
        })
    })
}

#[doc = docs::signature!("decrypt", "decrypt(token, keys, *, ")]
/// Decrypts an encrypted token and checks its claims (RFC 7516, RFC 7519).
///
/// Args:
///     token: the token, as str or bytes.
///     keys: a Key, a KeySet, or any iterable of Keys.
#[doc = docs::described!("decrypt")]
/// Returns:
///     The Token; see `verify`.
#[doc = docs::raises_verifying!("ERR_JWE_INVALID")]
///     DecryptionError: ERR_JWE_DECRYPTION_FAILED. The reason is withheld on purpose.
///     UnsignedTokenError: ERR_JWT_UNSIGNED, unless `allow_unsigned`.
///
/// Example:
///     >>> from tokenseal import Key, decrypt, encrypt
///     >>> key = Key.generate("dir", enc="A256GCM")
///     >>> decrypt(encrypt({"sub": "alice"}, key, expires_in=900), key).kind
///     'encrypted'
#[pyfunction]
#[pyo3(signature = (token, keys, **options), text_signature = None)]
pub(crate) fn decrypt(
    py: Python<'_>,
    token: Text,
    keys: Keys,
    options: Option<&Bound<'_, PyDict>>,
) -> PyResult<PyToken> {
    guard(py, || {
        verified(py, "decrypt", options, are_quick(keys.0.iter()), |options| {
            tokenseal::decrypt(&token, &keys.0, options)
        })
    })
}

#[doc = docs::signature!("unseal", "unseal(token, *, decrypt_with, verify_with, ")]
/// Decrypts a nested token, verifies the signed one inside, and checks its claims (RFC 7519,
/// appendix A.2).
///
/// Args:
///     token: the token, as str or bytes.
///     decrypt_with: a Key, a KeySet, or any iterable of Keys.
///     verify_with: a Key, a KeySet, or any iterable of Keys.
#[doc = docs::described!("unseal")]
/// Returns:
///     The Token; see `verify`.
#[doc = docs::raises_verifying!("ERR_JWS_INVALID, ERR_JWE_INVALID")]
///     DecryptionError: ERR_JWE_DECRYPTION_FAILED. The reason is withheld on purpose.
///     InvalidSignatureError: ERR_JWS_SIGNATURE_VERIFICATION_FAILED.
///
/// Example:
///     >>> from tokenseal import Key, seal, unseal
///     >>> ours, theirs = Key.generate("ES256"), Key.generate("ECDH-ES+A256KW")
///     >>> token = seal({"sub": "alice"}, sign_with=ours, encrypt_to=theirs.public(), expires_in="15m")
///     >>> unseal(token, decrypt_with=theirs, verify_with=[ours.public()])["sub"]
///     'alice'
#[pyfunction]
#[pyo3(signature = (token, *, decrypt_with, verify_with, **options), text_signature = None)]
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
        verified(py, "unseal", options, quick, |options| {
            tokenseal::unseal(&token, decryption, verification, options)
        })
    })
}

/// What a token says about itself, for people and logs: none of it was checked.
///
/// Args:
///     token: the token, as str or bytes.
///
/// Returns:
///     A dict of `kind` ('signed', 'encrypted' or 'nested'), `header`, `claims`, and `payload`,
///     which is the claims' JSON text. The last two are None if the claims are encrypted.
///
/// Raises:
///     InvalidTokenError: ERR_JWS_INVALID, ERR_JWE_INVALID or ERR_JWT_INVALID.
///     LimitExceededError: ERR_JOSE_LIMIT_EXCEEDED.
///
/// Example:
///     >>> from tokenseal import Key, inspect_unverified, sign
///     >>> shown = inspect_unverified(sign({"sub": "alice"}, Key.generate("HS256"), no_expiry=True))
///     >>> shown["kind"], shown["header"]["alg"], shown["claims"]["sub"]
///     ('signed', 'HS256', 'alice')
#[pyfunction]
pub(crate) fn inspect_unverified(py: Python<'_>, token: Text) -> PyResult<Bound<'_, PyDict>> {
    guard(py, || {
        let inspected = tokenseal::inspect_unverified(&token).or_raise(py)?;
        let payload = inspected.claims.as_ref().map(|claims| claims.as_bytes());
        let shown = PyDict::new(py);
        shown.set_item("kind", inspected.kind.as_str())?;
        shown.set_item("header", from_json::objects(py, inspected.header.as_bytes())?)?;
        shown.set_item(
            "claims",
            payload.map(|claims| from_json::objects(py, claims)).transpose()?,
        )?;
        shown.set_item("payload", payload.map(|claims| PyBytes::new(py, claims)))?;
        Ok(shown)
    })
}

/// What makes a token of claims.
pub(crate) enum Operation<'a> {
    Sign(&'a Key, TokenOptions),
    Encrypt(&'a Key, TokenOptions),
    Seal(&'a Key, &'a Key, TokenOptions),
    Issue(&'a Issuer, IssueOptions),
}

impl Operation<'_> {
    /// Makes the token: slow work without the interpreter lock.
    pub(crate) fn run(self, py: Python<'_>, claims: &Claims<'_>, quick: bool) -> PyResult<String> {
        let text = claims.text(py)?;
        let token = || self.token(JsonText(&text));
        if quick { token() } else { detached(py, token) }.or_raise(py)
    }

    fn token(&self, claims: JsonText<'_>) -> Result<String> {
        let claims = &claims;
        match self {
            Operation::Sign(key, options) => tokenseal::sign(claims, key, options),
            Operation::Encrypt(key, options) => tokenseal::encrypt(claims, key, options),
            Operation::Seal(signing, encryption, options) => {
                tokenseal::seal(claims, signing, encryption, options)
            }
            Operation::Issue(issuer, options) => issuer.issue(claims, options),
        }
    }
}

pub(crate) fn token_options(function: &str, given: Option<&Bound<'_, PyDict>>) -> PyResult<TokenOptions> {
    let mut options: TokenOptions = options::read(function, given)?;
    options.now = Some(now_or(options.now));
    Ok(options)
}

/// Reads the options and checks a token, without the interpreter lock where that takes long.
fn verified(
    py: Python<'_>,
    function: &str,
    given: Option<&Bound<'_, PyDict>>,
    quick: bool,
    run: impl FnOnce(&VerifyOptions) -> Result<Token> + Send,
) -> PyResult<PyToken> {
    let mut options: VerifyOptions = options::read(function, given)?;
    options.now = Some(now_or(options.now));
    let token = if quick {
        run(&options)
    } else {
        detached(py, || run(&options))
    };
    token.or_raise(py).map(PyToken::from)
}
