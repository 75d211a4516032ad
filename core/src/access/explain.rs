//! What each rule says about a request, for anyone who wonders about a decision.

use super::conditions::Facts;
use super::needed::Needed;
use super::path::Path;
use super::rule::{Conditions, Effect as Kept};
use super::{Access, Presented, Request};

/// What a rule does when it matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Effect {
    /// It allows requests whose token has what it requires.
    Allow,
    /// It refuses, whatever other rules allow.
    Deny,
    /// It allows everyone.
    Public,
}

impl Effect {
    /// The name that every language uses: `allow`, `deny` or `public`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Effect::Allow => "allow",
            Effect::Deny => "deny",
            Effect::Public => "public",
        }
    }
}

/// What one rule says about a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The name of the rule.
    pub rule: String,
    /// What it does when it matches.
    pub effect: Effect,
    /// Whether it is for the method of the request.
    pub fits_method: bool,
    /// Whether it is for the path of the request. Rules listed here that are not would be if case
    /// and a trailing slash were ignored.
    pub fits_path: bool,
    /// Whether its conditions hold: an allow rule's for a good token that has everything it
    /// requires, a deny rule's for the requests that it refuses, a public rule's for all requests
    /// except those with a bad token that it does not ignore.
    pub matches: bool,
    /// What an allow rule requires that the token lacks, or everything it requires if there is no
    /// token.
    pub missing: Option<Needed>,
}

impl Explanation {
    /// Whether the rule is for both the method and the path, so that it was consulted.
    pub fn fits(&self) -> bool {
        self.fits_method && self.fits_path
    }
}

impl Access {
    pub(super) fn explain(
        &self,
        presented: Presented<'_>,
        request: Request<'_>,
        now: f64,
    ) -> Vec<Explanation> {
        let Some(path) = Path::read(request.path, request.form) else {
            return Vec::new();
        };
        let (exact, loosely) = (
            self.routes.find(&path),
            self.find_loosely(&path, true, true).rules,
        );
        let is_bad = matches!(presented, Presented::Refused(_));
        let explained = self.with_facts(presented, now, |facts| {
            let explain = |index: &u32| {
                let rule = self.rule(*index)?;
                let (effect, matches, missing) = match &rule.effect {
                    Kept::Allow(conditions) => {
                        let missing = self.lacking(conditions, facts, &path);
                        (Effect::Allow, missing.is_none() && facts.is_some(), missing)
                    }
                    Kept::Deny(conditions) => (Effect::Deny, conditions.denies_any(facts, &path), None),
                    Kept::Public { ignore_token } => (Effect::Public, *ignore_token || !is_bad, None),
                };
                let (fits_method, fits_path) = (rule.is_for(request.method), exact.contains(index));
                Some(Explanation {
                    rule: rule.name.to_string(),
                    effect,
                    fits_method,
                    fits_path,
                    matches,
                    missing,
                })
            };
            loosely.iter().filter_map(explain).collect()
        });
        explained.unwrap_or_default()
    }

    fn lacking(&self, conditions: &Conditions, facts: Option<&Facts<'_>>, path: &Path<'_>) -> Option<Needed> {
        let missing = conditions.missing_of(facts, &self.places, path);
        (!missing.is_nothing()).then(|| Needed::of(&missing, &self.places))
    }
}
