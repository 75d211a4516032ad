//! Checking tokens with keys and policy compiled once: what a caller holds.

use std::fmt;
use std::sync::Arc;

use crate::dpop::{Nonces, Possession, Presented, ReplayCache};
use crate::error::{Error, Result};
use crate::followed::Followed;
use crate::jwt::accept::Accept;
use crate::jwt::checks::Checks;
use crate::jwt::header_cache::HeaderCache;
use crate::jwt::keys::Keys;
use crate::jwt::pending::{Check, Outcome, PendingCheck, Run, Stop, Suspended, needs_times};
use crate::jwt::policy::Policy;
use crate::jwt::remembered::Memory;
use crate::jwt::status::StatusLists;
use crate::jwt::token::Token;
use crate::jwt::usable;
use crate::key::{Key, KeySet};
use crate::machine::Times;
use crate::options::{CheckOptions, RemoteOptions, TokenKind, VerifyOptions, check_now, check_time};
use crate::remote::RemoteKeySet;
use crate::revocation::Revocations;
use crate::ring::KeyRing;
use crate::serialization::explain;
use crate::status::Lists;

/// Checks tokens with keys and options that are compiled once: a service makes it at start-up and
/// uses it for every request.
///
/// ```
/// # use serde_json::json;
/// use tokenseal::{GenerateOptions, Key, KeySet, SignatureAlgorithm::ES256, TokenOptions, Verifier, VerifyOptions};
///
/// let key = Key::generate(ES256.into(), &GenerateOptions::default())?;
/// let options = VerifyOptions { issuer: Some("https://issuer.example".into()), leeway: Some("30s".into()), ..VerifyOptions::default() };
/// let verifier = Verifier::new(Some(key.public()?.into()), None, &options)?;
///
/// let now = 1_700_000_000.0; // a service takes it from its clock: see `timestamp`
/// # let options = TokenOptions { issuer: Some("https://issuer.example".into()), expires_in: Some("5m".into()), now: Some(now), ..TokenOptions::default() };
/// # let token = tokenseal::sign(&json!({ "sub": "alice" }), &key, &options)?;
/// let token = verifier.verify(token, now)?;
/// assert_eq!(token.claims_json(), r#"{"sub":"alice","iss":"https://issuer.example","exp":1700000300,"iat":1700000000}"#);
/// # Ok::<(), tokenseal::Error>(())
/// ```
#[derive(Clone)]
pub struct Verifier(pub(super) Arc<Checks>);

impl Verifier {
    /// Compiles keys and options.
    ///
    /// With `keys` only, signed tokens are accepted; with `decryption_keys` only, encrypted ones;
    /// with both, only nested ones. `accept` in the options changes that.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` if an option is out of range, contradicts another, or asks for a kind
    /// of token that there are no keys for, and if no token could ever be accepted: a set is empty,
    /// none of its keys can do its job, or a claim is required that nobody expects.
    pub fn new(keys: Option<Keys>, decryption_keys: Option<Keys>, options: &VerifyOptions) -> Result<Self> {
        let accept = match (&options.accept, keys.is_some(), decryption_keys.is_some()) {
            (_, false, false) => {
                return Err(Error::option(
                    "a Verifier needs keys (for signed tokens), decryption_keys (for encrypted ones) or both (for nested ones)",
                ));
            }
            (Some(kinds), signs, decrypts) => Accept::of(kinds, signs, decrypts)?,
            (None, signs, decrypts) => Accept {
                signed: !decrypts,
                encrypted: !signs,
                nested: signs && decrypts,
            },
        };
        if options.now.is_some() {
            return Err(Error::option(
                "now is given with each token, and not when the Verifier is made: it would stand still",
            ));
        }
        accept.check_options(options)?;
        usable::check(keys.as_ref(), decryption_keys.as_ref())?;
        let policy = Policy::compile(options)?;
        policy.check_acceptable()?;
        let possession = Possession::compile(options, policy.leeway(), true)?;
        let remembered = Memory::compile(options)?;
        Ok(Self(Arc::new(Checks {
            keys: keys.unwrap_or(Keys::Set(KeySet::default())),
            decryption_keys: decryption_keys.unwrap_or(Keys::Set(KeySet::default())),
            accept,
            policy,
            possession,
            revocations: None,
            status_lists: None,
            members: None,
            headers: Some(HeaderCache::new()),
            remembered,
        })))
    }

