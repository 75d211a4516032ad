//! What a token lacks for a rule, and how to ask for it.

use super::conditions::Missing;
use crate::http::Challenge;

/// What a token lacks for the rule that it came closest to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needed {
    /// Scopes that it lacks, all of which it needs.
    pub scope: Vec<String>,
    /// Scopes, one of which it needs.
    pub any_scope: Vec<String>,
    /// Places in the claims that are absent or not as the rule requires: each a list of names.
    pub claims: Vec<Vec<String>>,
    /// Authentication contexts, one of which it needs.
    pub acr: Vec<String>,
    /// How long ago the user may have authenticated at most, in seconds.
    pub max_auth_age: Option<i64>,
    /// Issuers, one of which must have issued it.
    pub issuer: Vec<String>,
    /// Whether it must be bound to a key or a certificate whose possession is proven.
    pub proof: bool,
}

impl Needed {
    pub(super) fn of(missing: &Missing<'_>, places: &[Vec<String>]) -> Self {
        Self {
            scope: missing.scope.iter().map(|scope| (*scope).to_owned()).collect(),
            any_scope: missing.any_scope.to_vec(),
            claims: missing
                .claims
                .iter()
                .filter_map(|place| places.get(*place).cloned())
                .collect(),
            acr: missing.acr.to_vec(),
            max_auth_age: missing.max_auth_age,
            issuer: missing.issuer.to_vec(),
            proof: missing.proof,
        }
    }

    /// Whether the user could obtain what is missing by authenticating in another way, or again: no
    /// authorization server grants other claims, or makes another issuer's token.
    pub(super) fn asks_to_step_up(&self) -> bool {
        self.may_be_had() && (!self.acr.is_empty() || self.max_auth_age.is_some())
    }

    fn may_be_had(&self) -> bool {
        self.claims.is_empty() && self.issuer.is_empty()
    }

    /// The challenge for a good token. A step-up challenge also names the missing scopes, so that
    /// one more token is enough.
    pub(super) fn challenge(&self) -> Option<Challenge<'_>> {
        let scope = self.scopes();
        match self.asks_to_step_up() {
            true => Some(Challenge {
                scope: scope.map(Into::into),
                ..Challenge::step_up(&self.acr, self.max_auth_age)
            }),
            false if self.may_be_had() => scope.map(Challenge::insufficient_scope),
            false => None,
        }
    }

    /// The fewest scopes that would be enough, separated by spaces; if several sets would do
    /// equally well, the first.
    pub(super) fn scopes(&self) -> Option<String> {
        let has_any = self.any_scope.iter().any(|scope| self.scope.contains(scope));
        let any = self.any_scope.first().filter(|_| !has_any);
        let scopes: Vec<&str> = self.scope.iter().chain(any).map(String::as_str).collect();
        (!scopes.is_empty()).then(|| scopes.join(" "))
    }
}
