//! `verify`, `decrypt`, `unseal` and `inspect`: the core's `VerifyOptions`, as options of a command.

use clap::Args;
use serde::Serialize;
use serde_json::{Number, Value};

use super::bytes::{DecryptBytes, VerifyBytes};
use super::keys::{DecryptWith, DecryptionKeys, VerificationKeys, VerifyWith};
use super::names::Names;
use crate::input::Source;
use crate::json::{length, number, one_or_many};

/// The token, and how it is shown.
#[derive(Args, Debug)]
pub(crate) struct TokenArguments {
    /// The token: as text, as @FILE, or - for standard input
    #[arg(value_name = "TOKEN", default_value = "-", hide_default_value = true)]
    pub(crate) source: Source,
    /// Write the claims alone
    #[arg(long)]
    pub(crate) claims: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Verify {
    #[command(flatten)]
    pub(crate) token: TokenArguments,
    #[command(flatten)]
    pub(crate) keys: VerificationKeys,
    #[command(flatten)]
    pub(crate) options: SignedOptions,
    #[command(flatten)]
    pub(crate) bytes: VerifyBytes,
}

#[derive(Args, Debug)]
pub(crate) struct Decrypt {
    #[command(flatten)]
    pub(crate) token: TokenArguments,
    #[command(flatten)]
    pub(crate) keys: DecryptionKeys,
    #[command(flatten)]
    pub(crate) options: EncryptedOptions,
    #[command(flatten)]
    pub(crate) bytes: DecryptBytes,
}

#[derive(Args, Debug)]
pub(crate) struct Unseal {
    #[command(flatten)]
    pub(crate) token: TokenArguments,
    #[command(flatten)]
    pub(crate) decrypt_with: DecryptWith,
    #[command(flatten)]
    pub(crate) verify_with: VerifyWith,
    #[command(flatten)]
    pub(crate) options: NestedOptions,
}

#[derive(Args, Debug)]
pub(crate) struct Inspect {
    #[command(flatten)]
    pub(crate) token: TokenArguments,
}

#[derive(Args, Debug, Serialize)]
pub(crate) struct SignedOptions {
    #[command(flatten)]
    #[serde(flatten)]
    common: CommonOptions,
    #[command(flatten)]
    #[serde(flatten)]
    signature: SignatureOptions,
}

#[derive(Args, Debug, Serialize)]
pub(crate) struct EncryptedOptions {
    #[command(flatten)]
    #[serde(flatten)]
    common: CommonOptions,
    #[command(flatten)]
    #[serde(flatten)]
    encryption: EncryptionOptions,
    /// Accept a token that is encrypted to a public key and not signed: anybody could have made it
    #[arg(long, help_heading = "What is waived")]
    allow_unsigned: bool,
}

#[derive(Args, Debug, Serialize)]
pub(crate) struct NestedOptions {
    #[command(flatten)]
    #[serde(flatten)]
    signed: SignedOptions,
    #[command(flatten)]
    #[serde(flatten)]
    encryption: EncryptionOptions,
}

#[derive(Args, Debug, Serialize)]
#[command(next_help_heading = "What is accepted")]
struct SignatureOptions {
    /// Accept only this signature algorithm, of those that the keys allow [repeatable]
    #[arg(long = "algorithm", value_name = "ALG", value_parser = Names::SIGNATURE, hide_possible_values = true)]
    algorithms: Vec<String>,
}

#[derive(Args, Debug, Serialize)]
#[command(next_help_heading = "What is accepted")]
struct EncryptionOptions {
    /// Accept only this key management algorithm, of those that the keys allow [repeatable]
    #[arg(long, value_name = "ALG", value_parser = Names::KEY_MANAGEMENT, hide_possible_values = true)]
    key_management: Vec<String>,
    /// Accept only this content encryption [repeatable]
    #[arg(long, value_name = "ENC", value_parser = Names::ENC, hide_possible_values = true)]
    content_encryption: Vec<String>,
}

#[derive(Args, Debug, Serialize)]
#[command(next_help_heading = "What is expected")]
struct CommonOptions {
    /// The `iss` that the token must have [repeatable: any will do]
    #[arg(long)]
    #[serde(serialize_with = "one_or_many")]
    issuer: Vec<String>,
    /// The `aud` that the token must have or list [repeatable: any will do]
    #[arg(long)]
    #[serde(serialize_with = "one_or_many")]
    audience: Vec<String>,
    /// The `sub` that the token must have
    #[arg(long)]
    subject: Option<String>,
    /// The `typ` that the token must have [repeatable: any will do]
    #[arg(long)]
    #[serde(serialize_with = "one_or_many")]
    r#type: Vec<String>,
    /// A claim that the token must have [repeatable]
    #[arg(long = "required-claim", value_name = "NAME")]
    required_claims: Vec<String>,
    /// The greatest age of the token: seconds, or a number with s, m, h or d
    #[arg(long, value_name = "LENGTH", value_parser = length, allow_negative_numbers = true)]
    max_age: Option<Value>,
    /// How far clocks may be apart: seconds, or a number with s, m, h or d
    #[arg(long, value_name = "LENGTH", value_parser = length, allow_negative_numbers = true)]
    leeway: Option<Value>,
    /// The time in seconds since the epoch, instead of the clock's
    #[arg(long, value_name = "TIME", value_parser = number, allow_negative_numbers = true)]
    now: Option<Number>,
    /// A name that may stand in `crit` [repeatable]
    #[arg(long, value_name = "NAME")]
    critical: Vec<String>,
    /// The claims and `typ` of a specification: access-token, id-token or logout-token
    #[arg(long, value_parser = Names::PROFILE, hide_possible_values = true)]
    profile: Option<String>,
    /// The `nonce` that the token must have
    #[arg(long)]
    nonce: Option<String>,
    /// The `azp` that the token must have
    #[arg(long)]
    azp: Option<String>,
    #[command(flatten)]
    #[serde(flatten)]
    waivers: Waivers,
    #[command(flatten)]
    #[serde(flatten)]
    limits: Limits,
}

#[derive(Args, Debug, Serialize)]
#[command(next_help_heading = "What is waived")]
struct Waivers {
    /// Accept a token without `exp`
    #[arg(long)]
    allow_missing_exp: bool,
    /// Accept any `aud`, where none is expected
    #[arg(long)]
    allow_any_audience: bool,
    /// Accept any `iss`, where none is expected
    #[arg(long)]
    allow_any_issuer: bool,
    /// Accept any `typ`, where none is expected
    #[arg(long)]
    allow_any_type: bool,
}

#[derive(Args, Debug, Serialize)]
#[command(next_help_heading = "Limits (`tokenseal algorithms` shows the defaults)")]
struct Limits {
    /// The longest token, in bytes
    #[arg(long, value_name = "N", value_parser = number, allow_negative_numbers = true)]
    max_token_bytes: Option<Number>,
    /// The longest header, in bytes
    #[arg(long, value_name = "N", value_parser = number, allow_negative_numbers = true)]
    max_header_bytes: Option<Number>,
    /// The deepest nesting of JSON
    #[arg(long, value_name = "N", value_parser = number, allow_negative_numbers = true)]
    max_json_depth: Option<Number>,
    /// The most bytes that compressed claims may inflate to
    #[arg(long, value_name = "N", value_parser = number, allow_negative_numbers = true)]
    max_inflated_bytes: Option<Number>,
    /// The most keys that may be tried
    #[arg(long, value_name = "N", value_parser = number, allow_negative_numbers = true)]
    max_attempts: Option<Number>,
    /// The most PBES2 iterations that a token may cost
    #[arg(long, value_name = "N", value_parser = number, allow_negative_numbers = true)]
    max_pbes2_iterations: Option<Number>,
}
