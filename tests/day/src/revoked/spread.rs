//! What one participant revokes, all others refuse.
//!
//! Many revocations are under way at a time, as in a service. Each participant checks all tokens
//! that it has not refused yet, again and again; no check that is asked for later than
//! `max_staleness` after an acknowledgement may accept what was revoked, on however busy a machine.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, bail, ensure};

use super::service::{Service, at_work};
use super::targets::{Pool, Target};

/// One revocation begins so long after the other.
const INTERVAL: Duration = Duration::from_millis(100);
/// Everybody has checked for so long before the first one, as a service has that is not new.
const WARM: Duration = Duration::from_secs(1);
/// A token is checked so long before it is revoked: it must be good.
const BEFORE: Duration = Duration::from_millis(300);
/// Between two rounds of checks.
const PAUSE: Duration = Duration::from_millis(5);
/// The default of `max_staleness`.
pub(super) const STALE: Duration = Duration::from_secs(1);
/// What the clocks of two processes may differ by.
pub(super) const GRAIN: Duration = Duration::from_millis(10);
/// In the end.
const PATIENCE: Duration = Duration::from_secs(10);

/// How revocations spread.
pub(super) struct Spread {
    pub(super) titles: Vec<String>,
    pub(super) tries: usize,
    /// How many were refused by all within a second after they were acknowledged.
    pub(super) within: usize,
    /// Writer, reader, and how long it took.
    pairs: Vec<((usize, usize), Duration)>,
    /// How many checks of each participant found no list.
    pub(super) unavailable: Vec<usize>,
}

/// Times in order.
pub(super) struct Times(Vec<f64>);

struct Try<'a> {
    target: &'a Target,
    writer: usize,
    /// When it is revoked, after the start.
    at: Duration,
    begun: AtomicBool,
    acknowledged: OnceLock<Instant>,
    /// When each participant refused it first.
    refused: Vec<OnceLock<Instant>>,
}

/// Has the participants revoke all targets in turn.
pub(super) fn run(services: &mut [Box<dyn Service>], pool: &Pool) -> Result<Spread> {
    let count = services.len();
    let tries: Vec<Try<'_>> = pool
        .targets
        .iter()
        .enumerate()
        .map(|(number, target)| Try::new(number, target, count))
        .collect();
    let titles: Vec<String> = services
        .iter()
        .map(|service| service.title().to_owned())
        .collect();
    let (start, is_over) = (Instant::now(), AtomicBool::new(false));
    let work = |me, service: &mut dyn Service| {
        Reader {
            me,
            start,
            tries: &tries,
            good: &pool.good,
            is_over: &is_over,
            unavailable: 0,
        }
        .run(service)
    };
    let unavailable = at_work(services, work, || Ok(()))?;
    let pairs: Vec<_> = tries.iter().flat_map(Try::pairs).collect();
    let within = tries
        .iter()
        .filter(|one| one.pairs().all(|(_, took)| took <= STALE))
        .count();
    Ok(Spread {
        titles,
        tries: tries.len(),
        within,
        pairs,
        unavailable,
    })
}

impl<'a> Try<'a> {
    fn new(number: usize, target: &'a Target, count: usize) -> Self {
        let refused = (0..count).map(|_| OnceLock::new()).collect();
        // The kinds are in turn as well: after each turn of the participants, the next one begins.
        let writer = (number + number / count) % count;
        // Not in step with the readings of lists, which are each half second.
        let chance = Duration::from_millis((number * 37 % 97) as u64);
        let at = WARM + INTERVAL * u32::try_from(number).unwrap_or(u32::MAX) + chance;
        Self {
            target,
            writer,
            at,
            begun: AtomicBool::new(false),
            acknowledged: OnceLock::new(),
            refused,
        }
    }

    /// What each other participant took.
    fn pairs(&self) -> impl Iterator<Item = ((usize, usize), Duration)> {
        let of = |(reader, refused): (usize, &OnceLock<Instant>)| {
            let (refused, acknowledged) = (refused.get()?, self.acknowledged.get()?);
            (reader != self.writer).then(|| {
                (
                    (self.writer, reader),
                    refused.saturating_duration_since(*acknowledged),
                )
            })
        };
        self.refused.iter().enumerate().filter_map(of)
    }
}

/// One participant at work.
struct Reader<'a> {
    me: usize,
    start: Instant,
    tries: &'a [Try<'a>],
    /// What nobody revokes.
    good: &'a [String],
    /// Somebody has failed.
    is_over: &'a AtomicBool,
    unavailable: usize,
}

