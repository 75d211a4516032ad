//! The keys of one algorithm in the order of their turns, and whose turn it is: a function of the time alone.
//!
//! A key's turn is written down before it begins, at least as long ahead as everybody needs to have heard of it. So those who only follow
//! the ring change keys by their own clocks, together with the one who plans.

use super::policy::{Policy, Purpose};

/// What a line has to know of its keys.
pub(super) trait Half: Clone {
    /// Whether it can make tokens.
    fn is_whole(&self) -> bool;
    /// What may be kept of it when it has no more to do: its public half, if it has one.
    fn public_half(&self) -> Option<Self>;
}

/// A key of a ring, and its times in seconds since the epoch.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry<K> {
    pub(super) key_id: String,
    /// None: it was symmetric, and has no more to do.
    pub(super) key: Option<K>,
    pub(super) published: f64,
    /// When its turn begins; None: not decided.
    pub(super) from: Option<f64>,
    /// When its turn ends; None: not decided.
    pub(super) until: Option<f64>,
    pub(super) revoked: Option<f64>,
}

/// How a key stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyState {
    /// Published, so that everybody knows it before it signs. A key to encrypt to is not published yet, and opens tokens already.
    Upcoming,
    /// It signs, or is encrypted to.
    Active,
    /// It signs no more, and tokens that it signed may still be valid.
    VerifyOnly,
    /// It is published no more, and tokens that were encrypted to it may still be valid.
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
    /// Of a symmetric algorithm, whose keys have no public half.
    pub(super) is_symmetric: bool,
    /// Its private keys are elsewhere, and new ones are given.
    pub(super) is_external: bool,
    pub(super) entries: Vec<Entry<K>>,
}

impl<K: Half> Line<K> {
    /// Whose turn it is: the last whose turn has begun. Before any has, by a clock that was set back, it is the first.
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

    /// Those whose turn is still to come, in their order.
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

    /// The times at which a key's state changes by itself.
    pub(super) fn moments<'a>(&'a self, policy: &'a Policy) -> impl Iterator<Item = f64> + 'a {
        let keep = policy.keep_after(self.purpose);
        self.entries.iter().flat_map(move |entry| {
            [entry.from, entry.until, entry.until.map(|until| until + keep)]
                .into_iter()
                .flatten()
        })
    }
}
