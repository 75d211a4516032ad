//! One flight: the request for a list, and those for where it was redirected.

use fluent_uri::{Uri, UriRef};

use super::policy::Policy;
use crate::http::cache::{Freshness, Validators, freshness, retry_after, validators};
use crate::http::headers::Headers;
use crate::machine::{self, Answer, Failure, Fetch, Flight as _, Known, Slot, Times};

/// How often the request for a list may be redirected.
const MOST_HOPS: u32 = 3;

/// A flight in progress.
#[derive(Debug)]
pub(super) struct Flight {
    id: u64,
    pub(super) began: Times,
    /// When the outstanding request was sent.
    sent: Times,
    url: String,
    hops: u32,
    /// Counted among the flights of the process for as long as it lasts.
    _slot: Slot,
}

/// What an answer leads to.
pub(super) enum Next {
    Fetch(Fetch),
    Body(Arrived, Vec<u8>),
    /// The same list as before.
    Unchanged(Arrived),
    Failed {
        why: Failure,
        status: Option<u16>,
        retry_after: Option<f64>,
    },
}

/// What an answer says about the list that came with it.
#[derive(Clone, Debug)]
pub(super) struct Arrived {
    pub(super) sent: Times,
    pub(super) http: Freshness,
    pub(super) known: Known,
}

impl machine::Flight for Flight {
    fn id(&self) -> u64 {
        self.id
    }

    fn began(&self) -> Times {
        self.began
    }
}

impl Flight {
    pub(super) fn begin(
        uri: &str,
        known: &Known,
        policy: &Policy,
        times: Times,
        id: u64,
        slot: Slot,
    ) -> (Self, Fetch) {
        let flight = Self {
            id,
            began: times,
            sent: times,
            url: uri.to_owned(),
            hops: 0,
            _slot: slot,
        };
        let fetch = flight.fetch(known, policy, times);
        (flight, fetch)
    }

    fn fetch(&self, known: &Known, policy: &Policy, times: Times) -> Fetch {
        let mut headers = vec![
            ("accept".to_owned(), ACCEPT.to_owned()),
            ("user-agent".to_owned(), AGENT.to_owned()),
        ];
        headers.extend(known.request_headers(&self.url));
        Fetch {
            id: self.id,
            url: self.url.clone(),
            headers,
            // These are for the keys. A list is public, and whoever asks for one should reveal
            // nothing about itself.
            with_caller_headers: false,
            // The caller named the address.
            only_public_address: false,
            max_bytes: policy.max_list_bytes,
            timeout: self.left(policy.timeout, times),
        }
    }

    /// Processes the answer to the outstanding request. `id` is the ID of the next request.
    pub(super) fn take(
        &mut self,
        known: &Known,
        policy: &Policy,
        answer: Answer,
        times: Times,
        id: u64,
    ) -> Next {
        let (status, headers, body) = match answer {
            Answer::Failed { why, .. } => return failed(why),
            Answer::Reply { .. } => return failed(Failure::Connect),
            Answer::Response {
                status,
                headers,
                body,
                ..
            } => (status, headers, body),
        };
        let headers = Headers(&headers);
        if self.left(policy.timeout, times) <= 0.0 {
            return failed(Failure::Timeout);
        }
        match status {
            200 => Next::Body(self.arrived(&headers, times), body),
            304 if !known.request_headers(&self.url).is_empty() => {
                let mut arrived = self.arrived(&headers, times);
                if arrived.known.validators == Validators::default() {
                    arrived.known = known.clone();
                }
                Next::Unchanged(arrived)
            }
            301 | 302 | 303 | 307 | 308 => match headers.get("location") {
                Some(location) => self.follow(location, known, policy, times, id),
                None => by_status(Failure::Status, status),
            },
            _ => Next::Failed {
                why: Failure::Status,
                status: Some(status),
                retry_after: retry_after(&headers, times.wall),
            },
        }
    }

    fn follow(&mut self, location: &str, known: &Known, policy: &Policy, times: Times, id: u64) -> Next {
        if self.hops >= MOST_HOPS {
            return failed(Failure::TooManyRedirects);
        }
        let Some(url) = resolved(&self.url, location).filter(|url| policy.allowed.allows(url)) else {
            return failed(Failure::UrlNotAllowed);
        };
        self.hops += 1;
        (self.id, self.sent, self.url) = (id, times, url);
        Next::Fetch(self.fetch(known, policy, times))
    }

    fn arrived(&self, headers: &Headers<'_>, times: Times) -> Arrived {
        // The list was requested when the flight began, but the place it was redirected to only
        // later: HTTP freshness counts from that request.
        let http = freshness(headers, self.sent.wall, times.wall);
        Arrived {
            sent: self.began,
            http,
            known: Known {
                url: self.url.clone(),
                validators: validators(headers),
            },
        }
    }
}

/// Where a redirect leads (RFC 9110, section 10.2.2).
fn resolved(base: &str, location: &str) -> Option<String> {
    let base = Uri::parse(base).ok()?;
    let reference = UriRef::parse(location).ok()?;
    reference
        .resolve_against(&base)
        .ok()
        .map(|url| url.as_str().to_owned())
}

fn failed(why: Failure) -> Next {
    Next::Failed {
        why,
        status: None,
        retry_after: None,
    }
}

fn by_status(why: Failure, status: u16) -> Next {
    Next::Failed {
        why,
        status: Some(status),
        retry_after: None,
    }
}

const ACCEPT: &str = "application/statuslist+jwt";
const AGENT: &str = concat!("tokenseal/", env!("CARGO_PKG_VERSION"));
