//! Access rules: who may do what, in one JSON file that every language and the gateway read alike.
//!
//! ```
//! use tokenseal::access::{AccessRules, Presented, Request};
//!
//! let rules = AccessRules::from_json(r#"{ "rules": [
//!     { "name": "read orders", "methods": ["GET"], "path": "/orders/{id}", "require": { "scope": ["orders:read"] } },
//!     { "name": "own profile", "methods": ["GET", "PUT"], "path": "/users/{user}",
//!       "require": { "claims": [ { "path": ["sub"], "equals_parameter": "user" } ] } },
//!     { "name": "suspended", "deny": true, "when": { "claims": [ { "path": ["suspended"], "equals": true } ] } },
//!     { "name": "health", "methods": ["GET"], "path": "/health", "public": true } ] }"#)?;
//!
//! let alice = Presented::Claims { json: r#"{"sub":"alice","scope":"orders:read"}"#, proven_by: None };
//! let now = 1_700_000_000.0;
//! assert_eq!(rules.check(alice, Request::new("GET", "/orders/7"), now).rule(), Some("read orders"));
//! assert!(rules.check(alice, Request::new("PUT", "/users/alice"), now).is_allowed());
//! assert!(rules.check(Presented::Nothing, Request::new("GET", "/health"), now).is_allowed());
//!
//! let decision = rules.check(alice, Request::new("GET", "/users/bob"), now);
//! assert_eq!((decision.status(), decision.reason().as_str()), (403, "insufficient"));
//! # Ok::<(), tokenseal::Error>(())
//! ```

mod cedar;
mod check;
mod conditions;
mod decision;
mod denied;
mod explain;
mod json;
mod lint;
mod needed;
mod otherwise;
mod path;
mod pattern;
mod read;
mod routes;
mod rule;
mod scopes;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_answers;
mod value;

use std::fmt;
use std::sync::{Arc, OnceLock};

use crate::dpop::ProvenBy;
use crate::error::{Error, Result};
use crate::jwt::Token;
use crate::options::AccessOptions;
use otherwise::Folded;
use routes::Routes;
use rule::Rule;

pub use crate::options::{Ignored, PathForm};
pub use decision::{Decision, Reason};
pub use explain::{Effect as RuleEffect, Explanation};
pub use lint::{Fault as RuleFault, Finding};
pub use needed::Needed;

/// Rules that say who may do what, compiled once.
///
/// A request is allowed if a rule that fits its method and path allows it, and no rule that fits denies it; whatever no rule is for is denied. What a
/// token has of another type than a rule expects, as null or not at all, never grants; in a deny rule, another type counts as meant.
///
/// # The file
/// An object with `rules`, a list, and perhaps `report_only`. A rule has
/// - `name`, by which decisions name it;
/// - `methods`, in capitals: GET is also for HEAD. Only a deny rule may leave them out, and is for all then;
/// - `path`: segments, `{name}` for one of any kind, `{*rest}` at the end for all that follow. One slash at the end is part of it. Without a path a rule is for
///   all: at most 8 are;
/// - `require` (to allow those with a good token that has what is asked; `{}` asks nothing else), or `"public": true` (to allow everybody), or `"deny": true`,
///   perhaps with `when`;
/// - `ignore_token` in a public rule: a token that is no good counts as none, where it is refused otherwise;
/// - `preflight`: OPTIONS on the path passes without a token.
///
/// `require` and `when` are objects with `scope` (all of these), `any_scope`, `issuer` (one of these) and `claims`; `require` also with `acr` (one of these),
/// `max_auth_age` (since `auth_time`) and `proof` (the token is bound, and its key or certificate was proven to be there). An element of
/// `claims` has `path`, a list of names, and one of `equals`, `one_of`, `contains` (an element of a list), `present`, `absent` and `equals_parameter` (a segment
/// of the path). Values are texts, booleans, and integers within 2^53 of zero.
#[derive(Clone)]
pub struct AccessRules(Arc<Access>);

/// What a file compiles to.
struct Access {
    rules: Vec<Rule>,
    routes: Routes,
    /// Rules that let a preflight pass.
    preflights: Routes,
    /// Both as a router reads them that ignores case, once somebody asks.
    folded: OnceLock<Folded>,
    /// The places in claims that any rule looks at.
    places: Vec<Vec<String>>,
    report_only: bool,
}

