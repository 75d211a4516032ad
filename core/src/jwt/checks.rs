//! Checking tokens: the parts in their order.

use std::sync::Arc;

use arc_swap::Guard;
use zeroize::Zeroize;

use crate::dpop::{Possession, Proven, ReplayCache, Ticket};
use crate::error::{Error, ErrorCode, Result};
use crate::followed::Followed;
use crate::header::{Form, Header};
use crate::jws::Unverified;
use crate::jwt::accept::Accept;
use crate::jwt::by_issuer::Members;
use crate::jwt::claims::mismatch;
use crate::jwt::header_cache::HeaderCache;
use crate::jwt::keys::Keys;
use crate::jwt::pending::{Run, Stop, Suspended, needs_times};
use crate::jwt::policy::{Judged, Policy};
use crate::jwt::remembered::{Beside, Memory, Used};
use crate::jwt::revoked::Asked;
use crate::jwt::shape;
use crate::jwt::token::{Checked, Token};
use crate::jwt::types::is_same_type;
use crate::key::{Identity, KeySet};
use crate::limits::check_length;
use crate::options::TokenKind;
use crate::remote::{self, NoKeys, RemoteKeySet};
use crate::revocation::{Readiness, Revocations};
use crate::ring::{self, KeyRing, View};
use crate::serialization::explain;
use crate::status::Lists;
use crate::{jwe, jws};

/// What a verifier compiled.
#[derive(Debug)]
pub(super) struct Checks {
    pub(super) keys: Keys,
    pub(super) decryption_keys: Keys,
    pub(super) accept: Accept,
    pub(super) policy: Policy,
    /// What is required of the sender of a token.
    pub(super) possession: Possession,
    /// What was revoked, if the caller has such a list.
    pub(super) revocations: Option<Revocations>,
    /// Where to look up the status of tokens that name a list, if the caller allows that.
    pub(super) status_lists: Option<Arc<Lists>>,
    /// Verifiers of one issuer each: the token's own is asked instead of the keys; None for a
    /// verifier that has keys.
    pub(super) members: Option<Members>,
    /// What was read of headers that repeat; None for one that checks a single token.
    pub(super) headers: Option<HeaderCache>,
    /// Accepted tokens, if the caller wants them remembered.
    pub(super) remembered: Option<Arc<Memory>>,
}

impl Checks {
    pub(super) fn verify_any(self: &Arc<Self>, token: &[u8], run: &mut Run) -> Result<Token, Stop> {
        check_length(token.len(), self.max_token_bytes())?;
        if let Some(recalled) = self.recall(token, run) {
            return recalled;
        }
        let result = self.verify_anew(token, run);
        self.note(token, &result, run);
        result
    }

    /// Checks a token by its bytes alone.
    fn verify_anew(self: &Arc<Self>, token: &[u8], run: &mut Run) -> Result<Token, Stop> {
        if let Some(parts) = jws::Parts::split(token) {
            if !self.accept.signed {
                return Err(self.not_accepted(TokenKind::Signed).into());
            }
            return self.verify_signed(&parts, run, None);
        }
        let parts = jwe::Parts::split(token).ok_or_else(|| shape::unreadable(token))?;
        if !(self.accept.encrypted || self.accept.nested) {
            return Err(self.not_accepted(TokenKind::Encrypted).into());
        }
        self.decrypt(&parts, run)
    }

    /// A longer token is not examined further. One of several issuers may allow more than the
    /// others.
    pub(super) fn max_token_bytes(&self) -> usize {
        let own = self.policy.limits.max_token_bytes;
        self.members
            .as_ref()
            .map_or(own, |members| members.max_token_bytes().max(own))
    }

