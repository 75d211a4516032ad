//! Answering a request: by the rules, by the scopes of the call, or by what is wrong with its
//! token.

use std::fmt;

use serde_json::json;

use crate::access::{AccessRules, Decision, Presented, Reason, Request};
use crate::error::{Error, ErrorCode, Fault, Result};
use crate::http::response::{body, json_type, no_store};
use crate::http::{Challenge, is_scope};
use crate::jwt::Token;
use crate::options::{OneOrMany, RequestOptions, check_now};

use super::ProtectedResource;
use super::challenges::{challenge_of, name_without_challenge, unknown};
use super::take::Taken;

/// After how many seconds a client may ask again if the service cannot tell whether a token is good
/// (RFC 9110, section 10.2.3): as long as a flight for keys or a status may take by default, so
/// that a client that returns finds the result of one. Nobody knows when an unreachable server will
/// be back. A machine's back-off is not disclosed: each instance has its own, and its minute would
/// keep clients away from a service that has recovered.
const RETRY_AFTER: &str = "5";

/// How to answer a request: let it pass, or refuse it with this status, these headers and this
/// body.
#[derive(Clone)]
pub struct Answer {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: String,
    token: Option<Token>,
    error: Option<Error>,
    decision: Option<Decision>,
}

impl Answer {
    /// Whether to let the request pass.
    pub fn is_allowed(&self) -> bool {
        self.error.is_none()
    }

    /// The status to refuse it with: 400 for a malformed request, 401 for one that needs a token or
    /// a different one, 403 for a token that is not enough, 500 and 503 for failures that are not
    /// the client's fault; 503 comes with `Retry-After`. 200 if the request passes: the service
    /// then has its own status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The same as a gRPC status, following google.rpc.Code: 3 (INVALID_ARGUMENT) for 400, 16
    /// (UNAUTHENTICATED) for 401, 7 (PERMISSION_DENIED) for 403, 13 (INTERNAL) for 500 and 14
    /// (UNAVAILABLE) for 503. 0 (OK) if the request passes.
    pub fn grpc_status(&self) -> u8 {
        match self.status {
            200 => 0,
            400 => 3,
            401 => 16,
            403 => 7,
            503 => 14,
            _ => 13,
        }
    }

    /// The headers of the answer, as names and values, each to be added to those already there: if
    /// the request passes, to the service's own response.
    pub fn headers(&self) -> &[(&'static str, String)] {
        &self.headers
    }

    /// The body to refuse it with: JSON with `error` (the name used in the challenge),
    /// `error_description` and `code`. It says no more about what is wrong than the code means.
    /// Empty if the request passes.
    pub fn body(&self) -> &str {
        &self.body
    }

    /// The token, if the request passes and has a good one. Callers of
    /// [`ProtectedResource::answer`] already have it.
    pub fn token(&self) -> Option<&Token> {
        self.token.as_ref()
    }

    /// Why it is refused, for logs: the error from checking its token, or `ERR_JWT_ACCESS_DENIED`.
    /// None if it passes.
    pub fn error(&self) -> Option<&Error> {
        self.error.as_ref()
    }

    /// What the rules decided, or the scopes of the call. None if neither was consulted.
    pub fn decision(&self) -> Option<&Decision> {
        self.decision.as_ref()
    }

    /// The answer as a JSON object, in which it is passed to other languages: `allowed`, `status`,
    /// `headers` (a list of names and values), `body`; the error's `code`, `fault`, `message`,
    /// `claim` and `dpop_nonce`; and `decision`. The token is not included.
    pub fn to_json(&self) -> String {
        let error = self.error.as_ref();
        let answer = json!({
            "allowed": self.is_allowed(),
            "status": self.status,
            "headers": self.headers,
            "body": self.body,
            "code": error.map(|error| error.code().as_str()),
            "fault": error.map(|error| error.fault().as_str()),
            "message": error.map(Error::message),
            "claim": error.and_then(Error::claim),
            "dpop_nonce": error.and_then(Error::dpop_nonce),
            "decision": self.decision.as_ref().map(Decision::to_value),
        });
        answer.to_string()
    }

    pub(super) fn with_token(self, token: Token) -> Self {
        Self {
            token: Some(token),
            ..self
        }
    }
}

/// What a call requires besides the rules.
struct Call {
    scope: Vec<String>,
    optional: bool,
    now: f64,
}

impl Call {
    fn read(options: &RequestOptions, has_rules: bool) -> Result<Self> {
        if options.optional && has_rules {
            return Err(Error::option(
                "optional contradicts rules, which say what passes without a token: make that public in the rules",
            ));
        }
        let scope: Vec<String> = match &options.scope {
            None => Vec::new(),
            Some(OneOrMany::One(text)) => text.split(' ').map(str::to_owned).collect(),
            Some(OneOrMany::Many(scopes)) => scopes.clone(),
        };
        if (options.scope.is_some() && scope.is_empty()) || !scope.iter().all(|scope| is_scope(scope)) {
            return Err(Error::option(
                "scope is neither scopes with one space between them nor a list of scopes (RFC 6749, section 3.3)",
            ));
        }
        Ok(Self {
            scope,
            optional: options.optional,
            now: check_now(options.now)?,
        })
    }
}

impl ProtectedResource {
    /// Answers a request whose token was taken and checked: `checked` is the result of the check,
    /// or nothing if there was no token.
    ///
    /// `options` are those of [`check`](Self::check). If there are rules, they decide, and `scope`
    /// is required in addition.
    pub fn answer(&self, taken: &Taken, checked: Presented<'_>, options: &RequestOptions) -> Answer {
        match self.judge(taken, checked, options) {
            Ok(answer) => answer,
            Err(error) => self.refuse(error, taken, None, options.now),
        }
    }

