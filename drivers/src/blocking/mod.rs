//! Checks that wait if they must, over `ureq`. Each flight runs on a thread that ends with it.

mod client;

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use serde::Serialize;
use tokenseal::machine::{Answer, Fetch, Times};
use tokenseal::{
    Advanced, Answer as RequestAnswer, Check, CheckOptions, EntriesOptions, EventOptions, Followed,
    IssueOptions, Issuer, KeyRing, KeySet, Outcome, ProtectedResource, RemoteKeySet, ReplayCache,
    RequestOptions, Result, RevocationChange, RevocationEntry, Revocations, RingAction, RingStoreOptions,
    Token, Verifier,
};

use crate::common::{LOOK_AGAIN, Request, left, requests};
use crate::store::{Stores, answer};
use crate::{Settings, StoreClient};
use client::Client;

/// Fetches what verifiers and issuers need. It is cheap to clone and to share between threads: one
/// serves a whole program.
#[derive(Clone, Debug)]
pub struct Driver(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    client: Client,
    settings: Settings,
    stores: Stores,
    /// Held while checking whether to wait, so that the end of a request is never missed.
    looking: Mutex<()>,
    /// Notified whenever a request has ended.
    ended: Condvar,
}

impl Driver {
    /// A driver with default settings.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` if the platform's certificates cannot be used.
    pub fn new() -> Result<Self> {
        Self::with(Settings::new())
    }

    /// A driver with these settings.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` if a certificate or key in them cannot be read.
    pub fn with(settings: Settings) -> Result<Self> {
        let client = Client::new(&settings)?;
        Ok(Self(Arc::new(Inner {
            client,
            settings,
            stores: Stores::default(),
            looking: Mutex::default(),
            ended: Condvar::new(),
        })))
    }

    /// Sends the commands of a list of revocations with a client of its own.
    pub fn follow(&self, revocations: &Revocations, client: impl StoreClient + 'static) {
        self.0.stores.add(revocations.id(), Arc::new(client));
    }

    /// Sends the commands of a cache of used DPoP proofs with a client of its own.
    pub fn follow_replays(&self, replays: &ReplayCache, client: impl StoreClient + 'static) {
        self.0.stores.add(replays.id(), Arc::new(client));
    }

    /// Revokes or withdraws, and returns when the change is in the list: for a list in a store,
    /// when the store has it.
    ///
    /// # Errors
    /// As [`Revocations::change`]; `ERR_JWT_REVOCATION_UNAVAILABLE` if the store cannot be reached
    /// in time.
    pub fn change(&self, revocations: &Revocations, change: RevocationChange) -> Result<RevocationEntry> {
        if !revocations.is_followed() {
            return revocations.change(&change);
        }
        let pending = revocations.begin(change, self.0.settings.times())?;
        self.settle_list(
            revocations,
            |times| pending.is_settled(times),
            |times| pending.time_left(times),
        );
        pending.finish()
    }

    /// The revocations that have not expired, in the order in which they were made: all of them, or
    /// those that the options name. A list in a store is read page by page.
    ///
    /// # Errors
    /// As [`Revocations::entries`]; `ERR_JWT_REVOCATION_UNAVAILABLE` if the store cannot be reached
    /// in time.
    pub fn entries(
        &self,
        revocations: &Revocations,
        options: &EntriesOptions,
    ) -> Result<Vec<RevocationEntry>> {
        let options = EntriesOptions {
            now: options.now.or_else(|| Some(self.0.settings.now())),
            ..options.clone()
        };
        if !revocations.is_followed() {
            return revocations.entries(&options);
        }
        let pending = revocations.begin_entries(&options, self.0.settings.times())?;
        self.settle_list(
            revocations,
            |times| pending.is_settled(times),
            |times| pending.time_left(times),
        );
        pending.finish()
    }