    /// Checks an encrypted or nested token.
    fn decrypt(self: &Arc<Self>, parts: &jwe::Parts<'_>, run: &mut Run) -> Result<Token, Stop> {
        let (header, is_new) = self.read_header(Form::Encrypted, parts.header)?;
        let cty = header.cty();
        let says_nested = cty.as_ref().is_some_and(|cty| is_same_type(cty, "JWT"));
        let may_be_nested = cty.is_none() && self.policy.allow_missing_cty && self.accept.nested;
        drop(cty);
        if !(if says_nested {
            self.accept.nested
        } else {
            self.accept.encrypted || may_be_nested
        }) {
            return Err(self
                .not_accepted(if says_nested {
                    TokenKind::Nested
                } else {
                    TokenKind::Encrypted
                })
                .into());
        }
        header.check_critical(&self.policy.critical)?;
        let policy = jwe::DecryptPolicy {
            key_management: self.policy.key_management.as_deref(),
            content_encryption: self.policy.content_encryption.as_deref(),
            limits: &self.policy.limits,
        };
        let of_ring;
        let keys = match &self.decryption_keys {
            Keys::Set(keys) => {
                run.note_decrypting(|| Used::AtHand);
                keys
            }
            Keys::Ring(ring) => {
                of_ring = at_ring(ring, run)?;
                run.note_decrypting(|| Used::snapshot(&of_ring.decrypting));
                &of_ring.decrypting
            }
            Keys::Remote(_) => return Err(remote_keys_never_decrypt().into()),
        };
        let jwe::DecryptedContent {
            mut plaintext,
            key,
            algorithm,
        } = jwe::decrypt_compact(parts, &header, keys, &policy)?;
        if algorithm.is_password_based() {
            // What a password decrypted is decrypted with it each time, and kept nowhere.
            run.trace = None;
        }
        let token = if says_nested
            || may_be_nested && (!self.accept.encrypted || shape::is_compact_jws(&plaintext))
        {
            match self.verify_inner(&plaintext, run, (Arc::clone(&header), key.identity())) {
                Ok(token) => token,
                Err(Stop::Refused(error)) => {
                    plaintext.zeroize();
                    return Err(error.into());
                }
                Err(Stop::Waits(needs, verified @ Some(_))) => {
                    plaintext.zeroize();
                    return Err(Stop::Waits(needs, verified));
                }
                Err(Stop::Waits(needs, None)) => {
                    return Err(Stop::Waits(
                        needs,
                        Some(Suspended::Decrypted(plaintext, header, key.identity())),
                    ));
                }
            }
        } else if !algorithm.is_symmetric() && !self.policy.allow_unsigned {
            plaintext.zeroize();
            return Err(unsigned().into());
        } else {
            let holds_a_signed_one = shape::is_compact_jws(&plaintext);
            let identity = key.identity();
            let readiness = self.look_at_list(run);
            let judged = self.judged(&header, &identity, &readiness, run);
            let checked = self
                .policy
                .check(header.typ().as_deref(), Some(&header), plaintext, None, judged);
            let claims = checked.map_err(|error| {
                if holds_a_signed_one {
                    signed_inside()
                } else {
                    error
                }
            })?;
            let checked = Checked {
                kind: TokenKind::Encrypted,
                claims,
                header: Arc::clone(&header),
                key: identity,
                outer: None,
                beside: Beside::default(),
            };
            let token = self.wait_for_list(checked.into(), readiness)?;
            let token = self.check_status(token, run)?;
            self.check_possession(token, run)?
        };
        self.keep_header(Form::Encrypted, parts.header, &header, is_new);
        Ok(token)
    }

    /// Checks the signed token inside an encrypted one. Errors are the inner token's: the outer one
    /// was decrypted.
    pub(super) fn verify_inner(
        self: &Arc<Self>,
        plaintext: &[u8],
        run: &mut Run,
        outer: (Arc<Header>, Arc<Identity>),
    ) -> Result<Token, Stop> {
        check_length(plaintext.len(), self.max_token_bytes())?;
        let inner = jws::Parts::split(plaintext).ok_or_else(|| {
            invalid("what was decrypted is no signed token in three parts, as a nested token must hold: use decrypt if it holds claims")
        })?;
        self.verify_signed(&inner, run, Some(outer))
            .map_err(|stop| match stop {
                Stop::Refused(error) => explain(error, plaintext).into(),
                waits @ Stop::Waits(..) => waits,
            })
    }

