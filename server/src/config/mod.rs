//! The configuration: one TOML file, or the arguments of a quick start.

mod address;
mod apis;
mod clients;
mod events;
mod form;
mod internal;
mod issuers;
mod problem;
mod publish;
mod rules;
mod schema;
mod section;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use toml::de::DeTable;

pub use address::Address;
pub use apis::{Api, CertificateForm, ClientCertificate};
pub use clients::{Client, Exchange, Oauth, Permission};
pub use events::Events;
pub use internal::Internal;
pub use issuers::Issuer;
pub use problem::{Problem, Problems, Step};
pub use publish::{PublishedRing, PublishedStatusList};
pub(crate) use rules::{advice, contradictions};
pub use schema::schema;
pub use section::{Own, Section};

/// The content of the file. Every path in it is relative to the file's folder.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where gateways and services ask.
    #[serde(default = "listen", deserialize_with = "one_or_many")]
    #[schemars(schema_with = "schema::addresses")]
    pub listen: Vec<Address>,
    /// Where Envoy asks over gRPC; nowhere if omitted.
    pub grpc: Option<Address>,
    /// A certificate, to listen with TLS.
    pub tls: Option<Tls>,
    /// The administrator's page.
    pub admin: Option<Admin>,
    /// The folder for saved state: rings, revocations. It is in memory if neither this nor a store
    /// is given.
    pub state: Option<PathBuf>,
    /// The file of the key that protects rings; created in the state folder if omitted.
    pub protect_with: Option<PathBuf>,
    /// Redis or Valkey, for several instances.
    pub store: Option<Store>,
    /// How long requests that have begun may still take when the program shuts down.
    #[serde(default = "grace")]
    pub drain_seconds: u64,
    /// How long `/readyz` announces the shutdown before the program stops accepting requests: give
    /// load balancers time to notice.
    #[serde(default)]
    pub notice_seconds: u64,
    /// How long a connection may be idle, and a request may take to arrive (its body at most 30
    /// seconds): longer than gateways keep theirs open, so that none sends a request on a
    /// connection that is just being closed.
    #[serde(default = "idle")]
    pub idle_seconds: u64,
    /// What is logged: `warn`, `info`, or `debug`, which adds a line for each check.
    #[serde(default)]
    pub log: Level,
    /// Who issues the tokens.
    #[serde(default, rename = "issuer")]
    pub issuers: Vec<Section<Issuer>>,
    /// What tokens are for.
    #[serde(default, rename = "api")]
    pub apis: Vec<Section<Api>>,
    /// The identity that services get instead of the client's token.
    pub internal: Option<Internal>,
    /// What applies to all clients.
    #[serde(default)]
    pub oauth: Oauth,
    /// Programs that introspect, revoke and exchange tokens.
    #[serde(default, rename = "client")]
    pub clients: Vec<Client>,
    /// Which tokens are exchanged for which.
    #[serde(default, rename = "exchange")]
    pub exchanges: Vec<Exchange>,
    /// Rings whose public keys are published.
    #[serde(default, rename = "ring")]
    pub rings: Vec<PublishedRing>,
    /// Published status lists.
    #[serde(default, rename = "status_list")]
    pub status_lists: Vec<PublishedStatusList>,
    /// Who may report that sessions have ended.
    #[serde(default, rename = "events")]
    pub events: Vec<Section<Events>>,
}

/// What is logged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// What needs attention.
    Warn,
    /// What happens, and refused checks, a few a second.
    #[default]
    Info,
    /// Each check.
    Debug,
}

/// The certificate of the listener.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tls {
    /// The file of the certificates, in PEM, with the server's own first.
    pub certificate: PathBuf,
    /// The file of its private key, in PEM.
    pub key: PathBuf,
    /// The file of the authorities that must have signed callers' certificates; if omitted, callers
    /// need no certificate.
    pub client_ca: Option<PathBuf>,
}

/// The administrator's page.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Admin {
    /// Where it listens.
    pub listen: Address,
    /// Allow an address that other machines can reach.
    #[serde(default)]
    pub allow_remote: bool,
}

/// A Redis or Valkey server.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Store {
    /// Its URL: `redis://`, `rediss://`, `valkey://` or `valkeys://`. It may hold a password:
    /// better use `url_file`.
    pub url: Option<String>,
    /// The file that holds the URL.
    pub url_file: Option<PathBuf>,
    /// The prefix of all keys.
    #[serde(default = "namespace")]
    pub namespace: String,
    /// Create lists and rings that do not exist: for the first start.
    #[serde(default)]
    pub create: bool,
    /// The longest lifetime of a token, for lists that are created.
    pub longest_lifetime: Option<String>,
}

static SCHEMA: LazyLock<serde_json::Value> = LazyLock::new(schema);

impl Config {
    /// Reads a file.
    ///
    /// # Errors
    /// What is wrong, with its line.
    pub fn read(path: &Path) -> Result<(Self, String), Problems> {
        let text = std::fs::read_to_string(path).map_err(|error| Problems::unreadable(path, &error))?;
        let config = Self::parse(Some(path), &text)?;
        Ok((config, text))
    }

    /// Reads a text.
    ///
    /// # Errors
    /// What is wrong, with its line.
    pub fn parse(path: Option<&Path>, text: &str) -> Result<Self, Problems> {
        let table = DeTable::parse(text).map_err(|error| Problems::of_form(path, text, &error))?;
        let found = form::problems(table.get_ref(), &SCHEMA);
        if !found.is_empty() {
            return Err(Problems::new(path, text, found));
        }
        toml::from_str(text).map_err(|error| Problems::of_form(path, text, &error))
    }
}

impl Config {
    /// How long a connection may be idle.
    pub(crate) fn idle(&self) -> Duration {
        Duration::from_secs(self.idle_seconds.max(1))
    }
}

fn listen() -> Vec<Address> {
    vec![Address::Tcp(([127, 0, 0, 1], 8181).into())]
}

fn idle() -> u64 {
    130
}

fn grace() -> u64 {
    30
}

fn namespace() -> String {
    "tokenseal".to_owned()
}

fn one_or_many<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<Address>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OneOrMany {
        One(Address),
        Many(Vec<Address>),
    }
    Ok(match OneOrMany::deserialize(deserializer)? {
        OneOrMany::One(address) => vec![address],
        OneOrMany::Many(addresses) => addresses,
    })
}
