//! Keys that are fetched, once they are there: what following an issuer, or ten thousand of them,
//! costs each check.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Instant, SystemTime};

use serde_json::Value;
use tokenseal::machine::{Answer, Times};
use tokenseal::{Key, KeySet, Outcome, RemoteKeySet, RemoteOptions, Token, Verifier, VerifyOptions};

use crate::claims::{AUDIENCE, ISSUER};
use crate::keys;
use crate::row::{
    Row,
    names::{PLAIN_SET, TEN_ISSUERS, TOKENSEAL},
};

/// What following an issuer may cost a check, in nanoseconds.
const GOAL: f64 = 100.0;

pub(crate) fn rows() -> Vec<Row> {
    let key = keys::generate("RS256", None, None);
    let token = keys::token(&keys::issuer(Some(&key), None, None));
    vec![warm(&key, &token), by_issuer(&key, &token)]
}

fn warm(key: &Key, token: &str) -> Row {
    let fetched = Fetched::new(key);
    let plain = keys::verifier(Some(&keys::public(key)), None);
    let (one, other) = (token.to_owned(), token.to_owned());
    Row::new("RS256: verify, by keys that were fetched")
        .with(TOKENSEAL, move || fetched.check(&one))
        .with(PLAIN_SET, move || plain.verify(&other, keys::now()).unwrap())
        .at_most_more(GOAL, PLAIN_SET)
}

fn by_issuer(key: &Key, token: &str) -> Row {
    let [ten, many] = [10, 10_000].map(|count| of_issuers(key, count));
    let (one, other) = (token.to_owned(), token.to_owned());
    Row::new("RS256: verify, the issuer chosen among ten thousand")
        .with(TOKENSEAL, move || many.verify(&one, keys::now()).unwrap())
        .with(TEN_ISSUERS, move || ten.verify(&other, keys::now()).unwrap())
        .at_most_more(GOAL, TEN_ISSUERS)
}

/// A verifier whose keys are there, and the clocks that a binding reads for it.
pub struct Fetched {
    set: RemoteKeySet,
    verifier: Verifier,
    start: Instant,
    /// What its issuer publishes in turns: the key, and the key along with another.
    published: [String; 2],
    fetched: AtomicU32,
}

impl Fetched {
    /// Keys as an issuer publishes them.
    #[must_use]
    pub fn new(key: &Key) -> Self {
        let options = RemoteOptions {
            max_age: Some("1d".into()),
            default_age: Some("1d".into()),
            ..RemoteOptions::default()
        };
        let set = RemoteKeySet::new(Some("https://issuer.example/jwks.json"), &options).unwrap();
        let verifier = Verifier::new(Some((&set).into()), None, &expecting(ISSUER)).unwrap();
        let (own, other) = (
            keys::public(key),
            keys::public(&keys::generate("RS256", None, None)),
        );
        let published =
            [vec![own.clone()], vec![own, other]].map(|keys| KeySet::new(keys).to_jwks(false).unwrap());
        let fetched = Self {
            set,
            verifier,
            start: Instant::now(),
            published,
            fetched: AtomicU32::new(0),
        };
        fetched.fetch();
        fetched
    }

    /// Fetches the keys again, other ones each time: one day later, since they would not be due
    /// before.
    pub fn fetch(&self) {
        let count = self.fetched.fetch_add(1, Ordering::Relaxed);
        let (now, days) = (self.times(), f64::from(count) * 86_400.0);
        let times = Times::new(now.wall + days, now.monotonic + days);
        let fetch = self.set.poll(times).fetches.pop().unwrap();
        let body = self
            .published
            .get(count as usize % 2)
            .unwrap()
            .clone()
            .into_bytes();
        self.set.tell(
            times,
            Answer::Response {
                id: fetch.id,
                status: 200,
                headers: Vec::new(),
                body,
            },
        );
        let status: Value = serde_json::from_str(&self.set.status(times)).unwrap();
        assert_eq!(
            status.get("fetched"),
            Some(&(count + 1).into()),
            "the keys were not exchanged"
        );
    }

    /// Checks a token now.
    #[must_use]
    pub fn check(&self, token: &str) -> Token {
        check(&self.verifier, token, self.times())
    }

    fn times(&self) -> Times {
        times_since(self.start)
    }
}

/// Checks a token as a binding does whose keys change.
pub(crate) fn check(verifier: &Verifier, token: &str, times: Times) -> Token {
    match verifier.check(token, times.wall, times).outcome {
        Outcome::Done(Ok(token)) => token,
        outcome => panic!("{outcome:?}"),
    }
}

/// What both clocks say.
pub(crate) fn times_since(start: Instant) -> Times {
    (SystemTime::now(), start.elapsed().as_secs_f64()).into()
}

/// This many issuers, the last of which is the one in the claims.
fn of_issuers(key: &Key, count: usize) -> Verifier {
    let of = |issuer: &str| Verifier::new(Some(keys::public(key).into()), None, &expecting(issuer)).unwrap();
    let others = (1..count).map(|at| of(&format!("https://{at}.example")));
    Verifier::by_issuer(others.chain([of(ISSUER)]), None).unwrap()
}

pub(crate) fn expecting(issuer: &str) -> VerifyOptions {
    VerifyOptions {
        issuer: Some(issuer.into()),
        audience: Some(AUDIENCE.into()),
        ..VerifyOptions::default()
    }
}
