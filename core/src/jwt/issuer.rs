//! Creating tokens with keys and options that are checked once.

use std::fmt;
use std::sync::Arc;

use serde::Serialize;
use serde_json::Map;

use crate::error::{Error, Result};
use crate::followed::Followed;
use crate::jws;
use crate::jwt::create::create;
use crate::jwt::payload::with_text;
use crate::jwt::recipient::{Encryption, EncryptionKey, SigningKey};
use crate::jwt::resolved_options::{ResolvedOptions, merge, token_type};
use crate::key::Key;
use crate::machine::Times;
use crate::options::{IssueOptions, IssuerOptions};
use crate::remote::RemoteKeySet;
use crate::ring::{KeyRing, Readiness, no_key};

/// Creates tokens with keys and options that are given once: for services that issue tokens.
///
/// With a signing key it signs, with an encryption key it encrypts, with both it seals: signs, then
/// encrypts.
///
/// ```
/// # use serde_json::json;
/// use tokenseal::{GenerateOptions, IssueOptions, Issuer, IssuerOptions, Key, Profile, SignatureAlgorithm::ES256};
///
/// let key = Key::generate(ES256.into(), &GenerateOptions::default())?;
/// let issuer = Issuer::new(Some(key.into()), None, &IssuerOptions {
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
    signing_key: Option<SigningKey>,
    encryption_key: Option<Encryption>,
    options: IssuerOptions,
    segment: Option<Segment>,
}

/// The protected header of its signed tokens, as encoded: the same in all tokens without their own
/// header and signed by one key.
#[derive(Clone)]
struct Segment(Arc<str>);

impl fmt::Debug for Segment {
    /// Without what the header holds, as options are shown.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Segment").finish_non_exhaustive()
    }
}

/// An issued token, or why there is none.
#[derive(Debug)]
pub struct Issued {
    /// The token.
    pub token: Result<String>,
    /// What needs polling: the recipient's set of keys, rings in a store. The token did not wait
    /// for it.
    pub due: Vec<Followed>,
}

impl Issuer {
    /// Checks keys and options, so that a mistake shows when the service starts.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` for an invalid option, or no key at all; `ERR_KEY_MISMATCH` for a key
    /// that cannot do its job.
    pub fn new(
        signing_key: Option<SigningKey>,
        encryption_key: Option<EncryptionKey>,
        options: &IssuerOptions,
    ) -> Result<Self> {
        let encryption_key = Encryption::new(encryption_key, options)?;
        if options.alg.is_some() && !matches!(signing_key, Some(SigningKey::Ring(_))) {
            return Err(Error::option(
                "alg chooses among the algorithms of a KeyRing, and signing_key is none: the key has its own",
            ));
        }
        let mut issuer = Self {
            signing_key,
            encryption_key,
            options: options.clone(),
            segment: None,
        };
        // Creating a token and discarding it finds every mistake that does not depend on the
        // claims.
        let trial = IssueOptions {
            now: Some(0.0),
            no_expiry: options.lifetime.is_none(),
            ..IssueOptions::default()
        };
        if let Some(lifetime) = &options.lifetime {
            lifetime.positive_seconds()?;
        }
        if options.no_expiry && options.lifetime.is_some() {
            return Err(Error::option(
                "no_expiry contradicts lifetime: leave one of them out",
            ));
        }
        // The claims that an encrypted token repeats are only known once there are claims.
        let is_replicated = |name: &str| matches!(name, "iss" | "sub" | "aud");
        let header = options.header.as_ref().map(|header| {
            header
                .iter()
                .filter(|(name, _)| !is_replicated(name))
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect::<Map<_, _>>()
        });
        let resolved = ResolvedOptions::of_issuer(options, &trial, header.as_ref());
        let typ = token_type(&resolved)?;
        // Without a lifetime here, each call says how long its token lives.
        let latest_expiry = issuer
            .latest_expiry(0.0)
            .filter(|_| options.lifetime.is_some() || options.no_expiry);
        let without_profile = ResolvedOptions {
            profile: None,
            latest_expiry,
            ..resolved
        };
        let signing_key = issuer
            .signing_key
            .as_ref()
            .map(|key| key.at_first(options))
            .transpose()?;
        let encryption_key = issuer
            .encryption_key
            .as_ref()
            .map(Encryption::at_first)
            .transpose()?;
        create(
            "{}",
            signing_key.as_ref(),
            encryption_key.as_ref(),
            &without_profile,
        )?;
        if let Some(SigningKey::Key(key)) = &issuer.signing_key {
            let extra = jws::Extra {
                typ: Some(typ),
                header: options.header.as_ref(),
                ..jws::Extra::default()
            };
            // If what was left out above is invalid, each token reports it.
            issuer.segment = jws::header_segment(key, &extra)
                .ok()
                .map(|segment| Segment(segment.into()));
        }
        Ok(issuer)
    }

    /// Creates a token with these claims.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID`, `ERR_JWT_INVALID`, `ERR_JWT_CLAIM_INVALID`, and
    /// `ERR_JWT_CLAIM_MISSING` for what the profile requires.
    pub fn issue<C: Serialize + ?Sized>(&self, claims: &C, options: &IssueOptions) -> Result<String> {
        match self.remote().is_some() || self.rings().next().is_some() {
            // The rings change keys by the time of the claims, since there is no other time.
            false => {
                self.issue_at(claims, options, Times::of_test(options.now.unwrap_or_default()))
                    .token
            }
            true => Err(Error::option(
                "keys of this Issuer are fetched or read from a store, which a driver does: use issue_at, or the drivers' issue",
            )),
        }
    }

