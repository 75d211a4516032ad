//! The first part: an access token, signed and then encrypted in one language, and opened and
//! checked in another, for every pair.

use anyhow::{Result, bail};
use serde_json::{Value, json};

use super::answerer::Answerer;
use super::{KeyPair, heading, now, shortened};
use crate::report::{Row, paint};

const ISSUER: &str = "https://login.example";
const AUDIENCE: &str = "https://orders.example";

/// A language with the two keys that it would have in the world: one to sign with, one that others
/// encrypt to.
struct Party<'a> {
    answerer: &'a Answerer,
    signing: KeyPair,
    decryption: KeyPair,
}

pub(crate) fn play(answerers: &[Answerer]) -> Row {
    heading("An access token, sealed in one language and unsealed in another");
    let mut row = Row::new("sealed tokens");
    let mut parties = Vec::new();
    for answerer in answerers {
        match Party::make(answerer) {
            Ok(party) => parties.push(party),
            Err(error) => row.fail(format!("{error:#}")),
        }
    }
    for maker in &parties {
        for opener in parties
            .iter()
            .filter(|opener| opener.answerer.title != maker.answerer.title)
        {
            match hand_over(maker, opener) {
                Ok(()) => row.pass(),
                Err(error) => {
                    say!("   {}", paint(&format!("FAILED: {error:#}"), "1;31"));
                    row.fail(format!(
                        "{} to {}: {error:#}",
                        maker.answerer.title, opener.answerer.title
                    ));
                }
            }
        }
    }
    if parties.len() < 2 {
        row.skip("one language alone has nobody to hand a token to");
    }
    row
}

impl<'a> Party<'a> {
    fn make(answerer: &'a Answerer) -> Result<Self> {
        let signing = KeyPair::make(answerer, "ES256", &[])?;
        let decryption = KeyPair::make(answerer, "ECDH-ES+A256KW", &[("curve", "X25519")])?;
        say!(
            "{:<7} made a signing key     ES256, {}",
            answerer.title,
            key_id(&signing)
        );
        say!(
            "{:<7} made a decryption key  ECDH-ES+A256KW on X25519, {}",
            answerer.title,
            key_id(&decryption)
        );
        Ok(Self {
            answerer,
            signing,
            decryption,
        })
    }
}

/// One token from one language to another, by public keys alone.
fn hand_over(maker: &Party<'_>, opener: &Party<'_>) -> Result<()> {
    let (from, to) = (maker.answerer, opener.answerer);
    say!(
        "\n{}",
        paint(&format!("{} seals, {} unseals", from.title, to.title), "1")
    );
    let claims = json!({ "sub": "user-42", "client_id": "web-shop", "scope": "orders:read orders:write", "made_in": from.title });
    let token = from.token(
        "seal",
        json!({ "claims": claims.to_string(), "sign_with": maker.signing.private, "encrypt_to": opener.decryption.public }),
        json!({ "issuer": ISSUER, "audience": AUDIENCE, "expires_in": "15m", "profile": "access-token", "now": now() }),
    )?;
    say!("   {:<7} sealed    {}", from.title, shortened(&token));
    let result = to.result(
        "unseal",
        json!({ "token": token, "decrypt_with": opener.decryption.private, "verify_with": maker.signing.public }),
        json!({ "issuer": ISSUER, "audience": AUDIENCE, "profile": "access-token", "now": now() }),
    )?;
    let arrived = to.claims(&result)?;
    say!(
        "   {:<7} unsealed  {} token, signed by {}",
        to.title,
        text(&result, "kind"),
        text(&result, "key_id")
    );
    say!("   {:<7} claims    {}", "", paint(&arrived.to_string(), "36"));
    if let Some((name, _)) = claims
        .as_object()
        .into_iter()
        .flatten()
        .find(|(name, value)| arrived.get(name) != Some(value))
    {
        bail!("the claim `{name}` is not what was sealed");
    }
    if arrived.get("iss") != Some(&json!(ISSUER))
        || arrived.get("aud") != Some(&json!(AUDIENCE))
        || text(&result, "kind") != "nested"
    {
        bail!("the issuer, the audience or the kind of token is not what was sealed");
    }
    Ok(())
}

fn key_id(key: &KeyPair) -> &str {
    key.public
        .get("jwk")
        .and_then(|jwk| jwk.get("kid"))
        .and_then(Value::as_str)
        .unwrap_or("without a key id")
}

fn text<'a>(result: &'a Value, name: &str) -> &'a str {
    result.get(name).and_then(Value::as_str).unwrap_or("?")
}
