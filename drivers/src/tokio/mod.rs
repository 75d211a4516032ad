//! The same for asynchronous code, over `reqwest`. A flight is carried by a task of the runtime that asks first.

mod client;

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde::Serialize;
use tokenseal::{Check, Error, ErrorCode, IssueOptions, Issuer, Outcome, RemoteKeySet, Result, Token, Verifier};
use tokio::sync::Notify;
use tokio::time::timeout;

use crate::Settings;
use client::Client;

/// A check looks at least this often whether it can go on, in case it missed a call.
const LOOK_AGAIN: f64 = 0.5;

/// Carries what verifiers and issuers fetch, as tasks of the tokio runtime it is called in. Cheap to clone: one serves a whole program.
///
/// ```no_run
/// # async fn example(token: &str) -> tokenseal::Result<()> {
/// use tokenseal::{Verifier, VerifyOptions};
/// use tokenseal_drivers::tokio::Driver;
///
/// let options = VerifyOptions { audience: Some("https://api.example".into()), ..VerifyOptions::default() };
/// let verifier = Verifier::for_issuer("https://tenant.example/", None, &options)?;
/// let driver = Driver::new()?;
/// let token = driver.verify(&verifier, token).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Driver(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    client: Client,
    settings: Settings,
    /// The sets that a task carries a flight of.
    carried: Mutex<HashSet<u64>>,
    /// Told whenever a request has ended.
    ended: Notify,
}

impl Driver {
    /// A driver with the defaults.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` if the platform's certificates cannot be used.
    pub fn new() -> Result<Self> {
        Self::with(Settings::new())
    }

    /// A driver with these settings.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` if certificates or a key among them cannot be read.
    pub fn with(settings: Settings) -> Result<Self> {
        let client = Client::new(&settings)?;
        Ok(Self(Arc::new(Inner { client, settings, carried: Mutex::default(), ended: Notify::new() })))
    }

    /// Checks a token now. It waits for keys where there are none, at most as long as the set's `timeout` and a second.
    ///
    /// # Errors
    /// As [`Verifier::check`]; `ERR_JWKS_UNAVAILABLE` if keys cannot be had.
    pub async fn verify(&self, verifier: &Verifier, token: impl AsRef<[u8]>) -> Result<Token> {
        self.verify_at(verifier, token, self.0.settings.now()).await
    }

    /// The same at another time, in seconds since the epoch, which judges claims only.
    pub async fn verify_at(&self, verifier: &Verifier, token: impl AsRef<[u8]>, now: f64) -> Result<Token> {
        self.finish(verifier.check(token, now, self.0.settings.times())).await
    }

    /// Checks many tokens, waiting once for what several of them need.
    pub async fn verify_many<T: AsRef<[u8]> + Sync>(&self, verifier: &Verifier, tokens: &[T]) -> Vec<Result<Token>> {
        let mut results = Vec::with_capacity(tokens.len());
        for check in verifier.check_many(tokens, self.0.settings.now(), self.0.settings.times()) {
            results.push(self.finish(check).await);
        }
        results
    }

    /// Fetches every set of keys of a verifier, or says why it could not within the time: for a deployment's start, or its health check.
    ///
    /// # Errors
    /// `ERR_JWKS_UNAVAILABLE`.
    pub async fn ready(&self, verifier: &Verifier, timeout: Duration) -> Result<()> {
        self.ready_sets(&verifier.remotes(), timeout).await
    }

    /// The same for sets of keys.
    ///
    /// # Errors
    /// `ERR_JWKS_UNAVAILABLE`.
    pub async fn ready_sets(&self, sets: &[RemoteKeySet], timeout: Duration) -> Result<()> {
        let began = Instant::now();
        loop {
            let waiting: Vec<&RemoteKeySet> = sets.iter().filter(|set| !set.is_ready(self.0.settings.times())).collect();
            let Some(first) = waiting.first() else { return Ok(()) };
            let Some(left) = timeout.checked_sub(began.elapsed()).filter(|left| !left.is_zero()) else { return Err(first.unavailable()) };
            waiting.iter().try_for_each(|set| self.carry(set))?;
            self.wait(left.as_secs_f64(), || waiting.iter().all(|set| set.is_ready(self.0.settings.times()))).await;
        }
    }

