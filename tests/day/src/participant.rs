//! A participant in the day: a language's driver, with a given clock.

use anyhow::Result;
use serde_json::{Value, json};

/// What one driver does with a set of keys, and a verifier that follows it.
pub(crate) trait Participant {
    /// Who it is.
    fn title(&self) -> &str;

    /// Makes the set and the verifier. Gives the status of the set.
    fn begin(&mut self, url: &str, options: &Options) -> Result<Value>;

    /// Has these tokens checked, one after the other; [`answer`](Self::answer) returns the outcome.
    /// Others do the same meanwhile.
    fn ask(&mut self, question: &Question<'_>) -> Result<()>;

    /// The outcome of the question, once no request is under way.
    fn answer(&mut self) -> Result<Answer>;
}

/// The options that all have.
pub(crate) struct Options {
    pub(crate) set: Value,
    pub(crate) verifier: Value,
}

impl Options {
    /// Those of the day.
    pub(crate) fn of_the_day() -> Self {
        Self {
            set: json!({ "allow_http": true, "max_age": 600, "stale": 3600 }),
            verifier: json!({ "allow_missing_exp": true }),
        }
    }
}

/// What is asked of everybody.
pub(crate) struct Question<'a> {
    /// The time, in seconds since the epoch.
    pub(crate) now: f64,
    pub(crate) tokens: Vec<&'a str>,
}

/// Its outcome.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Answer {
    /// For each token `accepted`, or the code of an error.
    pub(crate) outcomes: Vec<String>,
    /// The status of the set afterwards.
    pub(crate) status: Value,
}
