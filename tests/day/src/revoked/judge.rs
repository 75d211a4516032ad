//! What one participant may say about a token, whatever happens to the store.

use std::time::Duration;

use anyhow::{Result, bail, ensure};

use super::service::Outcomes;

/// What a check is about.
#[derive(Clone, Copy, Debug)]
pub(super) enum What {
    /// A token that nobody revokes.
    Good,
    /// The target of this number.
    Target {
        number: usize,
        /// Whether somebody had begun to revoke it when the answer came.
        is_begun: bool,
        /// How long before the check its revocation was acknowledged, where it has one, and where
        /// no acknowledgement is lost.
        acknowledged: Option<Duration>,
    },
}

/// The rules, of one participant.
pub(super) struct Judge {
    /// Of each target, whether it was refused.
    refused: Vec<bool>,
    /// How old a list may be that is used, and how long a call may take.
    stale: Duration,
    bound: Duration,
    pub(super) seen: Seen,
}

/// What was seen.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Seen {
    pub(super) checks: usize,
    pub(super) unavailable: usize,
    pub(super) revoked: usize,
    /// Revocations that failed, and were tried again.
    pub(super) failed: usize,
    /// The longest call, in milliseconds.
    pub(super) longest: f64,
}

impl Seen {
    /// What was seen besides, later or by another one.
    pub(super) fn add(&mut self, other: Self) {
        self.checks += other.checks;
        self.unavailable += other.unavailable;
        self.revoked += other.revoked;
        self.failed += other.failed;
        self.longest = self.longest.max(other.longest);
    }
}

impl Judge {
    pub(super) fn new(targets: usize, stale: Duration, bound: Duration) -> Self {
        Self {
            refused: vec![false; targets],
            stale,
            bound,
            seen: Seen::default(),
        }
    }

    pub(super) fn has_refused(&self, number: usize) -> bool {
        self.refused.get(number).copied().unwrap_or_default()
    }

    /// Nothing hangs.
    pub(super) fn took(&mut self, outcomes: &Outcomes) -> Result<()> {
        ensure!(
            outcomes.longest <= self.bound.as_secs_f64() * 1000.0,
            "a call took {:.0} ms",
            outcomes.longest
        );
        self.seen.longest = self.seen.longest.max(outcomes.longest);
        Ok(())
    }

    /// Nothing is accepted in silence, nothing is refused that was not revoked, and what was
    /// refused once is never accepted.
    ///
    /// `out` is how long before the check the store went away, if it did and was not back when the
    /// answer came.
    pub(super) fn check(&mut self, what: What, out: Option<Duration>, outcome: &str) -> Result<()> {
        self.seen.checks += 1;
        match (outcome, what) {
            ("ERR_JWT_REVOCATION_UNAVAILABLE", _) => self.seen.unavailable += 1,
            ("accepted", _) if out.is_some_and(|out| out > self.stale) => {
                bail!(
                    "a check accepts {:?} after the store went away",
                    out.unwrap_or_default()
                )
            }
            ("accepted", What::Good) => {}
            (
                "accepted",
                What::Target {
                    number, acknowledged, ..
                },
            ) => {
                ensure!(!self.has_refused(number), "it accepts what it has refused before");
                ensure!(
                    acknowledged.is_none_or(|since| since <= self.stale),
                    "it accepts {acknowledged:?} after it was revoked"
                );
            }
            (
                "ERR_JWT_REVOKED",
                What::Target {
                    number,
                    is_begun: true,
                    ..
                },
            ) => {
                self.refused
                    .get_mut(number)
                    .into_iter()
                    .for_each(|refused| *refused = true);
            }
            ("ERR_JWT_REVOKED", _) => bail!("it refuses what nobody has revoked"),
            (other, _) => bail!("a check came to {other}"),
        }
        Ok(())
    }

