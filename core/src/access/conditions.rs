//! Whether a token has what a rule requires.

use std::borrow::Cow;
use std::cell::OnceCell;

use smallvec::SmallVec;

use super::path::Path;
use super::read::{ACR, AUTH_TIME, ISS, SCOPE, SCP};
use super::rule::{Condition, Conditions, Test};
use super::value::{Found, Scalar};
use crate::dpop::ProvenBy;

/// How far ahead the clock of the server that authenticated the user may be, in seconds.
pub(super) const AHEAD: i64 = 60;

/// The claims of a token, as far as rules look at them. Each place is looked up once, when a rule
/// first asks for it.
pub(super) struct Facts<'a> {
    places: &'a [Vec<String>],
    member: &'a dyn Fn(&str) -> Option<&'a str>,
    found: SmallVec<[OnceCell<Found<'a>>; 8]>,
    scopes: OnceCell<Scopes<'a>>,
    /// How possession of the key or certificate that the token is bound to was proven.
    pub(super) proven_by: Option<ProvenBy>,
    /// In whole seconds.
    pub(super) now: i64,
}

/// What a token says about scopes.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Scopes<'a> {
    None,
    /// Those in `scope`, or in `scp` if there is no `scope`.
    Some(Vec<Cow<'a, str>>),
    /// Something that is neither a string nor, in `scp`, a list of strings.
    OfAnotherType,
}

impl<'a> Facts<'a> {
    pub(super) fn new(
        places: &'a [Vec<String>],
        member: &'a dyn Fn(&str) -> Option<&'a str>,
        proven_by: Option<ProvenBy>,
        now: i64,
    ) -> Self {
        Self {
            places,
            member,
            found: places.iter().map(|_| OnceCell::new()).collect(),
            scopes: OnceCell::new(),
            proven_by,
            now,
        }
    }

    pub(super) fn at(&self, place: usize) -> &Found<'a> {
        let look = || {
            self.places
                .get(place)
                .map_or(Found::Null, |path| Found::at(self.member, path))
        };
        self.found
            .get(place)
            .map_or(&Found::Null, |cell| cell.get_or_init(look))
    }

    pub(super) fn scopes(&self) -> &Scopes<'a> {
        self.scopes.get_or_init(|| match (self.at(SCOPE), self.at(SCP)) {
            (Found::Text(text), _) | (Found::Absent, Found::Text(text)) => Scopes::Some(split(text)),
            (Found::Absent, Found::Absent) => Scopes::None,
            (Found::Absent, Found::List(list)) => {
                let texts = list.iter().map(|one| match one {
                    Found::Text(text) => Some(text.clone()),
                    _ => None,
                });
                texts
                    .collect::<Option<_>>()
                    .map_or(Scopes::OfAnotherType, Scopes::Some)
            }
            _ => Scopes::OfAnotherType,
        })
    }

    fn has_scope(&self, scope: &str) -> bool {
        matches!(self.scopes(), Scopes::Some(own) if own.iter().any(|one| *one == scope))
    }
}

fn split<'a>(text: &Cow<'a, str>) -> Vec<Cow<'a, str>> {
    match text {
        Cow::Borrowed(text) => text
            .split(' ')
            .filter(|one| !one.is_empty())
            .map(Cow::Borrowed)
            .collect(),
        Cow::Owned(text) => text
            .split(' ')
            .filter(|one| !one.is_empty())
            .map(|one| Cow::Owned(one.to_owned()))
            .collect(),
    }
}

/// What a token lacks that a rule requires.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Missing<'r> {
    pub(super) scope: Vec<&'r str>,
    /// One of these would do.
    pub(super) any_scope: &'r [String],
    /// Places in the claims.
    pub(super) claims: Vec<usize>,
    pub(super) acr: &'r [String],
    pub(super) max_auth_age: Option<i64>,
    pub(super) issuer: &'r [String],
    pub(super) proof: bool,
}

impl Missing<'_> {
    pub(super) fn is_nothing(&self) -> bool {
        *self == Missing::default()
    }
}