    /// The answer to a sound request; an error is answered as such.
    fn judge(&self, taken: &Taken, checked: Presented<'_>, options: &RequestOptions) -> Result<Answer> {
        let call = Call::read(options, self.0.rules.is_some())?;
        let presented = taken.presented(checked)?;
        let decision = match &self.0.rules {
            Some(rules) => Some(self.ask(rules, taken, presented, call.now)),
            None => None,
        };
        match (&decision, presented) {
            // Tokens that cannot be checked, or that no rule ignores, are answered as usual: rules
            // that only report let no such token pass.
            (Some(decision), Presented::Refused(error))
                if is_of_token(decision) || decision.is_only_reported() =>
            {
                return Ok(self.refuse(error.clone(), taken, Some(decision.clone()), Some(call.now)));
            }
            (Some(decision), _) if !decision.is_allowed() => return Ok(self.deny(decision.clone(), taken)),
            (None, Presented::Refused(error)) => return Err(error.clone()),
            (None, Presented::Nothing) if !call.optional => {
                return Ok(self.deny(Decision::of_route(call.scope, false), taken));
            }
            _ => {}
        }
        if let Some(lacking) = lacking(&call, decision.as_ref(), presented) {
            return Ok(self.deny(lacking, taken));
        }
        Ok(self.pass(taken, decision, call.now))
    }

    fn ask(&self, rules: &AccessRules, taken: &Taken, presented: Presented<'_>, now: f64) -> Decision {
        let settings = &self.0.settings;
        let request = Request {
            form: settings.form,
            ignores: &settings.ignores,
            ..Request::new(&taken.method, &taken.path)
        };
        rules.check(presented, request, now)
    }

    fn pass(&self, taken: &Taken, decision: Option<Decision>, now: f64) -> Answer {
        let mut headers = Vec::new();
        if taken.proof().is_some()
            && let Ok(Some(nonce)) = self.0.verifier.dpop_nonce(now)
        {
            headers.push(("DPoP-Nonce", nonce));
        }
        if self.0.settings.cookie.is_some() {
            // A shared cache must not give one client what was answered to another's cookie.
            headers.push(("Vary", "Cookie".to_owned()));
        }
        Answer {
            status: 200,
            headers,
            body: String::new(),
            token: None,
            error: None,
            decision,
        }
    }

