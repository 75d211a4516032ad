//! Rust's own drivers, in this process.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::Value;
use tokenseal::machine::Times;
use tokenseal::{RemoteKeySet, Token, Verifier, options_from_json};
use tokenseal_drivers::{Settings, blocking, tokio as asynchronous};

use crate::participant::{Answer, Options, Participant, Question};

type Verify = Box<dyn Fn(&Verifier, &str) -> tokenseal::Result<Token>>;

/// One of the drivers.
pub(crate) struct Driver {
    title: &'static str,
    clock: Clock,
    verify: Verify,
    keys: Option<(RemoteKeySet, Verifier)>,
    answer: Option<Answer>,
}

/// A clock that stands still until it is set.
#[derive(Clone, Default)]
struct Clock(Arc<AtomicU64>);

/// Both.
pub(crate) fn all() -> Result<Vec<Box<dyn Participant>>> {
    Ok(vec![Box::new(Driver::blocking()?), Box::new(Driver::tokio()?)])
}

impl Driver {
    fn blocking() -> Result<Self> {
        let clock = Clock::default();
        let driver = blocking::Driver::with(clock.settings())?;
        Ok(Self::new(
            "Rust, threads",
            clock,
            Box::new(move |verifier, token| driver.verify(verifier, token)),
        ))
    }

    fn tokio() -> Result<Self> {
        let clock = Clock::default();
        let driver = asynchronous::Driver::with(clock.settings())?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()?;
        Ok(Self::new(
            "Rust, tokio",
            clock,
            Box::new(move |verifier, token| runtime.block_on(driver.verify(verifier, token))),
        ))
    }

    fn new(title: &'static str, clock: Clock, verify: Verify) -> Self {
        Self {
            title,
            clock,
            verify,
            keys: None,
            answer: None,
        }
    }

    fn status(&self, set: &RemoteKeySet) -> Result<Value> {
        Ok(serde_json::from_str(
            &set.status(Times::of_test(self.clock.now())),
        )?)
    }

    /// The status once no request is under way: one that nobody waits for is carried at the time at
    /// which it began.
    fn landed(&self, set: &RemoteKeySet) -> Result<Value> {
        loop {
            let status = self.status(set)?;
            if status.get("fetching") == Some(&Value::Bool(false)) {
                return Ok(status);
            }
            thread::sleep(Duration::from_micros(200));
        }
    }
}

impl Participant for Driver {
    fn title(&self) -> &str {
        self.title
    }

    fn begin(&mut self, url: &str, options: &Options) -> Result<Value> {
        let set = RemoteKeySet::new(Some(url), &options_from_json(options.set.clone())?)?;
        let verifier = Verifier::new(
            Some((&set).into()),
            None,
            &options_from_json(options.verifier.clone())?,
        )?;
        let status = self.status(&set)?;
        self.keys = Some((set, verifier));
        Ok(status)
    }

    fn ask(&mut self, question: &Question<'_>) -> Result<()> {
        let (set, verifier) = self.keys.as_ref().context("the day has not begun")?;
        self.clock.set(question.now);
        let mut answer = Answer {
            outcomes: Vec::new(),
            status: Value::Null,
        };
        for token in &question.tokens {
            let checked = (self.verify)(verifier, token);
            answer.outcomes.push(
                checked
                    .map_or_else(|error| error.code().as_str(), |_| "accepted")
                    .to_owned(),
            );
            answer.status = self.landed(set)?;
        }
        self.answer = Some(answer);
        Ok(())
    }

    fn answer(&mut self) -> Result<Answer> {
        self.answer.take().context("nothing was asked")
    }
}

impl Clock {
    fn now(&self) -> f64 {
        f64::from_bits(self.0.load(Ordering::SeqCst))
    }

    fn set(&self, now: f64) {
        self.0.store(now.to_bits(), Ordering::SeqCst);
    }

    fn settings(&self) -> Settings {
        let clock = self.clone();
        Settings::new().clock(move || clock.now())
    }
}
