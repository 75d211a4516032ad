//! Keys that a service publishes and rotates by itself.
//!
//! A [`KeyRing`] decides from the time alone which key signs and which are published (`line`,
//! `view`), and changes only when a key is due (`advance`). It is data without I/O: it is kept by a
//! [`RingStore`], or in a store over a network that it follows as a state machine (`shared`).

mod action;
mod advance;
mod change;
mod data;
mod format;
mod line;
mod policy;
mod report;
mod shared;
mod store;
#[cfg(test)]
mod tests;
mod view;

use std::fmt;
use std::sync::{Arc, Mutex};

use arc_swap::{ArcSwap, Guard};

use crate::algorithm::{Algorithm, SignatureAlgorithm};
use crate::error::{Error, ErrorCode, Result};
use crate::key::{Key, KeySet};
use crate::machine::{SharedTimes, Times};
use crate::options::{RingOptions, check_time};
use crate::revocation::Revocations;
use data::{Data, RingLine};
use format::Protection;
use policy::Policy;

pub use action::RingAction;
pub use data::RingChange;
pub use line::KeyState;
pub(crate) use policy::Purpose;
pub use report::{Advanced, RingKey};
pub use shared::PendingAction;
pub(crate) use shared::Readiness;
pub use store::RingStore;
pub(crate) use view::View;

/// How often those who only read look at the store, at most, in seconds.
const LOOK_AGAIN: f64 = 0.2;

/// Keys that rotate: those in use for signing or encrypting, those that will be, and those whose
/// tokens may still be valid.
///
/// An [`Issuer`](crate::Issuer) and a [`Verifier`](crate::Verifier) accept it in place of a key or
/// a set, and follow it. How long each key is published in advance and kept afterwards is computed
/// from the options, so that no valid token is ever refused: a policy that could refuse one is
/// `ERR_OPTION_INVALID`. There is always one more key that everyone already knows, so that a key
/// can be [revoked](Self::revoke) at any time.
///
/// ```
/// use serde_json::json;
/// use tokenseal::{IssueOptions, Issuer, IssuerOptions, KeyRing, RingOptions, SignatureAlgorithm::ES256, Verifier, VerifyOptions};
///
/// let now = 1_700_000_000.0; // a service takes it from its clock: see `timestamp`
/// let ring = KeyRing::create(&[ES256.into()], None, &RingOptions { rotate_every: Some("30d".into()), ..RingOptions::default() }, now)?;
/// let issuer = Issuer::new(Some((&ring).into()), None, &IssuerOptions { lifetime: Some("15m".into()), ..IssuerOptions::default() })?;
/// let verifier = Verifier::new(Some((&ring).into()), None, &VerifyOptions::default())?;
///
/// let token = issuer.issue(&json!({ "sub": "alice" }), &IssueOptions { now: Some(now), ..IssueOptions::default() })?;
/// assert_eq!(verifier.verify(&token, now)?.key_id(), Some(ring.keys(now)?[0].key_id.as_str()));
/// assert_eq!(ring.cache_control(), "max-age=600");
/// # Ok::<(), tokenseal::Error>(())
/// ```
#[derive(Clone)]
pub struct KeyRing(Arc<Shared>);

struct Shared {
    view: ArcSwap<View>,
    data: ArcSwap<Data>,
    /// When the store was last looked at.
    looked: SharedTimes,
    /// Held while changing the ring, or reading it anew.
    kept: Mutex<Kept>,
    /// Follows the ring in a store over a network.
    machine: Option<Box<shared::Machine>>,
}

/// Where the ring is kept, and how that went.
#[derive(Debug, Default)]
struct Kept {
    place: Option<Place>,
    /// Why it could not be read or changed the last time.
    failed: Option<Error>,
    /// When advancing by itself is next tried after that, in seconds since the epoch.
    retry_at: Option<f64>,
    /// Where the ring's keys are also revoked, and for which issuer.
    revocations: Option<(Revocations, String)>,
}

/// A store, with the keys that open what it contains.
#[derive(Clone, Debug)]
struct Place {
    store: Arc<dyn RingStore>,
    keys: KeySet,
}

