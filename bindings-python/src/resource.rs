//! `ProtectedResource`: the token of a request, its check, and the answer, in one call.

use std::sync::OnceLock;

use pyo3::PyTypeInfo;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyString, PyTuple};
use tokenseal::access::Presented;
use tokenseal::{Answer, ProtectedResource, RequestOptions, ResourceOptions, Taken, Token};
use tokenseal_bridge::message;

use crate::access::{PyAccessRules, PyDecision};
use crate::checking::PyChecking;
use crate::docs;
use crate::driver;
use crate::error::{OrRaise, guard, raised};
use crate::input::{Name, items, unexpected};
use crate::key::PyKey;
use crate::options;
use crate::show::Shown;
use crate::token::PyToken;
use crate::verifier::{Checked, PyVerifier};

#[doc = docs::signature!("ProtectedResource", "ProtectedResource(verifier, *, ")]
/// An API that is protected by tokens: takes a request's token, has it checked, and says how to
/// answer.
///
/// Headers in, status and headers out, the same in every framework (RFC 6750, RFC 9449, RFC 9470,
/// RFC 9728). A token comes in the header `Authorization`, as `Bearer` or with a DPoP proof, or in
/// a cookie if one is named. Without rules, a valid token is enough. It is immutable, and safe to
/// share between threads.
///
/// Args:
///     verifier: the Verifier that checks the tokens. If it has `public_origins`, tokens with DPoP
///         proofs are taken as well.
#[doc = docs::described!("ProtectedResource")]
/// Raises:
///     OptionError: ERR_OPTION_INVALID, an option that is invalid, contradicts another or would
///         have no effect.
///
/// Example:
///     >>> from tokenseal import AccessRules, ProtectedResource, Verifier, testing
///     >>> issuer = testing.Issuer("https://issuer.example", audience="https://api.example")
///     >>> verifier = Verifier(issuer.keys, issuer="https://issuer.example", audience="https://api.example")
///     >>> rules = AccessRules.from_json('''{ "rules": [
///     ...     { "name": "read orders", "methods": ["GET"], "path": "/orders/{id}", "require": { "scope": ["orders:read"] } } ] }''')
///     >>> api = ProtectedResource(verifier, rules=rules)
///     >>> token = issuer.issue({"sub": "alice", "scope": "orders:read"})
///     >>> answer = api.check("GET", "/orders/7", [("Authorization", f"Bearer {token}")])
///     >>> answer.allowed, answer.token["sub"]
///     (True, 'alice')
///     >>> answer = api.check("GET", "/orders/7", [])
///     >>> answer.status, answer.headers[0]
///     (401, ('WWW-Authenticate', 'Bearer scope="orders:read"'))
#[pyclass(frozen, name = "ProtectedResource", module = "tokenseal")]
pub(crate) struct PyProtectedResource {
    resource: ProtectedResource,
    verifier: Py<PyVerifier>,
    rules: Option<Py<PyAccessRules>>,
    options: Vec<String>,
}

