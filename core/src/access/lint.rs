//! Rules that cannot do what they appear to do: those that no token satisfies, and those that
//! another rule makes pointless.

use super::Access;
use super::read::{ACR, ISS};
use super::rule::{Condition, Conditions, Effect, Rule, Test};
use super::value::Scalar;

/// What is wrong with a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// No token has everything it requires, because some requirements contradict each other.
    Contradictory,
    /// Everything that it allows is denied by another rule.
    Blocked,
    /// Another rule already does everything that it does.
    Redundant,
}

impl Fault {
    /// The name that every language uses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Fault::Contradictory => "contradictory",
            Fault::Blocked => "blocked",
            Fault::Redundant => "redundant",
        }
    }
}

/// One finding about a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What is wrong.
    pub fault: Fault,
    /// The name of the rule.
    pub rule: String,
    /// The name of the rule that makes it so.
    pub by: Option<String>,
}

/// Looks at each rule, and at each pair of rules. The combined effect of several rules is not
/// examined.
pub(super) fn findings(access: &Access) -> Vec<Finding> {
    let mut found = Vec::new();
    for (index, rule) in access.rules.iter().enumerate() {
        let finding = |fault, by: Option<&Rule>| Finding {
            fault,
            rule: rule.name.to_string(),
            by: by.map(|by| by.name.to_string()),
        };
        // A rule that lets preflights pass does so whatever else it requires. In a deny rule
        // nothing excludes anything: another type counts as a match for both.
        if let Effect::Allow(own) = &rule.effect
            && !rule.preflight
            && is_contradictory(own, &access.places)
        {
            found.push(finding(Fault::Contradictory, None));
            continue;
        }
        let others = || {
            access
                .rules
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != index)
        };
        let covering = || others().filter(|(_, other)| covers(other, rule));
        let is_bare_deny = |other: &Rule| {
            let is_bare =
                matches!(&other.effect, Effect::Deny(conditions) if *conditions == Conditions::default());
            is_bare && (!rule.preflight || other.is_for("OPTIONS"))
        };
        if !matches!(rule.effect, Effect::Deny(_))
            && let Some((_, by)) = covering().find(|(_, other)| is_bare_deny(other))
        {
            found.push(finding(Fault::Blocked, Some(by)));
            continue;
        }
        // If two do the same, the later one is redundant.
        let does_as_much = |(other, by): &(usize, &Rule)| {
            makes_redundant(by, rule) && (*other < index || !(covers(rule, by) && makes_redundant(rule, by)))
        };
        if let Some((_, by)) = covering().find(does_as_much) {
            found.push(finding(Fault::Redundant, Some(by)));
        }
    }
    found
}

/// Whether a rule is for every request that the other one is for.
fn covers(rule: &Rule, other: &Rule) -> bool {
    let is_path = match (&rule.path, &other.path) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(own), Some(other)) => own.covers(other),
    };
    let is_method = match (&rule.methods, &other.methods) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(_), Some(others)) => {
            others.iter().all(|method| rule.is_for(method)) && (!other.is_for("HEAD") || rule.is_for("HEAD"))
        }
    };
    is_path && is_method
}

/// Whether a rule that covers another does everything that it does.
fn makes_redundant(by: &Rule, rule: &Rule) -> bool {
    if rule.preflight && !by.preflight {
        return false;
    }
    match (&by.effect, &rule.effect) {
        (Effect::Deny(by), Effect::Deny(own)) => *by == Conditions::default() || own == by,
        (Effect::Public { ignore_token: by }, Effect::Public { ignore_token: own }) => *by || !own,
        (Effect::Public { .. }, Effect::Allow(_)) => true,
        (Effect::Allow(by), Effect::Allow(own)) => implies(own, by),
        _ => false,
    }
}

/// Whether any token that satisfies one also satisfies the other.
fn implies(own: &Conditions, other: &Conditions) -> bool {
    let within = |own: &[String], other: &[String]| {
        other.is_empty() || !own.is_empty() && own.iter().all(|one| other.contains(one))
    };
    let has_any = other.any_scope.is_empty()
        || other.any_scope.iter().any(|scope| own.scope.contains(scope))
        || !own.any_scope.is_empty() && own.any_scope.iter().all(|scope| other.any_scope.contains(scope));
    other.scope.iter().all(|scope| own.scope.contains(scope))
        && has_any
        && other.claims.iter().all(|asked| {
            own.claims
                .iter()
                .any(|condition| condition_implies(condition, asked))
        })
        && within(&own.acr, &other.acr)
        && within(&own.issuer, &other.issuer)
        && other
            .max_auth_age
            .is_none_or(|most| own.max_auth_age.is_some_and(|own| own <= most))
        && (own.proof || !other.proof)
}

fn condition_implies(own: &Condition, other: &Condition) -> bool {
    own.place == other.place
        && match (&own.test, &other.test) {
            (Test::OneOf(own), Test::OneOf(other)) => own.iter().all(|one| other.contains(one)),
            (Test::Absent, _) | (_, Test::Absent) => own.test == other.test,
            (_, Test::Present) => true,
            (own, other) => own == other,
        }
}

/// Whether two of the conditions exclude each other.
fn is_contradictory(conditions: &Conditions, places: &[Vec<String>]) -> bool {
    let texts = |place: usize, texts: &[String]| {
        let scalars = texts.iter().map(|text| Scalar::Text(text.clone())).collect();
        (!texts.is_empty()).then_some(Condition {
            place,
            test: Test::OneOf(scalars),
        })
    };
    let own = [texts(ACR, &conditions.acr), texts(ISS, &conditions.issuer)];
    let all: Vec<&Condition> = own.iter().flatten().chain(&conditions.claims).collect();
    all.iter().enumerate().any(|(index, one)| {
        all.iter()
            .skip(index + 1)
            .any(|other| exclude(one, other, places))
    })
}

fn exclude(one: &Condition, other: &Condition, places: &[Vec<String>]) -> bool {
    if one.place != other.place {
        return leads_through(one, other, places) || leads_through(other, one, places);
    }
    match (&one.test, &other.test) {
        (Test::Absent, test) | (test, Test::Absent) => *test != Test::Absent,
        (Test::OneOf(own), Test::OneOf(other)) => !own.iter().any(|scalar| other.contains(scalar)),
        (Test::OneOf(_) | Test::EqualsParameter(_), Test::Contains(_))
        | (Test::Contains(_), Test::OneOf(_) | Test::EqualsParameter(_)) => true,
        (Test::OneOf(scalars), Test::EqualsParameter(_))
        | (Test::EqualsParameter(_), Test::OneOf(scalars)) => {
            !scalars.iter().any(|scalar| matches!(scalar, Scalar::Text(_)))
        }
        _ => false,
    }
}

/// Whether one condition asks for something at a place inside what the other condition says is not
/// an object.
fn leads_through(inner: &Condition, outer: &Condition, places: &[Vec<String>]) -> bool {
    let (Some(inside), Some(outside)) = (places.get(inner.place), places.get(outer.place)) else {
        return false;
    };
    let is_within = inside.len() > outside.len() && inside.starts_with(outside);
    match (&inner.test, &outer.test) {
        // If something is absent, so is everything inside it; a string contains nothing, and the
        // absence of something inside it never grants.
        (Test::Absent, Test::Absent | Test::Present) => false,
        (_, Test::Present) => false,
        _ => is_within,
    }
}