    /// Whether a revocation was acknowledged.
    pub(super) fn revoke(&mut self, outcomes: &Outcomes) -> Result<bool> {
        let is_revoked = match outcomes.outcomes.as_slice() {
            [outcome] if outcome == "revoked" => true,
            [outcome] if outcome == "ERR_JWT_REVOCATION_UNAVAILABLE" => false,
            other => bail!("revoking came to {other:?}"),
        };
        *if is_revoked {
            &mut self.seen.revoked
        } else {
            &mut self.seen.failed
        } += 1;
        Ok(is_revoked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);
    const LATER: Option<Duration> = Some(Duration::from_secs(2));
    const REVOKED: &str = "ERR_JWT_REVOKED";
    const OPEN: What = What::Target {
        number: 1,
        is_begun: true,
        acknowledged: None,
    };

    fn judge() -> Judge {
        Judge::new(2, SECOND, 5 * SECOND)
    }

    fn calls(outcomes: &[&str], longest: f64) -> Outcomes {
        Outcomes {
            outcomes: outcomes.iter().map(|&outcome| outcome.to_owned()).collect(),
            longest,
        }
    }

    #[test]
    fn what_is_kept_is_counted() {
        let mut judge = judge();
        for (what, outcome) in [
            (What::Good, "accepted"),
            (OPEN, "accepted"),
            (OPEN, REVOKED),
            (OPEN, "ERR_JWT_REVOCATION_UNAVAILABLE"),
        ] {
            judge.check(what, None, outcome).unwrap();
        }
        judge.check(What::Good, Some(SECOND), "accepted").unwrap();
        judge
            .check(What::Good, LATER, "ERR_JWT_REVOCATION_UNAVAILABLE")
            .unwrap();
        judge.took(&calls(&[], 4999.0)).unwrap();
        assert!(judge.has_refused(1) && !judge.has_refused(0));
        assert!(judge.revoke(&calls(&["revoked"], 1.0)).unwrap());
        assert!(
            !judge
                .revoke(&calls(&["ERR_JWT_REVOCATION_UNAVAILABLE"], 1.0))
                .unwrap()
        );
        let seen = Seen {
            checks: 6,
            unavailable: 2,
            revoked: 1,
            failed: 1,
            longest: 4999.0,
        };
        assert_eq!(judge.seen, seen);
        judge.seen.add(seen);
        assert_eq!(
            judge.seen,
            Seen {
                checks: 12,
                unavailable: 4,
                revoked: 2,
                failed: 2,
                longest: 4999.0
            }
        );
    }

    #[test]
    fn each_rule_is_one() {
        let unbegun = What::Target {
            number: 0,
            is_begun: false,
            acknowledged: None,
        };
        let late = What::Target {
            number: 0,
            is_begun: true,
            acknowledged: LATER,
        };
        for (what, out, outcome, said) in [
            (What::Good, None, REVOKED, "nobody has revoked"),
            (unbegun, None, REVOKED, "nobody has revoked"),
            (What::Good, LATER, "accepted", "after the store went away"),
            (OPEN, LATER, "accepted", "after the store went away"),
            (late, None, "accepted", "after it was revoked"),
            (
                What::Good,
                None,
                "ERR_JWT_CLAIM_MISMATCH",
                "came to ERR_JWT_CLAIM_MISMATCH",
            ),
        ] {
            let error = judge().check(what, out, outcome).unwrap_err().to_string();
            assert!(error.contains(said), "{error}");
        }
        let mut judge = judge();
        judge.check(OPEN, None, REVOKED).unwrap();
        assert!(
            judge
                .check(OPEN, None, "accepted")
                .unwrap_err()
                .to_string()
                .contains("refused before")
        );
        assert!(
            judge
                .took(&calls(&[], 5001.0))
                .unwrap_err()
                .to_string()
                .contains("5001 ms")
        );
        assert!(judge.revoke(&calls(&["ERR_OPTION_INVALID"], 1.0)).is_err());
    }
}
