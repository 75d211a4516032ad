//! Checks that wait where they must, over `ureq`. A flight is carried by a thread that ends with it.

mod client;

use std::collections::HashSet;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use serde::Serialize;
use tokenseal::{Check, Error, IssueOptions, Issuer, Outcome, PendingCheck, RemoteKeySet, Result, Token, Verifier};

use crate::Settings;
use client::Client;

/// A check looks at least this often whether it can go on, in case it missed a call.
const LOOK_AGAIN: f64 = 0.5;

/// Carries what verifiers and issuers fetch. Cheap to clone, and to share between threads: one serves a whole program.
#[derive(Clone, Debug)]
pub struct Driver(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    client: Client,
    settings: Settings,
    /// The sets that a thread carries a flight of.
    carried: Mutex<HashSet<u64>>,
    /// Told whenever a request has ended.
    ended: Condvar,
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
        Ok(Self(Arc::new(Inner { client, settings, carried: Mutex::default(), ended: Condvar::new() })))
    }

    /// Checks a token now. It waits for keys where there are none, at most as long as the set's `timeout` and a second.
    ///
    /// # Errors
    /// As [`Verifier::check`]; `ERR_JWKS_UNAVAILABLE` if keys cannot be had.
    pub fn verify(&self, verifier: &Verifier, token: impl AsRef<[u8]>) -> Result<Token> {
        self.verify_at(verifier, token, self.0.settings.now())
    }

    /// The same at another time, in seconds since the epoch, which judges claims only.
    pub fn verify_at(&self, verifier: &Verifier, token: impl AsRef<[u8]>, now: f64) -> Result<Token> {
        self.finish(verifier.check(token, now, self.0.settings.times()))
    }

    /// Checks many tokens: on all cores where that is sooner, and waiting once for what several of them need.
    pub fn verify_many<T: AsRef<[u8]> + Sync>(&self, verifier: &Verifier, tokens: &[T]) -> Vec<Result<Token>> {
        let checks = verifier.check_many(tokens, self.0.settings.now(), self.0.settings.times());
        checks.into_iter().map(|check| self.finish(check)).collect()
    }

    /// Fetches every set of keys of a verifier, or says why it could not within the time: for a deployment's start, or its health check.
    ///
    /// # Errors
    /// `ERR_JWKS_UNAVAILABLE`.
    pub fn ready(&self, verifier: &Verifier, timeout: Duration) -> Result<()> {
        self.ready_sets(&verifier.remotes(), timeout)
    }

    /// The same for sets of keys.
    ///
    /// # Errors
    /// `ERR_JWKS_UNAVAILABLE`.
    pub fn ready_sets(&self, sets: &[RemoteKeySet], timeout: Duration) -> Result<()> {
        let began = std::time::Instant::now();
        loop {
            let waiting: Vec<&RemoteKeySet> = sets.iter().filter(|set| !set.is_ready(self.0.settings.times())).collect();
            let Some(first) = waiting.first() else { return Ok(()) };
            let Some(left) = timeout.checked_sub(began.elapsed()).filter(|left| !left.is_zero()) else { return Err(first.unavailable()) };
            waiting.iter().for_each(|set| self.carry(set));
            self.wait(left.as_secs_f64());
        }
    }

    /// Issues a token, to the recipient's keys where the issuer's encryption key is fetched.
    ///
    /// # Errors
    /// As [`Issuer::issue_at`].
    pub fn issue<C: Serialize + ?Sized>(&self, issuer: &Issuer, claims: &C, options: &IssueOptions) -> Result<String> {
        if let Some(set) = issuer.remote().filter(|set| !set.is_ready(self.0.settings.times())) {
            self.ready_sets(std::slice::from_ref(set), Duration::from_secs_f64(set.longest_wait()))?;
        }
        let options = IssueOptions { now: options.now.or_else(|| Some(self.0.settings.now())), ..options.clone() };
        let issued = issuer.issue_at(claims, &options, self.0.settings.times());
        issued.due.iter().for_each(|set| self.carry(set));
        issued.token
    }

    fn finish(&self, mut check: Check) -> Result<Token> {
        loop {
            check.due.iter().for_each(|set| self.carry(set));
            self.0.settings.tell(&check.events);
            match check.outcome {
                Outcome::Done(result) => return result,
                Outcome::Waits(pending) => {
                    self.settle(&pending);
                    check = pending.resume(self.0.settings.times());
                }
            }
        }
    }

    fn settle(&self, pending: &PendingCheck) {
        while !pending.is_settled(self.0.settings.times()) {
            self.carry(pending.set());
            let left = pending.time_left(self.0.settings.times());
            if !pending.is_settled(self.0.settings.times()) {
                self.wait(left);
            }
        }
    }

    /// Has a flight of this set carried, unless one is: by a thread of its own, or by this one where no thread can be had.
    fn carry(&self, set: &RemoteKeySet) {
        if !self.carried().insert(set.id()) {
            return;
        }
        let (driver, of_thread) = (self.clone(), set.clone());
        let began = thread::Builder::new().name("tokenseal keys".to_owned()).spawn(move || driver.fly(&of_thread));
        if began.is_err() {
            self.fly(set);
        }
    }

    fn fly(&self, set: &RemoteKeySet) {
        let _landing = Landing { driver: self, id: set.id() };
        let mut turn = set.poll(self.0.settings.times());
        loop {
            self.0.settings.tell(&turn.events);
            let Some(fetch) = turn.fetches.pop() else { return };
            let answer = self.0.client.get(&fetch, &self.0.settings);
            turn = set.tell(self.0.settings.times(), answer);
            self.0.ended.notify_all();
        }
    }

    /// Waits until a request ends, or so many seconds.
    fn wait(&self, seconds: f64) {
        let seconds = seconds.clamp(0.001, LOOK_AGAIN);
        // Where nothing is carried, the set has to wait for a place or for its back-off.
        let carried = self.carried();
        let seconds = if carried.is_empty() { seconds.min(0.05) } else { seconds };
        drop(self.0.ended.wait_timeout(carried, Duration::from_secs_f64(seconds)));
    }

    fn carried(&self) -> MutexGuard<'_, HashSet<u64>> {
        self.0.carried.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ends a flight, even if what is told of it panics.
struct Landing<'a> {
    driver: &'a Driver,
    id: u64,
}

impl Drop for Landing<'_> {
    fn drop(&mut self) {
        self.driver.carried().remove(&self.id);
        self.driver.0.ended.notify_all();
    }
}

/// An option of the driver that cannot be used.
fn unusable(what: &str) -> Error {
    Error::new(tokenseal::ErrorCode::OptionInvalid, format!("{what} cannot be read: give PEM text"))
}
