//! Signed tokens: verified, read and made.

use aws_lc_rs::hmac;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, ED25519, EcdsaKeyPair, Ed25519KeyPair,
    ML_DSA_65, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RSA_PSS_2048_8192_SHA256,
    RsaKeyPair, VerificationAlgorithm,
};
use serde::Deserialize;
use serde_json::{Map, Value};
use tokenseal::Key;

use crate::claims::{self, NOW};
use crate::keys;
use crate::libraries;
use crate::row::{
    Row,
    names::{JOSEKIT, JSONWEBTOKEN, JSONWEBTOKEN_MAP, TOKENSEAL},
};

/// The `alg`, and what people call it where that is something else.
const ALGORITHMS: [(&str, &str); 6] = [
    ("HS256", "HS256"),
    ("ES256", "ES256"),
    ("RS256", "RS256"),
    ("EdDSA", "Ed25519"),
    ("PS256", "PS256"),
    ("ML-DSA-65", "ML-DSA-65"),
];

pub(crate) fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for (algorithm, title) in ALGORITHMS {
        let key = keys::generate(algorithm, None, None);
        let token = keys::token(&keys::issuer(Some(&key), None, None));
        rows.push(checked(algorithm, title, &key, &token));
        if algorithm != "ML-DSA-65" {
            rows.push(read(algorithm, title, &key, &token));
        }
        if algorithm == "HS256" {
            rows.push(asked_for(algorithm, title, &key, &token));
        }
        if matches!(algorithm, "HS256" | "ES256" | "RS256" | "EdDSA") {
            rows.push(made(algorithm, title, &key, &token));
        }
    }
    rows
}

/// All claims checked, none read: everything besides the cryptography.
fn checked(algorithm: &str, title: &str, key: &Key, token: &str) -> Row {
    let verifier = keys::verifier(Some(&keys::public(key)), None);
    let (input, signature) = keys::split(token);
    let token = token.to_owned();
    let row = Row::new(format!("{title}: verify, claims checked"))
        .counted(is_counted(algorithm))
        .with(TOKENSEAL, move || verifier.verify(&token, NOW).unwrap());
    if algorithm == "HS256" {
        let bare = hmac::Key::new(hmac::HMAC_SHA256, &keys::secret(key));
        return row
            .with_bare(move || hmac::verify(&bare, &input, &signature).unwrap())
            .at_most(1.85, 0.0);
    }
    let bare = bare_verifier(algorithm, key);
    let row = row.with_bare(move || bare.verify_sig(&input, &signature).unwrap());
    if matches!(algorithm, "ES256" | "RS256" | "EdDSA") {
        row.at_most(1.05, 1000.0)
    } else {
        row
    }
}

/// All claims checked, and read into a map.
fn read(algorithm: &str, title: &str, key: &Key, token: &str) -> Row {
    let public = keys::public(key);
    let verifier = keys::verifier(Some(&public), None);
    let jsonwebtoken = libraries::jsonwebtoken_verify(algorithm, &public);
    let josekit = libraries::josekit_verify(algorithm, &public);
    let [token, token_1, token_2] = [token; 3].map(str::to_owned);
    let row = Row::new(format!("{title}: verify, claims read"))
        .counted(is_counted(algorithm))
        .with(TOKENSEAL, move || {
            verifier
                .verify(&token, keys::now())
                .unwrap()
                .claims::<Map<String, Value>>()
                .unwrap()
        })
        .with(JSONWEBTOKEN, move || jsonwebtoken(&token_1))
        .with(JOSEKIT, move || josekit(&token_2));
    match algorithm {
        "ES256" => row.at_least(1.2, JOSEKIT),
        "EdDSA" => row.at_least(2.5, JOSEKIT),
        _ => row,
    }
}

/// All claims checked, and those read that a service asks for: from where they stand, and by
/// jsonwebtoken into a struct that has no others.
fn asked_for(algorithm: &str, title: &str, key: &Key, token: &str) -> Row {
    let public = keys::public(key);
    let verifier = keys::verifier(Some(&public), None);
    let jsonwebtoken = libraries::jsonwebtoken_read::<AskedFor>(algorithm, &public);
    let into_a_map = libraries::jsonwebtoken_verify(algorithm, &public);
    let [token, token_1, token_2] = [token; 3].map(str::to_owned);
    let own = move || {
        let token = verifier.verify(&token, keys::now()).unwrap();
        let lengths = ["sub", "iss", "scope"].map(|name| token.text(name).unwrap().len());
        (lengths, token.claim_json("exp").unwrap().parse::<u64>().unwrap())
    };
    Row::new(format!("{title}: verify, four claims read"))
        .counted(is_counted(algorithm))
        .with(TOKENSEAL, own)
        .with(JSONWEBTOKEN, move || jsonwebtoken(&token_1))
        .with(JSONWEBTOKEN_MAP, move || into_a_map(&token_2))
        .at_least(4.0, JSONWEBTOKEN)
}

/// What a service asks for.
#[derive(Deserialize)]
#[expect(dead_code, reason = "they are read, and not looked at")]
struct AskedFor {
    sub: String,
    iss: String,
    scope: String,
    exp: u64,
}

/// Signed, from claims in a map.
fn made(algorithm: &str, title: &str, key: &Key, token: &str) -> Row {
    let (issuer, claims) = (keys::issuer(Some(key), None, None), claims::map());
    let row = Row::new(format!("{title}: sign")).with(TOKENSEAL, move || keys::issue(&issuer, &claims));
    let (input, _) = keys::split(token);
    let row = match algorithm {
        "HS256" => {
            let bare = hmac::Key::new(hmac::HMAC_SHA256, &keys::secret(key));
            row.with_bare(move || hmac::sign(&bare, &input))
                .at_most(2.0, 0.0)
                .at_least(1.6, JSONWEBTOKEN)
        }
        "ES256" => {
            let bare = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &key.to_der(true).unwrap())
                .unwrap();
            row.with_bare(move || bare.sign(&SystemRandom::new(), &input).unwrap())
        }
        "RS256" => {
            let bare = RsaKeyPair::from_pkcs8(&key.to_der(true).unwrap()).unwrap();
            let mut signature = vec![0; bare.public_modulus_len()];
            row.with_bare(move || {
                bare.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), &input, &mut signature)
                    .unwrap()
            })
        }
        _ => {
            let bare = Ed25519KeyPair::from_pkcs8(&key.to_der(true).unwrap()).unwrap();
            row.with_bare(move || bare.sign(&input))
        }
    };
    row.with(JSONWEBTOKEN, libraries::jsonwebtoken_sign(algorithm, key))
        .with(JOSEKIT, libraries::josekit_sign(algorithm, key))
}

fn is_counted(algorithm: &str) -> bool {
    matches!(algorithm, "HS256" | "ES256")
}

/// A public key as aws-lc-rs keeps it when it is prepared.
pub(crate) fn bare_verifier(algorithm: &str, key: &Key) -> ParsedPublicKey {
    let verification: &'static dyn VerificationAlgorithm = match algorithm {
        "ES256" => &ECDSA_P256_SHA256_FIXED,
        "RS256" => &RSA_PKCS1_2048_8192_SHA256,
        "PS256" => &RSA_PSS_2048_8192_SHA256,
        "ML-DSA-65" => &ML_DSA_65,
        _ => &ED25519,
    };
    ParsedPublicKey::new(verification, keys::public(key).to_der(false).unwrap()).unwrap()
}
