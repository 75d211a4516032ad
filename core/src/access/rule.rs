//! Rules as they are stored: what they are for, and what they require.

use std::sync::Arc;

use super::pattern::Pattern;
use super::value::Scalar;

/// A rule.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    /// As it was given, otherwise its number.
    pub(super) name: Arc<str>,
    /// None: every method.
    pub(super) methods: Option<Vec<String>>,
    /// None: every path.
    pub(super) path: Option<Pattern>,
    pub(super) effect: Effect,
    /// Whether a CORS preflight request to its path passes.
    pub(super) preflight: bool,
}

/// What a rule does when it matches.
#[derive(Clone, Debug)]
pub(super) enum Effect {
    /// Refuses, whatever other rules allow.
    Deny(Conditions),
    /// Allows requests whose token has what is required.
    Allow(Conditions),
    /// Allows everyone.
    Public {
        /// Whether a token that is not acceptable counts as none.
        ignore_token: bool,
    },
}

/// What is required of a token, all of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Conditions {
    pub(super) scope: Vec<String>,
    pub(super) any_scope: Vec<String>,
    pub(super) claims: Vec<Condition>,
    pub(super) acr: Vec<String>,
    /// In seconds.
    pub(super) max_auth_age: Option<i64>,
    pub(super) issuer: Vec<String>,
    pub(super) proof: bool,
}

/// What is required of one claim.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Condition {
    /// Which of the places that the rules look at.
    pub(super) place: usize,
    pub(super) test: Test,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Test {
    OneOf(Vec<Scalar>),
    Contains(Scalar),
    Present,
    Absent,
    /// The segment of the path with this index.
    EqualsParameter(usize),
}

impl Rule {
    /// Whether the rule is for a method. HEAD requires no more than GET does.
    pub(super) fn is_for(&self, method: &str) -> bool {
        let is_own = |own: &String| own == method || (own == "GET" && method == "HEAD");
        self.methods
            .as_ref()
            .is_none_or(|methods| methods.iter().any(is_own))
    }
}
