//! A key for every algorithm, made once.

use std::sync::LazyLock;

use tokenseal::{
    Algorithm, ContentEncryption, Curve, GenerateOptions, Key, KeyManagement, KeyOptions, SignatureAlgorithm,
};

/// A private key and its public half; for a secret, the secret twice.
pub(crate) type Pair = (Key, Key);

/// For every signature algorithm.
pub(crate) static SIGNING: LazyLock<Vec<Pair>> = LazyLock::new(|| {
    let each = SignatureAlgorithm::ALL.iter();
    each.map(|algorithm| {
        generate(
            (*algorithm).into(),
            &GenerateOptions {
                key_id: Some("k1".into()),
                ..GenerateOptions::default()
            },
        )
    })
    .collect()
});

/// For every key management algorithm except passwords: on each curve, and for `dir` with each
/// content encryption.
pub(crate) static MANAGING: LazyLock<Vec<Pair>> = LazyLock::new(|| {
    let mut pairs = Vec::new();
    for algorithm in KeyManagement::ALL
        .iter()
        .filter(|algorithm| !algorithm.is_password_based())
    {
        use KeyManagement as K;
        let options = GenerateOptions {
            key_id: Some("k1".into()),
            ..GenerateOptions::default()
        };
        match algorithm {
            K::Dir => pairs.extend(ContentEncryption::ALL.iter().map(|enc| {
                generate(
                    K::Dir.into(),
                    &GenerateOptions {
                        enc: Some(*enc),
                        ..options.clone()
                    },
                )
            })),
            K::ECDH_ES | K::ECDH_ES_A128KW | K::ECDH_ES_A192KW | K::ECDH_ES_A256KW => {
                for curve in [Curve::P256, Curve::P384, Curve::P521, Curve::X25519] {
                    pairs.push(generate(
                        (*algorithm).into(),
                        &GenerateOptions {
                            curve: Some(curve),
                            ..options.clone()
                        },
                    ));
                }
            }
            _ => pairs.push(generate((*algorithm).into(), &options)),
        }
    }
    pairs
});

/// For every algorithm with a password.
pub(crate) static PASSWORDS: LazyLock<Vec<Pair>> = LazyLock::new(|| {
    let algorithms = KeyManagement::ALL
        .iter()
        .filter(|algorithm| algorithm.is_password_based());
    let key = |algorithm: &KeyManagement| {
        Key::from_password(
            b"correct horse",
            (*algorithm).into(),
            &KeyOptions {
                key_id: Some("k1".into()),
                ..KeyOptions::default()
            },
        )
        .unwrap()
    };
    algorithms
        .map(|algorithm| (key(algorithm), key(algorithm)))
        .collect()
});

fn generate(algorithm: Algorithm, options: &GenerateOptions) -> Pair {
    let key = Key::generate(algorithm, options).unwrap();
    let public = if key.key_type() == "oct" {
        key.clone()
    } else {
        key.public().unwrap()
    };
    (key, public)
}
