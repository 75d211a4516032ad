//! `[[events]]`: who may report that sessions have ended. Its other members are the core's options
//! of a Verifier.

use schemars::JsonSchema;
use serde::Deserialize;

use super::Own;
use super::schema::Options;

/// An identity provider that pushes security events (RFC 8935) or logouts (OpenID Connect
/// Back-Channel Logout 1.0).
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Events {
    /// The sender: the `issuer` of one of `[[issuer]]`, whose keys verify.
    pub issuer: String,
    /// Issuers whose subjects and sessions it may name in addition to its own.
    pub subject_issuers: Option<Vec<String>>,
}

impl Own for Events {
    const NAMES: &'static [&'static str] = &["issuer", "subject_issuers"];
    const OPTIONS: Options = Options {
        set: "VerifyOptions",
        function: "Verifier",
        left_out: &["issuer", "profile"],
    };
}
