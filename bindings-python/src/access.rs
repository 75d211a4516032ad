//! `AccessRules`, which say who may do what, and the results of asking them. Attributes are built
//! on demand: most requests are allowed, and nobody reads them.

use pyo3::prelude::*;
use tokenseal::access::{AccessRules, Decision, Explanation, Finding, Needed, Presented, Request};
use tokenseal::{AccessOptions, Error, ErrorCode};
use tokenseal_bridge::now_or;

use crate::docs;
use crate::error::{OrRaise, guard};
use crate::http::Raised;
use crate::input::{Name, Text, unexpected};
use crate::options;
use crate::show::Shown;
use crate::token::PyToken;

/// Rules that say who may do what, from one JSON file that every language reads alike.
///
/// A request is allowed if a rule that matches its method and path allows it, and no matching rule
/// denies it. Whatever no rule covers is denied. The guide's page on access rules has the format,
/// and `schema` gives it to editors. It is immutable, and safe to share between threads.
///
/// Example:
///     >>> from tokenseal import AccessRules, Key, sign, verify
///     >>> rules = AccessRules.from_json('''{ "rules": [
///     ...     { "name": "read orders", "methods": ["GET"], "path": "/orders/{id}", "require": { "scope": ["orders:read"] } },
///     ...     { "name": "health", "methods": ["GET"], "path": "/health", "public": true } ] }''')
///     >>> key = Key.generate("HS256")
///     >>> token = verify(sign({"sub": "alice", "scope": "orders:read"}, key, expires_in="15m"), key)
///     >>> rules.check(token, "GET", "/orders/7").allowed, rules.check(None, "GET", "/orders/7").status
///     (True, 401)
#[pyclass(frozen, name = "AccessRules", module = "tokenseal")]
pub(crate) struct PyAccessRules(pub(crate) AccessRules);

#[pymethods]
impl PyAccessRules {
    /// Reads rules.
    ///
    /// Args:
    ///     json: the text of the file, as str or bytes.
    ///
    /// Returns:
    ///     The AccessRules.
    ///
    /// Raises:
    ///     OptionError: ERR_OPTION_INVALID, text that is not one strict JSON object, or a rule with
    ///         anything unknown or malformed, or one that could not do what it appears to do; the
    ///         message names the rule.
    ///
    /// Example:
    ///     >>> from tokenseal import AccessRules
    ///     >>> AccessRules.from_json('{ "rules": [ { "methods": ["GET"], "path": "/health", "public": true } ] }').report_only
    ///     False
    #[staticmethod]
    fn from_json(py: Python<'_>, json: Text) -> PyResult<Self> {
        guard(py, || {
            AccessRules::from_json(json.as_utf8(py, ErrorCode::OptionInvalid)?)
                .or_raise(py)
                .map(Self)
        })
    }

    /// Whether the rules only report: what they would refuse passes, and `only_reported` says so.
    #[getter]
    fn report_only(&self) -> bool {
        self.0.is_report_only()
    }

    #[doc = docs::signature!("AccessRules.check", "check($self, token, method, path, *, ")]
    /// Decides about a request.
    ///
    /// The decision is the answer, whatever it is: a refused request raises nothing. A path that
    /// programs may read differently (with dot segments, encoded slashes, empty segments) is denied
    /// before any rule is asked.
    ///
    /// Args:
    ///     token: the checked Token, None if the request has none, or the error that its check
    ///         raised.
    ///     method: the method of the request, such as 'GET'.
    ///     path: the path of the request, with or without its query.
    #[doc = docs::described!("AccessRules.check")]
    /// Returns:
    ///     The Decision.
    ///
    /// Raises:
    ///     OptionError: ERR_OPTION_INVALID, an invalid option.
    ///
    /// Example:
    ///     >>> from tokenseal import AccessRules
    ///     >>> rules = AccessRules.from_json('{ "rules": [ { "name": "health", "methods": ["GET"], "path": "/health", "public": true } ] }')
    ///     >>> decision = rules.check(None, "GET", "/health")
    ///     >>> decision.allowed, decision.reason, decision.rule
    ///     (True, 'public', 'health')
    #[pyo3(signature = (token, method, path, *, form = None, ignores = None, now = None), text_signature = None)]
    #[allow(clippy::too_many_arguments, reason = "those of a request")]
    fn check(
        &self,
        py: Python<'_>,
        token: Brought<'_>,
        method: Name,
        path: Name,
        #[pyo3(from_py_with = options::by_position)] form: Option<Bound<'_, PyAny>>,
        #[pyo3(from_py_with = options::by_position)] ignores: Option<Bound<'_, PyAny>>,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<PyDecision> {
        guard(py, || {
            let options = asked(py, form.as_ref(), ignores.as_ref(), now)?;
            Ok(PyDecision(self.0.check(
                token.presented(),
                Request::with(&method.0, &path.0, &options),
                now_or(options.now),
            )))
        })
    }

