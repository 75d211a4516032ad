//! What a text given as a token really is: for errors that say what to do with it.

use crate::error::{Error, ErrorCode};
use crate::json::is_json;
use crate::options::TokenKind;
use crate::serialization::blemish;

/// The error for a text that has neither three nor five parts.
#[cold]
pub(super) fn unreadable(token: &[u8]) -> Error {
    let message = blemish(token).unwrap_or_else(|| {
        let dots = memchr::memchr_iter(b'.', token).count();
        match dots {
            _ if is_json(token) => {
                "the token is in a JSON serialization, and a JSON Web Token is compact: jws.verify and jwe.decrypt read JSON".to_owned()
            }
            0 => {
                "the token has no dots, so it is no JSON Web Token: an opaque token can only be checked by its issuer (RFC 7662)".to_owned()
            }
            _ => format!("the token has {} parts, and a signed one has three, an encrypted one five", dots + 1),
        }
    });
    Error::new(ErrorCode::JwtInvalid, message)
}

/// The error for a kind of token that is not accepted: what it is, and what accepts it.
#[cold]
pub(super) fn not_accepted(found: TokenKind, by_verifier: bool) -> Error {
    let (what, function, keys) = match found {
        TokenKind::Signed => ("a signed token (3 parts)", "verify", "keys alone"),
        TokenKind::Encrypted => (
            "an encrypted token (5 parts) whose header does not say cty: JWT",
            "decrypt, or unseal with allow_missing_cty if a signed token is inside",
            "decryption_keys alone",
        ),
        TokenKind::Nested => (
            "a nested token (5 parts): encrypted, with a signed one inside",
            "unseal",
            "keys and decryption_keys",
        ),
    };
    let remedy = match by_verifier {
        true => format!(
            "accept does not list this kind, or it is not the one that the keys are for: a Verifier with {keys} takes it"
        ),
        false => format!("use {function}"),
    };
    Error::new(
        ErrorCode::JwtInvalid,
        format!("this is {what}, and another kind is expected: {remedy}"),
    )
}

/// Whether the decrypted text is a compact JWS: three parts of base64url, and nothing else.
pub(super) fn is_compact_jws(plaintext: &[u8]) -> bool {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'=');
    let mut parts = plaintext.split(|byte| *byte == b'.');
    let three = [parts.next(), parts.next(), parts.next()];
    parts.next().is_none()
        && three
            .iter()
            .all(|part| part.is_some_and(|part| part.iter().all(is_part)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_blemish_has_its_message() {
        for (token, says) in [
            ("", "empty"),
            ("Bearer a.b.c", "Bearer"),
            ("bearer abc", "Bearer"),
            ("a.b.c\n", "a line break at byte 5"),
            ("a.b.c.d\r\n", "a line break at byte 7"),
            ("a. b.c.d", "white space at byte 2"),
            ("\"a.b.c.d\"", "quotation marks"),
            ("{\"payload\":\"\"}", "JSON serialization"),
            ("d1e8c2d0-8f0c-4b64", "opaque"),
            ("a.b.c.d", "4 parts"),
        ] {
            let error = unreadable(token.as_bytes());
            assert!(error.message().contains(says), "{token:?}: {error}");
            assert_eq!(error.code(), ErrorCode::JwtInvalid);
        }
    }

    #[test]
    fn what_is_a_compact_jws() {
        assert!(is_compact_jws(b"e30.e30.AA") && is_compact_jws(b"e30.e30."));
        for other in [
            "",
            "e30",
            "e30.e30",
            "e30.e30.AA.AA",
            "{\"a\":\"x.y.z\"}",
            " {\"a\":\".\",\"b\":\".\"}",
            "e30.e30.A A",
        ] {
            assert!(!is_compact_jws(other.as_bytes()), "{other}");
        }
    }
}
