//! `Token`.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyBytes;
use tokenseal::{Token, TokenKind};

use crate::errors::guard;
use crate::read;

/// A token whose signature, encryption and claims were checked.
///
/// `token['sub']` is a claim. The claims are built when they are first asked for, from the very bytes that were verified.
#[pyclass(frozen, mapping, name = "Token", module = "tokenseal")]
pub(crate) struct PyToken {
    token: Token,
    claims: PyOnceLock<Py<PyAny>>,
    header: PyOnceLock<Py<PyAny>>,
    outer_header: PyOnceLock<Py<PyAny>>,
}

impl From<Token> for PyToken {
    fn from(token: Token) -> Self {
        Self { token, claims: PyOnceLock::new(), header: PyOnceLock::new(), outer_header: PyOnceLock::new() }
    }
}

#[pymethods]
impl PyToken {
    /// The claims.
    #[getter]
    fn claims<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        once(py, &self.claims, self.token.payload())
    }

    /// The bytes that were verified or decrypted: the claims as JSON text, exactly as they were protected.
    #[getter]
    fn payload<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.token.payload())
    }

    /// The protected header: the signed token's, or the encrypted token's where nothing is signed.
    #[getter]
    fn header<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        once(py, &self.header, self.token.header().as_bytes())
    }

    /// The key_id of the key that verified the signature (or decrypted, where nothing is signed). It is the key's own, never the token's.
    #[getter]
    fn key_id(&self) -> Option<&str> {
        self.token.key_id()
    }

    /// How the token was protected: 'signed', 'encrypted' or 'nested'.
    #[getter]
    fn kind(&self) -> &'static str {
        self.token.kind().as_str()
    }

    /// The header of the encrypted token around the signed one; None unless the token is nested.
    #[getter]
    fn outer_header<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.token.outer_header().map(|header| once(py, &self.outer_header, header.as_bytes())).transpose()
    }

    /// The key_id of the key that decrypted the token, if it was encrypted.
    #[getter]
    fn decryption_key_id(&self) -> Option<&str> {
        self.token.decryption_key_id()
    }

    /// A claim, or `default` if the token lacks it.
    #[pyo3(signature = (name, default = None))]
    fn get<'py>(&self, py: Python<'py>, name: &Bound<'py, PyAny>, default: Option<Bound<'py, PyAny>>) -> PyResult<Bound<'py, PyAny>> {
        self.claims(py)?.call_method1("get", (name, default))
    }

    fn __getitem__<'py>(&self, py: Python<'py>, name: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        self.claims(py)?.get_item(name)
    }

    fn __contains__(&self, py: Python<'_>, name: &Bound<'_, PyAny>) -> PyResult<bool> {
        self.claims(py)?.contains(name)
    }

    /// Says nothing of the claims: what is shown ends up in logs.
    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let repr = |text: Option<&str>| text.into_pyobject(py)?.repr().map(|repr| repr.to_string());
        let mut shown = format!("Token(kind='{}', key_id={}", self.kind(), repr(self.key_id())?);
        if self.token.kind() == TokenKind::Nested {
            shown.push_str(&format!(", decryption_key_id={}", repr(self.decryption_key_id())?));
        }
        Ok(shown + ")")
    }
}

/// Objects that are built when they are first asked for.
fn once<'py>(py: Python<'py>, built: &PyOnceLock<Py<PyAny>>, json: &[u8]) -> PyResult<Bound<'py, PyAny>> {
    guard(py, || built.get_or_try_init(py, || read::objects(py, json).map(Bound::unbind)).map(|object| object.bind(py).clone()))
}