    /// Opens the ring in a store, and follows it there with a client of its own. `create` is a ring
    /// to start with if the store has none.
    ///
    /// # Errors
    /// As [`KeyRing::redis`]; `ERR_KEYRING_UNAVAILABLE` if there is none, another key protects it,
    /// or the store cannot be reached in time. No other ring is made in its place.
    pub fn open_ring(
        &self,
        options: &RingStoreOptions,
        protect_with: impl Into<KeySet>,
        create: Option<&KeyRing>,
        client: impl StoreClient + 'static,
    ) -> Result<KeyRing> {
        let ring = KeyRing::redis(options, protect_with, create, self.0.settings.now())?;
        self.0.stores.add(ring.id(), Arc::new(client));
        self.ready_all(
            &[Followed::Ring(ring.clone())],
            Duration::from_secs_f64(ring.longest_wait()),
        )?;
        Ok(ring)
    }

    /// Changes a ring, and returns when the change is saved: for a ring in a store, or one that
    /// uses a list there, when the store has it.
    ///
    /// # Errors
    /// As [`KeyRing::perform`]; `ERR_KEYRING_UNAVAILABLE` if the store cannot be reached in time.
    pub fn change_ring(&self, ring: &KeyRing, action: RingAction) -> Result<Advanced> {
        let pending = ring.begin(action, self.0.settings.times())?;
        while !pending.is_settled(self.0.settings.times()) {
            let wake = self.carry(&pending.followed());
            let left = pending.time_left(self.0.settings.times());
            self.wait(wake.min(left), || pending.is_settled(self.0.settings.times()));
        }
        pending.finish()
    }

    /// Revokes what a checked security event or logout token ends, as [`change`](Self::change)
    /// does. The time is the driver's if the options have none.
    ///
    /// # Errors
    /// As [`Revocations::apply_events`]; `ERR_JWT_REVOCATION_UNAVAILABLE` if the store cannot be
    /// reached in time: apply the token again.
    pub fn apply_events(
        &self,
        revocations: &Revocations,
        token: &Token,
        options: &EventOptions,
    ) -> Result<Vec<RevocationEntry>> {
        let options = EventOptions {
            now: options.now.or_else(|| Some(self.0.settings.now())),
            ..options.clone()
        };
        let changes = RevocationChange::of_events(token.header(), token.claims_json(), &options)?;
        changes
            .into_iter()
            .map(|change| self.change(revocations, change))
            .collect()
    }

    /// Checks a token now. It waits for keys if there are none, at most as long as the set's
    /// `timeout` plus one second.
    ///
    /// # Errors
    /// As [`Verifier::check`]; `ERR_JWKS_UNAVAILABLE` if keys cannot be fetched.
    pub fn verify(&self, verifier: &Verifier, token: impl AsRef<[u8]>) -> Result<Token> {
        self.verify_at(verifier, token, self.0.settings.now())
    }

    /// The same at another time, in seconds since the epoch, which only affects how claims are
    /// judged.
    ///
    /// # Errors
    /// As [`verify`](Self::verify).
    pub fn verify_at(&self, verifier: &Verifier, token: impl AsRef<[u8]>, now: f64) -> Result<Token> {
        self.finish(verifier.check(token, now, self.0.settings.times()))
    }

    /// Checks a token along with what came with it, a DPoP proof or the client's certificate.
    /// Claims and proof are judged at the options' `now`, or the clock's time if omitted.
    ///
    /// # Errors
    /// As [`verify`](Self::verify) and [`Verifier::verify_with`]; `ERR_DPOP_UNAVAILABLE` if the
    /// used proofs are in a store that cannot be reached.
    pub fn verify_with(
        &self,
        verifier: &Verifier,
        token: impl AsRef<[u8]>,
        options: &CheckOptions,
    ) -> Result<Token> {
        let options = CheckOptions {
            now: options.now.or_else(|| Some(self.0.settings.now())),
            ..options.clone()
        };
        self.finish(verifier.check_with(token, &options, self.0.settings.times()))
    }

