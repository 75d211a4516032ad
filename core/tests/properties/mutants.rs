//! Keys, sets, options and tokens that were valid before they were changed. If they are still
//! accepted, they are also used.

use proptest::prelude::*;
use proptest::sample::Index;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use tokenseal::{
    Algorithm, GenerateOptions, Issuer, IssuerOptions, JwkOptions, JwksOptions, Key, KeyOptions, KeySet,
    ThumbprintHash, TokenOptions, Verifier, VerifyOptions, inspect_unverified, jwe, jws, options_from_json,
};

use super::keys::{MANAGING, PASSWORDS, SIGNING};
use super::{NOW, checked, json};

/// A change made to bytes.
#[derive(Clone, Debug)]
enum Change {
    Cut(Index),
    Flip(Index, u8),
    Insert(Index, Vec<u8>),
    Remove(Index, usize),
    Repeat(Index, usize),
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let change = prop_oneof![
        1 => any::<Index>().prop_map(Change::Cut),
        6 => (any::<Index>(), 0..8_u8).prop_map(|(at, bit)| Change::Flip(at, bit)),
        2 => (any::<Index>(), prop::collection::vec(any::<u8>(), 1..4)).prop_map(|(at, bytes)| Change::Insert(at, bytes)),
        2 => (any::<Index>(), 1..8_usize).prop_map(|(at, length)| Change::Remove(at, length)),
        1 => (any::<Index>(), 1..40_usize).prop_map(|(at, length)| Change::Repeat(at, length)),
    ];
    prop::collection::vec(change, 1..4)
}

fn changed(bytes: &[u8], changes: &[Change]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for change in changes {
        if bytes.is_empty() {
            break;
        }
        let length = bytes.len();
        match change {
            Change::Cut(at) => bytes.truncate(at.index(length)),
            Change::Flip(at, bit) => bytes[at.index(length)] ^= 1 << bit,
            Change::Insert(at, new) => {
                drop(bytes.splice(at.index(length)..at.index(length), new.iter().copied()))
            }
            Change::Remove(at, count) => {
                drop(bytes.drain(at.index(length)..(at.index(length) + count).min(length)))
            }
            Change::Repeat(at, count) => {
                let again = bytes[at.index(length)..(at.index(length) + count).min(length)].to_vec();
                bytes.extend(again);
            }
        }
    }
    bytes
}

fn every_key() -> impl Iterator<Item = &'static Key> {
    SIGNING
        .iter()
        .chain(MANAGING.iter())
        .flat_map(|(private, public)| [private, public])
}

/// Does everything with a key that it may do.
fn use_key(key: &Key) {
    checked(key.thumbprint(ThumbprintHash::Sha256));
    checked(key.public());
    for private in [false, true] {
        checked(key.to_pem(private));
        checked(key.to_der(private));
        if let Some(jwk) = checked(key.to_jwk(private)) {
            let again = Key::from_jwk(
                &jwk,
                &JwkOptions {
                    alg: key.algorithm(),
                    enc: key.content_encryption(),
                    ..JwkOptions::default()
                },
            )
            .unwrap();
            assert_eq!(
                again.thumbprint(ThumbprintHash::Sha256).unwrap(),
                key.thumbprint(ThumbprintHash::Sha256).unwrap()
            );
        }
    }
    match key.algorithm() {
        Some(Algorithm::Signature(_)) => {
            drop(checked(jws::sign(b"payload", key, &jws::SignOptions::default())))
        }
        Some(Algorithm::KeyManagement(algorithm)) if !algorithm.is_password_based() => {
            if let Some(token) = checked(jwe::encrypt(b"plaintext", key, &jwe::EncryptOptions::default())) {
                checked(jwe::decrypt(token, key, &jwe::DecryptOptions::default()));
            }
        }
        _ => {}
    }
}

fn some_jwk() -> impl Strategy<Value = Map<String, Value>> {
    any::<Index>().prop_map(|index| {
        let keys: Vec<&Key> = every_key().collect();
        let key = index.get(&keys);
        serde_json::from_str(&key.to_jwk(key.is_private()).unwrap()).unwrap()
    })
}

