//! JSON Web Tokens (RFC 7519): claims that are signed, encrypted or both, and the checks that make
//! them trustworthy.

mod accept;
mod again;
mod by_issuer;
mod checks;
mod claims;
mod create;
mod events;
mod expected;
mod external;
mod finite;
mod header_cache;
mod inspect;
mod issuer;
mod keys;
mod many;
mod members;
mod payload;
mod pending;
mod policy;
mod profile;
mod recipient;
mod remembered;
mod replicated;
mod resolved_options;
mod revoked;
mod shape;
mod status;
mod template;
mod text;
mod times;
mod token;
mod types;
mod usable;
mod verifier;

use serde::Serialize;

use crate::error::Result;
use crate::key::{Key, KeySet};
use crate::options::{TokenKind, TokenOptions, VerifyOptions, check_time, given_now};

pub use external::prepare;
pub use inspect::{Inspected, inspect_unverified};
pub use issuer::{Issued, Issuer};
pub use keys::Keys;
pub use pending::{Check, Outcome, PendingCheck};
pub use recipient::{EncryptionKey, SigningKey};
pub use remembered::Beside;
pub use status::StatusLists;
pub use text::JsonText;
pub use token::Token;
pub use verifier::Verifier;

/// Signs claims (RFC 7519, section 7.1): anyone can read the token, but nobody can alter it.
///
/// `claims` is anything that serializes to a JSON object, or [`JsonText`]. The key decides the
/// algorithm.
///
/// # Errors
/// `ERR_OPTION_INVALID`, `ERR_JWT_INVALID` if the claims are not one strict JSON object,
/// `ERR_JWT_CLAIM_INVALID` if a registered claim has the wrong type, `ERR_JWT_CLAIM_MISSING` for
/// what a profile requires, `ERR_KEY_MISMATCH` if the key is not for signing.
///
/// ```
/// # use serde_json::json;
/// use tokenseal::{GenerateOptions, Key, SignatureAlgorithm::Ed25519, TokenOptions, VerifyOptions};
///
/// let key = Key::generate(Ed25519.into(), &GenerateOptions::default())?;
/// # let now = Some(1_700_000_000.0);
/// let token = tokenseal::sign(&json!({ "sub": "alice" }), &key, &TokenOptions { expires_in: Some("15m".into()), now, ..TokenOptions::default() })?;
/// let token = tokenseal::verify(&token, key.public()?, &VerifyOptions { now, ..VerifyOptions::default() })?;
/// assert_eq!(token.key_id(), key.key_id());
/// # Ok::<(), tokenseal::Error>(())
/// ```
pub fn sign<C: Serialize + ?Sized>(claims: &C, key: &Key, options: &TokenOptions) -> Result<String> {
    payload::with_text(claims, |claims| {
        create::create(claims, Some(key), None, &options.into())
    })
}

/// Encrypts claims (RFC 7519, section 7.1): only the key's holder can read the token.
///
/// With a public key, anyone could have made such a token, so [`decrypt`] refuses it unless you
/// allow that. [`seal`] also signs.
///
/// # Errors
/// As [`sign`]; `ERR_KEY_MISMATCH` if the key is not for encryption.
///
/// ```
/// # use serde_json::json;
/// use tokenseal::{ContentEncryption::A256GCM, GenerateOptions, Key, KeyManagement, TokenOptions, VerifyOptions};
///
/// let key = Key::generate(KeyManagement::Dir.into(), &GenerateOptions { enc: Some(A256GCM), ..GenerateOptions::default() })?;
/// # let now = Some(1_700_000_000.0);
/// let token = tokenseal::encrypt(&json!({ "sub": "alice" }), &key, &TokenOptions { expires_in: Some("15m".into()), now, ..TokenOptions::default() })?;
/// let token = tokenseal::decrypt(&token, &key, &VerifyOptions { now, ..VerifyOptions::default() })?;
/// assert_eq!(token.kind().as_str(), "encrypted");
/// # Ok::<(), tokenseal::Error>(())
/// ```
pub fn encrypt<C: Serialize + ?Sized>(claims: &C, key: &Key, options: &TokenOptions) -> Result<String> {
    payload::with_text(claims, |claims| {
        create::create(claims, None, Some(key), &options.into())
    })
}

