//! Verifiers: what a service calls for every request.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use napi::bindgen_prelude::{ClassInstance, Either, Either3, Function};
use napi::{Env, Result as NapiResult};
use napi_derive::napi;
use tokenseal::{Check, CheckOptions, Followed as Machine, Keys, Result, Token, VerifyOptions};
use tokenseal_bridge::options::{NoOptions, javascript_options as options};
use tokenseal_bridge::{guard, message, steps};

use crate::boundary::{Outcome, guarded};
use crate::check::{Examined, ExaminedMany};
use crate::followed::{Followed, When, times};
use crate::incoming::{Incoming, Longest};
use crate::key::Key;
use crate::key_set::KeySet;
use crate::packed::{Checked, CheckedMany};
use crate::remembered::{Crossing, Numbers};
use crate::remote::RemoteKeySet;
use crate::replay::ReplayCache;
use crate::revocations::Revocations;
use crate::ring::KeyRing;
use crate::status_lists::StatusLists;
use crate::task::{Done, run};

/// A verifier of the core, and how long its tokens may be.
#[napi]
pub struct Verifier(pub(crate) Arc<tokenseal::Verifier>, Limit);

/// How long tokens may be, which grows with the verifiers of further issuers.
#[derive(Clone)]
struct Limit(Arc<AtomicU64>);

impl Limit {
    fn of(given: Option<u64>) -> Self {
        Self(Arc::new(AtomicU64::new(Longest::compact(given).limit())))
    }

    fn longest(&self) -> Longest {
        Longest::compact(Some(self.0.load(Ordering::Relaxed)))
    }

    fn grow(&self, other: &Self) {
        self.0
            .fetch_max(other.0.load(Ordering::Relaxed), Ordering::Relaxed);
    }
}

pub(crate) type Verifying<'a> =
    Option<Either3<ClassInstance<'a, KeySet>, ClassInstance<'a, RemoteKeySet>, ClassInstance<'a, KeyRing>>>;
type Decrypting<'a> = Option<Either<ClassInstance<'a, KeySet>, ClassInstance<'a, KeyRing>>>;

/// Keys that verify, wherever they come from.
pub(crate) fn verifying(keys: Verifying<'_>) -> Option<Keys> {
    keys.map(|keys| match keys {
        Either3::A(set) => Keys::from(set.0.clone()),
        Either3::B(remote) => Keys::from(&remote.0),
        Either3::C(ring) => Keys::from(&ring.0),
    })
}

fn core(keys: Decrypting<'_>) -> Option<Keys> {
    keys.map(|keys| match keys {
        Either::A(set) => Keys::from(set.0.clone()),
        Either::B(ring) => Keys::from(&ring.0),
    })
}

type Revoked<'a> = Option<ClassInstance<'a, Revocations>>;
type LookedUp<'a> = Option<ClassInstance<'a, StatusLists>>;
type Remembering<'a> = Option<ClassInstance<'a, ReplayCache>>;
type Nonces<'a> = Option<ClassInstance<'a, Key>>;

/// The verifier, which checks proofs with this cache and asks for nonces by this key, if there are
/// any.
fn proving(
    verifier: tokenseal::Verifier,
    replays: Remembering<'_>,
    nonce_key: Nonces<'_>,
) -> Result<tokenseal::Verifier> {
    let verifier = match replays {
        Some(cache) => verifier.with_replays(&cache.0)?,
        None => verifier,
    };
    match nonce_key {
        Some(key) => verifier.with_nonce_key(&key.0),
        None => Ok(verifier),
    }
}

/// The options of one check, with the certificate that crosses alongside them.
fn sent(certificate: Option<&[u8]>, json: &str) -> Result<CheckOptions> {
    guard(|| {
        Ok(CheckOptions {
            certificate: certificate.map(<[u8]>::to_vec),
            ..options(json)?
        })
    })
}

/// The verifier, which also refuses what is on the list, and looks up statuses, if there are any.
fn refusing(
    verifier: tokenseal::Verifier,
    revocations: Revoked<'_>,
    status_lists: LookedUp<'_>,
) -> Result<tokenseal::Verifier> {
    let verifier = match revocations {
        Some(list) => verifier.with_revocations(&list.0)?,
        None => verifier,
    };
    match status_lists {
        Some(lists) => verifier.with_status_lists(&lists.0),
        None => Ok(verifier),
    }
}

/// A verifier, its keys and options compiled.
#[napi(catch_unwind)]
pub fn new_verifier(
    keys: Verifying<'_>,
    decryption_keys: Decrypting<'_>,
    revocations: Revoked<'_>,
    status_lists: LookedUp<'_>,
    replays: Remembering<'_>,
    nonce_key: Nonces<'_>,
    json: String,
) -> Outcome<Verifier> {
    let keys = verifying(keys);
    guarded(|| {
        let options: VerifyOptions = options(&json)?;
        let verifier = proving(
            tokenseal::Verifier::new(keys, core(decryption_keys), &options)?,
            replays,
            nonce_key,
        )?;
        Ok(compiled(refusing(verifier, revocations, status_lists)?, &options))
    })
}

