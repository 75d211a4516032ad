//! In which order jobs start: each after what it needs, and no more at once than keep two cores
//! busy. No threads and no clock here.

/// What a job mostly waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lane {
    /// The network: starts as early as it can, in parallel with everything else.
    Download,
    /// Cargo, which locks the target folder: one at a time.
    Cargo,
    /// The processor.
    Work,
}

/// How many downloads run at once, and how many languages' tests in parallel with cargo. Two, since
/// each is mostly one thread, which waits for servers much of the time.
const DOWNLOADS: usize = 5;
const TESTS: usize = 2;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Waiting,
    Running,
    Succeeded,
    Failed,
}

struct Place {
    lane: Lane,
    needs: Vec<usize>,
    state: State,
}

/// Jobs by number, in the order in which they were added: the first one that may start is the next
/// one.
#[derive(Default)]
pub(super) struct Queue {
    places: Vec<Place>,
}

impl Queue {
    /// Adds a job that starts after others, and gives its number.
    pub(super) fn add(&mut self, lane: Lane, needs: &[usize]) -> usize {
        self.places.push(Place {
            lane,
            needs: needs.to_vec(),
            state: State::Waiting,
        });
        self.places.len() - 1
    }

    /// The job to start now, if one may start; it counts as running from here on.
    pub(super) fn start(&mut self) -> Option<usize> {
        let next = (0..self.places.len()).find(|&job| self.may_start(job))?;
        self.set(next, State::Running);
        Some(next)
    }

    fn may_start(&self, job: usize) -> bool {
        let Some(place) = self.places.get(job) else {
            return false;
        };
        let ready = place.state == State::Waiting
            && place
                .needs
                .iter()
                .all(|&needed| self.state(needed) == Some(State::Succeeded));
        ready
            && match place.lane {
                Lane::Download => self.running(Lane::Download) < DOWNLOADS,
                Lane::Cargo => self.running(Lane::Cargo) == 0,
                Lane::Work => self.running(Lane::Work) < TESTS,
            }
    }

    /// Takes note that a job has ended, and gives the jobs that will never start because it failed,
    /// each with the one that it needs.
    pub(super) fn end(&mut self, job: usize, success: bool) -> Vec<(usize, usize)> {
        self.set(job, if success { State::Succeeded } else { State::Failed });
        let mut given_up = Vec::new();
        // A job comes after what it needs, so one pass finds those that need it through others as
        // well.
        for other in 0..self.places.len() {
            let waiting = self
                .places
                .get(other)
                .filter(|place| place.state == State::Waiting);
            let failed = waiting.and_then(|place| {
                place
                    .needs
                    .iter()
                    .copied()
                    .find(|&needed| self.state(needed) == Some(State::Failed))
            });
            if let Some(needed) = failed {
                self.set(other, State::Failed);
                given_up.push((other, needed));
            }
        }
        given_up
    }

    /// Gives up every job that has not started, and says which.
    pub(super) fn stop(&mut self) -> Vec<usize> {
        let waiting: Vec<usize> = (0..self.places.len())
            .filter(|&job| self.state(job) == Some(State::Waiting))
            .collect();
        waiting.iter().for_each(|&job| self.set(job, State::Failed));
        waiting
    }

    /// Whether nothing runs.
    pub(super) fn is_idle(&self) -> bool {
        self.places.iter().all(|place| place.state != State::Running)
    }

    fn running(&self, lane: Lane) -> usize {
        self.places
            .iter()
            .filter(|place| place.state == State::Running && place.lane == lane)
            .count()
    }

    fn state(&self, job: usize) -> Option<State> {
        self.places.get(job).map(|place| place.state)
    }

    fn set(&mut self, job: usize, state: State) {
        if let Some(place) = self.places.get_mut(job) {
            place.state = state;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start_all(queue: &mut Queue) -> Vec<usize> {
        std::iter::from_fn(|| queue.start()).collect()
    }

    #[test]
    fn downloads_start_beside_one_build_and_tests() {
        let mut queue = Queue::default();
        let fetch = queue.add(Lane::Download, &[]);
        let (first, second) = (queue.add(Lane::Cargo, &[]), queue.add(Lane::Cargo, &[fetch]));
        let tests = queue.add(Lane::Work, &[first]);
        assert_eq!(start_all(&mut queue), [fetch, first]);
        assert!(queue.end(fetch, true).is_empty());
        assert_eq!(queue.start(), None, "cargo is busy");
        assert!(queue.end(first, true).is_empty());
        assert_eq!(start_all(&mut queue), [second, tests]);
        assert!(!queue.is_idle());
    }

    #[test]
    fn two_languages_run_at_a_time_beside_a_build() {
        let mut queue = Queue::default();
        let jobs = [(); 3].map(|()| queue.add(Lane::Work, &[]));
        let builds = [(); 2].map(|()| queue.add(Lane::Cargo, &[]));
        assert_eq!(start_all(&mut queue), [jobs[0], jobs[1], builds[0]]);
        queue.end(jobs[1], false);
        assert_eq!(start_all(&mut queue), [jobs[2]]);
        queue.end(builds[0], true);
        assert_eq!(start_all(&mut queue), [builds[1]]);
        for job in [jobs[0], jobs[2], builds[1]] {
            queue.end(job, true);
        }
        assert!(queue.is_idle());
    }

    #[test]
    fn gives_up_what_needs_a_failed_job() {
        let mut queue = Queue::default();
        let fetch = queue.add(Lane::Download, &[]);
        let build = queue.add(Lane::Cargo, &[fetch]);
        let tests = queue.add(Lane::Work, &[build]);
        let other = queue.add(Lane::Work, &[]);
        assert_eq!(start_all(&mut queue), [fetch, other]);
        assert_eq!(queue.end(fetch, false), [(build, fetch), (tests, build)]);
        queue.end(other, true);
        assert_eq!(queue.start(), None);
        assert!(queue.is_idle());
    }

    #[test]
    fn stops_what_has_not_started() {
        let mut queue = Queue::default();
        let build = queue.add(Lane::Cargo, &[]);
        let tests = queue.add(Lane::Work, &[build]);
        assert_eq!(queue.start(), Some(build));
        assert_eq!(queue.stop(), [tests]);
        assert!(queue.end(build, true).is_empty());
        assert_eq!(queue.start(), None);
    }
}