/// What a JWK may contain next to, or instead of, its own members.
fn member() -> impl Strategy<Value = (String, Value)> {
    let name = prop::sample::select(vec![
        "kty", "crv", "alg", "use", "key_ops", "kid", "x", "y", "d", "n", "e", "p", "q", "dp", "dq", "qi",
        "oth", "k", "pub", "priv", "x5c",
    ]);
    let words = [
        "RSA", "EC", "OKP", "oct", "AKP", "P-256", "P-521", "Ed25519", "X25519", "sig", "enc", "RS256",
        "dir", "A256GCM", "", "AA", "AQAB",
    ];
    let value = prop_oneof![
        json(),
        prop::sample::select(words.to_vec()).prop_map(Value::from),
        "[A-Za-z0-9_-]{0,90}".prop_map(Value::from)
    ];
    (name.prop_map(str::to_owned), value)
}

/// Values of the right and the wrong type, under the names that options have.
fn options() -> impl Strategy<Value = Value> {
    let names = vec![
        "issuer",
        "audience",
        "subject",
        "type",
        "leeway",
        "max_age",
        "expires_in",
        "lifetime",
        "not_before",
        "now",
        "required_claims",
        "accept",
        "profile",
        "algorithms",
        "key_management",
        "content_encryption",
        "critical",
        "header",
        "enc",
        "alg",
        "compress",
        "no_expiry",
        "key_id",
        "bits",
        "curve",
        "allow_missing_exp",
        "max_token_bytes",
        "max_json_depth",
        "max_attempts",
        "max_pbes2_iterations",
        "token_id",
        "nonce",
    ];
    let words = vec![
        "15m", "1h", "0", "-1", "JWT", "HS256", "dir", "A128GCM", "signed", "nested", "id_token", "x",
        "P-256", "exp",
    ];
    let value = prop_oneof![
        3 => prop::sample::select(words.clone()).prop_map(Value::from),
        2 => prop::collection::vec(prop::sample::select(words), 0..3).prop_map(Value::from),
        2 => any::<bool>().prop_map(Value::from),
        2 => (-10..4096_i64).prop_map(Value::from),
        1 => json(),
    ];
    prop::collection::btree_map(prop::sample::select(names).prop_map(str::to_owned), value, 0..4)
        .prop_map(|members| Value::Object(members.into_iter().collect()))
}

fn read<T: DeserializeOwned>(options: &Value) -> Option<T> {
    checked(options_from_json(options.clone()))
}

/// Passes a token to everything that reads one, with a key that could fit.
fn read_token(token: &[u8], private: &Key, public: &Key) {
    let options = VerifyOptions {
        now: Some(NOW),
        ..VerifyOptions::default()
    };
    checked(inspect_unverified(token));
    checked(jws::verify(token, public, &jws::VerifyOptions::default()));
    checked(tokenseal::verify(token, public, &options));
    checked(jwe::decrypt(token, private, &jwe::DecryptOptions::default()));
    checked(tokenseal::decrypt(token, private, &options));
    checked(tokenseal::unseal(token, private, public, &options));
}

