//! The native module of the Python package: newtypes over the core. The core decides; what is here
//! translates.

mod access;
mod checking;
mod clock;
#[cfg(feature = "command")]
mod command;
mod docs;
mod dpop;
mod driver;
mod error;
mod external;
mod fork;
mod from_json;
mod http;
mod input;
mod issuer;
mod jwe;
mod jws;
mod jwt;
mod kept;
mod key;
mod key_set;
mod makers;
mod option_table;
mod options;
mod plain;
mod remote;
mod replay;
mod resource;
mod revocation;
mod revocation_change;
mod revocation_entry;
mod revocation_listing;
mod ring;
mod ring_change;
mod shape;
mod show;
mod status_list;
mod status_lists;
mod to_json;
mod token;
mod verifier;

/// What `tokenseal` is made of. The package's Python files are its public names.
#[pyo3::pymodule(gil_used = false)]
mod _native {
    use pyo3::prelude::*;
    use pyo3::types::PyCFunction;

    #[pymodule_export]
    use crate::access::{PyAccessRules, PyDecision, PyNeeded, PyRuleExplanation, PyRuleFinding};
    #[pymodule_export]
    use crate::checking::PyChecking;
    #[cfg(feature = "command")]
    #[pymodule_export]
    use crate::command::_main;
    #[pymodule_export]
    use crate::driver::_is_public_address;
    #[cfg(feature = "test-hooks")]
    #[pymodule_export]
    use crate::error::_panic_for_test;
    #[pymodule_export]
    use crate::external::{PyUnsigned, prepare};
    #[pymodule_export]
    use crate::fork::_before_fork;
    #[pymodule_export]
    use crate::issuer::PyIssuer;
    #[pymodule_export]
    use crate::jws::{_sign_bytes, _verify_bytes};
    #[pymodule_export]
    use crate::jwt::{decrypt, encrypt, inspect_unverified, seal, sign, unseal, verify};
    #[pymodule_export]
    use crate::key::PyKey;
    #[pymodule_export]
    use crate::key_set::PyKeySet;
    #[pymodule_export]
    use crate::remote::PyRemoteKeySet;
    #[pymodule_export]
    use crate::replay::PyReplayCache;
    #[pymodule_export]
    use crate::resource::{PyAnswer, PyAnswering, PyProtectedResource};
    #[pymodule_export]
    use crate::revocation::PyRevocations;
    #[pymodule_export]
    use crate::revocation_change::PyChanging;
    #[pymodule_export]
    use crate::revocation_entry::{PyRevocationEntry, PyWithdrawal};
    #[pymodule_export]
    use crate::revocation_listing::PyListing;
    #[pymodule_export]
    use crate::ring::PyKeyRing;
    #[pymodule_export]
    use crate::ring_change::PyRingChanging;
    #[pymodule_export]
    use crate::status_list::PyStatusList;
    #[pymodule_export]
    use crate::status_lists::{PyRemoteStatusList, PyStatusLists};
    #[pymodule_export]
    use crate::token::PyToken;
    #[pymodule_export]
    use crate::verifier::PyVerifier;

    #[pyo3::pymodule]
    mod dpop {
        #[pymodule_export]
        use crate::dpop::{prepare, prove};
    }

    #[pyo3::pymodule]
    mod http {
        #[pymodule_export]
        use crate::http::{PyResponse, event_answer, logout_answer, logout_token};
        #[pymodule_export]
        const MAX_BODY_BYTES: usize = tokenseal::http::MAX_BODY_BYTES;
    }

    #[pyo3::pymodule]
    mod jws {
        #[pymodule_export]
        use crate::jws::{PySignature, PyVerified, sign, verify};
    }

    #[pyo3::pymodule]
    mod jwe {
        #[pymodule_export]
        use crate::external::{PyPending, prepare_decrypt};
        #[pymodule_export]
        use crate::jwe::{PyDecrypted, decrypt, encrypt};
    }

    /// Functions report their public module, as classes do: in `help`, and when they are pickled.
    #[pymodule_init]
    fn complete(native: &Bound<'_, PyModule>) -> PyResult<()> {
        native.setattr("__version__", env!("CARGO_PKG_VERSION"))?;
        crate::error::initialize(native.py())?;
        crate::input::initialize(native.py())?;
        let submodule = |name| native.getattr(name)?.cast_into::<PyModule>().map_err(PyErr::from);
        let public = [
            (native.clone(), "tokenseal"),
            (submodule("dpop")?, "tokenseal.dpop"),
            (submodule("http")?, "tokenseal.http"),
            (submodule("jws")?, "tokenseal.jws"),
            (submodule("jwe")?, "tokenseal.jwe"),
        ];
        for (module, public) in public {
            for thing in module.dict().values() {
                if thing.is_instance_of::<PyCFunction>() {
                    thing.setattr("__module__", public)?;
                }
            }
        }
        #[cfg(unix)]
        crate::fork::watch(native)?;
        Ok(())
    }
}
