//! `[[client]]` and `[[exchange]]`: programs that may introspect, revoke and exchange tokens.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Deserialize;

/// A program that asks about tokens.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Client {
    /// Its `client_id`.
    pub id: String,
    /// The file that holds its secret, one line.
    pub secret_file: Option<PathBuf>,
    /// Files with its public keys, for `private_key_jwt`.
    #[serde(default)]
    pub keys: Vec<PathBuf>,
    /// What it may do.
    pub may: Vec<Permission>,
    /// The API that it asks for: introspection tells it of tokens that are for this one, and `aud` is its audience.
    pub api: Option<String>,
    /// How many requests a minute it may send.
    pub requests_per_minute: Option<u32>,
}

/// What a client may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// RFC 7662.
    Introspect,
    /// RFC 7009.
    Revoke,
    /// RFC 8693.
    Exchange,
}

/// Which tokens a client gets for which.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exchange {
    /// The client.
    pub client: String,
    /// Whose tokens it brings.
    pub subject_issuer: String,
    /// The audiences that it may ask for.
    pub audiences: Vec<String>,
    /// The scopes that it may ask for, of those that the token has.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// How long the new token lives at most.
    pub lifetime: String,
}
