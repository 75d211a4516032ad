//! Claims: the functions of one line, issuers and verifiers.

use napi::bindgen_prelude::{ClassInstance, ToNapiValue};
use napi::{Result as NapiResult, sys};
use napi_derive::napi;
use tokenseal::{JsonText, Result};

use crate::boundary::{CheckOptions, Outcome, Text, Texts, guarded, options, text_bytes};
use crate::keys::Key;
use crate::keyset::KeySet;

/// A token that was checked: payload, header, key_id, kind, outer header, decryption_key_id.
pub struct Checked(tokenseal::Token);

impl ToNapiValue for Checked {
    unsafe fn to_napi_value(env: sys::napi_env, Self(token): Self) -> NapiResult<sys::napi_value> {
        let kind = token.kind().as_str();
        let texts = vec![
            Some(token.claims_json()),
            Some(token.header()),
            token.key_id(),
            Some(kind),
            token.outer_header(),
            token.decryption_key_id(),
        ];
        // SAFETY: `env` is passed on as it came.
        unsafe { Texts::to_napi_value(env, texts) }
    }
}

/// What an unchecked token says of itself: kind, header, claims.
pub struct Inspected(tokenseal::Inspected);

impl ToNapiValue for Inspected {
    unsafe fn to_napi_value(env: sys::napi_env, Self(inspected): Self) -> NapiResult<sys::napi_value> {
        let texts = vec![Some(inspected.kind.as_str()), Some(inspected.header.as_str()), inspected.claims.as_deref()];
        // SAFETY: `env` is passed on as it came.
        unsafe { Texts::to_napi_value(env, texts) }
    }
}

/// The claims for the core. Bytes that are not UTF-8 become what is no JSON either.
pub(crate) fn claims<'a>(text: &'a Text<'_>) -> JsonText<'a> {
    JsonText(std::str::from_utf8(text_bytes(text)).unwrap_or_default())
}

/// Signs claims.
#[napi]
pub fn sign(text: Text<'_>, key: &Key, json: String) -> Outcome<String> {
    guarded(|| tokenseal::sign(&claims(&text), &key.0, &options(&json)?))
}

/// Encrypts claims.
#[napi]
pub fn encrypt(text: Text<'_>, key: &Key, json: String) -> Outcome<String> {
    guarded(|| tokenseal::encrypt(&claims(&text), &key.0, &options(&json)?))
}

/// Signs claims, then encrypts them.
#[napi]
pub fn seal(text: Text<'_>, sign_with: &Key, encrypt_to: &Key, json: String) -> Outcome<String> {
    guarded(|| tokenseal::seal(&claims(&text), &sign_with.0, &encrypt_to.0, &options(&json)?))
}

/// Verifies a signed token.
#[napi]
pub fn verify(token: Text<'_>, keys: &KeySet, json: String) -> Outcome<Checked> {
    guarded(|| tokenseal::verify(text_bytes(&token), &keys.0, &options(&json)?).map(Checked))
}

/// Decrypts an encrypted token.
#[napi]
pub fn decrypt(token: Text<'_>, keys: &KeySet, json: String) -> Outcome<Checked> {
    guarded(|| tokenseal::decrypt(text_bytes(&token), &keys.0, &options(&json)?).map(Checked))
}

/// Decrypts a nested token and verifies what is inside.
#[napi]
pub fn unseal(token: Text<'_>, decrypt_with: &KeySet, verify_with: &KeySet, json: String) -> Outcome<Checked> {
    guarded(|| tokenseal::unseal(text_bytes(&token), &decrypt_with.0, &verify_with.0, &options(&json)?).map(Checked))
}

/// Reads a token without checking it.
#[napi]
pub fn inspect_unverified(token: Text<'_>) -> Outcome<Inspected> {
    guarded(|| tokenseal::inspect_unverified(text_bytes(&token)).map(Inspected))
}

/// An issuer of the core.
#[napi]
pub struct Issuer(tokenseal::Issuer);

/// An issuer, its keys and options checked.
#[napi]
pub fn new_issuer(
    signing_key: Option<ClassInstance<'_, Key>>,
    encryption_key: Option<ClassInstance<'_, Key>>,
    json: String,
) -> Outcome<Issuer> {
    let core = |key: Option<ClassInstance<'_, Key>>| key.map(|key| key.0.clone());
    guarded(|| tokenseal::Issuer::new(core(signing_key), core(encryption_key), &options(&json)?).map(Issuer))
}

#[napi]
impl Issuer {
    /// Makes a token.
    #[napi]
    pub fn issue(&self, text: Text<'_>, json: String) -> Outcome<String> {
        guarded(|| self.0.issue(&claims(&text), &options(&json)?))
    }
}

/// A verifier of the core.
#[napi]
pub struct Verifier(tokenseal::Verifier);

/// A verifier, its keys and options compiled.
#[napi]
pub fn new_verifier(
    keys: Option<ClassInstance<'_, KeySet>>,
    decryption_keys: Option<ClassInstance<'_, KeySet>>,
    json: String,
) -> Outcome<Verifier> {
    let core = |keys: Option<ClassInstance<'_, KeySet>>| keys.map(|keys| keys.0.clone());
    guarded(|| tokenseal::Verifier::new(core(keys), core(decryption_keys), &options(&json)?).map(Verifier))
}

#[napi]
impl Verifier {
    /// Checks a token.
    #[napi]
    pub fn verify(&self, token: Text<'_>, now: f64) -> Outcome<Checked> {
        guarded(|| self.0.verify(text_bytes(&token), now).map(Checked))
    }

    /// Checks many tokens; each has its own outcome.
    #[napi]
    pub fn verify_many(&self, tokens: Vec<Text<'_>>, now: f64) -> Outcome<Vec<Outcome<Checked>>> {
        let tokens: Vec<&[u8]> = tokens.iter().map(text_bytes).collect();
        let own = |result: Result<tokenseal::Token>| guarded(|| result.map(Checked));
        guarded(|| Ok(self.0.verify_many(&tokens, now).into_iter().map(own).collect()))
    }
}

/// The time that the options of a check give, if they do.
#[napi]
pub fn given_time(json: String) -> Outcome<Option<f64>> {
    guarded(|| options::<CheckOptions>(&json).map(|options| options.now))
}
