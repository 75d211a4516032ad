//! Runs the jobs of a queue on threads, until all have ended or the run has taken too long.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::time::Duration;

use anyhow::{Result, anyhow};

use super::queue::{Lane, Queue};
use crate::clock::Clock;
use crate::console;
use crate::report::Row;

/// How long after the programs were ended it is looked whether another one has started meanwhile.
const AGAIN: Duration = Duration::from_secs(1);

/// What a job does: it adds its tests to its row. An error is a failure, and what needs the job
/// does not run.
type Work<'a> = Box<dyn FnOnce(&mut Row) -> Result<()> + Send + 'a>;

/// One job of the run.
pub(super) struct Job<'a> {
    /// The row to which its tests and its time belong.
    pub(super) part: &'static str,
    /// What it does, such as "build".
    pub(super) name: &'static str,
    pub(super) lane: Lane,
    /// The jobs that must succeed first, by their indexes in the list.
    pub(super) needs: Vec<usize>,
    pub(super) work: Work<'a>,
}

/// The outcome of a job, or why there is none.
pub(super) struct Done {
    pub(super) row: Row,
    pub(super) took: Duration,
}

struct Ended {
    job: usize,
    success: bool,
    done: Done,
}

/// Runs all jobs. Past the limit none starts any longer, and `end` is called every second until
/// those that run have ended.
pub(super) fn run(jobs: Vec<Job<'_>>, clock: &dyn Clock, limit: Duration, end: &dyn Fn()) -> Vec<Done> {
    let mut queue = Queue::default();
    for job in &jobs {
        queue.add(job.lane, &job.needs);
    }
    // Alone, a language shows what it does as it does it.
    let shared = jobs
        .iter()
        .any(|job| job.part != jobs.first().map_or("", |first| first.part));
    let names: Vec<(&'static str, &'static str)> = jobs.iter().map(|job| (job.part, job.name)).collect();
    let named = |job: usize| names.get(job).copied().unwrap_or_default();
    let mut jobs: Vec<Option<Job<'_>>> = jobs.into_iter().map(Some).collect();
    let mut all = Vec::new();
    let mut stopped = false;
    std::thread::scope(|scope| {
        let (sender, receiver) = mpsc::channel();
        loop {
            while let Some(number) = queue.start() {
                if let Some(job) = jobs.get_mut(number).and_then(Option::take) {
                    let sender = sender.clone();
                    scope.spawn(move || work(number, job, shared, clock, &sender));
                }
            }
            if queue.is_idle() {
                return;
            }
            let wait = if stopped {
                AGAIN
            } else {
                limit.saturating_sub(clock.elapsed())
            };
            match receiver.recv_timeout(wait) {
                Ok(Ended { job, success, done }) => {
                    all.push(done);
                    all.extend(
                        queue
                            .end(job, success)
                            .into_iter()
                            .filter_map(|(job, needed)| given_up(named(job), named(needed))),
                    );
                }
                Err(RecvTimeoutError::Timeout) => {
                    if !stopped {
                        say!(
                            "the run is stopped: it took longer than {} minutes",
                            limit.as_secs() / 60
                        );
                        all.extend(queue.stop().into_iter().map(|job| too_late(named(job))));
                        stopped = true;
                    }
                    end();
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    });
    all
}

fn work(number: usize, job: Job<'_>, shared: bool, clock: &dyn Clock, sender: &Sender<Ended>) {
    if shared {
        console::share_with_others();
    }
    let started = clock.elapsed();
    let mut row = Row::new(job.part);
    let (work, row_of_work) = (job.work, &mut row);
    let result = catch_unwind(AssertUnwindSafe(|| work(row_of_work)))
        .unwrap_or_else(|_| Err(anyhow!("xtask itself panicked, see above")));
    if let Err(error) = &result {
        row.fail(format!("could not run ({}): {error:#}", job.name));
    }
    let done = Done {
        row,
        took: clock.elapsed().saturating_sub(started),
    };
    // Nobody waits for it only where the run itself has panicked.
    let _ = sender.send(Ended {
        job: number,
        success: result.is_ok(),
        done,
    });
}

/// A failure of the same part is already reported.
fn given_up((part, name): (&'static str, &str), (needed, what): (&str, &str)) -> Option<Done> {
    (part != needed).then(|| {
        failed(
            part,
            format!("could not run ({name}): it needs the {what} of {needed}, which failed"),
        )
    })
}

fn too_late((part, name): (&'static str, &str)) -> Done {
    failed(part, format!("did not run ({name}): the run took too long"))
}

fn failed(part: &'static str, why: String) -> Done {
    let mut row = Row::new(part);
    row.fail(why);
    Done {
        row,
        took: Duration::ZERO,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    /// Each look at it takes a second.
    struct Ticking(Mutex<u64>);

    impl Clock for Ticking {
        fn elapsed(&self) -> Duration {
            let mut seconds = self.0.lock().unwrap();
            *seconds += 1;
            Duration::from_secs(*seconds)
        }
    }

    fn job<'a>(
        part: &'static str,
        needs: &[usize],
        work: impl FnOnce(&mut Row) -> Result<()> + Send + 'a,
    ) -> Job<'a> {
        Job {
            part,
            name: "build",
            lane: Lane::Work,
            needs: needs.to_vec(),
            work: Box::new(work),
        }
    }

    fn summary(done: &[Done]) -> Vec<(String, usize, usize, Vec<String>)> {
        done.iter()
            .map(|done| {
                (
                    done.row.name.clone(),
                    done.row.counts.passed,
                    done.row.counts.failed,
                    done.row.notes.clone(),
                )
            })
            .collect()
    }

    #[test]
    fn runs_jobs_after_what_they_need() {
        let order = Mutex::new(Vec::new());
        let note = |name: &'static str| {
            let order = &order;
            move |row: &mut Row| {
                order.lock().unwrap().push(name);
                row.pass();
                Ok(())
            }
        };
        let jobs = vec![
            job("a", &[], note("a")),
            job("b", &[0], note("b")),
            job("b", &[1], note("c")),
        ];
        let done = run(jobs, &Ticking(Mutex::new(0)), Duration::from_secs(1000), &|| {
            panic!("it is early")
        });
        assert_eq!(*order.lock().unwrap(), ["a", "b", "c"]);
        assert_eq!(summary(&done).iter().map(|row| row.1).sum::<usize>(), 3);
        assert!(done.iter().all(|done| done.took >= Duration::from_secs(1)));
    }

    #[test]
    fn says_what_failed_and_what_needs_it() {
        let jobs = vec![
            job("a", &[], |_| Err(anyhow!("no compiler"))),
            job("a", &[0], |_| Ok(())),
            job("b", &[0], |_| Ok(())),
            job("c", &[], |_| panic!("on purpose")),
        ];
        let mut done = summary(&run(
            jobs,
            &Ticking(Mutex::new(0)),
            Duration::from_secs(1000),
            &|| (),
        ));
        done.sort();
        let row = |name: &str, note: &str| (name.to_owned(), 0, 1, vec![note.to_owned()]);
        assert_eq!(
            done,
            [
                row("a", "could not run (build): no compiler"),
                row(
                    "b",
                    "could not run (build): it needs the build of a, which failed"
                ),
                row("c", "could not run (build): xtask itself panicked, see above"),
            ]
        );
    }

    #[test]
    fn ends_what_takes_too_long() {
        let (sender, receiver) = mpsc::channel();
        let jobs = vec![
            job("a", &[], move |_| {
                receiver.recv().map_err(|_| anyhow!("it was ended"))
            }),
            job("a", &[0], |_| Ok(())),
        ];
        let sender = Mutex::new(Some(sender));
        let done = run(jobs, &Ticking(Mutex::new(0)), Duration::ZERO, &|| {
            drop(sender.lock().unwrap().take())
        });
        let notes: Vec<Vec<String>> = done.into_iter().map(|done| done.row.notes).collect();
        assert_eq!(
            notes,
            [
                ["did not run (build): the run took too long"],
                ["could not run (build): it was ended"]
            ]
        );
    }
}
