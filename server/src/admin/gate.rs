//! Who may sign in: links that work once, and sessions. Both are tokens, and this is a protected
//! resource like any other.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Map, Value, json};
use tokenseal::{
    GenerateOptions, IssueOptions, Issuer, IssuerOptions, Key, ProtectedResource, RequestOptions,
    ResourceOptions, SignatureAlgorithm, Token, Verifier, VerifyOptions,
};
use zeroize::Zeroizing;

use crate::config::{Config, Problem};
use crate::service::{Around, state_folder, state_key};

/// The cookie of a session. Thanks to its prefix, no other host and no insecure page can set it.
pub(super) const COOKIE: &str = "__Host-tokenseal-admin";
/// The file of the key, in the state folder.
const FILE: &str = "admin.jwk";
/// The issuer and audience of links and sessions.
const SELF: &str = "urn:tokenseal:admin";
const LINK: &str = "tokenseal-admin-link+jwt";
const SESSION: &str = "tokenseal-admin-session+jwt";
/// How long each is valid, in seconds.
const LINK_SECONDS: u32 = 600;
pub(super) const SESSION_SECONDS: u32 = 3600;

/// Lets administrators in. It outlives a configuration, so that a used link stays used.
#[derive(Clone)]
pub(crate) struct Gate(Arc<Inner>);

struct Inner {
    links: Verifier,
    sessions: ProtectedResource,
    issuer: Issuer,
    /// The used links, until they expire.
    used: Mutex<HashMap<String, f64>>,
}

/// An administrator who has signed in.
#[derive(Debug)]
pub(super) struct Admin {
    /// The administrator's name, from the link.
    pub(super) by: String,
    /// What the page sends with every change.
    pub(super) csrf: String,
}

impl std::fmt::Debug for Gate {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Gate")
    }
}

impl Gate {
    /// The gate of a configuration that has an administrator's page.
    pub(crate) fn compile(config: &Config, around: &Around<'_>) -> Result<Option<Self>, Problem> {
        if config.admin.is_none() {
            return Ok(None);
        }
        let wrong = |message: String| Problem::new(["admin".into()], message);
        let Some(folder) = state_folder(config, around)? else {
            return match config.state {
                // The configuration is only checked, and nothing is created for it.
                Some(_) => Ok(None),
                None => Err(wrong("admin needs state: whoever can read its folder makes the links that administrators sign in by".into())),
            };
        };
        let made = || {
            let key = key(&folder, around.is_trial)?;
            Self::new(&key).map_err(|error| error.message().to_owned())
        };
        around
            .kept
            .get(&format!("admin {}", folder.display()), made)
            .map(Some)
            .map_err(wrong)
    }

    fn new(key: &Key) -> tokenseal::Result<Self> {
        let of_kind = |kind: &str| VerifyOptions {
            issuer: Some(SELF.into()),
            audience: Some(SELF.into()),
            token_type: Some(kind.into()),
            required_claims: Some(vec!["sub".into(), "jti".into()]),
            ..VerifyOptions::default()
        };
        let links = Verifier::new(Some(key.clone().into()), None, &of_kind(LINK))?;
        let sessions = Verifier::new(Some(key.clone().into()), None, &of_kind(SESSION))?;
        let options = ResourceOptions {
            cookie: Some(COOKIE.into()),
            ..ResourceOptions::default()
        };
        let sessions = ProtectedResource::new(&sessions, None, Some(key), &options)?;
        Ok(Self(Arc::new(Inner {
            links,
            sessions,
            issuer: issuer(key, SESSION)?,
            used: Mutex::default(),
        })))
    }

    /// Takes a link, which works once, and returns a session's token and the administrator's name.
    pub(super) fn enter(&self, link: &str, now: f64) -> tokenseal::Result<(String, String)> {
        let token = self.0.links.verify(link, now)?;
        let (by, id) = (text(&token, "sub"), text(&token, "jti"));
        let mut used = self.0.used.lock().unwrap_or_else(PoisonError::into_inner);
        used.retain(|_, ends| *ends > now);
        if used.insert(id, now + 2.0 * f64::from(LINK_SECONDS)).is_some() {
            return Err(tokenseal::Error::new(
                tokenseal::ErrorCode::Revoked,
                "the link was used before: make another with admin-link",
            ));
        }
        drop(used);
        Ok((issue(&self.0.issuer, &by, SESSION_SECONDS, now)?, by))
    }

    /// Who sent a request, or the answer that refuses it.
    pub(super) fn admit(
        &self,
        method: &str,
        headers: &[(String, String)],
        now: f64,
    ) -> Result<Admin, Box<tokenseal::Answer>> {
        let options = RequestOptions {
            now: Some(now),
            ..RequestOptions::default()
        };
        let answer = self.0.sessions.check(method, "/", headers, &options);
        let taken = self.0.sessions.take(method, "/", headers);
        match (
            answer.token(),
            taken.token().map(|session| self.0.sessions.csrf_token(session)),
        ) {
            (Some(token), Some(Ok(csrf))) => Ok(Admin {
                by: text(token, "sub"),
                csrf,
            }),
            _ => Err(Box::new(answer)),
        }
    }

    /// The CSRF token of a new session.
    pub(super) fn csrf(&self, session: &str) -> tokenseal::Result<String> {
        self.0.sessions.csrf_token(session)
    }
}

/// The part of a URL that signs someone in, once: for `admin-link`, which anyone who may read the
/// state folder can call.
pub(crate) fn link(folder: &Path, by: &str, now: f64) -> Result<String, String> {
    let of_core = |error: tokenseal::Error| error.message().to_owned();
    let key = key(folder, false)?;
    let token = issue(&issuer(&key, LINK).map_err(of_core)?, by, LINK_SECONDS, now).map_err(of_core)?;
    Ok(format!("/#link={token}"))
}

fn issuer(key: &Key, kind: &str) -> tokenseal::Result<Issuer> {
    let options = IssuerOptions {
        issuer: Some(SELF.into()),
        audience: Some(SELF.into()),
        token_type: Some(kind.into()),
        ..IssuerOptions::default()
    };
    Issuer::new(Some(key.clone().into()), None, &options)
}

fn issue(issuer: &Issuer, by: &str, seconds: u32, now: f64) -> tokenseal::Result<String> {
    let options = IssueOptions {
        subject: Some(by.to_owned()),
        expires_in: Some(i64::from(seconds).into()),
        token_id: Some(random_id()?),
        now: Some(now),
        ..IssueOptions::default()
    };
    issuer.issue(&json!({}), &options)
}

/// An id that nobody can guess, taken from a key that is made for it alone.
fn random_id() -> tokenseal::Result<String> {
    let key = Key::generate(SignatureAlgorithm::HS256.into(), &GenerateOptions::default())?;
    let jwk: Map<String, Value> =
        serde_json::from_str(&Zeroizing::new(key.to_jwk(true)?)).unwrap_or_default();
    Ok(jwk
        .get("k")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned())
}

fn text(token: &Token, claim: &str) -> String {
    token
        .claim_json(claim)
        .and_then(|json| serde_json::from_str(json).ok())
        .unwrap_or_default()
}

/// The key in the state folder.
fn key(folder: &Path, is_trial: bool) -> Result<Key, String> {
    let keys = state_key(folder, FILE, SignatureAlgorithm::HS256.into(), is_trial)?;
    keys.iter()
        .next()
        .cloned()
        .ok_or_else(|| format!("{} has no key", folder.join(FILE).display()))
}
