//! What is decided, why, and how to answer.

use super::conditions::Missing;
use crate::error::{Error, Fault};
use crate::http;

/// Writes the enum and its names from one table.
macro_rules! reasons {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal;)+) => {
        /// Why a request is allowed or not.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Reason {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Reason {
            /// The name that every language uses.
            pub const fn as_str(self) -> &'static str {
                match self { $(Reason::$variant => $name,)+ }
            }
        }
    };
}

reasons! {
    /// A rule allows it.
    Allowed = "allowed";
    /// A public rule allows it.
    Public = "public";
    /// It is a preflight, which a rule lets pass.
    Preflight = "preflight";
    /// There is no token, and a rule would allow a good one.
    NoToken = "no_token";
    /// The token is no good.
    BadToken = "bad_token";
    /// A rule denies it.
    Denied = "denied";
    /// No rule allows it to anybody.
    NoRule = "no_rule";
    /// The token lacks what a rule asks.
    Insufficient = "insufficient";
    /// Programs read its path in different ways.
    BadPath = "bad_path";
    /// Tokens could not be checked: keys or a list could not be reached.
    Unavailable = "unavailable";
    /// Tokens could not be checked: the service is set up wrongly.
    Misconfigured = "misconfigured";
}

/// What is decided about a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    is_allowed: bool,
    is_only_reported: bool,
    status: u16,
    reason: Reason,
    rule: Option<String>,
    needed: Option<Needed>,
    challenge: Option<String>,
}

/// What the token lacked for the rule that it came nearest to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needed {
    /// Scopes that it lacks, each of them.
    pub scope: Vec<String>,
    /// Scopes of which it needs one.
    pub any_scope: Vec<String>,
    /// Places of claims that are not there, or not as the rule asks: each a list of names.
    pub claims: Vec<Vec<String>>,
    /// Authentication contexts of which it needs one.
    pub acr: Vec<String>,
    /// How long ago the user may have authenticated, in seconds.
    pub max_auth_age: Option<i64>,
    /// Issuers of which it has to be one's.
    pub issuer: Vec<String>,
    /// Whether it has to be bound to a key or a certificate, whose possession is proven.
    pub proof: bool,
}

impl Decision {
    /// Whether to let the request pass.
    pub fn is_allowed(&self) -> bool {
        self.is_allowed
    }

    /// Whether it passes only because the rules report: they would not allow it.
    pub fn is_only_reported(&self) -> bool {
        self.is_only_reported
    }

    /// The HTTP status to answer with: 200 where it is allowed.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// Why.
    pub fn reason(&self) -> Reason {
        self.reason
    }

    /// The name of the rule that decided, or of the one that the token came nearest to.
    pub fn rule(&self) -> Option<&str> {
        self.rule.as_deref()
    }

    /// What would have been enough.
    pub fn needed(&self) -> Option<&Needed> {
        self.needed.as_ref()
    }

    /// The value of `WWW-Authenticate` in the answer (RFC 6750, section 3; RFC 9470, section 3), if there is one to give.
    pub fn challenge(&self) -> Option<&str> {
        self.challenge.as_deref()
    }

    pub(super) fn of(reason: Reason) -> Self {
        Self { is_allowed: false, is_only_reported: false, status: 403, reason, rule: None, needed: None, challenge: None }
    }

    pub(super) fn by(reason: Reason, rule: &str) -> Self {
        Self { rule: Some(rule.to_owned()), ..Self::of(reason) }
    }

    pub(super) fn allowed(reason: Reason, rule: Option<&str>) -> Self {
        Self { is_allowed: true, status: 200, rule: rule.map(str::to_owned), ..Self::of(reason) }
    }

    /// A token that is no good.
    pub(super) fn refused(error: &Error) -> Self {
        let challenge = http::challenge(Some(error), None, None).ok().flatten();
        Self { status: 401, challenge, ..Self::of(Reason::BadToken) }
    }

    /// Nobody's token could be checked.
    pub(super) fn failed(error: &Error) -> Self {
        let reason = if error.fault() == Fault::Environment { Reason::Unavailable } else { Reason::Misconfigured };
        Self { status: error.status(), ..Self::of(reason) }
    }

    /// Without a token 401, since any other answer needs one. With one: 401 where authenticating in another way would do, else 403.
    pub(super) fn lacking(reason: Reason, rule: &str, needed: Needed) -> Self {
        let scopes = needed.scopes();
        let may_be_had = needed.claims.is_empty() && needed.issuer.is_empty();
        let (status, challenge) = match reason {
            Reason::NoToken => (401, http::challenge(None, None, scopes.as_deref()).ok().flatten()),
            _ if !may_be_had => (403, None),
            _ if needed.asks_to_step_up() => (401, Some(http::step_up(&needed.acr, needed.max_auth_age))),
            _ => (403, scopes.map(|scopes| http::insufficient_scope(&scopes))),
        };
        Self { status, challenge, needed: Some(needed), ..Self::by(reason, rule) }
    }

    /// Lets it pass, and says that the rules would not. A token that is no good never passes: that is no rule's decision.
    pub(super) fn only_reported(self) -> Self {
        match self.is_allowed || self.reason == Reason::BadToken {
            true => self,
            false => Self { is_allowed: true, is_only_reported: true, status: 200, challenge: None, ..self },
        }
    }
}

impl Needed {
    pub(super) fn of(missing: &Missing<'_>, places: &[Vec<String>]) -> Self {
        Self {
            scope: missing.scope.iter().map(|scope| (*scope).to_owned()).collect(),
            any_scope: missing.any_scope.to_vec(),
            claims: missing.claims.iter().filter_map(|place| places.get(*place).cloned()).collect(),
            acr: missing.acr.to_vec(),
            max_auth_age: missing.max_auth_age,
            issuer: missing.issuer.to_vec(),
            proof: missing.proof,
        }
    }

    fn asks_to_step_up(&self) -> bool {
        !self.acr.is_empty() || self.max_auth_age.is_some()
    }

    /// The fewest scopes that would do, with a space between each: of several that would do alike, the first.
    fn scopes(&self) -> Option<String> {
        let scopes: Vec<&str> = self.scope.iter().map(String::as_str).chain(self.any_scope.first().map(String::as_str)).collect();
        (!scopes.is_empty()).then(|| scopes.join(" "))
    }
}
