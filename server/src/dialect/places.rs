//! Where each gateway says which request it asks about. Whatever is missing, doubled or malformed
//! is refused; the path of the gateway's own request is never taken for the client's.

use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::http::uri::PathAndQuery;
use tokenseal::Error;

use super::original::{Original, Said, malformed, misconfigured};

/// How a gateway asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// nginx, `auth_request`.
    Nginx,
    /// Traefik, ForwardAuth.
    Traefik,
    /// Caddy, `forward_auth`.
    Caddy,
    /// Apache APISIX, `forward-auth`.
    Apisix,
    /// Envoy, `ext_authz` over HTTP.
    Envoy,
}

impl Dialect {
    /// Its name, in paths and metrics.
    pub(super) fn name(self) -> &'static str {
        match self {
            Dialect::Nginx => "nginx",
            Dialect::Traefik => "traefik",
            Dialect::Caddy => "caddy",
            Dialect::Apisix => "apisix",
            Dialect::Envoy => "envoy",
        }
    }

    /// The API that the gateway names, and the request that it asks about.
    pub(super) fn read<'a>(self, asked: &'a Parts) -> (Option<&'a str>, Result<Original<'a>, Error>) {
        let target = asked.uri.path_and_query().map_or("", PathAndQuery::as_str);
        let path = target.split_once('?').map_or(target, |(path, _)| path);
        let named = |path: &'a str| path.splitn(4, '/').nth(3).filter(|api| !api.is_empty());
        match self {
            Dialect::Nginx => (named(path), nginx(&asked.headers)),
            Dialect::Traefik | Dialect::Caddy | Dialect::Apisix => (named(path), forwarded(&asked.headers)),
            Dialect::Envoy => envoy(target, asked),
        }
    }
}

/// nginx says nothing by itself: `proxy_set_header` in the example does. It gives either the URI
/// and perhaps the host, or, like ingress-nginx, the whole URL.
fn nginx(headers: &HeaderMap) -> Result<Original<'_>, Error> {
    let said = Said(headers);
    let method = said.needed("x-original-method")?;
    let (target, host) = match (said.one("x-original-uri")?, said.one("x-original-url")?) {
        (Some(uri), None) => (uri, said.one("x-original-host")?),
        (None, Some(url)) => parted(url)?,
        (None, None) => {
            return Err(misconfigured(
                "the gateway sends neither X-Original-URI nor X-Original-URL: see the example of its configuration",
            ));
        }
        (Some(_), Some(_)) => {
            return Err(misconfigured(
                "X-Original-URI and X-Original-URL are both there: have the gateway send one, and take the client's own away",
            ));
        }
    };
    Original::new(method, target, host, headers)
}

/// The host, and the path and query, of a URL.
fn parted(url: &str) -> Result<(&str, Option<&str>), Error> {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    let parts = rest.and_then(|rest| rest.split_at_checked(rest.find('/')?));
    let (host, target) = parts.ok_or_else(|| {
        malformed("X-Original-URL is no URL that begins with https:// or http:// and has a path")
    })?;
    Ok((target, Some(host)))
}

/// Traefik, Caddy and APISIX say it in the same headers, and replace what the client sent.
fn forwarded(headers: &HeaderMap) -> Result<Original<'_>, Error> {
    let said = Said(headers);
    let (method, target) = (
        said.needed("x-forwarded-method")?,
        said.needed("x-forwarded-uri")?,
    );
    Original::new(method, target, said.one("x-forwarded-host")?, headers)
}

/// Envoy sends the client's own request line, with a prefix before the path: `/auth/envoy/API`, or
/// `/auth/envoy/*` if the host determines the API.
fn envoy<'a>(target: &'a str, asked: &'a Parts) -> (Option<&'a str>, Result<Original<'a>, Error>) {
    let rest = target.strip_prefix("/auth/envoy/").unwrap_or_default();
    let (api, target) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let original = || {
        // Over HTTP/2 the host is in the request line.
        let host = match asked.uri.authority() {
            Some(authority) => Some(authority.as_str()),
            None => Said(&asked.headers).one("host")?,
        };
        Original::new(asked.method.as_str(), target, host, &asked.headers)
    };
    (Some(api).filter(|api| *api != "*"), original())
}
