//! Looking at a token that nobody has checked.

use crate::error::{Error, ErrorCode, Result};
use crate::header::{Form, Header};
use crate::jwt::claims::{Registered, payload_text};
use crate::jwt::policy::is_same_type;
use crate::limits::{Limits, check_token_length};
use crate::options::TokenKind;
use crate::{jwe, jws};

/// What a token says of itself. Nothing of it was checked: it is for people and logs, never for decisions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspected {
    /// The kind that the token's form and `cty` claim.
    pub kind: TokenKind,
    /// The protected header, as JSON text.
    pub header: String,
    /// The claims, as JSON text, of a signed token. None for one that is encrypted.
    pub claims: Option<String>,
}

/// Reads what can be read of a token without a key. A token that is malformed is refused all the same.
///
/// # Errors
/// `ERR_JWT_INVALID`, `ERR_JWS_INVALID`, `ERR_JWE_INVALID` for a malformed token, `ERR_JOSE_LIMIT_EXCEEDED` for one beyond the default limits.
pub fn inspect_unverified(token: impl AsRef<[u8]>) -> Result<Inspected> {
    let (token, limits) = (token.as_ref(), &Limits::DEFAULT);
    check_token_length(token, limits)?;
    if let Some(parts) = jws::Parts::split(token) {
        let header = Header::parse(Form::Signed, parts.header, limits)?;
        let payload = parts.payload_unverified(&header)?;
        parts.signature_unverified(&header, &mut [])?;
        let claims = payload_text(payload)?;
        Registered::read(&claims, limits.max_json_depth)?;
        return Ok(Inspected { kind: TokenKind::Signed, header: header.into_json(), claims: Some(claims) });
    }
    let parts = jwe::Parts::split(token).ok_or_else(|| Error::new(ErrorCode::JwtInvalid, "a token has three parts, or five"))?;
    let header = Header::parse(Form::Encrypted, parts.header, limits)?;
    parts.check_form(&header)?;
    let nested = header.cty().is_some_and(|cty| is_same_type(&cty, "JWT"));
    let kind = if nested { TokenKind::Nested } else { TokenKind::Encrypted };
    Ok(Inspected { kind, header: header.into_json(), claims: None })
}
