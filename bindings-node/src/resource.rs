//! Protected resources: a request in, an answer out.

use napi::bindgen_prelude::{ClassInstance, ToNapiValue};
use napi::{Result as NapiResult, sys};
use napi_derive::napi;
use serde_json::json;
use tokenseal::http::{MAX_BODY_BYTES, logout_token};
use tokenseal::machine::Times;
use tokenseal::{
    Answer, Check, Error, Outcome as Came, ProtectedResource as Resource, RequestOptions, Result, Taken,
    Token,
};
use tokenseal_bridge::options::javascript_options as options;
use tokenseal_bridge::packed::{Members, text};
use tokenseal_bridge::resource::event_answer_json;
use tokenseal_bridge::{guard, machine, message, steps};

use crate::access::{AccessRules, Decided, brought};
use crate::boundary::{Outcome, guarded};
use crate::followed::{Followed, When, times};
use crate::incoming::Short;
use crate::key::Key;
use crate::packed::text_value;
use crate::task::{Done, run};
use crate::verifier::Verifier;

/// A resource of the core.
#[napi]
pub struct ProtectedResource(Resource);

/// A resource whose tokens this verifier checks.
#[napi(catch_unwind)]
pub fn new_protected_resource(
    verifier: &Verifier,
    rules: Option<ClassInstance<'_, AccessRules>>,
    csrf_key: Option<ClassInstance<'_, Key>>,
    json: String,
) -> Outcome<ProtectedResource> {
    guarded(|| {
        let (rules, csrf_key) = (
            rules.as_ref().map(|rules| &rules.0),
            csrf_key.as_ref().map(|key| &key.0),
        );
        Resource::new(&verifier.0, rules, csrf_key, &options(&json)?).map(ProtectedResource)
    })
}

/// The names of the headers that are examined, in lower case. No others need to cross.
#[napi(catch_unwind)]
pub fn resource_headers() -> Outcome<Vec<&'static str>> {
    guarded(|| Ok(Resource::HEADERS.to_vec()))
}

/// A request, and the inputs of its check.
struct Asked {
    resource: Resource,
    taken: Taken,
    options: RequestOptions,
}

#[napi]
impl ProtectedResource {
    /// Checks a request, here or on the thread pool. `headers` are names and values in turn;
    /// without options, `now` is all that there is to know.
    #[napi(catch_unwind)]
    #[allow(
        clippy::too_many_arguments,
        reason = "each is what a request has: one crossing takes all of them"
    )]
    pub fn check(
        &self,
        later: bool,
        method: Short,
        path: Short,
        headers: Vec<Short>,
        certificate: Option<&[u8]>,
        json: Option<String>,
        now: f64,
        when: When,
    ) -> Done<Step, Step> {
        let resource = self.0.clone();
        let asked = guard(|| {
            let given = json.map_or_else(
                || Ok(RequestOptions::default()),
                |json| options::<RequestOptions>(&json),
            )?;
            let options = RequestOptions {
                certificate: certificate.map(<[u8]>::to_vec),
                now: given.now.or(Some(now)),
                ..given
            };
            let taken = taken(&resource, &method.0, &path.0, &headers);
            Ok(Asked {
                resource,
                taken,
                options,
            })
        });
        let times = times(when);
        run(later, move || asked?.begin(times))
    }

    /// Answers a request that was checked before, by what its check gave: see [`brought`]. The time
    /// is among the options.
    #[napi(catch_unwind)]
    pub fn answer_again(
        &self,
        method: String,
        path: String,
        headers: Vec<Short>,
        how: u8,
        text: String,
        json: String,
    ) -> Outcome<String> {
        guarded(|| {
            let (options, mut refused) = (options::<RequestOptions>(&json)?, None);
            let presented = brought(how, &text).presented(&mut refused)?;
            let answer = self
                .0
                .answer(&taken(&self.0, &method, &path, &headers), presented, &options);
            Ok(written(&answer, None))
        })
    }

    /// The value that goes with a token in a cookie.
    #[napi(catch_unwind)]
    pub fn csrf_token(&self, token: String) -> Outcome<String> {
        guarded(|| self.0.csrf_token(&token))
    }

    /// The metadata as JSON text, where they are published: path and URL. Nothing without a URL of
    /// the resource.
    #[napi(catch_unwind)]
    pub fn metadata(&self) -> Outcome<Option<Vec<String>>> {
        let all = [self.0.metadata(), self.0.metadata_path(), self.0.metadata_url()];
        guarded(|| Ok(all.map(|text| text.map(str::to_owned)).into_iter().collect()))
    }
}

