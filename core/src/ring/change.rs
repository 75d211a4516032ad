//! How a ring changes: alone, by whoever holds the lock, and only to something newer.

use std::sync::{Arc, MutexGuard, PoisonError};

use arc_swap::Guard;

use super::data::Data;
use super::format::{self, Protection};
use super::report::Advanced;
use super::view::View;
use super::{Kept, KeyRing, Place, RingStore};
use crate::error::{Error, Result};
use crate::key::{Key, KeySet};
use crate::machine::Times;
use crate::options::{RevokeOptions, check_time};
use crate::revocation::Revocations;

/// After how many seconds advancing by itself is retried if it failed.
const RETRY: f64 = 10.0;

impl KeyRing {
    /// Does what is due: makes and publishes keys, plans whose turn is next, erases keys that have
    /// nothing left to do. From any state and at any time, after a year asleep or with a clock that
    /// was set back, it leads to a sound state.
    ///
    /// [`Issuer::issue`](crate::Issuer::issue) and [`to_jwks`](Self::to_jwks) do this themselves.
    /// To be informed of changes, or to publish the keys elsewhere, call it at the time that it
    /// returns.
    ///
    /// # Errors
    /// `ERR_KEYRING_UNAVAILABLE` if the ring could not be stored, and `ERR_OPTION_INVALID` if the
    /// ring can only be followed: nothing has changed.
    pub fn advance(&self, now: f64) -> Result<Advanced> {
        self.change(check_time(now, "now")?, |_| Ok(()))
    }

    /// Refuses the tokens of a key from now on, and no others. If it was its turn, the next one
    /// signs, which everyone already knows. Verifiers that fetch the keys still have it until they
    /// fetch them again.
    ///
    /// # Errors
    /// `ERR_JWKS_NO_MATCHING_KEY` if the ring has no such key; otherwise those of
    /// [`advance`](Self::advance). If the ring [uses a list of revocations](Self::use_revocations),
    /// those of [`revoke_key`](Revocations::revoke_key).
    pub fn revoke(&self, key_id: &str, now: f64) -> Result<Advanced> {
        let now = check_time(now, "now")?;
        self.require_at_once(self.revokes_in_store())?;
        if let Some((revocations, issuer)) = self.list() {
            drop(self.renewed(now));
            self.0.data.load().find(key_id).ok_or_else(no_such_key)?;
            // This comes first, so that a failure leaves nothing half done: the next call finds a
            // key that is refused and still signs.
            revocations.revoke_key(
                Some(&issuer),
                key_id,
                &RevokeOptions {
                    now: Some(now),
                    ..RevokeOptions::default()
                },
            )?;
        }
        self.revoke_alone(key_id, now)
    }

    /// From now on, [`revoke`](Self::revoke) also writes to a list of revocations: verifiers that
    /// check against it refuse the key before they fetch the keys again. `issuer` is that of the
    /// tokens which the ring signs.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` if the issuer is empty. If the list is kept in a store, revoking must
    /// wait for it: [`begin`](Self::begin).
    ///
    /// ```
    /// use tokenseal::{KeyRing, Revocations, SignatureAlgorithm::ES256, Verifier, VerifyOptions};
    ///
    /// let now = 1_700_000_000.0;
    /// let ring = KeyRing::create(&[ES256.into()], None, &Default::default(), now)?;
    /// let revocations = Revocations::new(&Default::default())?;
    /// ring.use_revocations(&revocations, "https://issuer.example")?;
    /// # let issuer = tokenseal::Issuer::new(Some((&ring).into()), None, &tokenseal::IssuerOptions { issuer: Some("https://issuer.example".into()), ..Default::default() })?;
    /// # let options = tokenseal::IssueOptions { expires_in: Some("5m".into()), now: Some(now), ..Default::default() };
    /// # let token = issuer.issue(&serde_json::json!({}), &options)?;
    /// // Somebody who has fetched the keys, and has the list.
    /// let options = VerifyOptions { issuer: Some("https://issuer.example".into()), ..VerifyOptions::default() };
    /// let verifier = Verifier::new(Some(ring.to_key_set(now)?.into()), None, &options)?.with_revocations(&revocations)?;
    ///
    /// ring.revoke(&ring.keys(now)?[0].key_id, now)?;
    /// assert_eq!(verifier.verify(&token, now).unwrap_err().code().as_str(), "ERR_JWT_REVOKED");
    /// # Ok::<(), tokenseal::Error>(())
    /// ```
    pub fn use_revocations(&self, revocations: &Revocations, issuer: &str) -> Result<()> {
        if issuer.is_empty() {
            return Err(Error::option(
                "issuer is empty: give that of the tokens which the ring signs",
            ));
        }
        self.kept().revocations = Some((revocations.clone(), issuer.to_owned()));
        Ok(())
    }

