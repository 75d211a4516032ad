//! `AccessRules`. Decisions, explanations and findings cross as JSON text.

use std::sync::Arc;

use tokenseal::access::{self, Decision, Finding};
use tokenseal_bridge::access::{Brought, Question};

use crate::boundary::call;
use crate::error::TokenError;

/// What came with a request.
#[derive(uniffi::Enum)]
pub enum Presented {
    /// No token.
    Nothing,
    /// A token that was checked.
    Token {
        /// Its claims, exactly as they were checked.
        claims: String,
        /// `dpop` or `certificate`, as the token says.
        proven_by: Option<String>,
    },
    /// A token that was refused.
    Refused {
        /// The code of the error.
        code: String,
    },
}

impl Presented {
    pub(crate) fn brought(&self) -> Brought<'_> {
        match self {
            Self::Nothing => Brought::Nothing,
            Self::Token { claims, proven_by } => Brought::Claims { json: claims, proven_by: proven_by.as_deref() },
            Self::Refused { code } => Brought::Error(code),
        }
    }
}

/// A decision, and the error if it is that the request is denied.
#[derive(uniffi::Record)]
pub struct Judged {
    /// The decision, as JSON text.
    pub decision: String,
    /// What is thrown.
    pub denied: Option<TokenError>,
}

/// Who may do what.
#[derive(Debug, uniffi::Object)]
#[uniffi::export(Debug)]
pub struct AccessRules(pub(crate) access::AccessRules);

#[uniffi::export]
impl AccessRules {
    /// Compiles the rules of a file.
    #[uniffi::constructor]
    pub fn from_json(text: String) -> Result<Arc<Self>, TokenError> {
        call(|| access::AccessRules::from_json(&text)).map(|rules| Arc::new(Self(rules)))
    }

    /// Whether they only report.
    pub fn is_report_only(&self) -> bool {
        self.0.is_report_only()
    }

    /// Decides.
    pub fn check(&self, presented: Presented, method: String, path: String, given: String) -> Result<String, TokenError> {
        call(|| question(&presented, &method, &path, &given).check(&self.0).map(|decision| decision.to_json()))
    }

    /// The same, with the error of a request that is denied.
    pub fn require(&self, presented: Presented, method: String, path: String, given: String) -> Result<Judged, TokenError> {
        call(|| match question(&presented, &method, &path, &given).require(&self.0) {
            Ok(decision) => Ok(Judged { decision: decision.to_json(), denied: None }),
            Err(error) => match error.decision().map(Decision::to_json) {
                Some(decision) => Ok(Judged { decision, denied: Some(error.into()) }),
                None => Err(error),
            },
        })
    }

    /// What each rule says.
    pub fn explain(&self, presented: Presented, method: String, path: String, given: String) -> Result<String, TokenError> {
        call(|| question(&presented, &method, &path, &given).explain(&self.0))
    }

    /// What is odd about the rules.
    pub fn lint(&self) -> Result<String, TokenError> {
        call(|| Ok(Finding::list_to_json(&self.0.lint())))
    }

    /// The same rules as policies of Cedar.
    pub fn to_cedar(&self) -> Result<String, TokenError> {
        call(|| Ok(self.0.to_cedar()))
    }
}

/// The JSON Schema of a file of rules.
#[uniffi::export]
pub fn access_rules_schema() -> String {
    access::AccessRules::schema().to_owned()
}

fn question<'a>(presented: &'a Presented, method: &'a str, path: &'a str, given: &'a str) -> Question<'a> {
    Question { brought: presented.brought(), method, path, options: given }
}
