//! `--bytes` of `sign`, `encrypt`, `verify` and `decrypt`: the core's options of JWS and JWE, where the content is no claims.

use clap::Args;
use serde::Serialize;
use serde_json::Value;

use super::names::Names;
use crate::input::Source;
use crate::json::object;

#[derive(Args, Debug, Serialize)]
#[command(next_help_heading = "Any bytes instead of claims")]
pub(crate) struct SignBytes {
    /// Sign any bytes, as they are; of the other options only --header is left
    #[arg(long)]
    #[serde(skip)]
    pub(crate) bytes: bool,
    /// compact, flattened, or general, which several keys may sign (--key is repeatable)
    #[arg(long, requires = "bytes", value_parser = Names::SERIALIZATION, hide_possible_values = true)]
    serialization: Option<String>,
    /// Header parameters that are not protected, a JSON object
    #[arg(long, requires = "bytes", value_name = "JSON", value_parser = object)]
    unprotected: Option<Value>,
    /// Leave the bytes out of the token
    #[arg(long, requires = "bytes")]
    detached: bool,
    /// Sign the bytes without base64url: `b64` is false (RFC 7797)
    #[arg(long, requires = "bytes")]
    #[serde(skip)]
    pub(crate) unencoded: bool,
}

#[derive(Args, Debug, Serialize)]
#[command(next_help_heading = "Any bytes instead of claims")]
pub(crate) struct EncryptBytes {
    /// Encrypt any bytes, as they are; of the other options only --header, --enc and --compress are left
    #[arg(long)]
    #[serde(skip)]
    pub(crate) bytes: bool,
    /// compact, flattened, or general, which may be for several keys (--key is repeatable)
    #[arg(long, requires = "bytes", value_parser = Names::SERIALIZATION, hide_possible_values = true)]
    serialization: Option<String>,
    /// Header parameters that are not protected, a JSON object
    #[arg(long, requires = "bytes", value_name = "JSON", value_parser = object)]
    unprotected: Option<Value>,
    /// What is authenticated beside the bytes and not encrypted: as text, as @FILE, or - for standard input
    #[arg(long, requires = "bytes", value_name = "BYTES")]
    #[serde(skip)]
    pub(crate) aad: Option<Source>,
    /// Let a shared secret be one of several keys: the holders of the others can then make tokens for it
    #[arg(long, requires = "bytes")]
    allow_shared_content_key: bool,
}

#[derive(Args, Debug, Serialize)]
#[command(next_help_heading = "Any bytes instead of claims")]
pub(crate) struct VerifyBytes {
    /// Check what signs any bytes, in any serialization. No claim is checked, `exp` neither
    #[arg(long, conflicts_with = "claims")]
    #[serde(skip)]
    pub(crate) bytes: bool,
    /// Write the bytes alone, as they are
    #[arg(long, requires = "bytes")]
    #[serde(skip)]
    pub(crate) content: bool,
    /// The bytes that a detached token leaves out: as text, as @FILE, or - for standard input
    #[arg(long, requires = "bytes", value_name = "BYTES")]
    #[serde(skip)]
    pub(crate) payload: Option<Source>,
    /// Which of several signatures have to verify: any (one will do) or all
    #[arg(long, requires = "bytes", value_parser = Names::REQUIRE, hide_possible_values = true)]
    require: Option<String>,
}

#[derive(Args, Debug, Serialize)]
#[command(next_help_heading = "Any bytes instead of claims")]
pub(crate) struct DecryptBytes {
    /// Open what holds any bytes, in any serialization. No claim is checked, and with a public key anybody could have made it
    #[arg(long, conflicts_with = "claims")]
    #[serde(skip)]
    pub(crate) bytes: bool,
    /// Write the bytes alone, as they are
    #[arg(long, requires = "bytes")]
    #[serde(skip)]
    pub(crate) content: bool,
}
