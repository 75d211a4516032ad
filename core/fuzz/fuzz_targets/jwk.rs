//! Any text as a JWK, with each algorithm that it could be bound to; keys that are accepted are
//! used.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tokenseal::{ContentEncryption, JwkOptions, Key};
use tokenseal_fuzz::{checked, use_key};

fuzz_target!(|text: &str| {
    if let Some(key) = checked(Key::from_jwk(text, &JwkOptions::default())) {
        use_key(&key);
    }
    for name in [
        "HS256",
        "RS256",
        "PS384",
        "ES256",
        "ES512",
        "EdDSA",
        "ML-DSA-44",
        "A192KW",
        "RSA-OAEP-256",
        "ECDH-ES+A256KW",
    ] {
        checked(Key::from_jwk(
            text,
            &JwkOptions {
                alg: Some(name.parse().expect("a name")),
                ..JwkOptions::default()
            },
        ));
    }
    checked(Key::from_jwk(
        text,
        &JwkOptions {
            alg: Some("dir".parse().expect("a name")),
            enc: Some(ContentEncryption::A128CBC_HS256),
            ..JwkOptions::default()
        },
    ));
});
