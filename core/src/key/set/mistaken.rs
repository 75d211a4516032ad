//! Things that people pass instead of a JWK Set, and what to do about them.

use serde_json::value::RawValue;

use crate::error::{Error, ErrorCode};

/// For text that is not a strict JSON object.
pub(super) fn not_an_object(text: &str) -> Error {
    let trimmed = text.trim_start();
    invalid(match trimmed.bytes().next() {
        None => "the text is empty, and a JWK Set is a JSON object with the member keys",
        Some(b'-') if trimmed.starts_with("-----BEGIN") => {
            "the text is PEM, not a JWK Set: use from_pem, or from_certificate for a certificate"
        }
        Some(b'<') => {
            "the text is HTML or XML, not a JWK Set: look at what the address answered, and with which status"
        }
        Some(b'[') => {
            "the text is a JSON array, and a JWK Set is an object: put the array into its member keys"
        }
        Some(_) if trimmed.starts_with('\u{feff}') => {
            "the text begins with a byte order mark, which JSON does not allow: remove it"
        }
        Some(_) => {
            "the text is not a strict JSON object: look for syntax errors, and for a member that is named twice"
        }
    })
}

/// For an object without `keys`.
pub(super) fn no_keys(members: &[(String, &RawValue)]) -> Error {
    let has = |wanted: &str| members.iter().any(|(name, _)| name == wanted);
    let is_pem = |(_, value): &(String, &RawValue)| value.get().starts_with("\"-----BEGIN ");
    invalid(if has("kty") {
        "this is one JWK, not a JWK Set: use from_jwk, or put it into the array of a member keys"
    } else if has("jwks_uri") || has("authorization_endpoint") {
        "this is a discovery document, not a JWK Set: fetch what its jwks_uri names, and give that"
    } else if !members.is_empty() && members.iter().all(is_pem) {
        "this is a map of key ids to PEM, as Google publishes one, not a JWK Set: give the JWK Set that the issuer publishes beside it, or read each certificate with from_certificate"
    } else {
        "the JSON object has no member keys, so it is not a JWK Set"
    })
}

fn invalid(message: &'static str) -> Error {
    Error::new(ErrorCode::JwksInvalid, message)
}
