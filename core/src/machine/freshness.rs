//! Whether what was fetched may be used now.

/// How what was fetched stands: keys, a status list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Freshness {
    Fresh,
    /// Used, and fetched again meanwhile.
    Due,
    /// Nothing to use, and the last try did not fail, or there was none.
    Expired,
    /// Used although it was to be fetched again, since that failed.
    Stale,
    /// Nothing to use: the last try failed.
    Unavailable,
}

impl Freshness {
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
