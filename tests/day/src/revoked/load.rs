//! All participants at work: each checks tokens all the time, those that are good, those that are
//! revoked, and some that will be; and each revokes.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use super::judge::{Judge, Seen, What};
use super::service::{Service, at_work};
use super::spread::{GRAIN, STALE};
use super::targets::Pool;

/// Between two rounds of checks of a participant, and between two revocations.
const PAUSE: Duration = Duration::from_millis(15);
const INTERVAL: Duration = Duration::from_millis(400);
/// How many tokens each round checks of those that were refused already, and of those that nobody
/// has revoked yet.
const REFUSED: usize = 5;
const UNTOUCHED: usize = 2;
/// How long everybody may take until all is well. A driver tries again after 2 s at most.
const PATIENCE: Duration = Duration::from_secs(20);

/// What is to hold for how long calls take.
pub(super) const TIMEOUT: &str = "1s";
/// That, a second of grace, and what a busy machine takes.
const BOUND: Duration = Duration::from_millis(1000 + 1000 + 3000);

/// What all share.
pub(super) struct Load<'a> {
    pool: &'a Pool,
    revoking: Vec<Revoking>,
    is_over: AtomicBool,
    /// What happens to the store, for those who read what went wrong.
    fault: Mutex<String>,
    /// New revocations are begun.
    is_busy: AtomicBool,
    /// Nothing that was acknowledged is lost by what is going on.
    is_strict: AtomicBool,
    /// Since when the store is away.
    out: Mutex<Option<Instant>>,
    /// Whether all is well, for each participant.
    is_well: Vec<AtomicBool>,
    seen: Vec<Mutex<Seen>>,
}

#[derive(Default)]
struct Revoking {
    begun: AtomicBool,
    acknowledged: OnceLock<Instant>,
}

impl<'a> Load<'a> {
    pub(super) fn new(pool: &'a Pool, participants: usize) -> Self {
        Self {
            pool,
            revoking: pool.targets.iter().map(|_| Revoking::default()).collect(),
            is_over: AtomicBool::new(false),
            fault: Mutex::default(),
            is_busy: AtomicBool::new(false),
            is_strict: AtomicBool::new(true),
            out: Mutex::new(None),
            is_well: (0..participants).map(|_| AtomicBool::new(false)).collect(),
            seen: (0..participants).map(|_| Mutex::default()).collect(),
        }
    }

    /// Has everybody work while `drive` makes things happen.
    pub(super) fn run(
        &self,
        services: &mut [Box<dyn Service>],
        drive: impl FnOnce(&Self) -> Result<()>,
    ) -> Result<()> {
        let work = |me, service: &mut dyn Service| {
            let judge = Judge::new(self.revoking.len(), STALE + GRAIN, BOUND);
            Worker {
                me,
                load: self,
                judge,
                turn: 0,
                mine: None,
            }
            .run(service)
        };
        let meanwhile = || {
            let driven = drive(self);
            self.is_over.store(true, Ordering::SeqCst);
            driven
        };
        at_work(services, work, meanwhile).map(drop)
    }

