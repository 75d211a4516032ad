//! Any JSON as the options of every function, and what is made and read with valid ones.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokenseal::{
    GenerateOptions, IssueOptions, Issuer, IssuerOptions, JwkOptions, KeyOptions, TokenOptions, Verifier,
    VerifyOptions, encrypt, jwe, jws, options_from_json, sign, verify,
};
use tokenseal_fuzz::{KEYS, NOW, checked};

fuzz_target!(|text: &str| {
    let Ok(options) = serde_json::from_str::<Value>(text) else {
        return;
    };
    let signing = KEYS
        .iter()
        .find(|key| {
            key.algorithm()
                .is_some_and(|algorithm| algorithm.as_str() == "HS256")
        })
        .expect("an HS256 key");
    let direct = KEYS
        .iter()
        .find(|key| {
            key.algorithm()
                .is_some_and(|algorithm| algorithm.as_str() == "dir")
        })
        .expect("a dir key");
    let claims = json!({ "sub": "alice" });
    if let Some(options) = read::<TokenOptions>(&options) {
        if let Some(token) = checked(sign(&claims, signing, &options)) {
            checked(verify(
                token,
                signing,
                &VerifyOptions {
                    now: Some(NOW),
                    ..Default::default()
                },
            ));
        }
        checked(encrypt(&claims, direct, &options));
    }
    if let Some(options) = read::<VerifyOptions>(&options) {
        if let Some(verifier) = checked(Verifier::new(Some(signing.into()), None, &options)) {
            let token = sign(
                &claims,
                signing,
                &TokenOptions {
                    expires_in: Some("1h".into()),
                    now: Some(NOW),
                    ..Default::default()
                },
            );
            checked(verifier.verify(token.expect("the options are right"), NOW));
        }
    }
    if let Some(options) = read::<IssuerOptions>(&options) {
        if let Some(issuer) = checked(Issuer::new(
            Some(signing.clone().into()),
            Some(direct.clone().into()),
            &options,
        )) {
            checked(issuer.issue(
                &claims,
                &IssueOptions {
                    now: Some(NOW),
                    ..Default::default()
                },
            ));
        }
    }
    read::<IssueOptions>(&options);
    read::<GenerateOptions>(&options);
    read::<JwkOptions>(&options);
    read::<KeyOptions>(&options);
    read::<jwe::DecryptOptions>(&options);
    read::<jws::VerifyOptions>(&options);
    if let Some(options) = read::<jws::SignOptions>(&options) {
        checked(jws::sign(b"payload", signing, &options)).inspect(|token| {
            checked(jws::verify(token, signing, &Default::default()));
        });
    }
    if let Some(options) = read::<jwe::EncryptOptions>(&options) {
        checked(jwe::encrypt(b"plaintext", direct, &options)).inspect(|token| {
            jwe::decrypt(token, direct, &Default::default()).expect("what was encrypted is decrypted");
        });
    }
});

fn read<T: DeserializeOwned>(options: &Value) -> Option<T> {
    checked(options_from_json(options.clone()))
}
