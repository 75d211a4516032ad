//! A header, an encrypted key and the other parts of a JWE, all arbitrary bytes, decrypted with a
//! key of every type.
//!
//! The input is the five parts, each decoded and preceded by its length (two bytes, big-endian), as
//! `seed.py` writes it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tokenseal::{Algorithm, Key, jwe};
use tokenseal_fuzz::{KEYS, checked};

fuzz_target!(|input: &[u8]| {
    let mut rest = input;
    let mut parts = Vec::new();
    while let Some((length, after)) = rest.split_first_chunk::<2>() {
        let length = usize::from(u16::from_be_bytes(*length)).min(after.len());
        let (part, after) = after.split_at(length);
        parts.push(base64url(part));
        rest = after;
    }
    let token = parts.join(".");
    let options = jwe::DecryptOptions {
        max_pbes2_iterations: Some(1000),
        ..Default::default()
    };
    for key in KEYS
        .iter()
        .filter(|key| matches!(key.algorithm(), Some(Algorithm::KeyManagement(_))))
    {
        checked(jwe::decrypt(&token, key, &options)).inspect(|decrypted| again(decrypted, key));
    }
});

/// Whatever was decrypted can be encrypted and decrypted again.
fn again(decrypted: &jwe::Decrypted, key: &Key) {
    if matches!(key.algorithm(), Some(Algorithm::KeyManagement(algorithm)) if algorithm.is_password_based()) {
        return;
    }
    if let Some(token) = checked(jwe::encrypt(decrypted.plaintext(), key, &Default::default())) {
        let again = jwe::decrypt(token, key, &Default::default()).expect("what was encrypted is decrypted");
        assert_eq!(again.plaintext(), decrypted.plaintext());
    }
}

fn base64url(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let mut three = [0; 3];
        three[..chunk.len()].copy_from_slice(chunk);
        let bits = u32::from_be_bytes([0, three[0], three[1], three[2]]);
        for position in 0..=chunk.len() {
            text.push(char::from(ALPHABET[(bits >> (18 - 6 * position)) as usize & 63]));
        }
    }
    text
}
