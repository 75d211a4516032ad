//! Signing and encrypting by every algorithm whose secret is shared or whose content the core
//! encrypts, with a secret plaintext.

use tokenseal::{
    Algorithm, ContentEncryption, ErrorCode, GenerateOptions, Key, KeyManagement, KeyOptions, Serialization,
    SignatureAlgorithm, jwe, jws,
};

use crate::observed::{observe, secret};
use crate::requests;

/// Around the length of a block.
const LENGTHS: [usize; 5] = [0, 1, 15, 16, 100];

pub(crate) fn all() {
    for &enc in ContentEncryption::ALL {
        for length in LENGTHS {
            encrypt(
                KeyManagement::Dir,
                &|| shared(KeyManagement::Dir.into(), enc.key_length(), Some(enc)),
                enc,
                length,
            );
        }
        for (algorithm, length) in [
            (KeyManagement::A128KW, 16),
            (KeyManagement::A192KW, 24),
            (KeyManagement::A256KW, 32),
            (KeyManagement::A128GCMKW, 16),
            (KeyManagement::A192GCMKW, 24),
            (KeyManagement::A256GCMKW, 32),
        ] {
            encrypt(algorithm, &|| shared(algorithm.into(), length, None), enc, 100);
        }
        for algorithm in [
            KeyManagement::ECDH_ES,
            KeyManagement::ECDH_ES_A128KW,
            KeyManagement::ECDH_ES_A192KW,
            KeyManagement::ECDH_ES_A256KW,
        ] {
            let key =
                Key::generate(algorithm.into(), &GenerateOptions::default()).expect("a key can be made");
            encrypt(algorithm, &|| key.clone(), enc, 100);
        }
    }
    for (algorithm, length) in [
        (SignatureAlgorithm::HS256, 32),
        (SignatureAlgorithm::HS384, 48),
        (SignatureAlgorithm::HS512, 64),
    ] {
        sign(&|| shared(algorithm.into(), length, None));
        sign(&|| shared(algorithm.into(), 300, None));
    }
    to_several();
}

/// A key whose bytes the core treats as secret once it has checked that they are not a key of
/// another kind.
fn shared(algorithm: Algorithm, length: usize, enc: Option<ContentEncryption>) -> Key {
    let bytes: Vec<u8> = (1..=u8::MAX).cycle().take(length).collect();
    Key::from_secret(
        &bytes,
        algorithm,
        &KeyOptions {
            enc,
            ..KeyOptions::default()
        },
    )
    .expect("the secret has the right length")
}

fn plaintext(length: usize) -> Vec<u8> {
    (0..u8::MAX).cycle().take(length).collect()
}

fn encrypt(algorithm: KeyManagement, key: &dyn Fn() -> Key, enc: ContentEncryption, length: usize) {
    let (given, expected) = (plaintext(length), plaintext(length));
    let name = format!("{algorithm} {enc}, {length} bytes");
    let token = observe(&name, || {
        secret(&given);
        jwe::encrypt(
            &given,
            key(),
            &jwe::EncryptOptions {
                enc: Some(enc),
                ..jwe::EncryptOptions::default()
            },
        )
    });
    let token = token.unwrap_or_else(|error| panic!("{name}: {error}"));
    let decrypted = observe(&format!("decrypt {name}"), || {
        jwe::decrypt(&token, key(), &jwe::DecryptOptions::default())
    });
    let decrypted = decrypted.unwrap_or_else(|error| panic!("{name}: {error}"));
    assert!(
        requests::is_secret(decrypted.plaintext()),
        "{name}: the plaintext came from nothing that was secret"
    );
    requests::public(decrypted.plaintext());
    assert_eq!(decrypted.plaintext(), expected, "{name}");
}

fn sign(key: &dyn Fn() -> Key) {
    let token = observe("sign by HMAC", || {
        jws::sign(b"payload", key(), &jws::SignOptions::default())
    })
    .expect("it can be signed");
    let verified = observe("verify an HMAC", || {
        jws::verify(&token, key(), &jws::VerifyOptions::default())
    });
    assert_eq!(
        verified.expect("it was signed with this key").payload(),
        b"payload"
    );
}

/// One content key for two, in the general serialization, with additional authenticated data.
fn to_several() {
    for enc in [ContentEncryption::A128CBC_HS256, ContentEncryption::A256GCM] {
        let (first, second) = (
            || shared(KeyManagement::A192KW.into(), 24, None),
            || shared(KeyManagement::A256GCMKW.into(), 32, None),
        );
        let options = jwe::EncryptOptions {
            enc: Some(enc),
            serialization: Serialization::General,
            aad: Some(b"beside it".to_vec()),
            allow_shared_content_key: true,
            ..jwe::EncryptOptions::default()
        };
        let given = plaintext(40);
        let token = observe("encrypt to two", || {
            let keys = vec![first(), second()];
            secret(&given);
            jwe::encrypt(&given, keys, &options)
        });
        let token = token.expect("it can be encrypted");
        for key in [&first as &dyn Fn() -> Key, &second] {
            let decrypted = observe("decrypt for one of two", || {
                jwe::decrypt(&token, key(), &jwe::DecryptOptions::default())
            });
            let decrypted = decrypted.expect("it was encrypted to this key");
            requests::public(decrypted.plaintext());
            assert_eq!(decrypted.plaintext(), plaintext(40));
        }
        let other = || {
            Key::from_secret(
                &plaintext(24),
                KeyManagement::A192KW.into(),
                &KeyOptions::default(),
            )
            .expect("24 bytes")
        };
        let error = observe("decrypt for neither", || {
            jwe::decrypt(&token, other(), &jwe::DecryptOptions::default())
        })
        .unwrap_err();
        assert_eq!(error.code(), ErrorCode::DecryptionFailed);
    }
}
