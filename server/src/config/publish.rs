//! `[[ring]]` and `[[status_list]]`: what is published.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Deserialize;

/// A ring whose public keys are published at `/jwks/NAME`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishedRing {
    /// Its name.
    pub name: String,
    /// Its file.
    pub file: PathBuf,
    /// The file of the key that protects it; the configuration's own if omitted.
    pub protect_with: Option<PathBuf>,
}

/// A status list that is published at `/status/NAME`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishedStatusList {
    /// Its name.
    pub name: String,
    /// Its file, which `tokenseal status-list` maintains.
    pub file: PathBuf,
    /// The URL by which tokens name it.
    pub uri: String,
    /// The name of the `[[ring]]` that signs it.
    pub ring: String,
    /// How long those who fetch it may cache it.
    #[serde(default = "ttl")]
    pub ttl: String,
}

fn ttl() -> String {
    "1m".to_owned()
}
