//! The options of a resource, compiled.

use crate::error::{Error, Result};
use crate::http::{Scheme, check_realm, cookies};
use crate::jwt::Verifier;
use crate::key::Key;
use crate::options::{Ignored, PathForm, ResourceOptions};

use super::csrf::Csrf;
use super::metadata::Metadata;

#[derive(Debug)]
pub(super) struct Settings {
    /// The schemes that tokens are accepted with.
    pub(super) schemes: Vec<Scheme>,
    /// Those of them that challenges ask for: if every token must be bound to a key, no client is
    /// asked for any other.
    pub(super) asked_schemes: Vec<Scheme>,
    pub(super) realm: Option<String>,
    pub(super) cookie: Option<Cookie>,
    pub(super) metadata: Option<Metadata>,
    pub(super) form: PathForm,
    pub(super) ignores: Vec<Ignored>,
}

/// The cookie that may hold a token.
#[derive(Debug)]
pub(super) struct Cookie {
    pub(super) name: String,
    pub(super) csrf: Csrf,
}

impl Settings {
    pub(super) fn compile(
        verifier: &Verifier,
        has_rules: bool,
        csrf_key: Option<&Key>,
        options: &ResourceOptions,
    ) -> Result<Self> {
        let (takes_proofs, is_required) = verifier.asks_of_senders();
        options.realm.as_deref().map(check_realm).transpose()?;
        let ignores = options.ignores.clone().unwrap_or_default();
        if options.ignores.is_some() && (ignores.is_empty() || !has_rules) {
            return Err(Error::option(
                "ignores is for rules: without them, or without anything in the list, it would do nothing",
            ));
        }
        Ok(Self {
            schemes: if takes_proofs {
                vec![Scheme::Bearer, Scheme::Dpop]
            } else {
                vec![Scheme::Bearer]
            },
            asked_schemes: match (takes_proofs, is_required) {
                (false, _) => vec![Scheme::Bearer],
                (true, false) => vec![Scheme::Bearer, Scheme::Dpop],
                (true, true) => vec![Scheme::Dpop],
            },
            realm: options.realm.clone(),
            cookie: Cookie::compile(csrf_key, options)?,
            metadata: Metadata::compile(options, takes_proofs, is_required)?,
            form: options.form,
            ignores,
        })
    }

    pub(super) fn csrf(&self) -> Result<&Csrf> {
        let lacks = || Error::option("this resource takes no token from a cookie: give cookie and csrf_key");
        self.cookie.as_ref().map(|cookie| &cookie.csrf).ok_or_else(lacks)
    }
}

impl Cookie {
    fn compile(csrf_key: Option<&Key>, options: &ResourceOptions) -> Result<Option<Self>> {
        let (name, key) = match (&options.cookie, csrf_key) {
            (Some(name), Some(key)) => (name, key),
            (Some(_), None) => {
                return Err(Error::option(
                    "cookie is given without csrf_key: other sites could send requests by it; give both",
                ));
            }
            (None, Some(_)) => {
                return Err(Error::option(
                    "csrf_key is for tokens in a cookie: give the name of that as cookie",
                ));
            }
            (None, None) if options.allow_insecure_cookies => {
                return Err(Error::option(
                    "allow_insecure_cookies is given without cookie: no token is taken from one",
                ));
            }
            (None, None) => return Ok(None),
        };
        if !cookies::is_name(name) {
            return Err(Error::option(
                "cookie is no name of a cookie: 1 to 100 letters, digits and -_. but no =, ; or space",
            ));
        }
        if !name.starts_with(cookies::HOST_PREFIX) && !options.allow_insecure_cookies {
            return Err(Error::option(
                "the name of the cookie does not begin with __Host-, so that other hosts of the domain could set it, and http would send it: rename it, \
                 or give allow_insecure_cookies for development",
            ));
        }
        Ok(Some(Self {
            name: name.clone(),
            csrf: Csrf::new(key)?,
        }))
    }
}
