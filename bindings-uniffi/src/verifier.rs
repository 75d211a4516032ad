//! `Verifier`.

use std::sync::Arc;

use tokenseal::{Check, CheckOptions, Outcome};
use tokenseal_bridge::packed::{Members, text};
use tokenseal_bridge::{steps, times_or};

use crate::boundary::{call, now_or, options};
use crate::direct::Aside;
use crate::error::TokenError;
use crate::followed::Followed;
use crate::key::Key;
use crate::keys::Keys;
use crate::remote::{Checking, RemoteKeySet, Times};
use crate::replay::ReplayCache;
use crate::revocations::Revocations;
use crate::status::{RemoteStatusList, StatusLists};
use crate::token::Checked;

/// Checks tokens with keys and options that are compiled once: a service or an app makes one when
/// it starts, and uses it for every token.
///
/// With `keys` it accepts signed tokens, with `decryption_keys` encrypted ones, with both only
/// nested ones; `accept` changes that.
#[derive(uniffi::Object)]
pub struct Verifier(
    pub(crate) tokenseal::Verifier,
    pub(crate) Aside<Box<tokenseal::PendingCheck>>,
    Aside<Check>,
);

#[uniffi::export]
impl Verifier {
    /// Compiles keys and options.
    #[uniffi::constructor(default(replays = None, nonce_key = None, status_lists = None))]
    pub fn new(
        keys: Option<Keys>,
        decryption_keys: Option<Keys>,
        given: String,
        revocations: Option<Arc<Revocations>>,
        replays: Option<Arc<ReplayCache>>,
        nonce_key: Option<Arc<Key>>,
        status_lists: Option<Arc<StatusLists>>,
    ) -> Result<Arc<Self>, TokenError> {
        let beside = Beside {
            revocations,
            replays,
            nonce_key,
            status_lists,
        };
        Self::made(beside, || {
            tokenseal::Verifier::new(
                keys.map(Into::into),
                decryption_keys.map(Into::into),
                &options(&given)?,
            )
        })
    }

    /// Checks a token in the compact serialization, and returns it as one string
    /// (`bridge/src/packed/text.rs`). `now` is in seconds since the epoch; the system's time if
    /// omitted.
    #[uniffi::method(default(now = None))]
    pub fn check_packed(&self, token: String, now: Option<f64>) -> Result<String, TokenError> {
        call(|| {
            self.0
                .verify(&token, now_or(now))
                .map(|token| text::write(&Members::from(&token)))
        })
    }

    /// Checks many tokens on all cores; returns a result or an error for each, in order.
    #[uniffi::method(default(now = None))]
    pub fn check_many(&self, tokens: Vec<String>, now: Option<f64>) -> Result<Vec<Checked>, TokenError> {
        call(|| Ok(self.0.verify_many(&tokens, now_or(now))))
            .map(|results| results.into_iter().map(Checked::from).collect())
    }

    /// A verifier of an issuer's tokens with the keys that its metadata names.
    #[uniffi::constructor(default(replays = None, nonce_key = None, status_lists = None))]
    pub fn for_issuer(
        issuer: String,
        decryption_keys: Option<Keys>,
        given: String,
        revocations: Option<Arc<Revocations>>,
        replays: Option<Arc<ReplayCache>>,
        nonce_key: Option<Arc<Key>>,
        status_lists: Option<Arc<StatusLists>>,
    ) -> Result<Arc<Self>, TokenError> {
        let beside = Beside {
            revocations,
            replays,
            nonce_key,
            status_lists,
        };
        Self::made(beside, || {
            tokenseal::Verifier::for_issuer(&issuer, decryption_keys.map(Into::into), &options(&given)?)
        })
    }

    /// A verifier of several issuers.
    #[uniffi::constructor]
    pub fn by_issuer(
        verifiers: Vec<Arc<Verifier>>,
        decryption_keys: Option<Keys>,
    ) -> Result<Arc<Self>, TokenError> {
        let verifiers = verifiers.iter().map(|verifier| verifier.0.clone());
        Self::made(Beside::default(), || {
            tokenseal::Verifier::by_issuer(verifiers, decryption_keys.map(Into::into))
        })
    }

    /// Adds another issuer's verifier.
    pub fn add(&self, verifier: Arc<Verifier>) -> Result<(), TokenError> {
        call(|| self.0.add(verifier.0.clone()))
    }

    /// Removes the verifier of an issuer; false if there is none.
    pub fn remove(&self, issuer: String) -> Result<bool, TokenError> {
        call(|| self.0.remove(&issuer))
    }

    /// Whether a check may have to wait.
    pub fn is_remote(&self) -> bool {
        self.0.is_remote()
    }

    /// The key sets that are fetched for it.
    pub fn remotes(&self) -> Vec<Arc<RemoteKeySet>> {
        self.0
            .remotes()
            .into_iter()
            .map(|set| Arc::new(RemoteKeySet(set)))
            .collect()
    }

    /// The ids of the sets and lists that its checks may have to wait for.
    pub fn followed_ids(&self) -> Vec<u64> {
        self.0.followed().iter().map(tokenseal::Followed::id).collect()
    }

    /// What its checks may have to wait for, as it is now: status lists come and go with the tokens
    /// that name them.
    pub fn followed(&self) -> Vec<Arc<Followed>> {
        self.0.followed().into_iter().map(Followed::of).collect()
    }

