//! The keys that are served. Their private halves are in `tests/vectors`, for tests that sign.

use serde_json::{Value, json};

/// `tests/vectors/jws_algorithms.json` has its private half.
const FIRST: (&str, &str) = (
    "D0iMoqTThhgSdB5zH5rYvNZWc914b_rZZGrfOyRWehA",
    "JnleXOjHSe3kUQri-NLTpYZ0J9hbTmivdsRrUYAxd5U",
);
/// `tests/vectors/keys.json` has its private half.
const SECOND: (&str, &str) = (
    "nVx8SU9_4N7Zk29kPkBcMjcmmZO6fDNRkB2nCgyQMks",
    "5QKJMFTAmO9sKNHVZR_c3r9tvn6IU_g8BypQEs-Lf44",
);
/// The private half of SECOND. It is no secret: the test vectors contain it.
const SECOND_PRIVATE: &str = "19gXJ7cPkh174yVT4aJh6i-UK6r87Mj6iuZegaWa8VE";

pub(crate) const GOOD_KEY_ID: &str = "good-1";

/// The key that good paths serve by default.
pub(crate) fn good() -> Value {
    ec(FIRST, GOOD_KEY_ID)
}

/// The other key, under the name of the first.
pub(crate) fn reused() -> Value {
    ec(SECOND, GOOD_KEY_ID)
}

/// The good key under another name, and so a further key of a set.
pub(crate) fn named(key_id: &str) -> Value {
    ec(FIRST, key_id)
}

/// A private key where only public ones belong.
pub(crate) fn private() -> Value {
    with(ec(SECOND, "private-1"), "d", json!(SECOND_PRIVATE))
}

pub(crate) fn symmetric() -> Value {
    json!({ "kty": "oct", "k": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8", "alg": "HS256", "kid": "symmetric-1" })
}

/// An RSA public key of that many bits. Nobody knows the factors of its modulus, so nobody can sign
/// with it.
pub(crate) fn rsa(bits: usize) -> Value {
    let mut modulus = vec![0xa5; bits / 8];
    if let Some(last) = modulus.last_mut() {
        *last = 0xa7;
    }
    let n = base64_simd::URL_SAFE_NO_PAD.encode_to_string(modulus);
    json!({ "kty": "RSA", "n": n, "e": "AQAB", "alg": "RS256", "use": "sig", "kid": "rsa-1" })
}

/// The key with that member.
pub(crate) fn with(mut key: Value, name: &str, value: Value) -> Value {
    if let Some(members) = key.as_object_mut() {
        members.insert(name.to_owned(), value);
    }
    key
}

pub(crate) fn set(keys: &[Value]) -> String {
    json!({ "keys": keys }).to_string()
}

fn ec((x, y): (&str, &str), key_id: &str) -> Value {
    json!({ "kty": "EC", "crv": "P-256", "x": x, "y": y, "alg": "ES256", "use": "sig", "kid": key_id })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vectors_have_the_private_halves() {
        let vectors = concat!(env!("CARGO_MANIFEST_DIR"), "/../vectors");
        for (file, (x, y)) in [("jws_algorithms.json", FIRST), ("keys.json", SECOND)] {
            let text = std::fs::read_to_string(format!("{vectors}/{file}")).unwrap();
            // Wherever its lines are broken.
            let text: String = text.split_whitespace().collect();
            assert!(
                text.contains(&format!("\"x\":\"{x}\",\"y\":\"{y}\",\"d\":\"")),
                "{file}"
            );
        }
    }
}
