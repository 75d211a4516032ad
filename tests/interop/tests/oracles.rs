//! Exchanges everything with every library, prints how many tokens went each way, and compares what
//! was exchanged with `docs/interop.md`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;

use tokenseal::{GenerateOptions, JwkOptions, Key, SignatureAlgorithm, ThumbprintHash};
use tokenseal_interop::{Form, Josekit, Jsonwebtoken, Library, run, table, ways};

/// By library: how many of its tokens tokenseal reads, and how many of tokenseal's it reads.
const TOTALS: [(&str, usize, usize); 2] = [("josekit", 1464, 1464), ("jsonwebtoken", 12, 21)];

#[test]
fn every_token_is_read_by_the_other_library() {
    let jsonwebtoken = Jsonwebtoken::new();
    let others: [&dyn Library; 2] = [&Josekit, &jsonwebtoken];
    let keys = run::Keys::default();
    let tables: Vec<_> = Form::ALL
        .into_iter()
        .map(|form| match run::all(form, &others, &keys) {
            Ok(rows) => (form, rows),
            Err(failures) => panic!("{failures}"),
        })
        .collect();
    let totals = ways::totals(&others, &tables);
    let tokens: usize = totals.iter().map(|(_, here, there)| here + there).sum();
    println!(
        "{tokens} tokens, by who made them, the library + tokenseal:\n{}",
        ways::counts(&others, &tables)
    );
    assert_eq!(
        ways::unexpected(&others, &tables),
        [""; 0],
        "the page would not tell the truth"
    );

    let page = table::render(&others, &tables);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/interop.md");
    if std::env::var_os("TOKENSEAL_GENERATE").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let before = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        before == page,
        "docs/interop.md has drifted from what was exchanged: run `cargo xtask generate`"
    );
    assert_eq!(totals, TOTALS, "not as many tokens as before");
}

/// jsonwebtoken makes no keys, but public JWKs of private keys: they are those that tokenseal
/// makes.
#[test]
fn the_jwk_that_jsonwebtoken_makes_is_the_same_key() {
    let jsonwebtoken = Jsonwebtoken::new();
    for algorithm in ["RS256", "PS384", "ES256", "ES384", "EdDSA"] {
        let algorithm: SignatureAlgorithm = algorithm.parse().unwrap();
        let key = Key::generate(algorithm.into(), &GenerateOptions::default()).unwrap();
        let jwk = jsonwebtoken
            .public_jwk(algorithm, &key.to_pem(true).unwrap())
            .unwrap();
        let read = Key::from_jwk(&jwk, &JwkOptions::default()).unwrap();
        assert_eq!(read.algorithm(), key.algorithm());
        assert_eq!(
            read.thumbprint(ThumbprintHash::Sha256).unwrap(),
            key.thumbprint(ThumbprintHash::Sha256).unwrap()
        );
    }
}