    /// Refuses because of a decision.
    fn deny(&self, decision: Decision, taken: &Taken) -> Answer {
        let error = match decision.clone().or_denied() {
            Err(error) => error,
            Ok(_) => Error::new(
                ErrorCode::Internal,
                "a request was to be refused by a decision that allows it",
            ),
        };
        let challenge = decision.challenge();
        let name = match (
            decision.reason(),
            challenge.as_ref().and_then(|challenge| challenge.error),
        ) {
            (Reason::NoToken, _) => "missing_token",
            (_, Some(name)) => name,
            _ => name_without_challenge(&error),
        };
        let description = match (
            decision.reason(),
            challenge.as_ref().and_then(|challenge| challenge.description),
        ) {
            (Reason::NoToken, _) => "The request has no token.",
            (_, Some(description)) => description,
            _ => error.code().description(),
        };
        let (status, body) = (error.status(), body(name, description, Some(error.code())));
        let headers = self.headers_of(challenge.as_ref(), taken, status);
        drop(challenge);
        Answer {
            status,
            headers,
            body,
            token: None,
            error: Some(error),
            decision: Some(decision),
        }
    }

    /// Refuses because of an error.
    fn refuse(&self, error: Error, taken: &Taken, decision: Option<Decision>, now: Option<f64>) -> Answer {
        let is_foreign = taken.is_foreign() && error.fault() == Fault::Token;
        let challenge = if is_foreign {
            Some(unknown())
        } else {
            challenge_of(&error)
        };
        let status = error.status();
        let name = match challenge.as_ref() {
            Some(challenge) => challenge.error.unwrap_or("missing_token"),
            None => name_without_challenge(&error),
        };
        let mut headers = self.headers_of(challenge.as_ref(), taken, status);
        headers.extend(self.nonce_of(&error, now).map(|nonce| ("DPoP-Nonce", nonce)));
        let body = body(name, error.code().description(), Some(error.code()));
        Answer {
            status,
            headers,
            body,
            token: None,
            error: Some(error),
            decision,
        }
    }

    fn headers_of(
        &self,
        challenge: Option<&Challenge<'_>>,
        taken: &Taken,
        status: u16,
    ) -> Vec<(&'static str, String)> {
        let challenges = challenge.map(|challenge| {
            self.0
                .settings
                .challenges(challenge, taken.used_scheme(), status == 401)
        });
        let retry_after = (status == 503).then(|| ("Retry-After", RETRY_AFTER.to_owned()));
        challenges
            .into_iter()
            .flatten()
            .chain([no_store(), json_type()])
            .chain(retry_after)
            .collect()
    }

    /// The nonce that a proof needs: the one in the error, otherwise that of this verifier.
    fn nonce_of(&self, error: &Error, now: Option<f64>) -> Option<String> {
        if error.code() != ErrorCode::DpopNonceRequired {
            return None;
        }
        error
            .dpop_nonce()
            .map(str::to_owned)
            .or_else(|| self.0.verifier.dpop_nonce(now?).ok().flatten())
    }
}

/// The scopes of the call that are missing. A preflight has no token, whatever the request that
/// follows has.
fn lacking(call: &Call, decision: Option<&Decision>, presented: Presented<'_>) -> Option<Decision> {
    if call.scope.is_empty() || decision.is_some_and(|decision| decision.reason() == Reason::Preflight) {
        return None;
    }
    match presented.lacks(&call.scope) {
        Some(lacking) if lacking.is_empty() => None,
        Some(lacking) => Some(Decision::of_route(lacking, true)),
        None if call.optional => None,
        None => Some(Decision::of_route(call.scope.clone(), false)),
    }
}

/// Whether a decision is about the token, or the service, and not about a rule.
fn is_of_token(decision: &Decision) -> bool {
    matches!(
        decision.reason(),
        Reason::BadToken | Reason::Unavailable | Reason::Misconfigured
    )
}

impl fmt::Debug for Answer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Answer")
            .field("status", &self.status)
            .field("token", &self.token)
            .field("error", &self.error)
            .field("decision", &self.decision)
            .finish_non_exhaustive()
    }
}
