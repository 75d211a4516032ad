//! One-time tokens that were seen before, each remembered for as long as it would be accepted.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use aws_lc_rs::digest::{Context, SHA256};

/// The first half of a SHA-256.
type Mark = [u8; 16];

/// Names that this process has seen, in bounded memory.
pub(crate) struct Seen {
    most: usize,
    /// Until when each is remembered, in seconds since the epoch.
    until: Mutex<HashMap<Mark, f64>>,
}

/// The outcome of a look-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sight {
    New,
    Again,
    /// There is no room to remember it.
    Full,
}

impl Seen {
    pub(crate) fn new(most: usize) -> Self {
        Self {
            most,
            until: Mutex::default(),
        }
    }

    /// Whether this issuer's id is new; if so, it is remembered.
    pub(crate) fn see(&self, issuer: &str, id: &str, until: f64, now: f64) -> Sight {
        let mark = mark(issuer, id);
        let mut seen = self.until.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.get(&mark).is_some_and(|until| *until > now) {
            return Sight::Again;
        }
        if seen.len() >= self.most {
            seen.retain(|_, until| *until > now);
        }
        if seen.len() >= self.most {
            return Sight::Full;
        }
        seen.insert(mark, until);
        Sight::New
    }

    /// Forgets an id: what it was used for has failed, and will be tried again.
    pub(crate) fn forget(&self, issuer: &str, id: &str) {
        self.until
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&mark(issuer, id));
    }
}

fn mark(issuer: &str, id: &str) -> Mark {
    let mut context = Context::new(&SHA256);
    // With its length before it, so that no two pairs yield the same text.
    context.update(&issuer.len().to_be_bytes());
    context.update(issuer.as_bytes());
    context.update(id.as_bytes());
    let mut mark = Mark::default();
    mark.iter_mut()
        .zip(context.finish().as_ref())
        .for_each(|(to, from)| *to = *from);
    mark
}

impl fmt::Debug for Seen {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Seen")
            .field("most", &self.most)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_new_once_and_memory_is_bounded() {
        let seen = Seen::new(2);
        assert_eq!(seen.see("a", "1", 10.0, 0.0), Sight::New);
        assert_eq!(seen.see("a", "1", 10.0, 9.0), Sight::Again);
        assert_eq!(
            seen.see("a1", "", 20.0, 9.0),
            Sight::New,
            "the same letters, another issuer"
        );
        assert_eq!(seen.see("a", "2", 20.0, 9.0), Sight::Full);
        assert_eq!(seen.see("a", "2", 20.0, 10.0), Sight::New, "the first was let go");
        seen.forget("a", "2");
        assert_eq!(seen.see("a", "2", 20.0, 11.0), Sight::New);
    }
}