impl Reader<'_> {
    fn run(mut self, service: &mut dyn Service) -> Result<usize> {
        let result = self.work(service);
        if result.is_err() {
            self.is_over.store(true, Ordering::SeqCst);
        }
        result.map(|()| self.unavailable)
    }

    fn work(&mut self, service: &mut dyn Service) -> Result<()> {
        while !self.is_over.load(Ordering::SeqCst) {
            let passed = self.start.elapsed();
            let mine = self
                .tries
                .iter()
                .find(|one| one.writer == self.me && one.at <= passed && !one.begun.load(Ordering::SeqCst));
            if let Some(one) = mine {
                self.revoke(one, service)?;
            }
            if self.tries.iter().all(|one| self.has_refused(one)) {
                return Ok(());
            }
            self.check(passed, service)?;
            thread::sleep(PAUSE);
        }
        // Those that failed say why.
        Ok(())
    }

    fn has_refused(&self, one: &Try<'_>) -> bool {
        one.refused
            .get(self.me)
            .is_some_and(|refused| refused.get().is_some())
    }

    /// Revokes, and knows of it at once.
    fn revoke(&self, one: &Try<'_>, service: &mut dyn Service) -> Result<()> {
        one.begun.store(true, Ordering::SeqCst);
        let Target { kind, token, .. } = one.target;
        let outcome = service.revoke(one.target)?.outcomes;
        ensure!(outcome == ["revoked"], "revoking by {kind}: {outcome:?}");
        _ = one.acknowledged.set(Instant::now());
        let outcome = service.check(&[token])?.outcomes;
        ensure!(
            outcome != ["accepted"],
            "it accepts what it has revoked by {kind} itself"
        );
        Ok(())
    }

    fn note(&self, one: &Try<'_>) {
        _ = one
            .refused
            .get(self.me)
            .map(|refused| refused.set(Instant::now()));
    }

    /// Checks what it has not refused, and what is to be revoked next.
    fn check(&mut self, passed: Duration, service: &mut dyn Service) -> Result<()> {
        let open: Vec<&Try<'_>> = self
            .tries
            .iter()
            .filter(|one| one.at <= passed + BEFORE && !self.has_refused(one))
            .collect();
        let of_tries = open.iter().map(|one| one.target.token.as_str());
        let tokens: Vec<&str> = self.good.iter().map(String::as_str).chain(of_tries).collect();
        let asked = Instant::now();
        let mut of_good = service.check(&tokens)?.outcomes;
        ensure!(
            of_good.len() == tokens.len(),
            "{} tokens were asked about, and {} answered",
            tokens.len(),
            of_good.len()
        );
        let outcomes = of_good.split_off(self.good.len());
        ensure!(
            of_good.iter().all(|outcome| outcome != "ERR_JWT_REVOKED"),
            "what nobody has revoked is refused"
        );
        for (one, outcome) in open.into_iter().zip(outcomes) {
            let kind = one.target.kind;
            let since = one
                .acknowledged
                .get()
                .map(|acknowledged| asked.saturating_duration_since(*acknowledged))
                .unwrap_or_default();
            match outcome.as_str() {
                "ERR_JWT_REVOKED" => {
                    ensure!(
                        one.begun.load(Ordering::SeqCst),
                        "what is to be revoked by {kind} is refused before"
                    );
                    self.note(one);
                }
                "accepted" => ensure!(
                    since <= STALE + GRAIN,
                    "a check accepts {since:?} after it was revoked by {kind}"
                ),
                "ERR_JWT_REVOCATION_UNAVAILABLE" => self.unavailable += 1,
                other => bail!("of what is revoked by {kind} came {other}"),
            }
            ensure!(
                since < PATIENCE,
                "{outcome} {since:?} after it was revoked by {kind}"
            );
        }
        Ok(())
    }
}

impl Spread {
    /// The times of these pairs.
    pub(super) fn times(&self, which: impl Fn((usize, usize)) -> bool) -> Times {
        let mut times: Vec<f64> = self
            .pairs
            .iter()
            .filter(|(pair, _)| which(*pair))
            .map(|(_, took)| took.as_secs_f64() * 1000.0)
            .collect();
        times.sort_by(f64::total_cmp);
        Times(times)
    }
}

impl Times {
    /// In whole milliseconds.
    pub(super) fn median(&self) -> Option<f64> {
        self.0.get(self.0.len() / 2).map(|time| time.round())
    }

    pub(super) fn maximum(&self) -> Option<f64> {
        self.0.last().map(|time| time.round())
    }
}

#[cfg(test)]
mod tests;