    /// A verifier of an issuer's tokens, with the keys that its metadata names: discovery, keys and
    /// `iss` in one. Nothing is fetched yet.
    ///
    /// # Errors
    /// As [`new`](Self::new) and [`RemoteKeySet::new`]; `ERR_OPTION_INVALID` if the options name an
    /// issuer as well.
    ///
    /// ```
    /// use tokenseal::{Verifier, VerifyOptions};
    ///
    /// let options = VerifyOptions { audience: Some("https://api.example".into()), ..VerifyOptions::default() };
    /// let verifier = Verifier::for_issuer("https://tenant.example/", None, &options)?;
    /// assert_eq!(verifier.remotes().len(), 1);
    /// # Ok::<(), tokenseal::Error>(())
    /// ```
    pub fn for_issuer(issuer: &str, decryption_keys: Option<Keys>, options: &VerifyOptions) -> Result<Self> {
        if options.issuer.is_some() || options.issuer_template.is_some() || options.allow_any_issuer {
            return Err(Error::option(
                "for_issuer is given its issuer by itself: leave issuer, issuer_template and allow_any_issuer out",
            ));
        }
        let remote = RemoteKeySet::new(
            None,
            &RemoteOptions {
                issuer: Some(issuer.to_owned()),
                ..RemoteOptions::default()
            },
        )?;
        Self::new(
            Some(remote.into()),
            decryption_keys,
            &VerifyOptions {
                issuer: Some(issuer.into()),
                ..options.clone()
            },
        )
    }

    /// The same verifier, which also refuses what is on a list of revocations.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` for a verifier of several issuers: its parts have their own lists.
    pub fn with_revocations(self, revocations: &Revocations) -> Result<Self> {
        if self.0.members.is_some() {
            return Err(Error::option(
                "revocations are given to the verifiers that Verifier.by_issuer is made of, each of which may have its own",
            ));
        }
        Ok(self.changed(|checks| Checks {
            revocations: Some(revocations.clone()),
            ..checks
        }))
    }

    /// The same verifier, which remembers used DPoP proofs in this cache: for several verifiers of
    /// one service.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` without `public_origins`, and for a verifier of several issuers.
    pub fn with_replays(self, replays: &ReplayCache) -> Result<Self> {
        self.with_possession(|possession| possession.with_replays(replays))
    }

    /// The same verifier, which requires nonces in DPoP proofs (RFC 9449, section 9): a proof
    /// without a fresh one is `ERR_DPOP_NONCE_REQUIRED`, and the error has [the nonce to
    /// use](Error::dpop_nonce). All instances of a service with the same key accept each other's
    /// nonces.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` for a key that is not for HMAC, without `public_origins`, and for a
    /// verifier of several issuers.
    pub fn with_nonce_key(self, key: &Key) -> Result<Self> {
        let nonces = Nonces::new(key)?;
        self.with_possession(|possession| possession.with_nonces(nonces))
    }

    /// A nonce for the header `DPoP-Nonce` of an answer, so that a client has a fresh one before it
    /// needs it (RFC 9449, section 8.2). None if this verifier requires no nonces. It is valid for
    /// at least five minutes, and at most ten.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` if `now` is not a point in time.
    pub fn dpop_nonce(&self, now: f64) -> Result<Option<String>> {
        let now = check_time(now, "now")?;
        self.0
            .possession
            .nonces()
            .map(|nonces| nonces.at(now))
            .transpose()
    }

    /// The cache of the DPoP proofs that were used; None if this verifier cannot check any.
    pub fn replays(&self) -> Option<&ReplayCache> {
        self.0.possession.replays()
    }

    /// What it requires of the senders of tokens: whether it can check DPoP proofs, and whether it
    /// refuses every unbound token. With several issuers, one that can check them is enough, but
    /// all must refuse.
    pub(crate) fn asks_of_senders(&self) -> (bool, bool) {
        let own = &self.0.possession;
        let Some(members) = &self.0.members else {
            return (own.takes_proofs(), own.is_required());
        };
        let members = members.verifiers();
        let takes_proofs = members
            .iter()
            .any(|verifier| verifier.0.possession.takes_proofs());
        (
            takes_proofs,
            !members.is_empty() && members.iter().all(|verifier| verifier.0.possession.is_required()),
        )
    }

