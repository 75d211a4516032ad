//! The third part: bad tokens, each offered to every language, each refused with the same code.

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::answerer::Answerer;
use super::{KeyPair, heading, now, print_failures};
use crate::report::{Row, table};

const ISSUER: &str = "https://login.example";
const AUDIENCE: &str = "https://orders.example";

/// What is offered, and how it must be refused.
struct Bad {
    what: &'static str,
    expected: Value,
    operation: &'static str,
    input: Value,
}

/// The keys of one language, and of somebody else.
struct Keys {
    signing: KeyPair,
    foreign: KeyPair,
    decryption: KeyPair,
}

pub(crate) fn play(answerers: &[Answerer]) -> Row {
    heading("Bad tokens, offered to every language");
    let mut row = Row::new("refusals");
    let mut lines = Vec::new();
    for maker in answerers {
        match bad_tokens(maker) {
            Ok(bad_tokens) => lines.extend(
                bad_tokens
                    .iter()
                    .map(|bad| offer(bad, maker, answerers, &mut row)),
            ),
            Err(error) => row.fail(format!("{error:#}")),
        }
    }
    // The same kind of token from each maker, one below the other.
    lines.sort();
    say!(
        "{}",
        table(&["token", "made in", "refused by", "code", "claim"], &lines)
    );
    print_failures(&row);
    row
}

/// Offers one token to every language; each that refuses it as it must is one check passed.
fn offer(bad: &Bad, maker: &Answerer, answerers: &[Answerer], row: &mut Row) -> Vec<String> {
    let mut refused = Vec::new();
    for answerer in answerers {
        let outcome = answerer.ask(
            bad.operation,
            bad.input.clone(),
            json!({ "issuer": ISSUER, "audience": AUDIENCE, "now": now() }),
        );
        match outcome {
            Ok(outcome) if outcome == bad.expected => {
                refused.push(answerer.title);
                row.pass();
            }
            Ok(outcome) if outcome.get("error").is_none() => row.fail(format!(
                "{}, made in {}: {} ACCEPTED it",
                bad.what, maker.title, answerer.title
            )),
            Ok(outcome) => row.fail(format!(
                "{}, made in {}: {} says {outcome}, not {}",
                bad.what, maker.title, answerer.title, bad.expected
            )),
            Err(error) => row.fail(format!("{}, made in {}: {error:#}", bad.what, maker.title)),
        }
    }
    let text = |name: &str| {
        bad.expected
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or("-")
            .to_owned()
    };
    vec![
        bad.what.to_owned(),
        maker.title.to_owned(),
        refused.join(", "),
        text("error"),
        text("claim"),
    ]
}

fn bad_tokens(maker: &Answerer) -> Result<Vec<Bad>> {
    let keys = Keys {
        signing: KeyPair::make(maker, "ES256", &[])?,
        foreign: KeyPair::make(maker, "ES256", &[])?,
        decryption: KeyPair::make(maker, "ECDH-ES+A256KW", &[])?,
    };
    let now = now();
    let good = sign(maker, &keys.signing.private, "user", AUDIENCE, now)?;
    let greedy = sign(maker, &keys.signing.private, "admin", AUDIENCE, now)?;
    let hour_ago = now.saturating_sub(3600);
    let signature_failed = json!({ "error": "ERR_JWS_SIGNATURE_VERIFICATION_FAILED" });
    let signed = |what, expected, token: String| Bad {
        what,
        expected,
        operation: "verify",
        input: json!({ "token": token, "keys": keys.signing.public }),
    };
    Ok(vec![
        signed(
            "tampered claims",
            signature_failed.clone(),
            with_payload_of(&good, &greedy)?,
        ),
        signed(
            "expired",
            json!({ "error": "ERR_JWT_EXPIRED", "claim": "exp" }),
            sign(maker, &keys.signing.private, "user", AUDIENCE, hour_ago)?,
        ),
        signed(
            "foreign key",
            json!({ "error": "ERR_JWKS_NO_MATCHING_KEY" }),
            sign(maker, &keys.foreign.private, "user", AUDIENCE, now)?,
        ),
        signed(
            "foreign key, our key id",
            signature_failed,
            sign(maker, &disguised(&keys), "user", AUDIENCE, now)?,
        ),
        signed(
            "wrong audience",
            json!({ "error": "ERR_JWT_CLAIM_MISMATCH", "claim": "aud" }),
            sign(maker, &keys.signing.private, "user", "https://mail.example", now)?,
        ),
        signed(
            "no signature (alg none)",
            json!({ "error": "ERR_JOSE_NOT_SUPPORTED" }),
            unsigned(&good)?,
        ),
        Bad {
            what: "sealed, then tampered",
            expected: json!({ "error": "ERR_JWE_DECRYPTION_FAILED" }),
            operation: "unseal",
            input: json!({ "token": tampered_seal(maker, &keys, now)?, "decrypt_with": keys.decryption.private, "verify_with": keys.signing.public }),
        },
    ])
}

