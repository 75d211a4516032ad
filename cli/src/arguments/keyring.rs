//! `keyring`: a file with keys that rotate, and the secret key that protects it.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::keys::{FirstKeys, OpenWith, ProtectWith, RewrapWith};
use super::names::Names;
use super::options::{Calls, Options};
use crate::input::Source;

#[derive(Debug, Subcommand)]
pub(crate) enum Keyring {
    /// Make a ring in a new file
    Create(Box<Create>),
    /// Do what is due: publish keys, plan whose turn is next, erase what has no more to do
    Advance(Advance),
    /// Refuse the tokens of one key from now on: for an emergency
    Revoke(Revoke),
    /// Write the JWK Set that is to be published
    Jwks(Jwks),
    /// Show the keys, their times, and whether something went wrong
    Status(Status),
    /// Protect the file by another key
    Rewrap(Rewrap),
}

/// The file of a ring that is there, and what opens it.
#[derive(Args, Debug)]
pub(crate) struct Ring {
    /// The file of the ring
    #[arg(value_name = "RING")]
    pub(crate) path: PathBuf,
    #[command(flatten)]
    pub(crate) open_with: OpenWith,
    #[command(flatten)]
    pub(crate) at: At,
}

/// When a command is carried out.
#[derive(Args, Debug)]
pub(crate) struct At {
    /// The time in seconds since the epoch, instead of now: for tests
    #[arg(long, value_name = "TIME", allow_negative_numbers = true)]
    pub(crate) now: Option<f64>,
}

/// What a KMS made of a key.
#[derive(Args, Debug)]
pub(crate) struct Wrapped {
    /// What a KMS made of the key that protects the ring, to be written beside it: as text, as @FILE, or - for standard input
    #[arg(long, value_name = "BYTES")]
    pub(crate) wrapped_key: Option<Source>,
}

#[derive(Args, Debug)]
pub(crate) struct Create {
    /// The new file
    #[arg(value_name = "RING")]
    pub(crate) path: PathBuf,
    /// The algorithms that the ring is to have keys for, such as ES256 and ECDH-ES+A256KW
    #[arg(value_name = "ALG", required_unless_present = "key", value_parser = Names::algorithms(), hide_possible_values = true)]
    pub(crate) algorithms: Vec<String>,
    #[command(flatten)]
    pub(crate) protect_with: ProtectWith,
    #[command(flatten)]
    pub(crate) wrapped: Wrapped,
    #[command(flatten)]
    pub(crate) keys: FirstKeys,
    #[command(flatten)]
    pub(crate) options: Options<Create>,
    #[command(flatten)]
    pub(crate) at: At,
}

impl Calls for Create {
    const FUNCTIONS: &'static [&'static str] = &["KeyRing.create"];
}

#[derive(Args, Debug)]
pub(crate) struct Advance {
    #[command(flatten)]
    pub(crate) ring: Ring,
}

#[derive(Args, Debug)]
pub(crate) struct Revoke {
    #[command(flatten)]
    pub(crate) ring: Ring,
    /// The `kid` of the key, as `status` shows it
    #[arg(long, value_name = "ID")]
    pub(crate) key_id: String,
}

#[derive(Args, Debug)]
pub(crate) struct Jwks {
    #[command(flatten)]
    pub(crate) ring: Ring,
}

#[derive(Args, Debug)]
pub(crate) struct Status {
    #[command(flatten)]
    pub(crate) ring: Ring,
}

#[derive(Args, Debug)]
pub(crate) struct Rewrap {
    #[command(flatten)]
    pub(crate) ring: Ring,
    #[command(flatten)]
    pub(crate) rewrap_with: RewrapWith,
    #[command(flatten)]
    pub(crate) wrapped: Wrapped,
}