    /// Checks a signed token, or the signed token inside an encrypted one.
    fn verify_signed(
        self: &Arc<Self>,
        parts: &jws::Parts<'_>,
        run: &mut Run,
        outer: Option<(Arc<Header>, Arc<Identity>)>,
    ) -> Result<Token, Stop> {
        if let Some(members) = &self.members {
            let (chosen, memory) = members.choose(parts)?;
            let chosen = chosen.0;
            if let Some(trace) = &mut run.trace {
                trace.chose(&chosen, memory);
            }
            check_length(parts.token_length(), chosen.policy.limits.max_token_bytes)?;
            return chosen.verify_signed(parts, run, outer);
        }
        let parts = &if self.policy.allow_base64_padding {
            parts.allowing_padding()
        } else {
            *parts
        };
        let (header, is_new) = self.read_header(Form::Signed, parts.header)?;
        if !header.payload_is_encoded() {
            return Err(invalid("the payload of a JSON Web Token must be base64url, and b64 in the header says that it is not").into());
        }
        header.check_critical(&self.policy.critical)?;
        let policy = jws::VerifyPolicy {
            algorithms: self.policy.algorithms.as_deref(),
            limits: &self.policy.limits,
        };
        let (payload, key) = match &self.keys {
            Keys::Set(keys) => {
                run.note_verifying(|| Used::AtHand);
                by_set(parts, &header, keys, &policy)?
            }
            Keys::Ring(ring) => {
                let keys = &at_ring(ring, run)?.verifying;
                run.note_verifying(|| Used::snapshot(keys));
                by_set(parts, &header, keys, &policy)?
            }
            Keys::Remote(remote) => by_remote(parts, &header, remote, &policy, run)?,
        };
        let outer_typ = outer.as_ref().and_then(|(outer, _)| outer.typ());
        if outer_typ.is_some_and(|typ| !is_same_type(&typ, "JWT")) {
            return Err(mismatch(
                "typ",
                "typ of the outer header is neither JWT nor absent: type checks the signed token inside",
            )
            .into());
        }
        let encrypted = outer.as_ref().map(|(outer, _)| &**outer);
        let readiness = self.look_at_list(run);
        let judged = self.judged(&header, &key, &readiness, run);
        let claims = self
            .policy
            .check(header.typ().as_deref(), encrypted, payload, Some(&key), judged)?;
        self.keep_header(Form::Signed, parts.header, &header, is_new);
        let kind = if outer.is_some() {
            TokenKind::Nested
        } else {
            TokenKind::Signed
        };
        let token = self.wait_for_list(
            Checked {
                kind,
                claims,
                header,
                key,
                outer,
                beside: Beside::default(),
            }
            .into(),
            readiness,
        )?;
        let token = self.check_status(token, run)?;
        self.check_possession(token, run)
    }

    /// The state of the list of revocations, if there is one.
    #[inline]
    fn look_at_list(&self, run: &mut Run) -> Readiness {
        let Some(list) = &self.revocations else {
            return Readiness::Ready;
        };
        let readiness = list.readiness(
            run.times_of_ring(),
            run.began,
            run.times.is_some() && run.may_wait(),
        );
        match readiness {
            Readiness::Due => run.due.push(Followed::Revocations(list.clone())),
            Readiness::Accepts => run.is_unrevised = true,
            _ => {}
        }
        readiness
    }

