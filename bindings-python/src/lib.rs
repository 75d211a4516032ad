//! The native module of the Python package: newtypes over the core. The core decides; what is here translates.

mod command;
mod errors;
mod external;
mod input;
mod issuer;
mod jwe;
mod jws;
mod jwt;
mod key;
mod key_set;
mod options;
mod read;
mod token;
mod verifier;
mod write;

/// What `tokenseal` is made of. The package's Python files are its public names.
#[pyo3::pymodule(gil_used = false)]
mod _native {
    #[pymodule_export]
    use crate::command::_main;
    #[cfg(feature = "test-hooks")]
    #[pymodule_export]
    use crate::errors::_panic_for_test;
    #[pymodule_export]
    use crate::external::{PyUnsigned, prepare};
    #[pymodule_export]
    use crate::issuer::PyIssuer;
    #[pymodule_export]
    use crate::jwt::{decrypt, encrypt, inspect_unverified, seal, sign, unseal, verify};
    #[pymodule_export]
    use crate::key::PyKey;
    #[pymodule_export]
    use crate::key_set::PyKeySet;
    #[pymodule_export]
    use crate::token::PyToken;
    #[pymodule_export]
    use crate::verifier::PyVerifier;

    #[pyo3::pymodule]
    mod jws {
        #[pymodule_export]
        use crate::jws::{PyVerified, sign, verify};
    }

    #[pyo3::pymodule]
    mod jwe {
        #[pymodule_export]
        use crate::external::{PyPending, prepare_decrypt};
        #[pymodule_export]
        use crate::jwe::{PyDecrypted, decrypt, encrypt};
    }
}
