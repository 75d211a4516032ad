//! `sign`, `encrypt` and `seal`: the core's `TokenOptions`, as options of a command.

use clap::Args;
use serde::Serialize;
use serde_json::{Number, Value};

use super::bytes::{EncryptBytes, SignBytes};
use super::keys::{EncryptTo, EncryptionKey, SignWith, SigningKey};
use super::names::Names;
use crate::input::Source;
use crate::json::{length, number, object, one_or_many};

#[derive(Args, Debug)]
pub(crate) struct Sign {
    /// The claims, a JSON object (with --bytes, anything): as text, as @FILE, or - for standard input
    #[arg(default_value = "-", hide_default_value = true)]
    pub(crate) claims: Source,
    #[command(flatten)]
    pub(crate) key: SigningKey,
    #[command(flatten)]
    pub(crate) options: TokenOptions,
    #[command(flatten)]
    pub(crate) bytes: SignBytes,
}

#[derive(Args, Debug)]
pub(crate) struct Encrypt {
    /// The claims, a JSON object (with --bytes, anything): as text, as @FILE, or - for standard input
    #[arg(default_value = "-", hide_default_value = true)]
    pub(crate) claims: Source,
    #[command(flatten)]
    pub(crate) key: EncryptionKey,
    #[command(flatten)]
    pub(crate) options: EncryptedOptions,
    #[command(flatten)]
    pub(crate) bytes: EncryptBytes,
}

#[derive(Args, Debug)]
pub(crate) struct Seal {
    /// The claims, a JSON object: as text, as @FILE, or - for standard input
    #[arg(default_value = "-", hide_default_value = true)]
    pub(crate) claims: Source,
    #[command(flatten)]
    pub(crate) sign_with: SignWith,
    #[command(flatten)]
    pub(crate) encrypt_to: EncryptTo,
    #[command(flatten)]
    pub(crate) options: EncryptedOptions,
}

#[derive(Args, Debug, Serialize)]
#[command(next_help_heading = "Claims and header")]
pub(crate) struct TokenOptions {
    /// How long the token is valid: seconds, or a number with s, m, h or d
    #[arg(long, value_name = "LENGTH", value_parser = length, allow_negative_numbers = true)]
    expires_in: Option<Value>,
    /// Make a token that never expires
    #[arg(long)]
    no_expiry: bool,
    /// `iss`
    #[arg(long)]
    issuer: Option<String>,
    /// `aud` [repeatable]
    #[arg(long)]
    #[serde(serialize_with = "one_or_many")]
    audience: Vec<String>,
    /// `sub`
    #[arg(long)]
    subject: Option<String>,
    /// `nbf`, in seconds since the epoch
    #[arg(long, value_name = "TIME", value_parser = number, allow_negative_numbers = true)]
    not_before: Option<Number>,
    /// `jti`
    #[arg(long, value_name = "ID")]
    token_id: Option<String>,
    /// `typ`
    #[arg(long)]
    r#type: Option<String>,
    /// Further header parameters, a JSON object
    #[arg(long, value_name = "JSON", value_parser = object)]
    header: Option<Value>,
    /// The claims and `typ` of a specification: access-token, id-token or logout-token
    #[arg(long, value_parser = Names::PROFILE, hide_possible_values = true)]
    profile: Option<String>,
    /// The time in seconds since the epoch, instead of the clock's
    #[arg(long, value_name = "TIME", value_parser = number, allow_negative_numbers = true)]
    now: Option<Number>,
}

#[derive(Args, Debug, Serialize)]
pub(crate) struct EncryptedOptions {
    #[command(flatten)]
    #[serde(flatten)]
    token: TokenOptions,
    /// The content encryption
    #[arg(long, value_parser = Names::ENC, hide_possible_values = true, help_heading = "Encryption")]
    enc: Option<String>,
    /// Compress the claims: what a token holds can then be guessed from its length
    #[arg(long, help_heading = "Encryption")]
    compress: bool,
}
