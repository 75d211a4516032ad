//! The same token again and again, which a verifier remembers that is asked to.

use tokenseal::{IssueOptions, Key, Verifier, VerifyOptions};

use crate::claims::{self, AUDIENCE, ISSUER, NOW};
use crate::keys;
use crate::row::{
    Row,
    names::{ANEW, TOKENSEAL},
};

/// How many tokens are remembered.
const REMEMBERED: u64 = 1000;

/// The `alg`, what people call it, and how many times as long the same check takes that remembers
/// nothing.
const ALGORITHMS: [(&str, &str, Option<f64>); 4] = [
    ("HS256", "HS256", Some(6.0)),
    ("ES256", "ES256", Some(400.0)),
    ("RS256", "RS256", Some(120.0)),
    ("EdDSA", "Ed25519", None),
];

pub(crate) fn rows() -> Vec<Row> {
    ALGORITHMS
        .map(|(algorithm, title, goal)| repeated(algorithm, title, goal))
        .into()
}

/// How often a token is to be checked to be remembered.
pub const SECOND_SIGHT: usize = 2;

/// A verifier that remembers, and the maker of a token for each number: all different, and of one
/// length.
pub fn tokens_that_are_remembered() -> (Verifier, impl Fn(u64) -> String) {
    let key = keys::generate("HS256", None, None);
    let (verifier, issuer) = (verifier(&key), keys::issuer(Some(&key), None, None));
    let make = move |number: u64| {
        let call = IssueOptions {
            token_id: Some(format!("{number:036}")),
            now: Some(NOW),
            ..IssueOptions::default()
        };
        let mut claims = claims::map();
        claims.remove("jti");
        issuer.issue(&claims, &call).unwrap()
    };
    (verifier, make)
}

fn repeated(algorithm: &str, title: &str, goal: Option<f64>) -> Row {
    let key = keys::generate(algorithm, None, None);
    let token = keys::token(&keys::issuer(Some(&key), None, None));
    let (remembering, anew) = (
        verifier(&keys::public(&key)),
        keys::verifier(Some(&keys::public(&key)), None),
    );
    let same = token.clone();
    let row = Row::new(format!("{title}: verify again, remembered"))
        .with(TOKENSEAL, move || remembering.verify(&token, NOW).unwrap())
        .with(ANEW, move || anew.verify(&same, NOW).unwrap());
    match goal {
        Some(times) => row.at_least(times, ANEW),
        None => row,
    }
}

/// The verifier of the benchmarks, which remembers.
fn verifier(key: &Key) -> Verifier {
    let options = VerifyOptions {
        issuer: Some(ISSUER.into()),
        audience: Some(AUDIENCE.into()),
        remember: Some(REMEMBERED),
        ..VerifyOptions::default()
    };
    Verifier::new(Some(key.into()), None, &options).unwrap()
}
