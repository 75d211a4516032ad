//! `RemoteKeySet`, and checks that wait for its keys: what the packages wrap their drivers around.

use std::sync::{Arc, Mutex, PoisonError};

use tokenseal::{Check, Followed as Machine, Length, Outcome, RemoteOptions};
use tokenseal_bridge::packed::{Members, text};
use tokenseal_bridge::{machine, message, steps, times};

use crate::boundary::{call, options};
use crate::error::TokenError;
use crate::followed::Followed;
use crate::key::Key;
use crate::key_set::KeySet;

/// The times that a machine is given: the system's, unless a test gives its own.
#[derive(Clone, Copy, uniffi::Record)]
pub struct Times {
    /// Seconds since the epoch.
    pub wall: Option<f64>,
    /// Seconds of a clock that nobody sets; the wall clock's time if only that is given.
    pub monotonic: Option<f64>,
    /// Replaces whatever is drawn at random.
    pub jitter: Option<f64>,
}

impl From<Times> for tokenseal::machine::Times {
    fn from(at: Times) -> Self {
        match at.wall {
            Some(wall) => machine::times(wall, at.monotonic.unwrap_or(wall), at.jitter),
            None => tokenseal::machine::Times {
                jitter: at.jitter,
                ..times()
            },
        }
    }
}

/// Keys that are published elsewhere.
#[derive(Debug, uniffi::Object)]
#[uniffi::export(Debug)]
pub struct RemoteKeySet(pub(crate) tokenseal::RemoteKeySet);

#[uniffi::export]
impl RemoteKeySet {
    /// A set that is published at `url`, or where the options say. If `snapshot_key` is given, the
    /// options have a snapshot.
    #[uniffi::constructor]
    pub fn new(
        url: Option<String>,
        given: String,
        snapshot_key: Option<Arc<Key>>,
        at: Times,
    ) -> Result<Arc<Self>, TokenError> {
        let set = call(|| {
            let options: RemoteOptions = options(&given)?;
            match snapshot_key {
                Some(key) => {
                    tokenseal::RemoteKeySet::with_snapshot(url.as_deref(), &options, &key.0, at.into())
                }
                None => tokenseal::RemoteKeySet::new(url.as_deref(), &options),
            }
        });
        set.map(|set| Arc::new(Self(set)))
    }

    /// What a driver carries.
    pub fn followed(&self) -> Arc<Followed> {
        Followed::of(tokenseal::Followed::Keys(self.0.clone()))
    }

    /// The keys as they are now.
    pub fn keys(&self) -> Arc<KeySet> {
        Arc::new(KeySet(self.0.keys()))
    }

    /// The state of the set, as JSON text.
    pub fn status(&self, at: Times) -> Result<String, TokenError> {
        call(|| Ok(steps::status(&self.0, at.into())))
    }

    /// The keys for another process, signed.
    pub fn snapshot(&self, key: Arc<Key>) -> Result<String, TokenError> {
        call(|| self.0.snapshot(&key.0))
    }
}

/// The outcome of a check, and what it noticed.
#[derive(uniffi::Record)]
pub struct Checking {
    /// Its outcome.
    pub outcome: CheckOutcome,
    /// The set or list that needs to be polled.
    pub due: Option<u64>,
    /// Events to report: the JSON text of a list, or nothing.
    pub events: Option<String>,
}

/// The outcome of a check.
#[derive(uniffi::Enum)]
pub enum CheckOutcome {
    /// The token is good; it is packed as one string (`bridge/src/packed/text.rs`).
    Accepted {
        /// The token.
        packed: String,
    },
    /// The token was refused.
    Refused {
        /// Why.
        error: TokenError,
    },
    /// It needs keys that must be fetched, a list that must be read, or a store that knows which
    /// proofs were used.
    Waits {
        /// The check.
        pending: Arc<PendingCheck>,
    },
}

impl From<Check> for Checking {
    fn from(check: Check) -> Self {
        let events = (!check.events.is_empty()).then(|| machine::events(&check.events));
        let outcome = match check.outcome {
            Outcome::Done(Ok(token)) => CheckOutcome::Accepted {
                packed: text::write(&Members::from(&token)),
            },
            Outcome::Done(Err(error)) => CheckOutcome::Refused { error: error.into() },
            Outcome::Waits(pending) => CheckOutcome::Waits {
                pending: PendingCheck::of(pending),
            },
        };
        Self {
            outcome,
            due: check.due.first().map(tokenseal::Followed::id),
            events,
        }
    }
}

/// A check that waits for keys, for a list of revocations, or to mark a proof as used.
#[derive(uniffi::Object)]
pub struct PendingCheck(Mutex<Option<Box<tokenseal::PendingCheck>>>);

#[uniffi::export]
impl PendingCheck {
    /// The set or list that it waits for.
    pub fn followed_id(&self) -> Result<u64, TokenError> {
        self.with(|pending| pending.followed().id())
    }

    /// What it waits for; a status list may be one that has no carrier yet.
    pub fn followed(&self) -> Result<Arc<Followed>, TokenError> {
        self.with(|pending| Followed::of(pending.followed().clone()))
    }

    /// Whether it can be resumed.
    pub fn is_settled(&self, at: Times) -> Result<bool, TokenError> {
        self.with(|pending| pending.is_settled(at.into()))
    }

    /// How much longer it may wait, in seconds.
    pub fn time_left(&self, at: Times) -> Result<f64, TokenError> {
        self.with(|pending| pending.time_left(at.into()))
    }

    /// Goes on with what there is now. Can be called once.
    pub fn resume(&self, at: Times) -> Result<Checking, TokenError> {
        call(|| Ok(steps::resume(self.take()?, at.into()).into()))
    }

    /// Ends it for a caller that never waits: the check is refused, or the error says that such
    /// checks have to wait. Can be called once.
    pub fn without_waiting(&self) -> Result<Checking, TokenError> {
        call(|| {
            let pending = self.take()?;
            match (pending.is_strict(), pending.followed()) {
                (true, _) => Err(message::strict_needs_async()),
                (_, Machine::Replays(_)) => Err(message::replays_need_async()),
                _ => Ok(steps::give_up(pending).into()),
            }
        })
    }

    /// Ends it without waiting any longer: the check is refused. Can be called once.
    pub fn give_up(&self) -> Result<Checking, TokenError> {
        call(|| Ok(steps::give_up(self.take()?).into()))
    }
}

impl PendingCheck {
    pub(crate) fn of(pending: Box<tokenseal::PendingCheck>) -> Arc<Self> {
        Arc::new(Self(Mutex::new(Some(pending))))
    }

    fn with<T>(&self, look: impl FnOnce(&tokenseal::PendingCheck) -> T) -> Result<T, TokenError> {
        call(|| {
            let pending = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            pending
                .as_deref()
                .map(look)
                .ok_or_else(tokenseal_bridge::message::defect)
        })
    }

    fn take(&self) -> tokenseal::Result<Box<tokenseal::PendingCheck>> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
            .ok_or_else(tokenseal_bridge::message::defect)
    }
}

/// How long `ready` waits by default, in seconds.
#[uniffi::export]
pub fn ready_seconds() -> f64 {
    machine::ReadyOptions::TIMEOUT
}

/// A duration in whole seconds, for drivers that wait: from text, or from its number.
#[uniffi::export]
pub fn seconds_of(length: String) -> Result<f64, TokenError> {
    call(|| {
        length
            .parse()
            .map_or(Length::Text(length), Length::Seconds)
            .seconds()
            .map(|seconds| seconds as f64)
    })
}
