//! One GET with `reqwest`.

use std::error::Error as _;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use reqwest::retry::never;
use reqwest::{Certificate, ClientBuilder, Error, Identity};
use tokenseal::Result;
use tokenseal::machine::{Answer, Failure, Fetch};
use tokio::net::lookup_host;
use tokio::time::timeout;

use crate::Settings;
use crate::common::{NOT_PUBLIC, require_public, texts, unusable};

/// Two clients, since which hosts may be reached is a property of the connection.
#[derive(Debug)]
pub(super) struct Client {
    any: reqwest::Client,
    public: reqwest::Client,
}

impl Client {
    pub(super) fn new(settings: &Settings) -> Result<Self> {
        let build = |builder: ClientBuilder| {
            builder
                .build()
                .map_err(|_| unusable("the certificates of this driver"))
        };
        let any = build(builder(settings)?)?;
        let public = build(builder(settings)?.dns_resolver(Arc::new(PublicOnly)))?;
        Ok(Self { any, public })
    }

    /// Makes the request, within its time limit.
    pub(super) async fn get(&self, fetch: &Fetch, settings: &Settings) -> Answer {
        let client = if fetch.only_public_address {
            &self.public
        } else {
            &self.any
        };
        let limit = Duration::from_secs_f64(fetch.timeout.max(0.001));
        let failed = |why| Answer::Failed { id: fetch.id, why };
        let Some(headers) = settings.headers_of(fetch) else {
            return failed(Failure::Connect);
        };
        match timeout(limit, get(client, fetch, headers)).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(error)) => failed(why(&error)),
            Err(_) => failed(Failure::Timeout),
        }
    }
}

fn builder(settings: &Settings) -> Result<ClientBuilder> {
    let mut builder = reqwest::Client::builder()
        .redirect(Policy::none())
        .retry(never())
        .referer(false)
        .no_proxy()
        .pool_max_idle_per_host(0);
    if let Some(pem) = &settings.roots {
        let roots = Certificate::from_pem_bundle(pem)
            .ok()
            .filter(|roots| !roots.is_empty());
        let roots = roots.ok_or_else(|| unusable("the certificates of roots"))?;
        builder = builder.tls_certs_only(roots);
    }
    if let Some(pem) = &settings.identity {
        builder = builder
            .identity(Identity::from_pem(pem).map_err(|_| unusable("the client's certificate or its key"))?);
    }
    Ok(builder)
}

async fn get(
    client: &reqwest::Client,
    fetch: &Fetch,
    headers: Vec<(String, String)>,
) -> Result<Answer, Error> {
    let mut request = client.get(&fetch.url);
    for (name, value) in headers {
        request = request.header(name, value);
    }
    let mut response = request.send().await?;
    let headers = texts(
        response
            .headers()
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_bytes())),
    );
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if (body.len() + chunk.len()) as u64 > fetch.max_bytes {
            return Ok(Answer::Failed {
                id: fetch.id,
                why: Failure::TooLarge,
            });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Answer::Response {
        id: fetch.id,
        status: response.status().as_u16(),
        headers,
        body,
    })
}

fn why(error: &Error) -> Failure {
    let mut source = error.source();
    while let Some(cause) = source {
        if cause.to_string() == NOT_PUBLIC {
            return Failure::UrlNotAllowed;
        }
        if is_tls(cause) {
            return Failure::Tls;
        }
        source = cause.source();
    }
    if error.is_timeout() {
        Failure::Timeout
    } else {
        Failure::Connect
    }
}

/// Whether rustls refused, however deeply the error is wrapped: the error inside an [`io::Error`]
/// is not its source.
fn is_tls(error: &(dyn std::error::Error + 'static)) -> bool {
    let inside = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    error.is::<rustls::Error>() || inside.is_some_and(|inside| is_tls(inside))
}

/// Resolves to public addresses only. The connection is made to the very addresses that were
/// checked.
#[derive(Debug)]
struct PublicOnly;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found: Vec<_> = lookup_host((name.as_str(), 0)).await?.collect();
            require_public(&found)?;
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}
