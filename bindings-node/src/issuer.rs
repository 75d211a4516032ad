//! Issuers: what a service holds that hands out tokens.

use std::sync::Arc;

use napi::bindgen_prelude::{ClassInstance, Function};
use napi::{Env, Result as NapiResult};
use napi_derive::napi;
use tokenseal::IssueOptions;
use tokenseal_bridge::options::javascript_options as options;

use crate::boundary::{Outcome, Text, guarded, owned};
use crate::incoming::{Incoming, Longest};
use crate::jwt::claims;
use crate::key::Key;
use crate::task::{Done, run};

/// An issuer of the core.
#[napi]
pub struct Issuer(Arc<tokenseal::Issuer>);

/// An issuer, its keys and options checked.
#[napi(catch_unwind)]
pub fn new_issuer(
    signing_key: Option<ClassInstance<'_, Key>>,
    encryption_key: Option<ClassInstance<'_, Key>>,
    json: String,
) -> Outcome<Issuer> {
    let core = |key: Option<ClassInstance<'_, Key>>| key.map(|key| key.0.clone());
    guarded(|| Ok(Issuer(Arc::new(tokenseal::Issuer::new(core(signing_key), core(encryption_key).map(Into::into), &options(&json)?)?))))
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
}
