//! One GET with `ureq`.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokenseal::Result;
use tokenseal::machine::{Answer, Failure, Fetch};
use ureq::config::Config;
use ureq::http::Uri;
use ureq::tls::{Certificate, ClientCert, PemItem, PrivateKey, RootCerts, TlsConfig, parse_pem};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error};

use crate::Settings;
use crate::common::{NOT_PUBLIC, require_public, texts, unusable};

/// Two agents, since which hosts may be reached is a property of the connection.
#[derive(Debug)]
pub(super) struct Client {
    any: Agent,
    public: Agent,
}

impl Client {
    pub(super) fn new(settings: &Settings) -> Result<Self> {
        let config = Agent::config_builder()
            .tls_config(tls(settings)?)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .accept_encoding("identity")
            .max_idle_connections(0)
            .build();
        Ok(Self {
            any: config.new_agent(),
            public: Agent::with_parts(config, DefaultConnector::default(), PublicOnly::default()),
        })
    }

    /// Makes the request, within its time limit.
    pub(super) fn get(&self, fetch: &Fetch, settings: &Settings) -> Answer {
        let agent = if fetch.only_public_address {
            &self.public
        } else {
            &self.any
        };
        let failed = |why| Answer::Failed { id: fetch.id, why };
        let Some(headers) = settings.headers_of(fetch) else {
            return failed(Failure::Connect);
        };
        get(agent, fetch, headers).unwrap_or_else(|error| failed(why(&error)))
    }
}

fn get(agent: &Agent, fetch: &Fetch, headers: Vec<(String, String)>) -> Result<Answer, Error> {
    let mut request = agent.get(&fetch.url);
    for (name, value) in headers {
        request = request.header(name, value);
    }
    let timeout = Duration::from_secs_f64(fetch.timeout.max(0.001));
    let mut response = request.config().timeout_global(Some(timeout)).build().call()?;
    let headers = texts(
        response
            .headers()
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_bytes())),
    );
    let body = response
        .body_mut()
        .with_config()
        .limit(fetch.max_bytes)
        .read_to_vec()?;
    Ok(Answer::Response {
        id: fetch.id,
        status: response.status().as_u16(),
        headers,
        body,
    })
}

fn why(error: &Error) -> Failure {
    match error {
        Error::Timeout(_) => Failure::Timeout,
        Error::BodyExceedsLimit(_) => Failure::TooLarge,
        Error::Tls(_) | Error::Pem(_) | Error::Rustls(_) => Failure::Tls,
        Error::Io(error) if error.kind() == io::ErrorKind::TimedOut => Failure::Timeout,
        Error::Io(error) => match error.get_ref() {
            Some(inner) if inner.is::<rustls::Error>() => Failure::Tls,
            Some(inner) if inner.to_string() == NOT_PUBLIC => Failure::UrlNotAllowed,
            _ => Failure::Connect,
        },
        _ => Failure::Connect,
    }
}

/// TLS with AWS-LC, like everything else. The trusted certificates are the platform's, or the
/// caller's own.
fn tls(settings: &Settings) -> Result<TlsConfig> {
    let roots = match &settings.roots {
        Some(pem) => RootCerts::from(certificates(pem).ok_or_else(|| unusable("the certificates of roots"))?),
        None => RootCerts::PlatformVerifier,
    };
    let identity = match &settings.identity {
        Some(pem) => Some(identity(pem).ok_or_else(|| unusable("the client's certificate or its key"))?),
        None => None,
    };
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    Ok(TlsConfig::builder()
        .unversioned_rustls_crypto_provider(provider)
        .root_certs(roots)
        .client_cert(identity)
        .build())
}

fn certificates(pem: &[u8]) -> Option<Vec<Certificate<'static>>> {
    let certificate = |item| match item {
        Ok(PemItem::Certificate(certificate)) => Some(certificate),
        _ => None,
    };
    let certificates: Vec<_> = parse_pem(pem).filter_map(certificate).collect();
    (!certificates.is_empty()).then_some(certificates)
}

fn identity(pem: &[u8]) -> Option<ClientCert> {
    Some(ClientCert::new_with_certs(
        &certificates(pem)?,
        PrivateKey::from_pem(pem).ok()?,
    ))
}

/// Resolves to public addresses only. The connection is made to the very addresses that were
/// checked.
#[derive(Debug, Default)]
struct PublicOnly(DefaultResolver);

impl Resolver for PublicOnly {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.0.resolve(uri, config, timeout)?;
        require_public(found.iter())?;
        Ok(found)
    }
}
