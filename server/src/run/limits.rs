//! File descriptors: each connection takes one.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// The most concurrent connections, if the system allows that many.
const MOST: u64 = 20_000;
/// Descriptors for everything else: listeners, files, what is fetched, the store.
const OTHERS: u64 = 128;

/// Raises the limit of this process as far as the system allows.
pub(super) fn raise() {
    let limit = getrlimit(Resource::Nofile);
    let wanted = limit
        .maximum
        .map_or(MOST + OTHERS, |maximum| maximum.min(MOST + OTHERS));
    if limit.current.is_some_and(|current| current < wanted) {
        // If it cannot be raised, fewer connections are accepted.
        let _ = setrlimit(
            Resource::Nofile,
            Rlimit {
                current: Some(wanted),
                maximum: limit.maximum,
            },
        );
    }
}

/// How many connections may be open at once.
pub(super) fn connections() -> usize {
    let current = getrlimit(Resource::Nofile).current.unwrap_or(MOST + OTHERS);
    usize::try_from(current.saturating_sub(OTHERS).clamp(16, MOST)).unwrap_or(16)
}