proptest! {
    #![proptest_config(super::cases(192))]

    #[test]
    fn jwks_with_other_members(mut jwk in some_jwk(), members in prop::collection::vec(member(), 1..3), remove in any::<bool>()) {
        for (name, value) in members {
            if remove { drop(jwk.remove(&name)) } else { drop(jwk.insert(name, value)) }
        }
        let text = Value::from(jwk.clone()).to_string();
        if let Some(key) = checked(Key::from_jwk(&text, &JwkOptions::default())) {
            use_key(&key);
        }
        let set = json!({ "keys": [jwk, { "kty": "oct", "alg": "HS256", "k": "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow" }] }).to_string();
        prop_assert!(!KeySet::from_jwks(&set, &JwksOptions::default()).unwrap().is_empty());
    }

    #[test]
    fn keys_with_other_bytes(index in any::<Index>(), changes in changes()) {
        let keys: Vec<&Key> = every_key().filter(|key| key.key_type() != "oct").collect();
        let key = index.get(&keys);
        let (algorithm, private) = (key.algorithm().unwrap(), key.is_private());
        let jwk = changed(key.to_jwk(private).unwrap().as_bytes(), &changes);
        let found = [
            checked(Key::from_der(&changed(&key.to_der(private).unwrap(), &changes), algorithm, &KeyOptions::default())),
            checked(Key::from_pem(&changed(key.to_pem(private).unwrap().as_bytes(), &changes), algorithm, &KeyOptions::default())),
            checked(Key::from_jwk(&String::from_utf8_lossy(&jwk), &JwkOptions::default())),
        ];
        found.iter().flatten().for_each(use_key);
        let set = format!("{{\"keys\":[{}]}}", String::from_utf8_lossy(&jwk));
        checked(KeySet::from_jwks(&set, &JwksOptions::default()));
        checked(KeySet::from_jwks(&set, &JwksOptions { strict: true, ..JwksOptions::default() }));
    }

    #[test]
    fn tokens_with_other_bytes(index in any::<Index>(), other in any::<Index>(), changes in changes(), splice in any::<bool>()) {
        let options = TokenOptions { expires_in: Some("1h".into()), now: Some(NOW), ..TokenOptions::default() };
        let make = |index: Index| {
            let all: Vec<_> = SIGNING.iter().chain(MANAGING.iter()).collect();
            let (private, public) = index.get(&all);
            let claims = json!({ "sub": "alice", "n": [1, 2.5, null] });
            let token = if matches!(private.algorithm(), Some(Algorithm::Signature(_))) {
                tokenseal::sign(&claims, private, &options).unwrap()
            } else {
                tokenseal::seal(&claims, &SIGNING[0].0, public, &options).unwrap()
            };
            (token, private, public)
        };
        let (token, private, public) = make(index);
        read_token(&changed(token.as_bytes(), &changes), private, public);
        // A part with other bytes in it, and parts of two tokens.
        let mut parts: Vec<String> = token.split('.').map(str::to_owned).collect();
        let part = other.index(parts.len());
        parts[part] = super::base64url(&changed(&super::decoded(&parts[part]), &changes));
        read_token(parts.join(".").as_bytes(), private, public);
        if splice {
            let (foreign, ..) = make(other);
            let mixed: Vec<&str> = foreign.split('.').take(part + 1).chain(token.split('.').skip(part + 1)).collect();
            read_token(mixed.join(".").as_bytes(), private, public);
        }
    }

    #[test]
    fn options_of_any_kind(options in options()) {
        let (signing, _) = &SIGNING[0];
        let claims = json!({ "sub": "alice" });
        if let Some(options) = read::<VerifyOptions>(&options) {
            if let Some(verifier) = checked(Verifier::new(Some(signing.into()), None, &options)) {
                checked(verifier.verify("a.b.c", NOW));
            }
            checked(tokenseal::verify("a.b.c", signing, &options));
        }
        if let Some(options) = read::<TokenOptions>(&options) {
            checked(tokenseal::sign(&claims, signing, &options));
            checked(tokenseal::encrypt(&claims, &MANAGING[0].0, &options));
        }
        let issuer = read::<IssuerOptions>(&options).and_then(|options| checked(Issuer::new(Some(signing.clone().into()), None, &options)));
        if let Some(issuer) = issuer {
            checked(issuer.issue(&claims, &tokenseal::IssueOptions { now: Some(NOW), ..Default::default() }));
        }
        if let Some(options) = read::<GenerateOptions>(&options).filter(|options| options.bits.is_none()) {
            checked(Key::generate("ES256".parse().unwrap(), &options));
            checked(Key::generate("dir".parse().unwrap(), &options));
        }
        if let Some(options) = read::<jwe::EncryptOptions>(&options) {
            checked(jwe::encrypt(b"plaintext", &MANAGING[0].0, &options));
        }
        if let Some(options) = read::<jwe::DecryptOptions>(&options) {
            checked(jwe::decrypt("a.b.c.d.e", &PASSWORDS[0].0, &options));
        }
        if let Some(options) = read::<jws::SignOptions>(&options) {
            checked(jws::sign(b"payload", signing, &options));
        }
    }
}
