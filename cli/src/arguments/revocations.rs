//! `revoke` and `revocations`: what to refuse from now on, and the file or server that records it.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::keys::CheckedBy;
use super::options::{Calls, Options};
use super::place::{Namespace, Place};
use crate::failure::Result;
use crate::input::Source;

/// The list.
#[derive(Args, Debug)]
pub(crate) struct RevocationList {
    /// The list: a file, as `revocations init` creates it, or the URL of a Redis or Valkey server
    /// (redis://, valkey://, or with TLS rediss://, valkeys://); @FILE reads a URL from a file,
    /// which keeps its password out of the process list
    #[arg(value_name = "LIST")]
    path: PathBuf,
    #[command(flatten)]
    namespace: Namespace,
}

impl RevocationList {
    pub(crate) fn place(&self) -> Result<Place<'_>> {
        Place::of(&self.path, self.namespace.name())
    }
}

/// A list that a check uses.
#[derive(Args, Debug)]
pub(crate) struct Refusing {
    /// Refuse what is on this list of revocations: a file as `revocations init` creates it, the URL
    /// of a Redis or Valkey server, or @FILE with the URL in it
    #[arg(long, value_name = "LIST")]
    revocations: Option<PathBuf>,
    /// The name of the list, if --revocations is the URL of a server
    #[arg(long, value_name = "NAME", requires = "revocations")]
    namespace: Option<String>,
}

impl Refusing {
    pub(crate) fn is_given(&self) -> bool {
        self.revocations.is_some()
    }

    pub(crate) fn place(&self) -> Result<Option<Place<'_>>> {
        self.revocations
            .as_deref()
            .map(|path| Place::of(path, self.namespace.as_deref()))
            .transpose()
    }
}

/// Arguments for a token that is verified, which would be ignored elsewhere.
const CHECKED_BY: [&str; 4] = [
    "verify-with",
    "verify-alg",
    "verify-key-password-file",
    "verify-secret-file",
];

#[derive(Args, Debug)]
pub(crate) struct Revoke {
    #[command(flatten)]
    pub(crate) list: RevocationList,
    /// The token to revoke: as text, as @FILE, or - for standard input, which is read if nothing
    /// else is given
    #[arg(value_name = "TOKEN", conflicts_with = "named")]
    pub(crate) token: Option<Source>,
    #[command(flatten)]
    pub(crate) checked_by: CheckedBy,
    /// Trust the token's `iss` and `jti` if no key is at hand: an altered text names another token.
    /// The entry lasts at least for the longest lifetime, unless --until is given
    #[arg(long, conflicts_with_all = CHECKED_BY, conflicts_with = "named")]
    pub(crate) unverified: bool,
    #[command(flatten)]
    pub(crate) named: Named,
    #[command(flatten)]
    pub(crate) issued_by: IssuedBy,
    #[command(flatten)]
    pub(crate) options: Options<Revoke>,
}

impl Calls for Revoke {
    const FUNCTIONS: &'static [&'static str] = &[
        "Revocations.revoke",
        "Revocations.revoke_id",
        "Revocations.revoke_subject",
    ];
    const HAS_BYTES: bool = false;
}

/// What to revoke, other than a token at hand.
#[derive(Args, Debug)]
#[group(id = "named", multiple = false, conflicts_with_all = CHECKED_BY)]
pub(crate) struct Named {
    /// Revoke one token, by its `jti`
    #[arg(
        long,
        value_name = "JTI",
        allow_hyphen_values = true,
        requires = "issued-by",
        help_heading = "What is revoked"
    )]
    pub(crate) token_id: Option<String>,
    /// Revoke a session, by the `sid` of its tokens, including those issued later
    #[arg(
        long,
        value_name = "SID",
        allow_hyphen_values = true,
        requires = "issued-by",
        help_heading = "What is revoked"
    )]
    pub(crate) session_id: Option<String>,
    /// Revoke what was issued to a subject until now, or before --before, by the `sub` of its
    /// tokens
    #[arg(
        long,
        value_name = "SUB",
        allow_hyphen_values = true,
        requires = "issued-by",
        help_heading = "What is revoked"
    )]
    pub(crate) subject: Option<String>,
    /// Revoke all tokens that a key verifies, by its key_id; for every issuer, unless --issuer
    /// names one
    #[arg(
        long,
        value_name = "ID",
        allow_hyphen_values = true,
        conflicts_with = "no_issuer",
        help_heading = "What is revoked"
    )]
    pub(crate) key_id: Option<String>,
    /// Revoke everything that --issuer has issued until now, or before --before
    #[arg(
        long,
        requires = "issuer",
        conflicts_with = "no_issuer",
        help_heading = "What is revoked"
    )]
    pub(crate) all_tokens: bool,
}

/// The issuer of the tokens. It is never guessed: a wrong one would silently revoke nothing.
#[derive(Args, Debug)]
#[group(id = "issued-by", multiple = false)]
pub(crate) struct IssuedBy {
    /// The `iss` of the tokens, exactly; a TOKEN names its own
    #[arg(
        long,
        value_name = "ISS",
        requires = "named",
        help_heading = "What is revoked"
    )]
    pub(crate) issuer: Option<String>,
    /// The tokens have no `iss`
    #[arg(long, requires = "named", help_heading = "What is revoked")]
    no_issuer: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Revocations {
    /// Create a list in a new file, or on a server, where an existing list can be given a
    /// longer --longest-lifetime
    Init(Init),
    /// Show the revocations that have not expired: all of them, or those that the options name
    List(List),
    /// Withdraw a revocation, along with every other one of the same thing so far
    Withdraw(Withdraw),
    /// Show how many entries there are
    Status(Status),
}

#[derive(Args, Debug)]
pub(crate) struct Init {
    /// The new file, or the URL of a Redis or Valkey server, as for the other commands
    #[arg(value_name = "LIST")]
    path: PathBuf,
    #[command(flatten)]
    namespace: Namespace,
    #[command(flatten)]
    pub(crate) options: Options<Init>,
}

impl Init {
    pub(crate) fn place(&self) -> Result<Place<'_>> {
        Place::of(&self.path, self.namespace.name())
    }
}

impl Calls for Init {
    const FUNCTIONS: &'static [&'static str] = &["Revocations.file"];
    // This is what the command does.
    const LEFT_OUT: &'static [&'static str] = &["create"];
}

#[derive(Args, Debug)]
pub(crate) struct List {
    #[command(flatten)]
    pub(crate) list: RevocationList,
    #[command(flatten)]
    pub(crate) options: Options<List>,
}

impl Calls for List {
    const FUNCTIONS: &'static [&'static str] = &["Revocations.entries"];
}

#[derive(Args, Debug)]
pub(crate) struct Withdraw {
    #[command(flatten)]
    pub(crate) list: RevocationList,
    /// The id of the entry, as `revoke` and `revocations list` show it
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    #[command(flatten)]
    pub(crate) options: Options<Withdraw>,
}

impl Calls for Withdraw {
    const FUNCTIONS: &'static [&'static str] = &["Revocations.withdraw"];
}

#[derive(Args, Debug)]
pub(crate) struct Status {
    #[command(flatten)]
    pub(crate) list: RevocationList,
}
