//! Keys of a ring, kept in a file as a service has it: what following the ring costs each token.

use std::time::Instant;

use serde_json::json;
use tokenseal::{
    IssueOptions, Issuer, IssuerOptions, Key, KeyRing, RingOptions, SignatureAlgorithm, Token, Verifier,
};

use crate::claims::{AUDIENCE, ISSUER};
use crate::keys;
use crate::remote::{check, expecting, times_since};
use crate::row::{
    Row,
    names::{PLAIN_SET, TOKENSEAL},
};

/// What following a ring may cost, in nanoseconds.
const GOAL: f64 = 100.0;

pub(crate) fn rows() -> Vec<Row> {
    let ring = Followed::new();
    let (token, known) = (ring.issue(), ring.ring.to_key_set(keys::now()).unwrap());
    let plain = Verifier::new(Some(known.into()), None, &expecting(ISSUER)).unwrap();
    let other = token.clone();
    let check = Row::new("ES256: verify, by the keys of a ring")
        .with(TOKENSEAL, move || ring.check(&token))
        .with(PLAIN_SET, move || plain.verify(&other, keys::now()).unwrap())
        .at_most_more(GOAL, PLAIN_SET);
    vec![check]
}

/// A ring in a file of its own, which goes with it, and what follows it.
struct Followed {
    ring: KeyRing,
    issuer: Issuer,
    verifier: Verifier,
    start: Instant,
    _folder: tempfile::TempDir,
}

impl Followed {
    fn new() -> Self {
        let algorithm = SignatureAlgorithm::ES256.into();
        let ring = KeyRing::create(&[algorithm], None, &RingOptions::default(), keys::now()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let wrapping: Key = keys::generate("A256KW", None, None);
        tokenseal_files::save(&ring, folder.path().join("keys.ring"), &wrapping, None).unwrap();
        let options = IssuerOptions {
            lifetime: Some("15m".into()),
            ..IssuerOptions::default()
        };
        let issuer = Issuer::new(Some((&ring).into()), None, &options).unwrap();
        let verifier = Verifier::new(Some((&ring).into()), None, &expecting(ISSUER)).unwrap();
        Self {
            ring,
            issuer,
            verifier,
            start: Instant::now(),
            _folder: folder,
        }
    }

    fn issue(&self) -> String {
        let claims = json!({ "iss": ISSUER, "aud": AUDIENCE, "sub": "alice", "scope": "read write" });
        let options = IssueOptions {
            now: Some(keys::now()),
            ..IssueOptions::default()
        };
        self.issuer
            .issue_at(&claims, &options, times_since(self.start))
            .token
            .unwrap()
    }

    fn check(&self, token: &str) -> Token {
        check(&self.verifier, token, times_since(self.start))
    }
}
