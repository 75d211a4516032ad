//! Several issuers, each with its own keys and rules: the token's exact `iss` chooses, and nothing
//! else is tried.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;

use crate::dpop::Possession;
use crate::error::{Error, ErrorCode, Result};
use crate::jwt::Verifier;
use crate::jwt::accept::Accept;
use crate::jwt::checks::Checks;
use crate::jwt::claims::{Registered, mismatch, missing, payload_text};
use crate::jwt::header_cache::HeaderCache;
use crate::jwt::keys::Keys;
use crate::jwt::policy::{ExpectedIssuer, Policy};
use crate::jwt::remembered::Memory;
use crate::jwt::template::IssuerTemplate;
use crate::jwt::usable;
use crate::key::KeySet;
use crate::limits::Limits;
use crate::options::VerifyOptions;
use crate::{base64url, jws};

/// Verifiers by the issuer of their tokens. Looking one up takes no lock, and costs the same with
/// ten issuers as with ten thousand.
#[derive(Debug, Default)]
pub(super) struct Members {
    table: ArcSwap<Table>,
    /// Held while the table is changed, so that no change is lost.
    changing: Mutex<()>,
}

#[derive(Clone, Debug, Default)]
struct Table {
    by_issuer: HashMap<Arc<str>, Verifier>,
    by_template: Vec<Verifier>,
    /// The longest token that any of them takes.
    max_token_bytes: usize,
    /// Tokens that were accepted while this was the table: none of another. It has as many places
    /// as all of them ask for.
    remembered: Option<Arc<Memory>>,
}

impl Verifier {
    /// A verifier of several issuers: each of `verifiers` has one, and the token's exact `iss`
    /// chooses which is asked. Nothing else is tried.
    ///
    /// With `decryption_keys` it accepts nested tokens, and no others; the signed token inside
    /// chooses. Verifiers can be [added](Self::add) and [removed](Self::remove) while it is used,
    /// and may share one [`RemoteKeySet`](crate::RemoteKeySet).
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` if one of them expects no issuer, has its own decryption keys, or is
    /// itself for several issuers, and if two are for the same issuer. Checks of tokens from any
    /// other issuer are `ERR_JWT_CLAIM_MISMATCH`, for `iss`.
    ///
    /// ```
    /// use tokenseal::{GenerateOptions, Key, SignatureAlgorithm::ES256, TokenOptions, Verifier, VerifyOptions};
    ///
    /// let of = |issuer: &str, key: &Key| {
    ///     Verifier::new(Some(key.public()?.into()), None, &VerifyOptions { issuer: Some(issuer.into()), ..VerifyOptions::default() })
    /// };
    /// let (a, b) = (Key::generate(ES256.into(), &GenerateOptions::default())?, Key::generate(ES256.into(), &GenerateOptions::default())?);
    /// let verifier = Verifier::by_issuer([of("https://a.example", &a)?, of("https://b.example", &b)?], None)?;
    ///
    /// let now = 1_700_000_000.0;
    /// let options = TokenOptions { issuer: Some("https://b.example".into()), expires_in: Some("5m".into()), now: Some(now), ..TokenOptions::default() };
    /// let claims = serde_json::json!({ "sub": "alice" });
    /// assert!(verifier.verify(tokenseal::sign(&claims, &b, &options)?, now).is_ok());
    /// assert!(verifier.verify(tokenseal::sign(&claims, &a, &options)?, now).is_err());
    /// # Ok::<(), tokenseal::Error>(())
    /// ```
    pub fn by_issuer(
        verifiers: impl IntoIterator<Item = Verifier>,
        decryption_keys: Option<Keys>,
    ) -> Result<Self> {
        usable::check(None, decryption_keys.as_ref())?;
        let members = Members::default();
        members.change(|table| {
            verifiers
                .into_iter()
                .try_for_each(|verifier| table.add(&verifier))
        })?;
        let decrypts = decryption_keys.is_some();
        Ok(Self(Arc::new(Checks {
            keys: Keys::Set(KeySet::default()),
            decryption_keys: decryption_keys.unwrap_or(Keys::Set(KeySet::default())),
            accept: Accept {
                signed: !decrypts,
                encrypted: false,
                nested: decrypts,
            },
            policy: Policy::compile(&VerifyOptions::default())?,
            possession: Possession::compile(&VerifyOptions::default(), 0.0, true)?,
            revocations: None,
            status_lists: None,
            members: Some(members),
            headers: Some(HeaderCache::new()),
            remembered: None,
        })))
    }

