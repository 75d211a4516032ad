//! One server of a service: a list that it follows, and a verifier that has it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;
use tokenseal::{
    ErrorCode, EventOptions, Key, KeyOptions, Profile, Result, RevocationChange, RevocationEntry,
    Revocations, RevokeOptions, SignatureAlgorithm, StoreOptions, Token, TokenOptions, Verifier,
    VerifyOptions, sign, timestamp,
};
use tokenseal_drivers::blocking::Driver;
use tokenseal_drivers::store::Single;

use crate::servers::Started;

pub(crate) const ISSUER: Option<&str> = Some("https://issuer.example");

pub(crate) struct Instance {
    pub(crate) driver: Driver,
    pub(crate) list: Revocations,
    verifier: Verifier,
    is_over: Arc<AtomicBool>,
}

impl Drop for Instance {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
    }
}

fn key() -> Key {
    Key::from_secret(
        b"0123456789abcdef0123456789ABCDEF",
        SignatureAlgorithm::HS256.into(),
        &KeyOptions::default(),
    )
    .unwrap()
}

pub(crate) fn now() -> f64 {
    timestamp(std::time::SystemTime::now())
}

/// A token with this id.
pub(crate) fn token(id: &str) -> String {
    let claims = json!({ "iss": ISSUER, "jti": id, "exp": now() + 900.0 });
    sign(
        &claims,
        &key(),
        &TokenOptions {
            now: Some(now()),
            ..TokenOptions::default()
        },
    )
    .unwrap()
}

/// A token of this session.
pub(crate) fn session_token(session: &str) -> String {
    let claims = json!({ "iss": ISSUER, "sid": session, "exp": now() + 900.0 });
    sign(
        &claims,
        &key(),
        &TokenOptions {
            now: Some(now()),
            ..TokenOptions::default()
        },
    )
    .unwrap()
}

/// A logout token, as its verifier returns it.
pub(crate) fn logout(session: &str) -> Token {
    let events = json!({ "http://schemas.openid.net/event/backchannel-logout": {} });
    let claims =
        json!({ "iss": ISSUER, "aud": "api", "sid": session, "events": events, "exp": now() + 120.0 });
    let profile = Some(Profile::LogoutToken);
    let text = sign(
        &claims,
        &key(),
        &TokenOptions {
            profile,
            now: Some(now()),
            ..TokenOptions::default()
        },
    )
    .unwrap();
    let options = VerifyOptions {
        issuer: ISSUER.map(Into::into),
        audience: Some("api".into()),
        profile,
        ..VerifyOptions::default()
    };
    Verifier::new(Some(key().into()), None, &options)
        .unwrap()
        .verify(text, now())
        .unwrap()
}

pub(crate) fn options(more: serde_json::Value) -> StoreOptions {
    let mut options = json!({ "namespace": "test", "create": true });
    options
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    tokenseal::options_from_json(options).unwrap()
}

impl Instance {
    pub(crate) fn new(started: &Started, options: &StoreOptions) -> Self {
        let list = Revocations::redis(options).unwrap();
        let driver = Driver::new().unwrap();
        driver.follow(&list, Single::from(redis::Client::open(started.url()).unwrap()));
        let options = VerifyOptions {
            issuer: Some("https://issuer.example".into()),
            ..VerifyOptions::default()
        };
        let verifier = Verifier::new(Some(key().into()), None, &options)
            .unwrap()
            .with_revocations(&list)
            .unwrap();
        let is_over = Arc::new(AtomicBool::new(false));
        Self {
            driver,
            list,
            verifier,
            is_over,
        }
    }

    /// Gives it requests, as a server constantly gets: nothing runs in an idle one.
    pub(crate) fn busy(self) -> Self {
        let (driver, verifier, is_over, bearer) = (
            self.driver.clone(),
            self.verifier.clone(),
            Arc::clone(&self.is_over),
            token("traffic"),
        );
        std::thread::spawn(move || {
            while !is_over.load(Ordering::Relaxed) {
                let _ = driver.verify(&verifier, &bearer);
                std::thread::sleep(Duration::from_millis(50));
            }
        });
        self
    }

    pub(crate) fn ready(self) -> Self {
        self.driver
            .ready(&self.verifier, Duration::from_secs(20))
            .unwrap();
        self
    }

    /// The code with which a token is refused.
    pub(crate) fn refused(&self, token: &str) -> Option<ErrorCode> {
        self.driver
            .verify(&self.verifier, token)
            .err()
            .map(|error| error.code())
    }

    pub(crate) fn revoke(&self, id: &str) -> Result<RevocationEntry> {
        let options = RevokeOptions {
            until: Some(now() + 900.0),
            now: Some(now()),
            ..RevokeOptions::default()
        };
        self.driver
            .change(&self.list, RevocationChange::revoke_id(ISSUER, id, &options)?)
    }

    pub(crate) fn apply_events(&self, token: &Token) -> Result<Vec<RevocationEntry>> {
        self.driver
            .apply_events(&self.list, token, &EventOptions::default())
    }

    pub(crate) fn withdraw(&self, entry: &RevocationEntry) -> Result<RevocationEntry> {
        let options = RevokeOptions {
            now: Some(now()),
            ..RevokeOptions::default()
        };
        self.driver
            .change(&self.list, RevocationChange::withdraw(&entry.id, &options)?)
    }

    /// How long it takes until a token is refused, or no longer is.
    pub(crate) fn until(&self, token: &str, code: Option<ErrorCode>) -> Duration {
        let began = Instant::now();
        while self.refused(token) != code {
            assert!(
                began.elapsed() < Duration::from_secs(30),
                "never: {:?}, {}",
                self.refused(token),
                self.list.status()
            );
            std::thread::sleep(Duration::from_millis(5));
        }
        began.elapsed()
    }
}
