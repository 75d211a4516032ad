//! The URLs from which keys and metadata are fetched.

use std::fmt;
use std::net::Ipv4Addr;

use fluent_uri::Uri;

use super::path;

/// An absolute `http` or `https` URL that every client reads the same way (RFC 3986, with the rules
/// of [`Fault`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Url {
    text: String,
    is_https: bool,
    host: String,
    port: u16,
    path: String,
    has_query: bool,
}

/// The rule that a URL breaks. Its text does not quote the URL, which may contain a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Longer than [`Url::MAX_BYTES`].
    TooLong,
    /// Not an absolute URI as defined by RFC 3986: relative, not ASCII, or with characters that
    /// must be percent-encoded.
    Syntax,
    /// Neither `http` nor `https`.
    Scheme,
    /// With a user name or password.
    Userinfo,
    /// With a fragment, which would never be sent.
    Fragment,
    /// Without a host, or with one that clients read differently.
    Host,
    /// With a port that is empty, 0 or above 65535.
    Port,
    /// With a query, although an issuer is expected.
    Query,
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Fault::TooLong => "the URL is longer than 2048 bytes",
            Fault::Syntax => "the URL is not an absolute URI of ASCII characters (RFC 3986)",
            Fault::Scheme => "the URL begins with neither https:// nor http://",
            Fault::Userinfo => "the URL has a user name or password in it: give credentials as headers",
            Fault::Fragment => "the URL has a fragment (#)",
            Fault::Host => {
                "the URL has no host, or one that is neither a name in ASCII, nor an IPv4 address, nor an IPv6 address in brackets"
            }
            Fault::Port => "the port of the URL is not a number from 1 to 65535",
            Fault::Query => "an issuer's URL has no query (RFC 8414, section 2)",
        })
    }
}

impl Url {
    /// The longest URL.
    pub(crate) const MAX_BYTES: usize = 2048;

    /// Parses a URL without changing it.
    pub(crate) fn parse(text: &str) -> Result<Self, Fault> {
        if text.len() > Self::MAX_BYTES {
            return Err(Fault::TooLong);
        }
        let uri = Uri::parse(text).map_err(|_| Fault::Syntax)?;
        let scheme = uri.scheme().as_str();
        let is_https = scheme.eq_ignore_ascii_case("https");
        if !is_https && !scheme.eq_ignore_ascii_case("http") {
            return Err(Fault::Scheme);
        }
        let authority = uri.authority().ok_or(Fault::Host)?;
        if authority.has_userinfo() {
            return Err(Fault::Userinfo);
        }
        if uri.has_fragment() {
            return Err(Fault::Fragment);
        }
        let host = authority.host().to_ascii_lowercase();
        if !is_host(&host) {
            return Err(Fault::Host);
        }
        let port = match authority.port() {
            Some(port) => port
                .as_str()
                .parse()
                .ok()
                .filter(|port| *port > 0)
                .ok_or(Fault::Port)?,
            None => default_port(is_https),
        };
        let path = uri.path().as_str().to_owned();
        Ok(Self {
            text: text.to_owned(),
            is_https,
            host,
            port,
            path,
            has_query: uri.has_query(),
        })
    }

    /// Whether it consists only of an origin, with or without a trailing slash.
    pub(crate) fn is_origin(&self) -> bool {
        matches!(self.path.as_str(), "" | "/") && !self.has_query
    }

    /// Origin and path, normalized for comparison: RFC 3986, sections 6.2.2 and 6.2.3. No query.
    pub(crate) fn target(&self) -> String {
        self.origin() + &path::normalized(&self.path)
    }

    /// Whether nobody on the network path can change what is fetched: it uses https, or is on the
    /// same machine.
    pub(crate) fn is_protected(&self) -> bool {
        let is_own = || {
            self.host == "localhost"
                || self.host == "[::1]"
                || self.host.parse::<Ipv4Addr>().is_ok_and(|one| one.is_loopback())
        };
        self.is_https || is_own()
    }

    /// The path, as it was given.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// Whether there is a query.
    pub(crate) fn has_query(&self) -> bool {
        self.has_query
    }

    /// Whether the scheme is `https`.
    pub(crate) fn is_https(&self) -> bool {
        self.is_https
    }

    /// The host in lower case: a name, an IPv4 address, or an IPv6 address in its brackets.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// The port, or that of the scheme if none is given.
    #[cfg_attr(not(test), expect(dead_code, reason = "only tests ask for it yet"))]
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// The text, as it was given.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Scheme, host and port, normalized for comparison (RFC 6454, section 6.2).
    pub(crate) fn origin(&self) -> String {
        let scheme = if self.is_https { "https" } else { "http" };
        let Self { host, port, .. } = self;
        if *port == default_port(self.is_https) {
            format!("{scheme}://{host}")
        } else {
            format!("{scheme}://{host}:{port}")
        }
    }
}

fn default_port(is_https: bool) -> u16 {
    if is_https { 443 } else { 80 }
}

/// Whether all clients connect to the same host. RFC 3986 allows names that some clients
/// percent-decode, and numbers such as `127.1` and `0x7f000001` that some take for addresses,
/// either of which would defeat a list of allowed hosts.
fn is_host(host: &str) -> bool {
    if let Some(address) = host.strip_prefix('[') {
        // Future address forms (`[v1.x]`) are nothing that anyone connects to.
        return !address.starts_with('v');
    }
    let name = host.strip_suffix('.').unwrap_or(host);
    let is_name = name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    is_name
        && name.split('.').all(|label| !label.is_empty())
        && (!ends_in_number(name) || host.parse::<Ipv4Addr>().is_ok())
}

/// Whether the last label would make a client try to parse an address, as the URL standard for
/// browsers does.
fn ends_in_number(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or_default();
    let is_hexadecimal = last
        .strip_prefix("0x")
        .is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
    is_hexadecimal || last.bytes().all(|byte| byte.is_ascii_digit())
}

/// Where an OpenID provider publishes its metadata: below the issuer, without its trailing slash
/// (OpenID Connect Discovery 1.0, section 4.1).
pub(crate) fn well_known_openid(issuer: &Url) -> Result<Url, Fault> {
    well_known(issuer, |before| {
        format!("{before}/.well-known/openid-configuration")
    })
}

/// Where an authorization server publishes its metadata: between the host and path of the issuer
/// (RFC 8414, section 3.1).
pub(crate) fn well_known_oauth(issuer: &Url) -> Result<Url, Fault> {
    let path = issuer.path.strip_suffix('/').unwrap_or(&issuer.path);
    well_known(issuer, |before| {
        let host = before.strip_suffix(path).unwrap_or(before);
        format!("{host}/.well-known/oauth-authorization-server{path}")
    })
}

/// Where a protected resource publishes its metadata: between the host and path of its URL (RFC
/// 9728, section 3.1). It has no query.
pub(crate) fn well_known_resource(resource: &Url) -> Result<Url, Fault> {
    let path = resource
        .path
        .strip_prefix('/')
        .filter(|inside| !inside.is_empty())
        .map_or("", |_| resource.path.as_str());
    let host = resource
        .text
        .strip_suffix(resource.path.as_str())
        .unwrap_or(&resource.text);
    Url::parse(&format!("{host}/.well-known/oauth-protected-resource{path}"))
}

/// The URL made from the issuer without its trailing slash.
fn well_known(issuer: &Url, make: impl FnOnce(&str) -> String) -> Result<Url, Fault> {
    if issuer.has_query {
        return Err(Fault::Query);
    }
    Url::parse(&make(issuer.text.strip_suffix('/').unwrap_or(&issuer.text)))
}
