//! `Key`.

use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{IntoPyDict, PyBytes, PyDict, PyString, PyTuple, PyType};
use tokenseal::{Algorithm, ErrorCode, ExportOptions, Key, ThumbprintHash};
use zeroize::Zeroizing;

use crate::docs;
use crate::error::{OrRaise, guard};
use crate::fork::detached;
use crate::input::{Binary, Document, Name, Secret, Text, is_bytes, is_mapping, unexpected, unexpected_with};
use crate::show::Shown;
use crate::{from_json, options};

/// A key and what it may do: immutable, and safe to share between threads.
///
/// It is made once, by one of the static methods, and bound to its algorithm: a token never chooses
/// more than the key permits. Keys are equal if their thumbprint, algorithm, key_id and is_private
/// are equal. Only public keys can be pickled, so that no secret is written by accident. A copy is
/// the key itself.
///
/// Example:
///     >>> from tokenseal import Key
///     >>> key = Key.generate("ES256", key_id="2026-11")
///     >>> key
///     Key(key_type='EC', algorithm='ES256', key_id='2026-11', is_private=True)
///     >>> Key.from_jwk(key.to_jwk()) == key.public()
///     True
#[pyclass(frozen, name = "Key", module = "tokenseal")]
pub(crate) struct PyKey(pub(crate) Key);

