//! Any bytes as a key in PEM and in DER, and as a secret, for an algorithm of each family; keys
//! that are accepted are used.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tokenseal::{Key, KeyOptions};
use tokenseal_fuzz::{checked, use_key};

fuzz_target!(|bytes: &[u8]| {
    for name in [
        "RS256",
        "PS512",
        "ES256",
        "ES384",
        "ES512",
        "ES256K",
        "Ed25519",
        "ML-DSA-44",
        "ML-DSA-87",
        "RSA-OAEP",
        "ECDH-ES",
    ] {
        let algorithm = name.parse().expect("a name");
        let options = KeyOptions::default();
        for key in [
            checked(Key::from_pem(bytes, algorithm, &options)),
            checked(Key::from_der(bytes, algorithm, &options)),
        ] {
            key.iter().for_each(use_key);
        }
    }
    for name in ["HS256", "A128KW", "PBES2-HS256+A128KW"] {
        checked(Key::from_secret(
            bytes,
            name.parse().expect("a name"),
            &KeyOptions::default(),
        ));
    }
});
