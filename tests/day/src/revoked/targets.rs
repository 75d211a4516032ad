//! What is revoked: tokens that have an id, a session, a subject or a key of their own.

use serde_json::{Value, json};
use tokenseal::{GenerateOptions, Key, Result, SignatureAlgorithm, TokenOptions, sign, timestamp};

pub(crate) const ISSUER: &str = "https://issuer.example";
/// How the calls of every language name what they revoke. `token` is the token itself, once it was
/// checked.
const KINDS: [&str; 5] = ["token", "token_id", "session", "subject", "key"];
/// Tokens were issued before they are revoked, and live as long as that, in seconds.
const ISSUED: f64 = 60.0;
const LIFETIME: f64 = 3000.0;

/// One that is to be revoked, and a token that shows it.
pub(crate) struct Target {
    pub(crate) kind: &'static str,
    pub(crate) value: String,
    pub(crate) token: String,
}

/// Targets, with the keys by which their tokens are verified.
pub(crate) struct Pool {
    /// As a JWK Set.
    pub(crate) keys: Value,
    pub(crate) targets: Vec<Target>,
    /// Tokens that nobody revokes.
    pub(crate) good: Vec<String>,
}

impl Pool {
    /// So many targets, of every kind in turn.
    pub(crate) fn new(count: usize) -> Result<Self> {
        // It is the quickest, and checks are made all the time.
        let common = generate(SignatureAlgorithm::HS256, "common")?;
        let (mut keys, mut targets) = (vec![common.to_jwk(true)?], Vec::with_capacity(count));
        for (number, kind) in KINDS.into_iter().cycle().enumerate().take(count) {
            let value = format!("{kind}-{number}");
            let own = if kind == "key" {
                Some(generate(SignatureAlgorithm::ES256, &value)?)
            } else {
                None
            };
            if let Some(own) = &own {
                keys.push(own.public()?.to_jwk(false)?);
            }
            targets.push(Target {
                kind,
                token: token(kind, &value, own.as_ref().unwrap_or(&common))?,
                value,
            });
        }
        let good = (0..3)
            .map(|number| token("token_id", &format!("good-{number}"), &common))
            .collect::<Result<_>>()?;
        let keys: Vec<Value> = keys
            .iter()
            .filter_map(|key| serde_json::from_str(key).ok())
            .collect();
        Ok(Self {
            keys: json!({ "keys": keys }),
            targets,
            good,
        })
    }
}

fn generate(algorithm: SignatureAlgorithm, key_id: &str) -> Result<Key> {
    Key::generate(
        algorithm.into(),
        &GenerateOptions {
            key_id: Some(key_id.to_owned()),
            ..GenerateOptions::default()
        },
    )
}

/// A token that shows this value as this kind, and everything else as its own.
fn token(kind: &str, value: &str, key: &Key) -> Result<String> {
    let issued = timestamp(std::time::SystemTime::now()) - ISSUED;
    let mut claims = json!({ "iss": ISSUER, "jti": format!("of {value}"), "sid": "any", "sub": "anybody", "exp": issued + LIFETIME });
    let name = match kind {
        "token_id" => "jti",
        "session" => "sid",
        "subject" => "sub",
        _ => "",
    };
    if let Some(claim) = claims.get_mut(name) {
        *claim = value.into();
    }
    sign(
        &claims,
        key,
        &TokenOptions {
            now: Some(issued),
            ..TokenOptions::default()
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_shown_by_a_token_of_its_own() {
        let pool = Pool::new(10).unwrap();
        let values: Vec<_> = pool
            .targets
            .iter()
            .map(|target| (target.kind, target.value.as_str()))
            .collect();
        assert_eq!(
            values[..5],
            [
                ("token", "token-0"),
                ("token_id", "token_id-1"),
                ("session", "session-2"),
                ("subject", "subject-3"),
                ("key", "key-4")
            ]
        );
        let ids: Vec<_> = pool.keys["keys"]
            .as_array()
            .unwrap()
            .iter()
            .map(|key| &key["kid"])
            .collect();
        assert_eq!(ids, ["common", "key-4", "key-9"]);
        let mut tokens: Vec<_> = pool
            .targets
            .iter()
            .map(|target| &target.token)
            .chain(&pool.good)
            .collect();
        tokens.sort();
        tokens.dedup();
        assert_eq!(tokens.len(), 13);
    }
}