fn sign(maker: &Answerer, key: &Value, role: &str, audience: &str, now: u64) -> Result<String> {
    let claims = json!({ "sub": "user-42", "role": role }).to_string();
    let options = json!({ "issuer": ISSUER, "audience": audience, "expires_in": "15m", "now": now });
    maker.token("sign", json!({ "claims": claims, "key": key }), options)
}

/// The other key under the name of the right one.
fn disguised(keys: &Keys) -> Value {
    let mut key = keys.foreign.private.clone();
    let name = keys
        .signing
        .public
        .get("jwk")
        .and_then(|jwk| jwk.get("kid"))
        .cloned();
    if let (Some(Value::Object(jwk)), Some(name)) = (key.get_mut("jwk"), name) {
        jwk.insert("kid".to_owned(), name);
    }
    key
}

/// Header and signature of one token around the claims of another.
fn with_payload_of(token: &str, other: &str) -> Result<String> {
    let (header, _, signature) = three_parts(token)?;
    let (_, payload, _) = three_parts(other)?;
    Ok(format!("{header}.{payload}.{signature}"))
}

/// The claims under the header `{"alg":"none"}`, with nothing where the signature was.
fn unsigned(token: &str) -> Result<String> {
    let (_, payload, _) = three_parts(token)?;
    Ok(format!("eyJhbGciOiJub25lIn0.{payload}."))
}

fn three_parts(token: &str) -> Result<(&str, &str, &str)> {
    let parts = token
        .split_once('.')
        .and_then(|(header, rest)| Some((header, rest.split_once('.')?)));
    parts
        .map(|(header, (payload, signature))| (header, payload, signature))
        .context("a signed token has not three parts")
}

/// A sealed token with one letter of the ciphertext changed.
fn tampered_seal(maker: &Answerer, keys: &Keys, now: u64) -> Result<String> {
    let claims = json!({ "sub": "user-42" }).to_string();
    let input =
        json!({ "claims": claims, "sign_with": keys.signing.private, "encrypt_to": keys.decryption.public });
    let token = maker.token(
        "seal",
        input,
        json!({ "issuer": ISSUER, "audience": AUDIENCE, "expires_in": "15m", "now": now }),
    )?;
    change_ciphertext(&token).context("a sealed token has not five parts")
}

fn change_ciphertext(token: &str) -> Option<String> {
    let mut parts: Vec<String> = token.split('.').map(str::to_owned).collect();
    let ciphertext = parts
        .get_mut(3)
        .filter(|part| part.is_ascii() && !part.is_empty())?;
    // The first letter encodes six whole bits, so that the result is still strict base64url.
    let first = if ciphertext.starts_with('A') { "B" } else { "A" };
    ciphertext.replace_range(0..1, first);
    Some(parts.join("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spoils_tokens() {
        assert_eq!(with_payload_of("a.b.c", "d.e.f").unwrap(), "a.e.c");
        assert_eq!(unsigned("a.b.c").unwrap(), "eyJhbGciOiJub25lIn0.b.");
        assert_eq!(change_ciphertext("h.k.i.Axy.t").unwrap(), "h.k.i.Bxy.t");
        assert_eq!(change_ciphertext("h.k.i.xyz.t").unwrap(), "h.k.i.Ayz.t");
        assert!(with_payload_of("a.b", "d.e.f").is_err() && change_ciphertext("a.b.c").is_none());
    }
}
