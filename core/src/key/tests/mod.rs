//! Keys as a whole: every algorithm through every encoding, and what is refused.

mod formats;
mod generous;
mod import;
mod mistakes;
mod refusal;
mod roundtrip;
mod sets;

use super::*;
use crate::algorithm::Curve;
use crate::error::ErrorCode;
use crate::options::JwksOptions;

/// The key as a JSON object, to be changed.
fn json(key: &Key, private: bool) -> serde_json::Value {
    serde_json::from_str(&key.to_jwk(private).unwrap()).unwrap()
}

fn import(jwk: &serde_json::Value) -> Result<Key> {
    Key::from_jwk(&jwk.to_string(), &JwkOptions::default())
}

/// Every algorithm that a key can be generated for, with the options that it needs.
fn generated() -> Vec<Key> {
    let signature = SignatureAlgorithm::ALL
        .iter()
        .map(|&algorithm| generate(algorithm, GenerateOptions::default()));
    let mut keys: Vec<Key> = signature.collect();
    for &algorithm in KeyManagement::ALL {
        if algorithm.is_password_based() {
            continue;
        } else if algorithm == KeyManagement::Dir {
            keys.extend(ContentEncryption::ALL.iter().map(|&enc| {
                generate(
                    algorithm,
                    GenerateOptions {
                        enc: Some(enc),
                        ..GenerateOptions::default()
                    },
                )
            }));
        } else if algorithm.as_str().starts_with("ECDH-ES") {
            keys.extend(
                [Curve::P256, Curve::P384, Curve::P521, Curve::X25519].map(|curve| {
                    generate(
                        algorithm,
                        GenerateOptions {
                            curve: Some(curve),
                            ..GenerateOptions::default()
                        },
                    )
                }),
            );
        } else {
            keys.push(generate(algorithm, GenerateOptions::default()));
        }
    }
    keys
}

fn generate(algorithm: impl Into<Algorithm>, options: GenerateOptions) -> Key {
    Key::generate(algorithm.into(), &options).unwrap()
}

fn signing(algorithm: SignatureAlgorithm) -> Key {
    generate(algorithm, GenerateOptions::default())
}

#[track_caller]
fn assert_code(key: Result<Key>, code: ErrorCode) {
    assert_eq!(key.map_err(|error| error.code()), Err(code));
}
