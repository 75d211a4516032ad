//! What a check asks a list.

use super::list::List;
use super::name::{Group, Name};

impl List {
    /// Whether anything in a group was ever revoked and is still listed: otherwise it is not worth
    /// computing a hash.
    #[inline]
    pub(crate) fn has(&self, group: Group) -> bool {
        !self.state.ends(group).is_empty()
    }

    /// Whether anything at all is listed.
    #[inline]
    pub(crate) fn has_any(&self) -> bool {
        Group::ALL.into_iter().any(|group| self.has(group))
    }

    /// Whether this was revoked, by its name: for this issuer, or for every issuer if none is
    /// given.
    #[inline]
    pub(crate) fn holds(&self, group: Group, issuer: Option<&str>, id: &str, now: f64) -> bool {
        self.state.holds(self.key.name(group, issuer, id), now)
    }

    /// Whether a token without `jti` was revoked. Its digest is only computed if any such token
    /// was.
    #[inline]
    pub(crate) fn holds_digest(
        &self,
        issuer: Option<&str>,
        digest: impl FnOnce() -> [u8; 32],
        now: f64,
    ) -> bool {
        self.state.has_digests() && self.state.holds(self.key.digest(issuer, &digest()), now)
    }

    /// The time before which a token must have been issued to be refused, in seconds since the
    /// epoch.
    #[inline]
    pub(crate) fn cut_off(&self, group: Group, issuer: Option<&str>, id: &str, now: f64) -> Option<f64> {
        let name: Name = self.key.name(group, issuer, id);
        let before = self.state.cut_offs(group)?.get(name.hash)?;
        self.state.holds(name, now).then(|| f64::from(before))
    }
}