#[pymethods]
impl PyProtectedResource {
    #[new]
    #[pyo3(signature = (verifier, **options), text_signature = None)]
    fn new(
        py: Python<'_>,
        verifier: &Bound<'_, PyAny>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        guard(py, || {
            let verifier = verifier
                .cast::<PyVerifier>()
                .map_err(|_| driver::no_verifier(verifier))?;
            let names = options::given_names(options);
            let rules = options::take_handle::<ResourceOptions>("AccessRules", options)?;
            let rules = rules
                .map(|(name, rules)| handle::<PyAccessRules>(name, &rules, "must be AccessRules"))
                .transpose()?;
            let key = options::take_handle::<ResourceOptions>("Key", options)?;
            let key = key
                .map(|(name, key)| handle::<PyKey>(name, &key, "must be a Key"))
                .transpose()?;
            let options: ResourceOptions = options::read("ProtectedResource", options)?;
            let of_rules = rules.as_ref().map(|rules| &rules.get().0);
            let of_key = key.as_ref().map(|key| &key.get().0);
            let resource =
                ProtectedResource::new(verifier.get().as_core(), of_rules, of_key, &options).or_raise(py)?;
            Ok(Self {
                resource,
                verifier: verifier.clone().unbind(),
                rules,
                options: names,
            })
        })
    }

    #[doc = docs::signature!("ProtectedResource.check", "check($self, method, path, headers, *, ")]
    /// Checks a request, and says how to answer. A refused request raises nothing.
    ///
    /// If keys or a list must be fetched first, it waits for them, but not on a thread with a
    /// running event loop: use `check_async` there.
    ///
    /// Args:
    ///     method: the method of the request, such as 'GET'.
    ///     path: the path of the request, with or without its query, as the option `form` says.
    ///     headers: the headers as they came: an iterable of pairs of name, in any case, and value,
    ///         as str or bytes.
    #[doc = docs::described!("ProtectedResource.check")]
    /// Returns:
    ///     The Answer.
    ///
    /// Raises:
    ///     OptionError: ERR_OPTION_INVALID, an invalid option.
    ///
    /// Example:
    ///     >>> from tokenseal import ProtectedResource, Verifier, testing
    ///     >>> issuer = testing.Issuer("https://issuer.example")
    ///     >>> api = ProtectedResource(Verifier(issuer.keys, issuer="https://issuer.example"), realm="orders")
    ///     >>> token = issuer.issue({"sub": "alice", "scope": "orders:read"})
    ///     >>> answer = api.check("POST", "/orders", [("authorization", f"Bearer {token}")], scope="orders:write")
    ///     >>> answer.status, answer.body[:31]
    ///     (403, '{"error":"insufficient_scope","')
    #[pyo3(signature = (method, path, headers, *, scope = None, optional = None, certificate = None, now = None), text_signature = None)]
    #[allow(clippy::too_many_arguments, reason = "those of a request")]
    fn check<'py>(
        slf: &Bound<'py, Self>,
        method: Name,
        path: Name,
        headers: &Bound<'py, PyAny>,
        #[pyo3(from_py_with = options::by_position)] scope: Option<Bound<'py, PyAny>>,
        #[pyo3(from_py_with = options::by_position)] optional: Option<Bound<'py, PyAny>>,
        #[pyo3(from_py_with = options::by_position)] certificate: Option<Bound<'py, PyAny>>,
        now: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        guard(py, || {
            let options = call_options(py, [scope.as_ref(), optional.as_ref(), certificate.as_ref(), now])?;
            match Self::begin(slf, &method, &path, headers, options)? {
                Begun::Answered(answer) => Ok(Bound::new(py, answer)?.into_any()),
                Begun::Goes(answering) => driver::threads(py)?.call_method1("answer_request", (answering,)),
            }
        })
    }

    #[doc = docs::signature!("ProtectedResource.check", "check_async($self, method, path, headers, *, ")]
    /// The same, without blocking the event loop if keys or a list must be fetched.
    ///
    /// Args:
    ///     method: the method of the request, such as 'GET'.
    ///     path: the path of the request, with or without its query, as the option `form` says.
    ///     headers: the headers as they came: an iterable of pairs of name, in any case, and value,
    ///         as str or bytes.
    #[doc = docs::described!("ProtectedResource.check")]
    /// Returns:
    ///     An awaitable that gives the Answer.
    ///
    /// Example:
    ///     >>> import asyncio
    ///     >>> from tokenseal import ProtectedResource, Verifier, testing
    ///     >>> issuer = testing.Issuer("https://issuer.example", audience="https://api.example")
    ///     >>> verifier = Verifier.for_issuer("https://issuer.example", audience="https://api.example", fetch=issuer.fetch)
    ///     >>> headers = [("Authorization", f"Bearer {issuer.issue({'sub': 'alice'})}")]
    ///     >>> asyncio.run(ProtectedResource(verifier).check_async("GET", "/orders", headers)).token["sub"]
    ///     'alice'
    #[pyo3(signature = (method, path, headers, **options), text_signature = None)]
    fn check_async<'py>(
        slf: &Bound<'py, Self>,
        method: Bound<'py, PyAny>,
        path: Bound<'py, PyAny>,
        headers: Bound<'py, PyAny>,
        options: Option<Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        driver::loops(slf.py())?.call_method1("check_request", (slf, method, path, headers, options))
    }

    /// The metadata of the resource, for its clients (RFC 9728, section 2): publish it to everyone
    /// at `metadata_path`, as `application/json`.
    ///
    /// Returns:
    ///     Its JSON text; None without the option `resource`.
    ///
    /// Example:
    ///     >>> from tokenseal import ProtectedResource, Verifier, testing
    ///     >>> issuer = testing.Issuer("https://issuer.example")
    ///     >>> verifier = Verifier(issuer.keys, issuer="https://issuer.example")
    ///     >>> api = ProtectedResource(verifier, resource="https://api.example/orders", authorization_servers=["https://issuer.example"])
    ///     >>> api.metadata_path, '"resource":"https://api.example/orders"' in api.metadata()
    ///     ('/.well-known/oauth-protected-resource/orders', True)
    fn metadata(&self) -> Option<&str> {
        self.resource.metadata()
    }

    /// The path at which to publish the metadata; None without the option `resource`.
    #[getter]
    fn metadata_path(&self) -> Option<&str> {
        self.resource.metadata_path()
    }

    /// Where clients look for the metadata (RFC 9728, section 3.1); None without the option
    /// `resource`. Challenges name it.
    #[getter]
    fn metadata_url(&self) -> Option<&str> {
        self.resource.metadata_url()
    }

    /// The value that a request must have in the header `X-CSRF-Token` if its token came in the
    /// cookie and its method is not GET, HEAD or OPTIONS.
    ///
    /// Give it to the service's pages in an answer that no other origin can read.
    ///
    /// Args:
    ///     token: the text of the token in the cookie: each token has its own value.
    ///
    /// Returns:
    ///     The value.
    ///
    /// Raises:
    ///     OptionError: ERR_OPTION_INVALID, without the options `cookie` and `csrf_key`.
    ///
    /// Example:
    ///     >>> from tokenseal import Key, ProtectedResource, Verifier, testing
    ///     >>> issuer = testing.Issuer("https://issuer.example")
    ///     >>> verifier, key = Verifier(issuer.keys, issuer="https://issuer.example"), Key.generate("HS256")
    ///     >>> api, token = ProtectedResource(verifier, cookie="__Host-token", csrf_key=key), issuer.issue({"sub": "alice"})
    ///     >>> headers = [("Cookie", f"__Host-token={token}"), ("X-CSRF-Token", api.csrf_token(token))]
    ///     >>> api.check("POST", "/orders", headers).allowed, api.check("POST", "/orders", headers[:1]).status
    ///     (True, 403)
    fn csrf_token(&self, py: Python<'_>, token: Name) -> PyResult<String> {
        guard(py, || self.resource.csrf_token(&token.0).or_raise(py))
    }

    /// The Verifier that checks the tokens.
    #[getter]
    fn verifier(&self, py: Python<'_>) -> Py<PyVerifier> {
        self.verifier.clone_ref(py)
    }

    /// The AccessRules, if there are any.
    #[getter]
    fn rules(&self, py: Python<'_>) -> Option<Py<PyAccessRules>> {
        self.rules.as_ref().map(|rules| rules.clone_ref(py))
    }

    /// For drivers: the Answer, or a check that they continue with.
    #[pyo3(signature = (method, path, headers, options = None))]
    fn _begin<'py>(
        slf: &Bound<'py, Self>,
        method: Name,
        path: Name,
        headers: &Bound<'py, PyAny>,
        options: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        guard(py, || {
            let options = options::read("check_async", options)?;
            match Self::begin(slf, &method, &path, headers, options)? {
                Begun::Answered(answer) => Ok(Bound::new(py, answer)?.into_any()),
                Begun::Goes(answering) => Ok(Bound::new(py, answering)?.into_any()),
            }
        })
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.verifier)?;
        self.rules.as_ref().map_or(Ok(()), |rules| visit.call(rules))
    }

    /// Shows the verifier, and which options were given.
    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        guard(py, || {
            let shown = Shown::new(py, "ProtectedResource").with("verifier", self.verifier.clone_ref(py))?;
            Ok(self
                .options
                .iter()
                .fold(shown, |shown, name| shown.given(name))
                .done())
        })
    }

    /// It never changes: a copy is the object itself.
    fn __copy__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __deepcopy__<'py>(slf: PyRef<'py, Self>, _memo: &Bound<'py, PyAny>) -> PyRef<'py, Self> {
        slf
    }
}

