//! Creating tokens with keys and options that are checked once.

use serde::Serialize;
use serde_json::Map;

use crate::error::{Error, Result};
use crate::jwt::create::create;
use crate::jwt::payload::write_claims;
use crate::jwt::resolved_options::{ResolvedOptions, merge, token_type};
use crate::key::Key;
use crate::options::{IssueOptions, IssuerOptions};

/// Creates tokens with keys and options that are given once: what a service that issues tokens holds.
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
        // Creating a token and discarding it finds every mistake that does not depend on the claims.
        let trial = IssueOptions { now: Some(0.0), no_expiry: options.lifetime.is_none(), ..IssueOptions::default() };
        if let Some(lifetime) = &options.lifetime {
            lifetime.positive_seconds()?;
        }
        if options.no_expiry && options.lifetime.is_some() {
            return Err(Error::option("no_expiry contradicts lifetime: leave one of them out"));
        }
        // What an encrypted token repeats of its claims is only known with them.
        let is_replicated = |name: &str| matches!(name, "iss" | "sub" | "aud");
        let header = options.header.as_ref().map(|header| {
            header.iter().filter(|(name, _)| !is_replicated(name)).map(|(name, value)| (name.clone(), value.clone())).collect::<Map<_, _>>()
        });
        let resolved = ResolvedOptions::of_issuer(options, &trial, header.as_ref());
        token_type(&resolved)?;
        let without_profile = ResolvedOptions { profile: None, ..resolved };
        create("{}", issuer.signing_key.as_ref(), issuer.encryption_key.as_ref(), &without_profile)?;
        Ok(issuer)
    }

    /// Creates a token with these claims.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID`, `ERR_JWT_INVALID`, `ERR_JWT_CLAIM_INVALID`, and `ERR_JWT_CLAIM_MISSING` for what the profile requires.
    pub fn issue<C: Serialize + ?Sized>(&self, claims: &C, options: &IssueOptions) -> Result<String> {
        let claims = write_claims(claims)?;
        let header = merge(self.options.header.as_ref(), options.header.as_ref());
        let resolved = ResolvedOptions::of_issuer(&self.options, options, header.as_deref());
        create(&claims, self.signing_key.as_ref(), self.encryption_key.as_ref(), &resolved)
    }
}
