//! A protected resource: an API whose requests carry tokens (RFC 6750, RFC 9449), from the request
//! headers to the response.

mod answer;
mod challenges;
mod csrf;
mod metadata;
mod settings;
mod take;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;

use crate::access::AccessRules;
use crate::error::Result;
use crate::jwt::{Token, Verifier};
use crate::key::Key;
use crate::options::{RequestOptions, ResourceOptions};
use settings::Settings;

pub use answer::Answer;
pub use take::Taken;

/// An API that is protected by tokens: takes the token from a request, checks it, and says how to
/// respond.
///
/// Headers in, status and headers out, the same way in every framework. The token is in the
/// `Authorization` header, as `Bearer` or with a DPoP proof, or in a cookie if you name one.
/// Without rules, a good token is enough.
///
/// ```
/// # use serde_json::json;
/// use tokenseal::access::AccessRules;
/// use tokenseal::{GenerateOptions, Key, ProtectedResource, RequestOptions, ResourceOptions, SignatureAlgorithm::ES256, TokenOptions, Verifier, VerifyOptions};
///
/// let key = Key::generate(ES256.into(), &GenerateOptions::default())?;
/// let verifier = Verifier::new(Some(key.public()?.into()), None, &VerifyOptions::default())?;
/// let rules = AccessRules::from_json(r#"{ "rules": [
///     { "name": "read orders", "methods": ["GET"], "path": "/orders/{id}", "require": { "scope": ["orders:read"] } } ] }"#)?;
/// let options = ResourceOptions {
///     resource: Some("https://api.example/".into()),
///     authorization_servers: Some(vec!["https://issuer.example".into()]),
///     ..ResourceOptions::default()
/// };
/// let api = ProtectedResource::new(&verifier, Some(&rules), None, &options)?;
///
/// // For every request:
/// let now = Some(1_700_000_000.0); // from the clock of the service
/// let call = RequestOptions { now, ..RequestOptions::default() };
/// let answer = api.check("GET", "/orders/7", &[("Host", "api.example")], &call);
/// assert_eq!((answer.is_allowed(), answer.status()), (false, 401));
/// let challenge = r#"Bearer resource_metadata="https://api.example/.well-known/oauth-protected-resource", scope="orders:read""#;
/// assert_eq!(answer.headers()[0], ("WWW-Authenticate", challenge.to_owned()));
///
/// # let options = TokenOptions { expires_in: Some("5m".into()), now, ..TokenOptions::default() };
/// # let token = tokenseal::sign(&json!({ "sub": "alice", "scope": "orders:read" }), &key, &options)?;
/// let answer = api.check("GET", "/orders/7", &[("Authorization", format!("Bearer {token}"))], &call);
/// assert_eq!(answer.token().and_then(|token| token.claim_json("sub")), Some(r#""alice""#));
/// # Ok::<(), tokenseal::Error>(())
/// ```
#[derive(Clone)]
pub struct ProtectedResource(Arc<Inner>);

struct Inner {
    verifier: Verifier,
    rules: Option<AccessRules>,
    settings: Settings,
}

impl ProtectedResource {
    /// Compiles the options. DPoP proofs are accepted if `verifier` has `public_origins`. For a
    /// verifier of several issuers, those that it has now count.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` if an option has the wrong form, contradicts another or would have no
    /// effect: a cookie without `csrf_key`, or one whose name does not begin with `__Host-` without
    /// `allow_insecure_cookies`; metadata without `resource`; `ignores` without rules.
    pub fn new(
        verifier: &Verifier,
        rules: Option<&AccessRules>,
        csrf_key: Option<&Key>,
        options: &ResourceOptions,
    ) -> Result<Self> {
        let settings = Settings::compile(verifier, rules.is_some(), csrf_key, options)?;
        Ok(Self(Arc::new(Inner {
            verifier: verifier.clone(),
            rules: rules.cloned(),
            settings,
        })))
    }

    /// The verifier that checks its tokens.
    pub fn verifier(&self) -> &Verifier {
        &self.0.verifier
    }

    /// Checks a request: [`take`](Self::take), the verifier's check, and [`answer`](Self::answer)
    /// in one. If that check may have to wait for keys to be fetched or for a store, use the same
    /// method of a driver.
    ///
    /// `method` and `path` are those of the request, with the path as the option `form` says;
    /// `headers` are its headers as received, with names in any case and their values. `now` is
    /// required in the options.
    ///
    /// The result is always the answer: if something is wrong with the options of the call, the
    /// answer is 500.
    pub fn check<N: AsRef<str>, V: AsRef<str>>(
        &self,
        method: &str,
        path: &str,
        headers: &[(N, V)],
        options: &RequestOptions,
    ) -> Answer {
        let taken = self.take(method, path, headers);
        let checked = taken
            .token()
            .map(|token| self.0.verifier.verify_with(token, &taken.check_options(options)));
        self.answer_checked(&taken, checked, options)
    }

    /// Like [`answer`](Self::answer), given what a verifier returned: None if there was no token to
    /// check.
    pub fn answer_checked(
        &self,
        taken: &Taken,
        checked: Option<Result<Token>>,
        options: &RequestOptions,
    ) -> Answer {
        use crate::access::Presented;
        match checked {
            None => self.answer(taken, Presented::Nothing, options),
            Some(Err(error)) => self.answer(taken, Presented::Refused(&error), options),
            Some(Ok(token)) => {
                let answer = self.answer(taken, Presented::Token(&token), options);
                if answer.is_allowed() {
                    answer.with_token(token)
                } else {
                    answer
                }
            }
        }
    }

    /// The metadata of the resource as JSON text, for its clients (RFC 9728, section 2): publish it
    /// at [`metadata_path`](Self::metadata_path), as `application/json`, to everyone. None without
    /// the option `resource`.
    pub fn metadata(&self) -> Option<&str> {
        self.0
            .settings
            .metadata
            .as_ref()
            .map(|metadata| metadata.json.as_str())
    }

    /// The path of [`metadata_url`](Self::metadata_url).
    pub fn metadata_path(&self) -> Option<&str> {
        self.0
            .settings
            .metadata
            .as_ref()
            .map(|metadata| metadata.url.path())
    }

    /// Where clients look for the metadata: between the host and path of the resource's URL (RFC
    /// 9728, section 3.1). Challenges include this URL.
    pub fn metadata_url(&self) -> Option<&str> {
        self.0
            .settings
            .metadata
            .as_ref()
            .map(|metadata| metadata.url.as_str())
    }

    /// The value that a request must have in the header `X-CSRF-Token` if its token came in the
    /// cookie and its method is not GET, HEAD or OPTIONS. `token` is the text of the cookie: a
    /// different token has a different value.
    ///
    /// Give it to the pages of the service in a response that no other origin can read, or in a
    /// cookie that scripts can read.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` without the options `cookie` and `csrf_key`.
    pub fn csrf_token(&self, token: &str) -> Result<String> {
        self.0.settings.csrf()?.value(token)
    }
}

impl fmt::Debug for ProtectedResource {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner {
            verifier,
            rules,
            settings,
        } = &*self.0;
        formatter
            .debug_struct("ProtectedResource")
            .field("verifier", verifier)
            .field("rules", rules)
            .field(
                "cookie",
                &settings.cookie.as_ref().map(|cookie| cookie.name.as_str()),
            )
            .field("metadata_url", &self.metadata_url())
            .finish_non_exhaustive()
    }
}
