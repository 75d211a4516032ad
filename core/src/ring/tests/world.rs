//! A world around one line: issuers, a publisher and verifiers, whose clocks differ, and who are as
//! late as they may be.

use super::super::line::{KeyState, Line};
use super::super::policy::{Policy, Purpose};
use super::{Fake, advance, entry, line};

/// The properties of the world, which a sound policy has foreseen. Times are in seconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Truth {
    /// How old the published set that someone relies on may be, at most.
    pub(super) staleness: f64,
    /// How long tokens live.
    pub(super) lifetime: f64,
    /// By how much clocks differ, at most.
    pub(super) skew: f64,
    /// The leeway of a verifier.
    pub(super) leeway: f64,
}

impl Truth {
    pub(super) fn of(policy: &Policy) -> Self {
        Self {
            staleness: policy.jwks_max_age + policy.verifier_refresh,
            lifetime: policy.token_lifetime,
            skew: policy.clock_skew,
            leeway: policy.clock_skew,
        }
    }
}

/// The relevant properties of a token.
#[derive(Clone, Debug)]
struct Made {
    key_id: String,
    at: f64,
    /// By its maker's clock.
    exp: f64,
}

/// One line, everything that happened to it, and everything that was made with it. Times are true
/// ones: each party's clock differs from them by an offset of its own.
pub(super) struct World {
    policy: Policy,
    truth: Truth,
    publisher: f64,
    seen: f64,
    pub(super) history: Vec<(f64, Line<Fake>)>,
    made: Vec<Made>,
    encrypted: Vec<Made>,
}

impl World {
    /// The ring is made at the time 0.
    pub(super) fn new(purpose: Purpose, policy: Policy, truth: Truth, publisher: f64) -> Self {
        let line = line(purpose, 0.0, &policy);
        Self {
            policy,
            truth,
            publisher,
            seen: 0.0,
            history: vec![(0.0, line)],
            made: Vec::new(),
            encrypted: Vec::new(),
        }
    }

    pub(super) fn line(&self) -> &Line<Fake> {
        &self.history.last().unwrap().1
    }

    /// Someone does what is due by their clock, if anything is.
    pub(super) fn advance(&mut self, at: f64, offset: f64) {
        let now = at + offset;
        if self.line().is_off(now, self.seen, &self.policy) || self.line().due(now, &self.policy) <= now {
            self.change(at, now, |_| ());
        }
    }

    /// Someone revokes the key whose turn it is by their clock.
    pub(super) fn revoke(&mut self, at: f64, offset: f64) {
        let now = at + offset;
        let active = self.line().active(now).unwrap();
        let policy = self.policy;
        self.change(at, now, |line| line.revoke(active, now, &policy));
    }

    fn change(&mut self, at: f64, now: f64, step: impl Fn(&mut Line<Fake>)) {
        let mut line = self.line().clone();
        step(&mut line);
        advance(&mut line, now, self.seen, &self.policy);
        self.seen = now;
        self.history.push((at, line));
    }

    /// Someone makes a token.
    pub(super) fn make(&mut self, at: f64, offset: f64) {
        self.advance(at, offset);
        let now = at + offset;
        let active = self.line().active(now).unwrap();
        let key_id = self.line().entries[active].key_id.clone();
        self.made.push(Made {
            key_id,
            at,
            exp: now + self.truth.lifetime + 1.0,
        });
    }

    /// Someone encrypts a token to the key that was published a while ago, using a set as old as it
    /// may be.
    pub(super) fn encrypt(&mut self, at: f64, offset: f64, age: f64) {
        let fetched = (at - age * self.truth.staleness).max(0.0);
        let line = &self.history[self.version(fetched)].1;
        let active = line.active(fetched + self.publisher).unwrap();
        let key_id = line.entries[active].key_id.clone();
        self.encrypted.push(Made {
            key_id,
            at,
            exp: at + offset + self.truth.lifetime + 1.0,
        });
    }

    /// The valid tokens that one of the recipients, who hold the ring, cannot decrypt, and that
    /// were not encrypted to a revoked key.
    pub(super) fn undecipherable(&self, offsets: &[f64]) -> Vec<String> {
        let is_lost = |made: &Made, offset: f64| {
            let span = (made.at, made.exp + self.truth.leeway - offset);
            let changes = self.history.iter().map(|(at, _)| *at);
            let by_time = self
                .history
                .iter()
                .flat_map(|(_, line)| line.moments(&self.policy).map(move |moment| moment - offset));
            let within = changes.chain(by_time).filter(|at| span.0 < *at && *at < span.1);
            let mut moments = within.chain([span.0, span.1 - 0.001]);
            moments.any(|at| !self.is_revoked(&made.key_id) && !self.decrypts(&made.key_id, at, offset))
        };
        let lost = |made: &&Made| offsets.iter().any(|offset| is_lost(made, *offset));
        self.encrypted
            .iter()
            .filter(lost)
            .map(|made| format!("{} encrypted to at {}", made.key_id, made.at))
            .collect()
    }

    fn decrypts(&self, key_id: &str, at: f64, offset: f64) -> bool {
        let line = &self.history[self.version(at)].1;
        let is_whole = |index: usize| line.entries[index].key.is_some_and(|key| key.is_whole);
        let holds =
            |(index, _)| is_whole(index) && line.state(index, at + offset, &self.policy) != KeyState::Retired;
        entry(line, key_id).is_some_and(holds)
    }

    /// Which version of the history was current at a time.
    fn version(&self, at: f64) -> usize {
        self.history.partition_point(|(since, _)| *since <= at).max(1) - 1
    }

    fn is_revoked(&self, key_id: &str) -> bool {
        self.history
            .iter()
            .any(|(_, line)| entry(line, key_id).is_some_and(|(_, entry)| entry.revoked.is_some()))
    }

    /// The tokens that someone refuses although they are valid, and that were not made with a
    /// revoked key.
    pub(super) fn refused(&self, offsets: &[f64]) -> Vec<String> {
        // The one whose clock is furthest behind considers a token valid the longest.
        let earliest = offsets
            .iter()
            .chain([&self.publisher])
            .fold(f64::NEG_INFINITY, |most, offset| most.max(*offset))
            - self.truth.skew;
        let is_refused = |made: &&Made| {
            let until = made.exp + self.truth.leeway - earliest;
            let span = ((made.at - self.truth.staleness).max(0.0), until);
            self.moments(span)
                .into_iter()
                .any(|at| !self.is_known(&made.key_id, at))
        };
        self.made
            .iter()
            .filter(is_refused)
            .map(|made| format!("{} made at {}", made.key_id, made.at))
            .collect()
    }

    /// When the published set may have changed, within a span of time.
    fn moments(&self, (first, last): (f64, f64)) -> Vec<f64> {
        let changes = self.history.iter().map(|(at, _)| *at);
        let by_time = self
            .history
            .iter()
            .flat_map(|(_, line)| line.moments(&self.policy).map(|moment| moment - self.publisher));
        let within = changes.chain(by_time).filter(|at| first < *at && *at < last);
        within.chain([first, last - 0.001]).collect()
    }

    /// Whether the publisher shows a key, or it was revoked: in that case nobody asks.
    fn is_known(&self, key_id: &str, at: f64) -> bool {
        let line = &self.history[self.version(at)].1;
        let is_shown = entry(line, key_id).is_some_and(|(index, _)| {
            line.state(index, at + self.publisher, &self.policy) != KeyState::Retired
        });
        is_shown || self.is_revoked(key_id)
    }
}