    /// What claims are judged by: the time, and the list of revocations, unless that must be read
    /// first.
    #[inline]
    fn judged<'a>(
        &'a self,
        header: &'a Header,
        key: &'a Identity,
        readiness: &Readiness,
        run: &Run,
    ) -> Judged<'a> {
        let list = self
            .revocations
            .as_ref()
            .filter(|_| !matches!(readiness, Readiness::Waits { .. }));
        let is_unavailable = matches!(readiness, Readiness::Unavailable);
        let ask = |revocations| Asked {
            revocations,
            header: header.json(),
            key_id: key.key_id(),
            times: run.times_of_ring(),
            is_unavailable,
        };
        Judged {
            now: run.now,
            revocations: list.map(ask),
        }
    }

    /// Makes a token wait that is valid except for a list that must be read.
    #[inline]
    fn wait_for_list(self: &Arc<Self>, token: Token, readiness: Readiness) -> Result<Token, Stop> {
        match (readiness, &self.revocations) {
            (Readiness::Waits { landed }, Some(list)) => {
                Err(Stop::waits_for(list, landed, token, Arc::clone(self)))
            }
            _ => Ok(token),
        }
    }

    /// Continues with a token that has waited for a list of revocations or statuses, or that is
    /// remembered.
    pub(super) fn check_list(self: &Arc<Self>, token: Token, run: &mut Run) -> Result<Token, Stop> {
        let readiness = self.look_at_list(run);
        let judged = self.judged(&token.checked.header, &token.checked.key, &readiness, run);
        self.policy.check_again(&token, judged)?;
        let token = self.wait_for_list(token, readiness)?;
        let token = self.check_status(token, run)?;
        self.check_possession(token, run)
    }

    /// Refuses a token whose sender does not possess what it is bound to. This comes last, since an
    /// accepted proof is used up.
    #[inline]
    fn check_possession(self: &Arc<Self>, token: Token, run: &Run) -> Result<Token, Stop> {
        if run.is_again
            || !token.checked.claims.is_bound()
                && run.presented.is_none()
                && self.possession.lets_unbound_pass()
        {
            return Ok(token);
        }
        if run.times.is_none() && self.possession.replays().is_some_and(ReplayCache::is_followed) {
            return Err(needs_times().into());
        }
        let Proven { by, ticket } = self.possession.check(
            token.checked.claims.member("cnf"),
            run.presented.as_deref(),
            run.now,
            run.may_wait(),
        )?;
        let token = Token {
            proven_by: by,
            ..token
        };
        match ticket {
            None => Ok(token),
            Some(ticket) => self.wait_for_mark(token, ticket, run),
        }
    }

    /// Continues with a token whose proof a store was asked about.
    pub(super) fn check_mark(
        self: &Arc<Self>,
        token: Box<Token>,
        ticket: &Ticket,
        run: &Run,
    ) -> Result<Token, Stop> {
        match ticket.answer() {
            Some(answer) => Ok(answer.map(|()| *token)?),
            None => self.wait_for_mark(*token, ticket.clone(), run),
        }
    }

    fn wait_for_mark(self: &Arc<Self>, token: Token, ticket: Ticket, run: &Run) -> Result<Token, Stop> {
        let replays = self
            .possession
            .replays()
            .ok_or_else(|| Error::new(ErrorCode::Internal, "a proof was asked about that nobody keeps"))?;
        match run.may_wait() && !ticket.is_settled() {
            true => Err(Stop::waits_for_mark(replays, ticket, token, Arc::clone(self))),
            false => Err(replays.unavailable().into()),
        }
    }

    /// Only a verifier that a caller holds keeps headers.
    #[cold]
    fn not_accepted(&self, found: TokenKind) -> Error {
        shape::not_accepted(found, self.headers.is_some())
    }

    /// Reads a header, unless it was kept; true if it is new. What was kept went through the same
    /// limits.
    fn read_header(&self, form: Form, segment: &[u8]) -> Result<(Arc<Header>, bool)> {
        match self
            .headers
            .as_ref()
            .and_then(|headers| headers.find(form, segment))
        {
            Some(header) => Ok((header, false)),
            None => Header::parse(form, segment, &self.policy.limits).map(|header| (Arc::new(header), true)),
        }
    }

    /// Keeps the header of a token that was found valid.
    fn keep_header(&self, form: Form, segment: &[u8], header: &Arc<Header>, is_new: bool) {
        if let Some(headers) = self.headers.as_ref().filter(|_| is_new) {
            headers.keep(form, segment, header);
        }
    }
}

