//! Whether the issuer of a token still stands by it: its status, in a list that the issuer
//! publishes (draft-ietf-oauth-status-list-21).

use std::fmt;
use std::sync::Arc;

use crate::algorithm::SignatureAlgorithm;
use crate::error::{Error, ErrorCode, Result};
use crate::followed::Followed;
use crate::jwt::checks::Checks;
use crate::jwt::claims::mismatch;
use crate::jwt::create::create;
use crate::jwt::keys::Keys;
use crate::jwt::pending::{MOST_ROUNDS, Needs, Run, Stop, needs_times};
use crate::jwt::resolved_options::ResolvedOptions;
use crate::jwt::token::Token;
use crate::jwt::{SigningKey, Verifier};
use crate::limits::exceeded;
use crate::machine::Times;
use crate::options::{StatusListsOptions, StatusTokenOptions, TokenOptions, VerifyOptions};
use crate::remote::RemoteKeySet;
use crate::ring::no_key;
use crate::status::{
    Answer, Lacks, Lists, MAX_LIST_BYTES, Policy, Reader, Reference, StatusList, TYPE, Unread, check_uri,
};

/// The status lists that a verifier may look tokens up in (draft-ietf-oauth-status-list-21).
///
/// A token names the address of its list. It is fetched if `allowed_uris` allows it, verified with
/// the verifier's keys (or with those given here), and kept for as long as it says. The crate does
/// no I/O: a driver carries the requests, as it does for keys.
///
/// A status of 0 is accepted; 1 (invalid), 2 (suspended) and any other is `ERR_JWT_REVOKED`. An
/// unavailable list is `ERR_JWT_REVOCATION_UNAVAILABLE`, and one that is not allowed is
/// `ERR_JWT_CLAIM_MISMATCH`, each with the claim `status`.
///
/// ```
/// use tokenseal::{RemoteKeySet, RemoteOptions, StatusLists, StatusListsOptions, Verifier, VerifyOptions};
///
/// let keys = RemoteKeySet::new(Some("https://issuer.example/jwks.json"), &RemoteOptions::default())?;
/// let allowed_uris = Some(vec!["https://issuer.example/statuses/".to_owned()]);
/// let lists = StatusLists::new(None, &StatusListsOptions { allowed_uris, ..StatusListsOptions::default() })?;
/// let options = VerifyOptions { issuer: Some("https://issuer.example".into()), ..VerifyOptions::default() };
/// let verifier = Verifier::new(Some(keys.into()), None, &options)?.with_status_lists(&lists)?;
/// # assert!(verifier.is_remote());
/// # Ok::<(), tokenseal::Error>(())
/// ```
#[derive(Clone)]
pub struct StatusLists {
    policy: Arc<Policy>,
    /// Those of keys that were given: every verifier may use what another has fetched.
    own: Option<Arc<Lists>>,
}

impl StatusLists {
    /// Compiles the options. Nothing is fetched yet. `keys` verify the lists; without them, each
    /// verifier's own keys do.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` if no address is allowed, one is not https, or an option is out of
    /// range; and for keys that could not verify any list.
    pub fn new(keys: Option<Keys>, options: &StatusListsOptions) -> Result<Self> {
        let policy = Arc::new(Policy::compile(options)?);
        let own = keys.map(|keys| lists(&policy, &keys, None)).transpose()?;
        Ok(Self { policy, own })
    }

    /// Which ones they are, in this process: a driver that fetches the lists of several
    /// `StatusLists` in different ways tells by it which [list](crate::RemoteStatusList::lists_id)
    /// belongs to which.
    pub fn id(&self) -> u64 {
        self.policy.id
    }

    /// The lists for a verifier that has these keys. What one trust's keys have verified never
    /// counts for another.
    pub(super) fn of_trust(
        &self,
        keys: &Keys,
        algorithms: Option<&[SignatureAlgorithm]>,
    ) -> Result<Arc<Lists>> {
        match (&self.own, keys) {
            (Some(own), _) => Ok(Arc::clone(own)),
            (None, Keys::Set(none)) if none.is_empty() => Err(Error::option(
                "status lists are signed, and this Verifier has no keys that verify: give the StatusLists keys of their own",
            )),
            (None, keys) => lists(&self.policy, keys, algorithms),
        }
    }
}

