//! The metadata of a protected resource (RFC 9728).

use serde::Serialize;

use crate::error::{Error, Result};
use crate::http::url::{Url, well_known_resource};
use crate::http::{algorithms, is_scope};
use crate::options::ResourceOptions;

/// What is published, and where.
#[derive(Debug)]
pub(super) struct Metadata {
    pub(super) url: Url,
    pub(super) json: String,
}

/// RFC 9728, section 2.
#[derive(Serialize)]
struct Members<'a> {
    resource: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    authorization_servers: Option<&'a [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scopes_supported: Option<&'a [String]>,
    bearer_methods_supported: [&'static str; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    resource_documentation: Option<&'a str>,
    #[serde(skip_serializing_if = "is_false")]
    tls_client_certificate_bound_access_tokens: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    dpop_signing_alg_values_supported: Vec<&'static str>,
    #[serde(skip_serializing_if = "is_false")]
    dpop_bound_access_tokens_required: bool,
}

impl Metadata {
    /// Compiles the options; None if the resource has no URL. `takes_proofs` and `is_required` say
    /// what the verifier requires of senders.
    pub(super) fn compile(
        options: &ResourceOptions,
        takes_proofs: bool,
        is_required: bool,
    ) -> Result<Option<Self>> {
        let ResourceOptions {
            resource,
            authorization_servers,
            scopes_supported,
            documentation,
            ..
        } = options;
        let Some(resource) = resource else {
            let needs = [
                ("authorization_servers", authorization_servers.is_some()),
                ("scopes_supported", scopes_supported.is_some()),
                ("documentation", documentation.is_some()),
            ];
            return match needs.iter().find(|(_, is_given)| *is_given) {
                Some((name, _)) => Err(Error::option(format!(
                    "{name} is for the metadata of the resource, which need its URL: give resource"
                ))),
                None => Ok(None),
            };
        };
        let url = protected_url(resource, "resource")?;
        if url.has_query() {
            return Err(Error::option(
                "resource has a query: its metadata are found by their path alone",
            ));
        }
        for server in texts(authorization_servers.as_deref(), "authorization_servers")? {
            if protected_url(server, "authorization_servers")?.has_query() {
                return Err(Error::option(
                    "authorization_servers has a URL with a query: an issuer has none (RFC 8414, section 2)",
                ));
            }
        }
        if !texts(scopes_supported.as_deref(), "scopes_supported")?
            .iter()
            .all(|scope| is_scope(scope))
        {
            return Err(Error::option(
                "scopes_supported has a text that is no scope (RFC 6749, section 3.3)",
            ));
        }
        documentation
            .as_deref()
            .map(|url| protected_url(url, "documentation"))
            .transpose()?;
        let members = Members {
            resource,
            authorization_servers: authorization_servers.as_deref(),
            scopes_supported: scopes_supported.as_deref(),
            bearer_methods_supported: ["header"],
            resource_documentation: documentation.as_deref(),
            tls_client_certificate_bound_access_tokens: is_required && !takes_proofs,
            dpop_signing_alg_values_supported: if takes_proofs { algorithms() } else { Vec::new() },
            dpop_bound_access_tokens_required: is_required && takes_proofs,
        };
        let json = serde_json::to_string(&members)
            .map_err(|_| Error::option("the metadata of the resource cannot be written as JSON"))?;
        let url = well_known_resource(&url)
            .map_err(|fault| Error::option(format!("resource has metadata at no URL: {fault}")))?;
        Ok(Some(Self { url, json }))
    }
}

/// A URL whose response nobody on the network path can change.
fn protected_url(text: &str, option: &str) -> Result<Url> {
    let url = Url::parse(text)
        .map_err(|fault| Error::option(format!("{option} has a text that is no URL to use: {fault}")))?;
    match url.is_protected() {
        true => Ok(url),
        false => Err(Error::option(format!(
            "{option} has a URL that begins with http://, which is for hosts on the same machine only"
        ))),
    }
}

fn texts<'a>(list: Option<&'a [String]>, option: &str) -> Result<&'a [String]> {
    match list {
        Some([]) => Err(Error::option(format!("{option} is an empty list: leave it out"))),
        list => Ok(list.unwrap_or_default()),
    }
}

fn is_false(flag: &bool) -> bool {
    !flag
}
