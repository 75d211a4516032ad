//! Access rules: who may do what, in one JSON file that every language and the gateway read the
//! same way.
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
/// A request is allowed if a rule that matches its method and path allows it, and no matching rule
/// denies it; a request that no rule is for is denied. A claim that is absent, null or of another
/// type than a rule expects never grants; in a deny rule, a claim of another type counts as a
/// match.
///
/// # The file
/// An object with `rules`, a list, and optionally `report_only`. A rule has
/// - `name`, which decisions use to refer to it;
/// - `methods`, in capitals: GET also covers HEAD. Only a deny rule may leave them out, and then
///   covers all methods;
/// - `path`: segments, `{name}` for any one segment, `{*rest}` at the end for all that follow. One
///   trailing slash is significant. A rule without a path is for every path: there may be at most 8
///   of them;
/// - `require` (allows requests with a good token that has what is required; `{}` requires nothing
///   else), or `"public": true` (allows everyone), or `"deny": true`, optionally with `when`;
/// - `ignore_token` in a public rule: a token that is not acceptable counts as none, where it would
///   otherwise be refused;
/// - `preflight`: an OPTIONS request to the path passes without a token.
///
/// `require` and `when` are objects with `scope` (all of these), `any_scope`, `issuer` (one of
/// these) and `claims`; `require` also has `acr` (one of these), `max_auth_age` (since `auth_time`)
/// and `proof` (the token is bound, and possession of its key or certificate was proven). An
/// element of `claims` has `path`, a list of names, and one of `equals`, `one_of`, `contains` (an
/// element of a list), `present`, `absent` and `equals_parameter` (a segment of the path). Values
/// are strings, booleans, and integers within 2^53 of zero.
#[derive(Clone)]
pub struct AccessRules(Arc<Access>);

/// What a file compiles to.
struct Access {
    rules: Vec<Rule>,
    routes: Routes,
    /// Rules that let a preflight request pass.
    preflights: Routes,
    /// Both of these as a router that ignores case reads them; built when first needed.
    folded: OnceLock<Folded>,
    /// The places in the claims that at least one rule looks at.
    places: Vec<Vec<String>>,
    report_only: bool,
}

/// What a request presents.
#[derive(Clone, Copy, Debug)]
pub enum Presented<'a> {
    /// No token.
    Nothing,
    /// A token that was checked.
    Token(&'a Token),
    /// The claims of a checked token, as JSON text.
    Claims {
        /// The claims, exactly as they were checked.
        json: &'a str,
        /// How the request proved possession of what the token is bound to: [`Token::proven_by`].
        proven_by: Option<ProvenBy>,
    },
    /// A token that was refused with this error.
    Refused(&'a Error),
}

/// What is requested.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The method, such as `GET`.
    pub method: &'a str,
    /// The path.
    pub path: &'a str,
    /// How the path is given.
    pub form: PathForm,
    /// What the router in front of the handlers ignores. If the rules that match the path as the
    /// router reads it differ from those that match it as it is, the request is denied.
    pub ignores: &'a [Ignored],
}

impl<'a> Request<'a> {
    /// A request whose path is given as it appears in the request line.
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
    /// `ERR_OPTION_INVALID` if the text is not one strict JSON object, or if anything in it is
    /// unknown, has the wrong form, or could not do what it appears to do; the message names the
    /// rule.
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

    /// Whether decisions are reported but not enforced.
    pub fn is_report_only(&self) -> bool {
        self.0.report_only
    }

    /// Decides about a request. `now` is in seconds since the epoch, and is compared with
    /// `auth_time`.
    ///
    /// The decision is always the answer, never an error: a refused token is one of its inputs. A
    /// path that different programs read differently is denied before any rule is consulted: one
    /// with an inner empty segment, a dot segment, an encoded slash, a backslash, a control
    /// character, broken encoding, or encoding that is itself encoded.
    pub fn check(&self, presented: Presented<'_>, request: Request<'_>, now: f64) -> Decision {
        self.0.check(presented, request, now)
    }

    /// The same for callers that want an error: returns the decision if the request is allowed.
    ///
    /// # Errors
    /// `ERR_JWT_ACCESS_DENIED` if it is not allowed. [`Error::decision`] is the decision and
    /// [`Error::status`] its status; if tokens could not be checked, the fault is the environment's
    /// or the program's.
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

    /// What each rule says about a request, for anyone who wonders about a decision: the rules for
    /// its path, in their order, and those that would be if case and a trailing slash were ignored.
    /// Empty if different programs read the path differently, since no rule is consulted then.
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

    /// The JSON Schema (2020-12) of a rules file, for editors. It accepts every file that
    /// [`from_json`](Self::from_json) accepts, and refuses what a schema can: a few things, such as
    /// duplicate names or a parameter that the path does not have, are left to the reader.
    pub fn schema() -> &'static str {
        include_str!("schema.json")
    }

    /// What looks wrong in the rules: those whose requirements contradict each other, and those
    /// that another rule blocks or makes redundant. The combined effect of several rules is not
    /// examined.
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

    /// The same rules as Cedar policies, against which they are tested: each rule is one policy,
    /// and the guide describes the context.
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
