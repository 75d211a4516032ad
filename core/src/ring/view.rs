//! A ring as used to make and check tokens: which keys, from one moment to another.

use super::data::{Data, RingLine};
use super::line::KeyState;
use super::policy::Purpose;
use crate::algorithm::{Algorithm, KeyManagement, SignatureAlgorithm};
use crate::key::{Key, KeySet};

/// The keys for a period of time. It is replaced as a whole, and never changed.
#[derive(Debug)]
pub(crate) struct View {
    /// When this begins to apply and when it ends, in seconds since the epoch.
    since: f64,
    until: f64,
    /// When the ring must be advanced.
    pub(super) due: f64,
    /// Before this, no plan that is unknown here can have ended the turn of a key.
    pub(super) ends: f64,
    /// The keys that verify signatures.
    pub(crate) verifying: KeySet,
    /// The keys that decrypt.
    pub(crate) decrypting: KeySet,
    /// The keys that are published.
    pub(super) published: KeySet,
    signing: Vec<(SignatureAlgorithm, Key)>,
    encrypting: Vec<(KeyManagement, Key)>,
}

impl View {
    pub(super) fn new(data: &Data, now: f64) -> Self {
        let moments = || data.lines.iter().flat_map(|line| line.line.moments(&data.policy));
        // If the clock was set back further than clocks may differ, times may have to be corrected.
        let since = moments()
            .filter(|&moment| moment <= now)
            .fold(now - data.policy.clock_skew, f64::max);
        let until = moments()
            .filter(|&moment| moment > now)
            .fold(f64::INFINITY, f64::min);
        let keys = |uses: &dyn Fn(Purpose, KeyState, &Key) -> bool| {
            let of_line = |line: &RingLine| {
                let states = line
                    .line
                    .entries
                    .iter()
                    .enumerate()
                    .map(|(index, entry)| (line.line.state(index, now, &data.policy), &entry.key));
                let used = states
                    .filter_map(|(state, key)| key.clone().filter(|key| uses(line.line.purpose, state, key)));
                used.collect::<Vec<_>>()
            };
            KeySet::new(data.lines.iter().flat_map(of_line))
        };
        let is_in_use = |state| !matches!(state, KeyState::Retired | KeyState::Revoked);
        let active = |line: &RingLine| line.line.entries.get(line.line.active(now)?)?.key.clone();
        let of_signing = |line: &RingLine| match line.algorithm {
            Algorithm::Signature(algorithm) => active(line).map(|key| (algorithm, key)),
            Algorithm::KeyManagement(_) => None,
        };
        let of_encrypting = |line: &RingLine| match line.algorithm {
            Algorithm::KeyManagement(algorithm) => active(line).map(|key| (algorithm, key)),
            Algorithm::Signature(_) => None,
        };
        let turns = data
            .lines
            .iter()
            .filter_map(|line| line.line.entries.get(line.line.active(now)?)?.from);
        Self {
            since,
            until,
            due: data.due(now),
            ends: turns
                .map(|from| from + data.policy.rotate_every)
                .fold(f64::INFINITY, f64::min),
            verifying: keys(&|purpose, state, _| purpose == Purpose::Signs && is_in_use(state)),
            decrypting: keys(&|purpose, state, key| {
                purpose == Purpose::Encrypts && is_in_use(state) && key.is_private()
            }),
            published: keys(&|purpose, state, key| {
                let is_shown = if purpose == Purpose::Signs {
                    is_in_use(state)
                } else {
                    state == KeyState::Active
                };
                is_shown && key.key_type() != "oct"
            }),
            signing: data.lines.iter().filter_map(of_signing).collect(),
            encrypting: data.lines.iter().filter_map(of_encrypting).collect(),
        }
    }

    #[inline]
    pub(super) fn holds(&self, now: f64) -> bool {
        self.since <= now && now < self.until
    }

    /// The key that signs, with this algorithm or the first that the ring has.
    pub(crate) fn signing_key(&self, algorithm: Option<SignatureAlgorithm>) -> Option<&Key> {
        self.signing
            .iter()
            .find(|(own, _)| algorithm.is_none_or(|algorithm| algorithm == *own))
            .map(|(_, key)| key)
    }

    /// The key to encrypt to: the first algorithm of the ring.
    pub(crate) fn encryption_key(&self) -> Option<&Key> {
        self.encrypting.first().map(|(_, key)| key)
    }
}
