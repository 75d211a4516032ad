//! `AccessRules`: questions and answers cross as JSON text. If no time is given, it is the
//! system's.

use std::sync::Arc;

use tokenseal::access::Finding;
use tokenseal_bridge::access::{Brought, Question};

use crate::boundary::call;
use crate::error::TokenError;

/// What came with a request.
#[derive(uniffi::Enum)]
pub enum RequestToken {
    /// No token.
    Nothing,
    /// A checked token.
    Checked {
        /// Its claims, as JSON text, exactly as they were checked.
        claims: String,
        /// `dpop` or `certificate`, if its sender proved possession of what it is bound to.
        proven_by: Option<String>,
    },
    /// A token that was refused.
    Refused {
        /// The code of the error.
        code: String,
    },
}

impl RequestToken {
    pub(crate) fn brought(&self) -> Brought<'_> {
        match self {
            RequestToken::Nothing => Brought::Nothing,
            RequestToken::Checked { claims, proven_by } => Brought::Claims {
                json: claims,
                proven_by: proven_by.as_deref(),
            },
            RequestToken::Refused { code } => Brought::Error(code),
        }
    }
}

/// What rules say to callers that want an error if a request is not allowed.
#[derive(uniffi::Record)]
pub struct Required {
    /// The decision, as JSON text.
    pub decision: String,
    /// The error, if it is not allowed.
    pub denied: Option<Denied>,
}

/// Why a request is not allowed.
#[derive(uniffi::Record)]
pub struct Denied {
    /// The error.
    pub error: TokenError,
    /// Whose fault it is, which the code alone does not say.
    pub fault: String,
}

/// Rules that say who may do what.
#[derive(Debug, uniffi::Object)]
#[uniffi::export(Debug)]
pub struct AccessRules(pub(crate) tokenseal::access::AccessRules);

#[uniffi::export]
impl AccessRules {
    /// Reads rules.
    #[uniffi::constructor]
    pub fn from_json(json: String) -> Result<Arc<Self>, TokenError> {
        call(|| tokenseal::access::AccessRules::from_json(&json)).map(|rules| Arc::new(Self(rules)))
    }

    /// Whether decisions are only reported.
    pub fn is_report_only(&self) -> bool {
        self.0.is_report_only()
    }

    /// Decides about a request.
    pub fn check(
        &self,
        token: RequestToken,
        method: String,
        path: String,
        given: String,
    ) -> Result<String, TokenError> {
        call(|| Ok(question(&token, &method, &path, &given).check(&self.0)?.to_json()))
    }

    /// The same for callers that want an error.
    pub fn require(
        &self,
        token: RequestToken,
        method: String,
        path: String,
        given: String,
    ) -> Result<Required, TokenError> {
        call(
            || match question(&token, &method, &path, &given).require(&self.0) {
                Ok(decision) => Ok(Required {
                    decision: decision.to_json(),
                    denied: None,
                }),
                Err(error) => match error.decision().map(|decision| decision.to_json()) {
                    Some(decision) => {
                        let fault = error.fault().as_str().to_owned();
                        Ok(Required {
                            decision,
                            denied: Some(Denied {
                                error: error.into(),
                                fault,
                            }),
                        })
                    }
                    None => Err(error),
                },
            },
        )
    }

    /// What each rule says about a request.
    pub fn explain(
        &self,
        token: RequestToken,
        method: String,
        path: String,
        given: String,
    ) -> Result<String, TokenError> {
        call(|| question(&token, &method, &path, &given).explain(&self.0))
    }

    /// What looks wrong in the rules.
    pub fn lint(&self) -> Result<String, TokenError> {
        call(|| Ok(Finding::list_to_json(&self.0.lint())))
    }

    /// The same rules in Cedar's language.
    pub fn to_cedar(&self) -> Result<String, TokenError> {
        call(|| Ok(self.0.to_cedar()))
    }
}

fn question<'a>(token: &'a RequestToken, method: &'a str, path: &'a str, options: &'a str) -> Question<'a> {
    Question {
        brought: token.brought(),
        method,
        path,
        options,
    }
}

/// The JSON Schema for a file of rules.
#[uniffi::export]
pub fn access_rules_schema() -> String {
    tokenseal::access::AccessRules::schema().to_owned()
}
