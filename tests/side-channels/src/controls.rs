//! What must be reported. Each is a mistake that the test exists for, on bytes that the core has
//! marked as secret.

use std::hint::black_box;

use tokenseal::{ContentEncryption, Key, KeyManagement, KeyOptions, jwe};

pub(crate) fn run(name: &str) {
    let secret = decrypted();
    let guess = vec![7; secret.len()];
    black_box(match name {
        "leaky_comparison" => leaky_comparison(&secret, &guess),
        "leaky_early_exit" => leaky_early_exit(&secret, &guess),
        "leaky_table" => leaky_table(&secret),
        _ => panic!("there is no such control"),
    });
}

/// A plaintext, which only the secrets of the core have made secret.
fn decrypted() -> Vec<u8> {
    let enc = ContentEncryption::A128CBC_HS256;
    let bytes: Vec<u8> = (0..32).collect();
    let key = Key::from_secret(
        &bytes,
        KeyManagement::Dir.into(),
        &KeyOptions {
            enc: Some(enc),
            ..KeyOptions::default()
        },
    );
    let key = key.expect("the secret has the right length");
    let token = jwe::encrypt([7; 100], &key, &jwe::EncryptOptions::default()).expect("it can be encrypted");
    jwe::decrypt(token, key, &jwe::DecryptOptions::default())
        .expect("it was encrypted with this key")
        .into_plaintext()
}

/// `memcmp` ends at the first byte that differs.
#[inline(never)]
fn leaky_comparison(secret: &[u8], guess: &[u8]) -> bool {
    secret == guess
}

#[inline(never)]
fn leaky_early_exit(secret: &[u8], guess: &[u8]) -> bool {
    for (secret, guess) in secret.iter().zip(guess) {
        if black_box(secret) != black_box(guess) {
            return false;
        }
    }
    true
}

/// Which line of the cache is read depends on the secret.
#[inline(never)]
fn leaky_table(secret: &[u8]) -> bool {
    let table: Vec<u8> = (0..=u8::MAX).map(|byte| byte.reverse_bits()).collect();
    let found = black_box(&table).get(usize::from(secret[0])).copied();
    black_box(found).is_some()
}
