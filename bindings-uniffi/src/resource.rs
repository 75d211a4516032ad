//! `ProtectedResource`: a package takes a token, has its verifier check it like every other token,
//! and learns how to answer.

use std::sync::Arc;

use tokenseal_bridge::resource;

use crate::access::{AccessRules, RequestToken};
use crate::boundary::{call, options};
use crate::error::TokenError;
use crate::key::Key;
use crate::verifier::Verifier;

/// An API that is protected by tokens.
#[derive(Debug, uniffi::Object)]
#[uniffi::export(Debug)]
pub struct ProtectedResource(tokenseal::ProtectedResource);

/// A header of a request.
#[derive(uniffi::Record)]
pub struct Header {
    /// Its name, in any case.
    pub name: String,
    /// Its value, as received.
    pub value: String,
}

#[uniffi::export]
impl ProtectedResource {
    /// Compiles the options.
    #[uniffi::constructor]
    pub fn new(
        verifier: Arc<Verifier>,
        rules: Option<Arc<AccessRules>>,
        csrf_key: Option<Arc<Key>>,
        given: String,
    ) -> Result<Arc<Self>, TokenError> {
        let (rules, csrf_key) = (
            rules.as_ref().map(|rules| &rules.0),
            csrf_key.as_ref().map(|key| &key.0),
        );
        call(|| tokenseal::ProtectedResource::new(&verifier.0, rules, csrf_key, &options(&given)?))
            .map(|made| Arc::new(Self(made)))
    }

    /// Takes the token from a request. It is not checked yet.
    pub fn take(&self, method: String, path: String, headers: Vec<Header>) -> Result<Arc<Taken>, TokenError> {
        let headers: Vec<(&str, &str)> = headers
            .iter()
            .map(|header| (header.name.as_str(), header.value.as_str()))
            .collect();
        call(|| Ok(Arc::new(Taken(self.0.take(&method, &path, &headers)))))
    }

    /// How to answer, as JSON text, given the outcome of the check.
    pub fn answer(
        &self,
        taken: Arc<Taken>,
        token: RequestToken,
        given: String,
    ) -> Result<String, TokenError> {
        call(|| resource::answer(&self.0, &taken.0, token.brought(), &given).map(|answer| answer.to_json()))
    }

    /// The metadata, as JSON text.
    pub fn metadata(&self) -> Option<String> {
        self.0.metadata().map(str::to_owned)
    }

    /// The path at which to publish it.
    pub fn metadata_path(&self) -> Option<String> {
        self.0.metadata_path().map(str::to_owned)
    }

    /// The URL at which to publish it.
    pub fn metadata_url(&self) -> Option<String> {
        self.0.metadata_url().map(str::to_owned)
    }

    /// What a request must bring in addition to this token, if that comes in the cookie.
    pub fn csrf_token(&self, token: String) -> Result<String, TokenError> {
        call(|| self.0.csrf_token(&token))
    }
}

/// What a request brought.
#[derive(uniffi::Object)]
pub struct Taken(tokenseal::Taken);

#[uniffi::export]
impl Taken {
    /// The token to check; None if there is none.
    pub fn token(&self) -> Option<String> {
        self.0.token().map(str::to_owned)
    }

    /// The proofs that came with it; None if the token's scheme was not `DPoP`.
    pub fn proof(&self) -> Option<Vec<String>> {
        self.0.proof().map(<[String]>::to_vec)
    }

    /// The method against which a proof is checked.
    pub fn method(&self) -> String {
        self.0.method().to_owned()
    }

    /// The path against which a proof is checked.
    pub fn url(&self) -> String {
        self.0.url().to_owned()
    }
}

/// The answer to a pushed event, or to a logout, given the code and claim of the error, if there
/// was one: as JSON text.
#[uniffi::export]
pub fn event_answer(is_logout: bool, code: Option<String>, claim: Option<String>) -> String {
    resource::event_answer_json(is_logout, code.as_deref(), claim.as_deref())
}

/// The logout token in the form that is the body of a back-channel logout.
#[uniffi::export]
pub fn logout_token(body: String) -> Result<String, TokenError> {
    call(|| tokenseal::http::logout_token(&body))
}

/// The longest body of an event's request, in bytes.
#[uniffi::export]
pub fn max_body_bytes() -> u32 {
    tokenseal::http::MAX_BODY_BYTES.try_into().unwrap_or(u32::MAX)
}
