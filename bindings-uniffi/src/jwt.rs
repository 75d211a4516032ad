//! The functions for one token. Claims cross as JSON text.

use std::sync::Arc;

use tokenseal::{JsonText, VerifyOptions};

use crate::boundary::{call, now_or};
use crate::error::TokenError;
use crate::key::Key;
use crate::key_set::KeySet;
use crate::making_options::TokenOptions;
use crate::token::Token;

/// Signs claims, which are JSON text: everybody can read the token, and nobody can change it.
#[uniffi::export]
pub fn sign_json(claims: String, key: Arc<Key>, options: TokenOptions) -> Result<String, TokenError> {
    call(|| tokenseal::sign(&JsonText(&claims), &key.0, &options.try_into()?))
}

/// Encrypts claims, which are JSON text: nobody but the holder of the key can read them.
#[uniffi::export]
pub fn encrypt_json(claims: String, key: Arc<Key>, options: TokenOptions) -> Result<String, TokenError> {
    call(|| tokenseal::encrypt(&JsonText(&claims), &key.0, &options.try_into()?))
}

/// Signs claims, which are JSON text, then encrypts the signed token (RFC 7519, section 5.2, "nested").
#[uniffi::export]
pub fn seal_json(claims: String, sign_with: Arc<Key>, encrypt_to: Arc<Key>, options: TokenOptions) -> Result<String, TokenError> {
    call(|| tokenseal::seal(&JsonText(&claims), &sign_with.0, &encrypt_to.0, &options.try_into()?))
}

/// Verifies a signed token and checks its claims.
#[uniffi::export]
pub fn verify_with(token: String, keys: Arc<KeySet>, options: VerifyOptions) -> Result<Token, TokenError> {
    call(|| tokenseal::verify(&token, &keys.0, &timed(options))).map(Token::from)
}

/// Decrypts an encrypted token and checks its claims.
#[uniffi::export]
pub fn decrypt_with(token: String, keys: Arc<KeySet>, options: VerifyOptions) -> Result<Token, TokenError> {
    call(|| tokenseal::decrypt(&token, &keys.0, &timed(options))).map(Token::from)
}

/// Decrypts a nested token, verifies the signed one inside, and checks its claims.
#[uniffi::export]
pub fn unseal_with(
    token: String,
    decrypt_with: Arc<KeySet>,
    verify_with: Arc<KeySet>,
    options: VerifyOptions,
) -> Result<Token, TokenError> {
    call(|| tokenseal::unseal(&token, &decrypt_with.0, &verify_with.0, &timed(options))).map(Token::from)
}

fn timed(options: VerifyOptions) -> VerifyOptions {
    VerifyOptions { now: Some(now_or(options.now)), ..options }
}
