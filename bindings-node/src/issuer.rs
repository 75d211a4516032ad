//! Issuers: what a service holds that hands out tokens.

use std::sync::Arc;

use napi::bindgen_prelude::{ClassInstance, Either, Either3, Function};
use napi::{Env, Result as NapiResult};
use napi_derive::napi;
use tokenseal::{Confirmation, EncryptionKey, IssueOptions, Issued, Result, SigningKey};
use tokenseal_bridge::guard;
use tokenseal_bridge::options::javascript_options as options;

use crate::boundary::{Failure, Outcome, Text, guarded, owned};
use crate::followed::{When, times};
use crate::incoming::{Incoming, Longest};
use crate::jwt::{Compact, claims, make};
use crate::key::Key;
use crate::remote::RemoteKeySet;
use crate::ring::KeyRing;
use crate::task::{Done, run};

/// An issuer of the core.
#[napi]
pub struct Issuer(Arc<tokenseal::Issuer>);

/// An issuer, its keys and options checked.
#[napi(catch_unwind)]
pub fn new_issuer(
    signing_key: Option<SigningHandle<'_>>,
    encryption_key: Option<EncryptionHandle<'_>>,
    json: String,
) -> Outcome<Issuer> {
    let signing_key = signing_key.map(|key| match key {
        Either::A(key) => SigningKey::from(&key.0),
        Either::B(ring) => SigningKey::from(&ring.0),
    });
    let encryption_key = encryption_key.map(|key| match key {
        Either3::A(key) => EncryptionKey::from(key.0.clone()),
        Either3::B(remote) => EncryptionKey::from(remote.0.clone()),
        Either3::C(ring) => EncryptionKey::from(&ring.0),
    });
    guarded(|| {
        Ok(Issuer(Arc::new(tokenseal::Issuer::new(
            signing_key,
            encryption_key,
            &options(&json)?,
        )?)))
    })
}

/// What a token is to be bound to: a key, or a certificate as text or bytes.
type Confirm<'a> = Option<Either3<ClassInstance<'a, Key>, String, &'a [u8]>>;

/// The options of one token. What it is bound to is read now, for work that may be done later.
fn issuing(confirm: Confirm<'_>, json: &str) -> Result<IssueOptions> {
    let confirm = confirm.map(|one| match one {
        Either3::A(key) => Confirmation::of_key(&key.0),
        Either3::B(text) => Confirmation::of_certificate(text.as_bytes()),
        Either3::C(bytes) => Confirmation::of_certificate(bytes),
    });
    Ok(IssueOptions {
        confirm: confirm.transpose()?,
        ..options(json)?
    })
}

type SigningHandle<'a> = Either<ClassInstance<'a, Key>, ClassInstance<'a, KeyRing>>;
type EncryptionHandle<'a> =
    Either3<ClassInstance<'a, Key>, ClassInstance<'a, RemoteKeySet>, ClassInstance<'a, KeyRing>>;

#[napi]
impl Issuer {
    /// The function that makes a token of claims alone. It holds the issuer, which saves looking it
    /// up.
    #[napi(catch_unwind)]
    pub fn maker<'env>(&self, env: &'env Env) -> NapiResult<Function<'env, (), Outcome<Compact>>> {
        let issuer = Arc::clone(&self.0);
        env.create_function_from_closure("issue", move |call| {
            let (text, now): (Incoming<'_>, f64) = (call.get(0)?, call.get(1)?);
            let options = IssueOptions {
                now: Some(now),
                ..IssueOptions::default()
            };
            Ok(guarded(|| {
                text.with(Longest::UNLIMITED, |text| issuer.issue(&claims(text), &options))
                    .map(Compact::from)
            }))
        })
    }

    /// Makes a token.
    #[napi(catch_unwind)]
    pub fn issue(
        &self,
        later: bool,
        text: Incoming<'_>,
        confirm: Confirm<'_>,
        json: String,
    ) -> Done<String, Compact> {
        let (issuer, options) = (Arc::clone(&self.0), guard(|| issuing(confirm, &json)));
        make(later, text, move |claims| issuer.issue(claims, &options?))
    }

    /// Makes a token with keys that change, by a time of their own.
    #[napi(catch_unwind)]
    pub fn issue_at(
        &self,
        later: bool,
        text: Text<'_>,
        confirm: Confirm<'_>,
        json: String,
        when: When,
    ) -> Done<Issued, Made> {
        let (issuer, text, options, times) = (
            Arc::clone(&self.0),
            owned(text),
            guard(|| issuing(confirm, &json)),
            times(when),
        );
        run(later, move || {
            Ok(issuer.issue_at(&claims(&text), &options?, times))
        })
    }
}

/// A token that was made, or why not, and whether the recipient's keys or a ring want to be polled.
#[napi(object, object_from_js = false)]
pub struct Made {
    /// The token.
    pub token: Option<String>,
    /// Why there is none.
    pub failure: Option<Failure>,
    /// Whether something wants to be polled.
    pub due: bool,
}

impl From<Issued> for Made {
    fn from(Issued { token, due }: Issued) -> Self {
        let due = !due.is_empty();
        match token {
            Ok(token) => Self {
                token: Some(token),
                failure: None,
                due,
            },
            Err(error) => Self {
                token: None,
                failure: Some(error.into()),
                due,
            },
        }
    }
}
