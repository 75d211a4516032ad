//! A token that was checked.

use std::fmt;
use std::sync::Arc;

use serde::de::DeserializeOwned;

use crate::error::{Error, ErrorCode, Result};
use crate::header::Header;
use crate::json;
use crate::key::Key;
use crate::options::TokenKind;

/// A token whose signature, encryption and claims were checked.
///
/// The claims are parsed when they are asked for, from the very bytes that were verified.
#[derive(Clone)]
pub struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) claims: Claims,
    pub(crate) header: Arc<Header>,
    pub(crate) key: Key,
    /// The header of the encrypted token and the key that decrypted it, where there is another inside.
    pub(crate) outer: Option<(Arc<Header>, Key)>,
}

/// Claims that were checked.
#[derive(Clone)]
pub(crate) struct Claims {
    /// The payload. The strict pass has been over it.
    pub(crate) json: String,
    /// Whether the strict pass has seen an integer that 64 bits may not hold.
    pub(crate) may_hold_wide_integer: bool,
}

impl Token {
    /// The claims, as any type that can be deserialized: `serde_json::Map<String, Value>`, or a struct of your own.
    ///
    /// # Errors
    /// `ERR_JWT_CLAIM_INVALID` if the type cannot hold the claims, or if there is an integer among them that neither i64 nor u64 holds, so that
    /// none is ever rounded; [`claims_json`](Self::claims_json) is exact.
    ///
    /// ```
    /// # use serde_json::json;
    /// # use tokenseal::{Key, KeyOptions, SignatureAlgorithm::HS256, TokenOptions, VerifyOptions};
    /// #[derive(serde::Deserialize)]
    /// struct Claims { sub: String, scope: Vec<String> }
    ///
    /// # let key = Key::from_secret(b"thirty-two bytes of real entropy", HS256.into(), &KeyOptions::default())?;
    /// # let now = Some(1_700_000_000.0);
    /// # let options = TokenOptions { expires_in: Some("5m".into()), now, ..TokenOptions::default() };
    /// # let token = tokenseal::sign(&json!({ "sub": "alice", "scope": ["read"] }), &key, &options)?;
    /// # let token = tokenseal::verify(token, &key, &VerifyOptions { now, ..VerifyOptions::default() })?;
    /// let claims: Claims = token.claims()?;
    /// assert_eq!(claims.sub, "alice");
    /// assert_eq!(claims.scope, ["read"]);
    /// # Ok::<(), tokenseal::Error>(())
    /// ```
    pub fn claims<T: DeserializeOwned>(&self) -> Result<T> {
        let Claims { json, may_hold_wide_integer } = &self.claims;
        if *may_hold_wide_integer && let Some(claim) = json::wide_integer(json) {
            let message = "the claim holds an integer that i64 and u64 do not: read it from claims_json";
            return Err(Error::new(ErrorCode::ClaimInvalid, message).with_claim(claim));
        }
        // serde's own message would quote the claims.
        serde_json::from_str(json)
            .map_err(|_| Error::new(ErrorCode::ClaimInvalid, "the claims do not have the form of the type that they were asked for"))
    }

    /// The claims as JSON text, exactly as they were protected.
    pub fn claims_json(&self) -> &str {
        &self.claims.json
    }

    /// The bytes that were verified or decrypted: the same as [`claims_json`](Self::claims_json).
    pub fn payload(&self) -> &[u8] {
        self.claims.json.as_bytes()
    }

    /// The protected header as JSON text: the signed token's, or the encrypted token's where nothing is signed.
    pub fn header(&self) -> &str {
        self.header.json()
    }

    /// The key_id of the key that verified the signature (or decrypted, where nothing is signed), if it has one. It is the key's own, never the token's.
    pub fn key_id(&self) -> Option<&str> {
        self.key.key_id()
    }

    /// How the token was protected.
    pub fn kind(&self) -> TokenKind {
        self.kind
    }

    /// The header of the encrypted token around the signed one, as JSON text. None unless the token is nested.
    pub fn outer_header(&self) -> Option<&str> {
        self.outer.as_ref().map(|(header, _)| header.json())
    }

    /// The key_id of the key that decrypted the token, if it was encrypted and the key has one.
    pub fn decryption_key_id(&self) -> Option<&str> {
        match (&self.outer, self.kind) {
            (Some((_, key)), _) => key.key_id(),
            (None, TokenKind::Encrypted) => self.key.key_id(),
            (None, _) => None,
        }
    }
}

impl fmt::Debug for Token {
    /// Names the token without showing its claims.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Token")
            .field("kind", &self.kind)
            .field("header", &self.header())
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}
