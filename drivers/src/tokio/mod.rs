//! The same for asynchronous code, over `reqwest`. Each flight is a task of the runtime that first
//! asks for it.

mod client;

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::Serialize;
use tokenseal::machine::{Answer, Failure, Store, Times};
use tokenseal::{
    Advanced, Answer as RequestAnswer, Check, CheckOptions, EntriesOptions, Error, ErrorCode, EventOptions,
    Followed, IssueOptions, Issuer, KeyRing, KeySet, Outcome, ProtectedResource, RemoteKeySet, ReplayCache,
    RequestOptions, Result, RevocationChange, RevocationEntry, Revocations, RingAction, RingStoreOptions,
    Token, Verifier,
};
use tokio::runtime::Handle;
use tokio::sync::Notify;

use crate::common::{LOOK_AGAIN, Request, left, requests};
use crate::store::{Stores, answer};
use crate::{Settings, StoreClient};
use client::Client;

/// Fetches what verifiers and issuers need, in tasks of the tokio runtime it is called in. It is
/// cheap to clone: one serves a whole program.
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
    stores: Stores,
    /// Notified whenever a request has ended.
    ended: Notify,
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
            ended: Notify::new(),
        })))
    }

    /// Sends the commands of a list of revocations with a client of its own, which blocks: on the
    /// runtime's threads for blocking work.
    pub fn follow(&self, revocations: &Revocations, client: impl StoreClient + 'static) {
        self.0.stores.add(revocations.id(), Arc::new(client));
    }

    /// Sends the commands of a cache of used DPoP proofs with a client of its own, which blocks: on
    /// the runtime's threads for blocking work.
    pub fn follow_replays(&self, replays: &ReplayCache, client: impl StoreClient + 'static) {
        self.0.stores.add(replays.id(), Arc::new(client));
    }

    /// Sends the commands of a ring with a client of its own, which blocks: on the runtime's
    /// threads for blocking work. Unlike [`open_ring`](Self::open_ring) it does not wait for the
    /// store.
    pub fn follow_ring(&self, ring: &KeyRing, client: impl StoreClient + 'static) {
        self.0.stores.add(ring.id(), Arc::new(client));
    }

    /// Forgets the client of a machine that is no longer used, by the machine's id.
    pub fn forget(&self, id: u64) {
        self.0.stores.remove(id);
    }

    /// The times that machines are given, from this driver's clock.
    pub fn times(&self) -> Times {
        self.0.settings.times()
    }

    /// Starts what is due for these, without waiting for it: for a program that must stay ready
    /// while no checks are made.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` outside of a tokio runtime.
    pub fn tend(&self, followed: &[Followed]) -> Result<()> {
        followed.iter().try_for_each(|one| self.carry(one).map(drop))
    }

    /// Revokes or withdraws, and returns when the change is in the list: for a list in a store,
    /// when the store has it.
    ///
    /// # Errors
    /// As [`Revocations::change`]; `ERR_JWT_REVOCATION_UNAVAILABLE` if the store cannot be reached
    /// in time.
    pub async fn change(
        &self,
        revocations: &Revocations,
        change: RevocationChange,
    ) -> Result<RevocationEntry> {
        if !revocations.is_followed() {
            return revocations.change(&change);
        }
        let pending = revocations.begin(change, self.0.settings.times())?;
        self.settle_list(
            revocations,
            |times| pending.is_settled(times),
            |times| pending.time_left(times),
        )
        .await?;
        pending.finish()
    }

    /// The revocations that have not expired, in the order in which they were made: all of them, or
    /// those that the options name. A list in a store is read page by page.
    ///
    /// # Errors
    /// As [`Revocations::entries`]; `ERR_JWT_REVOCATION_UNAVAILABLE` if the store cannot be reached
    /// in time.
    pub async fn entries(
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
        )
        .await?;
        pending.finish()
    }

    /// Opens the ring in a store, and follows it there with a client of its own. `create` is a ring
    /// to start with if the store has none.
    ///
    /// # Errors
    /// As [`KeyRing::redis`]; `ERR_KEYRING_UNAVAILABLE` if there is none, another key protects it,
    /// or the store cannot be reached in time. No other ring is made in its place.
    pub async fn open_ring(
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
        )
        .await?;
        Ok(ring)
    }

    /// Changes a ring, and returns when the change is saved: for a ring in a store, or one that
    /// uses a list there, when the store has it.
    ///
    /// # Errors
    /// As [`KeyRing::perform`]; `ERR_KEYRING_UNAVAILABLE` if the store cannot be reached in time.
    pub async fn change_ring(&self, ring: &KeyRing, action: RingAction) -> Result<Advanced> {
        let pending = ring.begin(action, self.0.settings.times())?;
        while !pending.is_settled(self.0.settings.times()) {
            let wake = self.carry(&pending.followed())?;
            let left = pending.time_left(self.0.settings.times());
            self.wait(wake.min(left), || pending.is_settled(self.0.settings.times()))
                .await;
        }
        pending.finish()
    }

    /// Revokes what a checked security event or logout token ends, as [`change`](Self::change)
    /// does. The time is the driver's if the options have none.
    ///
    /// # Errors
    /// As [`Revocations::apply_events`]; `ERR_JWT_REVOCATION_UNAVAILABLE` if the store cannot be
    /// reached in time: apply the token again.
    pub async fn apply_events(
        &self,
        revocations: &Revocations,
        token: &Token,
        options: &EventOptions,
    ) -> Result<Vec<RevocationEntry>> {
        let options = EventOptions {
            now: options.now.or_else(|| Some(self.0.settings.now())),
            ..options.clone()
        };
        let mut entries = Vec::new();
        for change in RevocationChange::of_events(token.header(), token.claims_json(), &options)? {
            entries.push(self.change(revocations, change).await?);
        }
        Ok(entries)
    }

    /// Checks a token now. It waits for keys if there are none, at most as long as the set's
    /// `timeout` plus one second.
    ///
    /// # Errors
    /// As [`Verifier::check`]; `ERR_JWKS_UNAVAILABLE` if keys cannot be fetched.
    pub async fn verify(&self, verifier: &Verifier, token: impl AsRef<[u8]>) -> Result<Token> {
        self.verify_at(verifier, token, self.0.settings.now()).await
    }

    /// The same at another time, in seconds since the epoch, which only affects how claims are
    /// judged.
    ///
    /// # Errors
    /// As [`verify`](Self::verify).
    pub async fn verify_at(&self, verifier: &Verifier, token: impl AsRef<[u8]>, now: f64) -> Result<Token> {
        self.finish(verifier.check(token, now, self.0.settings.times()))
            .await
    }

    /// Checks a token along with what came with it, a DPoP proof or the client's certificate.
    /// Claims and proof are judged at the options' `now`, or the clock's time if omitted.
    ///
    /// # Errors
    /// As [`verify`](Self::verify) and [`Verifier::verify_with`]; `ERR_DPOP_UNAVAILABLE` if the
    /// used proofs are in a store that cannot be reached.
    pub async fn verify_with(
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
            .await
    }

    /// Checks a request to a protected resource, as [`ProtectedResource::check`] does, and waits
    /// for what the check of its token needs. The options' `now` is the clock's time if omitted.
    pub async fn check_request<N: AsRef<str>, V: AsRef<str>>(
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
        let checked = match taken.token() {
            Some(token) => Some(
                self.verify_with(resource.verifier(), token, &taken.check_options(&options))
                    .await,
            ),
            None => None,
        };
        resource.answer_checked(&taken, checked, &options)
    }

    /// Checks whether a token that was accepted is still good, as [`Verifier::still_valid`] does,
    /// and waits for a list in a store or a status: for connections that outlive the check of their
    /// token.
    ///
    /// # Errors
    /// As [`Verifier::still_valid`].
    pub async fn still_valid(&self, verifier: &Verifier, token: &Token) -> Result<()> {
        self.finish(verifier.check_again(token, self.0.settings.now(), self.0.settings.times()))
            .await
            .map(drop)
    }

    /// Checks many tokens, waiting only once for what several of them need.
    pub async fn verify_many<T: AsRef<[u8]> + Sync>(
        &self,
        verifier: &Verifier,
        tokens: &[T],
    ) -> Vec<Result<Token>> {
        let mut results = Vec::with_capacity(tokens.len());
        for check in verifier.check_many(tokens, self.0.settings.now(), self.0.settings.times()) {
            results.push(self.finish(check).await);
        }
        results
    }

    /// Fetches every key set of a verifier, or says why it could not in time: for the start of a
    /// service, or its health check.
    ///
    /// # Errors
    /// `ERR_JWKS_UNAVAILABLE`.
    pub async fn ready(&self, verifier: &Verifier, timeout: Duration) -> Result<()> {
        let awaited: Vec<Followed> = verifier
            .followed()
            .into_iter()
            .filter(Followed::is_awaited)
            .collect();
        self.ready_all(&awaited, timeout).await
    }

    /// The same for key sets.
    ///
    /// # Errors
    /// `ERR_JWKS_UNAVAILABLE`.
    pub async fn ready_sets(&self, sets: &[RemoteKeySet], timeout: Duration) -> Result<()> {
        self.ready_all(
            &sets.iter().cloned().map(Followed::Keys).collect::<Vec<_>>(),
            timeout,
        )
        .await
    }

    /// The same for anything that is followed.
    ///
    /// # Errors
    /// `ERR_JWKS_UNAVAILABLE`, `ERR_JWT_REVOCATION_UNAVAILABLE`.
    pub async fn ready_all(&self, followed: &[Followed], timeout: Duration) -> Result<()> {
        let began = Instant::now();
        loop {
            let waiting: Vec<&Followed> = followed
                .iter()
                .filter(|one| !one.is_ready(self.0.settings.times()))
                .collect();
            let Some(first) = waiting.first() else {
                return Ok(());
            };
            let Some(mut wake) = left(timeout, began) else {
                return Err(first.unavailable());
            };
            for one in &waiting {
                wake = wake.min(self.carry(one)?);
            }
            self.wait(wake, || {
                waiting.iter().any(|one| one.is_ready(self.0.settings.times()))
            })
            .await;
        }
    }

    /// Issues a token, to the recipient's keys if the issuer's encryption key is fetched. It waits
    /// for keys, and for a ring in a store, as a check does.
    ///
    /// # Errors
    /// As [`Issuer::issue_at`].
    pub async fn issue<C: Serialize + ?Sized>(
        &self,
        issuer: &Issuer,
        claims: &C,
        options: &IssueOptions,
    ) -> Result<String> {
        for followed in issuer.followed() {
            self.settle(&followed).await?;
        }
        let options = IssueOptions {
            now: options.now.or_else(|| Some(self.0.settings.now())),
            ..options.clone()
        };
        let issued = issuer.issue_at(claims, &options, self.0.settings.times());
        issued
            .due
            .into_iter()
            .try_for_each(|followed| self.carry(&followed).map(drop))?;
        issued.token
    }

    async fn finish(&self, mut check: Check) -> Result<Token> {
        loop {
            check
                .due
                .iter()
                .try_for_each(|followed| self.carry(followed).map(drop))?;
            self.0.settings.tell(&check.events);
            let pending = match check.outcome {
                Outcome::Done(result) => return result,
                Outcome::Waits(pending) => pending,
            };
            while !pending.is_settled(self.0.settings.times()) {
                let wake = self.carry(pending.followed())?;
                let left = pending.time_left(self.0.settings.times());
                self.wait(wake.min(left), || pending.is_settled(self.0.settings.times()))
                    .await;
            }
            check = pending.resume(self.0.settings.times());
        }
    }

    /// Drives a list until what its caller waits for is decided, or no time is left.
    async fn settle_list(
        &self,
        revocations: &Revocations,
        is_settled: impl Fn(Times) -> bool,
        time_left: impl Fn(Times) -> f64,
    ) -> Result<()> {
        let followed = Followed::Revocations(revocations.clone());
        let is_over = || is_settled(self.0.settings.times());
        while !is_over() {
            let wake = self.carry(&followed)?;
            self.wait(wake.min(time_left(self.0.settings.times())), is_over)
                .await;
        }
        Ok(())
    }

    /// Waits until it can be used or a flight has ended, for as long as one can still end in time.
    async fn settle(&self, followed: &Followed) -> Result<()> {
        let (began, landed) = (Instant::now(), followed.landed());
        let is_settled = || !followed.would_wait(self.0.settings.times()) || followed.landed() > landed;
        while !is_settled() {
            let wake = self.carry(followed)?;
            match left(Duration::from_secs_f64(followed.longest_wait()), began) {
                Some(left) if wake <= left => self.wait(wake, is_settled).await,
                _ => break,
            }
        }
        Ok(())
    }

    /// Starts what is due, each request in a task of its own. Returns in how many seconds there may
    /// be more to do.
    fn carry(&self, followed: &Followed) -> Result<f64> {
        let runtime = Handle::try_current().map_err(|_| {
            Error::new(
                ErrorCode::OptionInvalid,
                "this driver is called outside of a tokio runtime: use the blocking one there",
            )
        })?;
        let turn = followed.poll(self.0.settings.times());
        for request in requests(turn.fetches, turn.stores) {
            let (driver, followed) = (self.clone(), followed.clone());
            runtime.spawn(async move { driver.fly(&followed, request).await });
        }
        self.0.settings.tell(&turn.events);
        Ok(turn.wake.unwrap_or(LOOK_AGAIN))
    }

    async fn fly(&self, followed: &Followed, first: Request) {
        let mut next = vec![first];
        while let Some(request) = next.pop() {
            let mut unanswered = Unanswered {
                driver: self,
                followed,
                id: Some(request.id()),
            };
            let answer = match request {
                Request::Fetch(fetch) => self.0.client.get(&fetch, &self.0.settings).await,
                Request::Store(store) => self.ask(followed.id(), store).await,
            };
            unanswered.id = None;
            let turn = followed.tell(self.0.settings.times(), answer);
            self.0.ended.notify_waiters();
            self.0.settings.tell(&turn.events);
            next.extend(requests(turn.fetches, turn.stores));
        }
    }

    async fn ask(&self, list: u64, request: Store) -> Answer {
        let (driver, id) = (self.clone(), request.id);
        let asked = tokio::task::spawn_blocking(move || {
            driver
                .0
                .stores
                .answer(list, &request, |client| answer(client, &request))
        });
        asked.await.unwrap_or(Answer::Failed {
            id,
            why: Failure::Connect,
        })
    }

    /// Waits until a request ends, or for this many seconds. `is_over` is checked once more after
    /// the wait has begun, so that no end is missed.
    async fn wait(&self, seconds: f64, is_over: impl Fn() -> bool) {
        let ended = self.0.ended.notified();
        if !is_over() {
            let _ =
                tokio::time::timeout(Duration::from_secs_f64(seconds.clamp(0.001, LOOK_AGAIN)), ended).await;
        }
    }
}

/// A request whose task may end before its answer comes, because its runtime ends. Other runtimes
/// then need not wait for it.
struct Unanswered<'a> {
    driver: &'a Driver,
    followed: &'a Followed,
    id: Option<u64>,
}

impl Drop for Unanswered<'_> {
    fn drop(&mut self) {
        if let Some(id) = self.id {
            self.followed.tell(
                self.driver.0.settings.times(),
                Answer::Failed {
                    id,
                    why: Failure::Connect,
                },
            );
            self.driver.0.ended.notify_waiters();
        }
    }
}
