//! What callers have done to a ring: as data, which can wait for a store, and be applied again to
//! what another process has made of the ring.

use std::fmt;

use super::data::Data;
use super::format::Protection;
use super::report::Advanced;
use super::{KeyRing, change};
use crate::error::Result;
use crate::key::Key;
use crate::options::check_time;

/// A change to a ring, which [`KeyRing::perform`] makes at once, and [`KeyRing::begin`] in a store.
#[derive(Clone)]
pub struct RingAction {
    pub(super) what: What,
    pub(super) now: f64,
}

#[derive(Clone)]
pub(super) enum What {
    Advance,
    Revoke(String),
    Add(Key),
    Rewrap(Protection),
}

impl RingAction {
    /// Does what is due, as [`KeyRing::advance`] does.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` if `now` is not a valid time.
    pub fn advance(now: f64) -> Result<Self> {
        Self::of(What::Advance, now)
    }

    /// Refuses the tokens of a key, as [`KeyRing::revoke`] does.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` if `now` is not a valid time.
    pub fn revoke(key_id: &str, now: f64) -> Result<Self> {
        Self::of(What::Revoke(key_id.to_owned()), now)
    }

    /// Adds a key, as [`KeyRing::add`] does.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` if `now` is not a valid time.
    pub fn add(key: &Key, now: f64) -> Result<Self> {
        Self::of(What::Add(key.clone()), now)
    }

    /// Protects the stored ring with another key, as [`KeyRing::rewrap`] does.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` if `now` is not a valid time, or the key is not a secret key for
    /// encryption.
    pub fn rewrap(protect_with: &Key, wrapped_key: Option<&[u8]>, now: f64) -> Result<Self> {
        Self::of(What::Rewrap(Protection::new(protect_with, wrapped_key)?), now)
    }

    fn of(what: What, now: f64) -> Result<Self> {
        Ok(Self {
            what,
            now: check_time(now, "now")?,
        })
    }

    /// The ring afterwards, and what protects it. The generation stays the same if nothing has
    /// changed.
    pub(super) fn next(&self, before: &Data, protection: &Protection) -> Result<(Data, Protection)> {
        if let What::Rewrap(protection) = &self.what {
            return Ok((
                Data {
                    generation: before.generation + 1,
                    ..before.clone()
                },
                protection.clone(),
            ));
        }
        let after = change::next(before, self.now, |data| match &self.what {
            What::Revoke(key_id) => data.revoke(key_id, self.now),
            What::Add(key) => data.add(key, self.now),
            What::Advance | What::Rewrap(_) => Ok(()),
        })?;
        Ok((after, protection.clone()))
    }
}

impl fmt::Debug for RingAction {
    /// Leaves out the keys.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match &self.what {
            What::Advance => "RingAction(advance)",
            What::Revoke(_) => "RingAction(revoke)",
            What::Add(_) => "RingAction(add)",
            What::Rewrap(_) => "RingAction(rewrap)",
        })
    }
}

impl KeyRing {
    /// Makes the change at once. A ring in a store must be waited for: [`begin`](Self::begin).
    ///
    /// # Errors
    /// Those of [`advance`](Self::advance), [`revoke`](Self::revoke), [`add`](Self::add) and
    /// [`rewrap`](Self::rewrap).
    pub fn perform(&self, action: &RingAction) -> Result<Advanced> {
        match &action.what {
            What::Advance => self.advance(action.now),
            What::Revoke(key_id) => self.revoke(key_id, action.now),
            What::Add(key) => self.add(key, action.now),
            What::Rewrap(protection) => {
                self.rewrap_as(protection, action.now)?;
                let data = self.0.data.load();
                Ok(Advanced::between(&data, &data, action.now))
            }
        }
    }
}