/// A verifier of one issuer, by the keys that its metadata names.
#[napi(catch_unwind)]
pub fn verifier_for_issuer(
    issuer: String,
    decryption_keys: Decrypting<'_>,
    revocations: Revoked<'_>,
    status_lists: LookedUp<'_>,
    replays: Remembering<'_>,
    nonce_key: Nonces<'_>,
    json: String,
) -> Outcome<Verifier> {
    guarded(|| {
        let options: VerifyOptions = options(&json)?;
        let verifier = proving(
            tokenseal::Verifier::for_issuer(&issuer, core(decryption_keys), &options)?,
            replays,
            nonce_key,
        )?;
        Ok(compiled(refusing(verifier, revocations, status_lists)?, &options))
    })
}

/// A verifier of several issuers.
#[napi(catch_unwind)]
pub fn verifier_by_issuer(
    verifiers: Vec<ClassInstance<'_, Verifier>>,
    decryption_keys: Decrypting<'_>,
    revocations: Revoked<'_>,
    status_lists: LookedUp<'_>,
    json: String,
) -> Outcome<Verifier> {
    guarded(|| {
        // It has no options except those that cross alongside them.
        options::<NoOptions>(&json)?;
        let members = verifiers.iter().map(|one| tokenseal::Verifier::clone(&one.0));
        let verifier = tokenseal::Verifier::by_issuer(members, core(decryption_keys))?;
        let whole = compiled(
            refusing(verifier, revocations, status_lists)?,
            &VerifyOptions::default(),
        );
        verifiers.iter().for_each(|one| whole.1.grow(&one.1));
        Ok(whole)
    })
}

fn compiled(verifier: tokenseal::Verifier, options: &VerifyOptions) -> Verifier {
    Verifier(Arc::new(verifier), Limit::of(options.max_token_bytes))
}

