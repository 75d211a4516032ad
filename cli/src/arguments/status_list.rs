//! `status-list`: a list of statuses in a file, for its publishers.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::keys::SigningKey;
use super::options::{Calls, Options};

#[derive(Debug, Subcommand)]
pub(crate) enum StatusLists {
    /// Create a list in a new file
    Init(Init),
    /// Allocate a free index: shows the `status` claim for a token
    Allocate(Allocate),
    /// Set the status of a token
    Set(Set),
    /// Show the status of a token
    Get(Get),
    /// Make the list's signed token, to be served at its address as application/statuslist+jwt
    Publish(Box<Publish>),
    /// Show how many indexes there are, and how many are free
    Status(Status),
}

/// The file of a list.
#[derive(Args, Debug)]
pub(crate) struct StatusFile {
    /// The file of the list
    #[arg(value_name = "LIST")]
    pub(crate) path: PathBuf,
}

/// The address of a list.
#[derive(Args, Debug)]
pub(crate) struct Uri {
    /// Where the list is published
    #[arg(long, value_name = "URI")]
    pub(crate) uri: String,
}

#[derive(Args, Debug)]
pub(crate) struct Init {
    #[command(flatten)]
    pub(crate) file: StatusFile,
    /// How many tokens the list is for
    #[arg(long, value_name = "NUMBER")]
    pub(crate) capacity: u64,
    /// How many bits a status has: 1 tells valid from invalid, 2 also suspended; 4 or 8 allow an
    /// application's own meanings
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pub(crate) bits: u32,
}

#[derive(Args, Debug)]
pub(crate) struct Allocate {
    #[command(flatten)]
    pub(crate) file: StatusFile,
    #[command(flatten)]
    pub(crate) uri: Uri,
}

#[derive(Args, Debug)]
pub(crate) struct Set {
    #[command(flatten)]
    pub(crate) file: StatusFile,
    /// The index of the token
    #[arg(value_name = "INDEX")]
    pub(crate) index: u64,
    /// `valid`, `invalid`, `suspended`, or a number
    #[arg(value_name = "STATUS", value_parser = status)]
    pub(crate) status: u8,
}

#[derive(Args, Debug)]
pub(crate) struct Get {
    #[command(flatten)]
    pub(crate) file: StatusFile,
    /// The index of the token
    #[arg(value_name = "INDEX")]
    pub(crate) index: u64,
}

#[derive(Args, Debug)]
pub(crate) struct Publish {
    #[command(flatten)]
    pub(crate) file: StatusFile,
    #[command(flatten)]
    pub(crate) uri: Uri,
    #[command(flatten)]
    pub(crate) key: SigningKey,
    #[command(flatten)]
    pub(crate) options: Options<Publish>,
}

impl Calls for Publish {
    const FUNCTIONS: &'static [&'static str] = &["StatusList.to_jwt"];
}

#[derive(Args, Debug)]
pub(crate) struct Status {
    #[command(flatten)]
    pub(crate) file: StatusFile,
}

/// The names of section 7.1 of the draft. Applications define the meaning of other numbers.
pub(crate) const NAMES: [&str; 3] = ["valid", "invalid", "suspended"];

fn status(text: &str) -> Result<u8, String> {
    let named = NAMES
        .iter()
        .position(|name| *name == text)
        .and_then(|number| u8::try_from(number).ok());
    named
        .or_else(|| text.parse().ok())
        .ok_or_else(|| format!("it is none of {}, and no number up to 255", NAMES.join(", ")))
}