    /// Creates a token with these claims; `times` tell how old the recipient's keys are, if they
    /// are remote.
    ///
    /// # Errors
    /// As [`issue`](Self::issue); `ERR_JWKS_UNAVAILABLE` if the recipient's keys are unavailable,
    /// and `ERR_JWKS_NO_MATCHING_KEY` if none of them fits.
    ///
    /// ```
    /// use tokenseal::machine::Times;
    /// use tokenseal::{Issuer, IssuerOptions, RemoteKeySet, RemoteOptions};
    ///
    /// let recipient = RemoteKeySet::new(Some("https://api.example/jwks.json"), &RemoteOptions::default())?;
    /// # let key = tokenseal::Key::generate(tokenseal::SignatureAlgorithm::ES256.into(), &Default::default())?;
    /// let issuer = Issuer::new(Some(key.into()), Some(recipient.into()), &IssuerOptions { lifetime: Some("5m".into()), ..Default::default() })?;
    /// let issued = issuer.issue_at(&serde_json::json!({ "sub": "alice" }), &Default::default(), Times::of_test(0.0));
    /// assert_eq!(issued.token.unwrap_err().code().as_str(), "ERR_JWKS_UNAVAILABLE");
    /// assert_eq!(issued.due.len(), 1);
    /// # Ok::<(), tokenseal::Error>(())
    /// ```
    pub fn issue_at<C: Serialize + ?Sized>(
        &self,
        claims: &C,
        options: &IssueOptions,
        times: Times,
    ) -> Issued {
        if !times.are_sound() {
            return Issued {
                token: Err(Error::option("the clock gives a time that is no finite number")),
                due: Vec::new(),
            };
        }
        let (encryption_key, is_due) = match &self.encryption_key {
            Some(key) => {
                let (key, is_due) = key.at(times);
                (key.map(Some), is_due)
            }
            None => (Ok(None), false),
        };
        let token = encryption_key.and_then(|key| self.issue_to(key.as_ref(), claims, options, times));
        let remote = self.remote().filter(|_| is_due).cloned().map(Followed::Keys);
        let rings = self
            .rings()
            .filter(|ring| !matches!(ring.readiness(times, false), Readiness::Ready))
            .cloned()
            .map(Followed::Ring);
        Issued {
            token,
            due: remote.into_iter().chain(rings).collect(),
        }
    }

    /// What it follows elsewhere: the recipient's published keys, rings in a store. A caller that
    /// can wait polls them until each is ready or a flight has ended, before it makes a token.
    pub fn followed(&self) -> Vec<Followed> {
        let mut found: Vec<Followed> = self.remote().cloned().map(Followed::Keys).into_iter().collect();
        found.extend(self.rings().cloned().map(Followed::Ring));
        found.dedup_by_key(|followed| followed.id());
        found
    }

    /// Rings that are kept in a store.
    fn rings(&self) -> impl Iterator<Item = &KeyRing> {
        let signing = match &self.signing_key {
            Some(SigningKey::Ring(ring)) => Some(ring),
            _ => None,
        };
        let encrypting = match &self.encryption_key {
            Some(Encryption::Ring(ring)) => Some(ring),
            _ => None,
        };
        signing
            .into_iter()
            .chain(encrypting)
            .filter(|ring| ring.is_followed())
    }

    /// The recipient's published keys, if the encryption key is fetched.
    pub fn remote(&self) -> Option<&RemoteKeySet> {
        self.encryption_key.as_ref().and_then(Encryption::remote)
    }

    fn issue_to<C: Serialize + ?Sized>(
        &self,
        encryption_key: Option<&Key>,
        claims: &C,
        options: &IssueOptions,
        times: Times,
    ) -> Result<String> {
        with_text(claims, |claims| {
            self.issue_text(encryption_key, claims, options, times)
        })
    }

    fn issue_text(
        &self,
        encryption_key: Option<&Key>,
        claims: &str,
        options: &IssueOptions,
        times: Times,
    ) -> Result<String> {
        let header = merge(self.options.header.as_ref(), options.header.as_ref());
        let latest_expiry = self.latest_expiry(times.wall);
        let segment = self
            .segment
            .as_ref()
            .filter(|_| options.header.is_none())
            .map(|segment| &*segment.0);
        let resolved = ResolvedOptions {
            latest_expiry,
            segment,
            ..ResolvedOptions::of_issuer(&self.options, options, header.as_deref())
        };
        match &self.signing_key {
            Some(SigningKey::Key(key)) => create(claims, Some(key), encryption_key, &resolved),
            Some(SigningKey::Ring(ring)) => {
                let view = ring.at_to_issue(times)?;
                create(
                    claims,
                    Some(view.signing_key(self.options.alg).ok_or_else(no_key)?),
                    encryption_key,
                    &resolved,
                )
            }
            None => create(claims, None, encryption_key, &resolved),
        }
    }

    /// The latest `exp` of a token made now: no key of a ring is kept for longer than its policy
    /// says.
    fn latest_expiry(&self, now: f64) -> Option<f64> {
        let signing = match &self.signing_key {
            Some(SigningKey::Ring(ring)) => Some(ring.latest_expiry(now)),
            _ => None,
        };
        let encrypting = match &self.encryption_key {
            Some(Encryption::Ring(ring)) => Some(ring.latest_expiry(now)),
            _ => None,
        };
        [signing, encrypting].into_iter().flatten().reduce(f64::min)
    }
}
