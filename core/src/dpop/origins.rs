//! Where clients reach the service: what the `htu` of a proof must be (RFC 9449, section 4.3).

use crate::error::{Error, Result};
use crate::http::url::Url;

use super::invalid;

/// The origins of a service, normalized for comparison. Nothing in a request can contribute to
/// them.
#[derive(Clone, Debug)]
pub(super) struct Origins(Vec<String>);

impl Origins {
    /// Reads the option `public_origins`.
    pub(super) fn compile(given: &[String]) -> Result<Self> {
        if given.is_empty() {
            return Err(Error::option(
                "public_origins is an empty list, for which no proof could be: leave it out if there are no proofs",
            ));
        }
        let read = |text: &String| {
            let url = Url::parse(text).map_err(|fault| {
                Error::option(format!("public_origins has a text that is no origin: {fault}"))
            })?;
            match url.is_origin() {
                true => Ok(url.origin()),
                false => Err(Error::option(
                    "public_origins has a URL with a path or query: an origin is scheme, host and port, such as https://api.example",
                )),
            }
        };
        given.iter().map(read).collect::<Result<_>>().map(Self)
    }

    /// Refuses a proof whose `htu` is not the URL of the request, `url`: a path, or a URL whose
    /// origin is one of these.
    pub(super) fn check(&self, url: &str, htu: &str) -> Result<()> {
        let request = without_query(url);
        let requested = if request.starts_with('/') {
            self.0
                .iter()
                .map(|origin| target(&format!("{origin}{request}")))
                .collect::<Option<Vec<_>>>()
        } else {
            Url::parse(request)
                .ok()
                .filter(|url| self.0.contains(&url.origin()))
                .map(|url| vec![url.target()])
        };
        let requested = requested.ok_or_else(|| {
            invalid("the URL of the request is neither a path nor a URL of one of public_origins, so that no proof can be for it")
        })?;
        let proven = target(without_query(htu))
            .ok_or_else(|| invalid("htu of the proof is no URL that begins with https:// or http://"))?;
        match requested.contains(&proven) {
            true => Ok(()),
            false => Err(invalid(
                "htu of the proof is another URL than one of public_origins with the path of the request",
            )),
        }
    }
}

/// A URL normalized for comparison: its origin and its path.
fn target(text: &str) -> Option<String> {
    Url::parse(text).ok().map(|url| url.target())
}

/// A URL without its query and fragment, which are not compared (RFC 9449, section 4.3).
pub(super) fn without_query(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or_default()
}
