//! A row of the table: one path through the library, and who else goes it.

use std::hint::black_box;
use std::time::Duration;

/// The names of the contenders.
pub mod names {
    /// The core.
    pub const TOKENSEAL: &str = "tokenseal";
    /// Only the cryptography, by the same library that the core uses.
    pub const BARE: &str = "bare aws-lc-rs";
    /// The core, which checks the token in full.
    pub const ANEW: &str = "checked anew";
    /// josekit, on OpenSSL.
    pub const JOSEKIT: &str = "josekit";
    /// jsonwebtoken, on its provider `aws_lc_rs`.
    pub const JSONWEBTOKEN: &str = "jsonwebtoken";
    /// The same, into a map of JSON values.
    pub const JSONWEBTOKEN_MAP: &str = "jsonwebtoken, into a map";
    /// The core in two processes, which share nothing.
    pub const TWO_PROCESSES: &str = "two processes";
    /// What the core holds before the rest of the row.
    pub const BEFORE: &str = "after ten thousand";
    /// The core on one thread, where the row is about several.
    pub const ONE_THREAD: &str = "one thread";
    /// The core with keys that were fetched, and nothing to fetch.
    pub const NO_REFRESH: &str = "no refresh";
    /// The same, while the keys of another set are fetched.
    pub const OTHER_REFRESH: &str = "another set refreshed";
    /// The core with keys that are at hand.
    pub const PLAIN_SET: &str = "a plain set";
    /// The core with ten issuers.
    pub const TEN_ISSUERS: &str = "ten issuers";
    /// The same on two, where it is no work of the core's.
    pub const TWO_THREADS: &str = "two threads";
}

/// One path, its contenders (tokenseal first) and what is wanted of it.
pub struct Row {
    /// What is done.
    pub path: String,
    /// Who does it.
    pub contenders: Vec<Contender>,
    /// What tokenseal's time is to be, held against others'.
    pub goals: Vec<Goal>,
    /// Whether its allocations are counted too.
    pub counted: bool,
    /// How long a contender runs in a round: long enough for the clock, and shorter than other
    /// programs' time slices.
    pub turn: Duration,
}

/// Somebody who goes the path.
pub struct Contender {
    /// One of [`names`].
    pub name: &'static str,
    /// Goes it so many times. The loop is inside, so that the call through the pointer costs
    /// nothing.
    pub run: Box<dyn FnMut(u64)>,
}

/// What is wanted.
pub struct Goal {
    /// In words.
    pub text: String,
    /// Whom it is held against.
    pub against: &'static str,
    /// The figure.
    pub bound: Bound,
}

/// The figure of a goal.
pub enum Bound {
    /// The other takes at least so many times as long.
    AtLeastTimes(f64),
    /// tokenseal takes at most so many times as long, and so many nanoseconds more.
    AtMostTimes(f64, f64),
}

impl Row {
    /// A row without contenders.
    pub fn new(path: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            contenders: Vec::new(),
            goals: Vec::new(),
            counted: false,
            turn: Duration::from_millis(1),
        }
    }

    /// Has its allocations counted too, or not. Those of most algorithms differ by nothing but the
    /// length of a key's name.
    #[must_use]
    pub fn counted(self, counted: bool) -> Self {
        Self { counted, ..self }
    }

    /// Adds a contender by what it does once.
    #[must_use]
    pub fn with<T>(self, name: &'static str, mut work: impl FnMut() -> T + 'static) -> Self {
        self.with_batch(name, move |count| {
            (0..count).for_each(|_| drop(black_box(work())))
        })
    }

    /// Adds a contender by how it does it so many times.
    #[must_use]
    pub fn with_batch(mut self, name: &'static str, run: impl FnMut(u64) + 'static) -> Self {
        self.contenders.push(Contender {
            name,
            run: Box::new(run),
        });
        self
    }

    /// Adds the bare primitive, which comes second.
    #[must_use]
    pub fn with_bare<T>(self, work: impl FnMut() -> T + 'static) -> Self {
        let mut row = self.with(names::BARE, work);
        if let Some(bare) = row.contenders.pop() {
            row.contenders.insert(1.min(row.contenders.len()), bare);
        }
        row
    }

    /// Wants the other to take at least so many times as long.
    #[must_use]
    pub fn at_least(mut self, times: f64, against: &'static str) -> Self {
        let text = format!("at least {times} × as fast as {against}");
        self.goals.push(Goal {
            text,
            against,
            bound: Bound::AtLeastTimes(times),
        });
        self
    }

    /// Wants at most so many nanoseconds more than another takes.
    #[must_use]
    pub fn at_most_more(mut self, plus: f64, against: &'static str) -> Self {
        self.goals.push(Goal {
            text: format!("within {plus} ns of {against}"),
            against,
            bound: Bound::AtMostTimes(1.0, plus),
        });
        self
    }

    /// Wants at most so many times what another takes.
    #[must_use]
    pub fn at_most_times(mut self, times: f64, against: &'static str) -> Self {
        self.goals.push(Goal {
            text: format!("at most {times} × {against}"),
            against,
            bound: Bound::AtMostTimes(times, 0.0),
        });
        self
    }

    /// Wants at most so many times the time of the bare primitive, and so many nanoseconds more.
    #[must_use]
    pub fn at_most(mut self, times: f64, plus: f64) -> Self {
        let against = names::BARE;
        let text = if plus == 0.0 {
            format!("at most {times} × {against}")
        } else {
            format!(
                "within {:.0} % + {} µs of {against}",
                (times - 1.0) * 100.0,
                plus / 1000.0
            )
        };
        self.goals.push(Goal {
            text,
            against,
            bound: Bound::AtMostTimes(times, plus),
        });
        self
    }
}
