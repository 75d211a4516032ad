//! `[[api]]`: what tokens are for. Whatever else stands there are the core's options of a protected
//! resource.

use std::collections::BTreeMap;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Deserialize;

use super::Own;
use super::schema::Options;

/// A service behind the gateway, or several that have the same rules.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Api {
    /// What it is called: the last part of the path that its gateway asks at.
    pub name: String,
    /// The hosts that clients reach it by: a gateway that names no API is answered by the host of
    /// the request.
    #[serde(default)]
    pub hosts: Vec<String>,
    /// The file of its access rules.
    pub rules: Option<PathBuf>,
    /// Only these issuers, by their `issuer`; all of them if not given.
    pub issuers: Option<Vec<String>>,
    /// The `aud` that its tokens must have; of several, any will do. Those of the issuer if not given:
    /// then a token of that issuer is good at each of its APIs.
    pub token_audiences: Option<Vec<String>>,
    /// Files with secret or private keys that decrypt. With them its tokens are encrypted (nested: signed, then encrypted), and no others are accepted.
    #[serde(default)]
    pub decryption_keys: Vec<PathBuf>,
    /// The name of a `[[ring]]` whose keys decrypt, instead of files.
    pub decryption_ring: Option<String>,
    /// The algorithm of decryption keys in PEM, which do not say it.
    pub decryption_alg: Option<String>,
    /// The `aud` of the identity that it gets: its name if not given.
    pub audience: Option<String>,
    /// Plain headers that it gets, each with the claim that stands there. They are always set,
    /// empty where there is no such claim.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// Where the gateway says which certificate the client has shown. None is believed if not
    /// given.
    pub client_certificate: Option<ClientCertificate>,
}

/// The header by which a gateway passes on the client's certificate. The gateway must set it itself, or take the client's own away.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClientCertificate {
    /// Its name.
    pub header: String,
    /// How the certificate stands in it.
    pub form: CertificateForm,
}

/// How gateways write a certificate into a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CertificateForm {
    /// PEM, percent-encoded: nginx by `$ssl_client_escaped_cert`.
    EscapedPem,
    /// Base64 of the DER, a chain with commas between: Traefik by `passTLSClientCert`.
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