    /// Adds the verifier of one more issuer to one from [`by_issuer`](Self::by_issuer). Checks that
    /// have begun do not see it.
    ///
    /// # Errors
    /// As [`by_issuer`](Self::by_issuer).
    pub fn add(&self, verifier: Verifier) -> Result<()> {
        self.members()?.change(|table| table.add(&verifier))
    }

    /// Removes the verifier of an issuer, named by that issuer or its template as given; its
    /// aliases go with it. False if there is none.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` if this is not a verifier of several issuers.
    pub fn remove(&self, issuer: &str) -> Result<bool> {
        self.members()?.change(|table| Ok(table.remove(issuer)))
    }

    fn members(&self) -> Result<&Members> {
        self.0
            .members
            .as_ref()
            .ok_or_else(|| Error::option("this Verifier has its own keys: only one of Verifier.by_issuer has issuers to add and remove"))
    }
}

impl Members {
    /// The verifier of the token's issuer, and what remembers its tokens. The `iss` is not verified
    /// yet: that verifier's keys decide whether it was right.
    pub(super) fn choose(&self, parts: &jws::Parts<'_>) -> Result<(Verifier, Option<Arc<Memory>>)> {
        let payload = base64url::decode(base64url::without_padding(parts.payload)).ok_or_else(|| {
            Error::new(
                ErrorCode::JwsInvalid,
                "the payload is not base64url (no padding, no white space, no + or /)",
            )
        })?;
        let text = payload_text(payload)?;
        let mut claims = Registered::default();
        claims.fill(&text, Limits::MAX_JSON_DEPTH, |_, _| ())?;
        let table = self.table.load();
        Ok((table.of(&claims)?, table.remembered.clone()))
    }

    /// The verifier of the issuer that claims name.
    pub(super) fn of(&self, claims: &Registered<'_>) -> Result<Verifier> {
        self.table.load().of(claims)
    }

    /// What remembers tokens, by the issuers that there are now.
    #[inline]
    pub(super) fn remembered(&self) -> Option<Arc<Memory>> {
        self.table.load().remembered.clone()
    }

    /// Every verifier, some of them more than once.
    pub(super) fn verifiers(&self) -> Vec<Verifier> {
        self.table.load().verifiers().cloned().collect()
    }

    /// The longest token that any of them takes.
    pub(super) fn max_token_bytes(&self) -> usize {
        self.table.load().max_token_bytes
    }

    fn change<T>(&self, change: impl FnOnce(&mut Table) -> Result<T>) -> Result<T> {
        let _held = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut table = Table::clone(&self.table.load());
        let changed = change(&mut table)?;
        table.max_token_bytes = table.longest_token();
        table.remembered = table.memory()?;
        self.table.store(Arc::new(table));
        Ok(changed)
    }
}

impl Table {
    fn verifiers(&self) -> impl Iterator<Item = &Verifier> {
        self.by_issuer.values().chain(&self.by_template)
    }

    fn longest_token(&self) -> usize {
        self.verifiers()
            .map(|verifier| verifier.0.policy.limits.max_token_bytes)
            .max()
            .unwrap_or_default()
    }