    #[doc = docs::signature!("AccessRules.check", "require($self, token, method, path, *, ")]
    /// Decides as `check` does, and raises if the request is refused.
    ///
    /// Args:
    ///     token: the checked Token, None if the request has none, or the error that its check
    ///         raised.
    ///     method: the method of the request, such as 'GET'.
    ///     path: the path of the request, with or without its query.
    #[doc = docs::described!("AccessRules.require")]
    /// Returns:
    ///     The Decision.
    ///
    /// Raises:
    ///     AccessDeniedError: ERR_JWT_ACCESS_DENIED, with the `decision`; the error has its status.
    ///     OptionError: ERR_OPTION_INVALID, an invalid option.
    ///
    /// Example:
    ///     >>> from tokenseal import AccessDeniedError, AccessRules
    ///     >>> rules = AccessRules.from_json('{ "rules": [ { "methods": ["GET"], "path": "/orders", "require": { "scope": ["orders:read"] } } ] }')
    ///     >>> try:
    ///     ...     rules.require(None, "GET", "/orders")
    ///     ... except AccessDeniedError as error:
    ///     ...     error.status, error.decision.challenges
    ///     (401, ['Bearer scope="orders:read"'])
    #[pyo3(signature = (token, method, path, *, form = None, ignores = None, now = None), text_signature = None)]
    #[allow(clippy::too_many_arguments, reason = "those of a request")]
    fn require(
        &self,
        py: Python<'_>,
        token: Brought<'_>,
        method: Name,
        path: Name,
        #[pyo3(from_py_with = options::by_position)] form: Option<Bound<'_, PyAny>>,
        #[pyo3(from_py_with = options::by_position)] ignores: Option<Bound<'_, PyAny>>,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<PyDecision> {
        guard(py, || {
            let options = asked(py, form.as_ref(), ignores.as_ref(), now)?;
            let decided = self.0.require(
                token.presented(),
                Request::with(&method.0, &path.0, &options),
                now_or(options.now),
            );
            decided.or_raise(py).map(PyDecision)
        })
    }

    #[doc = docs::signature!("AccessRules.check", "explain($self, token, method, path, *, ")]
    /// What each rule says about a request, to explain a decision.
    ///
    /// Args:
    ///     token: the checked Token, None if the request has none, or the error that its check
    ///         raised.
    ///     method: the method of the request, such as 'GET'.
    ///     path: the path of the request, with or without its query.
    #[doc = docs::described!("AccessRules.explain")]
    /// Returns:
    ///     A list with a RuleExplanation for each rule that covers the path, or would if case and a
    ///     trailing slash were ignored, in order. Empty for a path that is denied before any rule
    ///     is asked.
    ///
    /// Raises:
    ///     OptionError: ERR_OPTION_INVALID, an invalid option.
    ///
    /// Example:
    ///     >>> from tokenseal import AccessRules
    ///     >>> rules = AccessRules.from_json('{ "rules": [ { "methods": ["GET"], "path": "/orders", "require": { "scope": ["orders:read"] } } ] }')
    ///     >>> [(one.rule, one.fits_method, one.fits_path, one.missing.scope) for one in rules.explain(None, "GET", "/orders/")]
    ///     [('rule 1', True, False, ['orders:read'])]
    #[pyo3(signature = (token, method, path, *, form = None, ignores = None, now = None), text_signature = None)]
    #[allow(clippy::too_many_arguments, reason = "those of a request")]
    fn explain(
        &self,
        py: Python<'_>,
        token: Brought<'_>,
        method: Name,
        path: Name,
        #[pyo3(from_py_with = options::by_position)] form: Option<Bound<'_, PyAny>>,
        #[pyo3(from_py_with = options::by_position)] ignores: Option<Bound<'_, PyAny>>,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Vec<PyRuleExplanation>> {
        guard(py, || {
            let options = asked(py, form.as_ref(), ignores.as_ref(), now)?;
            let explained = self.0.explain(
                token.presented(),
                Request::with(&method.0, &path.0, &options),
                now_or(options.now),
            );
            Ok(explained.into_iter().map(PyRuleExplanation).collect())
        })
    }

