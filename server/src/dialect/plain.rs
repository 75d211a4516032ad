//! A claim as the value of a plain header: whatever a token says, it is one line with one meaning.

use serde_json::Value;
use tokenseal::Token;

/// The value of a claim; empty without a token, and without the claim.
///
/// Strings are written as they are, numbers and booleans as in JSON, and lists and objects as JSON.
/// Anything but printable ASCII, `%`, and a space at the beginning or the end are percent-encoded
/// (as UTF-8), so that undoing the percent-encoding restores the claim, byte for byte.
pub(super) fn value(token: Option<&Token>, claim: &str) -> String {
    let json = token.and_then(|token| token.claim_json(claim)).unwrap_or("null");
    match serde_json::from_str::<Value>(json) {
        Ok(Value::Null) | Err(_) => String::new(),
        Ok(Value::String(text)) => encoded(&text),
        Ok(other) => encoded(&other.to_string()),
    }
}

fn encoded(text: &str) -> String {
    let last = text.len().saturating_sub(1);
    let mut written = String::with_capacity(text.len());
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'%' => written.push_str("%25"),
            b'!'..=b'~' => written.push(char::from(byte)),
            b' ' if at > 0 && at < last => written.push(' '),
            _ => written.push_str(&format!("%{byte:02X}")),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::encoded;

    #[test]
    fn no_claim_breaks_its_header() {
        for (claim, value) in [
            ("", ""),
            ("alice", "alice"),
            ("orders:read orders:write", "orders:read orders:write"),
            ("a\r\nX-Admin: 1", "a%0D%0AX-Admin: 1"),
            (" a ", "%20a%20"),
            (" ", "%20"),
            ("100%", "100%25"),
            ("é\0", "%C3%A9%00"),
            ("[\"a\",1]", "[\"a\",1]"),
        ] {
            assert_eq!(encoded(claim), value, "{claim:?}");
        }
    }

    #[test]
    fn every_character_is_one_line_that_can_be_undone() {
        for character in '\0'..=char::MAX {
            for claim in [format!("{character}"), format!("a{character}b{character}")] {
                let written = encoded(&claim);
                assert!(
                    written.bytes().all(|byte| matches!(byte, b' '..=b'~')) && written.trim() == written,
                    "{claim:?}"
                );
                assert_eq!(
                    percent_encoding::percent_decode_str(&written)
                        .decode_utf8()
                        .unwrap(),
                    claim
                );
            }
        }
    }
}
