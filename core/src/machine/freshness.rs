//! Whether fetched data may be used now.

/// The state of fetched data: keys, or a status list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Freshness {
    Fresh,
    /// In use, and being fetched again meanwhile.
    Due,
    /// Nothing to use, and the last attempt did not fail, or there was none.
    Expired,
    /// In use although it should have been fetched again, because that failed.
    Stale,
    /// Nothing to use: the last attempt failed.
    Unavailable,
}

impl Freshness {
    /// How it stands at an age, in seconds, at which it is to be fetched again. `has_failed`: the
    /// last try failed, and not long ago.
    ///
    /// A failure long ago does not show that the server is down: if nobody has tried since, a key
    /// that was removed in the meantime must not be used as long as if the server were.
    pub(crate) fn of_due(age: f64, fresh_for: f64, usable_for: f64, has_failed: bool) -> Self {
        match has_failed {
            _ if age < fresh_for => Freshness::Due,
            false => Freshness::Expired,
            true if age < usable_for => Freshness::Stale,
            true => Freshness::Unavailable,
        }
    }

    pub(crate) fn as_str(self, is_cold: bool) -> &'static str {
        match self {
            Freshness::Fresh => "fresh",
            Freshness::Due => "due",
            Freshness::Expired if is_cold => "cold",
            Freshness::Expired => "expired",
            Freshness::Stale => "stale",
            Freshness::Unavailable => "unavailable",
        }
    }

    pub(crate) fn is_usable(self) -> bool {
        matches!(self, Freshness::Fresh | Freshness::Due | Freshness::Stale)
    }
}

/// The age, in seconds, at which something is fetched again: 80 % of its freshness time, randomly
/// varied by up to 10 % of it.
pub(crate) fn due(fresh_for: f64, draw: f64) -> f64 {
    fresh_for * (0.72 + 0.16 * draw)
}
