//! `Issuer`.

use pyo3::prelude::*;
use pyo3::types::PyDict;
use tokenseal::{IssueOptions, Issuer, Key};

use crate::errors::{OrRaise, guard};
use crate::input::Claims;
use crate::jwt::Making;
use crate::key::{PyKey, are_quick};
use crate::options;

/// Makes tokens with keys and options that are given once: what a service that hands out tokens holds.
///
/// With a signing key it signs, with an encryption key it encrypts, with both it seals: signs, then encrypts.
#[pyclass(frozen, name = "Issuer", module = "tokenseal")]
pub(crate) struct PyIssuer {
    issuer: Issuer,
    quick: bool,
}

#[pymethods]
impl PyIssuer {
    #[new]
    #[pyo3(
        signature = (signing_key = None, encryption_key = None, **options),
        text_signature = "(signing_key=None, encryption_key=None, *, issuer=..., audience=..., subject=..., lifetime=..., no_expiry=False, \
            type='JWT', header=None, profile=..., enc=None, compress=False)"
    )]
    fn new(
        py: Python<'_>,
        signing_key: Option<PyRef<'_, PyKey>>,
        encryption_key: Option<PyRef<'_, PyKey>>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        guard(py, || {
            let options = options::read("Issuer", options)?;
            let key = |key: Option<PyRef<'_, PyKey>>| key.map(|key| key.0.clone());
            let (signing, encryption): (Option<Key>, Option<Key>) = (key(signing_key), key(encryption_key));
            let quick = are_quick(signing.iter().chain(&encryption));
            py.detach(|| Issuer::new(signing, encryption, &options)).or_raise(py).map(|issuer| Self { issuer, quick })
        })
    }

    /// Makes a token with these claims. Options that are given here go before the issuer's own.
    #[pyo3(
        signature = (claims, **options),
        text_signature = "($self, claims, *, expires_in=..., no_expiry=False, audience=..., subject=..., not_before=..., token_id=..., \
            header=None, now=None)"
    )]
    fn issue(&self, py: Python<'_>, claims: Claims<'_>, options: Option<&Bound<'_, PyDict>>) -> PyResult<String> {
        guard(py, || {
            let mut options: IssueOptions = options::read("Issuer.issue", options)?;
            options.now = Some(options::now(options.now));
            Making::Issue(&self.issuer, options).run(py, &claims, self.quick)
        })
    }
}
