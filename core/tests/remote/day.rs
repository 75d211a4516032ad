//! A compressed day: a server that is down half of the time, keys that change every ten minutes,
//! clocks that are set and processes that sleep.

use tokenseal::machine::{Answer, Times, Turn};
use tokenseal::{Check, Outcome, PendingCheck, RemoteKeySet, RemoteOptions, Verifier, VerifyOptions};

use crate::chance::Chance;
use crate::publisher::{Course, DAY, ISSUER, Publisher, Served};

/// Seconds, as given by the options of a day, and the library's own.
const TIMEOUT: f64 = 5.0;
const GRACE: f64 = 1.0;
const LONGEST_BACKOFF: f64 = 60.0;
const MIN_AGE: f64 = 60.0;
/// For sums that are computed in a different order.
const EPSILON: f64 = 1e-3;
const START: f64 = 1_700_000_000.0;

#[test]
fn a_day_on_which_everything_goes_wrong() {
    let seeds = std::env::var("TOKENSEAL_SEEDS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(300);
    let mut seen = Seen::default();
    for seed in 0..seeds {
        Day::new(seed).run(&mut seen);
    }
    println!("{seeds} days: {seen:?}");
    // A simulation in which nothing happens proves nothing.
    let least = [
        seen.accepted,
        seen.accepted_stale,
        seen.refused,
        seen.unavailable,
        seen.waited,
        seen.failed,
        seen.slept,
        seen.removed_accepted,
    ];
    assert!(least.iter().all(|count| *count >= seeds), "{seen:?}");
}

/// What happened, over all days.
#[derive(Debug, Default)]
struct Seen {
    accepted: u64,
    accepted_stale: u64,
    /// For removed keys of whose removal no server could have told yet.
    removed_accepted: u64,
    refused: u64,
    unavailable: u64,
    waited: u64,
    fetched: u64,
    failed: u64,
    slept: u64,
}

struct Day {
    seed: u64,
    chance: Chance,
    publisher: Publisher,
    set: RemoteKeySet,
    verifier: Verifier,
    max_age: f64,
    default_age: f64,
    stale: f64,
    now: f64,
    clocks: Clocks,
    flight: Option<Flight>,
    waiting: Vec<Waiting>,
    /// The keys of the last flight that brought any, when it was sent, and how long they are fresh.
    held: Option<(f64, Vec<usize>, f64)>,
    /// When the request for the metadata that leads to them was sent.
    metadata: Option<f64>,
    /// When a flight last failed, and when a token last triggered a flight.
    failed: f64,
    drew: f64,
    /// When the process last slept.
    woke: f64,
}

/// How two clocks differ from the true time. At least one of them is right: nothing is promised
/// about two that are wrong.
struct Clocks {
    wall: f64,
    slept: f64,
    /// Whether the wall clock is set now and then; otherwise the process sleeps.
    is_set: bool,
}

struct Flight {
    sent: f64,
    lands: f64,
    course: Course,
}

struct Waiting {
    asked: Asked,
    pending: Box<PendingCheck>,
}

/// What a check is about.
#[derive(Clone, Copy)]
struct Asked {
    turn: usize,
    began: f64,
    /// How long the process slept in the meantime.
    slept: f64,
    /// Whether no token had triggered a flight for a while.
    is_first: bool,
}

impl Day {
    fn new(seed: u64) -> Self {
        let mut chance = Chance::new(seed);
        let publisher = Publisher::new(&mut chance);
        let max_age = chance.one_of(&[60.0, 600.0, 3600.0]);
        let default_age = chance.one_of(&[60.0, 600.0, 7200.0]);
        let stale = chance.one_of(&[0.0, 600.0, 3600.0]);
        let length = |seconds: f64| Some(format!("{seconds}s").as_str().into());
        let options = RemoteOptions {
            max_age: length(max_age),
            default_age: length(default_age),
            stale: length(stale),
            ..RemoteOptions::default()
        };
        let set = match publisher.has_metadata() {
            true => RemoteKeySet::new(
                None,
                &RemoteOptions {
                    issuer: Some(ISSUER.into()),
                    ..options
                },
            ),
            false => RemoteKeySet::new(Some("https://issuer.example/jwks.json"), &options),
        };
        let set = set.unwrap();
        let verifier = Verifier::new(
            Some((&set).into()),
            None,
            &VerifyOptions {
                allow_missing_exp: true,
                ..VerifyOptions::default()
            },
        )
        .unwrap();
        let clocks = Clocks {
            wall: 0.0,
            slept: 0.0,
            is_set: chance.happens(0.5),
        };
        let never = f64::NEG_INFINITY;
        Self {
            seed,
            chance,
            publisher,
            set,
            verifier,
            max_age,
            default_age,
            stale,
            now: 0.0,
            clocks,
            flight: None,
            waiting: Vec::new(),
            held: None,
            metadata: None,
            failed: never,
            drew: never,
            woke: never,
        }
    }

    fn run(mut self, seen: &mut Seen) {
        let mut next_check = 0.0;
        let mut next_mishap = self.chance.once_in(3000.0);
        loop {
            let lands = self.flight.as_ref().map_or(f64::INFINITY, |flight| flight.lands);
            let given_up = self
                .waiting
                .iter()
                .map(|waiting| self.now + waiting.pending.time_left(self.at()).max(EPSILON))
                .fold(f64::INFINITY, f64::min);
            let retried = if self.waiting.is_empty() || self.flight.is_some() {
                f64::INFINITY
            } else {
                self.now + 0.05
            };
            self.now = [next_check, next_mishap, lands, given_up, retried]
                .into_iter()
                .fold(f64::INFINITY, f64::min);
            if self.now >= DAY {
                break;
            }
            if self.now == lands {
                self.land(seen);
            } else if self.now == next_mishap {
                self.mishap(seen);
                next_mishap = self.now + self.chance.once_in(3000.0);
                next_check = next_check.max(self.now);
            } else if self.now == next_check {
                self.check(seen);
                let gap = if self.chance.happens(0.5) { 0.5 } else { 600.0 };
                next_check = self.now + self.chance.once_in(gap);
            }
            self.carry(seen);
        }
    }

    fn at(&self) -> Times {
        let monotonic = self.now - self.clocks.slept;
        Times::new(START + self.now + self.clocks.wall, monotonic)
    }

    /// The same, for calls that draw random numbers.
    fn at_drawing(&mut self) -> Times {
        Times {
            jitter: Some(self.chance.fraction()),
            ..self.at()
        }
    }

    /// A clock is set, or the process sleeps, with whatever is in progress.
    fn mishap(&mut self, seen: &mut Seen) {
        if self.clocks.is_set {
            self.clocks.wall = self.chance.one_of(&[0.0, -4000.0, 4000.0, -90_000.0, 30.0]);
            return;
        }
        let asleep = self.chance.once_in(1800.0).min(DAY - self.now - EPSILON);
        seen.slept += 1;
        self.now += asleep;
        self.clocks.slept += asleep;
        self.woke = self.now;
        for waiting in &mut self.waiting {
            waiting.asked.slept += asleep;
        }
        if let Some(flight) = &mut self.flight {
            flight.lands = flight.lands.max(self.now + 0.01);
        }
    }

    fn land(&mut self, seen: &mut Seen) {
        let Some(flight) = self.flight.take() else { return };
        let times = self.at_drawing();
        let before = self.set.landed();
        let is_response = matches!(flight.course.answer, Answer::Response { .. });
        let turn = self.set.tell(times, flight.course.answer);
        let is_taken = !turn.events.is_empty();
        let is_success = turn
            .events
            .iter()
            .any(|event| event.to_json()["event"] == "fetched");
        assert!(
            self.set.landed() > before || !is_taken,
            "seed {}: it landed, and nobody noticed",
            self.seed
        );
        match flight.course.served {
            Some(Served::Keys(keys)) if is_success => {
                seen.fetched += 1;
                let own = self.fresh_for();
                let left = self.metadata.map_or(own, |sent| own - (flight.sent - sent));
                self.held = Some((flight.sent, keys, own.min(left).max(MIN_AGE)));
                self.failed = f64::NEG_INFINITY;
            }
            Some(Served::Metadata) if !turn.fetches.is_empty() => self.metadata = Some(flight.sent),
            _ if is_taken => {
                assert!(
                    !is_success,
                    "seed {}: keys of nowhere, by a response: {is_response}",
                    self.seed
                );
                seen.failed += 1;
                self.failed = self.now;
            }
            _ => {}
        }
        self.begin(turn);
    }

    fn check(&mut self, seen: &mut Seen) {
        let active = Publisher::active(self.now);
        let turn = match self.chance.fraction() {
            part if part < 0.6 => active,
            part if part < 0.85 => active.saturating_sub(1),
            part if part < 0.97 => active.saturating_sub((self.chance.fraction() * 20.0) as usize),
            _ => active + 1,
        };
        let times = self.at_drawing();
        let check = self.verifier.check(Publisher::token(turn), START, times);
        if !check.due.is_empty() && self.flight.is_none() {
            self.poll();
        }
        let is_first = self.drew < self.now - 60.0;
        self.note(
            Asked {
                turn,
                began: self.now,
                slept: 0.0,
                is_first,
            },
            check,
            seen,
        );
    }

    fn note(&mut self, asked: Asked, check: Check, seen: &mut Seen) {
        let is_stale = check
            .events
            .iter()
            .any(|event| event.to_json()["event"] == "accepted_stale");
        match check.outcome {
            Outcome::Waits(pending) => {
                seen.waited += 1;
                if self.holds(asked.turn).is_none() {
                    self.drew = self.now;
                }
                self.waiting.push(Waiting { asked, pending });
            }
            Outcome::Done(Ok(_)) => {
                seen.accepted += 1;
                seen.accepted_stale += u64::from(is_stale);
                self.must_not_be_too_old(asked.turn, seen);
            }
            Outcome::Done(Err(error)) => {
                if error.code() == tokenseal::ErrorCode::JwksUnavailable {
                    seen.unavailable += 1;
                } else {
                    seen.refused += 1;
                }
                self.must_not_be_valid(asked, error.code().as_str());
            }
        }
    }

    /// Begins flights for those who wait, and continues with those that no longer need to wait.
    fn carry(&mut self, seen: &mut Seen) {
        loop {
            let times = self.at();
            let Some(index) = self
                .waiting
                .iter()
                .position(|waiting| waiting.pending.is_settled(times))
            else {
                break;
            };
            let Waiting { asked, pending } = self.waiting.swap_remove(index);
            let times = self.at_drawing();
            let check = pending.resume(times);
            let took = self.now - asked.began - asked.slept;
            assert!(
                took <= TIMEOUT + GRACE + 0.1,
                "seed {}: a check took {took} s at {}",
                self.seed,
                self.now
            );
            self.note(asked, check, seen);
        }
        if !self.waiting.is_empty() && self.flight.is_none() {
            self.poll();
        }
    }

    fn poll(&mut self) {
        let times = self.at_drawing();
        let turn = self.set.poll(times);
        self.begin(turn);
    }

    fn begin(&mut self, turn: Turn) {
        assert!(turn.fetches.len() <= 1, "seed {}: two at once", self.seed);
        for fetch in turn.fetches {
            let course = self.publisher.answer(&fetch, self.now, &mut self.chance);
            self.flight = Some(Flight {
                sent: self.now,
                lands: self.now + course.after,
                course,
            });
        }
    }

    /// How long what the server says now is fresh.
    fn fresh_for(&self) -> f64 {
        self.publisher
            .max_age()
            .map_or(self.default_age, |age| age as f64)
            .clamp(MIN_AGE, self.max_age)
    }

    /// The age of the current keys, and how long they are fresh, if this key is among them.
    fn holds(&self, turn: usize) -> Option<(f64, f64)> {
        let (sent, keys, fresh_for) = self.held.as_ref()?;
        keys.contains(&turn).then_some((self.now - sent, *fresh_for))
    }

    /// A removed key is accepted no longer than promised.
    fn must_not_be_too_old(&self, turn: usize, seen: &mut Seen) {
        let gone = self.now - self.publisher.removed(turn);
        assert!(
            self.holds(turn).is_some(),
            "seed {}: at {} a key was accepted that was never served",
            self.seed,
            self.now
        );
        if gone < 0.0 {
            return;
        }
        seen.removed_accepted += 1;
        // An age counts from when the request was sent, so a flight of one request adds nothing.
        let promised = self.max_age
            + if self.publisher.has_metadata() {
                TIMEOUT
            } else {
                0.0
            };
        assert!(
            gone <= promised + self.stale + EPSILON,
            "seed {}: at {} a key was accepted {gone} s after it was removed",
            self.seed,
            self.now
        );
        // Beyond the first bound the server must have failed, and recently.
        let lately = self.now - LONGEST_BACKOFF - 2.0 * TIMEOUT - GRACE;
        assert!(
            gone <= promised + EPSILON || self.woke > lately || !self.publisher.is_up_from(lately, self.now),
            "seed {}: at {} a key was accepted {gone} s after it was removed, and the server was up",
            self.seed,
            self.now
        );
    }

    /// A token whose key is published is accepted for as long as promised.
    fn must_not_be_valid(
        &self,
        Asked {
            turn,
            began,
            slept,
            is_first,
        }: Asked,
        code: &str,
    ) {
        // A flight that was sent before a key was published may be the one that its first token
        // waits for.
        let is_valid = self.publisher.publishes(turn, self.now)
            && self.publisher.publishes(turn, began - TIMEOUT - GRACE);
        // A clock that was set makes keys as old as it says, and a check that slept is late.
        if !is_valid || self.clocks.is_set || slept > 0.0 {
            return;
        }
        if let Some((age, fresh_for)) = self.holds(turn) {
            assert!(
                age + EPSILON >= fresh_for + self.stale,
                "seed {}: at {} {code}, with keys of {age} s that hold {fresh_for} s",
                self.seed,
                self.now
            );
        }
        // Metadata may lead to an address that the issuer has since left, for as long as it holds.
        if self.publisher.has_metadata() {
            return;
        }
        let from = began - LONGEST_BACKOFF - TIMEOUT - GRACE;
        let is_up = self.publisher.is_up_from(from, self.now);
        let is_quiet = is_first && self.failed < from;
        assert!(
            !is_up || !is_quiet,
            "seed {}: at {} {code}, and the server was up",
            self.seed,
            self.now
        );
    }
}