fn lists(policy: &Arc<Policy>, keys: &Keys, algorithms: Option<&[SignatureAlgorithm]>) -> Result<Arc<Lists>> {
    let options = VerifyOptions {
        algorithms: algorithms.map(<[_]>::to_vec),
        token_type: Some(TYPE.into()),
        required_claims: Some(["sub", "iat", "status_list"].map(str::to_owned).to_vec()),
        allow_any_issuer: true,
        allow_any_audience: true,
        allow_missing_exp: true,
        allow_unchecked_status: true,
        max_token_bytes: Some(policy.max_list_bytes),
        ..VerifyOptions::default()
    };
    let remote = match keys {
        Keys::Remote(remote) => Some(remote.clone()),
        _ => None,
    };
    let reader = ListReader {
        verifier: Verifier::new(Some(keys.clone()), None, &options)?,
        remote,
    };
    Ok(Arc::new(Lists::new(Arc::clone(policy), Arc::new(reader))))
}

/// Verifies the tokens of lists.
struct ListReader {
    verifier: Verifier,
    remote: Option<RemoteKeySet>,
}

impl Reader for ListReader {
    fn read(&self, token: &[u8], asks: bool, times: Times) -> Result<String, Unread> {
        // A list is judged by the machine's own time, not by the time for which a caller checks a
        // token.
        let mut run = Run::new(times.wall, Some(times));
        run.rounds = if asks { 0 } else { MOST_ROUNDS };
        match self.verifier.0.verify_any(token, &mut run) {
            // The draft leaves no other spelling, such as application/statuslist+jwt.
            Ok(token) if token.checked.header.typ().as_deref() != Some(TYPE) => {
                Err(Unread::Refused(mismatch("typ", "its typ is not statuslist+jwt")))
            }
            Ok(token) => Ok(match Arc::try_unwrap(token.checked) {
                Ok(own) => own.claims.into_json(),
                Err(shared) => shared.claims.json().to_owned(),
            }),
            Err(Stop::Refused(error)) => Err(Unread::Refused(error)),
            Err(Stop::Waits(needs, _)) => match *needs {
                Needs {
                    followed: Followed::Keys(keys),
                    landed,
                    error,
                    waiting,
                    ..
                } => Err(Unread::Lacks(Lacks {
                    keys,
                    landed,
                    error,
                    waiting,
                })),
                Needs { error, .. } => Err(Unread::Refused(error)),
            },
        }
    }

    fn remote(&self) -> Option<&RemoteKeySet> {
        self.remote.as_ref()
    }
}

impl Checks {
    /// Lets an otherwise valid token pass if its status is valid. It costs nothing if a token has
    /// no status.
    #[inline]
    pub(super) fn check_status(self: &Arc<Self>, token: Token, run: &mut Run) -> Result<Token, Stop> {
        match token.checked.claims.status() {
            Some(_) if !self.policy.allow_unchecked_status => self.look_up_status(token, run),
            _ => Ok(token),
        }
    }

    fn look_up_status(self: &Arc<Self>, token: Token, run: &mut Run) -> Result<Token, Stop> {
        let claim = token.checked.claims.status().unwrap_or("null");
        let Some(lists) = &self.status_lists else {
            // An application's own claim may have the same name.
            return if claim.starts_with('{') {
                Err(no_lists().into())
            } else {
                Ok(token)
            };
        };
        let (uri, index) = match Reference::read(claim)? {
            Reference::List { uri, index } => (uri, index),
            Reference::Unknown => return Err(unknown_mechanism().into()),
            Reference::Other => return Err(no_object().into()),
        };
        let times = run.times.ok_or_else(needs_times)?;
        let needs = match lists.ask(&uri, index, times) {
            Answer::Status { status, due, keys } => {
                run.due.extend(due.map(Followed::StatusList));
                run.due.extend(keys.map(Followed::Keys));
                judge(status)?;
                return Ok(token);
            }
            Answer::NotAllowed => return Err(not_allowed().into()),
            Answer::Unavailable(error) => return Err(error.into()),
            Answer::Waits { list, landed } => {
                let error = list.unavailable();
                Needs {
                    followed: Followed::StatusList(list),
                    landed,
                    error,
                    waiting: None,
                    is_strict: false,
                    ticket: None,
                }
            }
            Answer::Lacks(Lacks {
                keys,
                landed,
                error,
                waiting,
            }) => Needs {
                followed: Followed::Keys(keys),
                landed,
                error,
                waiting,
                is_strict: false,
                ticket: None,
            },
        };
        if run.may_wait() {
            return Err(Stop::waits_for_status(needs, token, Arc::clone(self)));
        }
        Err(needs.error.into())
    }
}

