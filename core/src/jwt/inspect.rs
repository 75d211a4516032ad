//! Inspecting an unchecked token.

use std::fmt;

use crate::error::Result;
use crate::header::{Form, Header};
use crate::jwt::claims::{Registered, payload_text};
use crate::jwt::shape;
use crate::jwt::types::is_same_type;
use crate::limits::{Limits, check_token_length};
use crate::options::TokenKind;
use crate::serialization::explain;
use crate::{jwe, jws};

/// What a token says about itself. None of it was checked: it is for people and logs, never for
/// decisions.
#[derive(Clone, PartialEq, Eq)]
pub struct Inspected {
    /// The kind that the token's form and `cty` claim.
    pub kind: TokenKind,
    /// The protected header, as JSON text.
    pub header: String,
    /// The claims of a signed token, as JSON text. None for an encrypted one.
    pub claims: Option<String>,
}

impl fmt::Debug for Inspected {
    /// Shows the header, but only whether there are claims: those are personal data.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Inspected")
            .field("kind", &self.kind)
            .field("header", &self.header)
            .finish_non_exhaustive()
    }
}

/// Reads what can be read of a token without a key. A malformed token is refused all the same.
///
/// # Errors
/// `ERR_JWT_INVALID`, `ERR_JWS_INVALID`, `ERR_JWE_INVALID` for a malformed token,
/// `ERR_JOSE_LIMIT_EXCEEDED` for one beyond the default limits.
pub fn inspect_unverified(token: impl AsRef<[u8]>) -> Result<Inspected> {
    let token = token.as_ref();
    read(token, &Limits::DEFAULT).map_err(|error| explain(error, token))
}

fn read(token: &[u8], limits: &Limits) -> Result<Inspected> {
    check_token_length(token, limits)?;
    if let Some(parts) = jws::Parts::split(token) {
        let header = Header::parse(Form::Signed, parts.header, limits)?;
        let payload = parts.payload_unverified(&header)?;
        parts.signature_unverified(&header, &mut [])?;
        let claims = payload_text(payload)?;
        Registered::read(&claims, limits.max_json_depth)?;
        return Ok(Inspected {
            kind: TokenKind::Signed,
            header: header.into_json(),
            claims: Some(claims),
        });
    }
    let parts = jwe::Parts::split(token).ok_or_else(|| shape::unreadable(token))?;
    let header = Header::parse(Form::Encrypted, parts.header, limits)?;
    parts.check_form(&header)?;
    let nested = header.cty().is_some_and(|cty| is_same_type(&cty, "JWT"));
    let kind = if nested {
        TokenKind::Nested
    } else {
        TokenKind::Encrypted
    };
    Ok(Inspected {
        kind,
        header: header.into_json(),
        claims: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_claims() {
        let shown = format!(
            "{:?}",
            inspect_unverified("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.AA").unwrap()
        );
        assert!(shown.contains("HS256") && !shown.contains("alice"), "{shown}");
    }
}
