//! Deciding: the path, the error of a token, deny rules, allow rules, and what would have been
//! enough.

use smallvec::SmallVec;

use super::conditions::{Facts, Missing};
use super::decision::{Decision, Reason};
use super::needed::Needed;
use super::path::Path;
use super::rule::{Effect, Rule};
use super::{Access, Presented, Request};
use crate::error::{ErrorCode, Fault};
use crate::json;
use crate::limits::Limits;

impl Access {
    pub(super) fn check(&self, presented: Presented<'_>, request: Request<'_>, now: f64) -> Decision {
        // A service that cannot check tokens gives no other answer, whatever the rules say.
        if let Presented::Refused(error) = presented
            && error.fault() != Fault::Token
        {
            return Decision::failed(error);
        }
        let Some(path) = Path::read(request.path, request.form) else {
            return self.report(Decision::of(Reason::BadPath));
        };
        let fitting = self.fitting(request.method, &path);
        if !request.ignores.is_empty() && self.is_read_otherwise(&request, &path, fitting.len()) {
            return self.report(Decision::of(Reason::BadPath));
        }
        let ignores_token = || {
            fitting
                .iter()
                .any(|rule| matches!(rule.effect, Effect::Public { ignore_token: true }))
        };
        let is_preflight = || request.method == "OPTIONS" && !self.preflights.find(&path).is_empty();
        if let Presented::Refused(error) = presented
            && !ignores_token()
            && !is_preflight()
        {
            return Decision::refused(error.code());
        }
        let decision = self.with_facts(presented, now, |facts| self.decide(&fitting, facts, &path));
        let decision = decision.unwrap_or_else(|| Decision::refused(ErrorCode::JwtInvalid));
        if !decision.is_allowed() && decision.reason() != Reason::Denied && is_preflight() {
            return Decision::allowed(Reason::Preflight, None);
        }
        self.report(decision)
    }

    /// Runs something that needs the facts of a token; there are none without a good token. None:
    /// the claims are not one strict JSON object.
    pub(super) fn with_facts<T>(
        &self,
        presented: Presented<'_>,
        now: f64,
        act: impl FnOnce(Option<&Facts<'_>>) -> T,
    ) -> Option<T> {
        // Declared here so that it outlives the facts that borrow from it.
        let members;
        Some(match presented {
            Presented::Nothing | Presented::Refused(_) => act(None),
            Presented::Token(token) => {
                let member = |name: &str| token.claim_json(name);
                act(Some(&Facts::new(
                    &self.places,
                    &member,
                    token.proven_by(),
                    whole(now),
                )))
            }
            Presented::Claims { json, proven_by } => {
                members = members_of(json)?;
                let member = |name: &str| {
                    members
                        .iter()
                        .find(|(own, _)| own == name)
                        .map(|(_, value)| *value)
                };
                act(Some(&Facts::new(&self.places, &member, proven_by, whole(now))))
            }
        })
    }

    /// The rules for a method and a path, in their order.
    fn fitting(&self, method: &str, path: &Path<'_>) -> Fitting<'_> {
        self.routes
            .find(path)
            .iter()
            .filter_map(|index| self.rule(*index))
            .filter(|rule| rule.is_for(method))
            .collect()
    }

    /// Decides by the rules that match. `facts` are those of a good token.
    fn decide(&self, fitting: &[&Rule], facts: Option<&Facts<'_>>, path: &Path<'_>) -> Decision {
        let denies = |rule: &&&Rule| matches!(&rule.effect, Effect::Deny(conditions) if conditions.denies_any(facts, path));
        if let Some(rule) = fitting.iter().find(denies) {
            return Decision::by(Reason::Denied, &rule.name);
        }
        let mut nearest: Option<(Rank, &Rule, Missing<'_>)> = None;
        for rule in fitting {
            let missing = match &rule.effect {
                Effect::Deny(_) => continue,
                Effect::Public { .. } => return Decision::allowed(Reason::Public, Some(&rule.name)),
                Effect::Allow(conditions) => conditions.missing_of(facts, &self.places, path),
            };
            if missing.is_nothing() && facts.is_some() {
                return Decision::allowed(Reason::Allowed, Some(&rule.name));
            }
            let rank = Rank::of(&missing);
            if nearest.as_ref().is_none_or(|(least, ..)| rank < *least) {
                nearest = Some((rank, rule, missing));
            }
        }
        match nearest {
            None => Decision::of(Reason::NoRule),
            Some((_, rule, missing)) => {
                let reason = if facts.is_some() {
                    Reason::Insufficient
                } else {
                    Reason::NoToken
                };
                let proven_by = facts.and_then(|facts| facts.proven_by);
                Decision::lacking(reason, &rule.name, Needed::of(&missing, &self.places), proven_by)
            }
        }
    }

    fn report(&self, decision: Decision) -> Decision {
        if self.report_only {
            decision.only_reported()
        } else {
            decision
        }
    }
}

/// Usually only a few.
type Fitting<'a> = SmallVec<[&'a Rule; 8]>;

/// How far a token is from what a rule requires: requirements that no authorization server could
/// grant come first, then those that cost the user something.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    foreign: usize,
    steps: usize,
    scopes: usize,
}

impl Rank {
    fn of(missing: &Missing<'_>) -> Self {
        Self {
            foreign: missing.claims.len() + usize::from(!missing.issuer.is_empty()),
            steps: usize::from(missing.proof)
                + usize::from(!missing.acr.is_empty() || missing.max_auth_age.is_some()),
            scopes: missing.scope.len() + usize::from(!missing.any_scope.is_empty()),
        }
    }
}

/// A time in whole seconds, like `auth_time`.
fn whole(now: f64) -> i64 {
    now.floor() as i64
}

type Members<'a> = Vec<(String, &'a str)>;

fn members_of(claims: &str) -> Option<Members<'_>> {
    let mut members = Vec::new();
    json::scan_text(claims, Limits::MAX_JSON_DEPTH, |name, value| {
        members.push((name.to_owned(), value.json()))
    })
    .ok()?;
    Some(members)
}