/// How far a check came without waiting.
#[allow(
    clippy::large_enum_variant,
    reason = "it is taken apart at once, and nearly every check is answered"
)]
enum Begun {
    Answered(PyAnswer),
    Goes(PyAnswering),
}

impl PyProtectedResource {
    fn begin(
        slf: &Bound<'_, Self>,
        method: &Name,
        path: &Name,
        headers: &Bound<'_, PyAny>,
        mut options: RequestOptions,
    ) -> PyResult<Begun> {
        let (py, this) = (slf.py(), slf.get());
        let headers: Vec<_> = items("an iterable of pairs of name and value", headers, pair)?
            .into_iter()
            .flatten()
            .collect();
        let taken = this.resource.take(&method.0, &path.0, &headers);
        let verifier = this.verifier.bind(py);
        let Some(token) = taken.token() else {
            options.now = Some(verifier.get().now(py, options.now)?);
            return Ok(Begun::Answered(this.answer(py, taken, None, options)?));
        };
        let (now, begun) = PyVerifier::begin(verifier, token.as_bytes(), taken.check_options(&options))?;
        options.now = Some(now);
        match begun {
            Checked::Done(result) => this.answer(py, taken, Some(result), options).map(Begun::Answered),
            Checked::Goes(checking) => {
                let (resource, checking) = (slf.clone().unbind(), Py::new(py, checking)?);
                Ok(Begun::Goes(PyAnswering {
                    resource,
                    taken,
                    options,
                    checking,
                }))
            }
        }
    }