impl KeyRing {
    /// A new ring with keys for these algorithms, the first of which sign at once.
    ///
    /// If verifiers already know a key, give it as one of `keys`: the turn of the first key of an
    /// algorithm begins at once, and the others follow. For a public key, the private half is held
    /// elsewhere, in a KMS or an enclave: the ring plans for it, and makes no keys for its
    /// algorithm.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` for a policy that could refuse a valid token, naming the smallest value
    /// that could not; for no algorithms, an algorithm for which no keys can be generated, or a key
    /// without an algorithm.
    pub fn create(
        algorithms: &[Algorithm],
        keys: Option<KeySet>,
        options: &RingOptions,
        now: f64,
    ) -> Result<Self> {
        let (policy, now) = (Policy::compile(options)?, check_time(now, "now")?);
        let (curve, bits) = (options.curve, options.bits);
        let mut data = Data {
            id: data::random_id()?,
            generation: 1,
            seen: now,
            policy,
            curve,
            bits,
            lines: Vec::new(),
        };
        keys.iter()
            .flat_map(KeySet::iter)
            .try_for_each(|key| data.add(key, now))?;
        for algorithm in algorithms {
            data::check(*algorithm)?;
            if !data.lines.iter().any(|line| line.algorithm == *algorithm) {
                data.lines.push(RingLine::new(*algorithm, false));
            }
        }
        if data.lines.is_empty() {
            return Err(Error::option(
                "a ring has no algorithm: name at least one, such as ES256, or give keys",
            ));
        }
        let taken = data.lines.iter().map(|line| data::takes(line.algorithm));
        let (takes_curve, takes_bits) = taken.fold((false, false), |(curve, bits), (own_curve, own_bits)| {
            (curve || own_curve, bits || own_bits)
        });
        if curve.is_some() && !takes_curve || bits.is_some() && !takes_bits {
            return Err(Error::option(
                "curve is for ECDH-ES keys and bits for RSA keys, and the ring has none: leave it out",
            ));
        }
        data.advance(now)?;
        Ok(Self::of(data, now, Kept::default()))
    }

    /// Opens a ring that [`to_jwe`](Self::to_jwe) wrote, with a key, or with several of which one
    /// opens it.
    ///
    /// # Errors
    /// `ERR_KEYRING_UNAVAILABLE` if it is damaged, another key protects it, or a newer version
    /// wrote it. Nothing is generated instead.
    pub fn from_jwe(text: impl AsRef<[u8]>, protect_with: impl Into<KeySet>, now: f64) -> Result<Self> {
        let (data, _) = format::open(text.as_ref(), &usable(&protect_with.into())?)?;
        Ok(Self::of(data, check_time(now, "now")?, Kept::default()))
    }

    /// Opens the ring in a store, and follows it: every change is stored there, and changes that
    /// others make there are seen.
    ///
    /// # Errors
    /// Those of [`from_jwe`](Self::from_jwe), and any error from the store.
    pub fn open(store: Arc<dyn RingStore>, protect_with: impl Into<KeySet>, now: f64) -> Result<Self> {
        let keys = usable(&protect_with.into())?;
        let text = store
            .read()?
            .ok_or_else(|| format::unavailable("has nothing to be read"))?;
        let (data, _) = format::open(&text, &keys)?;
        Ok(Self::of(
            data,
            check_time(now, "now")?,
            Kept {
                place: Some(Place { store, keys }),
                ..Kept::default()
            },
        ))
    }

    /// The ring as one encrypted token (RFC 7516), which `protect_with` opens: a secret key for
    /// encryption. `wrapped_key` is what a KMS made of that key; [`wrapped_key`](Self::wrapped_key)
    /// returns it before the ring is opened.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` for a key that is public, private or for signatures.
    pub fn to_jwe(&self, protect_with: &Key, wrapped_key: Option<&[u8]>) -> Result<String> {
        self.require_read()?;
        format::seal(&self.0.data.load(), &Protection::new(protect_with, wrapped_key)?)
    }

    /// What a KMS made of the key that protects a ring, if the ring contains it: the KMS must
    /// unwrap it before the ring is opened.
    ///
    /// # Errors
    /// `ERR_KEYRING_UNAVAILABLE` if the text is not a ring.
    pub fn wrapped_key(text: impl AsRef<[u8]>) -> Result<Option<Vec<u8>>> {
        format::wrapped_key(text.as_ref())
    }

    fn of(data: Data, now: f64, kept: Kept) -> Self {
        Self::made(data, now, kept, None)
    }

    fn made(data: Data, now: f64, kept: Kept, machine: Option<shared::Machine>) -> Self {
        let view = ArcSwap::from_pointee(View::new(&data, now));
        let looked = SharedTimes::never();
        Self(Arc::new(Shared {
            view,
            data: ArcSwap::from_pointee(data),
            looked,
            kept: Mutex::new(kept),
            machine: machine.map(Box::new),
        }))
    }