/// What a request brings.
#[derive(Clone, Copy, Debug)]
pub enum Presented<'a> {
    /// No token.
    Nothing,
    /// A token that was checked.
    Token(&'a Token),
    /// The claims of a token that was checked, as JSON text.
    Claims {
        /// The claims, exactly as they were checked.
        json: &'a str,
        /// How the request proved to have what the token is bound to: [`Token::proven_by`].
        proven_by: Option<ProvenBy>,
    },
    /// A token that was refused, by this error.
    Refused(&'a Error),
}

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The method, such as `GET`.
    pub method: &'a str,
    /// The path.
    pub path: &'a str,
    /// How the path is given.
    pub form: PathForm,
    /// What the router in front of the handlers ignores. Where the rules that fit the path as the router reads it are others than those that fit it as
    /// it stands, the request is denied.
    pub ignores: &'a [Ignored],
}

impl<'a> Request<'a> {
    /// A request whose path is as it stands in the request line.
    pub fn new(method: &'a str, path: &'a str) -> Self {
        Self {
            method,
            path,
            form: PathForm::Raw,
            ignores: &[],
        }
    }

    /// A request whose path is given as the options say.
    ///
    /// ```
    /// use tokenseal::AccessOptions;
    /// use tokenseal::access::{AccessRules, Ignored, Presented, Request};
    ///
    /// let rules = AccessRules::from_json(r#"{ "rules": [
    ///     { "name": "admin", "deny": true, "path": "/admin/{*rest}" },
    ///     { "name": "files", "methods": ["GET"], "path": "/{*rest}", "public": true } ] }"#)?;
    /// let path = "/ADMIN/users";
    /// assert_eq!(rules.check(Presented::Nothing, Request::new("GET", path), 0.0).rule(), Some("files"));
    ///
    /// // Express would hand it to the handler of /admin/:rest.
    /// let express = AccessOptions { ignores: Some(vec![Ignored::Case, Ignored::LastSlash]), ..AccessOptions::default() };
    /// assert_eq!(rules.check(Presented::Nothing, Request::with("GET", path, &express), 0.0).reason().as_str(), "bad_path");
    /// # Ok::<(), tokenseal::Error>(())
    /// ```
    pub fn with(method: &'a str, path: &'a str, options: &'a AccessOptions) -> Self {
        Self {
            method,
            path,
            form: options.form,
            ignores: options.ignores.as_deref().unwrap_or_default(),
        }
    }
}

impl AccessRules {
    /// Reads rules.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` if the text is not one strict JSON object, or anything in it is unknown, of another form, or could not do what it looks like;
    /// the message names the rule.
    ///
    /// ```
    /// use tokenseal::access::AccessRules;
    ///
    /// let refused = AccessRules::from_json(r#"{ "rules": [ { "path": "/orders", "require": { "scopes": ["read"] }, "methods": ["GET"] } ] }"#);
    /// assert_eq!(refused.unwrap_err().message(), "rule 1 has a require with a member that it cannot have: scopes");
    /// ```
    pub fn from_json(json: &str) -> Result<Self> {
        Ok(Self(Arc::new(read::read(json)?)))
    }

    /// Whether decisions are only reported.
    pub fn is_report_only(&self) -> bool {
        self.0.report_only
    }

    /// Decides about a request. `now` is in seconds since the epoch, and is compared with `auth_time`.
    ///
    /// It is the answer, whatever it is: errors of a token are among what it is told. A path that programs read in different ways is denied before any rule
    /// is asked: an inner empty segment, a dot segment, an encoded slash, a backslash, a control character, broken encoding, encoding that is encoded again.
    pub fn check(&self, presented: Presented<'_>, request: Request<'_>, now: f64) -> Decision {
        self.0.check(presented, request, now)
    }

