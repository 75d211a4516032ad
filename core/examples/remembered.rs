//! The cost of checking a remembered token, next to the same check without remembering:
//! `cargo run --release --example remembered`.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::hint::black_box;
use std::time::Instant;

use tokenseal::{
    GenerateOptions, Key, Revocations, RevocationsOptions, SignatureAlgorithm, TokenOptions, Verifier,
    VerifyOptions,
};

/// The number of short rounds. The shortest one counts, so that other activity on the machine does
/// not.
const ROUNDS: usize = 200;
const NOW: f64 = 1_700_000_000.0;

fn main() {
    println!(
        "{:<28} {:>12} {:>12} {:>8}",
        "check", "full", "remembered", "times"
    );
    for algorithm in [
        SignatureAlgorithm::HS256,
        SignatureAlgorithm::ES256,
        SignatureAlgorithm::RS256,
        SignatureAlgorithm::Ed25519,
    ] {
        row(&algorithm.to_string(), algorithm, |verifier| verifier);
        let list = Revocations::new(&RevocationsOptions::default()).unwrap();
        list.revoke_session(
            Some("https://issuer.example"),
            "s1",
            &tokenseal::RevokeOptions {
                now: Some(NOW),
                ..Default::default()
            },
        )
        .unwrap();
        row(&format!("{algorithm}, revocations"), algorithm, |verifier| {
            verifier.with_revocations(&list).unwrap()
        });
    }
}

fn row(name: &str, algorithm: SignatureAlgorithm, with: impl Fn(Verifier) -> Verifier) {
    let key = Key::generate(algorithm.into(), &GenerateOptions::default()).unwrap();
    let options = TokenOptions {
        issuer: Some("https://issuer.example".into()),
        audience: Some(tokenseal::OneOrMany::One("https://api.example".into())),
        expires_in: Some("1h".into()),
        now: Some(NOW),
        ..TokenOptions::default()
    };
    let claims = serde_json::json!({ "sub": "alice", "scope": "read write", "jti": "b9c7d1f2", "roles": ["admin", "user"] });
    let token = tokenseal::sign(&claims, &key, &options).unwrap();
    let options = VerifyOptions {
        issuer: Some("https://issuer.example".into()),
        audience: Some(tokenseal::OneOrMany::One("https://api.example".into())),
        ..VerifyOptions::default()
    };
    let of = |remember| {
        with(
            Verifier::new(
                Some(key.clone().into()),
                None,
                &VerifyOptions {
                    remember,
                    ..options.clone()
                },
            )
            .unwrap(),
        )
    };
    let (without, with) = (of(None), of(Some(1000)));
    let (full, remembered) = (0..ROUNDS).fold((f64::INFINITY, f64::INFINITY), |(full, remembered), _| {
        (
            full.min(nanoseconds(&without, &token, 10)),
            remembered.min(nanoseconds(&with, &token, 2000)),
        )
    });
    println!(
        "{name:<28} {full:>9.0} ns {remembered:>9.0} ns {:>8.1}",
        full / remembered
    );
}

/// The nanoseconds that one check takes.
fn nanoseconds(verifier: &Verifier, token: &str, times: u32) -> f64 {
    let began = Instant::now();
    for _ in 0..times {
        let checked = verifier.verify(black_box(token), NOW).unwrap();
        black_box(checked.claims_json());
    }
    began.elapsed().as_secs_f64() * 1e9 / f64::from(times)
}
