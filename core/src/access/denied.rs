//! A denied request as an error that carries the decision.

use super::decision::{Decision, Reason};
use crate::error::{Error, ErrorCode, Fault, Result};

impl Decision {
    /// The decision if it allows the request, otherwise the error.
    pub(crate) fn or_denied(self) -> Result<Self> {
        if self.is_allowed() {
            return Ok(self);
        }
        let fault = match self.reason() {
            Reason::Unavailable => Fault::Environment,
            Reason::Misconfigured => Fault::Program,
            _ => Fault::Token,
        };
        let (message, status) = (self.message(), self.status());
        Err(Error::new(ErrorCode::AccessDenied, message).with_answer(status, fault, self))
    }

    /// What was decided, for people. Rule names are the service's own; nothing is said about the
    /// token.
    fn message(&self) -> String {
        let rule = self
            .rule()
            .map_or_else(|| "the route".to_owned(), |rule| format!("rule \"{rule}\""));
        match self.reason() {
            Reason::NoToken => format!("the request has no token, and {rule} asks for one"),
            Reason::BadToken => "the token of the request was refused by its check".to_owned(),
            Reason::Denied => format!("{rule} denies the request"),
            Reason::Insufficient => format!("the token lacks something that {rule} asks: {}", self.lacks()),
            Reason::BadPath => {
                "the path of the request is one that programs read in different ways".to_owned()
            }
            Reason::Unavailable => {
                "the token of the request could not be checked: keys or a list are out of reach".to_owned()
            }
            Reason::Misconfigured => {
                "the token of the request could not be checked: the service is set up wrongly".to_owned()
            }
            Reason::NoRule | Reason::Allowed | Reason::Public | Reason::Preflight => {
                "no rule allows the request to anybody".to_owned()
            }
        }
    }

    /// What is missing, by kind, in the words of the rules.
    fn lacks(&self) -> String {
        let Some(needed) = self.needed() else {
            return String::new();
        };
        let kinds = [
            ("scope", !needed.scope.is_empty()),
            ("any_scope", !needed.any_scope.is_empty()),
            ("claims", !needed.claims.is_empty()),
            ("acr", !needed.acr.is_empty()),
            ("max_auth_age", needed.max_auth_age.is_some()),
            ("issuer", !needed.issuer.is_empty()),
            ("proof", needed.proof),
        ];
        kinds
            .iter()
            .filter(|(_, lacks)| *lacks)
            .map(|(kind, _)| *kind)
            .collect::<Vec<_>>()
            .join(", ")
    }
}

impl Error {
    /// What the access rules decided; only `ERR_JWT_ACCESS_DENIED` has it.
    pub fn decision(&self) -> Option<&Decision> {
        self.answer()?.downcast_ref()
    }
}