    /// Says what is to happen next.
    pub(super) fn expect(&self, fault: String) {
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner) = fault;
    }

    /// Begins or ends new revocations.
    pub(super) fn revoke(&self, is_busy: bool) {
        self.is_busy.store(is_busy, Ordering::SeqCst);
        self.is_well
            .iter()
            .for_each(|is_well| is_well.store(false, Ordering::SeqCst));
    }

    /// Says whether acknowledgements may be lost from now on, until the one who knows of them
    /// writes them back.
    pub(super) fn loses(&self, loses: bool) {
        self.is_strict.store(!loses, Ordering::SeqCst);
    }

    /// Says that the store is away, or that it is about to be back.
    pub(super) fn is_out(&self, is_out: bool) {
        *self.out.lock().unwrap_or_else(PoisonError::into_inner) = is_out.then(Instant::now);
    }

    fn out(&self) -> Option<Instant> {
        *self.out.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets it go on for so long.
    pub(super) fn wait(&self, time: Duration) -> Result<()> {
        let ends = Instant::now() + time;
        while Instant::now() < ends {
            ensure!(!self.is_over.load(Ordering::SeqCst), "a participant has failed");
            thread::sleep(Duration::from_millis(5).min(time));
        }
        Ok(())
    }

    /// Waits until everything is acknowledged that was begun, everybody refuses it, and accepts
    /// what is good.
    pub(super) fn wait_until_well(&self) -> Result<()> {
        let began = Instant::now();
        while !self.is_well.iter().all(|is_well| is_well.load(Ordering::SeqCst)) {
            if began.elapsed() > PATIENCE {
                let well: Vec<bool> = self
                    .is_well
                    .iter()
                    .map(|is_well| is_well.load(Ordering::SeqCst))
                    .collect();
                bail!("{PATIENCE:?} after the fault not all is well again, by participants: {well:?}");
            }
            self.wait(Duration::from_millis(5))?;
        }
        Ok(())
    }

    /// What each participant has seen since the last time.
    pub(super) fn seen(&self) -> Vec<Seen> {
        self.seen
            .iter()
            .map(|seen| std::mem::take(&mut *seen.lock().unwrap_or_else(PoisonError::into_inner)))
            .collect()
    }

    /// The tokens of what was revoked.
    pub(super) fn revoked(&self) -> Vec<&'a str> {
        let both = self.revoking.iter().zip(&self.pool.targets);
        both.filter(|(revoking, _)| revoking.acknowledged.get().is_some())
            .map(|(_, target)| target.token.as_str())
            .collect()
    }
}

/// One participant at work.
struct Worker<'a> {
    me: usize,
    load: &'a Load<'a>,
    judge: Judge,
    turn: usize,
    /// What it revokes, until that is acknowledged, and when it tried last.
    mine: Option<(Option<usize>, Instant)>,
}

