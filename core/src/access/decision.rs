//! What is decided, why, and how to answer.

use std::sync::Arc;

use super::needed::Needed;
use crate::dpop::ProvenBy;
use crate::error::{Error, ErrorCode, Fault};
use crate::http::{Challenge, Scheme};

/// Generates the enum and its names from one table.
macro_rules! reasons {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal;)+) => {
        /// Why a request is allowed or not.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Reason {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Reason {
            /// Every reason, in the order in which they are documented.
            pub const ALL: &'static [Reason] = &[$(Reason::$variant,)+];

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
    /// It is a preflight request, which a rule lets pass.
    Preflight = "preflight";
    /// There is no token, and a rule would allow a good one.
    NoToken = "no_token";
    /// The token is not acceptable.
    BadToken = "bad_token";
    /// A rule denies it.
    Denied = "denied";
    /// No rule allows it to anyone.
    NoRule = "no_rule";
    /// The token lacks something that a rule requires.
    Insufficient = "insufficient";
    /// Different programs read its path differently.
    BadPath = "bad_path";
    /// Tokens could not be checked: keys or a list could not be reached.
    Unavailable = "unavailable";
    /// Tokens could not be checked: the service is set up wrongly.
    Misconfigured = "misconfigured";
}

/// What was decided about a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    is_allowed: bool,
    is_only_reported: bool,
    status: u16,
    reason: Reason,
    rule: Option<Arc<str>>,
    needed: Option<Box<Needed>>,
    /// The scheme of the token, which its challenge uses.
    scheme: Scheme,
    /// Why the token is not acceptable.
    refused: Option<ErrorCode>,
}

impl Decision {
    /// Whether to let the request pass.
    pub fn is_allowed(&self) -> bool {
        self.is_allowed
    }

    /// Whether it passes only because the rules are in report-only mode: they would not allow it.
    pub fn is_only_reported(&self) -> bool {
        self.is_only_reported
    }

    /// The HTTP status to answer with: 200 if it is allowed.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// Why it was decided.
    pub fn reason(&self) -> Reason {
        self.reason
    }

    /// The name of the rule that decided, or of the rule that the token came closest to.
    pub fn rule(&self) -> Option<&str> {
        self.rule.as_deref()
    }

    /// What would have been enough.
    pub fn needed(&self) -> Option<&Needed> {
        self.needed.as_deref()
    }

    /// The challenges to send in `WWW-Authenticate`, each in a header of its own (RFC 6750, section
    /// 3; RFC 9470, section 3). Empty if no other token or way to authenticate would help.
    ///
    /// A token whose sender proved possession with DPoP gets challenges of that scheme (RFC 9449,
    /// section 7.1), any other gets `Bearer` challenges.
    ///
    /// ```
    /// use tokenseal::access::{AccessRules, Presented, Request};
    ///
    /// let rules = r#"{ "rules": [ { "methods": ["GET"], "path": "/orders", "require": { "scope": ["orders:read"] } } ] }"#;
    /// let decision = AccessRules::from_json(rules)?.check(Presented::Nothing, Request::new("GET", "/orders"), 1_700_000_000.0);
    /// assert_eq!((decision.status(), decision.challenges()), (401, vec![r#"Bearer scope="orders:read""#.to_owned()]));
    /// # Ok::<(), tokenseal::Error>(())
    /// ```
    pub fn challenges(&self) -> Vec<String> {
        self.challenge()
            .map(|challenge| challenge.write(self.scheme))
            .into_iter()
            .collect()
    }

    /// What the challenge says, for code that adds a realm or says the same in another scheme.
    pub(crate) fn challenge(&self) -> Option<Challenge<'_>> {
        match self.reason {
            _ if self.is_allowed => None,
            Reason::NoToken => {
                let scope = self.needed().and_then(Needed::scopes).map(Into::into);
                Some(Challenge {
                    scope,
                    ..Challenge::default()
                })
            }
            Reason::BadToken => self.refused.map(Challenge::of_refused),
            Reason::Insufficient => self.needed().and_then(Needed::challenge),
            _ => None,
        }
    }

    pub(super) fn of(reason: Reason) -> Self {
        let (is_allowed, is_only_reported, status) = (false, false, 403);
        Self {
            is_allowed,
            is_only_reported,
            status,
            reason,
            rule: None,
            needed: None,
            scheme: Scheme::Bearer,
            refused: None,
        }
    }

    pub(super) fn by(reason: Reason, rule: &Arc<str>) -> Self {
        Self {
            rule: Some(Arc::clone(rule)),
            ..Self::of(reason)
        }
    }

    pub(super) fn allowed(reason: Reason, rule: Option<&Arc<str>>) -> Self {
        Self {
            is_allowed: true,
            status: 200,
            rule: rule.cloned(),
            ..Self::of(reason)
        }
    }

    /// A token that is not acceptable, by the code that its check returned.
    pub(super) fn refused(code: ErrorCode) -> Self {
        Self {
            status: 401,
            refused: Some(code),
            scheme: Scheme::of(Some(code)),
            ..Self::of(Reason::BadToken)
        }
    }

    /// No token could be checked.
    pub(super) fn failed(error: &Error) -> Self {
        let reason = if error.fault() == Fault::Environment {
            Reason::Unavailable
        } else {
            Reason::Misconfigured
        };
        Self {
            status: error.status(),
            ..Self::of(reason)
        }
    }

    /// 401 without a token, since any other answer would need one. With a token: 401 if
    /// authenticating in another way would be enough, otherwise 403.
    pub(super) fn lacking(
        reason: Reason,
        rule: &Arc<str>,
        needed: Needed,
        proven_by: Option<ProvenBy>,
    ) -> Self {
        let is_401 = reason == Reason::NoToken || needed.asks_to_step_up();
        let scheme = if proven_by == Some(ProvenBy::Dpop) {
            Scheme::Dpop
        } else {
            Scheme::Bearer
        };
        Self {
            status: if is_401 { 401 } else { 403 },
            scheme,
            needed: Some(Box::new(needed)),
            ..Self::by(reason, rule)
        }
    }

    /// What a route requires besides the rules: any token at all, or these scopes of a good token.
    pub(crate) fn of_route(scope: Vec<String>, has_token: bool) -> Self {
        let (reason, status) = if has_token {
            (Reason::Insufficient, 403)
        } else {
            (Reason::NoToken, 401)
        };
        Self {
            status,
            needed: Some(Box::new(Needed {
                scope,
                ..Needed::default()
            })),
            ..Self::of(reason)
        }
    }

    /// Lets the request pass, and says that the rules would not. A token that is not acceptable
    /// never passes, since that is not decided by a rule.
    pub(super) fn only_reported(self) -> Self {
        match self.is_allowed || self.reason == Reason::BadToken {
            true => self,
            false => Self {
                is_allowed: true,
                is_only_reported: true,
                status: 200,
                ..self
            },
        }
    }
}