/// What a request brought. `headers` are names and values in turn.
fn taken(resource: &Resource, method: &str, path: &str, headers: &[Short]) -> Taken {
    let (pairs, _) = headers.as_chunks();
    let pairs: Vec<(&str, &str)> = pairs
        .iter()
        .map(|[name, value]| (name.as_ref(), value.as_ref()))
        .collect();
    resource.take(method, path, &pairs)
}

impl Asked {
    fn begin(self, times: Times) -> Result<Step> {
        let Some(token) = self.taken.token() else {
            let answer = self.resource.answer_checked(&self.taken, None, &self.options);
            return Ok(Step {
                answer: Some(answer),
                asked: Some(Box::new(self)),
                ..Step::default()
            });
        };
        let (check, now) = (
            self.taken.check_options(&self.options),
            self.options.now.ok_or_else(message::defect)?,
        );
        let came = steps::check_with(self.resource.verifier(), token, now, &check, times);
        Ok(self.goes_on(came))
    }

    fn goes_on(self, Check { outcome, due, events }: Check) -> Step {
        let step = Step {
            due: due.into_iter().next(),
            events: (!events.is_empty()).then(|| machine::events(&events)),
            ..Step::default()
        };
        match outcome {
            Came::Waits(pending) => Step {
                asked: Some(Box::new(self)),
                pending: Some(pending),
                ..step
            },
            Came::Done(result) => {
                let refused = result.as_ref().err().map(|error| error.code().as_str());
                Step {
                    answer: Some(
                        self.resource
                            .answer_checked(&self.taken, Some(result), &self.options),
                    ),
                    refused,
                    ..step
                }
            }
        }
    }
}

/// How far a check of a request has come: an answer, or what it waits for.
#[derive(Default)]
pub struct Step {
    answer: Option<Answer>,
    /// The code of the error that the check of the token gave, which a rule may have ignored.
    refused: Option<&'static str>,
    asked: Option<Box<Asked>>,
    pending: Option<Box<tokenseal::PendingCheck>>,
    due: Option<tokenseal::Followed>,
    events: Option<String>,
}

/// A step with more to report than its answer.
#[napi(object, object_from_js = false)]
pub struct Stepped {
    /// The answer as text.
    pub answer: Option<String>,
    /// The check, if it waits.
    pub pending: Option<PendingAnswer>,
    /// What wants to be polled.
    pub due: Option<Followed>,
    /// What happened, as JSON text.
    pub events: Option<String>,
}

impl ToNapiValue for Step {
    unsafe fn to_napi_value(env: sys::napi_env, step: Self) -> NapiResult<sys::napi_value> {
        let answer = step.answer.as_ref().map(|answer| written(answer, step.refused));
        match (answer, step.pending, step.asked) {
            // SAFETY: `env` is passed on as it came.
            (Some(text), ..) if step.due.is_none() && step.events.is_none() => unsafe {
                text_value(env, &text, text.is_ascii())
            },
            (answer, pending, asked) => {
                let pending = pending
                    .zip(asked)
                    .map(|(pending, asked)| PendingAnswer(Some((pending, asked))));
                let stepped = Stepped {
                    answer,
                    pending,
                    due: step.due.map(Followed),
                    events: step.events,
                };
                // SAFETY: as above.
                unsafe { Stepped::to_napi_value(env, stepped) }
            }
        }
    }
}

/// A check of a request that waits, until it is resumed or given up.
#[napi]
pub struct PendingAnswer(Option<(Box<tokenseal::PendingCheck>, Box<Asked>)>);

#[napi]
impl PendingAnswer {
    /// What it waits for.
    #[napi(catch_unwind)]
    pub fn followed(&self) -> Outcome<Followed> {
        guarded(|| Ok(Followed(self.waiting()?.followed().clone())))
    }