impl Worker<'_> {
    fn run(mut self, service: &mut dyn Service) -> Result<()> {
        let result = self.work(service);
        if result.is_err() {
            self.load.is_over.store(true, Ordering::SeqCst);
        }
        result.with_context(|| {
            self.load
                .fault
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .clone()
        })
    }

    fn work(&mut self, service: &mut dyn Service) -> Result<()> {
        while !self.load.is_over.load(Ordering::SeqCst) {
            let is_busy = self.load.is_busy.load(Ordering::SeqCst);
            self.revoke(is_busy, service)?;
            let is_good = self.check(service)?;
            let is_well = !is_busy && is_good && self.is_well();
            self.load
                .is_well
                .get(self.me)
                .into_iter()
                .for_each(|well| well.store(is_well, Ordering::SeqCst));
            if let Some(seen) = self.load.seen.get(self.me) {
                seen.lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .add(std::mem::take(&mut self.judge.seen));
            }
            thread::sleep(PAUSE);
        }
        Ok(())
    }

    /// Whether everything that was begun is acknowledged, and refused here.
    fn is_well(&self) -> bool {
        let mut begun = self
            .load
            .revoking
            .iter()
            .enumerate()
            .filter(|(_, one)| one.begun.load(Ordering::SeqCst));
        begun.all(|(number, one)| one.acknowledged.get().is_some() && self.judge.has_refused(number))
    }

    /// Revokes the next one of its own, or tries that again which was not acknowledged.
    fn revoke(&mut self, is_busy: bool, service: &mut dyn Service) -> Result<()> {
        let (open, tried) = self.mine.unwrap_or((None, Instant::now()));
        if tried.elapsed() < INTERVAL && self.mine.is_some() {
            return Ok(());
        }
        let participants = self.load.is_well.len();
        let next = || {
            (self.me..self.load.revoking.len())
                .step_by(participants)
                .find(|number| !self.is_begun(*number))
        };
        let Some(number) = open.or_else(|| is_busy.then(next).flatten()) else {
            return Ok(());
        };
        let (Some(revoking), Some(target)) =
            (self.load.revoking.get(number), self.load.pool.targets.get(number))
        else {
            return Ok(());
        };
        revoking.begun.store(true, Ordering::SeqCst);
        let outcomes = service.revoke(target)?;
        self.judge.took(&outcomes)?;
        let is_revoked = self.judge.revoke(&outcomes)?;
        if is_revoked {
            _ = revoking.acknowledged.set(Instant::now());
        }
        self.mine = Some(((!is_revoked).then_some(number), Instant::now()));
        Ok(())
    }

    fn is_begun(&self, number: usize) -> bool {
        self.load
            .revoking
            .get(number)
            .is_some_and(|one| one.begun.load(Ordering::SeqCst))
    }

    /// Checks tokens of every sort, and says whether all that are good were accepted.
    fn check(&mut self, service: &mut dyn Service) -> Result<bool> {
        let numbers = self.numbers();
        let of_targets = numbers
            .iter()
            .filter_map(|number| self.load.pool.targets.get(*number))
            .map(|target| target.token.as_str());
        let tokens: Vec<&str> = self
            .load
            .pool
            .good
            .iter()
            .map(String::as_str)
            .chain(of_targets)
            .collect();
        let (asked, out, is_strict) = (
            Instant::now(),
            self.load.out(),
            self.load.is_strict.load(Ordering::SeqCst),
        );
        // A loss that comes while the check goes on makes it no worse: what was acknowledged is
        // read by then, or is not late.
        let acknowledged: Vec<Option<Instant>> = numbers
            .iter()
            .map(|number| self.load.revoking.get(*number)?.acknowledged.get().copied())
            .collect();
        let outcomes = service.check(&tokens)?;
        self.judge.took(&outcomes)?;
        let is_strict = is_strict && self.load.is_strict.load(Ordering::SeqCst);
        let out = out
            .filter(|_| self.load.out() == out)
            .map(|out| asked.saturating_duration_since(out));
        let count = self.load.pool.good.len();
        let (of_good, of_targets) = outcomes
            .outcomes
            .split_at_checked(count)
            .context("too few outcomes")?;
        ensure!(
            of_targets.len() == numbers.len(),
            "{} tokens were asked about, and {} answered",
            tokens.len(),
            outcomes.outcomes.len()
        );
        for outcome in of_good {
            self.judge.check(What::Good, out, outcome)?;
        }
        for ((number, outcome), acknowledged) in numbers.into_iter().zip(of_targets).zip(acknowledged) {
            let acknowledged = acknowledged
                .filter(|_| is_strict)
                .map(|acknowledged| asked.saturating_duration_since(acknowledged));
            let what = What::Target {
                number,
                is_begun: self.is_begun(number),
                acknowledged,
            };
            let said = |error: anyhow::Error| match self.load.pool.targets.get(number) {
                Some(target) => error.context(format!("by {}", target.kind)),
                None => error,
            };
            self.judge.check(what, out, outcome).map_err(said)?;
        }
        Ok(of_good.iter().all(|outcome| outcome == "accepted"))
    }

    /// The targets whose tokens are checked this time.
    fn numbers(&mut self) -> Vec<usize> {
        let (mut open, mut refused, mut untouched) = (Vec::new(), Vec::new(), Vec::new());
        for number in 0..self.load.revoking.len() {
            match (self.is_begun(number), self.judge.has_refused(number)) {
                (true, false) => open.push(number),
                (true, true) => refused.push(number),
                (false, _) => untouched.push(number),
            }
        }
        self.turn = self.turn.wrapping_add(REFUSED);
        let count = refused.len();
        open.extend(
            refused
                .into_iter()
                .cycle()
                .skip(self.turn % count.max(1))
                .take(REFUSED.min(count)),
        );
        open.extend(untouched.into_iter().take(UNTOUCHED));
        open
    }
}