    /// What looks wrong in the rules: rules that contradict themselves, and rules that another rule
    /// blocks or makes redundant.
    ///
    /// Returns:
    ///     A list of RuleFindings; empty if nothing looks wrong.
    ///
    /// Example:
    ///     >>> from tokenseal import AccessRules
    ///     >>> rules = AccessRules.from_json('''{ "rules": [
    ///     ...     { "name": "all", "methods": ["GET"], "path": "/{*rest}", "require": {} },
    ///     ...     { "name": "orders", "methods": ["GET"], "path": "/orders", "require": { "scope": ["read"] } } ] }''')
    ///     >>> [(one.fault, one.rule, one.by) for one in rules.lint()]
    ///     [('redundant', 'orders', 'all')]
    fn lint(&self, py: Python<'_>) -> PyResult<Vec<PyRuleFinding>> {
        guard(py, || {
            Ok(crate::fork::detached(py, || self.0.lint())
                .into_iter()
                .map(PyRuleFinding)
                .collect())
        })
    }

    /// The same rules in Cedar's language: each rule is one policy.
    ///
    /// Returns:
    ///     The text of the policies.
    ///
    /// Example:
    ///     >>> from tokenseal import AccessRules
    ///     >>> rules = AccessRules.from_json('{ "rules": [ { "name": "health", "methods": ["GET"], "path": "/health", "public": true } ] }')
    ///     >>> rules.to_cedar().startswith('@id("health")')
    ///     True
    fn to_cedar(&self, py: Python<'_>) -> PyResult<String> {
        guard(py, || Ok(self.0.to_cedar()))
    }

    /// The JSON Schema (2020-12) of a file of rules, for editors.
    ///
    /// Returns:
    ///     Its JSON text.
    ///
    /// Example:
    ///     >>> import json
    ///     >>> from tokenseal import AccessRules
    ///     >>> json.loads(AccessRules.schema())["type"]
    ///     'object'
    #[staticmethod]
    fn schema() -> &'static str {
        AccessRules::schema()
    }

    /// Says how many rules there are.
    fn __repr__(&self) -> String {
        format!("{:?}", self.0)
    }

    /// It never changes: a copy is the object itself.
    fn __copy__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __deepcopy__<'py>(slf: PyRef<'py, Self>, _memo: &Bound<'py, PyAny>) -> PyRef<'py, Self> {
        slf
    }
}

/// What AccessRules decided about a request, why, and how to answer. Programs do not construct it.
#[pyclass(frozen, name = "Decision", module = "tokenseal")]
pub(crate) struct PyDecision(pub(crate) Decision);

#[pymethods]
impl PyDecision {
    /// Whether to let the request pass.
    #[getter]
    fn allowed(&self) -> bool {
        self.0.is_allowed()
    }

    /// Whether it passes only because the rules just report: they would not allow it.
    #[getter]
    fn only_reported(&self) -> bool {
        self.0.is_only_reported()
    }

    /// The HTTP status to answer with: 200 if it is allowed.
    #[getter]
    fn status(&self) -> u16 {
        self.0.status()
    }

