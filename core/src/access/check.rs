//! Deciding: the path, the error of a token, deny rules, allow rules, and what would have been enough.

use super::conditions::{Facts, Missing};
use super::decision::{Decision, Needed, Reason};
use super::path::Path;
use super::routes::Candidates;
use super::rule::{Conditions, Effect, Rule};
use super::{Access, Presented, Request};
use crate::error::{Error, Fault};
use crate::json;
use crate::limits::Limits;

impl Access {
    pub(super) fn check(&self, presented: Presented<'_>, request: Request<'_>, now: f64) -> Decision {
        // A service that cannot check tokens answers nothing else, whatever the rules say.
        if let Presented::Refused(error) = presented
            && error.fault() != Fault::Token
        {
            return Decision::failed(error);
        }
        let Some(path) = Path::read(request.path, request.form) else { return self.report(Decision::of(Reason::BadPath)) };
        let fitting = self.fitting(request.method, &path);
        let ignores_token = || fitting.iter().any(|rule| matches!(rule.effect, Effect::Public { ignore_token: true }));
        let is_preflight = || request.method == "OPTIONS" && !self.preflights.find(&path).is_empty();
        if let Presented::Refused(error) = presented
            && !ignores_token()
            && !is_preflight()
        {
            return Decision::refused(error);
        }
        // As long as a place is looked at, what was found before may not be.
        let members;
        let decision = match presented {
            Presented::Nothing | Presented::Refused(_) => self.decide(&fitting, None, &path),
            Presented::Token(token) => {
                let member = |name: &str| token.claim_json(name);
                self.decide(&fitting, Some(&Facts::new(&self.places, &member, false, whole(now))), &path)
            }
            Presented::Claims { json, is_proven } => match members_of(json) {
                Some(found) => {
                    members = found;
                    let member = |name: &str| members.iter().find(|(own, _)| own == name).map(|(_, value)| *value);
                    self.decide(&fitting, Some(&Facts::new(&self.places, &member, is_proven, whole(now))), &path)
                }
                None => Decision::refused(&Error::new(crate::ErrorCode::JwtInvalid, "the claims are not one strict JSON object")),
            },
        };
        if !decision.is_allowed() && decision.reason() != Reason::Denied && is_preflight() {
            return Decision::allowed(Reason::Preflight, None);
        }
        self.report(decision)
    }

    /// The rules that are for a method and a path, in their order.
    fn fitting(&self, method: &str, path: &Path<'_>) -> Vec<&Rule> {
        let found: Candidates = self.routes.find(path);
        let rules = found.iter().filter_map(|index| self.rules.get(usize::try_from(*index).ok()?));
        rules.filter(|rule| rule.is_for(method)).collect()
    }

    /// Decides by the rules that fit. `facts` are a good token's.
    fn decide(&self, fitting: &[&Rule], facts: Option<&Facts<'_>>, path: &Path<'_>) -> Decision {
        let nobody = |_: &str| None;
        let nothing = Facts::new(&self.places, &nobody, false, 0);
        // What a deny rule says of tokens is not said of requests without one.
        let denies = |rule: &&&Rule| match &rule.effect {
            Effect::Deny(conditions) => *conditions == Conditions::default() || facts.is_some_and(|facts| conditions.denies(facts, path)),
            _ => false,
        };
        if let Some(rule) = fitting.iter().find(denies) {
            return Decision::by(Reason::Denied, &rule.name);
        }
        let mut nearest: Option<(Rank, &Rule, Missing<'_>)> = None;
        for rule in fitting {
            let missing = match &rule.effect {
                Effect::Deny(_) => continue,
                Effect::Public { .. } => return Decision::allowed(Reason::Public, Some(&rule.name)),
                Effect::Allow(conditions) => match facts {
                    Some(facts) => conditions.missing(facts, path),
                    None => conditions.missing(&nothing, path),
                },
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
                let reason = if facts.is_some() { Reason::Insufficient } else { Reason::NoToken };
                Decision::lacking(reason, &rule.name, Needed::of(&missing, &self.places))
            }
        }
    }

    fn report(&self, decision: Decision) -> Decision {
        if self.report_only { decision.only_reported() } else { decision }
    }
}

/// How far a token is from what a rule asks: what no authorization server could grant it comes first, then what costs the user something.
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
            steps: usize::from(missing.proof) + usize::from(!missing.acr.is_empty() || missing.max_auth_age.is_some()),
            scopes: missing.scope.len() + usize::from(!missing.any_scope.is_empty()),
        }
    }
}

/// A time in whole seconds, as `auth_time` is.
fn whole(now: f64) -> i64 {
    now.floor() as i64
}

type Members<'a> = Vec<(String, &'a str)>;

fn members_of(claims: &str) -> Option<Members<'_>> {
    let mut members = Vec::new();
    json::scan_text(claims, Limits::MAX_JSON_DEPTH, |name, value| members.push((name.to_owned(), value.json()))).ok()?;
    Some(members)
}
