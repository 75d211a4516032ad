//! JSON Web Tokens: the functions of one line.

use napi::bindgen_prelude::ToNapiValue;
use napi::{Result as NapiResult, sys};
use napi_derive::napi;
use tokenseal::{JsonText, Result, Token, TokenOptions, VerifyOptions};
use tokenseal_bridge::options::javascript_options as options;

use crate::boundary::{Outcome, Text, guarded, owned};
use crate::incoming::{Incoming, Longest, TokenBytes};
use crate::key::Key;
use crate::key_set::KeySet;
use crate::packed::Checked;
use crate::task::{Done, run};

/// The claims for the core. Bytes that are not UTF-8 become what is no JSON either.
pub(crate) fn claims(text: &[u8]) -> JsonText<'_> {
    JsonText(std::str::from_utf8(text).unwrap_or_default())
}

/// Signs claims.
#[napi(catch_unwind)]
pub fn sign(later: bool, text: Text<'_>, key: &Key, json: String) -> Done<String, String> {
    let (text, key) = (owned(text), key.0.clone());
    run(later, move || {
        tokenseal::sign(&claims(&text), &key, &options::<TokenOptions>(&json)?)
    })
}

/// Encrypts claims.
#[napi(catch_unwind)]
pub fn encrypt(later: bool, text: Text<'_>, key: &Key, json: String) -> Done<String, String> {
    let (text, key) = (owned(text), key.0.clone());
    run(later, move || {
        tokenseal::encrypt(&claims(&text), &key, &options::<TokenOptions>(&json)?)
    })
}

/// Signs claims, then encrypts them.
#[napi(catch_unwind)]
pub fn seal(
    later: bool,
    text: Text<'_>,
    sign_with: &Key,
    encrypt_to: &Key,
    json: String,
) -> Done<String, String> {
    let (text, sign_with, encrypt_to) = (owned(text), sign_with.0.clone(), encrypt_to.0.clone());
    run(later, move || {
        tokenseal::seal(
            &claims(&text),
            &sign_with,
            &encrypt_to,
            &options::<TokenOptions>(&json)?,
        )
    })
}

/// Verifies a signed token.
#[napi(catch_unwind)]
pub fn verify(later: bool, token: Incoming<'_>, keys: &KeySet, json: String) -> Done<Token, Checked> {
    let keys = keys.0.clone();
    check(later, token, &json, move |token, options| {
        tokenseal::verify(token, keys, options)
    })
}

/// Decrypts an encrypted token.
#[napi(catch_unwind)]
pub fn decrypt(later: bool, token: Incoming<'_>, keys: &KeySet, json: String) -> Done<Token, Checked> {
    let keys = keys.0.clone();
    check(later, token, &json, move |token, options| {
        tokenseal::decrypt(token, keys, options)
    })
}

/// Decrypts a nested token and verifies what is inside.
#[napi(catch_unwind)]
pub fn unseal(
    later: bool,
    token: Incoming<'_>,
    decrypt_with: &KeySet,
    verify_with: &KeySet,
    json: String,
) -> Done<Token, Checked> {
    let (decrypt_with, verify_with) = (decrypt_with.0.clone(), verify_with.0.clone());
    check(later, token, &json, move |token, options| {
        tokenseal::unseal(token, decrypt_with, verify_with, options)
    })
}

/// Reads token and options here, and does the rest here or later.
fn check<F>(later: bool, token: Incoming<'_>, json: &str, work: F) -> Done<Token, Checked>
where
    F: FnOnce(TokenBytes, &VerifyOptions) -> Result<Token> + Send + 'static,
{
    let given = options::<VerifyOptions>(json)
        .and_then(|options| Ok((token.read(Longest::compact(options.max_token_bytes))?, options)));
    run(later, move || {
        given.and_then(|(token, options)| work(token, &options))
    })
}

/// What an unchecked token says of itself: kind, header, claims.
pub struct Inspected(tokenseal::Inspected);

impl ToNapiValue for Inspected {
    unsafe fn to_napi_value(env: sys::napi_env, Self(inspected): Self) -> NapiResult<sys::napi_value> {
        let texts = vec![
            Some(inspected.kind.as_str()),
            Some(inspected.header.as_str()),
            inspected.claims.as_deref(),
        ];
        // SAFETY: `env` is passed on as it came.
        unsafe { Vec::to_napi_value(env, texts) }
    }
}

/// Reads a token without checking it.
#[napi(catch_unwind)]
pub fn inspect_unverified(token: Incoming<'_>) -> Outcome<Inspected> {
    guarded(|| {
        token.with(Longest::compact(None), |token| {
            tokenseal::inspect_unverified(token).map(Inspected)
        })
    })
}