    fn answer(
        &self,
        py: Python<'_>,
        taken: Taken,
        checked: Option<tokenseal::Result<Token>>,
        options: RequestOptions,
    ) -> PyResult<PyAnswer> {
        let presented = match &checked {
            None => Presented::Nothing,
            Some(Err(error)) => Presented::Refused(error),
            Some(Ok(token)) => Presented::Token(token),
        };
        let answer = self.resource.answer(&taken, presented, &options);
        // What is asked for more has passed before.
        let asked = answer.is_allowed().then(|| Asked {
            resource: self.resource.clone(),
            taken,
            now: options.now,
        });
        let (token, refused) = match checked {
            Some(Ok(token)) if answer.is_allowed() => (Some(PyToken::of(py, token)?.unbind()), None),
            Some(Err(error)) => (None, Some(error)),
            _ => (None, None),
        };
        Ok(PyAnswer {
            answer,
            token,
            refused,
            asked,
            error: OnceLock::new(),
        })
    }
}

/// A request whose token is being checked: what the drivers continue with.
#[pyclass(frozen, name = "_Answering", module = "tokenseal._native")]
pub(crate) struct PyAnswering {
    resource: Py<PyProtectedResource>,
    taken: Taken,
    options: RequestOptions,
    checking: Py<PyChecking>,
}

#[pymethods]
impl PyAnswering {
    /// The check.
    #[getter]
    fn checking(&self, py: Python<'_>) -> Py<PyChecking> {
        self.checking.clone_ref(py)
    }

    /// The Answer from a finished check. Can be taken once.
    fn finish(&self, py: Python<'_>, checking: &Bound<'_, PyChecking>) -> PyResult<PyAnswer> {
        guard(py, || {
            let result = checking
                .get()
                .take_result()
                .ok_or_else(|| raised(py, &message::defect()))?;
            self.resource
                .get()
                .answer(py, self.taken.clone(), Some(result), self.options.clone())
        })
    }
}

/// How to answer a request: let it pass, or refuse it with this status, these headers and this
/// body. Programs do not construct it.
#[pyclass(frozen, name = "Answer", module = "tokenseal")]
pub(crate) struct PyAnswer {
    answer: Answer,
    token: Option<Py<PyToken>>,
    /// The result of a token's check that a rule ignores.
    refused: Option<tokenseal::Error>,
    asked: Option<Asked>,
    error: OnceLock<Py<PyAny>>,
}

