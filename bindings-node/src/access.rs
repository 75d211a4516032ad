//! Access rules: who may do what.

use napi::bindgen_prelude::ToNapiValue;
use napi::{Result as NapiResult, sys};
use napi_derive::napi;
use tokenseal::access::{AccessRules as Rules, Decision, Finding};
use tokenseal::{ErrorCode, Result};
use tokenseal_bridge::access::{Brought, Question};
use tokenseal_bridge::{guard, message};

use crate::boundary::{Failure, Outcome, Text, guarded, secret_json};
use crate::incoming::{Incoming, Longest};

/// Rules of the core.
#[napi]
pub struct AccessRules(pub(crate) Rules);

/// The rules of a text.
#[napi(catch_unwind)]
pub fn access_rules_from_json(text: Text<'_>) -> Outcome<AccessRules> {
    guarded(|| Rules::from_json(&secret_json(text, ErrorCode::OptionInvalid)?).map(AccessRules))
}

/// The schema of such a text.
#[napi(catch_unwind)]
pub fn access_rules_schema() -> Outcome<&'static str> {
    guarded(|| Ok(Rules::schema()))
}

#[napi]
impl AccessRules {
    /// Decides about a request. Of what came with it, `how` says what `text` is: see [`brought`].
    #[napi(catch_unwind)]
    pub fn check(
        &self,
        how: u8,
        text: Incoming<'_>,
        method: String,
        path: String,
        json: String,
    ) -> Outcome<Decided> {
        self.ask(how, text, (&method, &path, &json), |question, rules| {
            question.check(rules).map(Decided)
        })
    }

    /// The same, or the error of a request that is denied.
    #[napi(catch_unwind)]
    pub fn require(
        &self,
        how: u8,
        text: Incoming<'_>,
        method: String,
        path: String,
        json: String,
    ) -> Required {
        let Outcome(result) = self.ask(how, text, (&method, &path, &json), |question, rules| {
            question.require(rules)
        });
        Required(result)
    }

    /// What each rule says, as JSON text.
    #[napi(catch_unwind)]
    pub fn explain(
        &self,
        how: u8,
        text: Incoming<'_>,
        method: String,
        path: String,
        json: String,
    ) -> Outcome<String> {
        self.ask(how, text, (&method, &path, &json), |question, rules| {
            question.explain(rules)
        })
    }

    /// Whether they only report.
    #[napi(catch_unwind)]
    pub fn report_only(&self) -> Outcome<bool> {
        guarded(|| Ok(self.0.is_report_only()))
    }

    /// Rules that cannot do what they look like, as JSON text.
    #[napi(catch_unwind)]
    pub fn lint(&self) -> Outcome<String> {
        guarded(|| Ok(Finding::list_to_json(&self.0.lint())))
    }

    /// The rules as policies of Cedar.
    #[napi(catch_unwind)]
    pub fn to_cedar(&self) -> Outcome<String> {
        guarded(|| Ok(self.0.to_cedar()))
    }
}

impl AccessRules {
    fn ask<T>(
        &self,
        how: u8,
        text: Incoming<'_>,
        (method, path, options): (&str, &str, &str),
        act: impl FnOnce(Question<'_>, &Rules) -> Result<T>,
    ) -> Outcome<T> {
        guarded(|| {
            text.with(Longest::UNLIMITED, |text| {
                let text = str::from_utf8(text).map_err(|_| message::defect())?;
                act(
                    Question {
                        brought: brought(how, text),
                        method,
                        path,
                        options,
                    },
                    &self.0,
                )
            })
        })
    }
}

/// What came with a request: nothing; the claims of a token, proven by nothing, by DPoP or by a
/// certificate; or the code of an error.
pub(crate) fn brought(how: u8, text: &str) -> Brought<'_> {
    match how {
        0 => Brought::Nothing,
        1 => Brought::Claims {
            json: text,
            proven_by: None,
        },
        2 => Brought::Claims {
            json: text,
            proven_by: Some("dpop"),
        },
        3 => Brought::Claims {
            json: text,
            proven_by: Some("certificate"),
        },
        _ => Brought::Error(text),
    }
}

/// A decision as text: a digit each for whether it is allowed and only reported, three for the
/// status, then the reason and, behind a separator each, the rule as JSON and the whole as JSON.
/// The last is left out where nothing is needed, and nothing challenged: there is nothing else in
/// it.
pub struct Decided(pub(crate) Decision);

impl Decided {
    pub(crate) fn text(&self) -> String {
        let Self(decision) = self;
        let digit = |is: bool| char::from(b'0' + u8::from(is));
        let (allowed, reported) = (digit(decision.is_allowed()), digit(decision.is_only_reported()));
        let rule = serde_json::to_string(&decision.rule()).unwrap_or_default();
        let mut text = format!(
            "{allowed}{reported}{:03}{}\u{1f}{rule}",
            decision.status(),
            decision.reason().as_str()
        );
        if decision.needed().is_some() || !decision.challenges().is_empty() {
            text.push('\u{1f}');
            text.push_str(&decision.to_json());
        }
        text
    }
}

impl ToNapiValue for Decided {
    unsafe fn to_napi_value(env: sys::napi_env, decided: Self) -> NapiResult<sys::napi_value> {
        // SAFETY: `env` is passed on as it came.
        unsafe { String::to_napi_value(env, decided.text()) }
    }
}

/// A decision that allows, or a failure, with the decision if that is why.
pub struct Required(Result<Decision>);

/// Why a request is not allowed.
#[napi(object, object_from_js = false)]
pub struct Denied {
    /// The stable code.
    pub code: &'static str,
    /// What happened, for people.
    pub message: String,
    /// Whose fault it is.
    pub fault: &'static str,
    /// The status to answer with.
    pub status: u32,
    /// The decision.
    pub decision: Decided,
}

impl ToNapiValue for Required {
    unsafe fn to_napi_value(env: sys::napi_env, Self(result): Self) -> NapiResult<sys::napi_value> {
        let error = match result {
            // SAFETY: `env` is passed on as it came.
            Ok(decision) => return unsafe { Decided::to_napi_value(env, Decided(decision)) },
            Err(error) => error,
        };
        let denied = guard(|| Ok(denied(&error)));
        // SAFETY: as above.
        match denied {
            Ok(Some(denied)) => unsafe { Denied::to_napi_value(env, denied) },
            _ => unsafe { Failure::to_napi_value(env, error.into()) },
        }
    }
}

/// What there is to tell of an error that a decision is the reason of.
pub(crate) fn denied(error: &tokenseal::Error) -> Option<Denied> {
    let decision = Decided(error.decision()?.clone());
    Some(Denied {
        code: error.code().as_str(),
        message: error.message().to_owned(),
        fault: error.fault().as_str(),
        status: error.status().into(),
        decision,
    })
}
