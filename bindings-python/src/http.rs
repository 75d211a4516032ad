//! `tokenseal.http`: the answers to senders of events.

use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use tokenseal::Error;
use tokenseal::http::{self, Response};
use tokenseal_bridge::access;

use crate::error::{OrRaise, guard};
use crate::input::{Name, Text, unexpected};
use crate::show::Shown;

/// What to answer: status, headers and body, for every framework. Programs do not construct it.
///
/// Example:
///     >>> from tokenseal import http
///     >>> response = http.event_answer()
///     >>> response.status, response.headers, response.body
///     (202, [('Cache-Control', 'no-store')], '')
#[pyclass(frozen, name = "Response", module = "tokenseal.http")]
pub(crate) struct PyResponse(Response);

#[pymethods]
impl PyResponse {
    /// The status, such as 202.
    #[getter]
    fn status(&self) -> u16 {
        self.0.status
    }

    /// The headers, pairs of name and value, in their order. A new list each time.
    #[getter]
    fn headers(&self) -> Vec<(&str, &str)> {
        self.0
            .headers
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect()
    }

    /// The body: JSON text, or empty.
    #[getter]
    fn body(&self) -> &str {
        &self.0.body
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(Shown::new(py, "Response").with("status", self.status())?.done())
    }
}

/// The answer to a pushed security event (RFC 8935, sections 2.2 to 2.4): 202, or 400 and why.
///
/// The sender tries again after 500 and 503, which mean a failure that is not the event's fault.
///
/// Args:
///     error: what checking or applying the event raised; None if all went well.
///
/// Returns:
///     The Response.
///
/// Example:
///     >>> from tokenseal import http
///     >>> from tokenseal.errors import InvalidSignatureError
///     >>> refused = http.event_answer(InvalidSignatureError("no key verifies it"))
///     >>> refused.status, refused.body
///     (400, '{"err":"invalid_key","description":"No matching key verifies the signature."}')
#[pyfunction]
#[pyo3(signature = (error = None))]
pub(crate) fn event_answer(py: Python<'_>, error: Option<Raised>) -> PyResult<PyResponse> {
    guard(py, || {
        Ok(PyResponse(http::event_answer(
            error.as_ref().map(|error| &error.0),
        )))
    })
}

/// The answer to a back-channel logout (OpenID Connect Back-Channel Logout 1.0, section 2.8): 200,
/// or 400 if the logout token is invalid or the logout failed.
///
/// Args:
///     error: what taking, checking or applying the logout token raised; None if all went well.
///
/// Returns:
///     The Response.
///
/// Example:
///     >>> from tokenseal import http
///     >>> from tokenseal.errors import ClaimMissingError
///     >>> http.logout_answer().status, http.logout_answer(ClaimMissingError("there is no sid")).status
///     (200, 400)
#[pyfunction]
#[pyo3(signature = (error = None))]
pub(crate) fn logout_answer(py: Python<'_>, error: Option<Raised>) -> PyResult<PyResponse> {
    guard(py, || {
        Ok(PyResponse(http::logout_answer(
            error.as_ref().map(|error| &error.0),
        )))
    })
}

/// The logout token of a back-channel logout (OpenID Connect Back-Channel Logout 1.0, section 2.5):
/// the field `logout_token` of the form in the body.
///
/// Args:
///     body: the body of the request, as str or bytes.
///
/// Returns:
///     The token, not yet checked.
///
/// Raises:
///     InvalidRequestError: ERR_REQUEST_INVALID, a body that is not a form with exactly one such
///         field, or is longer than 1 MiB.
///
/// Example:
///     >>> from tokenseal import http
///     >>> http.logout_token(b"logout_token=eyJhbGciOi.eyJzdWIi.c2ln")
///     'eyJhbGciOi.eyJzdWIi.c2ln'
#[pyfunction]
pub(crate) fn logout_token(py: Python<'_>, body: Text) -> PyResult<String> {
    guard(py, || http::logout_token(body.as_ref()).or_raise(py))
}

/// An exception, as the core's error: its code and claim. One that is not the library's means a
/// failure of the program.
pub(crate) struct Raised(pub(crate) Error);

impl<'py> FromPyObject<'_, 'py> for Raised {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if !value.is_instance_of::<PyException>() {
            return Err(unexpected("an exception that was raised", &value));
        }
        let text = |name: &str| -> Option<String> {
            value
                .getattr(name)
                .ok()?
                .extract::<Name>()
                .ok()
                .map(|name| name.0)
        };
        let error = access::error_of(&text("code").unwrap_or_default());
        Ok(Self(match text("claim") {
            Some(claim) => error.with_claim(claim),
            None => error,
        }))
    }
}
