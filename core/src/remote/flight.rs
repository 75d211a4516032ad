//! One flight: the requests, one after the other, that bring keys, or not.

use super::memory::{Known, Metadata};
use super::policy::Policy;
use super::read;
use super::source::{Place, Source};
use crate::http::cache::{Freshness, freshness, retry_after, validators};
use crate::http::headers::Headers;
use crate::key::KeySet;
use crate::machine::{Answer, Failure, Fetch, Slot, Times};

/// A driver has this long to say that a time limit has passed. If it has not, the process stood still.
pub(super) const GRACE: f64 = 1.0;

/// A flight that is under way.
#[derive(Debug)]
pub(super) struct Flight {
    /// The id of the request that is out.
    pub(super) id: u64,
    pub(super) began: Times,
    step: Step,
    /// When the request that is out was sent.
    sent: Times,
    metadata: Option<Metadata>,
    /// Counted among the flights of the process as long as it lasts.
    _slot: Slot,
}

#[derive(Clone, Copy, Debug)]
enum Step {
    /// The metadata, at the address of this number.
    Metadata(usize),
    Keys,
}

/// What an answer leads to.
pub(super) enum Next {
    Fetch(Fetch),
    Landed(Landed),
}

/// What a flight brought.
pub(super) enum Landed {
    Keys(Arrived),
    /// The same keys as before.
    Unchanged(Arrived),
    Failed {
        why: Failure,
        status: Option<u16>,
        retry_after: Option<f64>,
    },
}

/// Keys, and what their answer said of them.
pub(super) struct Arrived {
    pub(super) keys: Option<KeySet>,
    pub(super) sent: Times,
    pub(super) fresh_for: f64,
    pub(super) known: Option<Known>,
    pub(super) metadata: Option<Metadata>,
}

/// What a flight needs to know of its set.
pub(super) struct Setting<'a> {
    pub(super) source: &'a Source,
    pub(super) policy: &'a Policy,
    pub(super) known: &'a Known,
}

impl Flight {
    /// The first request. Metadata that still leads is not asked for again.
    pub(super) fn begin(setting: &Setting<'_>, metadata: Option<Metadata>, times: Times, id: u64, slot: Slot) -> (Self, Fetch) {
        let metadata = metadata.filter(|metadata| metadata.still_leads(setting.policy.min_age, times));
        let step = match &setting.source.place {
            Place::Metadata { .. } if metadata.is_none() => Step::Metadata(0),
            _ => Step::Keys,
        };
        let flight = Self { id, began: times, step, sent: times, metadata, _slot: slot };
        let fetch = flight.fetch(setting, times);
        (flight, fetch)
    }

    /// Whether it is over, whatever comes of it: no driver is silent for so long unless its process stood still.
    pub(super) fn is_lost(&self, policy: &Policy, times: Times) -> bool {
        times.since(self.began) > policy.timeout + GRACE
    }

    /// How long it may still take, in seconds.
    pub(super) fn left(&self, policy: &Policy, times: Times) -> f64 {
        (policy.timeout - times.since(self.began)).max(0.0)
    }

    /// The address that is asked.
    fn url<'a>(&'a self, source: &'a Source) -> &'a str {
        match (self.step, &source.place, &self.metadata) {
            (Step::Metadata(index), Place::Metadata { urls, .. }, _) => urls.get(index).map_or("", String::as_str),
            (_, _, Some(metadata)) => &metadata.jwks_uri,
            (_, Place::Keys(url), None) => url,
            (_, Place::Metadata { urls, .. }, None) => urls.first().map_or("", String::as_str),
        }
    }

    fn fetch(&self, setting: &Setting<'_>, times: Times) -> Fetch {
        let Setting { source, policy, known } = setting;
        let url = self.url(source);
        let (max_bytes, accept, condition) = match self.step {
            Step::Metadata(_) => (policy.max_metadata_bytes, METADATA, Vec::new()),
            Step::Keys => (policy.max_set_bytes, KEYS, known.request_headers(url)),
        };
        let mut headers = vec![header("accept", accept), header("user-agent", AGENT)];
        headers.extend(condition);
        let is_callers = source.is_callers(url);
        Fetch {
            id: self.id,
            url: url.to_owned(),
            headers,
            with_caller_headers: is_callers,
            only_public_address: !is_callers,
            max_bytes,
            timeout: self.left(policy, times),
        }
    }

