//! `[internal]`: the identity that services get, one signed token for each request.

use schemars::JsonSchema;
use serde::Deserialize;

/// The token that is minted for services.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Internal {
    /// Its `iss`.
    pub issuer: String,
    /// The header that carries it.
    #[serde(default = "header")]
    pub header: String,
    /// How long it lives.
    #[serde(default = "lifetime")]
    pub lifetime: String,
    /// The algorithm that signs it.
    #[serde(default = "algorithm")]
    pub alg: String,
    /// The claims that it copies from the client's token, in addition to `sub`, `act`, `scope` and
    /// `client_id`.
    #[serde(default)]
    pub claims: Vec<String>,
}

fn header() -> String {
    "X-Tokenseal-Identity".to_owned()
}

fn lifetime() -> String {
    "60s".to_owned()
}

fn algorithm() -> String {
    "Ed25519".to_owned()
}