#[pymethods]
impl PyKey {
    #[doc = docs::signature!("Key.generate", "generate(alg, *, ")]
    /// A new key for an algorithm, such as 'ES256', 'Ed25519', 'HS256', 'ECDH-ES+A256KW' or 'dir'.
    ///
    /// Args:
    ///     alg: the algorithm that the key is bound to.
    #[doc = docs::described!("Key.generate")]
    /// Returns:
    ///     The private or secret Key.
    ///
    /// Raises:
    ///     AlgorithmError: ERR_JOSE_NOT_SUPPORTED, an algorithm that the library does not support.
    ///     OptionError: ERR_OPTION_INVALID, an option that does not apply to the algorithm. PBES2
    ///         keys are passwords, which people choose.
    ///
    /// Example:
    ///     >>> from tokenseal import Key
    ///     >>> Key.generate("ECDH-ES+A256KW", curve="X25519").key_type
    ///     'OKP'
    #[staticmethod]
    #[pyo3(signature = (alg, **options), text_signature = None)]
    fn generate(py: Python<'_>, alg: Name, options: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        guard(py, || {
            let options = options::read("Key.generate", options)?;
            let algorithm = algorithm(py, &alg)?;
            detached(py, || Key::generate(algorithm, &options))
                .or_raise(py)
                .map(Self)
        })
    }

    #[doc = docs::signature!("Key.from_jwk", "from_jwk(jwk, *, ")]
    /// A key from a JWK (RFC 7517).
    ///
    /// Without `alg` in the JWK or here, the key can verify and decrypt with every algorithm of its
    /// family, but makes no tokens.
    ///
    /// Args:
    ///     jwk: a mapping, or JSON text as str or bytes.
    #[doc = docs::described!("Key.from_jwk")]
    /// Returns:
    ///     The Key.
    ///
    /// Raises:
    ///     InvalidKeyError: ERR_JWK_INVALID, ERR_KEY_WEAK, or ERR_KEY_MISMATCH if the key
    ///         contradicts itself or `alg`.
    ///     AlgorithmError: ERR_JOSE_NOT_SUPPORTED, a type, curve or algorithm that the library does
    ///         not support.
    ///     LimitExceededError: ERR_JOSE_LIMIT_EXCEEDED, an RSA key of more than 8192 bits.
    ///     OptionError: ERR_OPTION_INVALID.
    ///
    /// Example:
    ///     >>> from tokenseal import Key
    ///     >>> jwk = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
    ///     >>> Key.from_jwk(jwk, alg="EdDSA").thumbprint()
    ///     'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k'
    #[staticmethod]
    #[pyo3(signature = (jwk, **options), text_signature = None)]
    fn from_jwk(py: Python<'_>, jwk: Document<'_>, options: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        guard(py, || {
            let options = options::read("Key.from_jwk", options)?;
            let jwk = Zeroizing::new(jwk.0.to_text(py, ErrorCode::JwkInvalid)?);
            detached(py, || Key::from_jwk(&jwk, &options))
                .or_raise(py)
                .map(Self)
        })
    }

    #[doc = docs::signature!("Key.from_pem", "from_pem(pem, alg, *, ")]
    /// A public or private key from PEM: PKCS#8, SPKI, PKCS#1 or SEC1 (RFC 7468).
    ///
    /// Args:
    ///     pem: the PEM text, as str or bytes.
    ///     alg: the algorithm that the key is bound to.
    #[doc = docs::described!("Key.from_pem")]
    /// Returns:
    ///     The Key.
    ///
    /// Raises:
    ///     InvalidKeyError: ERR_JWK_INVALID, ERR_KEY_WEAK, or ERR_KEY_MISMATCH if the key is not
    ///         for `alg`.
    ///     AlgorithmError: ERR_JOSE_NOT_SUPPORTED.
    ///     DecryptionError: ERR_JWE_DECRYPTION_FAILED, another password.
    ///     OptionError: ERR_OPTION_INVALID.
    ///
    /// Example:
    ///     >>> from tokenseal import Key
    ///     >>> key = Key.generate("ES256", key_id="2026-11")
    ///     >>> Key.from_pem(key.to_pem(private=True), "ES256", key_id="2026-11") == key
    ///     True
    #[staticmethod]
    #[pyo3(signature = (pem, alg, **options), text_signature = None)]
    fn from_pem(py: Python<'_>, pem: Text, alg: Name, options: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        guard(py, || {
            let options = options::read("Key.from_pem", options)?;
            let algorithm = algorithm(py, &alg)?;
            detached(py, || Key::from_pem(pem.as_ref(), algorithm, &options))
                .or_raise(py)
                .map(Self)
        })
    }

    #[doc = docs::signature!("Key.from_der", "from_der(der, alg, *, ")]
    /// A public or private key from DER: PKCS#8, SPKI, PKCS#1 or SEC1.
    ///
    /// Args:
    ///     der: the bytes.
    ///     alg: the algorithm that the key is bound to.
    #[doc = docs::described!("Key.from_der")]
    /// Returns:
    ///     The Key. It raises what `from_pem` does.
    ///
    /// Example:
    ///     >>> from tokenseal import Key
    ///     >>> Key.from_der(Key.generate("RS256").to_der(), "RS256").is_private
    ///     False
    #[staticmethod]
    #[pyo3(signature = (der, alg, **options), text_signature = None)]
    fn from_der(
        py: Python<'_>,
        der: Binary,
        alg: Name,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        guard(py, || {
            let options = options::read("Key.from_der", options)?;
            let algorithm = algorithm(py, &alg)?;
            detached(py, || Key::from_der(der.as_ref(), algorithm, &options))
                .or_raise(py)
                .map(Self)
        })
    }

    #[doc = docs::signature!("Key.from_certificate", "from_certificate(certificate, alg, *, ")]
    /// The public key of an X.509 certificate (RFC 5280). The caller must decide whether to trust
    /// the certificate.
    ///
    /// Args:
    ///     certificate: PEM (the first certificate of a chain counts) or DER, as str or bytes.
    ///     alg: the algorithm that the key is bound to.
    #[doc = docs::described!("Key.from_certificate")]
    /// Returns:
    ///     The public Key; its JWK has the certificate as `x5c` and its `x5t#S256`.
    ///
    /// Raises:
    ///     InvalidKeyError: ERR_JWK_INVALID, no certificate, or ERR_KEY_MISMATCH, one that is not
    ///         for `alg`.
    ///     AlgorithmError: ERR_JOSE_NOT_SUPPORTED.
    ///
    /// Example:
    ///     >>> from tokenseal import Key
    ///     >>> key = Key.from_certificate('''-----BEGIN CERTIFICATE-----
    ///     ... MIHgMIGTAhR4d0zVT7HstCnPZGy509i/FvWNSjAFBgMrZXAwEjEQMA4GA1UEAwwH
    ///     ... ZXhhbXBsZTAgFw0yNjExMjIwNzAyMDJaGA8yMTI2MTAyOTA3MDIwMlowEjEQMA4G
    ///     ... A1UEAwwHZXhhbXBsZTAqMAUGAytlcAMhAGkdFlMM+MKZTR1s82PcjWawkIQa1p55
    ///     ... 8N3dzxYRDOIqMAUGAytlcANBAE3FGVSmQs16v5u2uWtiqJxVNKo8Mzlirssyclfe
    ///     ... 71yiBDbbiGqbpwAuVjZx9B2U0hsQAxIB8qh7mS8spTYlpwk=
    ///     ... -----END CERTIFICATE-----
    ///     ... ''', "Ed25519")
    ///     >>> key.key_type
    ///     'OKP'
    #[staticmethod]
    #[pyo3(signature = (certificate, alg, **options), text_signature = None)]
    fn from_certificate(
        py: Python<'_>,
        certificate: Text,
        alg: Name,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        guard(py, || {
            let options = options::read("Key.from_certificate", options)?;
            let algorithm = algorithm(py, &alg)?;
            detached(py, || {
                Key::from_certificate(certificate.as_ref(), algorithm, &options)
            })
            .or_raise(py)
            .map(Self)
        })
    }

    #[doc = docs::signature!("Key.from_secret", "from_secret(secret, alg, *, ")]
    /// A shared secret. It must be random and long enough for its algorithm; for secrets that
    /// people can remember, use `from_password`.
    ///
    /// Args:
    ///     secret: bytes, or text together with `encoding`: at least as long as the hash for HMAC,
    ///         and exactly as long as the key for everything else.
    ///     alg: the algorithm that the key is bound to.
    #[doc = docs::described!("Key.from_secret")]
    /// Returns:
    ///     The secret Key.
    ///
    /// Raises:
    ///     InvalidKeyError: ERR_KEY_WEAK, too short; ERR_JWK_INVALID, too long; ERR_KEY_MISMATCH, a
    ///         public or private key given as a secret.
    ///     AlgorithmError: ERR_JOSE_NOT_SUPPORTED.
    ///     OptionError: ERR_OPTION_INVALID.
    ///
    /// Example:
    ///     >>> from secrets import token_bytes
    ///     >>> from tokenseal import Key
    ///     >>> Key.from_secret(token_bytes(32), "HS256", key_id="hmac").key_type
    ///     'oct'
    #[staticmethod]
    #[pyo3(signature = (secret, alg, **options), text_signature = None)]
    fn from_secret(
        py: Python<'_>,
        secret: Secret,
        alg: Name,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        guard(py, || {
            let options = options::read("Key.from_secret", options)?;
            Key::from_secret(&secret, algorithm(py, &alg)?, &options)
                .or_raise(py)
                .map(Self)
        })
    }

    #[doc = docs::signature!("Key.from_password", "from_password(password, alg='PBES2-HS512+A256KW', *, ")]
    /// A password, from which a key is derived for each token (PBES2: RFC 7518, section 4.8).
    ///
    /// Args:
    ///     password: at least 8 bytes, as str or bytes.
    ///     alg: the PBES2 algorithm that the key is bound to.
    #[doc = docs::described!("Key.from_password")]
    /// Returns:
    ///     The secret Key.
    ///
    /// Raises:
    ///     InvalidKeyError: ERR_KEY_WEAK, too short.
    ///     AlgorithmError: ERR_JOSE_NOT_SUPPORTED.
    ///
    /// Example:
    ///     >>> from tokenseal import Key
    ///     >>> Key.from_password("correct horse battery staple").algorithm
    ///     'PBES2-HS512+A256KW'
    #[staticmethod]
    #[pyo3(signature = (password, alg = Name(Key::DEFAULT_PASSWORD_ALGORITHM.as_str().to_owned()), **options), text_signature = None)]
    fn from_password(
        py: Python<'_>,
        password: Secret,
        alg: Name,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        guard(py, || {
            let options = options::read("Key.from_password", options)?;
            Key::from_password(password.as_ref(), algorithm(py, &alg)?, &options)
                .or_raise(py)
                .map(Self)
        })
    }

    /// The same key with another `kid`, or with none. A JWK in the header of an ACME request
    /// (RFC 8555, section 6.2), for example, must have none.
    ///
    /// Args:
    ///     key_id: the new `kid`, or None.
    ///
    /// Returns:
    ///     The Key.
    ///
    /// Example:
    ///     >>> from tokenseal import Key
    ///     >>> sorted(Key.generate("ES256").with_key_id(None).to_jwk())
    ///     ['alg', 'crv', 'kty', 'x', 'y']
    fn with_key_id(&self, key_id: Option<Name>) -> Self {
        Self(self.0.with_key_id(key_id.as_ref().map(|name| name.0.as_str())))
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

    /// The key's `kid`: it goes into tokens that the key makes, and selects the key for tokens that
    /// it checks.
    #[getter]
    fn key_id(&self) -> Option<&str> {
        self.0.key_id()
    }

    /// The `kty` of RFC 7517: 'oct', 'RSA', 'EC', 'OKP' or 'AKP'.
    #[getter]
    fn key_type(&self) -> &'static str {
        self.0.key_type()
    }

    /// The `use` of RFC 7517, 'sig' or 'enc', if the key says so; or a name that `signature_uses`
    /// allowed.
    #[getter]
    fn r#use(&self) -> Option<&str> {
        self.0.key_use()
    }

    /// Whether the key holds what must be kept secret.
    #[getter]
    fn is_private(&self) -> bool {
        self.0.is_private()
    }

    /// The public half, to be given to others.
    ///
    /// Returns:
    ///     The public Key; of a public one, an equal one.
    ///
    /// Raises:
    ///     InvalidKeyError: ERR_KEY_MISMATCH, a secret has no public half.
    ///
    /// Example:
    ///     >>> from tokenseal import Key
    ///     >>> Key.generate("ES256").public().is_private
    ///     False
    fn public(&self, py: Python<'_>) -> PyResult<Self> {
        guard(py, || self.0.public().or_raise(py).map(Self))
    }

    #[doc = docs::signature!("Key.to_jwk", "to_jwk($self, ")]
    /// The key as a JWK (RFC 7517): its public half, or with `private` all of it.
    ///
    /// Args:
    #[doc = docs::described!("Key.to_jwk")]
    /// Returns:
    ///     A new dict.
    ///
    /// Raises:
    ///     InvalidKeyError: ERR_KEY_MISMATCH, a private key that the key lacks, or a secret without
    ///         `private`.
    ///
    /// Example:
    ///     >>> from tokenseal import Key
    ///     >>> sorted(Key.generate("Ed25519").to_jwk())
    ///     ['alg', 'crv', 'kid', 'kty', 'x']
    #[pyo3(signature = (private = None, **options), text_signature = None)]
    fn to_jwk<'py>(
        &self,
        py: Python<'py>,
        #[pyo3(from_py_with = options::by_position)] private: Option<Bound<'py, PyAny>>,
        options: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        guard(py, || {
            let private = exports_private("Key.to_jwk", private, options)?;
            from_json::objects(py, self.0.to_jwk(private).or_raise(py)?.as_bytes())
        })
    }

    #[doc = docs::signature!("Key.to_pem", "to_pem($self, ")]
    /// The key as PEM: the public half (SPKI), or with `private` all of it (PKCS#8).
    ///
    /// Args:
    #[doc = docs::described!("Key.to_pem")]
    /// Returns:
    ///     The PEM text.
    ///
    /// Raises:
    ///     InvalidKeyError: ERR_KEY_MISMATCH, a secret, or a private key that the key lacks.
    ///
    /// Example:
    ///     >>> from tokenseal import Key
    ///     >>> Key.generate("ES256").to_pem().splitlines()[0]
    ///     '-----BEGIN PUBLIC KEY-----'
    #[pyo3(signature = (private = None, **options), text_signature = None)]
    fn to_pem(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = options::by_position)] private: Option<Bound<'_, PyAny>>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<String> {
        guard(py, || {
            self.0
                .to_pem(exports_private("Key.to_pem", private, options)?)
                .or_raise(py)
        })
    }

    #[doc = docs::signature!("Key.to_der", "to_der($self, ")]
    /// The key as DER: the public half (SPKI), or with `private` all of it (PKCS#8).
    ///
    /// Args:
    #[doc = docs::described!("Key.to_der")]
    /// Returns:
    ///     The bytes.
    ///
    /// Raises:
    ///     InvalidKeyError: ERR_KEY_MISMATCH, a secret, or a private key that the key lacks.
    ///
    /// Example:
    ///     >>> from tokenseal import Key
    ///     >>> len(Key.generate("Ed25519").to_der())
    ///     44
    #[pyo3(signature = (private = None, **options), text_signature = None)]
    fn to_der<'py>(
        &self,
        py: Python<'py>,
        #[pyo3(from_py_with = options::by_position)] private: Option<Bound<'py, PyAny>>,
        options: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        guard(py, || {
            let private = exports_private("Key.to_der", private, options)?;
            self.0
                .to_der(private)
                .or_raise(py)
                .map(|der| PyBytes::new(py, &der))
        })
    }

    /// The JWK thumbprint (RFC 7638). Do not publish that of a shared secret.
    ///
    /// Args:
    ///     hash: 'sha256', 'sha384' or 'sha512'.
    ///
    /// Returns:
    ///     The thumbprint, in base64url.
    ///
    /// Raises:
    ///     AlgorithmError: ERR_JOSE_NOT_SUPPORTED, another hash.
    ///
    /// Example:
    ///     >>> from tokenseal import Key
    ///     >>> key = Key.generate("ES256")
    ///     >>> key.thumbprint() == key.key_id
    ///     True
    #[pyo3(signature = (hash = Name(ThumbprintHash::default().as_str().to_owned())), text_signature = "($self, hash='sha256')")]
    fn thumbprint(&self, py: Python<'_>, hash: Name) -> PyResult<String> {
        guard(py, || {
            self.0.thumbprint(hash.0.parse().or_raise(py)?).or_raise(py)
        })
    }

    /// The thumbprint as a URI (RFC 9278).
    ///
    /// Args:
    ///     hash: 'sha256', 'sha384' or 'sha512'.
    ///
    /// Returns:
    ///     The URI.
    ///
    /// Raises:
    ///     AlgorithmError: ERR_JOSE_NOT_SUPPORTED, another hash.
    ///
    /// Example:
    ///     >>> from tokenseal import Key
    ///     >>> Key.generate("ES256").thumbprint_uri()[:44]
    ///     'urn:ietf:params:oauth:jwk-thumbprint:sha-256'
    #[pyo3(signature = (hash = Name(ThumbprintHash::default().as_str().to_owned())), text_signature = "($self, hash='sha256')")]
    fn thumbprint_uri(&self, py: Python<'_>, hash: Name) -> PyResult<String> {
        guard(py, || {
            self.0.thumbprint_uri(hash.0.parse().or_raise(py)?).or_raise(py)
        })
    }

    fn __eq__(&self, py: Python<'_>, other: PyRef<'_, Self>) -> PyResult<bool> {
        guard(py, || Ok(self.0 == other.0))
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<u64> {
        guard(py, || hash_of(py, &self.0))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let shown = Shown::new(py, "Key")
            .with("key_type", self.key_type())?
            .with("algorithm", self.algorithm())?;
        Ok(shown
            .with("key_id", self.key_id())?
            .with("is_private", self.is_private())?
            .done())
    }

    /// A public key is pickled as its JWK.
    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        guard(py, || {
            refuse_to_pickle(&self.0)?;
            let jwk = self.0.to_jwk(false).or_raise(py)?;
            Ok((
                PyType::new::<Self>(py).getattr("from_jwk")?,
                PyTuple::new(py, [jwk])?,
            ))
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

/// A TypeError for a key that holds what must be kept secret.
pub(crate) fn refuse_to_pickle(key: &Key) -> PyResult<()> {
    let refused = "a private or secret Key cannot be pickled, so that it is not written by accident; use to_jwk, to_pem or to_der";
    if key.is_private() {
        Err(PyTypeError::new_err(refused))
    } else {
        Ok(())
    }
}

/// What to do where a Key is due and something else was given.
pub(crate) const MAKE_A_KEY: &str =
    "make a Key of it once, with Key.from_jwk, Key.from_pem or Key.from_secret";

/// Whether a value is what people hold keys in.
pub(crate) fn is_key_text(value: &Bound<'_, PyAny>) -> bool {
    value.is_instance_of::<PyString>() || is_bytes(value) || is_mapping(value)
}

/// One Key, as an argument.
pub(crate) struct OneKey(pub(crate) Key);

impl<'py> FromPyObject<'_, 'py> for OneKey {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        match value.cast::<PyKey>() {
            Ok(key) => Ok(Self(key.get().0.clone())),
            Err(_) if is_key_text(&value) => Err(unexpected_with("a Key", &value, MAKE_A_KEY)),
            Err(_) => Err(unexpected("a Key", &value)),
        }
    }
}

