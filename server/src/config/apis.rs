//! `[[api]]`: what tokens are for. Whatever else stands there are the core's options of a protected resource.

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
    /// The hosts that clients reach it by: a gateway that names no API is answered by the host of the request.
    #[serde(default)]
    pub hosts: Vec<String>,
    /// The file of its access rules.
    pub rules: Option<PathBuf>,
    /// Only these issuers, by their `issuer`; all of them if not given.
    pub issuers: Option<Vec<String>>,
    /// The `aud` of the identity that it gets: its name if not given.
    pub audience: Option<String>,
    /// Plain headers that it gets, each with the claim that stands there. They are always set, empty where there is no such claim.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
}

impl Own for Api {
    const NAMES: &'static [&'static str] = &["name", "hosts", "rules", "issuers", "audience", "headers"];
    const OPTIONS: Options = Options { set: "ResourceOptions", function: "ProtectedResource", left_out: &["form", "cookie"] };
}
