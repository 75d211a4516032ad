//! Keys that an issuer publishes: the core says what to fetch, and whoever runs the command fetches it.

use std::time::Instant;

use tokenseal::machine::Times;
use tokenseal::{Outcome, Token, Verifier};

use crate::Get;
use crate::failure::{Failure, Result};

/// What fetches, and the clocks that keys age by.
pub(crate) struct Fetching<'a> {
    get: Option<&'a Get<'a>>,
    now: f64,
    began: Instant,
}

impl<'a> Fetching<'a> {
    pub(crate) fn new(get: Option<&'a Get<'a>>, now: f64) -> Self {
        Self { get, now, began: Instant::now() }
    }

    /// Checks a token by keys that are fetched first, one request after the other. `now` judges its claims.
    pub(crate) fn verify(&self, verifier: &Verifier, token: &[u8], now: f64) -> Result<Token> {
        let get = self.get.ok_or_else(|| Failure::usage("this program fetches no keys: give them in a file, with `--key`"))?;
        let mut check = verifier.check(token, now, self.times());
        loop {
            let pending = match check.outcome {
                Outcome::Done(result) => return Ok(result?),
                Outcome::Waits(pending) => pending,
            };
            let set = pending.followed().clone();
            let mut turn = set.poll(self.times());
            check = if turn.fetches.is_empty() {
                pending.give_up()
            } else {
                while let Some(fetch) = turn.fetches.pop() {
                    let answer = get(&fetch);
                    turn = set.tell(self.times(), answer);
                }
                pending.resume(self.times())
            };
        }
    }

    fn times(&self) -> Times {
        let elapsed = self.began.elapsed().as_secs_f64();
        Times::new(self.now + elapsed, elapsed)
    }
}
