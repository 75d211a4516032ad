//! Any text as a JWK set, strictly and not.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tokenseal::{JwksOptions, KeySet};
use tokenseal_fuzz::{checked, use_key};

fuzz_target!(|text: &str| {
    let strict = checked(KeySet::from_jwks(
        text,
        &JwksOptions {
            strict: true,
            ..JwksOptions::default()
        },
    ));
    let Some(set) = checked(KeySet::from_jwks(text, &JwksOptions::default())) else {
        assert!(strict.is_none(), "strict is stricter");
        return;
    };
    assert_eq!(strict.is_some(), set.rejected().is_empty());
    set.iter().take(4).for_each(use_key);
    for private in [false, true] {
        if let Some(jwks) = checked(set.to_jwks(private)) {
            let again =
                KeySet::from_jwks(&jwks, &JwksOptions::default()).expect("an exported set is read again");
            assert!(again.len() <= set.len());
        }
    }
});
