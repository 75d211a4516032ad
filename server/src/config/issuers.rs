//! `[[issuer]]`: who issues tokens, and where its keys are. Its other members are the core's
//! options of a Verifier.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::Own;
use super::schema::Options;

/// An issuer. Without `keys`, `ring` and `jwks_url`, its metadata says where its keys are.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Issuer {
    /// The `iss` of its tokens.
    pub issuer: Option<String>,
    /// Files with keys that verify: JWK, JWK Set or PEM.
    #[serde(default)]
    pub keys: Vec<PathBuf>,
    /// The algorithm of keys in PEM, which does not name one.
    pub alg: Option<String>,
    /// The name of a `[[ring]]` whose keys verify.
    pub ring: Option<String>,
    /// Where its JWK Set is.
    pub jwks_url: Option<String>,
    /// The options for fetching keys (`RemoteKeySet`).
    #[serde(default)]
    #[schemars(schema_with = "super::schema::fetch")]
    pub fetch: Map<String, Value>,
    /// The file of an HMAC secret, as a JWK: DPoP proofs need a nonce made with it (RFC 9449,
    /// section 9). All instances share it.
    pub nonce_key: Option<PathBuf>,
    /// Status lists that its tokens name (`StatusLists`).
    #[serde(default)]
    #[schemars(schema_with = "super::schema::status_lists")]
    pub status_lists: Option<Map<String, Value>>,
}

impl Own for Issuer {
    const NAMES: &'static [&'static str] = &[
        "issuer",
        "keys",
        "alg",
        "ring",
        "jwks_url",
        "fetch",
        "nonce_key",
        "status_lists",
    ];
    const OPTIONS: Options = Options {
        set: "VerifyOptions",
        function: "Verifier",
        left_out: &["issuer"],
    };
}