    fn with_possession(self, change: impl FnOnce(Possession) -> Result<Possession>) -> Result<Self> {
        if self.0.members.is_some() {
            return Err(Error::option(
                "replays and nonce_key are given to the verifiers that Verifier.by_issuer is made of, each of which checks its own proofs",
            ));
        }
        let possession = change(self.0.possession.clone())?;
        Ok(self.changed(|checks| Checks { possession, ..checks }))
    }

    /// The same verifier, which has its own keys, with something else.
    fn changed(&self, change: impl FnOnce(Checks) -> Checks) -> Self {
        let Checks {
            keys,
            decryption_keys,
            accept,
            policy,
            possession,
            revocations,
            status_lists,
            remembered,
            ..
        } = &*self.0;
        Self(Arc::new(change(Checks {
            keys: keys.clone(),
            decryption_keys: decryption_keys.clone(),
            accept: *accept,
            policy: policy.clone(),
            possession: possession.clone(),
            revocations: revocations.clone(),
            status_lists: status_lists.clone(),
            members: None,
            headers: Some(HeaderCache::new()),
            // What other checks accepted says nothing about these.
            remembered: remembered.as_ref().map(|memory| memory.like()),
        })))
    }

    /// The same verifier, which also looks up the status of a token that names a list of statuses,
    /// and refuses what is not valid.
    ///
    /// The lists are verified with the verifier's own keys, unless `lists` has its own keys. A
    /// token without a `status` claim is accepted as before; `required_claims` can ask for one.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` for a verifier of several issuers (its parts have their own lists), for
    /// one without keys that verify if the lists have none either, and for one that has
    /// `allow_unchecked_status`.
    pub fn with_status_lists(self, lists: &StatusLists) -> Result<Self> {
        let Checks {
            keys,
            policy,
            members,
            ..
        } = &*self.0;
        if members.is_some() {
            return Err(Error::option(
                "status_lists are given to the verifiers that Verifier.by_issuer is made of, each of which may have its own",
            ));
        }
        if policy.allow_unchecked_status {
            return Err(Error::option(
                "allow_unchecked_status contradicts status_lists: a status is looked up and waived at once",
            ));
        }
        let own = lists.of_trust(keys, policy.algorithms.as_deref())?;
        Ok(self.changed(|checks| Checks {
            status_lists: Some(own),
            ..checks
        }))
    }

    /// What it follows elsewhere, each once: remote sets of keys and status lists, and lists of
    /// revocations, rings and caches of used proofs in a store. Poll these before the first check.
    pub fn followed(&self) -> Vec<Followed> {
        let mut found: Vec<Followed> = self.remotes().into_iter().map(Followed::Keys).collect();
        let lists = self.lists().into_iter().filter(|list| list.is_followed());
        found.extend(lists.map(Followed::Revocations));
        found.extend(
            self.rings()
                .into_iter()
                .filter(KeyRing::is_followed)
                .map(Followed::Ring),
        );
        let caches = self.caches().into_iter().filter(ReplayCache::is_followed);
        found.extend(caches.map(Followed::Replays));
        for lists in self.status_lists() {
            found.extend(lists.keys().cloned().map(Followed::Keys));
            found.extend(lists.followed().into_iter().map(Followed::StatusList));
        }
        found.sort_by_key(Followed::id);
        found.dedup_by_key(|followed| followed.id());
        found
    }

    fn rings(&self) -> Vec<KeyRing> {
        let members = self.0.members.iter().flat_map(|members| members.verifiers());
        let own = [&self.0.keys, &self.0.decryption_keys]
            .into_iter()
            .filter_map(|keys| match keys {
                Keys::Ring(ring) => Some(ring.clone()),
                _ => None,
            });
        members.flat_map(|verifier| verifier.rings()).chain(own).collect()
    }

    fn caches(&self) -> Vec<ReplayCache> {
        let members = self.0.members.iter().flat_map(|members| members.verifiers());
        members
            .flat_map(|verifier| verifier.caches())
            .chain(self.replays().cloned())
            .collect()
    }

    fn lists(&self) -> Vec<Revocations> {
        let members = self.0.members.iter().flat_map(|members| members.verifiers());
        members
            .flat_map(|verifier| verifier.lists())
            .chain(self.0.revocations.clone())
            .collect()
    }

