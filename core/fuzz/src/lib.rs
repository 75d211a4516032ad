//! Shared by the fuzz targets: the keys of the vectors, and what must hold for any result.

#[path = "../../tests/vectors/read.rs"]
mod read;

use std::path::Path;
use std::sync::LazyLock;

use tokenseal::{Algorithm, Error, ErrorCode, JwkOptions, Key, KeySet, ThumbprintHash, jwe, jws};

/// The time of every check.
pub const NOW: f64 = 1_700_000_000.0;

/// The keys of the algorithm vectors: the seeds are tokens that they made.
const VECTORS: [&str; 6] = [
    "jws_algorithms.json",
    "jwe_algorithms.json",
    "nested.json",
    "rfc7515.json",
    "rfc7516.json",
    "rfc7520.json",
];

/// Every key of the vectors, once for each algorithm of its own.
pub static KEYS: LazyLock<Vec<Key>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors");
    let mut keys: Vec<Key> = Vec::new();
    for file in VECTORS {
        let file = read::read(&folder.join(file));
        for group in file["groups"].as_array().expect("groups") {
            for jwk in group["keys"]["keys"].as_array().into_iter().flatten() {
                match Key::from_jwk(&jwk.to_string(), &JwkOptions::default()) {
                    Ok(key) if !keys.contains(&key) => keys.push(key),
                    _ => {}
                }
            }
        }
    }
    assert!(keys.len() > 20, "too few keys in the vectors");
    keys
});

/// All of them, to verify and to decrypt with.
pub static SET: LazyLock<KeySet> = LazyLock::new(|| KeySet::new(KEYS.iter().cloned()));

/// Passes a success on; a refusal must have a code from the table, and not the one for our own
/// mistakes.
#[track_caller]
pub fn checked<T>(result: Result<T, Error>) -> Option<T> {
    if let Err(error) = &result {
        assert_ne!(error.code(), ErrorCode::Internal, "{error}");
        assert!(!error.message().is_empty());
    }
    result.ok()
}

/// The code of a refusal, checked the same way.
pub fn checked_error<T>(result: Result<T, Error>) -> Option<ErrorCode> {
    let code = result.as_ref().err().map(Error::code);
    checked(result);
    code
}

/// Does everything with a key that it may do. Whatever it exports must be read back as the same
/// key.
pub fn use_key(key: &Key) {
    let thumbprint = checked(key.thumbprint(ThumbprintHash::Sha256));
    for private in [false, true] {
        if let Some(jwk) = checked(key.to_jwk(private)) {
            let options = JwkOptions {
                alg: key.algorithm(),
                enc: key.content_encryption(),
                ..JwkOptions::default()
            };
            let again = Key::from_jwk(&jwk, &options).expect("an exported key is read again");
            assert_eq!(checked(again.thumbprint(ThumbprintHash::Sha256)), thumbprint);
        }
        if let (Some(der), Some(algorithm)) = (checked(key.to_der(private)), key.algorithm()) {
            let again =
                Key::from_der(&der, algorithm, &Default::default()).expect("an exported key is read again");
            assert_eq!(checked(again.thumbprint(ThumbprintHash::Sha256)), thumbprint);
        }
    }
    match key.algorithm() {
        Some(Algorithm::Signature(_)) => {
            if let Some(token) = checked(jws::sign(b"payload", key, &Default::default())) {
                // `key_ops` may forbid the key to verify; its signature is never wrong.
                let refused = checked_error(jws::verify(token, key, &Default::default()));
                assert_ne!(refused, Some(ErrorCode::SignatureVerificationFailed));
            }
        }
        Some(Algorithm::KeyManagement(algorithm)) if !algorithm.is_password_based() => {
            if let Some(token) = checked(jwe::encrypt(b"plaintext", key, &Default::default())) {
                checked(jwe::decrypt(token, key, &Default::default()));
            }
        }
        _ => {}
    }
}