/// Verifies a signature with keys at hand.
#[inline]
fn by_set(
    parts: &jws::Parts<'_>,
    header: &Header,
    keys: &KeySet,
    policy: &jws::VerifyPolicy<'_>,
) -> Result<(Vec<u8>, Arc<Identity>)> {
    jws::verify_compact(parts, header, keys, policy)
        .map(|(payload, key)| (payload, key.identity()))
        .map_err(Error::from)
}

/// The keys of a ring, which must be read first if it is in a store and nobody has looked at it for
/// some time.
#[inline]
pub(super) fn at_ring(ring: &KeyRing, run: &mut Run) -> Result<Guard<Arc<View>>, Stop> {
    if ring.is_followed() {
        let times = run.times.ok_or_else(needs_times)?;
        match ring.readiness(times, run.may_wait()) {
            ring::Readiness::Ready => {}
            ring::Readiness::Due => run.due.push(Followed::Ring(ring.clone())),
            ring::Readiness::Waits { landed } => return Err(Stop::waits_for_ring(ring, landed)),
            ring::Readiness::Stale => run.is_stale = true,
            ring::Readiness::Unavailable => return Err(ring.unavailable().into()),
        }
    }
    Ok(ring.at(run.times_of_ring()))
}

/// Verifies a signature with remote keys, or says what they lack.
fn by_remote(
    parts: &jws::Parts<'_>,
    header: &Header,
    remote: &RemoteKeySet,
    policy: &jws::VerifyPolicy<'_>,
    run: &mut Run,
) -> Result<(Vec<u8>, Arc<Identity>), Stop> {
    let times = run.times.ok_or_else(needs_times)?;
    loop {
        // Before looking at the keys: a flight that ends in between must not be waited for.
        let landed = remote.landed();
        let at_hand = remote.at_hand(times);
        if at_hand.is_due {
            run.due.push(Followed::Keys(remote.clone()));
        }
        let keys = match at_hand.keys() {
            Ok(keys) => keys,
            Err(NoKeys {
                would_wait: true,
                error,
            }) if run.may_wait() => return Err(Stop::waits(remote, landed, error, None)),
            Err(NoKeys { error, .. }) => return Err(error.into()),
        };
        run.is_stale |= at_hand.is_stale();
        match jws::verify_compact(parts, header, keys, policy) {
            Ok((payload, key)) => {
                run.note_verifying(|| Used::snapshot(keys));
                return Ok((payload, key.identity()));
            }
            Err(Unverified {
                error,
                newer_keys_may: true,
            }) if run.rounds == 0 => match remote.ask(times, &at_hand) {
                remote::Asked::Waits { landed, waiting } => {
                    return Err(Stop::waits(remote, landed, error, Some(waiting)));
                }
                remote::Asked::TurnedAway => return Err(error.into()),
                remote::Asked::Changed => {}
            },
            Err(Unverified { error, .. }) => return Err(error.into()),
        }
    }
}

#[cold]
pub(super) fn remote_keys_never_decrypt() -> Error {
    Error::option("decryption_keys are fetched ones, which are public: give the private keys, or a ring")
}

#[cold]
fn unsigned() -> Error {
    Error::new(
        ErrorCode::Unsigned,
        "the token is encrypted to a public key and not signed, so that anyone could have made it: seal it instead, or give allow_unsigned",
    )
}

#[cold]
fn signed_inside() -> Error {
    invalid(
        "a signed token is inside the encrypted one, whose header does not say cty: JWT: use unseal with allow_missing_cty",
    )
}

fn invalid(message: &'static str) -> Error {
    Error::new(ErrorCode::JwtInvalid, message)
}
