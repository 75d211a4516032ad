//! Any text as a compact token: inspected, verified, decrypted, unsealed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tokenseal::{
    ErrorCode, TokenKind, Verifier, VerifyOptions, decrypt, inspect_unverified, jws, unseal, verify,
};
use tokenseal_fuzz::{NOW, SET, checked};

fuzz_target!(|token: &[u8]| {
    // Passwords are slow by design: a low bound refuses them before the work.
    let options = VerifyOptions {
        now: Some(NOW),
        max_attempts: Some(64),
        max_pbes2_iterations: Some(1000),
        allow_any_issuer: true,
        allow_any_audience: true,
        ..VerifyOptions::default()
    };
    let set = &*SET;
    let inspected = checked(inspect_unverified(token));
    let verified = checked(verify(token, set, &options));
    if let Some(token) = &verified {
        assert!(inspected.is_some_and(|inspected| inspected.claims.as_deref() == Some(token.claims_json())));
        // A checked integer may be wider than a Value can hold; nothing else keeps claims from
        // being read.
        if let Err(error) = token.claims::<serde_json::Value>() {
            assert_eq!(error.code(), ErrorCode::ClaimInvalid);
        }
    }
    checked(jws::verify(
        token,
        set,
        &jws::VerifyOptions {
            max_attempts: Some(64),
            ..Default::default()
        },
    ));
    checked(decrypt(
        token,
        set,
        &VerifyOptions {
            allow_unsigned: true,
            ..options.clone()
        },
    ));
    checked(unseal(token, set, set, &options));
    let all = VerifyOptions {
        now: None,
        accept: Some(vec![TokenKind::Signed, TokenKind::Encrypted, TokenKind::Nested]),
        ..options
    };
    let verifier = Verifier::new(Some(set.clone().into()), Some(set.clone().into()), &all)
        .expect("the options are right");
    if verified.is_some() {
        checked(verifier.verify(token, NOW)).expect("a verifier accepts what verify accepts");
    } else {
        checked(verifier.verify(token, NOW));
    }
});
