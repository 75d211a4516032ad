//! The keys of one algorithm in the order of their turns, and whose turn it is: a function of the
//! time alone.
//!
//! A key's turn is recorded before it begins, at least as far ahead as everyone needs to hear of
//! it. So those who only follow the ring change keys by their own clocks, together with the one who
//! plans.

use super::policy::{Policy, Purpose};

/// What a line needs to know about its keys.
pub(super) trait Half: Clone {
    /// Whether it can make tokens.
    fn is_whole(&self) -> bool;
    /// The part of it that may be kept when it has nothing left to do: its public half, if it has
    /// one.
    fn public_half(&self) -> Option<Self>;
}

/// A key of a ring, and its times in seconds since the epoch.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry<K> {
    pub(super) key_id: String,
    /// None: it was symmetric, and has nothing left to do.
    pub(super) key: Option<K>,
    pub(super) published: f64,
    /// When its turn begins; None: not decided.
    pub(super) from: Option<f64>,
    /// When its turn ends; None: not decided.
    pub(super) until: Option<f64>,
    pub(super) revoked: Option<f64>,
}

/// The state of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyState {
    /// Published, so that everyone knows it before it signs. A key to encrypt to is not published
    /// yet, but already decrypts tokens.
    Upcoming,
    /// It signs, or tokens are encrypted to it.
    Active,
    /// It no longer signs, but tokens that it signed may still be valid.
    VerifyOnly,
    /// It is no longer published, but tokens that were encrypted to it may still be valid.
    DecryptOnly,
    /// Nothing that was made with it can still be valid.
    Retired,
    /// Tokens that were made with it are refused.
    Revoked,
}

impl KeyState {
    /// The name that every language uses, such as `verify-only`.
    pub const fn as_str(self) -> &'static str {
        match self {
            KeyState::Upcoming => "upcoming",
            KeyState::Active => "active",
            KeyState::VerifyOnly => "verify-only",
            KeyState::DecryptOnly => "decrypt-only",
            KeyState::Retired => "retired",
            KeyState::Revoked => "revoked",
        }
    }
}

/// The keys of one algorithm, in the order of their turns.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line<K> {
    pub(super) purpose: Purpose,
    /// For a symmetric algorithm, whose keys have no public half.
    pub(super) is_symmetric: bool,
    /// Its private keys are held elsewhere, and new ones must be given.
    pub(super) is_external: bool,
    pub(super) entries: Vec<Entry<K>>,
}

impl<K: Half> Line<K> {
    /// Whose turn it is: the last key whose turn has begun. Before any has, by a clock that was set
    /// back, it is the first.
    pub(super) fn active(&self, now: f64) -> Option<usize> {
        let begun = |entry: &Entry<K>| entry.from.is_some_and(|from| from <= now);
        let mut able = (0..self.entries.len())
            .filter(|&index| self.entries.get(index).is_some_and(|entry| self.is_able(entry)));
        let first = able.clone().next();
        able.rfind(|&index| self.entries.get(index).is_some_and(begun))
            .or(first)
    }

    fn is_able(&self, entry: &Entry<K>) -> bool {
        entry.revoked.is_none()
            && entry
                .key
                .as_ref()
                .is_some_and(|key| self.is_external || key.is_whole())
    }

    /// Those whose turn is still to come, in order.
    pub(super) fn upcoming(&self, now: f64) -> Vec<usize> {
        let after = self.active(now).map_or(0, |active| active + 1);
        (after..self.entries.len())
            .filter(|&index| self.entries.get(index).is_some_and(|entry| self.is_able(entry)))
            .collect()
    }

    pub(super) fn state(&self, index: usize, now: f64, policy: &Policy) -> KeyState {
        let Some(entry) = self.entries.get(index) else {
            return KeyState::Retired;
        };
        if entry.revoked.is_some() {
            return KeyState::Revoked;
        }
        match self.active(now) {
            Some(active) if index == active => KeyState::Active,
            Some(active) if index < active => match entry
                .until
                .is_some_and(|until| until + policy.keep_after(self.purpose) <= now)
            {
                true => KeyState::Retired,
                false if self.purpose == Purpose::Encrypts => KeyState::DecryptOnly,
                false => KeyState::VerifyOnly,
            },
            _ => KeyState::Upcoming,
        }
    }

    /// The times at which a key's state changes without any action.
    pub(super) fn moments<'a>(&'a self, policy: &'a Policy) -> impl Iterator<Item = f64> + 'a {
        let keep = policy.keep_after(self.purpose);
        self.entries.iter().flat_map(move |entry| {
            [entry.from, entry.until, entry.until.map(|until| until + keep)]
                .into_iter()
                .flatten()
        })
    }
}
