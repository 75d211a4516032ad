//! Finds the name that was meant, for error messages.

use serde_json::Value;

use super::{ContentEncryption, Curve, KeyManagement, SignatureAlgorithm};
use crate::error::{Error, ErrorCode};

/// No known name is longer; longer input is not compared at all.
const LONGEST: usize = 24;

/// The known name that a misspelt one must mean: the one that is equal except for case and
/// punctuation, otherwise the only one that is one edit away. None for a name that is correct.
fn closest(name: &str, known: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    if name.len() > LONGEST || !name.is_ascii() {
        return None;
    }
    let plain = plain(name);
    let mut near = Vec::new();
    for candidate in known {
        let other = self::plain(candidate);
        if plain == other {
            return (candidate != name).then_some(candidate);
        }
        if plain.len() >= 4 && is_one_edit_away(&plain, &other) {
            near.push(candidate);
        }
    }
    match near.as_slice() {
        [only] => Some(only),
        _ => None,
    }
}

/// Only letters and digits, in one case.
fn plain(name: &str) -> Vec<u8> {
    name.bytes()
        .filter(u8::is_ascii_alphanumeric)
        .map(|byte| byte.to_ascii_lowercase())
        .collect()
}

/// Whether one byte was changed, added or left out, or two adjacent ones were swapped.
fn is_one_edit_away(one: &[u8], other: &[u8]) -> bool {
    let start = one
        .iter()
        .zip(other)
        .take_while(|(one, other)| one == other)
        .count();
    let (one, other) = (
        one.get(start..).unwrap_or_default(),
        other.get(start..).unwrap_or_default(),
    );
    let end = one
        .iter()
        .rev()
        .zip(other.iter().rev())
        .take_while(|(one, other)| one == other)
        .count();
    let (one, other) = (
        one.get(..one.len() - end).unwrap_or_default(),
        other.get(..other.len() - end).unwrap_or_default(),
    );
    match (one, other) {
        ([a, b], [c, d]) => a == d && b == c,
        (one, other) => one.len() <= 1 && other.len() <= 1,
    }
}

/// The name that a misspelt one means, whichever kind of algorithm or curve it names; for a list,
/// the first misspelt one.
pub(crate) fn meant(value: &Value) -> Option<&'static str> {
    let signatures = SignatureAlgorithm::ALL.iter().map(|one| one.as_str());
    let management = KeyManagement::ALL.iter().map(|one| one.as_str());
    let encryption = ContentEncryption::ALL.iter().map(|one| one.as_str());
    let known: Vec<&'static str> = signatures
        .chain(management)
        .chain(encryption)
        .chain(Curve::ALL.iter().map(|one| one.as_str()))
        .collect();
    let of_text = |text: &Value| closest(text.as_str()?, known.iter().copied());
    match value {
        Value::Array(several) => several.iter().find_map(of_text),
        one => of_text(one),
    }
}

/// The error for a name that is not in `known`. It never quotes the name, which may come from a
/// token.
pub(super) fn not_supported(what: &str, name: &str, known: impl Iterator<Item = &'static str>) -> Error {
    let message = match (name, closest(name, known)) {
        ("none", _) => "unsecured tokens (none) are not supported, and no option allows them".to_owned(),
        ("RSA1_5", _) => {
            "RSA1_5 is not supported, since its padding can be attacked: use RSA-OAEP-256".to_owned()
        }
        (_, Some(meant)) => format!("this {what} is not supported: did you mean {meant}?"),
        _ if ContentEncryption::find(name).is_some() => {
            format!("this {what} is not supported: the name is one of a content encryption (enc)")
        }
        _ => format!("this {what} is not supported"),
    };
    Error::new(ErrorCode::NotSupported, message)
}

#[cfg(test)]
mod tests {
    use crate::algorithm::{Algorithm, ContentEncryption, Curve};

    fn message<T: std::str::FromStr<Err = crate::Error>>(name: &str) -> String {
        name.parse::<T>()
            .err()
            .map(|error| error.message().to_owned())
            .unwrap_or_default()
    }

    #[test]
    fn misspelt_names() {
        for (name, meant) in [
            ("rs256", "RS256"),
            ("RSA256", "RS256"),
            ("HS-256", "HS256"),
            ("ES256k", "ES256K"),
            ("SE256", "ES256"),
            ("ed25519", "Ed25519"),
            ("EDDSA", "EdDSA"),
            ("MLDSA44", "ML-DSA-44"),
            ("RSA_OAEP_256", "RSA-OAEP-256"),
            ("A256KWW", "A256KW"),
            ("ECDH-ES-A256KW", "ECDH-ES+A256KW"),
            ("Dir", "dir"),
        ] {
            assert!(
                message::<Algorithm>(name).contains(&format!("did you mean {meant}?")),
                "{name}: {}",
                message::<Algorithm>(name)
            );
        }
        assert!(message::<Curve>("P256").contains("did you mean P-256?"));
        assert!(message::<ContentEncryption>("A128CBC_HS256").contains("did you mean A128CBC-HS256?"));
        for name in [
            "",
            "x",
            "foo",
            "a secret that is rather long",
            "\u{e9}\u{e9}",
            "HS",
            "P-999",
            "XS256",
        ] {
            assert!(!message::<Algorithm>(name).contains("did you mean"), "{name}");
        }
        assert!(message::<Algorithm>("none").contains("unsecured"));
        assert!(message::<Algorithm>("RSA1_5").contains("RSA-OAEP-256"));
        assert!(message::<Algorithm>("A256GCM").contains("content encryption"));
    }
}
