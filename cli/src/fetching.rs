//! What the core wants sent: requests for keys that an issuer publishes, and commands for lists on
//! servers. The core says what, and the command's host program sends it.

use std::collections::VecDeque;
use std::thread;
use std::time::{Duration, Instant};

use tokenseal::machine::{Answer, Fetch, Store, Times, Turn};
use tokenseal::{
    EntriesOptions, Followed, Outcome, RevocationChange, RevocationEntry, Revocations, StoreOptions, Token,
    Verifier,
};

use crate::arguments::Address;
use crate::failure::{Failure, Result};
use crate::{Ask, Get};

/// If there is nothing to do, look again after this many seconds.
const LOOK_AGAIN: f64 = 0.05;

/// How long a server may take, in seconds, and how old what was read may be: the command runs once,
/// and a client that starts on a busy machine takes longer than a service should wait. The age of a
/// list that is read once is how long its answer took.
const PATIENCE: i64 = 10;

/// How many times to try to read an unavailable list: the first time, the client may take longer to
/// start than the list waits.
const TRIES: u64 = 2;

/// What sends requests, and the clocks by which keys and lists age.
pub(crate) struct Fetching<'a> {
    get: Option<&'a Get<'a>>,
    ask: Option<&'a Ask<'a>>,
    now: f64,
    began: Instant,
}

/// A list on a server, already read.
pub(crate) struct StoredList<'a> {
    pub(crate) list: Revocations,
    address: Address,
    fetching: &'a Fetching<'a>,
}

enum Request {
    Fetch(Fetch),
    Store(Store),
}

impl<'a> Fetching<'a> {
    pub(crate) fn new(get: Option<&'a Get<'a>>, ask: Option<&'a Ask<'a>>, now: f64) -> Self {
        Self {
            get,
            ask,
            now,
            began: Instant::now(),
        }
    }

    /// Checks a token with keys that are fetched first, and with a list that is read, one request
    /// after the other. Its claims are judged at `now`.
    pub(crate) fn verify(
        &self,
        verifier: &Verifier,
        list: Option<&StoredList<'_>>,
        token: &[u8],
        now: f64,
    ) -> Result<Token> {
        // Without a way to fetch, say so for every token, even one that would be refused anyway.
        if self.get.is_none() && !verifier.remotes().is_empty() {
            return Err(fetches_nothing());
        }
        let mut check = verifier.check(token, now, self.times());
        loop {
            let pending = match check.outcome {
                Outcome::Done(result) => return Ok(result?),
                Outcome::Waits(pending) => pending,
            };
            let followed = pending.followed().clone();
            let is_settled = self.carry(&followed, list.map(|list| &list.address), false, |times| {
                pending.is_settled(times)
            })?;
            check = if is_settled {
                pending.resume(self.times())
            } else {
                pending.give_up()
            };
        }
    }

    /// The list at an address, once it has been read.
    pub(crate) fn open(&'a self, address: Address, options: &StoreOptions) -> Result<StoredList<'a>> {
        let patience = Some(PATIENCE.into());
        let options = StoreOptions {
            namespace: address.namespace.clone(),
            max_staleness: patience.clone(),
            timeout: patience,
            ..options.clone()
        };
        let list = Revocations::redis(&options)?;
        let stored = StoredList {
            list,
            address,
            fetching: self,
        };
        stored.carry(|times| stored.list.is_ready(times) || stored.list.landed() >= TRIES)?;
        match stored.list.is_ready(self.times()) {
            true => Ok(stored),
            false => Err(stored.list.unavailable().into()),
        }
    }

    /// Drives what is followed until it is settled. False if nothing is left to do before that;
    /// with patience, it waits instead.
    fn carry(
        &self,
        followed: &Followed,
        address: Option<&Address>,
        is_patient: bool,
        is_over: impl Fn(Times) -> bool,
    ) -> Result<bool> {
        let mut requests = VecDeque::new();
        while !is_over(self.times()) {
            let Some(request) = requests.pop_front() else {
                let turn = followed.poll(self.times());
                let wake = turn.wake.unwrap_or(LOOK_AGAIN);
                requests.extend(requests_of(turn));
                match (requests.is_empty(), is_patient) {
                    (true, false) => return Ok(false),
                    (true, true) => thread::sleep(Duration::from_secs_f64(wake.clamp(0.001, LOOK_AGAIN))),
                    _ => {}
                }
                continue;
            };
            let answer = match &request {
                Request::Fetch(fetch) => self.get(fetch)?,
                Request::Store(store) => self.ask(address, store)?,
            };
            requests.extend(requests_of(followed.tell(self.times(), answer)));
        }
        Ok(true)
    }

    fn get(&self, fetch: &Fetch) -> Result<Answer> {
        let get = self.get.ok_or_else(fetches_nothing)?;
        Ok(get(fetch))
    }

    fn ask(&self, address: Option<&Address>, store: &Store) -> Result<Answer> {
        match (self.ask, address) {
            (Some(ask), Some(Address { url, .. })) => Ok(ask(url, store)?),
            _ => Err(Failure::usage(
                "this program speaks to no server: use a list in a file",
            )),
        }
    }

    fn times(&self) -> Times {
        let elapsed = self.began.elapsed().as_secs_f64();
        Times::new(self.now + elapsed, elapsed)
    }
}

impl StoredList<'_> {
    /// Makes a change, which is on the server when this returns.
    pub(crate) fn change(&self, change: RevocationChange) -> Result<RevocationEntry> {
        let pending = self.list.begin(change, self.fetching.times())?;
        self.carry(|times| pending.is_settled(times))?;
        Ok(pending.finish()?)
    }

    pub(crate) fn entries(&self, options: &EntriesOptions) -> Result<Vec<RevocationEntry>> {
        let pending = self.list.begin_entries(options, self.fetching.times())?;
        self.carry(|times| pending.is_settled(times))?;
        Ok(pending.finish()?)
    }

    fn carry(&self, is_over: impl Fn(Times) -> bool) -> Result<()> {
        self.fetching
            .carry(
                &Followed::Revocations(self.list.clone()),
                Some(&self.address),
                true,
                is_over,
            )
            .map(drop)
    }
}

fn fetches_nothing() -> Failure {
    Failure::usage("this program fetches no keys: give them in a file, with `--key`")
}

fn requests_of(turn: Turn) -> impl Iterator<Item = Request> {
    turn.fetches
        .into_iter()
        .map(Request::Fetch)
        .chain(turn.stores.into_iter().map(Request::Store))
}