#[napi]
impl Verifier {
    /// The function that checks a token: of all functions the one that is called most. It holds the
    /// verifier, which saves looking it up.
    #[napi(catch_unwind)]
    pub fn checker<'env>(&self, env: &'env Env) -> NapiResult<Function<'env, (), Outcome<Crossing>>> {
        let (verifier, limit, numbers) = (Arc::clone(&self.0), self.1.clone(), Numbers::default());
        env.create_function_from_closure("verify", move |call| {
            let (token, now): (Incoming<'_>, f64) = (call.get(0)?, call.get(1)?);
            Ok(guarded(|| {
                token
                    .with(limit.longest(), |token| verifier.verify(token, now))
                    .map(|token| numbers.crossing(&token))
            }))
        })
    }

    /// Checks a token on the thread pool.
    #[napi(catch_unwind)]
    pub fn verify_later(&self, token: Incoming<'_>, now: f64) -> Done<Token, Checked> {
        let (verifier, token) = (Arc::clone(&self.0), token.read(self.1.longest()));
        run(true, move || verifier.verify(token?, now))
    }

    /// Checks a token with what came with it, here or on the thread pool. The time is among the
    /// options.
    #[napi(catch_unwind)]
    pub fn verify_with(
        &self,
        later: bool,
        token: Incoming<'_>,
        certificate: Option<&[u8]>,
        json: String,
    ) -> Done<Token, Checked> {
        let (verifier, token, options) = (
            Arc::clone(&self.0),
            token.read(self.1.longest()),
            sent(certificate, &json),
        );
        run(later, move || {
            options.and_then(|options| verifier.verify_with(token?, &options))
        })
    }

    /// Checks many tokens; each has its own outcome.
    #[napi(catch_unwind)]
    pub fn verify_many(
        &self,
        later: bool,
        tokens: Vec<Incoming<'_>>,
        now: f64,
    ) -> Done<Vec<Result<Token>>, CheckedMany> {
        let (verifier, tokens) = (Arc::clone(&self.0), Incoming::read_all(tokens, self.1.longest()));
        run(later, move || Ok(verifier.verify_many(&tokens?, now)))
    }

    /// The function that checks a token with keys that may need fetching.
    #[napi(catch_unwind)]
    pub fn examiner<'env>(&self, env: &'env Env) -> NapiResult<Function<'env, (), Outcome<Examined>>> {
        let (verifier, limit, numbers) = (Arc::clone(&self.0), self.1.clone(), Numbers::default());
        env.create_function_from_closure("examine", move |call| {
            let (token, now, when): (Incoming<'_>, f64, When) = (call.get(0)?, call.get(1)?, call.get(2)?);
            let examined =
                |token: &[u8]| Examined::numbered(steps::check(&verifier, token, now, times(when)), &numbers);
            Ok(guarded(|| {
                token.with(limit.longest(), |token| Ok(examined(token)))
            }))
        })
    }

    /// The same on the thread pool.
    #[napi(catch_unwind)]
    pub fn examine_later(&self, token: Incoming<'_>, now: f64, when: When) -> Done<Check, Examined> {
        let (verifier, token, times) = (Arc::clone(&self.0), token.read(self.1.longest()), times(when));
        run(true, move || Ok(steps::check(&verifier, token?, now, times)))
    }

    /// The same with what came with the token, here or on the thread pool.
    #[napi(catch_unwind)]
    pub fn examine_with(
        &self,
        later: bool,
        token: Incoming<'_>,
        certificate: Option<&[u8]>,
        json: String,
        when: When,
    ) -> Done<Check, Examined> {
        let (verifier, token, options) = (
            Arc::clone(&self.0),
            token.read(self.1.longest()),
            sent(certificate, &json),
        );
        let times = times(when);
        run(later, move || {
            let options = options?;
            let now = options.now.ok_or_else(message::defect)?;
            Ok(steps::check_with(&verifier, token?, now, &options, times))
        })
    }

    /// The same for many tokens.
    #[napi(catch_unwind)]
    pub fn examine_many(
        &self,
        later: bool,
        tokens: Vec<Incoming<'_>>,
        now: f64,
        when: When,
    ) -> Done<Vec<Check>, ExaminedMany> {
        let (verifier, tokens, times) = (
            Arc::clone(&self.0),
            Incoming::read_all(tokens, self.1.longest()),
            times(when),
        );
        run(later, move || {
            Ok(steps::check_many(&verifier, &tokens?, now, times))
        })
    }

    /// Checks a token again that was accepted, by what is kept of it.
    #[napi(catch_unwind)]
    pub fn examine_again(
        &self,
        header: String,
        claims: String,
        key_id: Option<String>,
        now: f64,
        when: When,
    ) -> Outcome<Examined> {
        guarded(|| {
            Ok(steps::check_again(&self.0, &header, &claims, key_id.as_deref(), now, times(when)).into())
        })
    }

    /// Whether a check may have to wait for keys, or for a list of revocations.
    #[napi(catch_unwind)]
    pub fn is_remote(&self) -> Outcome<bool> {
        guarded(|| Ok(self.0.wants_times()))
    }

    /// The sets of keys that it fetches, each once.
    #[napi(catch_unwind)]
    pub fn remotes(&self) -> Outcome<Vec<Followed>> {
        guarded(|| {
            Ok(self
                .0
                .remotes()
                .into_iter()
                .map(Machine::Keys)
                .map(Followed)
                .collect())
        })
    }

    /// The status lists that it follows, each once, or only those that are allowed by their own
    /// names.
    #[napi(catch_unwind)]
    pub fn status_lists(&self, only_named: bool) -> Outcome<Vec<Followed>> {
        let is_wanted =
            |one: &Machine| matches!(one, Machine::StatusList(_)) && (!only_named || one.is_awaited());
        guarded(|| {
            Ok(self
                .0
                .followed()
                .into_iter()
                .filter(is_wanted)
                .map(Followed)
                .collect())
        })
    }

    /// Which StatusLists they belong to, and those that tokens will name.
    #[napi(catch_unwind)]
    pub fn status_lists_ids(&self) -> Outcome<Vec<f64>> {
        guarded(|| {
            Ok(self
                .0
                .status_lists_ids()
                .into_iter()
                .map(|id| id as f64)
                .collect())
        })
    }

    /// A nonce for proofs, if it asks for any.
    #[napi(catch_unwind)]
    pub fn dpop_nonce(&self, now: f64) -> Outcome<Option<String>> {
        guarded(|| self.0.dpop_nonce(now))
    }

    /// The cache of used proofs, if it can check any.
    #[napi(catch_unwind)]
    pub fn replays(&self) -> Outcome<Option<ReplayCache>> {
        guarded(|| Ok(self.0.replays().cloned().map(ReplayCache)))
    }

    /// What it follows elsewhere: those sets and lists, and whatever is kept in a store.
    #[napi(catch_unwind)]
    pub fn followed_ids(&self) -> Outcome<Vec<f64>> {
        guarded(|| Ok(self.0.followed().iter().map(|one| one.id() as f64).collect()))
    }

    /// Adds the verifier of one more issuer.
    #[napi(catch_unwind)]
    pub fn add(&self, verifier: &Verifier) -> Outcome<()> {
        guarded(|| {
            self.0.add(tokenseal::Verifier::clone(&verifier.0))?;
            self.1.grow(&verifier.1);
            Ok(())
        })
    }

    /// Removes the verifier of an issuer.
    #[napi(catch_unwind)]
    pub fn remove(&self, issuer: String) -> Outcome<bool> {
        guarded(|| self.0.remove(&issuer))
    }
}

/// The time that the options of a check give, if they do.
#[napi(catch_unwind)]
pub fn given_time(json: String) -> Outcome<Option<f64>> {
    guarded(|| options::<CheckOptions>(&json)?.time_alone())
}
