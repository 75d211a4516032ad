//! `keyring`: a file with keys that rotate, and the secret key that protects it.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::keys::{FirstKeys, OpenWith, ProtectWith, RewrapWith};
use super::names::Names;
use super::options::{Calls, Options};
use crate::input::Source;

#[derive(Debug, Subcommand)]
pub(crate) enum Keyring {
    /// Create a ring in a new file
    Create(Box<Create>),
    /// Do what is due: publish keys, plan which key is next, erase keys that are no longer needed
    Advance(Advance),
    /// Refuse the tokens of one key from now on: for an emergency
    Revoke(Revoke),
    /// Write the JWK Set to publish
    Jwks(Jwks),
    /// Show the keys, their times, and whether something went wrong
    Status(Status),
    /// Protect the file with another key
    Rewrap(Rewrap),
}

/// The file of an existing ring, and what opens it.
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

/// The time at which a command is carried out.
#[derive(Args, Debug)]
pub(crate) struct At {
    /// The time in seconds since the epoch, instead of now: for tests
    #[arg(long, value_name = "TIME", allow_negative_numbers = true)]
    pub(crate) now: Option<f64>,
}

/// A key wrapped by a KMS.
#[derive(Args, Debug)]
pub(crate) struct Wrapped {
    /// The key that protects the ring, as wrapped by a KMS, to be stored with the ring: as text,
    /// as @FILE, or - for standard input
    #[arg(long, value_name = "BYTES")]
    pub(crate) wrapped_key: Option<Source>,
}

#[derive(Args, Debug)]
pub(crate) struct Create {
    /// The new file
    #[arg(value_name = "RING")]
    pub(crate) path: PathBuf,
    /// The algorithms for which the ring has keys, such as ES256 and ECDH-ES+A256KW
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
    #[arg(long, value_name = "ID", allow_hyphen_values = true)]
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
