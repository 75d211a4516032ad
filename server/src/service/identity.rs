//! The identity that a service gets: one signed token, minted for the request it belongs to.

use serde_json::{Map, Value};
use tokenseal::{IssueOptions, Issuer, IssuerOptions, KeyRing, Profile, Token};
use tokenseal_drivers::tokio::Driver;

use super::{Around, rings};
use crate::config::{Config, Internal, Problem};

/// Claims that are always taken over.
const CLAIMS: [&str; 4] = ["sub", "act", "scope", "client_id"];

/// Mints identities.
#[derive(Debug)]
pub(crate) struct Minter {
    issuer: Issuer,
    /// Its keys, which services verify by.
    pub(crate) ring: KeyRing,
    /// The header it travels in.
    pub(crate) header: String,
    claims: Vec<String>,
}

pub(super) fn compile(internal: &Internal, config: &Config, around: &Around<'_>) -> Result<Minter, Problem> {
    let wrong = |message: String| Problem::new(["internal".into()], message);
    let algorithm = internal
        .alg
        .parse()
        .map_err(|_| wrong(format!("alg {:?} is no signature algorithm: leave it out, or give ES256", internal.alg)))?;
    let ring = rings::own("internal.ring", algorithm, config, around).map_err(|message| wrong(format!("internal.ring: {message}")))?;
    let options = IssuerOptions {
        issuer: Some(internal.issuer.clone()),
        lifetime: Some(internal.lifetime.as_str().into()),
        ..IssuerOptions::default()
    };
    if internal.issuer.is_empty() {
        return Err(wrong("issuer is empty: give the `iss` of identities, an URL or a URN of yours".into()));
    }
    // The only one of these options that can still be wrong.
    let of_lifetime = |error: tokenseal::Error| wrong(format!("lifetime: {} ({})", error.message(), error.code()));
    let issuer = Issuer::new(Some((&ring).into()), None, &options).map_err(of_lifetime)?;
    let is_own = |name: &String| ["iss", "aud", "exp", "iat", "nbf", "jti", "cnf", "status"].contains(&name.as_str());
    if let Some(name) = internal.claims.iter().find(|name| is_own(name)) {
        return Err(wrong(format!("claims names {name}, which the identity has of its own")));
    }
    Ok(Minter { issuer, ring, header: internal.header.clone(), claims: internal.claims.clone() })
}

impl Minter {
    /// The identity of whoever sent a token, for one service.
    pub(crate) async fn mint(&self, token: &Token, audience: &str, driver: &Driver) -> tokenseal::Result<String> {
        let _ = Profile::AccessToken;
        let mut claims = Map::new();
        for name in CLAIMS.into_iter().chain(self.claims.iter().map(String::as_str)) {
            if let Some(value) = token.claim_json(name).and_then(|json| serde_json::from_str::<Value>(json).ok()) {
                claims.insert(name.to_owned(), value);
            }
        }
        let options = IssueOptions { audience: Some(audience.into()), ..IssueOptions::default() };
        driver.issue(&self.issuer, &claims, &options).await
    }
}