    /// Adds a key, whose turn comes after the others of its algorithm: one whose private half is
    /// held elsewhere, given by its public half, or one that was made elsewhere.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` if the key is not bound to an algorithm, its key ID is taken, or the
    /// other keys of its algorithm are of the other kind; otherwise those of
    /// [`advance`](Self::advance).
    pub fn add(&self, key: &Key, now: f64) -> Result<Advanced> {
        let now = check_time(now, "now")?;
        self.change(now, |data| data.add(key, now))
    }

    /// Keeps the ring from now on in the store that `create` makes from its text, which
    /// `protect_with` opens. `wrapped_key` is what a KMS made of that key, if one did. Every later
    /// change is stored there.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` if the ring is already kept in a store, or the key is not a secret key
    /// for encryption; any error from `create`.
    pub fn keep(
        &self,
        protect_with: &Key,
        wrapped_key: Option<&[u8]>,
        create: impl FnOnce(Vec<u8>) -> Result<Arc<dyn RingStore>>,
    ) -> Result<()> {
        let protection = Protection::new(protect_with, wrapped_key)?;
        // Nobody changes the ring between writing it and keeping it.
        let mut kept = self.kept();
        if kept.place.is_some() || self.is_followed() {
            return Err(Error::option(
                "the ring is kept already: open it where it is, or give rewrap another key",
            ));
        }
        let store = create(format::seal(&self.0.data.load(), &protection)?.into_bytes())?;
        kept.place = Some(Place {
            store,
            keys: protect_with.into(),
        });
        Ok(())
    }

    /// Protects the stored ring with another key. Those who follow the ring need that key too,
    /// before this is done.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` if the ring is not kept in a store, or the key is not a secret key for
    /// encryption; otherwise those of [`advance`](Self::advance).
    pub fn rewrap(&self, protect_with: &Key, wrapped_key: Option<&[u8]>, now: f64) -> Result<()> {
        self.rewrap_as(
            &Protection::new(protect_with, wrapped_key)?,
            check_time(now, "now")?,
        )
    }

    pub(super) fn rewrap_as(&self, protection: &Protection, now: f64) -> Result<()> {
        self.require_at_once(self.is_followed())?;
        let mut kept = self.kept();
        let Some(place) = kept.place.clone() else {
            return Err(Error::option(
                "the ring is kept nowhere, and has nothing to be rewrapped: give the key to save or to_jwe",
            ));
        };
        let mut newest = None;
        place.store.change(&mut |text| {
            let (mut data, _) = self.open_newer(&text, &place.keys)?;
            data.generation += 1;
            let text = format::seal(&data, protection)?;
            newest = Some(data);
            Ok(Some(text.into_bytes()))
        })?;
        let keys = std::iter::once(protection.key.clone()).chain(place.keys.iter().cloned());
        kept.place = Some(Place {
            store: place.store,
            keys: keys.collect(),
        });
        newest.into_iter().for_each(|data| self.show(data, now));
        Ok(())
    }

    /// Revokes only in the ring, if the list that it uses already has the revocation.
    pub(super) fn revoke_alone(&self, key_id: &str, now: f64) -> Result<Advanced> {
        self.change(now, |data| data.revoke(key_id, now))
    }

    /// Changes the ring with `step`, and does what is due.
    fn change(&self, now: f64, step: impl Fn(&mut Data) -> Result<()>) -> Result<Advanced> {
        self.require_at_once(self.is_followed())?;
        let mut kept = self.kept();
        let result = self.change_kept(&kept, now, step);
        kept.failed = result
            .as_ref()
            .err()
            .filter(|error| error.fault() == crate::Fault::Environment)
            .cloned();
        result
    }

    fn change_kept(&self, kept: &Kept, now: f64, step: impl Fn(&mut Data) -> Result<()>) -> Result<Advanced> {
        let (before, after) = match &kept.place {
            None => {
                let before = Data::clone(&self.0.data.load());
                let after = next(&before, now, &step)?;
                (before, after)
            }
            Some(place) => {
                let mut change = None;
                place.store.change(&mut |text| {
                    let (before, protection) = self.open_newer(&text, &place.keys)?;
                    let after = next(&before, now, &step)?;
                    let is_same = after.generation == before.generation;
                    let text = if is_same {
                        None
                    } else {
                        Some(format::seal(&after, &protection)?.into_bytes())
                    };
                    change = Some((before, after));
                    Ok(text)
                })?;
                change.ok_or_else(|| {
                    format::unavailable("could not be changed: its store did not say what it keeps")
                })?
            }
        };
        let advanced = Advanced::between(&before, &after, now);
        self.show(after, now);
        Ok(advanced)
    }

