//! The parts of proofs. Whole checks, with proofs made by others, are tested in tests/vectors.

mod parts;
mod proofs;
mod replays;
mod service;

use serde_json::{Value, json};

use super::confirmation::Bound;
use super::origins::Origins;
use super::proof::Proof;
use super::*;
use crate::jws::{self, Extra};
use crate::key::{GenerateOptions, Key, KeyOptions, ThumbprintHash};
use crate::options::{
    CheckOptions, Confirmation, IssueOptions, IssuerOptions, OneOrMany, ProofOptions, ReplayOptions,
    VerifyOptions,
};
use crate::{ErrorCode, Issuer, SignatureAlgorithm, Verifier};

const NOW: f64 = 1_700_000_000.0;
const URL: &str = "https://api.example/orders";

fn key(algorithm: SignatureAlgorithm) -> Key {
    Key::generate(algorithm.into(), &GenerateOptions::default()).unwrap()
}

fn secret() -> Key {
    Key::from_secret(
        b"0123456789abcdef0123456789ABCDEF",
        SignatureAlgorithm::HS256.into(),
        &KeyOptions::default(),
    )
    .unwrap()
}

fn options() -> ProofOptions {
    ProofOptions {
        now: Some(NOW),
        ..ProofOptions::default()
    }
}
