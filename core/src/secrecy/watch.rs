//! Who is informed, in the test.

use std::sync::OnceLock;

static WATCHER: OnceLock<Watcher> = OnceLock::new();

/// The callbacks for each slice.
#[derive(Debug)]
pub struct Watcher {
    /// It is secret from here on.
    pub secret: fn(&[u8]),
    /// It is public from here on.
    pub public: fn(&[u8]),
}

/// Sets who is informed, once.
pub fn set(watcher: Watcher) {
    let _ = WATCHER.set(watcher);
}

pub(super) fn tell(of: impl FnOnce(&Watcher)) {
    WATCHER.get().map(of);
}