    /// Does what is due as part of another call. If that fails, the current keys remain in use.
    pub(super) fn advance_by_itself(&self, now: f64) {
        if let Some(machine) = self.machine() {
            return machine.want_advance();
        }
        let Ok(mut kept) = self.0.kept.try_lock() else {
            return;
        };
        if kept.retry_at.is_some_and(|at| (at - RETRY..at).contains(&now)) {
            return;
        }
        let failed = self.change_kept(&kept, now, |_| Ok(())).err();
        kept.retry_at = failed.as_ref().map(|_| now + RETRY);
        kept.failed = failed.filter(|error| error.fault() == crate::Fault::Environment);
    }

    /// Looks at the store, unless someone else is doing so, and at the time.
    #[cold]
    pub(super) fn look(&self, view: Guard<Arc<View>>, times: Times) -> Guard<Arc<View>> {
        // Whoever holds the lock will publish what they find.
        let Ok(mut kept) = self.0.kept.try_lock() else {
            return view;
        };
        self.0.looked.set(Some(times));
        drop(view);
        self.read(&mut kept, times.wall);
        self.0.view.load()
    }

    /// The keys for a given time, as they are stored now.
    pub(super) fn renewed(&self, now: f64) -> Guard<Arc<View>> {
        self.read(&mut self.kept(), now);
        self.0.view.load()
    }

    fn read(&self, kept: &mut Kept, now: f64) {
        let found = kept
            .place
            .as_ref()
            .map_or(Ok(None), |place| match place.store.read()? {
                Some(text) => self.open_newer(&text, &place.keys).map(|(data, _)| Some(data)),
                None => Ok(None),
            });
        match found {
            Ok(Some(data)) => {
                kept.failed = None;
                self.show(data, now);
            }
            Ok(None) => self.renew(now),
            // The current ring remains in use, and its keys change with time.
            Err(error) => {
                kept.failed = Some(error);
                self.renew(now);
            }
        }
    }

    /// Updates the keys for the current time.
    fn renew(&self, now: f64) {
        if !self.0.view.load().holds(now) {
            self.0.view.store(Arc::new(View::new(&self.0.data.load(), now)));
        }
    }

    /// Opens the stored ring, which must not be older than what was seen: otherwise someone would
    /// have lost a change.
    fn open_newer(&self, text: &[u8], keys: &KeySet) -> Result<(Data, Protection)> {
        let (data, protection) = format::open(text, keys)?;
        let own = self.0.data.load();
        if data.id != own.id {
            return Err(format::unavailable(
                "was replaced by another: it is not used, and not overwritten",
            ));
        }
        if data.generation < own.generation {
            return Err(format::unavailable(
                "is older than what was read before, as after a backup: it is not used, and not overwritten",
            ));
        }
        Ok((data, protection))
    }

    /// The list in which its keys are also revoked, and the issuer of those keys.
    pub(super) fn list(&self) -> Option<(Revocations, String)> {
        self.kept().revocations.clone()
    }

    /// A ring in a store changes when the store says so.
    fn require_at_once(&self, is_in_store: bool) -> Result<()> {
        match is_in_store {
            false => Ok(()),
            true => Err(Error::option(
                "the ring, or the list that it uses, is kept in a store, which a driver waits for: use begin, or the drivers' change_ring",
            )),
        }
    }

    pub(super) fn show(&self, data: Data, now: f64) {
        // While nothing has changed, the keys stay the very same sets: that is how keys that
        // verified something are recognized.
        if self.0.view.load().holds(now) && is_same(&self.0.data.load(), &data) {
            return;
        }
        self.0.view.store(Arc::new(View::new(&data, now)));
        self.0.data.store(Arc::new(data));
    }

    pub(super) fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The ring after a step, and after everything that is due. The generation stays the same if
/// nothing has changed.
pub(super) fn next(before: &Data, now: f64, step: impl Fn(&mut Data) -> Result<()>) -> Result<Data> {
    let mut after = before.clone();
    step(&mut after)?;
    after.advance(now)?;
    let is_same = before.states(before.seen) == after.states(now)
        && *format::content(before)? == *format::content(&after)?;
    if !is_same {
        after.seen = now;
        after.generation += 1;
    }
    Ok(after)
}

/// Whether two readings of a ring have the same content.
fn is_same(one: &Data, other: &Data) -> bool {
    let is_alike = one.id == other.id && one.generation == other.generation;
    is_alike
        && format::content(one)
            .ok()
            .zip(format::content(other).ok())
            .is_some_and(|(one, other)| *one == *other)
}

#[cold]
pub(super) fn no_such_key() -> Error {
    Error::new(
        crate::ErrorCode::NoMatchingKey,
        "the ring has no key of this key_id: its status lists those that it has",
    )
}
