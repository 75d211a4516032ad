//! A checked token.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::de::DeserializeOwned;

use crate::dpop::ProvenBy;
use crate::error::{Error, ErrorCode, Result};
use crate::header::Header;
use crate::json;
use crate::jwt::members::Claims;
use crate::jwt::remembered::Beside;
use crate::key::Identity;
use crate::options::TokenKind;

/// A token whose signature, encryption and claims were checked.
///
/// The claims are parsed on demand, from the very bytes that were verified. A clone shares them.
#[derive(Clone)]
pub struct Token {
    pub(super) checked: Arc<Checked>,
    pub(super) proven_by: Option<ProvenBy>,
    /// Whether its verifier remembers it, and it was found there.
    pub(super) is_remembered: bool,
}

/// What a check found about a token, whoever sends it.
pub(super) struct Checked {
    pub(super) kind: TokenKind,
    pub(super) claims: Claims,
    pub(super) header: Arc<Header>,
    /// Which key it was that verified, or decrypted: never the key itself, which a token would keep
    /// alive.
    pub(super) key: Arc<Identity>,
    /// The header of the encrypted token and which key decrypted it, if there is another inside.
    pub(super) outer: Option<(Arc<Header>, Arc<Identity>)>,
    pub(super) beside: Beside,
}

impl From<Checked> for Token {
    /// Nothing is proven yet, and it is not remembered.
    fn from(checked: Checked) -> Self {
        Self {
            checked: Arc::new(checked),
            proven_by: None,
            is_remembered: false,
        }
    }
}

impl Token {
    /// The claims, as any type that can be deserialized: `serde_json::Map<String, Value>`, or a
    /// struct of your own.
    ///
    /// # Errors
    /// `ERR_JWT_CLAIM_INVALID` if the type cannot hold the claims, or if there is an integer among
    /// them that neither i64 nor u64 holds, so that none is ever rounded;
    /// [`claims_json`](Self::claims_json) is exact.
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
        let json = self.checked.claims.json();
        if self.checked.claims.may_hold_wide_integer()
            && let Some(claim) = json::wide_integer(json)
        {
            let message = "a claim holds an integer that i64 and u64 do not: read it from claims_json";
            let error = Error::new(ErrorCode::ClaimInvalid, message);
            return Err(if is_fit_for_logs(&claim) {
                error.with_claim(claim)
            } else {
                error
            });
        }
        // serde's own message would quote the claims.
        serde_json::from_str(json).map_err(|_| {
            Error::new(
                ErrorCode::ClaimInvalid,
                "the claims do not have the form of the type that they were asked for",
            )
        })
    }

    /// The claims as JSON text, exactly as they were protected.
    pub fn claims_json(&self) -> &str {
        self.checked.claims.json()
    }

    /// The JSON text of one claim, found without reading the others.
    ///
    /// ```
    /// # use serde_json::json;
    /// # use tokenseal::{Key, KeyOptions, SignatureAlgorithm::HS256, TokenOptions, VerifyOptions};
    /// # let key = Key::from_secret(b"thirty-two bytes of real entropy", HS256.into(), &KeyOptions::default())?;
    /// # let now = Some(1_700_000_000.0);
    /// # let options = TokenOptions { expires_in: Some("5m".into()), now, ..TokenOptions::default() };
    /// # let token = tokenseal::sign(&json!({ "sub": "alice", "scope": ["read"] }), &key, &options)?;
    /// # let token = tokenseal::verify(&token, &key, &VerifyOptions { now, ..VerifyOptions::default() })?;
    /// assert_eq!(token.claim_json("sub"), Some(r#""alice""#));
    /// assert_eq!(token.claim_json("scope"), Some(r#"["read"]"#));
    /// assert_eq!(token.claim_json("admin"), None);
    /// # Ok::<(), tokenseal::Error>(())
    /// ```
    pub fn claim_json(&self, name: &str) -> Option<&str> {
        self.checked.claims.member(name)
    }

    /// One claim as text, if it is a string: found without reading the others, and borrowed unless
    /// it has escapes.
    ///
    /// None if the token has no such claim, or if it is not a string.
    /// [`claim_json`](Self::claim_json) returns other types, and distinguishes the two cases.
    ///
    /// ```
    /// # use serde_json::json;
    /// # use tokenseal::{Key, KeyOptions, SignatureAlgorithm::HS256, TokenOptions, VerifyOptions};
    /// # let key = Key::from_secret(b"thirty-two bytes of real entropy", HS256.into(), &KeyOptions::default())?;
    /// # let now = Some(1_700_000_000.0);
    /// # let options = TokenOptions { expires_in: Some("5m".into()), now, ..TokenOptions::default() };
    /// # let token = tokenseal::sign(&json!({ "sub": "alice", "scope": "read write" }), &key, &options)?;
    /// # let token = tokenseal::verify(&token, &key, &VerifyOptions { now, ..VerifyOptions::default() })?;
    /// let subject = token.text("sub").unwrap_or_default();
    /// assert_eq!(subject, "alice");
    /// assert!(token.text("scope").is_some_and(|scope| scope.split(' ').any(|one| one == "read")));
    /// assert_eq!(token.text("exp"), None);
    /// # Ok::<(), tokenseal::Error>(())
    /// ```
    pub fn text(&self, name: &str) -> Option<Cow<'_, str>> {
        self.checked.claims.text(name)
    }

    /// The bytes that were verified or decrypted: the same as [`claims_json`](Self::claims_json).
    pub fn payload(&self) -> &[u8] {
        self.checked.claims.json().as_bytes()
    }

    /// The protected header as JSON text: the signed token's, or the encrypted token's if nothing
    /// is signed.
    pub fn header(&self) -> &str {
        self.checked.header.json()
    }

    /// The key_id of the key that verified the signature (or decrypted, if nothing is signed), if
    /// it has one. It is the key's own, never the token's.
    pub fn key_id(&self) -> Option<&str> {
        self.checked.key.key_id()
    }

    /// The JWK thumbprint (SHA-256, RFC 7638) of that key. None for a shared secret: its thumbprint
    /// reveals something about it, and a token may be kept where secrets must not be.
    pub fn key_thumbprint(&self) -> Option<&str> {
        self.checked.key.thumbprint()
    }

    /// How the token was protected.
    pub fn kind(&self) -> TokenKind {
        self.checked.kind
    }

    /// The header of the encrypted token around the signed one, as JSON text. None unless the token
    /// is nested.
    pub fn outer_header(&self) -> Option<&str> {
        self.checked.outer.as_ref().map(|(header, _)| header.json())
    }

    /// The key_id of the key that decrypted the token, if it was encrypted and the key has one.
    pub fn decryption_key_id(&self) -> Option<&str> {
        match (&self.checked.outer, self.checked.kind) {
            (Some((_, key)), _) => key.key_id(),
            (None, TokenKind::Encrypted) => self.checked.key.key_id(),
            (None, _) => None,
        }
    }

    /// How the sender proved, in the check, possession of what the token is bound to (`cnf`, RFC
    /// 7800). None if it is bound to nothing, or the options ignore that.
    pub fn proven_by(&self) -> Option<ProvenBy> {
        self.proven_by
    }

    /// The place for a value of the caller's, kept with a token that its verifier remembers; None
    /// for a newly checked token. [`Beside`] has an example.
    pub fn beside(&self) -> Option<&Beside> {
        self.is_remembered.then_some(&self.checked.beside)
    }

    /// A copy that shares nothing with what its verifier remembers, and so can be kept with it.
    pub fn alone(&self) -> Self {
        let Checked {
            kind,
            claims,
            header,
            key,
            outer,
            ..
        } = &*self.checked;
        let (header, key) = (Arc::clone(header), Arc::clone(key));
        let checked = Checked {
            kind: *kind,
            claims: claims.clone(),
            header,
            key,
            outer: outer.clone(),
            beside: Beside::default(),
        };
        Self {
            checked: Arc::new(checked),
            proven_by: self.proven_by,
            is_remembered: false,
        }
    }
}

