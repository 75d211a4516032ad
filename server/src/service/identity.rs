//! The identity that a service gets: one signed token, minted for its request.

use std::sync::Arc;

use axum::http::HeaderName;
use serde_json::{Map, Value};
use tokenseal::{IssueOptions, Issuer, IssuerOptions, KeyRing, Length, Token};
use tokenseal_drivers::tokio::Driver;

use super::{Around, headers, rings};
use crate::config::{Config, Internal, Problem};

/// Claims that are always copied.
const CLAIMS: [&str; 4] = ["sub", "act", "scope", "client_id"];

/// Mints identities.
#[derive(Debug)]
pub(crate) struct Minter {
    issuer: Issuer,
    /// Its keys, with which services verify.
    pub(crate) ring: KeyRing,
    /// The header it travels in.
    pub(crate) header: HeaderName,
    claims: Vec<String>,
    /// In seconds.
    half_life: f64,
}

pub(super) fn compile(internal: &Internal, config: &Config, around: &Around<'_>) -> Result<Minter, Problem> {
    let wrong = |message: String| Problem::new(["internal".into()], message);
    let algorithm = internal.alg.parse().map_err(|_| {
        wrong(format!(
            "alg {:?} is no signature algorithm: leave it out, or give ES256",
            internal.alg
        ))
    })?;
    let ring = rings::own("internal.ring", algorithm, config, around)
        .map_err(|error| wrong(format!("internal.ring: {}", error.message)).passing(error.is_passing))?;
    let options = IssuerOptions {
        issuer: Some(internal.issuer.clone()),
        lifetime: Some(internal.lifetime.as_str().into()),
        ..IssuerOptions::default()
    };
    if internal.issuer.is_empty() {
        return Err(wrong(
            "issuer is empty: give the `iss` of identities, an URL or a URN of yours".into(),
        ));
    }
    // The lifetime is the only one of these options that can still be wrong.
    let of_lifetime =
        |error: tokenseal::Error| wrong(format!("lifetime: {} ({})", error.message(), error.code()));
    let issuer = Issuer::new(Some((&ring).into()), None, &options).map_err(of_lifetime)?;
    let is_own =
        |name: &String| ["iss", "aud", "exp", "iat", "nbf", "jti", "cnf", "status"].contains(&name.as_str());
    if let Some(name) = internal.claims.iter().find(|name| is_own(name)) {
        return Err(wrong(format!(
            "claims names {name}, which the identity has of its own"
        )));
    }
    let header = headers::name(&internal.header).map_err(|message| wrong(format!("header: {message}")))?;
    let lifetime = Length::from(internal.lifetime.as_str())
        .seconds()
        .map_err(of_lifetime)?;
    Ok(Minter {
        issuer,
        ring,
        header,
        claims: internal.claims.clone(),
        half_life: lifetime as f64 / 2.0,
    })
}

/// What was minted for a token, kept with the token that its verifier remembers. A reload makes new
/// verifiers, which remember nothing.
struct Minted {
    audience: String,
    text: Arc<str>,
    /// Until when it is reused: half its lifetime, so that a service has the other half.
    until: f64,
}

impl Minter {
    /// The identity of a token's sender, for one service: the one that was recently minted for the
    /// same token, or a new one. The caller has checked the token, every time.
    pub(crate) async fn identity(
        &self,
        token: &Token,
        audience: &str,
        driver: &Driver,
        now: f64,
    ) -> tokenseal::Result<Arc<str>> {
        let kept = token.beside().and_then(|beside| beside.get::<Minted>());
        // A clock that was set back must not extend its use.
        if let Some(kept) = kept.filter(|kept| {
            kept.audience == audience && (kept.until - self.half_life..kept.until).contains(&now)
        }) {
            return Ok(Arc::clone(&kept.text));
        }
        let text: Arc<str> = self.mint(token, audience, driver).await?.into();
        if let Some(beside) = token.beside() {
            beside.put(Arc::new(Minted {
                audience: audience.to_owned(),
                text: Arc::clone(&text),
                until: now + self.half_life,
            }));
        }
        Ok(text)
    }

    /// The identity of a token's sender, for one service.
    pub(crate) async fn mint(
        &self,
        token: &Token,
        audience: &str,
        driver: &Driver,
    ) -> tokenseal::Result<String> {
        let mut claims = Map::new();
        for name in CLAIMS.into_iter().chain(self.claims.iter().map(String::as_str)) {
            if let Some(value) = token
                .claim_json(name)
                .and_then(|json| serde_json::from_str::<Value>(json).ok())
            {
                claims.insert(name.to_owned(), value);
            }
        }
        let options = IssueOptions {
            audience: Some(audience.into()),
            ..IssueOptions::default()
        };
        driver.issue(&self.issuer, &claims, &options).await
    }
}
