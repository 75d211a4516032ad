//! `[[api]]`: what tokens are for. Its other members are the core's options of a protected
//! resource.

use std::collections::BTreeMap;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Deserialize;

use super::Own;
use super::schema::Options;

/// A service behind the gateway, or several that share the same rules.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Api {
    /// Its name: the last part of the path at which its gateway asks.
    pub name: String,
    /// The hosts under which clients reach it: if a gateway names no API, the request's host
    /// selects one.
    #[serde(default)]
    pub hosts: Vec<String>,
    /// The file of its access rules.
    pub rules: Option<PathBuf>,
    /// Only these issuers, by their `issuer`; all of them if omitted.
    pub issuers: Option<Vec<String>>,
    /// The `aud` that its tokens must have; any one of several will do. The issuer's if omitted: a
    /// token of that issuer is then accepted at each of its APIs.
    pub token_audiences: Option<Vec<String>>,
    /// Files with secret or private keys that decrypt. With them, only encrypted tokens (nested:
    /// signed, then encrypted) are accepted.
    #[serde(default)]
    pub decryption_keys: Vec<PathBuf>,
    /// The name of a `[[ring]]` whose keys decrypt, instead of files.
    pub decryption_ring: Option<String>,
    /// The algorithm of decryption keys in PEM, which does not name one.
    pub decryption_alg: Option<String>,
    /// The `aud` of the identity that it gets; its name if omitted.
    pub audience: Option<String>,
    /// Plain headers that it gets, each with its claim. They are always set, and empty if there is
    /// no such claim.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// Where the gateway passes on the client's certificate. If omitted, no certificate is trusted.
    pub client_certificate: Option<ClientCertificate>,
}

/// The header in which a gateway passes on the client's certificate. The gateway must set it
/// itself, or remove the client's own.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClientCertificate {
    /// Its name.
    pub header: String,
    /// How the certificate is written in it.
    pub form: CertificateForm,
}

/// How gateways write a certificate into a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CertificateForm {
    /// PEM, percent-encoded: nginx with `$ssl_client_escaped_cert`.
    EscapedPem,
    /// Base64 of the DER, with commas between the certificates of a chain: Traefik with
    /// `passTLSClientCert`.
    Base64,
    /// Base64 of the DER between colons (RFC 9440): Caddy, HAProxy and others.
    Rfc9440,
    /// Envoy's `X-Forwarded-Client-Cert`: the member `Cert` of its only element.
    Xfcc,
}

impl Own for Api {
    const NAMES: &'static [&'static str] = &[
        "name",
        "hosts",
        "rules",
        "issuers",
        "token_audiences",
        "decryption_keys",
        "decryption_ring",
        "decryption_alg",
        "audience",
        "headers",
        "client_certificate",
    ];
    const OPTIONS: Options = Options {
        set: "ResourceOptions",
        function: "ProtectedResource",
        left_out: &["form", "cookie"],
    };
}
