//! Tokens from the tests' issuer, whose key is in a file.

use std::time::SystemTime;

use serde_json::Value;
use tokenseal::{GenerateOptions, IssueOptions, Issuer, IssuerOptions, Key, KeySet, SignatureAlgorithm};

/// Who issues them.
pub const ISSUER: &str = "https://issuer.example";
/// Whom they are for.
pub const AUDIENCE: &str = "https://api.example";

/// A configuration with this issuer, whose keys are in `keys.json`, and one API.
pub const ISSUER_AND_API: &str = r#"
    listen = "127.0.0.1:0"
    [[issuer]]
    issuer = "https://issuer.example"
    audience = "https://api.example"
    keys = ["keys.json"]
    [[api]]
    name = "orders"
    [internal]
    issuer = "https://gateway.example"
"#;

/// An issuer, and the set of keys that it publishes.
pub struct TestIssuer {
    pub issuer: Issuer,
    pub key: Key,
    /// To be written to a file that the configuration names.
    pub jwks: String,
}

impl TestIssuer {
    pub fn new(algorithm: SignatureAlgorithm) -> Self {
        let options = GenerateOptions {
            key_id: Some("test".into()),
            ..GenerateOptions::default()
        };
        let key = Key::generate(algorithm.into(), &options).unwrap();
        let options = IssuerOptions {
            issuer: Some(ISSUER.into()),
            audience: Some(AUDIENCE.into()),
            lifetime: Some("5m".into()),
            ..IssuerOptions::default()
        };
        // A secret has no public half, and its file holds the secret.
        let jwks = match key.public() {
            Ok(public) => KeySet::from(public).to_jwks(false).unwrap(),
            Err(_) => KeySet::from(key.clone()).to_jwks(true).unwrap(),
        };
        Self {
            issuer: Issuer::new(Some(key.clone().into()), None, &options).unwrap(),
            key,
            jwks,
        }
    }

    /// A token with these claims, issued now.
    pub fn token(&self, claims: &Value) -> String {
        self.token_at(claims, now())
    }

    pub fn token_at(&self, claims: &Value, now: f64) -> String {
        self.issuer
            .issue(
                claims,
                &IssueOptions {
                    now: Some(now),
                    ..IssueOptions::default()
                },
            )
            .unwrap()
    }
}

/// The system's time.
pub fn now() -> f64 {
    tokenseal::timestamp(SystemTime::now())
}
