//! What a caller adds to requests.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, LazyLock};
use std::time::{Instant, SystemTime};

use tokenseal::machine::{Event, Fetch, Times};

type HeadersOf = dyn Fn() -> Vec<(String, String)> + Send + Sync;
type Watcher = dyn Fn(&Event) + Send + Sync;
type Clock = dyn Fn() -> f64 + Send + Sync;

/// Settings of a driver: what to send along with its requests, and who watches.
///
/// ```
/// let settings = tokenseal_drivers::Settings::new()
///     .headers(|| vec![("authorization".into(), "Bearer of-the-cluster".into())])
///     .on_event(|event| println!("{event:?}"));
/// # let _ = settings;
/// ```
#[derive(Clone, Default)]
pub struct Settings {
    headers: Option<Arc<HeadersOf>>,
    on_event: Option<Arc<Watcher>>,
    clock: Option<Arc<Clock>>,
    pub(crate) roots: Option<Vec<u8>>,
    pub(crate) identity: Option<Vec<u8>>,
}

impl Settings {
    /// The defaults: no additional headers, the system's clocks, the platform's certificates.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns further headers for each request: a bearer token, for Kubernetes. They are sent only
    /// to hosts that the caller has named, and are never shown.
    pub fn headers(self, headers: impl Fn() -> Vec<(String, String)> + Send + Sync + 'static) -> Self {
        Self {
            headers: Some(Arc::new(headers)),
            ..self
        }
    }

    /// Receives what happened, after the fact and on the same thread: for logs and counters.
    pub fn on_event(self, on_event: impl Fn(&Event) + Send + Sync + 'static) -> Self {
        Self {
            on_event: Some(Arc::new(on_event)),
            ..self
        }
    }

    /// A clock for tests, in seconds, for both times of the machines and for the claims of tokens.
    pub fn clock(self, clock: impl Fn() -> f64 + Send + Sync + 'static) -> Self {
        Self {
            clock: Some(Arc::new(clock)),
            ..self
        }
    }

    /// CA certificates, as PEM, that are trusted in place of the platform's.
    pub fn roots(self, pem: impl Into<Vec<u8>>) -> Self {
        Self {
            roots: Some(pem.into()),
            ..self
        }
    }

    /// A client's certificates and private key, as PEM, with which the driver authenticates.
    pub fn client_certificate(self, pem: impl Into<Vec<u8>>) -> Self {
        Self {
            identity: Some(pem.into()),
            ..self
        }
    }

    /// The headers of a request. A caller's header never replaces one of the core's own. None if
    /// the caller's function panicked.
    pub(crate) fn headers_of(&self, fetch: &Fetch) -> Option<Vec<(String, String)>> {
        let is_own = |name: &str| {
            fetch
                .headers
                .iter()
                .any(|(own, _)| own.eq_ignore_ascii_case(name))
        };
        let of_caller = match self.headers.as_ref().filter(|_| fetch.with_caller_headers) {
            Some(headers) => catch_unwind(AssertUnwindSafe(|| headers())).ok()?,
            None => Vec::new(),
        };
        Some(
            of_caller
                .into_iter()
                .filter(|(name, _)| !is_own(name))
                .chain(fetch.headers.iter().cloned())
                .collect(),
        )
    }

    /// Passes events to the watcher. Whatever the outcome, the flight goes on: the hook has
    /// reported a panic.
    pub(crate) fn tell(&self, events: &[Event]) {
        if let Some(on_event) = &self.on_event {
            events
                .iter()
                .for_each(|event| _ = catch_unwind(AssertUnwindSafe(|| on_event(event))));
        }
    }

    /// The times of machines.
    pub(crate) fn times(&self) -> Times {
        static START: LazyLock<Instant> = LazyLock::new(Instant::now);
        match &self.clock {
            Some(clock) => Times::of_test(clock()),
            None => {
                let start = *START;
                (SystemTime::now(), start.elapsed().as_secs_f64()).into()
            }
        }
    }

    /// The time that claims are judged by.
    pub(crate) fn now(&self) -> f64 {
        self.clock
            .as_ref()
            .map_or_else(|| tokenseal::timestamp(SystemTime::now()), |clock| clock())
    }
}

impl fmt::Debug for Settings {
    /// Shows none of them: headers and keys are secrets.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Settings")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fetch(with_caller_headers: bool) -> Fetch {
        let headers = vec![("accept".to_owned(), "application/json".to_owned())];
        let url = "https://issuer.example/jwks.json".to_owned();
        Fetch {
            id: 1,
            url,
            headers,
            with_caller_headers,
            only_public_address: !with_caller_headers,
            max_bytes: 1,
            timeout: 1.0,
        }
    }

    #[test]
    fn headers_of_the_caller_are_neither_asked_for_nor_sent_elsewhere() {
        let of_caller = |name: &str| vec![(name.to_owned(), "of-the-caller".to_owned())];
        let settings = Settings::new().headers(move || of_caller("authorization"));
        assert_eq!(settings.headers_of(&fetch(true)).unwrap().len(), 2);
        let settings = Settings::new().headers(|| panic!("nobody asks"));
        assert_eq!(settings.headers_of(&fetch(false)), Some(fetch(false).headers));
        let settings = Settings::new().headers(move || of_caller("ACCEPT"));
        assert_eq!(settings.headers_of(&fetch(true)), Some(fetch(true).headers));
    }
}
