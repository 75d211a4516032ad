//! `Token`.

use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::{Arc, OnceLock};

use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyString};
use tokenseal::{Token, TokenKind};

use crate::error::guard;
use crate::from_json;
use crate::kept::Kept;
use crate::shape;
use crate::show::Shown;

/// How many claims are read one by one, before a dict of all is sooner.
const FEW: u8 = 4;

/// A token whose signature, encryption and claims were checked: immutable, and safe to share
/// between threads.
///
/// `token["sub"]` is a claim. Objects are built on demand, from the very bytes that were verified.
/// They belong to the caller: changing one does not change what another reader of this token sees.
///
/// To a type checker, `Token[MyClaims]` is a token whose claims are a TypedDict; at run time, it is
/// the same as Token.
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
    /// For looking up claims, once that is sooner than to find them in the text.
    kept: OnceLock<Kept>,
    /// Whether its verifier remembers it, so that it is likely to be read again.
    is_remembered: bool,
    /// How many claims were found in the text.
    found: AtomicU8,
    /// Whether somebody has asked for all claims.
    was_read: AtomicBool,
}

impl From<Token> for PyToken {
    fn from(token: Token) -> Self {
        Self {
            token,
            kept: OnceLock::new(),
            is_remembered: false,
            found: AtomicU8::new(0),
            was_read: AtomicBool::new(false),
        }
    }
}

#[pymethods]
impl PyToken {
    /// The claims: a new dict each time, so keep it if you read it often.
    ///
    /// Integers are exact, however large.
    #[getter]
    fn claims<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        guard(py, || {
            // Who asks first, and mostly once, is given what is read.
            let is_first = self.kept.get().is_none()
                && !self.is_remembered
                && !self.was_read.swap(true, Ordering::Relaxed);
            if is_first {
                shape::dict(py, self.token.claims_json())
            } else {
                self.kept(py)?.copy(py)
            }
        })
    }

    /// The bytes that were verified or decrypted: the claims as JSON text, exactly as they were
    /// protected.
    #[getter]
    fn payload<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.token.payload())
    }

    /// The protected header, a new dict each time: the signed token's, or the encrypted token's if
    /// nothing is signed.
    #[getter]
    fn header<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        guard(py, || from_json::objects(py, self.token.header().as_bytes()))
    }

    /// The key_id of the key that verified the signature (or decrypted, if nothing is signed). It
    /// is the key's own, never the token's.
    #[getter]
    fn key_id(&self) -> Option<&str> {
        self.token.key_id()
    }

    /// How the token was protected: 'signed', 'encrypted' or 'nested'.
    #[getter]
    fn kind(&self) -> &'static str {
        self.token.kind().as_str()
    }

    /// The header of the encrypted token around the signed one, a new dict each time; None unless
    /// the token is nested.
    #[getter]
    fn outer_header<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        guard(py, || from_json::optional(py, self.token.outer_header()))
    }

    /// The key_id of the key that decrypted the token, if it was encrypted.
    #[getter]
    fn decryption_key_id(&self) -> Option<&str> {
        self.token.decryption_key_id()
    }

    /// How the sender proved, in the check, possession of what the token is bound to: 'dpop' or
    /// 'certificate'; None if it is bound to nothing, or that is ignored.
    #[getter]
    fn proven_by(&self) -> Option<&'static str> {
        self.token.proven_by().map(|way| way.as_str())
    }

    /// A claim, or `default` if the token lacks it.
    ///
    /// Args:
    ///     name: the claim's name.
    ///     default: what to return if the claim is absent.
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
                .ok_or_else(|| PyKeyError::new_err((name.clone().unbind(),)))
        })
    }

    fn __contains__(&self, py: Python<'_>, name: &Bound<'_, PyAny>) -> PyResult<bool> {
        guard(py, || match self.in_text(name) {
            Some(name) => Ok(self.token.claim_json(name).is_some()),
            None => self.kept(py)?.contains(py, name),
        })
    }

    /// Reveals nothing about the claims: what is shown ends up in logs.
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

    /// The object of a token: the very same each time, if its verifier remembers the token and
    /// found it there.
    pub(crate) fn of(py: Python<'_>, token: Token) -> PyResult<Bound<'_, Self>> {
        let Some(beside) = token.beside() else {
            return Bound::new(py, Self::from(token));
        };
        match beside.get::<Py<Self>>() {
            // The sender proves possession each time, and not always in the same way.
            Some(kept) if kept.get().token.proven_by() == token.proven_by() => Ok(kept.bind(py).clone()),
            _ => {
                let own = Self {
                    is_remembered: true,
                    ..Self::from(token.alone())
                };
                let own = Bound::new(py, own)?;
                beside.put(Arc::new(own.clone().unbind()));
                Ok(own)
            }
        }
    }

    /// A claim that the caller may keep.
    fn claim<'py>(&self, py: Python<'py>, name: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>> {
        match self.in_text(name) {
            Some(name) => self
                .token
                .claim_json(name)
                .map(|json| from_json::value(py, json))
                .transpose(),
            None => self.kept(py)?.get(py, name),
        }
    }

    /// The name of a claim to be found in the text. None if there is a dict, or will be.
    fn in_text<'a>(&self, name: &'a Bound<'_, PyAny>) -> Option<&'a str> {
        if self.is_remembered || self.kept.get().is_some() {
            return None;
        }
        // Another type may compare as it likes, and a lone surrogate is in no text: a dict knows
        // both.
        let name = name.cast_exact::<PyString>().ok()?.to_str().ok()?;
        (self.found.fetch_add(1, Ordering::Relaxed) < FEW).then_some(name)
    }

    /// Built without a lock, which a fork could leave locked: of two threads that come at once, one
    /// builds in vain.
    fn kept(&self, py: Python<'_>) -> PyResult<&Kept> {
        if let Some(kept) = self.kept.get() {
            return Ok(kept);
        }
        let claims = shape::dict(py, self.token.claims_json())?;
        Ok(self.kept.get_or_init(|| Kept::from(claims)))
    }
}
