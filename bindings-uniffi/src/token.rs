//! Tokens that were checked, and tokens that were only inspected: plain values, which cross the
//! boundary whole and at once.

use tokenseal::Error;

use crate::boundary::call;
use crate::error::TokenError;

/// A token whose signature, encryption and claims were checked.
#[derive(uniffi::Record)]
pub struct Token {
    /// The claims as JSON text, exactly as they were protected.
    pub claims_json: String,
    /// The protected header as JSON text: the signed token's, or the encrypted token's if nothing
    /// is signed.
    pub header_json: String,
    /// The key_id of the key that verified the signature (or decrypted the token, if nothing is
    /// signed). It is the key's own, never the token's.
    pub key_id: Option<String>,
    /// How the token was protected: `signed`, `encrypted` or `nested`.
    pub kind: String,
    /// The header of the encrypted token around the signed one, as JSON text.
    pub outer_header_json: Option<String>,
    /// The key_id of the key that decrypted the token.
    pub decryption_key_id: Option<String>,
    /// How the sender proved possession of what the token is bound to: `dpop` or `certificate`.
    pub proven_by: Option<String>,
}

impl From<tokenseal::Token> for Token {
    fn from(token: tokenseal::Token) -> Self {
        Self {
            claims_json: token.claims_json().to_owned(),
            header_json: token.header().to_owned(),
            key_id: token.key_id().map(str::to_owned),
            kind: token.kind().as_str().to_owned(),
            outer_header_json: token.outer_header().map(str::to_owned),
            decryption_key_id: token.decryption_key_id().map(str::to_owned),
            proven_by: token.proven_by().map(|way| way.as_str().to_owned()),
        }
    }
}

/// One of many tokens: checked, or refused.
#[derive(uniffi::Enum)]
pub enum Checked {
    /// The token is good.
    Token {
        /// The token.
        token: Token,
    },
    /// The token was refused.
    Refused {
        /// Why.
        error: TokenError,
    },
}

impl From<Result<tokenseal::Token, Error>> for Checked {
    fn from(result: Result<tokenseal::Token, Error>) -> Self {
        match result {
            Ok(token) => Self::Token { token: token.into() },
            Err(error) => Self::Refused { error: error.into() },
        }
    }
}

/// What an unchecked token says about itself.
#[derive(uniffi::Record)]
pub struct Inspected {
    /// The kind of token that it appears to be, in the same words.
    pub kind: String,
    /// Its protected header, as JSON text.
    pub header_json: String,
    /// The claims of a signed token, as JSON text, if they are a strict JSON object.
    pub claims_json: Option<String>,
}

/// Reads a token without checking anything: for people and logs, never for decisions.
#[uniffi::export]
pub fn inspect_unverified(token: String) -> Result<Inspected, TokenError> {
    call(|| tokenseal::inspect_unverified(&token)).map(|shown| Inspected {
        kind: shown.kind.as_str().to_owned(),
        header_json: shown.header,
        claims_json: shown.claims,
    })
}