/// By a random key of this process, so that the number says nothing about a secret.
pub(crate) fn hash_of(py: Python<'_>, key: &Key) -> PyResult<u64> {
    static HASHER: LazyLock<RandomState> = LazyLock::new(RandomState::new);
    let thumbprint = key.thumbprint(ThumbprintHash::default()).or_raise(py)?;
    Ok(HASHER.hash_one((
        thumbprint,
        key.algorithm().map(Algorithm::as_str),
        key.key_id(),
        key.is_private(),
    )))
}

fn algorithm(py: Python<'_>, name: &Name) -> PyResult<Algorithm> {
    name.0.parse().or_raise(py)
}

/// Whether an export is to hold what must be kept secret. `private` may be given by position.
pub(crate) fn exports_private(
    function: &str,
    private: Option<Bound<'_, PyAny>>,
    options: Option<&Bound<'_, PyDict>>,
) -> PyResult<bool> {
    let options: ExportOptions = match (private, options) {
        (None, options) => options::read(function, options)?,
        (Some(private), None) => options::read(
            function,
            Some(&[("private", &private)].into_py_dict(private.py())?),
        )?,
        (Some(private), Some(options)) => {
            options.set_item("private", private)?;
            options::read(function, Some(options))?
        }
    };
    Ok(options.private)
}

/// Whether these keys only do work so short that releasing the interpreter lock would cost more.
pub(crate) fn are_quick<'a>(keys: impl IntoIterator<Item = &'a Key>) -> bool {
    keys.into_iter().all(Key::is_quick)
}