/// Signs claims, then encrypts the signed token (RFC 7519, section 5.2, "nested").
///
/// `header`, `type` and the claims are the inner, signed token's; the outer one only says `cty:
/// JWT`.
///
/// # Errors
/// As [`sign`] and [`encrypt`].
///
/// ```
/// # use serde_json::json;
/// use tokenseal::{GenerateOptions, Key, KeyManagement::ECDH_ES_A256KW, SignatureAlgorithm::ES256, TokenOptions, VerifyOptions};
///
/// let signing = Key::generate(ES256.into(), &GenerateOptions::default())?;
/// let recipient = Key::generate(ECDH_ES_A256KW.into(), &GenerateOptions::default())?;
/// # let now = Some(1_700_000_000.0);
/// let options = TokenOptions { expires_in: Some("15m".into()), now, ..TokenOptions::default() };
/// let token = tokenseal::seal(&json!({ "sub": "alice" }), &signing, &recipient.public()?, &options)?;
/// let token = tokenseal::unseal(&token, &recipient, signing.public()?, &VerifyOptions { now, ..VerifyOptions::default() })?;
/// assert_eq!(token.decryption_key_id(), recipient.key_id());
/// # Ok::<(), tokenseal::Error>(())
/// ```
pub fn seal<C: Serialize + ?Sized>(
    claims: &C,
    sign_with: &Key,
    encrypt_to: &Key,
    options: &TokenOptions,
) -> Result<String> {
    payload::with_text(claims, |claims| {
        create::create(claims, Some(sign_with), Some(encrypt_to), &options.into())
    })
}

/// Verifies a signed token and checks its claims (RFC 7519, section 7.2).
///
/// `keys` is a [`Key`], several, or a [`KeySet`]. `now` in the options is required.
///
/// # Errors
/// Any code for a malformed, foreign, expired or otherwise unacceptable token; see
/// [`ErrorCode`](crate::ErrorCode).
pub fn verify(token: impl AsRef<[u8]>, keys: impl Into<KeySet>, options: &VerifyOptions) -> Result<Token> {
    validate(
        TokenKind::Signed,
        token.as_ref(),
        keys.into(),
        KeySet::default(),
        options,
    )
}

/// Decrypts an encrypted token and checks its claims (RFC 7519, section 7.2).
///
/// # Errors
/// As [`verify`]; `ERR_JWT_UNSIGNED` if the token is encrypted to a public key, unless
/// `allow_unsigned` is set.
pub fn decrypt(token: impl AsRef<[u8]>, keys: impl Into<KeySet>, options: &VerifyOptions) -> Result<Token> {
    validate(
        TokenKind::Encrypted,
        token.as_ref(),
        KeySet::default(),
        keys.into(),
        options,
    )
}

/// Decrypts a nested token, verifies the signed one inside, and checks its claims (RFC 7519,
/// section 7.2).
///
/// # Errors
/// As [`verify`] and [`decrypt`].
pub fn unseal(
    token: impl AsRef<[u8]>,
    decrypt_with: impl Into<KeySet>,
    verify_with: impl Into<KeySet>,
    options: &VerifyOptions,
) -> Result<Token> {
    validate(
        TokenKind::Nested,
        token.as_ref(),
        verify_with.into(),
        decrypt_with.into(),
        options,
    )
}

fn validate(
    kind: TokenKind,
    token: &[u8],
    keys: KeySet,
    decryption_keys: KeySet,
    options: &VerifyOptions,
) -> Result<Token> {
    let now = given_now(options.now)?;
    Verifier::of_kind(kind, keys, decryption_keys, options)?.verify_bytes(token, check_time(now, "now")?)
}
