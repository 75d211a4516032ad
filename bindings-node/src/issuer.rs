//! Issuers: what a service holds that hands out tokens.

use std::sync::Arc;

use napi::bindgen_prelude::{ClassInstance, Function};
use napi::{Env, Result as NapiResult};
use napi_derive::napi;
use tokenseal::{EncryptionKey, IssueOptions, Issued};
use tokenseal_bridge::options::javascript_options as options;

use crate::boundary::{Failure, Outcome, Text, guarded, owned};
use crate::incoming::{Incoming, Longest};
use crate::jwt::claims;
use crate::key::Key;
use crate::remote::{RemoteKeySet, When, times};
use crate::task::{Done, run};

/// An issuer of the core.
#[napi]
pub struct Issuer(Arc<tokenseal::Issuer>);

/// An issuer, its keys and options checked. `remote` stands instead of `encryption_key`.
#[napi(catch_unwind)]
pub fn new_issuer(
    signing_key: Option<ClassInstance<'_, Key>>,
    encryption_key: Option<ClassInstance<'_, Key>>,
    remote: Option<ClassInstance<'_, RemoteKeySet>>,
    json: String,
) -> Outcome<Issuer> {
    let core = |key: Option<ClassInstance<'_, Key>>| key.map(|key| key.0.clone());
    guarded(|| {
        let recipient = remote.map(|remote| EncryptionKey::from(remote.0.clone()));
        let encryption_key = recipient.or_else(|| core(encryption_key).map(EncryptionKey::from));
        Ok(Issuer(Arc::new(tokenseal::Issuer::new(core(signing_key).map(Into::into), encryption_key, &options(&json)?)?)))
    })
}

#[napi]
impl Issuer {
    /// The function that makes a token of claims alone. It holds the issuer, which saves looking it up.
    #[napi(catch_unwind)]
    pub fn maker<'env>(&self, env: &'env Env) -> NapiResult<Function<'env, (), Outcome<String>>> {
        let issuer = Arc::clone(&self.0);
        env.create_function_from_closure("issue", move |call| {
            let (text, now): (Incoming<'_>, f64) = (call.get(0)?, call.get(1)?);
            let options = IssueOptions { now: Some(now), ..IssueOptions::default() };
            Ok(guarded(|| text.with(Longest::UNLIMITED, |text| issuer.issue(&claims(text), &options))))
        })
    }

    /// Makes a token.
    #[napi(catch_unwind)]
    pub fn issue(&self, later: bool, text: Text<'_>, json: String) -> Done<String, String> {
        let (issuer, text) = (Arc::clone(&self.0), owned(text));
        run(later, move || issuer.issue(&claims(&text), &options(&json)?))
    }

    /// Makes a token that is encrypted to one of the keys that its recipient publishes.
    #[napi(catch_unwind)]
    pub fn issue_remote(&self, later: bool, text: Text<'_>, json: String, when: When) -> Done<Issued, Made> {
        let (issuer, text, times) = (Arc::clone(&self.0), owned(text), times(when));
        run(later, move || Ok(issuer.issue_at(&claims(&text), &options(&json)?, times)))
    }
}

/// A token that was made, or why not, and whether the recipient's keys want to be polled.
#[napi(object, object_from_js = false)]
pub struct Made {
    /// The token.
    pub token: Option<String>,
    /// Why there is none.
    pub failure: Option<Failure>,
    /// Whether the set wants to be polled.
    pub due: bool,
}

impl From<Issued> for Made {
    fn from(Issued { token, due }: Issued) -> Self {
        let due = due.is_some();
        match token {
            Ok(token) => Self { token: Some(token), failure: None, due },
            Err(error) => Self { token: None, failure: Some(error.into()), due },
        }
    }
}