    /// One that remembers nothing yet: an issuer may have been removed, or have come with other
    /// keys.
    fn memory(&self) -> Result<Option<Arc<Memory>>> {
        let mut wanted: Vec<&Arc<Memory>> = self
            .verifiers()
            .filter_map(|verifier| verifier.0.remembered.as_ref())
            .collect();
        // A verifier is here once for each name of its issuer.
        wanted.sort_by_key(|memory| Arc::as_ptr(memory));
        wanted.dedup_by_key(|memory| Arc::as_ptr(memory));
        match wanted.iter().map(|memory| memory.count()).sum() {
            0 => Ok(None),
            count => Memory::of(count).map(Some),
        }
    }

    /// The verifier of the issuer that claims name.
    fn of(&self, claims: &Registered<'_>) -> Result<Verifier> {
        let iss = claims.iss.ok_or_else(|| missing("iss"))?;
        let iss = iss
            .string()
            .ok_or_else(|| Error::new(ErrorCode::ClaimInvalid, "iss is not a text").with_claim("iss"))?;
        self.find(&iss)
            .cloned()
            .ok_or_else(|| mismatch("iss", "iss is none of the issuers of this verifier"))
    }

    fn find(&self, iss: &str) -> Option<&Verifier> {
        let by_template = || {
            self.by_template
                .iter()
                .find(|verifier| template_of(verifier).is_some_and(|template| template.fits(iss)))
        };
        self.by_issuer.get(iss).or_else(by_template)
    }

    fn add(&mut self, verifier: &Verifier) -> Result<()> {
        let checks = &verifier.0;
        if checks.members.is_some() {
            return Err(Error::option(
                "a verifier of several issuers is given where one of a single issuer is needed: give those that it was made of",
            ));
        }
        if !checks.accept.signed || checks.accept.encrypted || checks.accept.nested {
            return Err(Error::option(
                "a verifier has decryption_keys, which are given to Verifier.by_issuer: a token's issuer is only known when it is decrypted",
            ));
        }
        let issuers: Vec<String> = match checks.policy.expected_issuer() {
            ExpectedIssuer::Texts(texts) => texts.to_vec(),
            ExpectedIssuer::Template(template) => match template.issuers() {
                Some(issuers) => issuers.collect(),
                None => {
                    let is_same =
                        |own: &Verifier| template_of(own).is_some_and(|own| own.fits_the_same(template));
                    if self.by_template.iter().any(is_same) {
                        return Err(twice());
                    }
                    self.by_template.push(verifier.clone());
                    return Ok(());
                }
            },
            ExpectedIssuer::None => {
                return Err(Error::option(
                    "a verifier expects no issuer, by which it would be chosen: give it issuer, or issuer_template",
                ));
            }
        };
        if issuers
            .iter()
            .any(|issuer| self.by_issuer.contains_key(issuer.as_str()))
        {
            return Err(twice());
        }
        self.by_issuer.extend(
            issuers
                .into_iter()
                .map(|issuer| (Arc::from(issuer), verifier.clone())),
        );
        Ok(())
    }

    fn remove(&mut self, issuer: &str) -> bool {
        let before = self.verifiers().count();
        let by_name = self.by_issuer.get(issuer).cloned();
        let is_meant = |own: &Verifier| {
            by_name
                .as_ref()
                .is_some_and(|by_name| Arc::ptr_eq(&own.0, &by_name.0))
                || template_of(own).is_some_and(|template| template.text() == issuer)
        };
        self.by_issuer.retain(|_, own| !is_meant(own));
        self.by_template.retain(|own| !is_meant(own));
        self.verifiers().count() < before
    }
}

fn template_of(verifier: &Verifier) -> Option<&IssuerTemplate> {
    match verifier.0.policy.expected_issuer() {
        ExpectedIssuer::Template(template) => Some(template),
        _ => None,
    }
}

#[cold]
fn twice() -> Error {
    Error::option("two verifiers are of the same issuer: make one of them, with the keys of both")
}
