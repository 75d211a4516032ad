//! Creating a token from claims and keys (RFC 7519, section 7.1): what `sign`, `encrypt`, `seal` and an issuer share.

use crate::error::{Error, Result};
use crate::jwt::payload::payload;
use crate::jwt::policy::is_same_type;
use crate::jwt::resolved_options::{ResolvedOptions, token_type};
use crate::key::Key;
use crate::{jwe, jws};

/// Creates a token: signed, encrypted, or signed and then encrypted, depending on which keys are given.
pub(crate) fn create(
    claims: &str,
    signing_key: Option<&Key>,
    encryption_key: Option<&Key>,
    options: &ResolvedOptions<'_>,
) -> Result<String> {
    if encryption_key.is_none() {
        options.check_unencrypted()?;
    }
    if let Some(key) = signing_key {
        jws::can_sign(key)?;
    }
    let says_nested = options.header.and_then(|header| header.get("cty")?.as_str()).is_some_and(|cty| is_same_type(cty, "JWT"));
    if signing_key.is_none() && says_nested {
        return Err(Error::option("cty in header says that a signed token is inside, and there is none"));
    }
    let typ = token_type(options)?;
    let payload = payload(claims, options)?;
    let header = options.header;
    let sign = |key| jws::sign_compact(payload.as_bytes(), key, &jws::Extra { typ: Some(typ), header, ..jws::Extra::default() });
    match (signing_key, encryption_key) {
        (Some(signing), None) => sign(signing),
        (Some(signing), Some(encrypting)) => {
            let signed = sign(signing)?;
            let outer = jwe::Extra { typ: None, cty: Some("JWT"), ..jwe::Extra::default() };
            jwe::encrypt_compact(signed.as_bytes(), encrypting, options.enc, options.compress, outer)
        }
        (None, Some(encrypting)) => {
            let extra = jwe::Extra { typ: Some(typ), header, ..jwe::Extra::default() };
            jwe::encrypt_compact(payload.as_bytes(), encrypting, options.enc, options.compress, extra)
        }
        (None, None) => Err(Error::option("an issuer needs a signing key, an encryption key or both")),
    }
}
