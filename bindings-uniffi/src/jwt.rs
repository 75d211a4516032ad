//! The functions for one token. Claims cross as JSON text.

use std::sync::Arc;

use tokenseal::{JsonText, TokenOptions, VerifyOptions};

use crate::boundary::{call, now_or, options};
use crate::error::TokenError;
use crate::key::Key;
use crate::key_set::KeySet;
use crate::token::Token;

/// Signs claims, which are JSON text: anyone can read the token, and nobody can change it.
#[uniffi::export]
pub fn sign_json(claims: String, key: Arc<Key>, given: String) -> Result<String, TokenError> {
    call(|| tokenseal::sign(&JsonText(&claims), &key.0, &token_options(&given)?))
}

/// Encrypts claims, which are JSON text: nobody but the holder of the key can read them.
#[uniffi::export]
pub fn encrypt_json(claims: String, key: Arc<Key>, given: String) -> Result<String, TokenError> {
    call(|| tokenseal::encrypt(&JsonText(&claims), &key.0, &token_options(&given)?))
}

/// Signs claims, which are JSON text, then encrypts the signed token (RFC 7519, section 5.2,
/// "nested").
#[uniffi::export]
pub fn seal_json(
    claims: String,
    sign_with: Arc<Key>,
    encrypt_to: Arc<Key>,
    given: String,
) -> Result<String, TokenError> {
    call(|| {
        tokenseal::seal(
            &JsonText(&claims),
            &sign_with.0,
            &encrypt_to.0,
            &token_options(&given)?,
        )
    })
}

/// Verifies a signed token and checks its claims.
#[uniffi::export]
pub fn verify_with(token: String, keys: Arc<KeySet>, given: String) -> Result<Token, TokenError> {
    call(|| tokenseal::verify(&token, &keys.0, &verify_options(&given)?)).map(Token::from)
}

/// Decrypts an encrypted token and checks its claims.
#[uniffi::export]
pub fn decrypt_with(token: String, keys: Arc<KeySet>, given: String) -> Result<Token, TokenError> {
    call(|| tokenseal::decrypt(&token, &keys.0, &verify_options(&given)?)).map(Token::from)
}

/// Decrypts a nested token, verifies the signed one inside, and checks its claims.
#[uniffi::export]
pub fn unseal_with(
    token: String,
    decrypt_with: Arc<KeySet>,
    verify_with: Arc<KeySet>,
    given: String,
) -> Result<Token, TokenError> {
    call(|| tokenseal::unseal(&token, &decrypt_with.0, &verify_with.0, &verify_options(&given)?))
        .map(Token::from)
}

/// The options for creating a token, with the time.
pub(crate) fn token_options(given: &str) -> tokenseal::Result<TokenOptions> {
    let options: TokenOptions = options(given)?;
    Ok(TokenOptions {
        now: Some(now_or(options.now)),
        ..options
    })
}

fn verify_options(given: &str) -> tokenseal::Result<VerifyOptions> {
    let options: VerifyOptions = options(given)?;
    Ok(VerifyOptions {
        now: Some(now_or(options.now)),
        ..options
    })
}