    /// Checks a request to a protected resource, as [`ProtectedResource::check`] does, and waits
    /// for what the check of its token needs. The options' `now` is the clock's time if omitted.
    pub fn check_request<N: AsRef<str>, V: AsRef<str>>(
        &self,
        resource: &ProtectedResource,
        method: &str,
        path: &str,
        headers: &[(N, V)],
        options: &RequestOptions,
    ) -> RequestAnswer {
        let options = RequestOptions {
            now: options.now.or_else(|| Some(self.0.settings.now())),
            ..options.clone()
        };
        let taken = resource.take(method, path, headers);
        let checked = taken
            .token()
            .map(|token| self.verify_with(resource.verifier(), token, &taken.check_options(&options)));
        resource.answer_checked(&taken, checked, &options)
    }

    /// Checks whether a token that was accepted is still good, as [`Verifier::still_valid`] does,
    /// and waits for a list in a store or a status: for connections that outlive the check of their
    /// token.
    ///
    /// # Errors
    /// As [`Verifier::still_valid`].
    pub fn still_valid(&self, verifier: &Verifier, token: &Token) -> Result<()> {
        self.finish(verifier.check_again(token, self.0.settings.now(), self.0.settings.times()))
            .map(drop)
    }

    /// Checks many tokens: on all cores if that is faster, waiting only once for what several of
    /// them need.
    pub fn verify_many<T: AsRef<[u8]> + Sync>(
        &self,
        verifier: &Verifier,
        tokens: &[T],
    ) -> Vec<Result<Token>> {
        let checks = verifier.check_many(tokens, self.0.settings.now(), self.0.settings.times());
        checks.into_iter().map(|check| self.finish(check)).collect()
    }

    /// Fetches every key set of a verifier, or says why it could not in time: for the start of a
    /// service, or its health check.
    ///
    /// # Errors
    /// `ERR_JWKS_UNAVAILABLE`.
    pub fn ready(&self, verifier: &Verifier, timeout: Duration) -> Result<()> {
        let awaited: Vec<Followed> = verifier
            .followed()
            .into_iter()
            .filter(Followed::is_awaited)
            .collect();
        self.ready_all(&awaited, timeout)
    }

    /// The same for key sets.
    ///
    /// # Errors
    /// `ERR_JWKS_UNAVAILABLE`.
    pub fn ready_sets(&self, sets: &[RemoteKeySet], timeout: Duration) -> Result<()> {
        self.ready_all(
            &sets.iter().cloned().map(Followed::Keys).collect::<Vec<_>>(),
            timeout,
        )
    }

    /// The same for anything that is followed.
    ///
    /// # Errors
    /// `ERR_JWKS_UNAVAILABLE`, `ERR_JWT_REVOCATION_UNAVAILABLE`.
    pub fn ready_all(&self, followed: &[Followed], timeout: Duration) -> Result<()> {
        let began = Instant::now();
        loop {
            let waiting: Vec<&Followed> = followed
                .iter()
                .filter(|one| !one.is_ready(self.0.settings.times()))
                .collect();
            let Some(first) = waiting.first() else {
                return Ok(());
            };
            let Some(left) = left(timeout, began) else {
                return Err(first.unavailable());
            };
            let wake = waiting.iter().map(|one| self.carry(one)).fold(left, f64::min);
            self.wait(wake, || {
                waiting.iter().any(|one| one.is_ready(self.0.settings.times()))
            });
        }
    }

    /// Issues a token, to the recipient's keys if the issuer's encryption key is fetched. It waits
    /// for keys, and for a ring in a store, as a check does.
    ///
    /// # Errors
    /// As [`Issuer::issue_at`].
    pub fn issue<C: Serialize + ?Sized>(
        &self,
        issuer: &Issuer,
        claims: &C,
        options: &IssueOptions,
    ) -> Result<String> {
        issuer
            .followed()
            .iter()
            .for_each(|followed| self.settle(followed));
        let options = IssueOptions {
            now: options.now.or_else(|| Some(self.0.settings.now())),
            ..options.clone()
        };
        let issued = issuer.issue_at(claims, &options, self.0.settings.times());
        issued
            .due
            .into_iter()
            .for_each(|followed| _ = self.carry(&followed));
        issued.token
    }