/// The request that an answer belongs to.
#[derive(Clone)]
struct Asked {
    resource: ProtectedResource,
    taken: Taken,
    now: Option<f64>,
}

#[pymethods]
impl PyAnswer {
    /// Whether to let the request pass.
    #[getter]
    fn allowed(&self) -> bool {
        self.answer.is_allowed()
    }

    /// The status to refuse it with: 400, 401, 403, 500 or 503. 200 if it passes: the service sends
    /// its own.
    #[getter]
    fn status(&self) -> u16 {
        self.answer.status()
    }

    /// The same as a gRPC status, by the table of google.rpc.Code: 3 for 400, 16 for 401, 7 for
    /// 403, 13 for 500, 14 for 503, and 0 if it passes.
    #[getter]
    fn grpc_status(&self) -> u8 {
        self.answer.grpc_status()
    }

    /// The headers of the answer, pairs of name and value, each to be added: to the service's own
    /// answer if the request passes. A new list each time.
    #[getter]
    fn headers(&self) -> Vec<(&str, &str)> {
        self.answer
            .headers()
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect()
    }

    /// The body to refuse it with: JSON text with `error`, `error_description` and `code`. Empty if
    /// the request passes.
    #[getter]
    fn body(&self) -> &str {
        self.answer.body()
    }

    /// The Token, if the request passes and has a valid one.
    #[getter]
    fn token(&self, py: Python<'_>) -> Option<Py<PyToken>> {
        self.token.as_ref().map(|token| token.clone_ref(py))
    }

    /// Why it is refused, for logs: the TokenError from checking the token, or an
    /// AccessDeniedError. None if it passes.
    #[getter]
    fn error(&self, py: Python<'_>) -> Option<Py<PyAny>> {
        let error = self.answer.error()?;
        if let Some(made) = self.error.get() {
            return Some(made.clone_ref(py));
        }
        let made = raised(py, error).into_value(py).into_any();
        Some(self.error.get_or_init(|| made).clone_ref(py))
    }

    /// The Decision of the rules, or of the scopes that the call asked for. None if neither was
    /// asked.
    #[getter]
    fn decision(&self) -> Option<PyDecision> {
        self.answer.decision().cloned().map(PyDecision)
    }

    /// Checks further requirements on the same request, if several parts of a service check it: its
    /// token is not checked again, and no proof is used up.
    ///
    /// Args:
    ///     scope: as for `ProtectedResource.check`.
    ///     optional: as for `ProtectedResource.check`.
    ///
    /// Returns:
    ///     The Answer; the same one if this one refuses.
    ///
    /// Raises:
    ///     OptionError: ERR_OPTION_INVALID, an invalid option.
    ///
    /// Example:
    ///     >>> from tokenseal import ProtectedResource, testing
    ///     >>> issuer = testing.Issuer("https://issuer.example")
    ///     >>> headers = list(issuer.headers({"sub": "alice", "scope": "orders:read"}).items())
    ///     >>> answer = ProtectedResource(issuer.verifier()).check("GET", "/orders", headers)
    ///     >>> answer.again(scope="orders:read").allowed, answer.again(scope="orders:write").status
    ///     (True, 403)
    #[pyo3(signature = (*, scope = None, optional = None), text_signature = "($self, *, scope=None, optional=None)")]
    fn again<'py>(
        slf: &Bound<'py, Self>,
        #[pyo3(from_py_with = options::by_position)] scope: Option<Bound<'py, PyAny>>,
        #[pyo3(from_py_with = options::by_position)] optional: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, Self>> {
        let (py, this) = (slf.py(), slf.get());
        guard(py, || {
            let Some(asked) = &this.asked else {
                return Ok(slf.clone());
            };
            let options = RequestOptions {
                now: asked.now,
                ..call_options(py, [scope.as_ref(), optional.as_ref(), None, None])?
            };
            let presented = match (&this.token, &this.refused) {
                (Some(token), _) => Presented::Token(token.get().as_core()),
                (None, Some(error)) => Presented::Refused(error),
                (None, None) => Presented::Nothing,
            };
            let answer = asked.resource.answer(&asked.taken, presented, &options);
            let token = this
                .token
                .as_ref()
                .filter(|_| answer.is_allowed())
                .map(|token| token.clone_ref(py));
            let asked = answer.is_allowed().then(|| asked.clone());
            Bound::new(
                py,
                Self {
                    answer,
                    token,
                    refused: this.refused.clone(),
                    asked,
                    error: OnceLock::new(),
                },
            )
        })
    }

    /// Reveals nothing about the token.
    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let code = self.answer.error().map(|error| error.code().as_str());
        Ok(Shown::new(py, "Answer")
            .with("allowed", self.allowed())?
            .with("status", self.status())?
            .with("code", code)?
            .done())
    }
}

