//! `[[ring]]` and `[[status_list]]`: what is published.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Deserialize;

/// A ring whose public keys are published, at `/jwks/NAME`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishedRing {
    /// What it is called.
    pub name: String,
    /// Its file.
    pub file: PathBuf,
    /// The file of the key that protects it; the configuration's own if not given.
    pub protect_with: Option<PathBuf>,
}

/// A status list that is published, at `/status/NAME`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishedStatusList {
    /// What it is called.
    pub name: String,
    /// Its file, which `tokenseal status-list` keeps.
    pub file: PathBuf,
    /// The URL that tokens name it by.
    pub uri: String,
    /// The name of the `[[ring]]` that signs it.
    pub ring: String,
    /// How long those who fetch it may keep it.
    #[serde(default = "ttl")]
    pub ttl: String,
}

fn ttl() -> String {
    "1m".to_owned()
}
