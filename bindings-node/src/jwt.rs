//! JSON Web Tokens: the functions of one line.

use napi::bindgen_prelude::ToNapiValue;
use napi::{Result as NapiResult, sys};
use napi_derive::napi;
use tokenseal::{JsonText, Result, Token, TokenOptions, VerifyOptions};
use tokenseal_bridge::options::javascript_options as options;

use crate::boundary::{Outcome, guarded};
use crate::incoming::{Incoming, Longest, TokenBytes};
use crate::key::Key;
use crate::key_set::KeySet;
use crate::lately;
use crate::packed::{Checked, text_value};
use crate::task::{Done, run};

/// The claims for the core.
pub(crate) fn claims(text: &[u8]) -> JsonText<'_> {
    JsonText(utf8(text))
}

/// JSON text. Bytes that are not UTF-8 become something that is not JSON either.
fn utf8(text: &[u8]) -> &str {
    std::str::from_utf8(text).unwrap_or_default()
}

/// Signs claims.
#[napi(catch_unwind)]
pub fn sign(
    later: bool,
    text: Incoming<'_>,
    key: &Key,
    json: Option<Incoming<'_>>,
    now: f64,
) -> Done<String, Compact> {
    let key = key.0.clone();
    make_with(later, text, json, now, move |claims, options| {
        tokenseal::sign(claims, &key, options)
    })
}

/// Encrypts claims.
#[napi(catch_unwind)]
pub fn encrypt(
    later: bool,
    text: Incoming<'_>,
    key: &Key,
    json: Option<Incoming<'_>>,
    now: f64,
) -> Done<String, Compact> {
    let key = key.0.clone();
    make_with(later, text, json, now, move |claims, options| {
        tokenseal::encrypt(claims, &key, options)
    })
}

/// Signs claims, then encrypts them.
#[napi(catch_unwind)]
pub fn seal(
    later: bool,
    text: Incoming<'_>,
    sign_with: &Key,
    encrypt_to: &Key,
    json: Option<Incoming<'_>>,
    now: f64,
) -> Done<String, Compact> {
    let (sign_with, encrypt_to) = (sign_with.0.clone(), encrypt_to.0.clone());
    make_with(later, text, json, now, move |claims, options| {
        tokenseal::seal(claims, &sign_with, &encrypt_to, options)
    })
}

/// Makes a token of claims by options, here or later.
fn make_with<F>(
    later: bool,
    text: Incoming<'_>,
    json: Option<Incoming<'_>>,
    now: f64,
    work: F,
) -> Done<String, Compact>
where
    F: FnOnce(&JsonText<'_>, &TokenOptions) -> Result<String> + Send + 'static,
{
    if later {
        let json = json.map(|json| json.read(Longest::UNLIMITED)).transpose();
        return make(true, text, move |claims| {
            let json = json?;
            work(
                claims,
                &lately::read(json.as_ref().map(|json| utf8(json.as_ref())), now)?,
            )
        });
    }
    let made = |json: Option<&str>| {
        lately::with_options(json, now, |options| {
            text.with(Longest::UNLIMITED, |text| work(&claims(text), options))
        })
    };
    Done::Now(guarded(|| {
        match json {
            Some(json) => json.with(Longest::UNLIMITED, |json| made(Some(utf8(json)))),
            None => made(None),
        }
        .map(Compact::from)
    }))
}

/// Makes a token of claims, here or later.
pub(crate) fn make<F>(later: bool, text: Incoming<'_>, work: F) -> Done<String, Compact>
where
    F: FnOnce(&JsonText<'_>) -> Result<String> + Send + 'static,
{
    if later {
        let text = text.read(Longest::UNLIMITED);
        return run(true, move || work(&claims(text?.as_ref())));
    }
    Done::Now(guarded(|| {
        text.with(Longest::UNLIMITED, |text| work(&claims(text)))
            .map(Compact::from)
    }))
}

/// Verifies a signed token.
#[napi(catch_unwind)]
pub fn verify(
    later: bool,
    token: Incoming<'_>,
    keys: &KeySet,
    json: Option<String>,
    now: f64,
) -> Done<Token, Checked> {
    let keys = keys.0.clone();
    check(later, token, json, now, move |token, options| {
        tokenseal::verify(token, keys, options)
    })
}

/// Decrypts an encrypted token.
#[napi(catch_unwind)]
pub fn decrypt(
    later: bool,
    token: Incoming<'_>,
    keys: &KeySet,
    json: Option<String>,
    now: f64,
) -> Done<Token, Checked> {
    let keys = keys.0.clone();
    check(later, token, json, now, move |token, options| {
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
    json: Option<String>,
    now: f64,
) -> Done<Token, Checked> {
    let (decrypt_with, verify_with) = (decrypt_with.0.clone(), verify_with.0.clone());
    check(later, token, json, now, move |token, options| {
        tokenseal::unseal(token, decrypt_with, verify_with, options)
    })
}

/// Reads token and options here, and does the rest here or later. The time is `now`, unless the
/// options have another.
fn check<F>(later: bool, token: Incoming<'_>, json: Option<String>, now: f64, work: F) -> Done<Token, Checked>
where
    F: FnOnce(TokenBytes, &VerifyOptions) -> Result<Token> + Send + 'static,
{
    let given: Result<VerifyOptions> =
        json.map_or_else(|| Ok(VerifyOptions::default()), |json| options(&json));
    let given = given.and_then(|options| {
        let options = VerifyOptions {
            now: options.now.or(Some(now)),
            ..options
        };
        Ok((token.read(Longest::compact(options.max_token_bytes))?, options))
    });
    run(later, move || {
        given.and_then(|(token, options)| work(token, &options))
    })
}

/// A token that was made, in the compact serialization, which is ASCII.
pub struct Compact(String);

impl From<String> for Compact {
    fn from(token: String) -> Self {
        Self(token)
    }
}

impl ToNapiValue for Compact {
    unsafe fn to_napi_value(env: sys::napi_env, Self(token): Self) -> NapiResult<sys::napi_value> {
        // SAFETY: `env` is passed on as it came.
        unsafe { text_value(env, &token, true) }
    }
}

/// What an unchecked token says about itself: kind, header, claims.
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