/// A name or a value of a header: text, or bytes of the connection, which are Latin-1 if they are
/// not ASCII.
enum HeaderText<'a, 'py> {
    Str(&'a Bound<'py, PyString>),
    Bytes(&'a Bound<'py, PyBytes>),
}

impl<'a, 'py> HeaderText<'a, 'py> {
    fn of(value: &'a Bound<'py, PyAny>) -> PyResult<Self> {
        match (value.cast::<PyString>(), value.cast::<PyBytes>()) {
            (Ok(text), _) => Ok(HeaderText::Str(text)),
            (_, Ok(bytes)) => Ok(HeaderText::Bytes(bytes)),
            _ => Err(unexpected("str or bytes", value)),
        }
    }

    /// The header of this name, if it is one that is examined.
    fn looked_at(&self) -> Option<&'static str> {
        let is = |name: &&&str| match self {
            HeaderText::Str(text) => text.to_str().is_ok_and(|text| text.eq_ignore_ascii_case(name)),
            HeaderText::Bytes(bytes) => bytes.as_bytes().eq_ignore_ascii_case(name.as_bytes()),
        };
        ProtectedResource::HEADERS.iter().find(is).copied()
    }

    fn to_text(&self) -> String {
        match self {
            // Half of a character is in no header that came.
            HeaderText::Str(text) => text.to_str().unwrap_or("\u{fffd}").to_owned(),
            HeaderText::Bytes(bytes) => match std::str::from_utf8(bytes.as_bytes()) {
                Ok(text) if text.is_ascii() => text.to_owned(),
                _ => bytes.as_bytes().iter().map(|byte| char::from(*byte)).collect(),
            },
        }
    }
}

/// A header, unless it is one that is never examined.
fn pair(item: Bound<'_, PyAny>) -> PyResult<Option<(&'static str, String)>> {
    let [name, value] = match item.cast::<PyTuple>() {
        Ok(pair) if pair.len() == 2 => [pair.get_item(0)?, pair.get_item(1)?],
        _ => {
            let parts: Vec<Bound<'_, PyAny>> = items("a pair of name and value", &item, Ok)?;
            <[_; 2]>::try_from(parts).map_err(|_| unexpected("a pair of name and value", &item))?
        }
    };
    let (name, value) = (HeaderText::of(&name)?, HeaderText::of(&value)?);
    Ok(name.looked_at().map(|name| (name, value.to_text())))
}

fn handle<'py, T: PyTypeInfo>(name: &str, value: &Bound<'py, PyAny>, expected: &str) -> PyResult<Py<T>> {
    value
        .cast::<T>()
        .map(|value| value.clone().unbind())
        .map_err(|_| raised(value.py(), &message::option_refused(name, expected)))
}

/// The options of a call: scope, optional, certificate and now.
fn call_options<'py>(py: Python<'py>, given: [Option<&Bound<'py, PyAny>>; 4]) -> PyResult<RequestOptions> {
    let [scope, optional, certificate, now] = given;
    match (scope, optional, certificate) {
        (None, None, None) => options::read_one("now", now),
        _ => options::read_named(
            py,
            &[
                ("scope", scope),
                ("optional", optional),
                ("certificate", certificate),
                ("now", now),
            ],
        ),
    }
}
