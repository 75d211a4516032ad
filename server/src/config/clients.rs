//! `[oauth]`, `[[client]]` and `[[exchange]]`: programs that may introspect, revoke and exchange
//! tokens.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Deserialize;

/// What applies to all clients.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Oauth {
    /// The URL at which clients reach this program: the `aud` of what they sign
    /// (`private_key_jwt`), alone or with the path of an endpoint.
    pub url: Option<String>,
    /// How many times a minute authentication may fail from one address before no client is
    /// admitted from there for a while. An IPv6 address stands for its whole /64. Not counted on
    /// Unix sockets, which are for gateways on the same machine.
    pub failures_per_minute: u32,
}

impl Default for Oauth {
    fn default() -> Self {
        Self {
            url: None,
            failures_per_minute: 60,
        }
    }
}

/// A program that asks about tokens.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Client {
    /// Its `client_id`.
    pub id: String,
    /// The file that holds its secret, one line (`client_secret_basic`, `client_secret_post`).
    pub secret_file: Option<PathBuf>,
    /// Files with its public keys: JWK, JWK Set or PEM (`private_key_jwt`).
    #[serde(default)]
    pub keys: Vec<PathBuf>,
    /// The algorithm of keys in PEM, which does not name one.
    pub alg: Option<String>,
    /// What it may do.
    pub may: Vec<Permission>,
    /// For `introspect`, the API on whose behalf it asks: tokens that this API would not accept are
    /// not active. The only API, if omitted.
    pub api: Option<String>,
    /// For `introspect`, the audience that it is: tokens for others are not active. Any `audience`
    /// of the API's issuers, if omitted.
    pub audience: Option<String>,
    /// Claims that introspection returns in addition to those of RFC 7662, `cnf`, `act`, `acr` and
    /// `auth_time`.
    #[serde(default)]
    pub claims: Vec<String>,
    /// For `revoke`: any token, not only those that were issued to it (`client_id`, `azp`).
    #[serde(default)]
    pub may_revoke_any: bool,
    /// How many requests a minute it may send; any number if omitted.
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

/// Which tokens a client gets in exchange for which.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exchange {
    /// The `id` of the client.
    pub client: String,
    /// Whose tokens it brings: the `issuer` of one of `[[issuer]]`.
    pub subject_issuer: String,
    /// The audiences that it may request. If there is only one, it need not request it.
    pub audiences: Vec<String>,
    /// The scopes that it may request, out of those that the token has. Without any, the new token
    /// has no scope.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// The longest that the new token lives; it never outlives the one it is exchanged for.
    pub lifetime: String,
    /// The name of the `[[ring]]` that signs; the ring of `[internal]` if omitted.
    pub ring: Option<String>,
    /// The `iss` of the new token; that of `[internal]` if omitted.
    pub issuer: Option<String>,
}