/// What a status means (section 7 of the draft). Only one of them means valid: the application
/// decides what the others mean.
#[inline]
fn judge(status: Option<u8>) -> Result<()> {
    match status {
        Some(StatusList::VALID) => Ok(()),
        other => Err(refused(other)),
    }
}

#[cold]
fn refused(status: Option<u8>) -> Error {
    let message = match status {
        None => {
            return Error::new(
                ErrorCode::ClaimInvalid,
                "idx of the status claim is past the end of its status list",
            )
            .with_claim("status");
        }
        Some(StatusList::INVALID) => "the token was revoked: its status list says that it is invalid",
        Some(StatusList::SUSPENDED) => "the token is suspended for now, as its status list says",
        Some(_) => {
            "the token has a status that is neither valid, invalid nor suspended, and so cannot be accepted"
        }
    };
    Error::new(ErrorCode::Revoked, message).with_claim("status")
}

#[cold]
fn unavailable(message: &'static str) -> Error {
    Error::new(ErrorCode::RevocationUnavailable, message).with_claim("status")
}

#[cold]
fn no_lists() -> Error {
    unavailable(
        "the token has a status claim, and no status list may be looked up: give status_lists, or allow_unchecked_status",
    )
}

#[cold]
fn unknown_mechanism() -> Error {
    unavailable(
        "the status claim has no status_list, and no other mechanism is known here: give allow_unchecked_status to a Verifier for such tokens",
    )
}

#[cold]
fn no_object() -> Error {
    Error::new(
        ErrorCode::ClaimInvalid,
        "status is not an object that says where the status of the token is",
    )
    .with_claim("status")
}

#[cold]
fn not_allowed() -> Error {
    mismatch(
        "status",
        "the status list of the token is none of those that may be fetched: allowed_uris names them",
    )
}

#[cold]
fn too_long() -> Error {
    exceeded(
        "the status list is longer than 4 MiB, which nobody reads by default: so many statuses need several lists",
    )
}

impl StatusList {
    /// The signed token of the list, to be served at `uri` as `application/statuslist+jwt` (section
    /// 5.1 of the draft).
    ///
    /// `key` must be known to those who check the tokens: the tokens' own signing key, unless
    /// configured otherwise. The token holds the list as it is at this moment.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` if there is neither `ttl` nor `expires_in`, or the address is not one
    /// of http or https; `ERR_KEY_MISMATCH` if the key cannot sign; `ERR_JOSE_LIMIT_EXCEEDED` if it
    /// would be longer than 4 MiB, the default limit for a list.
    pub fn to_jwt(
        &self,
        key: impl Into<SigningKey>,
        uri: &str,
        options: &StatusTokenOptions,
    ) -> Result<String> {
        check_uri(uri)?;
        if options.ttl.is_none() && options.expires_in.is_none() {
            return Err(Error::option(
                "a status list needs ttl or expires_in: otherwise nobody knows for how long it holds",
            ));
        }
        let ttl = options
            .ttl
            .as_ref()
            .map(|ttl| ttl.positive_seconds())
            .transpose()?;
        let ttl = ttl.map(|ttl| format!(",\"ttl\":{ttl}")).unwrap_or_default();
        let claims = format!("{{\"status_list\":{}{ttl}}}", self.to_claim()?);
        let token = TokenOptions {
            subject: Some(uri.to_owned()),
            token_type: Some(TYPE.to_owned()),
            no_expiry: options.expires_in.is_none(),
            expires_in: options.expires_in.clone(),
            now: options.now,
            ..TokenOptions::default()
        };
        let resolved = ResolvedOptions {
            most_bytes: Some(MAX_LIST_BYTES),
            ..ResolvedOptions::from(&token)
        };
        let made = match key.into() {
            SigningKey::Key(key) => create(&claims, Some(&key), None, &resolved),
            SigningKey::Ring(ring) => {
                let now = options.now.unwrap_or_default();
                let view = ring.at_to_issue(Times::of_test(now))?;
                let resolved = ResolvedOptions {
                    latest_expiry: Some(ring.latest_expiry(now)),
                    ..resolved
                };
                create(
                    &claims,
                    Some(view.signing_key(None).ok_or_else(no_key)?),
                    None,
                    &resolved,
                )
            }
        };
        made.map_err(|error| {
            if error.code() == ErrorCode::LimitExceeded {
                too_long()
            } else {
                error
            }
        })
    }
}

impl fmt::Debug for StatusLists {
    /// Without the addresses.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("StatusLists")
            .field("has_keys", &self.own.is_some())
            .finish_non_exhaustive()
    }
}