    /// Which [`StatusLists`] it looks tokens up in, by their [ids](StatusLists::id), each once.
    pub fn status_lists_ids(&self) -> Vec<u64> {
        let mut ids: Vec<u64> = self.status_lists().iter().map(|lists| lists.id()).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    fn status_lists(&self) -> Vec<Arc<Lists>> {
        let members = self.0.members.iter().flat_map(|members| members.verifiers());
        members
            .flat_map(|verifier| verifier.status_lists())
            .chain(self.0.status_lists.clone())
            .collect()
    }

    /// The remote sets of keys, each once: poll these before the first check.
    pub fn remotes(&self) -> Vec<RemoteKeySet> {
        let mut found: Vec<RemoteKeySet> = match (&self.0.keys, &self.0.members) {
            (Keys::Remote(remote), _) => vec![remote.clone()],
            (_, Some(members)) => members.verifiers().iter().flat_map(Verifier::remotes).collect(),
            _ => Vec::new(),
        };
        found.sort_by_key(RemoteKeySet::id);
        found.dedup_by_key(|remote| remote.id());
        found
    }

    /// A verifier of one kind of token, for the functions that check one token.
    pub(crate) fn of_kind(
        kind: TokenKind,
        keys: KeySet,
        decryption_keys: KeySet,
        options: &VerifyOptions,
    ) -> Result<Self> {
        if options.accept.is_some() {
            return Err(Error::option(
                "accept is an option of Verifier: verify, decrypt and unseal accept one kind each",
            ));
        }
        if options.remember.is_some() {
            return Err(Error::option(
                "remember is an option of Verifier: verify, decrypt and unseal check one token each",
            ));
        }
        let accept = Accept {
            signed: kind == TokenKind::Signed,
            encrypted: kind == TokenKind::Encrypted,
            nested: kind == TokenKind::Nested,
        };
        accept.check_options(options)?;
        let policy = Policy::compile(options)?;
        let possession = Possession::compile(options, policy.leeway(), false)?;
        let (keys, decryption_keys) = (Keys::Set(keys), Keys::Set(decryption_keys));
        Ok(Self(Arc::new(Checks {
            keys,
            decryption_keys,
            accept,
            policy,
            possession,
            revocations: None,
            status_lists: None,
            members: None,
            headers: None,
            remembered: None,
        })))
    }

    /// Checks a token in the compact serialization, and returns it with its claims.
    ///
    /// `now` is the time in seconds since the epoch; see [`timestamp`](crate::timestamp). For
    /// remote keys, use [`check`](Self::check), which a driver carries.
    ///
    /// # Errors
    /// Any code for a malformed, foreign, expired or otherwise unacceptable token; see
    /// [`ErrorCode`](crate::ErrorCode).
    pub fn verify(&self, token: impl AsRef<[u8]>, now: f64) -> Result<Token> {
        self.verify_bytes(token.as_ref(), check_time(now, "now")?)
    }

    /// The same, with what came with the token: a DPoP proof, the client's certificate.
    ///
    /// # Errors
    /// As [`verify`](Self::verify); `ERR_JWT_NOT_BOUND`, `ERR_DPOP_INVALID`,
    /// `ERR_DPOP_NONCE_REQUIRED` and `ERR_DPOP_UNAVAILABLE` if possession is not proven;
    /// `ERR_OPTION_INVALID` without `now`, and for a proof without method and URL.
    /// [`dpop`](crate::dpop) has an example.
    pub fn verify_with(&self, token: impl AsRef<[u8]>, options: &CheckOptions) -> Result<Token> {
        let token = token.as_ref();
        let mut run = Run::new(check_now(options.now)?, None);
        run.presented = self.presented(options, token);
        self.verify_run(token, run)
    }

    /// Checks many tokens, on all cores if that is faster, and returns what
    /// [`verify`](Self::verify) would return for each, in order.
    pub fn verify_many<T: AsRef<[u8]> + Sync>(&self, tokens: &[T], now: f64) -> Vec<Result<Token>> {
        super::many::each(tokens, self.is_quick(), |token| self.verify(token, now))
    }

    /// Checks a token with keys that may need fetching first.
    ///
    /// `now` judges claims; `times` tell how old keys are. Nothing here waits: if the check needs
    /// keys, it returns a [`PendingCheck`].
    pub fn check(&self, token: impl AsRef<[u8]>, now: f64, times: Times) -> Check {
        self.check_with(
            token,
            &CheckOptions {
                now: Some(now),
                ..CheckOptions::default()
            },
            times,
        )
    }

    /// The same, with what came with the token; `now` is that of the clock if it is not given.
    pub fn check_with(&self, token: impl AsRef<[u8]>, options: &CheckOptions, times: Times) -> Check {
        let (token, now) = (token.as_ref(), options.now.unwrap_or(times.wall));
        let mut run = Run::new(now, Some(times));
        run.presented = self.presented(options, token);
        let result = match check_time(now, "now") {
            Ok(_) if times.are_sound() => self.0.verify_any(token, &mut run),
            Ok(_) => Err(Error::option("the clock gives a time that is no finite number").into()),
            Err(error) => Err(error.into()),
        };
        self.answer(result, || Suspended::Signed(token.to_vec()), run, times)
            .explained(token)
    }

    /// The same for many tokens, in their order.
    pub fn check_many<T: AsRef<[u8]> + Sync>(&self, tokens: &[T], now: f64, times: Times) -> Vec<Check> {
        let checked = super::many::each(tokens, self.is_quick(), |token| Ok(self.check(token, now, times)));
        checked
            .into_iter()
            .map(|check| check.unwrap_or_else(|error| Run::new(now, Some(times)).done(Err(error))))
            .collect()
    }

    /// Whether a check may have to wait for something to be fetched or read from a store: then
    /// [`verify`](Self::verify) does not work.
    pub fn is_remote(&self) -> bool {
        self.0.members.is_some()
            || matches!(self.0.keys, Keys::Remote(_))
            || self.0.status_lists.is_some()
            || self.0.revocations.as_ref().is_some_and(Revocations::is_followed)
            || self.rings().iter().any(KeyRing::is_followed)
            || self.replays().is_some_and(ReplayCache::is_followed)
    }

    /// Whether a check needs the times of machines: its keys are remote, or its list is kept in a
    /// file or a store, from where it is reread after a while.
    pub fn wants_times(&self) -> bool {
        self.is_remote() || self.lists().iter().any(|list| !list.is_quick())
    }

    /// Whether checking a token takes only about a microsecond.
    fn is_quick(&self) -> bool {
        self.0.members.is_none() && self.0.keys.are_quick() && self.0.decryption_keys.are_quick()
    }

    pub(crate) fn verify_bytes(&self, token: &[u8], now: f64) -> Result<Token> {
        self.verify_run(token, Run::new(now, None))
    }

    fn presented(&self, options: &CheckOptions, token: &[u8]) -> Option<Arc<Presented>> {
        Presented::of(options, token, self.0.max_token_bytes()).map(Arc::new)
    }

    fn verify_run(&self, token: &[u8], mut run: Run) -> Result<Token> {
        match self.0.verify_any(token, &mut run) {
            Ok(token) => Ok(token),
            Err(Stop::Refused(error)) => Err(explain(error, token)),
            Err(Stop::Waits(..)) => Err(needs_times()),
        }
    }

    /// Continues a check that waited.
    pub(super) fn go_on(&self, suspended: Suspended, mut run: Run, began: Times) -> Check {
        let result = match &suspended {
            Suspended::Signed(token) => self.0.verify_any(token, &mut run),
            Suspended::Decrypted(plaintext, header, key) => {
                self.0
                    .verify_inner(plaintext, &mut run, (Arc::clone(header), Arc::clone(key)))
            }
            Suspended::Verified(token, checks) => checks.check_list(Token::clone(token), &mut run),
            Suspended::Proven(token, checks, ticket) => checks.check_mark(token.clone(), ticket, &run),
        };
        if let Ok(token) = &result
            && let Some(trace) = run.trace.take()
        {
            trace.keep_waiting(&self.0, token);
        }
        self.answer(result, || suspended, run, began)
    }

    pub(super) fn answer(
        &self,
        result: Result<Token, Stop>,
        whole: impl FnOnce() -> Suspended,
        mut run: Run,
        began: Times,
    ) -> Check {
        match result {
            Ok(token) => run.done(Ok(token)),
            Err(Stop::Refused(error)) => run.done(Err(error)),
            Err(Stop::Waits(needs, suspended)) => {
                let pending =
                    PendingCheck::new(self, suspended.unwrap_or_else(whole), &mut run, *needs, began);
                Check {
                    outcome: Outcome::Waits(pending),
                    due: run.due,
                    events: Vec::new(),
                }
            }
        }
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}
