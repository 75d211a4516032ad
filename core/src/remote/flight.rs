//! A flight: a sequence of requests that either brings keys or does not.

use super::memory::Metadata;
use super::next::{Arrived, Landed, Next, failed, failed_by};
use super::policy::Policy;
use super::read;
use super::source::{Place, Source};
use crate::http::cache::{Freshness, freshness, retry_after, validators};
use crate::http::headers::Headers;
use crate::key::KeySet;
use crate::machine::{self, Answer, Failure, Fetch, Flight as _, Known, Slot, Times};

/// A flight in progress.
#[derive(Debug)]
pub(super) struct Flight {
    id: u64,
    pub(super) began: Times,
    step: Step,
    /// When the outstanding request was sent.
    sent: Times,
    /// What leads to the keys. While metadata is being requested: what applies if it cannot be
    /// refreshed.
    metadata: Option<Metadata>,
    /// Counted among the flights of the process for as long as it lasts.
    _slot: Slot,
}

#[derive(Clone, Copy, Debug)]
enum Step {
    /// The metadata, at the address with this index.
    Metadata(usize),
    Keys,
}

/// What a flight needs to know about its set.
pub(super) struct Setting<'a> {
    pub(super) source: &'a Source,
    pub(super) policy: &'a Policy,
    pub(super) known: &'a Known,
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
    /// The first request. Metadata that still leads to the keys is not requested again, unless a
    /// check has `asked` for keys that are not available.
    pub(super) fn begin(
        setting: &Setting<'_>,
        metadata: Option<Metadata>,
        asked: bool,
        times: Times,
        id: u64,
        slot: Slot,
    ) -> (Self, Fetch) {
        let min_age = setting.policy.min_age;
        let metadata = metadata.filter(|metadata| metadata.still_leads(min_age, times));
        let leads = metadata
            .as_ref()
            .is_some_and(|metadata| !(asked && metadata.is_renewable(min_age, times)));
        let step = match &setting.source.place {
            Place::Metadata { .. } if !leads => Step::Metadata(0),
            _ => Step::Keys,
        };
        let flight = Self {
            id,
            began: times,
            step,
            sent: times,
            metadata,
            _slot: slot,
        };
        let fetch = flight.fetch(setting, times);
        (flight, fetch)
    }

    /// Whether metadata is being requested while some that is already there still holds.
    fn is_renewing(&self) -> bool {
        matches!(self.step, Step::Metadata(_)) && self.metadata.is_some()
    }

    /// How long the request sent now may take. If metadata is not refreshed within half of the
    /// time, the other half is left for the keys.
    fn time_for_request(&self, policy: &Policy, times: Times) -> f64 {
        let left = self.left(policy.timeout, times);
        if self.is_renewing() { left / 2.0 } else { left }
    }

    /// The conditional headers for a request to this address, from what is already there.
    fn condition(&self, setting: &Setting<'_>, url: &str) -> Vec<(String, String)> {
        match (self.step, &self.metadata) {
            (Step::Metadata(_), Some(metadata)) => metadata.known.request_headers(url),
            (Step::Metadata(_), None) => Vec::new(),
            (Step::Keys, _) => setting.known.request_headers(url),
        }
    }

    /// The address being requested.
    fn url<'a>(&'a self, source: &'a Source) -> &'a str {
        match (self.step, &source.place, &self.metadata) {
            (Step::Metadata(index), Place::Metadata { urls, .. }, _) => {
                urls.get(index).map_or("", String::as_str)
            }
            (_, _, Some(metadata)) => &metadata.jwks_uri,
            (_, Place::Keys(url), None) => url,
            (_, Place::Metadata { urls, .. }, None) => urls.first().map_or("", String::as_str),
        }
    }

    fn fetch(&self, setting: &Setting<'_>, times: Times) -> Fetch {
        let Setting { source, policy, .. } = setting;
        let url = self.url(source);
        let (max_bytes, accept) = match self.step {
            Step::Metadata(_) => (policy.max_metadata_bytes, METADATA),
            Step::Keys => (policy.max_set_bytes, KEYS),
        };
        let mut headers = vec![header("accept", accept), header("user-agent", AGENT)];
        headers.extend(self.condition(setting, url));
        let is_callers = source.is_callers(url);
        Fetch {
            id: self.id,
            url: url.to_owned(),
            headers,
            with_caller_headers: is_callers,
            only_public_address: !is_callers,
            max_bytes,
            timeout: self.time_for_request(policy, times),
        }
    }

    /// Processes the answer to the outstanding request. `id` is the ID of the next request.
    pub(super) fn take(&mut self, setting: &Setting<'_>, answer: Answer, times: Times, id: u64) -> Next {
        let next = self.read(setting, answer, times, id);
        let has_failed = matches!(next, Next::Landed(Landed::Failed { .. }));
        if has_failed && self.is_renewing() && self.left(setting.policy.timeout, times) > 0.0 {
            // Metadata that could not be refreshed does not become any newer, but it still holds.
            self.step = Step::Keys;
            return self.go_on(setting, times, id);
        }
        next
    }

    fn read(&mut self, setting: &Setting<'_>, answer: Answer, times: Times, id: u64) -> Next {
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
        if self.left(setting.policy.timeout, times) <= 0.0 {
            return failed(Failure::Timeout);
        }
        let is_conditional = || !self.condition(setting, self.url(setting.source)).is_empty();
        match (status, self.step) {
            (200, Step::Metadata(_)) => self.take_metadata(setting, &headers, &body, times, id),
            (404, Step::Metadata(index)) if matches!(&setting.source.place, Place::Metadata { urls, .. } if urls.len() > index + 1) =>
            {
                self.step = Step::Metadata(index + 1);
                self.go_on(setting, times, id)
            }
            (200, Step::Keys) => match read::keys(&body, setting.policy) {
                Ok(keys) => Next::Landed(Landed::Keys(self.arrived(setting, &headers, Some(keys), times))),
                Err(why) => failed(why),
            },
            (304, Step::Keys) if is_conditional() => {
                Next::Landed(Landed::Unchanged(self.arrived(setting, &headers, None, times)))
            }
            (304, Step::Metadata(_)) if is_conditional() => match self.metadata.take() {
                Some(before) => self.lead(setting, &headers, before.jwks_uri, before.known, times, id),
                None => failed_by(Failure::Status, status, None),
            },
            (300..=303 | 305..=399, _) => failed_by(Failure::Redirect, status, None),
            _ => failed_by(Failure::Status, status, retry_after(&headers, times.wall)),
        }
    }

    fn take_metadata(
        &mut self,
        setting: &Setting<'_>,
        headers: &Headers<'_>,
        body: &[u8],
        times: Times,
        id: u64,
    ) -> Next {
        let Place::Metadata { issuer, .. } = &setting.source.place else {
            return failed(Failure::MetadataInvalid);
        };
        match read::jwks_uri(body, issuer, setting.policy) {
            Ok(uri) if setting.source.allows(&uri) => {
                self.lead(setting, headers, uri, Known::default(), times, id)
            }
            Ok(_) => failed(Failure::UrlNotAllowed),
            Err(why) => failed(why),
        }
    }

    /// Continues to where metadata leads, whether it is new or unchanged. `before` is repeated next
    /// time if this answer has nothing to repeat.
    fn lead(
        &mut self,
        setting: &Setting<'_>,
        headers: &Headers<'_>,
        jwks_uri: String,
        before: Known,
        times: Times,
        id: u64,
    ) -> Next {
        let found = validators(headers);
        let known = match found.request_headers().is_empty() {
            true => before,
            false => Known {
                url: self.url(setting.source).to_owned(),
                validators: found,
            },
        };
        let Freshness { lifetime, age } = freshness(headers, self.sent.wall, times.wall);
        self.metadata = Some(Metadata {
            jwks_uri,
            sent: self.sent,
            fresh_for: setting.policy.fresh_for(lifetime, age),
            known,
        });
        self.step = Step::Keys;
        self.go_on(setting, times, id)
    }

    fn go_on(&mut self, setting: &Setting<'_>, times: Times, id: u64) -> Next {
        self.id = id;
        self.sent = times;
        Next::Fetch(self.fetch(setting, times))
    }

    /// Keys hold no longer than the metadata that led to them, so that the two together keep the
    /// promise about a removed key.
    fn arrived(
        &self,
        setting: &Setting<'_>,
        headers: &Headers<'_>,
        keys: Option<KeySet>,
        times: Times,
    ) -> Arrived {
        let policy = setting.policy;
        let Freshness { lifetime, age } = freshness(headers, self.sent.wall, times.wall);
        let own = policy.fresh_for(lifetime, age);
        let fresh_for = match &self.metadata {
            Some(metadata) => own.min(metadata.left(self.sent)).max(policy.min_age),
            None => own,
        };
        let found = validators(headers);
        let says_more = keys.is_some() || !found.request_headers().is_empty();
        let known = says_more.then(|| Known {
            url: self.url(setting.source).to_owned(),
            validators: found,
        });
        Arrived {
            keys,
            sent: self.sent,
            fresh_for,
            known,
            metadata: self.metadata.clone(),
        }
    }
}

const METADATA: &str = "application/json";
const KEYS: &str = "application/jwk-set+json, application/json";
const AGENT: &str = concat!("tokenseal/", env!("CARGO_PKG_VERSION"));

fn header(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}
