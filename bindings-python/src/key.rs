//! `Key`.

use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use tokenseal::{Algorithm, Error, ErrorCode, Key, KeyOptions, Password, ThumbprintHash};
use zeroize::Zeroizing;

use crate::errors::{OrRaise, guard, raised};
use crate::input::{Binary, Document, Name, Text};
use crate::{options, read};

/// A key, with what it may do: immutable, and safe to share between threads.
///
/// It is made once, by one of the static methods, and bound to its algorithm: a token never chooses more than the key permits.
#[pyclass(frozen, name = "Key", module = "tokenseal")]
pub(crate) struct PyKey(pub(crate) Key);

#[pymethods]
impl PyKey {
    /// A new key for an algorithm, such as 'ES256', 'Ed25519', 'HS256', 'ECDH-ES+A256KW' or 'dir'.
    ///
    /// `enc` is for 'dir', `curve` for ECDH-ES, `bits` for RSA. An asymmetric key has its thumbprint as key_id, unless `key_id` says otherwise.
    #[staticmethod]
    #[pyo3(signature = (alg, **options), text_signature = "(alg, *, enc=None, curve=None, bits=None, key_id=None)")]
    fn generate(py: Python<'_>, alg: Name, options: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        guard(py, || {
            let options = options::read("Key.generate", options)?;
            let algorithm = algorithm(py, &alg)?;
            py.detach(|| Key::generate(algorithm, &options)).or_raise(py).map(Self)
        })
    }

    /// A key from a JWK: a dict, or JSON text.
    #[staticmethod]
    #[pyo3(signature = (jwk, **options), text_signature = "(jwk, *, alg=None, enc=None)")]
    fn from_jwk(py: Python<'_>, jwk: Document<'_>, options: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        guard(py, || {
            let options = options::read("Key.from_jwk", options)?;
            let jwk = Zeroizing::new(jwk.0.to_text(py, ErrorCode::JwkInvalid)?);
            py.detach(|| Key::from_jwk(&jwk, &options)).or_raise(py).map(Self)
        })
    }

    /// A public or private key from PEM: PKCS#8, SPKI, PKCS#1 or SEC1.
    ///
    /// `password` opens encrypted PKCS#8 (PBES2).
    #[staticmethod]
    #[pyo3(signature = (pem, alg, *, password = None, **options), text_signature = "(pem, alg, *, password=None, key_id=None)")]
    fn from_pem(
        py: Python<'_>,
        pem: Text,
        alg: Name,
        password: Option<Bound<'_, PyAny>>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        guard(py, || {
            let mut options: KeyOptions = options::read("Key.from_pem", options)?;
            options.password = password.map(|password| secret(py, &password)).transpose()?;
            let algorithm = algorithm(py, &alg)?;
            py.detach(|| Key::from_pem(pem.as_ref(), algorithm, &options)).or_raise(py).map(Self)
        })
    }

    /// A public or private key from DER: PKCS#8, SPKI, PKCS#1 or SEC1.
    ///
    /// `password` opens encrypted PKCS#8 (PBES2).
    #[staticmethod]
    #[pyo3(signature = (der, alg, *, password = None, **options), text_signature = "(der, alg, *, password=None, key_id=None)")]
    fn from_der(
        py: Python<'_>,
        der: Binary,
        alg: Name,
        password: Option<Bound<'_, PyAny>>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        guard(py, || {
            let mut options: KeyOptions = options::read("Key.from_der", options)?;
            options.password = password.map(|password| secret(py, &password)).transpose()?;
            let algorithm = algorithm(py, &alg)?;
            py.detach(|| Key::from_der(der.as_ref(), algorithm, &options)).or_raise(py).map(Self)
        })
    }

    /// The public key of an X.509 certificate, in PEM (of a chain, the first) or DER. Whether to trust the certificate is for the caller to find out.
    #[staticmethod]
    #[pyo3(signature = (certificate, alg, **options), text_signature = "(certificate, alg, *, key_id=None)")]
    fn from_certificate(py: Python<'_>, certificate: Text, alg: Name, options: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        guard(py, || {
            let options = options::read("Key.from_certificate", options)?;
            let algorithm = algorithm(py, &alg)?;
            py.detach(|| Key::from_certificate(certificate.as_ref(), algorithm, &options)).or_raise(py).map(Self)
        })
    }

    /// A shared secret. It has to be random and long enough for its algorithm; for what people can remember there is `from_password`.
    #[staticmethod]
    #[pyo3(signature = (secret, alg, **options), text_signature = "(secret, alg, *, enc=None, key_id=None)")]
    fn from_secret(py: Python<'_>, secret: Binary, alg: Name, options: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        guard(py, || {
            let options = options::read("Key.from_secret", options)?;
            Key::from_secret(secret.as_ref(), algorithm(py, &alg)?, &options).or_raise(py).map(Self)
        })
    }

    /// A password, from which a key is derived for each token (PBES2).
    #[staticmethod]
    #[pyo3(
        signature = (password, alg = Name(Key::DEFAULT_PASSWORD_ALGORITHM.as_str().to_owned()), **options),
        text_signature = "(password, alg='PBES2-HS512+A256KW', *, key_id=None)"
    )]
    fn from_password(py: Python<'_>, password: Text, alg: Name, options: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        guard(py, || {
            let options = options::read("Key.from_password", options)?;
            Key::from_password(password.as_ref(), algorithm(py, &alg)?, &options).or_raise(py).map(Self)
        })
    }

    /// The algorithm that the key is bound to, if it is bound to one.
    #[getter]
    fn algorithm(&self) -> Option<&'static str> {
        self.0.algorithm().map(Algorithm::as_str)
    }

    /// The content encryption that a 'dir' key is bound to.
    #[getter]
    fn content_encryption(&self) -> Option<&'static str> {
        self.0.content_encryption().map(|enc| enc.as_str())
    }

    /// The key's `kid`: it goes into tokens that the key makes, and selects the key for tokens that it checks.
    #[getter]
    fn key_id(&self) -> Option<&str> {
        self.0.key_id()
    }

    /// The `kty` of RFC 7517: 'oct', 'RSA', 'EC', 'OKP' or 'AKP'.
    #[getter]
    fn key_type(&self) -> &'static str {
        self.0.key_type()
    }

    /// The `use` of RFC 7517, 'sig' or 'enc', if the key says so.
    #[getter]
    fn r#use(&self) -> Option<&'static str> {
        self.0.key_use()
    }

    /// Whether the key holds what must be kept secret.
    #[getter]
    fn is_private(&self) -> bool {
        self.0.is_private()
    }

    /// The public half, to be given to others.
    fn public(&self, py: Python<'_>) -> PyResult<Self> {
        guard(py, || self.0.public().or_raise(py).map(Self))
    }

    /// The key as a JWK: its public half, or with `private` all of it.
    #[pyo3(signature = (private = false))]
    fn to_jwk<'py>(&self, py: Python<'py>, private: bool) -> PyResult<Bound<'py, PyAny>> {
        guard(py, || read::objects(py, self.0.to_jwk(private).or_raise(py)?.as_bytes()))
    }

    /// The key as PEM: the public half (SPKI), or with `private` all of it (PKCS#8).
    #[pyo3(signature = (private = false))]
    fn to_pem(&self, py: Python<'_>, private: bool) -> PyResult<String> {
        guard(py, || self.0.to_pem(private).or_raise(py))
    }

    /// The key as DER: the public half (SPKI), or with `private` all of it (PKCS#8).
    #[pyo3(signature = (private = false))]
    fn to_der<'py>(&self, py: Python<'py>, private: bool) -> PyResult<Bound<'py, PyBytes>> {
        guard(py, || self.0.to_der(private).or_raise(py).map(|der| PyBytes::new(py, &der)))
    }

    /// The JWK thumbprint (RFC 7638), by 'sha256', 'sha384' or 'sha512'. That of a shared secret is not to be published.
    #[pyo3(signature = (hash = Name(ThumbprintHash::default().as_str().to_owned())), text_signature = "($self, hash='sha256')")]
    fn thumbprint(&self, py: Python<'_>, hash: Name) -> PyResult<String> {
        guard(py, || self.0.thumbprint(hash.0.parse().or_raise(py)?).or_raise(py))
    }

    /// The thumbprint as a URI (RFC 9278).
    #[pyo3(signature = (hash = Name(ThumbprintHash::default().as_str().to_owned())), text_signature = "($self, hash='sha256')")]
    fn thumbprint_uri(&self, py: Python<'_>, hash: Name) -> PyResult<String> {
        guard(py, || self.0.thumbprint_uri(hash.0.parse().or_raise(py)?).or_raise(py))
    }

    fn __eq__(&self, py: Python<'_>, other: PyRef<'_, Self>) -> PyResult<bool> {
        guard(py, || Ok(self.0 == other.0))
    }

    /// By a random key of this process, so that the number says nothing about a secret.
    fn __hash__(&self, py: Python<'_>) -> PyResult<u64> {
        static HASHER: LazyLock<RandomState> = LazyLock::new(RandomState::new);
        guard(py, || {
            let thumbprint = self.0.thumbprint(ThumbprintHash::default()).or_raise(py)?;
            Ok(HASHER.hash_one((thumbprint, self.algorithm(), self.key_id(), self.is_private())))
        })
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let repr = |text: Option<&str>| text.into_pyobject(py)?.repr().map(|repr| repr.to_string());
        let (algorithm, key_id) = (repr(self.algorithm())?, repr(self.key_id())?);
        let private = if self.is_private() { "True" } else { "False" };
        Ok(format!("Key(key_type='{}', algorithm={algorithm}, key_id={key_id}, is_private={private})", self.key_type()))
    }

    fn __reduce__(&self) -> PyResult<()> {
        Err(PyTypeError::new_err("a Key cannot be pickled, so that secrets are not written by accident; use to_jwk, to_pem or to_der"))
    }
}

fn algorithm(py: Python<'_>, name: &Name) -> PyResult<Algorithm> {
    name.0.parse().or_raise(py)
}

/// The password of an encrypted key: text or bytes. It is an option, so that anything else is the core's error and no TypeError.
fn secret(py: Python<'_>, password: &Bound<'_, PyAny>) -> PyResult<Password> {
    let text: PyResult<Text> = password.extract();
    let text = text.map_err(|_| raised(py, &Error::new(ErrorCode::OptionInvalid, "option `password` is not of the right form")))?;
    Ok(text.as_ref().into())
}

/// Whether these keys only do work so short that letting go of the interpreter lock would cost more.
pub(crate) fn are_quick<'a>(keys: impl IntoIterator<Item = &'a Key>) -> bool {
    keys.into_iter().all(Key::is_quick)
}
