//! Keys, their published form on the server, and tokens that they signed.

use serde_json::{Value, json};
use tokenseal::{
    GenerateOptions, JwkOptions, Key, KeySet, Length, RemoteKeySet, RemoteOptions, SignatureAlgorithm,
    TokenOptions, Verifier, VerifyOptions,
};

use crate::server::Space;

impl Space {
    /// Makes the good paths serve these keys.
    pub(crate) fn serve(&self, keys: &[&Key]) {
        self.publish(
            &KeySet::new(keys.iter().map(|key| key.public().unwrap()))
                .to_jwks(false)
                .unwrap(),
        );
    }

    /// A set at the good path.
    pub(crate) fn set(&self) -> RemoteKeySet {
        RemoteKeySet::new(Some(&self.good()), &plain()).unwrap()
    }
}

/// Options of a set that is fetched without TLS.
pub(crate) fn plain() -> RemoteOptions {
    RemoteOptions {
        allow_http: true,
        ..RemoteOptions::default()
    }
}

pub(crate) fn seconds(seconds: u64) -> Option<Length> {
    Some(format!("{seconds}s").as_str().into())
}

pub(crate) fn verifier(set: &RemoteKeySet) -> Verifier {
    Verifier::new(
        Some(set.into()),
        None,
        &VerifyOptions {
            allow_missing_exp: true,
            ..VerifyOptions::default()
        },
    )
    .unwrap()
}

pub(crate) fn key(id: &str) -> Key {
    let options = GenerateOptions {
        key_id: Some(id.to_owned()),
        ..GenerateOptions::default()
    };
    Key::generate(SignatureAlgorithm::ES256.into(), &options).unwrap()
}

/// The private half of the key that the server serves unless told otherwise, from the test vectors.
pub(crate) fn good_key() -> Key {
    const X: &str = "D0iMoqTThhgSdB5zH5rYvNZWc914b_rZZGrfOyRWehA";
    let vectors = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../tests/vectors/jws_algorithms.json"
    );
    let vectors: Value = serde_json::from_str(&std::fs::read_to_string(vectors).unwrap()).unwrap();
    let mut jwk = find(&vectors, X).expect("the vectors have the key").clone();
    jwk["kid"] = json!("good-1");
    jwk["alg"] = json!("ES256");
    Key::from_jwk(&jwk.to_string(), &JwkOptions::default()).unwrap()
}

fn find<'a>(value: &'a Value, x: &str) -> Option<&'a Value> {
    match value {
        Value::Object(members)
            if members.get("x").is_some_and(|found| found == x) && members.contains_key("d") =>
        {
            Some(value)
        }
        Value::Object(members) => members.values().find_map(|inner| find(inner, x)),
        Value::Array(items) => items.iter().find_map(|inner| find(inner, x)),
        _ => None,
    }
}

/// A token that this key signed, and that never expires.
pub(crate) fn token(key: &Key) -> String {
    let options = TokenOptions {
        no_expiry: true,
        now: Some(0.0),
        ..TokenOptions::default()
    };
    tokenseal::sign(&json!({ "sub": "alice" }), key, &options).unwrap()
}

/// The status of a set, at the test's time.
pub(crate) fn status(set: &RemoteKeySet, now: f64) -> Value {
    serde_json::from_str(&set.status(tokenseal::machine::Times::of_test(now))).unwrap()
}