    /// What the answer to the request that is out leads to. `id` is the next request's.
    pub(super) fn take(&mut self, setting: &Setting<'_>, answer: Answer, times: Times, id: u64) -> Next {
        let (status, headers, body) = match answer {
            Answer::Failed { why, .. } => return failed(why),
            Answer::Response { status, headers, body, .. } => (status, headers, body),
        };
        let headers = Headers(&headers);
        if self.left(setting.policy, times) <= 0.0 {
            return failed(Failure::Timeout);
        }
        match (status, self.step) {
            (200, Step::Metadata(_)) => self.take_metadata(setting, &headers, &body, times, id),
            (404, Step::Metadata(index)) if matches!(&setting.source.place, Place::Metadata { urls, .. } if urls.len() > index + 1) => {
                self.step = Step::Metadata(index + 1);
                self.go_on(setting, times, id)
            }
            (200, Step::Keys) => match read::keys(&body, setting.policy) {
                Ok(keys) => Next::Landed(Landed::Keys(self.arrived(setting, &headers, Some(keys), times))),
                Err(why) => failed(why),
            },
            (304, Step::Keys) if !setting.known.request_headers(self.url(setting.source)).is_empty() => {
                Next::Landed(Landed::Unchanged(self.arrived(setting, &headers, None, times)))
            }
            (300..=303 | 305..=399, _) => failed_by(Failure::Redirect, status, None),
            _ => failed_by(Failure::Status, status, retry_after(&headers, times.wall)),
        }
    }

    fn take_metadata(&mut self, setting: &Setting<'_>, headers: &Headers<'_>, body: &[u8], times: Times, id: u64) -> Next {
        let Place::Metadata { issuer, .. } = &setting.source.place else { return failed(Failure::MetadataInvalid) };
        let jwks_uri = match read::jwks_uri(body, issuer, setting.policy) {
            Ok(uri) if setting.source.allows(&uri) => uri,
            Ok(_) => return failed(Failure::UrlNotAllowed),
            Err(why) => return failed(why),
        };
        let Freshness { lifetime, age } = freshness(headers, self.sent.wall, times.wall);
        self.metadata = Some(Metadata { jwks_uri, sent: self.sent, fresh_for: setting.policy.fresh_for(lifetime, age) });
        self.step = Step::Keys;
        self.go_on(setting, times, id)
    }

    fn go_on(&mut self, setting: &Setting<'_>, times: Times, id: u64) -> Next {
        self.id = id;
        self.sent = times;
        Next::Fetch(self.fetch(setting, times))
    }

    /// Keys hold no longer than the metadata that led to them, so that both together keep what is promised of a key that was removed.
    fn arrived(&self, setting: &Setting<'_>, headers: &Headers<'_>, keys: Option<KeySet>, times: Times) -> Arrived {
        let policy = setting.policy;
        let Freshness { lifetime, age } = freshness(headers, self.sent.wall, times.wall);
        let own = policy.fresh_for(lifetime, age);
        let fresh_for = match &self.metadata {
            Some(metadata) => own.min(metadata.left(self.sent)).max(policy.min_age),
            None => own,
        };
        let found = validators(headers);
        let says_more = keys.is_some() || !found.request_headers().is_empty();
        let known = says_more.then(|| Known { url: self.url(setting.source).to_owned(), validators: found });
        Arrived { keys, sent: self.sent, fresh_for, known, metadata: self.metadata.clone() }
    }
}

const METADATA: &str = "application/json";
const KEYS: &str = "application/jwk-set+json, application/json";
const AGENT: &str = concat!("tokenseal/", env!("CARGO_PKG_VERSION"));

fn header(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

fn failed(why: Failure) -> Next {
    Next::Landed(Landed::Failed { why, status: None, retry_after: None })
}

fn failed_by(why: Failure, status: u16, retry_after: Option<f64>) -> Next {
    Next::Landed(Landed::Failed { why, status: Some(status), retry_after })
}