    /// Why: 'allowed', 'public', 'preflight', 'no_token', 'bad_token', 'denied', 'no_rule',
    /// 'insufficient', 'bad_path', 'unavailable' or 'misconfigured'.
    #[getter]
    fn reason(&self) -> &'static str {
        self.0.reason().as_str()
    }

    /// The name of the rule that decided, or of the one that the token came closest to satisfying.
    #[getter]
    fn rule(&self) -> Option<&str> {
        self.0.rule()
    }

    /// What would have sufficed: a Needed; None if nothing is lacking, or if nothing would suffice.
    #[getter]
    fn needed(&self) -> Option<PyNeeded> {
        self.0.needed().cloned().map(PyNeeded)
    }

    /// What to answer with in `WWW-Authenticate`, each in its own header (RFC 6750, section 3; RFC
    /// 9470). A new list each time.
    #[getter]
    fn challenges(&self) -> Vec<String> {
        self.0.challenges()
    }

    /// The decision as a JSON object, for logs.
    ///
    /// Returns:
    ///     Its text.
    ///
    /// Example:
    ///     >>> from tokenseal import AccessRules
    ///     >>> rules = AccessRules.from_json('{ "rules": [ { "name": "health", "methods": ["GET"], "path": "/health", "public": true } ] }')
    ///     >>> rules.check(None, "GET", "/health").to_json()
    ///     '{"allowed":true,"only_reported":false,"status":200,"reason":"public","rule":"health","needed":null,"challenges":[]}'
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let shown = Shown::new(py, "Decision")
            .with("allowed", self.allowed())?
            .with("status", self.status())?;
        Ok(shown
            .with("reason", self.reason())?
            .with("rule", self.rule())?
            .done())
    }

    /// It never changes: a copy is the object itself.
    fn __copy__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __deepcopy__<'py>(slf: PyRef<'py, Self>, _memo: &Bound<'py, PyAny>) -> PyRef<'py, Self> {
        slf
    }
}

/// What a token lacks under the rule that it came closest to satisfying. Programs do not construct
/// it.
#[pyclass(frozen, name = "Needed", module = "tokenseal")]
pub(crate) struct PyNeeded(Needed);

#[pymethods]
impl PyNeeded {
    /// Scopes that it lacks; it needs all of them.
    #[getter]
    fn scope(&self) -> Vec<String> {
        self.0.scope.clone()
    }

    /// Scopes; it needs one of them.
    #[getter]
    fn any_scope(&self) -> Vec<String> {
        self.0.any_scope.clone()
    }

    /// Paths of claims that are absent or not as the rule requires: each a list of names.
    #[getter]
    fn claims(&self) -> Vec<Vec<String>> {
        self.0.claims.clone()
    }

    /// Authentication contexts; it needs one of them.
    #[getter]
    fn acr(&self) -> Vec<String> {
        self.0.acr.clone()
    }

    /// How long ago the user may have authenticated, in seconds.
    #[getter]
    fn max_auth_age(&self) -> Option<i64> {
        self.0.max_auth_age
    }

    /// Issuers; one of them must have issued it.
    #[getter]
    fn issuer(&self) -> Vec<String> {
        self.0.issuer.clone()
    }

    /// Whether it must be bound to a key or certificate whose possession is proven.
    #[getter]
    fn proof(&self) -> bool {
        self.0.proof
    }

    /// Shows what is needed: that comes from the rules and reveals nothing about the token.
    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let Needed {
            scope,
            any_scope,
            claims,
            acr,
            max_auth_age,
            issuer,
            proof,
        } = &self.0;
        let mut shown = Shown::new(py, "Needed");
        for (name, texts) in [
            ("scope", scope),
            ("any_scope", any_scope),
            ("acr", acr),
            ("issuer", issuer),
        ] {
            if !texts.is_empty() {
                shown = shown.with(name, texts.clone())?;
            }
        }
        if !claims.is_empty() {
            shown = shown.with("claims", claims.clone())?;
        }
        if let Some(seconds) = max_auth_age {
            shown = shown.with("max_auth_age", seconds)?;
        }
        let shown = if *proof { shown.with("proof", true)? } else { shown };
        Ok(shown.done())
    }
}

