//! Where keys are published, and which addresses may be requested.

use std::net::IpAddr;

use crate::error::{Error, Result};
use crate::http::url::{Fault, Url, well_known_oauth, well_known_openid};
use crate::machine::is_public_address;
use crate::options::RemoteOptions;

/// Where the keys of a set are.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub(super) place: Place,
    /// The caller named this one: the caller's headers are sent there, and its address may be a
    /// private one.
    home: String,
    allow_http: bool,
    allowed_hosts: Option<Vec<String>>,
}

/// An address of the keys, or of the metadata that gives it.
#[derive(Clone, Debug)]
pub(super) enum Place {
    Keys(String),
    /// Addresses to try one after the other, and the issuer that the metadata must belong to.
    Metadata {
        urls: Vec<String>,
        issuer: String,
    },
}

impl Source {
    pub(super) fn compile(url: Option<&str>, options: &RemoteOptions) -> Result<Self> {
        let given = [
            url.is_some(),
            options.metadata_url.is_some(),
            options.issuer.is_some(),
        ];
        if given.iter().filter(|given| **given).count() != 1 {
            return Err(Error::option(
                "a RemoteKeySet needs one place to find its keys: the url of a JWK Set, the issuer whose metadata names it, or a metadata_url",
            ));
        }
        let named = |text: &str, name: &str| named_url(text, name, options.allow_http);
        let (home, place) = match (url, &options.metadata_url, &options.issuer) {
            (Some(url), ..) => {
                if options.metadata_issuer.is_some() {
                    return Err(Error::option(
                        "metadata_issuer is for metadata, and url names the keys themselves: leave it out",
                    ));
                }
                (named(url, "url")?, Place::Keys(url.to_owned()))
            }
            (None, Some(url), _) => {
                let issuer = options.metadata_issuer.clone().ok_or_else(|| {
                    Error::option("metadata_url needs metadata_issuer: metadata is only believed about the issuer that it is asked for")
                })?;
                (
                    named(url, "metadata_url")?,
                    Place::Metadata {
                        urls: vec![url.clone()],
                        issuer,
                    },
                )
            }
            (None, None, issuer) => {
                let issuer = issuer.as_deref().unwrap_or_default();
                let home = named(issuer, "issuer")?;
                let urls = [well_known_openid(&home), well_known_oauth(&home)];
                let urls = urls
                    .into_iter()
                    .map(|url| url.map(|url| url.as_str().to_owned()))
                    .collect::<Result<Vec<_>, _>>();
                let urls = urls.map_err(|fault| wrong("issuer", fault))?;
                let expected = options.metadata_issuer.as_deref().unwrap_or(issuer).to_owned();
                (
                    home,
                    Place::Metadata {
                        urls,
                        issuer: expected,
                    },
                )
            }
        };
        if options.allowed_hosts.is_some() && matches!(place, Place::Keys(_)) {
            return Err(Error::option(
                "allowed_hosts is for the addresses that metadata names, and url names the keys themselves: leave it out",
            ));
        }
        let allowed_hosts = options
            .allowed_hosts
            .as_ref()
            .map(|hosts| hosts.iter().map(|host| named_host(host)).collect())
            .transpose()?;
        Ok(Self {
            place,
            home: home.origin(),
            allow_http: options.allow_http,
            allowed_hosts,
        })
    }

    /// Whether an address named by metadata may be requested.
    pub(super) fn allows(&self, text: &str) -> bool {
        let Ok(url) = Url::parse(text) else { return false };
        let is_safe = url.is_https() || self.allow_http;
        let is_home = url.origin() == self.home;
        is_safe && (is_home || self.allowed_hosts.is_none() && !is_private_literal(&url) || self.names(&url))
    }

    /// Whether the caller named the host of this address. Requests to it may include the caller's
    /// own headers.
    pub(super) fn is_callers(&self, text: &str) -> bool {
        Url::parse(text).is_ok_and(|url| url.origin() == self.home || self.names(&url))
    }

    fn names(&self, url: &Url) -> bool {
        self.allowed_hosts
            .as_ref()
            .is_some_and(|hosts| hosts.iter().any(|host| host == url.host()))
    }
}

/// Whether the host is an address in someone's own network, where metadata must not lead. Drivers
/// resolve names.
fn is_private_literal(url: &Url) -> bool {
    let host = url.host();
    let is_address = host.starts_with('[') || host.parse::<IpAddr>().is_ok();
    is_address && !is_public_address(host)
}

fn named_url(text: &str, name: &str, allow_http: bool) -> Result<Url> {
    let url = Url::parse(text).map_err(|fault| wrong(name, fault))?;
    if !url.is_https() && !allow_http {
        return Err(Error::option(format!(
            "{name} is not https, so that anybody on the way could give out keys: use https, or give allow_http in tests"
        )));
    }
    Ok(url)
}

/// A host as it appears in URLs. Anything else could never equal one, so the option would allow
/// nothing.
fn named_host(text: &str) -> Result<String> {
    let host = text.to_ascii_lowercase();
    let is_host = Url::parse(&format!("https://{host}/")).is_ok_and(|url| url.host() == host);
    if !is_host {
        return Err(Error::option(
            "allowed_hosts are names or addresses alone, such as keys.example, 192.0.2.1 or [2001:db8::1]: without a scheme, a port, a path or a *",
        ));
    }
    Ok(host)
}

fn wrong(name: &str, fault: Fault) -> Error {
    Error::option(format!(
        "{name} is no address that keys can be fetched from: {fault}"
    ))
}
