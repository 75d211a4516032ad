//! Making tokens with keys and options that are checked once.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::error::{Error, Result};
use crate::jwt::making::{self, Making, merge, payload, token_type};
use crate::jwt::policy::is_same_type;
use crate::key::Key;
use crate::options::{IssueOptions, IssuerOptions};
use crate::{jwe, jws};

/// Makes tokens with keys and options that are given once: what a service that hands out tokens holds.
///
/// With a signing key it signs, with an encryption key it encrypts, with both it seals: signs, then encrypts.
///
/// ```
/// # use serde_json::json;
/// use tokenseal::{GenerateOptions, IssueOptions, Issuer, IssuerOptions, Key, Profile, SignatureAlgorithm::ES256};
///
/// let key = Key::generate(ES256.into(), &GenerateOptions::default())?;
/// let issuer = Issuer::new(Some(key), None, &IssuerOptions {
///     issuer: Some("https://issuer.example".into()),
///     audience: Some("https://api.example".into()),
///     lifetime: Some("15m".into()),
///     profile: Some(Profile::AccessToken),
///     ..IssuerOptions::default()
/// })?;
/// # let now = 1_700_000_000.0;
/// let claims = json!({ "client_id": "app", "scope": "read write" });
/// let token = issuer.issue(&claims, &IssueOptions { subject: Some("alice".into()), now: Some(now), ..IssueOptions::default() })?;
/// # assert_eq!(token.split('.').count(), 3);
/// # Ok::<(), tokenseal::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Issuer {
    signing_key: Option<Key>,
    encryption_key: Option<Key>,
    options: IssuerOptions,
}

impl Issuer {
    /// Checks keys and options, so that a mistake shows when the service starts.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` for a wrong option, or no key at all; `ERR_KEY_MISMATCH` for a key that cannot do what it is given for.
    pub fn new(signing_key: Option<Key>, encryption_key: Option<Key>, options: &IssuerOptions) -> Result<Self> {
        let issuer = Self { signing_key, encryption_key, options: options.clone() };
        // A token made and thrown away finds every mistake that does not depend on the claims.
        let trial = IssueOptions { now: Some(0.0), no_expiry: options.lifetime.is_none(), ..IssueOptions::default() };
        if let Some(lifetime) = &options.lifetime {
            lifetime.positive_seconds()?;
        }
        if options.no_expiry && options.lifetime.is_some() {
            return Err(Error::option("no_expiry contradicts lifetime"));
        }
        let making = issuer.making(&trial, issuer.options.header.as_ref());
        token_type(&making)?;
        let without_profile = Making { profile: None, ..making };
        make("{}", issuer.signing_key.as_ref(), issuer.encryption_key.as_ref(), &without_profile)?;
        Ok(issuer)
    }

    /// Makes a token with these claims.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID`, `ERR_JWT_INVALID`, `ERR_JWT_CLAIM_INVALID`, and `ERR_JWT_CLAIM_MISSING` for what the profile requires.
    pub fn issue<C: Serialize + ?Sized>(&self, claims: &C, options: &IssueOptions) -> Result<String> {
        let claims = making::write_claims(claims)?;
        let header = merge(self.options.header.as_ref(), options.header.as_ref());
        make(&claims, self.signing_key.as_ref(), self.encryption_key.as_ref(), &self.making(options, header.as_deref()))
    }

    /// The options of one token: the call's, and the issuer's where the call gives none.
    fn making<'a>(&'a self, call: &'a IssueOptions, header: Option<&'a Map<String, Value>>) -> Making<'a> {
        let own = &self.options;
        Making {
            expires_in: call.expires_in.as_ref(),
            lifetime: own.lifetime.as_ref().filter(|_| !call.no_expiry),
            no_expiry: call.no_expiry || own.no_expiry && call.expires_in.is_none(),
            issuer: own.issuer.as_deref(),
            audience: call.audience.as_ref().or(own.audience.as_ref()),
            subject: call.subject.as_deref().or(own.subject.as_deref()),
            not_before: call.not_before,
            token_id: call.token_id.as_deref(),
            token_type: own.token_type.as_deref(),
            header,
            now: call.now,
            profile: own.profile,
            enc: own.enc,
            compress: own.compress,
        }
    }
}

/// Makes a token: signed, encrypted, or signed and then encrypted, by the keys that there are.
pub(crate) fn make(claims: &str, signing_key: Option<&Key>, encryption_key: Option<&Key>, options: &Making<'_>) -> Result<String> {
    if encryption_key.is_none() {
        options.check_unencrypted()?;
    }
    if let Some(key) = signing_key {
        jws::can_sign(key)?;
    }
    let says_nested = options.header.and_then(|header| header.get("cty")?.as_str()).is_some_and(|cty| is_same_type(cty, "JWT"));
    if signing_key.is_none() && says_nested {
        return Err(Error::option("cty in header says that a signed token is inside, and there is none"));
    }
    let typ = token_type(options)?;
    let payload = payload(claims, options)?;
    let header = options.header;
    let sign = |key| jws::sign_compact(payload.as_bytes(), key, &jws::Extra { typ: Some(typ), header, ..jws::Extra::default() });
    match (signing_key, encryption_key) {
        (Some(signing), None) => sign(signing),
        (Some(signing), Some(encrypting)) => {
            let signed = sign(signing)?;
            let outer = jwe::Made { typ: None, cty: Some("JWT"), ..jwe::Made::default() };
            jwe::encrypt_compact(signed.as_bytes(), encrypting, options.enc, options.compress, outer)
        }
        (None, Some(encrypting)) => {
            let made = jwe::Made { typ: Some(typ), header, ..jwe::Made::default() };
            jwe::encrypt_compact(payload.as_bytes(), encrypting, options.enc, options.compress, made)
        }
        (None, None) => Err(Error::option("an issuer needs a signing key, an encryption key or both")),
    }
}