    /// Whether it can be resumed.
    #[napi(catch_unwind)]
    pub fn is_settled(&self, when: When) -> Outcome<bool> {
        guarded(|| Ok(self.waiting()?.is_settled(times(when))))
    }

    /// How much longer it may wait, in seconds.
    #[napi(catch_unwind)]
    pub fn time_left(&self, when: When) -> Outcome<f64> {
        guarded(|| Ok(self.waiting()?.time_left(times(when))))
    }

    /// Continues, on the thread pool or here.
    #[napi(catch_unwind)]
    pub fn resume(&mut self, later: bool, when: When) -> Done<Step, Step> {
        let (waiting, times) = (self.0.take(), times(when));
        run(later, move || {
            let (pending, asked) = waiting.ok_or_else(message::defect)?;
            Ok(asked.goes_on(steps::resume(pending, times)))
        })
    }

    /// Ends it: the outcome of one that cannot wait.
    #[napi(catch_unwind)]
    pub fn give_up(&mut self) -> Outcome<Step> {
        let waiting = self.0.take();
        guarded(|| {
            let (pending, asked) = waiting.ok_or_else(message::defect)?;
            crate::check::refuse_waiting(&pending)?;
            Ok(asked.goes_on(steps::give_up(pending)))
        })
    }
}

impl PendingAnswer {
    fn waiting(&self) -> Result<&tokenseal::PendingCheck> {
        self.0
            .as_ref()
            .map(|(pending, _)| &**pending)
            .ok_or_else(message::defect)
    }
}

/// An answer as text, with a separator between its parts: the status and, behind a space, the code
/// of an error that was ignored; the headers as JSON, the decision, the token, and of one that
/// refuses the body and the error as JSON. What is not there is empty. Each part is read when it is
/// asked for.
fn written(answer: &Answer, refused: Option<&str>) -> String {
    let headers = if answer.headers().is_empty() {
        String::new()
    } else {
        json!(answer.headers()).to_string()
    };
    let decision = answer
        .decision()
        .map(|decision| Decided(decision.clone()).text())
        .unwrap_or_default();
    let token = answer.token().map(packed).unwrap_or_default();
    let status = match refused {
        Some(code) => format!("{} {code}", answer.status()),
        None => answer.status().to_string(),
    };
    let mut text = [status, headers, decision, token].join(SEPARATOR);
    if let Some(error) = answer.error() {
        for part in [answer.body(), &told(error, answer.grpc_status())] {
            text.push_str(SEPARATOR);
            text.push_str(part);
        }
    }
    text
}

/// JSON text and tokens that are packed do not have it.
const SEPARATOR: &str = "\u{1e}";

fn packed(token: &Token) -> String {
    text::write(&Members::from(token))
}

/// An error as JSON text, as failures are reported, and the gRPC status that it is answered with.
fn told(error: &Error, grpc_status: u8) -> String {
    let denied = error.decision().map(|_| (error.fault().as_str(), error.status()));
    json!({
        "code": error.code().as_str(),
        "message": error.message(),
        "claim": error.claim(),
        "dpopNonce": error.dpop_nonce(),
        "fault": denied.map(|(fault, _)| fault),
        "status": denied.map(|(_, status)| status),
        "grpcStatus": grpc_status,
    })
    .to_string()
}

/// How a route for security events answers, by the code and the claim of the error, if there is
/// one: status, headers and body as JSON text.
#[napi(catch_unwind)]
pub fn http_event_answer(code: Option<String>, claim: Option<String>) -> Outcome<String> {
    guarded(|| Ok(event_answer_json(false, code.as_deref(), claim.as_deref())))
}

/// The same for a route for logout tokens.
#[napi(catch_unwind)]
pub fn http_logout_answer(code: Option<String>, claim: Option<String>) -> Outcome<String> {
    guarded(|| Ok(event_answer_json(true, code.as_deref(), claim.as_deref())))
}

/// The longest body of a request that tells an event.
#[napi(catch_unwind)]
pub fn http_max_body_bytes() -> Outcome<u32> {
    guarded(|| Ok(u32::try_from(MAX_BODY_BYTES).unwrap_or(u32::MAX)))
}

/// The logout token of a form.
#[napi(catch_unwind)]
pub fn http_logout_token(body: String) -> Outcome<String> {
    guarded(|| logout_token(&body))
}
