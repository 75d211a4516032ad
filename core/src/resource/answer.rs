//! Answering a request: by the rules, by the scopes of the call, or by what is wrong with its token.

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

/// After how many seconds a client may ask again where the service cannot tell whether a token is good (RFC 9110, section 10.2.3): as long as a flight for
/// keys or a status may take by default, so that whoever comes back finds what came of one. When what is away will be back, nobody knows. The back-off of
/// a machine is not told: it is each instance's own, and its minute would keep clients from a service that is well again.
const RETRY_AFTER: &str = "5";

/// What to answer to a request: let it pass, or refuse it by this status, these headers and this body.
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

    /// The status to refuse it by: 400 for a request that is malformed, 401 for one that needs a token or another one, 403 for a token that is not
    /// enough, 500 and 503 for what is not the client's fault; with 503 comes `Retry-After`. 200 where it passes: the service has its own.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The same as a status of gRPC, by the table of google.rpc.Code: 3 (INVALID_ARGUMENT) for 400, 16 (UNAUTHENTICATED) for 401, 7 (PERMISSION_DENIED)
    /// for 403, 13 (INTERNAL) for 500 and 14 (UNAVAILABLE) for 503. 0 (OK) where it passes.
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

    /// The headers of the answer, by name and value, each to be added to those that there are: to what the service answers, where the request passes.
    pub fn headers(&self) -> &[(&'static str, String)] {
        &self.headers
    }

    /// The body to refuse it by: JSON with `error` (the name that the challenge has), `error_description` and `code`. It says no more of what is wrong
    /// than the code means. Empty where the request passes.
    pub fn body(&self) -> &str {
        &self.body
    }

    /// The token, if the request passes and has a good one. Who answers through [`ProtectedResource::answer`] has it already.
    pub fn token(&self) -> Option<&Token> {
        self.token.as_ref()
    }

    /// Why it is refused, for logs: what its token's check gave, or `ERR_JWT_ACCESS_DENIED`. None where it passes.
    pub fn error(&self) -> Option<&Error> {
        self.error.as_ref()
    }

    /// What was decided by the rules, or by the scopes of the call. None where neither was asked.
    pub fn decision(&self) -> Option<&Decision> {
        self.decision.as_ref()
    }

    /// The answer as a JSON object, in which it crosses to other languages: `allowed`, `status`, `headers` (a list of names and values), `body`; of the
    /// error `code`, `fault`, `message`, `claim` and `dpop_nonce`; and `decision`. The token is not in it.
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

/// What a call asks besides the rules.
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
    /// Answers a request whose token was taken and checked: `checked` is what came of the check, or nothing where there was no token.
    ///
    /// `options` are those of [`check`](Self::check). With rules, they decide, and `scope` is asked besides.
    pub fn answer(&self, taken: &Taken, checked: Presented<'_>, options: &RequestOptions) -> Answer {
        match self.judge(taken, checked, options) {
            Ok(answer) => answer,
            Err(error) => self.refuse(error, taken, None, options.now),
        }
    }

    /// The answer to what is sound; an error is answered as such.
    fn judge(&self, taken: &Taken, checked: Presented<'_>, options: &RequestOptions) -> Result<Answer> {
        let call = Call::read(options, self.0.rules.is_some())?;
        let presented = taken.presented(checked)?;
        let decision = match &self.0.rules {
            Some(rules) => Some(self.ask(rules, taken, presented, call.now)),
            None => None,
        };
        match (&decision, presented) {
            // What cannot be checked, and what no rule ignores, is answered as it is: rules that only report let no such token pass.
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
            // A shared cache must not give to one what another's cookie was answered with.
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

    /// Refuses by what was decided.
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

    /// Refuses by an error.
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

    /// The nonce that a proof needs: the error's own, or else this verifier's.
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

/// What lacks of the scopes of the call. A preflight has no token, whatever the request has that follows.
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