    /// Makes one of a machine's requests: for programs that drive their machines themselves.
    pub fn get(&self, fetch: &Fetch) -> Answer {
        self.0.client.get(fetch, &self.0.settings)
    }

    fn finish(&self, mut check: Check) -> Result<Token> {
        loop {
            check.due.iter().for_each(|followed| _ = self.carry(followed));
            self.0.settings.tell(&check.events);
            let pending = match check.outcome {
                Outcome::Done(result) => return result,
                Outcome::Waits(pending) => pending,
            };
            while !pending.is_settled(self.0.settings.times()) {
                let wake = self.carry(pending.followed());
                let left = pending.time_left(self.0.settings.times());
                self.wait(wake.min(left), || pending.is_settled(self.0.settings.times()));
            }
            check = pending.resume(self.0.settings.times());
        }
    }

    /// Drives a list until what its caller waits for is decided, or no time is left.
    fn settle_list(
        &self,
        revocations: &Revocations,
        is_settled: impl Fn(Times) -> bool,
        time_left: impl Fn(Times) -> f64,
    ) {
        let followed = Followed::Revocations(revocations.clone());
        let is_over = || is_settled(self.0.settings.times());
        while !is_over() {
            let wake = self.carry(&followed);
            self.wait(wake.min(time_left(self.0.settings.times())), is_over);
        }
    }

    /// Waits until it can be used or a flight has ended, for as long as one can still end in time.
    fn settle(&self, followed: &Followed) {
        let (began, landed) = (Instant::now(), followed.landed());
        let is_settled = || !followed.would_wait(self.0.settings.times()) || followed.landed() > landed;
        while !is_settled() {
            let wake = self.carry(followed);
            match left(Duration::from_secs_f64(followed.longest_wait()), began) {
                Some(left) if wake <= left => self.wait(wake, is_settled),
                _ => return,
            }
        }
    }

    /// Starts what is due: each request on a thread of its own, or on this one if no thread can be
    /// started. Returns in how many seconds there may be more to do.
    fn carry(&self, followed: &Followed) -> f64 {
        let turn = followed.poll(self.0.settings.times());
        let wake = turn.wake.unwrap_or(LOOK_AGAIN);
        for request in requests(turn.fetches, turn.stores) {
            let (driver, of_thread, first) = (self.clone(), followed.clone(), request.clone());
            let began = thread::Builder::new()
                .name("tokenseal".to_owned())
                .spawn(move || driver.fly(&of_thread, first));
            if began.is_err() {
                self.fly(followed, request);
            }
        }
        self.0.settings.tell(&turn.events);
        wake
    }

    fn fly(&self, followed: &Followed, first: Request) {
        let mut next = vec![first];
        while let Some(request) = next.pop() {
            let answer = match &request {
                Request::Fetch(fetch) => self.get(fetch),
                Request::Store(store) => self
                    .0
                    .stores
                    .answer(followed.id(), store, |client| answer(client, store)),
            };
            let turn = followed.tell(self.0.settings.times(), answer);
            // A thread that is checking has either seen the news, or is waiting by now.
            drop(self.0.looking.lock().unwrap_or_else(PoisonError::into_inner));
            self.0.ended.notify_all();
            self.0.settings.tell(&turn.events);
            next.extend(requests(turn.fetches, turn.stores));
        }
    }

    /// Waits until a request ends, or for this many seconds.
    fn wait(&self, seconds: f64, is_over: impl Fn() -> bool) {
        let looking = self.0.looking.lock().unwrap_or_else(PoisonError::into_inner);
        if !is_over() {
            drop(
                self.0
                    .ended
                    .wait_timeout(looking, Duration::from_secs_f64(seconds.clamp(0.001, LOOK_AGAIN))),
            );
        }
    }
}