    /// Issues a token, to the recipient's keys where the issuer's encryption key is fetched.
    ///
    /// # Errors
    /// As [`Issuer::issue_at`].
    pub async fn issue<C: Serialize + ?Sized>(&self, issuer: &Issuer, claims: &C, options: &IssueOptions) -> Result<String> {
        if let Some(set) = issuer.remote().filter(|set| !set.is_ready(self.0.settings.times())) {
            self.ready_sets(std::slice::from_ref(set), Duration::from_secs_f64(set.longest_wait())).await?;
        }
        let options = IssueOptions { now: options.now.or_else(|| Some(self.0.settings.now())), ..options.clone() };
        let issued = issuer.issue_at(claims, &options, self.0.settings.times());
        issued.due.iter().try_for_each(|set| self.carry(set))?;
        issued.token
    }

    async fn finish(&self, mut check: Check) -> Result<Token> {
        loop {
            check.due.iter().try_for_each(|set| self.carry(set))?;
            self.0.settings.tell(&check.events);
            let pending = match check.outcome {
                Outcome::Done(result) => return result,
                Outcome::Waits(pending) => pending,
            };
            while !pending.is_settled(self.0.settings.times()) {
                self.carry(pending.set())?;
                let left = pending.time_left(self.0.settings.times());
                self.wait(left, || pending.is_settled(self.0.settings.times())).await;
            }
            check = pending.resume(self.0.settings.times());
        }
    }

    /// Has a flight of this set carried by a task, unless one is.
    fn carry(&self, set: &RemoteKeySet) -> Result<()> {
        let runtime = tokio::runtime::Handle::try_current().map_err(|_| {
            Error::new(ErrorCode::OptionInvalid, "this driver is called outside of a tokio runtime: use the blocking one there")
        })?;
        if self.carried().insert(set.id()) {
            let (driver, set) = (self.clone(), set.clone());
            runtime.spawn(async move { driver.fly(&set).await });
        }
        Ok(())
    }

    async fn fly(&self, set: &RemoteKeySet) {
        let _landing = Landing { driver: self, id: set.id() };
        let mut turn = set.poll(self.0.settings.times());
        loop {
            self.0.settings.tell(&turn.events);
            let Some(fetch) = turn.fetches.pop() else { return };
            let answer = self.0.client.get(&fetch, &self.0.settings).await;
            turn = set.tell(self.0.settings.times(), answer);
            self.0.ended.notify_waiters();
        }
    }

    /// Waits until a request ends, or so many seconds. `is_over` is looked at once more after the wait has begun, so that no end is missed.
    async fn wait(&self, seconds: f64, is_over: impl Fn() -> bool) {
        let ended = self.0.ended.notified();
        if is_over() {
            return;
        }
        let seconds = seconds.clamp(0.001, LOOK_AGAIN);
        // Where nothing is carried, the set has to wait for a place or for its back-off.
        let seconds = if self.carried().is_empty() { seconds.min(0.05) } else { seconds };
        let _ = timeout(Duration::from_secs_f64(seconds), ended).await;
    }

    fn carried(&self) -> MutexGuard<'_, HashSet<u64>> {
        self.0.carried.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ends a flight, even if its task is dropped with its runtime.
struct Landing<'a> {
    driver: &'a Driver,
    id: u64,
}

impl Drop for Landing<'_> {
    fn drop(&mut self) {
        self.driver.carried().remove(&self.id);
        self.driver.0.ended.notify_waiters();
    }
}

/// An option of the driver that cannot be used.
fn unusable(what: &str) -> Error {
    Error::new(ErrorCode::OptionInvalid, format!("{what} cannot be read: give PEM text"))
}