/// Whether the name of a claim, which the token's maker chose, can be shown to people: short, and
/// without what moves a cursor or hides text.
fn is_fit_for_logs(name: &str) -> bool {
    const LONGEST: usize = 100;
    let is_invisible = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    name.len() <= LONGEST && !name.chars().any(|c| c.is_control() || is_invisible(c))
}

impl fmt::Debug for Token {
    /// Names the token without showing its claims.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Token")
            .field("kind", &self.kind())
            .field("header", &self.header())
            .field("key_id", &self.key_id())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use super::*;
    use crate::{
        GenerateOptions, JsonText, Key, KeyOptions, SignatureAlgorithm, ThumbprintHash, TokenOptions,
        VerifyOptions, sign, verify,
    };

    const NOW: Option<f64> = Some(1_700_000_000.0);

    fn checked(claims: &str, key: &Key) -> Token {
        let options = TokenOptions {
            expires_in: Some("5m".into()),
            now: NOW,
            ..TokenOptions::default()
        };
        let token = sign(&JsonText(claims), key, &options).unwrap();
        verify(
            token,
            key,
            &VerifyOptions {
                now: NOW,
                ..VerifyOptions::default()
            },
        )
        .unwrap()
    }

    #[test]
    fn names_in_errors_are_fit_for_logs() {
        let key = Key::from_secret(
            b"0123456789abcdef0123456789ABCDEF",
            SignatureAlgorithm::HS256.into(),
            &KeyOptions::default(),
        )
        .unwrap();
        for (name, shown) in [
            ("n", true),
            (r"a\nb", false),
            (r"\u001b[2J", false),
            (r"\u202e", false),
            ("Zoë", true),
            (&"n".repeat(101), false),
        ] {
            let token = checked(&format!(r#"{{"{name}":123456789012345678901234567890}}"#), &key);
            let error = token.claims::<Map<String, Value>>().unwrap_err();
            assert_eq!(
                (error.code(), error.claim().is_some()),
                (ErrorCode::ClaimInvalid, shown),
                "{name}"
            );
        }
    }

    #[test]
    fn a_token_outlives_its_key() {
        let key = Key::generate(SignatureAlgorithm::ES256.into(), &GenerateOptions::default()).unwrap();
        let token = checked("{}", &key);
        let (key_id, thumbprint) = (
            key.key_id().map(String::from),
            key.thumbprint(ThumbprintHash::Sha256).unwrap(),
        );
        assert_eq!(key.holders(), 1);
        drop(key);
        assert_eq!(
            (token.key_id(), token.key_thumbprint()),
            (key_id.as_deref(), Some(thumbprint.as_str()))
        );
        let secret = Key::generate(SignatureAlgorithm::HS256.into(), &GenerateOptions::default()).unwrap();
        assert_eq!(checked(&json!({}).to_string(), &secret).key_thumbprint(), None);
    }
}
