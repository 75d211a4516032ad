//! Which lists may be fetched: a token names the address, and must not be able to send its verifier
//! just anywhere.

use crate::error::{Error, Result};
use crate::http::url::Url;

/// The most addresses that a caller may name.
const MOST: usize = 1_000;

#[derive(Clone, Debug)]
pub(super) struct Allowed {
    exact: Vec<String>,
    /// These end in a slash.
    prefixes: Vec<String>,
    allow_http: bool,
}

impl Allowed {
    pub(super) fn compile(uris: &[String], allow_http: bool) -> Result<Self> {
        if uris.is_empty() {
            return Err(Error::option(
                "allowed_uris is empty, so that no status list could be fetched: name their addresses",
            ));
        }
        if uris.len() > MOST {
            return Err(Error::option(
                "allowed_uris has more than 1000 addresses: name the folder that they are in, with a slash at its end",
            ));
        }
        for uri in uris {
            let url = Url::parse(uri).map_err(|fault| {
                Error::option(format!(
                    "allowed_uris has an address that nothing can be fetched from: {fault}"
                ))
            })?;
            if !url.is_https() && !allow_http {
                return Err(Error::option(
                    "allowed_uris has an address that is not https, so that anybody on the way sees which lists are used: use https, \
                     or give allow_http in tests",
                ));
            }
            if uri.ends_with('/') && (uri.contains('?') || leads_elsewhere(uri)) {
                return Err(Error::option(
                    "allowed_uris has a folder with a query, or with . or .. in its path",
                ));
            }
        }
        let (prefixes, exact) = uris.iter().cloned().partition(|uri| uri.ends_with('/'));
        Ok(Self {
            exact,
            prefixes,
            allow_http,
        })
    }

    /// Those that are named exactly.
    pub(super) fn exact(&self) -> &[String] {
        &self.exact
    }

    /// Whether this address may be fetched.
    pub(super) fn allows(&self, uri: &str) -> bool {
        if self.exact.iter().any(|exact| exact == uri) {
            return true;
        }
        let is_below = self
            .prefixes
            .iter()
            .any(|prefix| uri.starts_with(prefix.as_str()));
        is_below
            && !leads_elsewhere(uri)
            && Url::parse(uri).is_ok_and(|url| url.is_https() || self.allow_http)
    }
}

/// Whether a path may lead out of the folder that it begins with: through a segment `.` or `..`,
/// however it is written, or an encoded slash.
fn leads_elsewhere(uri: &str) -> bool {
    let path = uri
        .split(['?', '#'])
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let hides_slash = path.contains("%2f") || path.contains("%5c");
    hides_slash
        || path
            .replace("%2e", ".")
            .split('/')
            .any(|segment| matches!(segment, "." | ".."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(uris: &[&str]) -> Result<Allowed> {
        Allowed::compile(
            &uris.iter().map(|uri| (*uri).to_owned()).collect::<Vec<_>>(),
            false,
        )
    }

    #[test]
    fn an_address_is_named_exactly_or_by_its_folder() {
        let allowed = allowed(&[
            "https://issuer.example/statuses/",
            "https://other.example/list?id=1",
            "https://issuer.example:8443/",
        ])
        .unwrap();
        for good in [
            "https://issuer.example/statuses/1",
            "https://issuer.example/statuses/a/b?c=d/..",
            "https://issuer.example/statuses/",
            "https://issuer.example/statuses/..a/a..",
            "https://other.example/list?id=1",
            "https://issuer.example:8443/x",
        ] {
            assert!(allowed.allows(good), "{good}");
        }
        for bad in [
            "",
            "https://issuer.example/statuses",
            "https://issuer.example/statusesx/1",
            "https://issuer.example/",
            "http://issuer.example/statuses/1",
            "https://issuer.example/statuses/../secret",
            "https://issuer.example/statuses/%2e%2E/secret",
            "https://issuer.example/statuses/.%2e/secret",
            "https://issuer.example/statuses/./1",
            "https://issuer.example/statuses/%2f..%2f1",
            "https://issuer.example/statuses/%5C1",
            "https://issuer.example/statuses/\\..\\secret",
            "https://issuer.example/statuses/1#fragment",
            "https://issuer.example/statuses/a b",
            "https://user@issuer.example/statuses/1",
            "https://issuer.example@evil.example/statuses/1",
            "https://issuer.example.evil.example/statuses/1",
            "https://ISSUER.example/statuses/1",
            "https://other.example/list?id=2",
            "https://other.example/list",
        ] {
            assert!(!allowed.allows(bad), "{bad}");
        }
    }

    #[test]
    fn what_could_not_hold_is_refused() {
        let many: Vec<String> = (0..=MOST)
            .map(|number| format!("https://a.example/{number}"))
            .collect();
        assert!(Allowed::compile(&many, false).is_err());
        let bad = [
            "",
            "*",
            "issuer.example",
            "ftp://a.example/",
            "http://a.example/",
            "https://a.example/?x=/",
            "https://a.example/../",
            "https://a b/",
        ];
        for bad in bad {
            assert!(allowed(&[bad]).is_err(), "{bad}");
        }
        assert!(allowed(&[]).is_err());
        assert!(
            Allowed::compile(&["http://127.0.0.1/".to_owned()], true)
                .unwrap()
                .allows("http://127.0.0.1/1")
        );
    }
}