    /// The one of these with this id.
    pub fn followed_by_id(&self, id: u64) -> Option<Arc<Followed>> {
        self.0
            .followed()
            .into_iter()
            .find(|followed| followed.id() == id)
            .map(Followed::of)
    }

    /// The ids of the status lists in which tokens are looked up.
    pub fn status_lists_ids(&self) -> Vec<u64> {
        self.0.status_lists_ids()
    }

    /// The list at an address; None if neither a token nor the options have named it.
    pub fn status_list(&self, uri: String) -> Option<Arc<RemoteStatusList>> {
        self.0.followed().into_iter().find_map(|followed| match followed {
            tokenseal::Followed::StatusList(list) if list.uri() == uri => {
                Some(Arc::new(RemoteStatusList(list)))
            }
            _ => None,
        })
    }

    /// Checks a token with keys that change with time: those of a ring, or keys that may have to be
    /// fetched first.
    pub fn check(&self, token: String, now: Option<f64>, at: Times) -> Result<Checking, TokenError> {
        call(|| Ok(steps::check(&self.0, &token, now_or(now), at.into()).into()))
    }

    /// Checks a token along with what came with it: the options of one check, and, separately, the
    /// client's certificate.
    pub fn check_with(
        &self,
        token: String,
        given: String,
        certificate: Option<Vec<u8>>,
        at: Times,
    ) -> Result<Checking, TokenError> {
        call(|| {
            let options = CheckOptions {
                certificate,
                ..options(&given)?
            };
            Ok(steps::check_with(&self.0, &token, now_or(options.now), &options, at.into()).into())
        })
    }

    /// Rechecks a token that was accepted, given its texts and the key_id of the key that verified
    /// it: its times, the list of revocations and its status.
    pub fn check_again(
        &self,
        header: String,
        claims: String,
        key_id: Option<String>,
        now: Option<f64>,
        at: Times,
    ) -> Result<Checking, TokenError> {
        call(|| {
            Ok(steps::check_again(
                &self.0,
                &header,
                &claims,
                key_id.as_deref(),
                now_or(now),
                at.into(),
            )
            .into())
        })
    }

    /// A nonce for the header `DPoP-Nonce` of an answer, if this verifier requires nonces.
    pub fn dpop_nonce(&self, now: Option<f64>) -> Result<Option<String>, TokenError> {
        call(|| self.0.dpop_nonce(now_or(now)))
    }

    /// The cache of used proofs, if this verifier can check proofs.
    pub fn replays(&self) -> Option<Arc<ReplayCache>> {
        self.0.replays().map(|cache| Arc::new(ReplayCache(cache.clone())))
    }

    /// The same as one string, as `check_packed` returns it, if the token is good and there is
    /// nothing else to report. Otherwise the string is `?` and the number under which
    /// `take_checking` returns everything: so most checks cross as cheaply as those with keys at
    /// hand. `clock` is a test's time for the machine; minus infinity for the system's.
    pub fn check_fetched(&self, token: String, now: Option<f64>, clock: f64) -> Result<String, TokenError> {
        call(|| {
            let times = times_or(Some(clock).filter(|clock| *clock != f64::NEG_INFINITY));
            let check = steps::check(&self.0, &token, now_or(now), times);
            match &check {
                Check {
                    outcome: Outcome::Done(Ok(token)),
                    due,
                    events,
                } if events.is_empty() && due.is_empty() => Ok(text::write(&Members::from(token))),
                _ => Ok(format!("?{}", self.2.set(check))),
            }
        })
    }

    /// The outcome of a check that `check_fetched` has set aside under this number. Can be taken
    /// once.
    pub fn take_checking(&self, number: u64) -> Result<Checking, TokenError> {
        call(|| {
            self.2
                .take(number)
                .map(Checking::from)
                .ok_or_else(tokenseal_bridge::message::defect)
        })
    }

    /// The same for many tokens.
    pub fn check_each(
        &self,
        tokens: Vec<String>,
        now: Option<f64>,
        at: Times,
    ) -> Result<Vec<Checking>, TokenError> {
        call(|| {
            Ok(steps::check_many(&self.0, &tokens, now_or(now), at.into())
                .into_iter()
                .map(Checking::from)
                .collect())
        })
    }
}

impl Verifier {
    fn made(
        beside: Beside,
        make: impl FnOnce() -> tokenseal::Result<tokenseal::Verifier>,
    ) -> Result<Arc<Self>, TokenError> {
        let verifier = call(|| beside.given_to(make()?))?;
        Ok(Arc::new(Self(verifier, Aside::default(), Aside::default())))
    }
}

/// What a verifier has in addition to its keys and options.
#[derive(Default)]
struct Beside {
    revocations: Option<Arc<Revocations>>,
    replays: Option<Arc<ReplayCache>>,
    nonce_key: Option<Arc<Key>>,
    status_lists: Option<Arc<StatusLists>>,
}

impl Beside {
    fn given_to(self, mut verifier: tokenseal::Verifier) -> tokenseal::Result<tokenseal::Verifier> {
        if let Some(list) = self.revocations {
            verifier = verifier.with_revocations(&list.0)?;
        }
        if let Some(cache) = self.replays {
            verifier = verifier.with_replays(&cache.0)?;
        }
        if let Some(key) = self.nonce_key {
            verifier = verifier.with_nonce_key(&key.0)?;
        }
        if let Some(lists) = self.status_lists {
            verifier = verifier.with_status_lists(&lists.0)?;
        }
        Ok(verifier)
    }
}