    /// The same for callers that want an error: the decision, if the request is allowed.
    ///
    /// # Errors
    /// `ERR_JWT_ACCESS_DENIED` if it is not allowed. [`Error::decision`] is the decision, [`Error::status`] its status, and the fault the
    /// environment's or the program's where tokens could not be checked.
    ///
    /// ```
    /// use tokenseal::access::{AccessRules, Presented, Request};
    ///
    /// let rules = AccessRules::from_json(r#"{ "rules": [ { "name": "health", "methods": ["GET"], "path": "/health", "public": true } ] }"#)?;
    /// let error = rules.require(Presented::Nothing, Request::new("GET", "/orders"), 1_700_000_000.0).unwrap_err();
    /// assert_eq!((error.code().as_str(), error.status()), ("ERR_JWT_ACCESS_DENIED", 403));
    /// assert_eq!(error.decision().map(|decision| decision.reason().as_str()), Some("no_rule"));
    /// # Ok::<(), tokenseal::Error>(())
    /// ```
    pub fn require(&self, presented: Presented<'_>, request: Request<'_>, now: f64) -> Result<Decision> {
        self.check(presented, request, now).or_denied()
    }

    /// What each rule says of a request, for people who wonder about a decision: the rules that are for its path, in their order, and those that would be
    /// if case and a last slash were ignored. Empty if programs read the path in different ways, since no rule is asked then.
    ///
    /// ```
    /// use tokenseal::access::{AccessRules, Presented, Request};
    ///
    /// let rules = AccessRules::from_json(r#"{ "rules": [
    ///     { "name": "read orders", "methods": ["GET"], "path": "/orders", "require": { "scope": ["orders:read"] } },
    ///     { "name": "health", "methods": ["GET"], "path": "/health", "public": true } ] }"#)?;
    /// let explained = rules.explain(Presented::Nothing, Request::new("POST", "/orders/"), 1_700_000_000.0);
    /// assert_eq!(explained.len(), 1);
    /// assert_eq!((explained[0].rule.as_str(), explained[0].fits_method, explained[0].fits_path), ("read orders", false, false));
    /// assert_eq!(explained[0].missing.as_ref().unwrap().scope, ["orders:read"]);
    /// # Ok::<(), tokenseal::Error>(())
    /// ```
    pub fn explain(&self, presented: Presented<'_>, request: Request<'_>, now: f64) -> Vec<Explanation> {
        self.0.explain(presented, request, now)
    }

    /// The JSON Schema (2020-12) of a file of rules, for editors. It takes every file that [`from_json`](Self::from_json) takes, and refuses what a schema
    /// can: that names differ, that a parameter is one of the path, and a few such things are left to the reader.
    pub fn schema() -> &'static str {
        include_str!("schema.json")
    }

    /// What looks wrong in the rules: those that ask for what contradicts itself, and those that another rule blocks or makes redundant. What several
    /// rules do together is not looked at.
    ///
    /// ```
    /// use tokenseal::access::AccessRules;
    ///
    /// let rules = AccessRules::from_json(r#"{ "rules": [
    ///     { "name": "all", "methods": ["GET"], "path": "/{*rest}", "require": { "scope": ["read"] } },
    ///     { "name": "orders", "methods": ["GET"], "path": "/orders", "require": { "scope": ["read", "orders"] } } ] }"#)?;
    /// let findings = rules.lint();
    /// assert_eq!((findings[0].fault.as_str(), findings[0].rule.as_str(), findings[0].by.as_deref()), ("redundant", "orders", Some("all")));
    /// # Ok::<(), tokenseal::Error>(())
    /// ```
    pub fn lint(&self) -> Vec<Finding> {
        lint::findings(&self.0)
    }

    /// The same rules in Cedar's language, as which they are tested: each rule is one policy, and the page of the guide says what the context holds.
    ///
    /// ```
    /// use tokenseal::access::AccessRules;
    ///
    /// let rules = AccessRules::from_json(r#"{ "rules": [ { "name": "health", "methods": ["GET"], "path": "/health", "public": true } ] }"#)?;
    /// assert!(rules.to_cedar().starts_with("@id(\"health\")\npermit(principal, action in [Action::\"GET\", Action::\"HEAD\"], resource)"));
    /// # Ok::<(), tokenseal::Error>(())
    /// ```
    pub fn to_cedar(&self) -> String {
        cedar::policies(&self.0)
    }
}

impl Access {
    fn rule(&self, index: u32) -> Option<&Rule> {
        self.rules.get(usize::try_from(index).ok()?)
    }
}

impl fmt::Debug for AccessRules {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("AccessRules")
            .field("rules", &self.0.rules.len())
            .field("report_only", &self.0.report_only)
            .finish()
    }
}