impl Conditions {
    /// What a good token lacks for an allow rule; without a good token, everything the rule
    /// requires.
    pub(super) fn missing_of<'r>(
        &'r self,
        facts: Option<&Facts<'_>>,
        places: &[Vec<String>],
        path: &Path<'_>,
    ) -> Missing<'r> {
        match facts {
            Some(facts) => self.missing(facts, path),
            None => self.missing(&Facts::new(places, &|_| None, None, 0), path),
        }
    }

    /// Whether a deny rule applies to a request. A rule about tokens does not apply to requests
    /// without one.
    pub(super) fn denies_any(&self, facts: Option<&Facts<'_>>, path: &Path<'_>) -> bool {
        *self == Conditions::default() || facts.is_some_and(|facts| self.denies(facts, path))
    }

    /// What a token lacks for an allow rule. A value that is null, absent or of another type never
    /// grants.
    fn missing<'r>(&'r self, facts: &Facts<'_>, path: &Path<'_>) -> Missing<'r> {
        let any = |texts: &[String], place: usize| matches!(facts.at(place), Found::Text(own) if texts.iter().any(|text| **text == **own));
        let lacks_claim = |condition: &&Condition| !condition.holds(facts, path, false);
        let has_any_scope =
            self.any_scope.is_empty() || self.any_scope.iter().any(|scope| facts.has_scope(scope));
        Missing {
            scope: self
                .scope
                .iter()
                .map(String::as_str)
                .filter(|scope| !facts.has_scope(scope))
                .collect(),
            any_scope: if has_any_scope { &[] } else { &self.any_scope },
            claims: self
                .claims
                .iter()
                .filter(lacks_claim)
                .map(|condition| condition.place)
                .collect(),
            acr: if self.acr.is_empty() || any(&self.acr, ACR) {
                &[]
            } else {
                &self.acr
            },
            max_auth_age: self
                .max_auth_age
                .filter(|most| !is_recent(facts.at(AUTH_TIME), *most, facts.now)),
            issuer: if self.issuer.is_empty() || any(&self.issuer, ISS) {
                &[]
            } else {
                &self.issuer
            },
            proof: self.proof && facts.proven_by.is_none(),
        }
    }

    /// Whether a deny rule applies to this token. A value of another type counts as a match: nobody
    /// could say that it is not one.
    fn denies(&self, facts: &Facts<'_>, path: &Path<'_>) -> bool {
        let scopes = match facts.scopes() {
            Scopes::OfAnotherType => true,
            _ => {
                let any =
                    self.any_scope.is_empty() || self.any_scope.iter().any(|scope| facts.has_scope(scope));
                any && self.scope.iter().all(|scope| facts.has_scope(scope))
            }
        };
        let asks_scopes = !(self.scope.is_empty() && self.any_scope.is_empty());
        let issuer = match facts.at(ISS) {
            Found::Text(own) => self.issuer.iter().any(|issuer| **issuer == **own),
            Found::Absent => false,
            _ => true,
        };
        (!asks_scopes || scopes)
            && (self.issuer.is_empty() || issuer)
            && self
                .claims
                .iter()
                .all(|condition| condition.holds(facts, path, true))
    }
}

fn is_recent(auth_time: &Found<'_>, most: i64, now: i64) -> bool {
    match auth_time {
        Found::Integer(time) => now.saturating_sub(*time) <= most && *time <= now.saturating_add(AHEAD),
        _ => false,
    }
}

impl Condition {
    fn holds(&self, facts: &Facts<'_>, path: &Path<'_>, in_deny: bool) -> bool {
        let found = facts.at(self.place);
        match (&self.test, found) {
            (Test::Absent, Found::Absent) => true,
            (Test::Absent | Test::Present, Found::Null) => in_deny,
            (Test::Absent, _) | (_, Found::Absent) => false,
            (Test::Present, _) => true,
            (Test::OneOf(scalars), found) => is_one_of(found, scalars).unwrap_or(in_deny),
            (Test::Contains(scalar), Found::List(list)) => {
                list.iter().any(|one| one.is(scalar) == Some(true))
            }
            (Test::Contains(_), _) => in_deny,
            (Test::EqualsParameter(index), Found::Text(text)) => {
                path.segments.get(*index).is_some_and(|segment| *segment == *text)
            }
            (Test::EqualsParameter(_), _) => in_deny,
        }
    }
}

/// None: its type differs from all of theirs.
fn is_one_of(found: &Found<'_>, scalars: &[Scalar]) -> Option<bool> {
    scalars
        .iter()
        .filter_map(|scalar| found.is(scalar))
        .reduce(|one, other| one || other)
}
