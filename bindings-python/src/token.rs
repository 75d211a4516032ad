//! `Token`.

use std::sync::{Arc, OnceLock};

use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList};
use tokenseal::{Token, TokenKind};

use crate::error::guard;
use crate::from_json;
use crate::show::Shown;

/// A token whose signature, encryption and claims were checked: immutable, and safe to share between threads.
///
/// `token["sub"]` is a claim. Objects are built when they are asked for, from the very bytes that were verified. What is handed out is the
/// caller's own: to change it changes nothing that another reader of this token sees.
///
/// To a type checker, `Token[MyClaims]` is a token whose claims are a TypedDict; when the program runs, it is the same as Token.
///
/// Example:
///     >>> from tokenseal import Key, sign, verify
///     >>> key = Key.generate("HS256")
///     >>> token = verify(sign({"sub": "alice", "scope": "read"}, key, expires_in="15m"), key)
///     >>> token["sub"], token.get("nickname"), "scope" in token
///     ('alice', None, True)
///     >>> token.kind, token.header["alg"]
///     ('signed', 'HS256')
#[pyclass(frozen, generic, mapping, name = "Token", module = "tokenseal")]
pub(crate) struct PyToken {
    token: Token,
    /// For looking up single claims, and never handed out: else one reader could change what the next one sees.
    claims: OnceLock<Py<PyDict>>,
    /// Whether it is likely to be asked for all its claims again.
    is_kept: bool,
}

impl From<Token> for PyToken {
    fn from(token: Token) -> Self {
        Self {
            token,
            claims: OnceLock::new(),
            is_kept: false,
        }
    }
}

#[pymethods]
impl PyToken {
    /// The claims: a new dict each time, so keep it where it is read often.
    ///
    /// Integers are exact, however large.
    #[getter]
    fn claims<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        guard(py, || match self.is_kept {
            true => copied(self.own(py)?.as_any()),
            false => self.read(py),
        })
    }

    /// The bytes that were verified or decrypted: the claims as JSON text, exactly as they were protected.
    #[getter]
    fn payload<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.token.payload())
    }

    /// The protected header, a new dict each time: the signed token's, or the encrypted token's where nothing is signed.
    #[getter]
    fn header<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        guard(py, || from_json::objects(py, self.token.header().as_bytes()))
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

    /// The header of the encrypted token around the signed one, a new dict each time; None unless the token is nested.
    #[getter]
    fn outer_header<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        guard(py, || from_json::optional(py, self.token.outer_header()))
    }

    /// The key_id of the key that decrypted the token, if it was encrypted.
    #[getter]
    fn decryption_key_id(&self) -> Option<&str> {
        self.token.decryption_key_id()
    }

    /// How the sender proved, in the check, to hold what the token is bound to: 'dpop' or 'certificate'; None if it is bound to nothing, or that is ignored.
    #[getter]
    fn proven_by(&self) -> Option<&'static str> {
        self.token.proven_by().map(|way| way.as_str())
    }

    /// A claim, or `default` if the token lacks it.
    ///
    /// Args:
    ///     name: the claim's name.
    ///     default: what to give for a claim that is absent.
    ///
    /// Returns:
    ///     The claim's value; `null` is None as well.
    ///
    /// Example:
    ///     >>> from tokenseal import Key, sign, verify
    ///     >>> key = Key.generate("HS256")
    ///     >>> verify(sign({"sub": "alice"}, key, expires_in="15m"), key).get("scope", "")
    ///     ''
    #[pyo3(signature = (name, default = None))]
    fn get<'py>(
        &self,
        py: Python<'py>,
        name: &Bound<'py, PyAny>,
        default: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        guard(py, || Ok(self.claim(py, name)?.or(default)))
    }

    fn __getitem__<'py>(&self, py: Python<'py>, name: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        guard(py, || {
            self.claim(py, name)?
                .ok_or_else(|| PyKeyError::new_err(name.clone().unbind()))
        })
    }

    fn __contains__(&self, py: Python<'_>, name: &Bound<'_, PyAny>) -> PyResult<bool> {
        guard(py, || self.own(py)?.contains(name))
    }

    /// Says nothing of the claims: what is shown ends up in logs.
    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let shown = Shown::new(py, "Token")
            .with("kind", self.kind())?
            .with("key_id", self.key_id())?;
        let is_nested = self.token.kind() == TokenKind::Nested;
        let shown = if is_nested {
            shown.with("decryption_key_id", self.decryption_key_id())?
        } else {
            shown
        };
        Ok(shown.done())
    }

    /// It never changes: a copy is the object itself.
    fn __copy__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __deepcopy__<'py>(slf: PyRef<'py, Self>, _memo: &Bound<'py, PyAny>) -> PyRef<'py, Self> {
        slf
    }
}

impl PyToken {
    pub(crate) fn as_core(&self) -> &Token {
        &self.token
    }

    /// The object of a token: the very same each time, where its verifier remembers the token and has found it there.
    pub(crate) fn of(py: Python<'_>, token: Token) -> PyResult<Bound<'_, Self>> {
        let Some(beside) = token.beside() else {
            return Bound::new(py, Self::from(token));
        };
        match beside.get::<Py<Self>>() {
            // Whoever holds it has proven that each time, and not always in the same way.
            Some(kept) if kept.get().token.proven_by() == token.proven_by() => Ok(kept.bind(py).clone()),
            _ => {
                let own = Self {
                    token: token.alone(),
                    claims: OnceLock::new(),
                    is_kept: true,
                };
                let own = Bound::new(py, own)?;
                beside.put(Arc::new(own.clone().unbind()));
                Ok(own)
            }
        }
    }

    /// A claim that the caller may keep: what could be changed is copied.
    fn claim<'py>(&self, py: Python<'py>, name: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.own(py)?
            .get_item(name)?
            .map(|value| copied(&value))
            .transpose()
    }

    fn read<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        from_json::objects(py, self.token.payload())
    }

    /// Built without a lock, which a fork could leave locked: of two threads that come at once, one builds in vain.
    fn own<'py>(&self, py: Python<'py>) -> PyResult<&Bound<'py, PyDict>> {
        if let Some(claims) = self.claims.get() {
            return Ok(claims.bind(py));
        }
        let claims = self.read(py)?.cast_into::<PyDict>()?.unbind();
        Ok(self.claims.get_or_init(|| claims).bind(py))
    }
}

/// A value of claims that its reader may change. Texts, numbers and the like cannot be, and are the same.
fn copied<'py>(value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    if let Ok(members) = value.cast::<PyDict>() {
        let copy = members.copy()?;
        for (name, value) in members {
            if can_change(&value) {
                copy.set_item(name, copied(&value)?)?;
            }
        }
        return Ok(copy.into_any());
    }
    match value.cast::<PyList>() {
        Ok(elements) => {
            let copy = elements
                .iter()
                .map(|element| copied(&element))
                .collect::<PyResult<Vec<_>>>()?;
            Ok(PyList::new(value.py(), copy)?.into_any())
        }
        Err(_) => Ok(value.clone()),
    }
}

fn can_change(value: &Bound<'_, PyAny>) -> bool {
    value.is_exact_instance_of::<PyDict>() || value.is_exact_instance_of::<PyList>()
}
