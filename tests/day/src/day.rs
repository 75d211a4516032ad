//! The day: keys that rotate, a server that is down half of the time, and drivers that follow it by
//! a clock that is set.

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::participant::{Answer, Options, Participant, Question};
use crate::publisher::Publisher;
use crate::server::Space;
use crate::weather::Weather;

const STEP: f64 = 30.0;
const LENGTH: f64 = 24.0 * 3600.0;

/// The server that publishes the keys.
pub(crate) trait Site {
    /// Where it publishes them.
    fn url(&self) -> String;
    /// Publishes these keys from now on.
    fn publish(&self, jwks: &str);
    fn set_up(&self, is_up: bool);
}

impl Site for Space {
    fn url(&self) -> String {
        self.good()
    }

    fn publish(&self, jwks: &str) {
        Space::publish(self, jwks);
    }

    fn set_up(&self, is_up: bool) {
        self.control(if is_up { "up" } else { "down" });
    }
}

/// What was seen of one participant.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Seen {
    /// Tokens that were valid, and accepted.
    pub(crate) accepted: usize,
    /// Of these, by keys that had expired and could not be fetched.
    pub(crate) accepted_stale: usize,
    /// Tokens of removed keys that were refused by the bound of a server that answers.
    pub(crate) refused_early: usize,
    /// And by the bound of one that does not.
    pub(crate) refused_late: usize,
    pub(crate) fetched: u64,
    pub(crate) failed: u64,
}

/// How long after its removal a key may be accepted.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Promise {
    while_the_server_answers: f64,
    while_it_does_not: f64,
}

impl Promise {
    fn of(status: &Value) -> Option<Self> {
        let seconds = |name: &str| status.get("a_removed_key_is_refused_after")?.get(name)?.as_f64();
        Some(Self {
            while_the_server_answers: seconds("while_the_server_answers")?,
            while_it_does_not: seconds("while_it_does_not")?,
        })
    }
}

/// Which bound a removed key has passed.
#[derive(Clone, Copy)]
enum Passed {
    Early,
    Late,
}

/// Runs the day from `start` on, in seconds since the epoch. An error is a promise that was not
/// kept.
pub(crate) fn run(
    start: f64,
    site: &dyn Site,
    participants: &mut [Box<dyn Participant>],
) -> Result<Vec<Seen>> {
    let mut publisher = Publisher::new()?;
    site.publish(&publisher.published()?);
    let promise = begin(site, participants)?;
    let mut seen = vec![Seen::default(); participants.len()];
    let (mut weather, mut is_up, mut up_since, mut now) = (Weather::new(), true, 0.0, 0.0);
    while now < LENGTH {
        if weather.is_up(now) != is_up {
            is_up = !is_up;
            up_since = now;
            site.set_up(is_up);
        }
        if publisher.rotate(now)? {
            site.publish(&publisher.published()?);
        }
        let passed = passed(&mut publisher, &promise, now, is_up.then_some(up_since));
        let tokens = [publisher.token()]
            .into_iter()
            .chain(passed.iter().map(|(token, _)| token.as_str()))
            .collect();
        let question = Question {
            now: start + now,
            tokens,
        };
        participants.iter_mut().try_for_each(|one| one.ask(&question))?;
        for (one, seen) in participants.iter_mut().zip(&mut seen) {
            let answer = one.answer()?;
            seen.judge(&answer, &passed)
                .with_context(|| format!("{}, {now} s after the day began", one.title()))?;
        }
        publisher
            .removed
            .retain(|removed| now - removed.at <= promise.while_it_does_not);
        now += STEP;
    }
    for (one, seen) in participants.iter().zip(&seen) {
        seen.require_both_bounds()
            .with_context(|| format!("{}: {seen:?}", one.title()))?;
    }
    Ok(seen)
}

/// Lets everybody begin. All promise the same.
fn begin(site: &dyn Site, participants: &mut [Box<dyn Participant>]) -> Result<Promise> {
    let options = Options::of_the_day();
    let mut promised: Option<Promise> = None;
    for one in participants {
        let status = one.begin(&site.url(), &options)?;
        let promise = Promise::of(&status).with_context(|| format!("{}: {status}", one.title()))?;
        if promised.is_some_and(|other| other != promise) {
            bail!(
                "{} promises something else than the others: {promise:?}",
                one.title()
            );
        }
        promised = Some(promise);
    }
    promised.context("nobody takes part")
}

/// Tokens of keys that must no longer be accepted. Each is checked after the first bound, and again
/// after the second.
fn passed(
    publisher: &mut Publisher,
    promise: &Promise,
    now: f64,
    up_since: Option<f64>,
) -> Vec<(String, Passed)> {
    let mut passed = Vec::new();
    for removed in &mut publisher.removed {
        let since = now - removed.at;
        let has_answered = up_since
            .is_some_and(|up_since| up_since <= removed.at && since > promise.while_the_server_answers);
        if has_answered && !removed.is_refused {
            passed.push((removed.token.clone(), Passed::Early));
        } else if since > promise.while_it_does_not {
            passed.push((removed.token.clone(), Passed::Late));
        } else {
            continue;
        }
        removed.is_refused = true;
    }
    passed
}

impl Seen {
    /// The first token is valid, and all others are those of removed keys.
    fn judge(&mut self, answer: &Answer, passed: &[(String, Passed)]) -> Result<()> {
        let [current, rest @ ..] = answer.outcomes.as_slice() else {
            bail!("nothing came of the check")
        };
        if rest.len() != passed.len() {
            bail!(
                "{} tokens were asked about, and {} answered",
                passed.len() + 1,
                answer.outcomes.len()
            );
        }
        if current != "accepted" {
            bail!("a valid token is refused: {current}; {}", answer.status);
        }
        self.accepted += 1;
        self.accepted_stale += usize::from(answer.status.get("state").is_some_and(|state| state == "stale"));
        for (outcome, (_, passed)) in rest.iter().zip(passed) {
            if outcome == "accepted" {
                bail!("a key that was removed is accepted; {}", answer.status);
            }
            *match passed {
                Passed::Early => &mut self.refused_early,
                Passed::Late => &mut self.refused_late,
            } += 1;
        }
        let count = |name: &str| {
            answer
                .status
                .get(name)
                .and_then(Value::as_u64)
                .unwrap_or_default()
        };
        (self.fetched, self.failed) = (count("fetched"), count("failed"));
        Ok(())
    }

    fn require_both_bounds(&self) -> Result<()> {
        let all = [
            self.accepted_stale,
            self.refused_early,
            self.refused_late,
            self.fetched as usize,
            self.failed as usize,
        ];
        if all.contains(&0) {
            bail!("the day did not meet both bounds, or not the server");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