    /// The key that signs now, with this algorithm or the first that the ring has: to
    /// [`prepare`](crate::prepare) a token for a key whose private half is held elsewhere.
    ///
    /// # Errors
    /// `ERR_JWKS_NO_MATCHING_KEY` if the ring has none; `ERR_KEYRING_UNAVAILABLE` for a ring in a
    /// store that has not been read yet.
    pub fn signing_key(&self, algorithm: Option<SignatureAlgorithm>, now: f64) -> Result<Key> {
        self.require_read()?;
        let view = self.renewed(check_time(now, "now")?);
        view.signing_key(algorithm).cloned().ok_or_else(no_key)
    }

    /// The keys that verify now, as a set that does not change.
    pub fn to_key_set(&self, now: f64) -> Result<KeySet> {
        self.require_read()?;
        Ok(self.renewed(check_time(now, "now")?).verifying.clone())
    }

    /// The keys as they were last seen.
    pub(crate) fn current(&self) -> Guard<Arc<View>> {
        self.0.view.load()
    }

    /// The keys for a check.
    #[inline]
    pub(crate) fn at(&self, times: Times) -> Guard<Arc<View>> {
        let view = self.0.view.load();
        match view.holds(times.wall) && self.0.looked.is_within(LOOK_AGAIN, times) {
            true => view,
            false => self.look(view, times),
        }
    }

    /// The keys for a new token: those that are due are made first, if possible.
    ///
    /// A ring in a store that was unreachable for a long time may by now have other keys that are
    /// not known here.
    pub(crate) fn at_to_issue(&self, times: Times) -> Result<Guard<Arc<View>>> {
        self.require_read()?;
        let mut view = self.at(times);
        if times.wall >= view.due {
            drop(view);
            self.advance_by_itself(times.wall);
            view = self.0.view.load();
        }
        let ahead = || self.0.data.load().policy.publish_ahead();
        match self.machine() {
            Some(machine) if !machine.may_issue(view.ends, ahead(), times) => {
                Err(format::unavailable(&format!(
                    "could not be read for so long that others may have ended the turn of its key; {}",
                    self.unavailable().message()
                )))
            }
            _ => Ok(view),
        }
    }

    /// The latest `exp` that a token made now may have, in seconds since the epoch.
    pub(crate) fn latest_expiry(&self, now: f64) -> f64 {
        self.0.data.load().policy.latest_expiry(now)
    }

    /// Whether it has keys of this kind at all.
    pub(crate) fn has(&self, purpose: Purpose) -> bool {
        self.0
            .data
            .load()
            .lines
            .iter()
            .any(|line| line.line.purpose == purpose)
    }

    /// Whether it has keys that sign, with this algorithm if one is given, even if all of them are
    /// revoked.
    pub(crate) fn can_sign(&self, algorithm: Option<SignatureAlgorithm>) -> bool {
        let is_meant = |own: Algorithm| match algorithm {
            Some(algorithm) => own == Algorithm::Signature(algorithm),
            None => matches!(own, Algorithm::Signature(_)),
        };
        self.0
            .data
            .load()
            .lines
            .iter()
            .any(|line| is_meant(line.algorithm))
    }

    /// Whether checking a token with its keys takes only about a microsecond.
    pub(crate) fn is_quick(&self) -> bool {
        let view = self.current();
        view.verifying
            .iter()
            .chain(view.decrypting.iter())
            .all(Key::is_quick)
    }
}

/// The keys that protect a ring: at least one, and none with which others could write it.
fn usable(keys: &KeySet) -> Result<KeySet> {
    if keys.is_empty() {
        return Err(Error::option(
            "protect_with is an empty set, by which no ring can be opened",
        ));
    }
    keys.iter()
        .try_for_each(|key| Protection::new(key, None).map(drop))?;
    Ok(keys.clone())
}

#[cold]
pub(crate) fn no_key() -> Error {
    Error::new(
        ErrorCode::NoMatchingKey,
        "the ring has no key that may sign by this algorithm: each was revoked, or it has none for it",
    )
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let data = self.0.data.load();
        let keys: usize = data.lines.iter().map(|line| line.line.entries.len()).sum();
        write!(formatter, "KeyRing({keys} keys, generation {})", data.generation)
    }
}