/// What one rule says about a request. Programs do not construct it.
#[pyclass(frozen, name = "RuleExplanation", module = "tokenseal")]
pub(crate) struct PyRuleExplanation(Explanation);

#[pymethods]
impl PyRuleExplanation {
    /// The name of the rule.
    #[getter]
    fn rule(&self) -> &str {
        &self.0.rule
    }

    /// What it does when it applies: 'allow', 'deny' or 'public'.
    #[getter]
    fn effect(&self) -> &'static str {
        self.0.effect.as_str()
    }

    /// Whether it covers both the method and the path, so that it was asked.
    #[getter]
    fn fits(&self) -> bool {
        self.0.fits()
    }

    /// Whether it covers the method.
    #[getter]
    fn fits_method(&self) -> bool {
        self.0.fits_method
    }

    /// Whether it covers the path. A rule that does not would cover it if case and a trailing slash
    /// were ignored.
    #[getter]
    fn fits_path(&self) -> bool {
        self.0.fits_path
    }

    /// Whether its conditions hold: an allow rule's for a valid token with everything it requires,
    /// a deny rule's for those it refuses, a public rule's for anything but an invalid token that
    /// it does not ignore.
    #[getter]
    fn matches(&self) -> bool {
        self.0.matches
    }

    /// What an allow rule requires that the token lacks, or all that it requires if there is no
    /// token: a Needed, or None.
    #[getter]
    fn missing(&self) -> Option<PyNeeded> {
        self.0.missing.clone().map(PyNeeded)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let shown = Shown::new(py, "RuleExplanation")
            .with("rule", self.rule())?
            .with("effect", self.effect())?;
        Ok(shown
            .with("fits", self.fits())?
            .with("matches", self.matches())?
            .done())
    }
}

/// One finding about a rule. Programs do not construct it.
#[pyclass(frozen, name = "RuleFinding", module = "tokenseal")]
pub(crate) struct PyRuleFinding(Finding);

#[pymethods]
impl PyRuleFinding {
    /// What is wrong: 'contradictory', 'blocked' or 'redundant'.
    #[getter]
    fn fault(&self) -> &'static str {
        self.0.fault.as_str()
    }

    /// The name of the rule.
    #[getter]
    fn rule(&self) -> &str {
        &self.0.rule
    }

    /// The name of the rule that makes it so, if one does.
    #[getter]
    fn by(&self) -> Option<&str> {
        self.0.by.as_deref()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(Shown::new(py, "RuleFinding")
            .with("fault", self.fault())?
            .with("rule", self.rule())?
            .with("by", self.by())?
            .done())
    }
}

/// What came with a request.
pub(crate) enum Brought<'py> {
    Nothing,
    Token(Bound<'py, PyToken>),
    Refused(Error),
}

impl Brought<'_> {
    fn presented(&self) -> Presented<'_> {
        match self {
            Brought::Nothing => Presented::Nothing,
            Brought::Token(token) => Presented::Token(token.get().as_core()),
            Brought::Refused(error) => Presented::Refused(error),
        }
    }
}

impl<'py> FromPyObject<'_, 'py> for Brought<'py> {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(token) = value.cast::<PyToken>() {
            return Ok(Brought::Token(token.to_owned()));
        }
        if value.is_none() {
            return Ok(Brought::Nothing);
        }
        // An exception that is not the library's is not the token's fault: the check itself has
        // failed.
        let raised = value.extract::<Raised>().map(|raised| Brought::Refused(raised.0));
        raised.map_err(|_| {
            unexpected(
                "a checked Token, None, or the error that its check raised",
                &value,
            )
        })
    }
}

/// The options of a question.
fn asked<'py>(
    py: Python<'py>,
    form: Option<&Bound<'py, PyAny>>,
    ignores: Option<&Bound<'py, PyAny>>,
    now: Option<&Bound<'py, PyAny>>,
) -> PyResult<AccessOptions> {
    match (form, ignores) {
        (None, None) => options::read_one("now", now),
        _ => options::read_named(py, &[("form", form), ("ignores", ignores), ("now", now)]),
    }
}
