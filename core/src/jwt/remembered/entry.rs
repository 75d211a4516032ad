//! What is remembered of a token, and when it is valid.

use std::sync::Arc;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use zeroize::Zeroizing;

use super::trace::{Trace, Used};
use crate::followed::Followed;
use crate::jwt::checks::{Checks, at_ring};
use crate::jwt::keys::Keys;
use crate::jwt::pending::Run;
use crate::jwt::token::{Checked, Token};
use crate::key::KeySet;

/// An accepted token.
pub(super) struct Entry {
    /// All of it, as it came.
    bytes: Zeroizing<Box<[u8]>>,
    checked: Arc<Checked>,
    /// From when, and until before when, its times hold, in seconds since the epoch.
    from: f64,
    until: f64,
    verifying: Used,
    decrypting: Used,
    /// The checks of its own issuer, if the verifier is for several.
    member: Option<Arc<Checks>>,
}

/// What an entry is worth now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Worth {
    /// A full check would find the same.
    Holds,
    /// It is unknown whether it would: its keys may not be used now, or it is too early.
    Unknown,
    /// It is no longer valid.
    Over,
}

impl Entry {
    pub(super) fn new(token: &[u8], done: &Token, (from, until): (f64, f64), trace: Trace) -> Self {
        let Trace {
            verifying,
            decrypting,
            member,
            ..
        } = trace;
        let (bytes, checked) = (Zeroizing::new(token.into()), Arc::clone(&done.checked));
        Self {
            bytes,
            checked,
            from,
            until,
            verifying,
            decrypting,
            member,
        }
    }

    /// Whether it belongs to a token with exactly these bytes. How long that takes depends on their
    /// number alone.
    #[inline]
    pub(super) fn is_of(&self, token: &[u8]) -> bool {
        verify_slices_are_equal(&self.bytes, token).is_ok()
    }

    /// The checks that continue with it, if they are not the verifier's own.
    pub(super) fn member(&self) -> Option<&Arc<Checks>> {
        self.member.as_ref()
    }

    /// As a full check finds it, before its sender has proven anything.
    #[inline]
    pub(super) fn token(&self) -> Token {
        Token {
            checked: Arc::clone(&self.checked),
            proven_by: None,
            is_remembered: true,
        }
    }

    /// Whether it holds for a verifier at this moment. Where it does, `run` has noticed what it
    /// would in a full check.
    pub(super) fn worth(&self, own: &Checks, run: &mut Run) -> Worth {
        if run.now >= self.until {
            return Worth::Over;
        }
        if run.now < self.from {
            return Worth::Unknown;
        }
        let noticed = (run.due.len(), run.is_stale);
        let member = self.member.as_deref().unwrap_or(own);
        let mut worth = worth_of(
            &self.decrypting,
            &own.decryption_keys,
            |view| &view.decrypting,
            run,
        );
        if worth == Worth::Holds {
            worth = worth_of(&self.verifying, &member.keys, |view| &view.verifying, run);
        }
        if worth != Worth::Holds {
            // The full check notices it again.
            run.due.truncate(noticed.0);
            run.is_stale = noticed.1;
        }
        worth
    }
}

/// Whether keys are those that were used, and may be used now.
#[inline]
fn worth_of(
    used: &Used,
    keys: &Keys,
    of_view: impl Fn(&crate::ring::View) -> &KeySet,
    run: &mut Run,
) -> Worth {
    match (used, keys) {
        (Used::None, _) | (Used::AtHand, Keys::Set(_)) => Worth::Holds,
        (Used::Snapshot(mark), Keys::Ring(ring)) => match at_ring(ring, run) {
            Ok(view) => {
                if mark.is_of(of_view(&view)) {
                    Worth::Holds
                } else {
                    Worth::Over
                }
            }
            Err(_) => Worth::Unknown,
        },
        (Used::Snapshot(mark), Keys::Remote(remote)) => {
            let Some(times) = run.times else {
                return Worth::Unknown;
            };
            let at_hand = remote.at_hand(times);
            let Ok(keys) = at_hand.keys() else {
                return Worth::Unknown;
            };
            if !mark.is_of(keys) {
                return Worth::Over;
            }
            if at_hand.is_due {
                run.due.push(Followed::Keys(remote.clone()));
            }
            run.is_stale |= at_hand.is_stale();
            Worth::Holds
        }
        _ => Worth::Over,
    }
}

impl Drop for Entry {
    /// The token is wiped; its claims are if nobody holds them any more.
    fn drop(&mut self) {
        if let Some(checked) = Arc::get_mut(&mut self.checked) {
            checked.claims.wipe();
        }
    }
}
