//! The commands and their arguments. The core decides what they mean: options have its names and
//! are passed to it unchanged.

mod access;
mod dpop;
mod examples;
mod keyring;
mod keys;
mod names;
mod options;
mod place;
mod revocations;
mod status_list;
#[cfg(test)]
mod tests;
mod tokens;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

pub(crate) use access::{Access, Question, Rules};
pub(crate) use dpop::{Dpop, Prove, VerifyBound};
pub(crate) use keyring::{Create, Keyring, Rewrap, Ring, Wrapped};
pub(crate) use keys::KeyFiles;
pub(crate) use options::{Options, message};
pub(crate) use place::{Address, Place};
pub(crate) use revocations::{Init, List, Named, Refusing, Revocations, Revoke, Withdraw};
pub(crate) use status_list::{NAMES as STATUSES, Publish, StatusLists};
pub(crate) use tokens::{Decrypt, Encrypt, Inspect, Seal, Sign, TokenArguments, Unseal, Verify};

use names::Names;
use options::Calls;

/// Make, check and show JSON Web Tokens, and make keys for them.
///
/// Keys are files: JWK, JWK Set, PEM, DER or certificates. Tokens and claims are arguments, files
/// (@FILE) or standard input (-). Secrets and passwords can only be files.
#[derive(Debug, Parser)]
#[command(name = "tokenseal", version, arg_required_else_help = true, after_help = examples::ALL)]
pub(crate) struct Arguments {
    /// Write JSON, even on a terminal, and errors as JSON
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a new key
    #[command(after_help = examples::KEYGEN)]
    Keygen(Keygen),
    /// Collect keys in a JWK Set: public halves only, unless told otherwise
    #[command(after_help = examples::JWKS)]
    Jwks(Jwks),
    /// Keep rotating keys in a file: create, publish, advance and revoke them
    #[command(subcommand, after_help = examples::KEYRING)]
    Keyring(Keyring),
    /// Refuse a token, a session, a user, a key or an issuer from now on
    #[command(after_help = examples::REVOKE)]
    Revoke(Box<Revoke>),
    /// Keep a list of revocations in a file, or in Redis or Valkey: create it, show it, withdraw a
    /// revocation
    #[command(subcommand, after_help = examples::REVOCATIONS)]
    Revocations(Revocations),
    /// Publish a status for each of many tokens: allocate indexes, set statuses, make the signed
    /// list
    #[command(subcommand, after_help = examples::STATUS_LIST)]
    StatusList(StatusLists),
    /// Prove that a client holds the key of its token, or check such a proof (RFC 9449)
    #[command(subcommand, after_help = examples::DPOP)]
    Dpop(Dpop),
    /// Apply rules that say who may do what: decide about a request, explain a decision, lint the
    /// rules
    #[command(subcommand, after_help = examples::ACCESS)]
    Access(Access),
    /// Show the thumbprints of keys (RFC 7638)
    #[command(after_help = examples::THUMBPRINT)]
    Thumbprint(Thumbprint),
    /// Make a signed token: anyone can read it, nobody can change it
    #[command(after_help = examples::SIGN)]
    Sign(Box<Sign>),
    /// Make an encrypted token: nobody but the key's holder can read it
    #[command(after_help = examples::ENCRYPT)]
    Encrypt(Box<Encrypt>),
    /// Make a token that is signed, then encrypted
    #[command(after_help = examples::SEAL)]
    Seal(Box<Seal>),
    /// Check a signed token
    #[command(after_help = examples::VERIFY)]
    Verify(Box<Verify>),
    /// Decrypt and check an encrypted token
    #[command(after_help = examples::DECRYPT)]
    Decrypt(Box<Decrypt>),
    /// Decrypt and check a token that is signed, then encrypted
    #[command(after_help = examples::UNSEAL)]
    Unseal(Box<Unseal>),
    /// Run the server that checks tokens for any API gateway: `tokenseal-serve`, a separate program
    #[command(after_help = examples::SERVE, disable_help_flag = true)]
    Serve {
        /// Arguments for the program; --help lists them
        #[arg(value_name = "ARGUMENT", trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
    /// Show what a token says about itself, without checking anything
    #[command(after_help = examples::INSPECT)]
    Inspect(Inspect),
    /// List the algorithms, and the limits
    #[command(after_help = examples::ALGORITHMS)]
    Algorithms,
    /// Write a script that completes commands and options in a shell
    #[command(after_help = examples::COMPLETIONS)]
    Completions {
        /// The shell for which to write the script
        shell: Shell,
    },
}

#[derive(Args, Debug)]
pub(crate) struct Keygen {
    /// The algorithm that the key is for, such as ES256 or ECDH-ES+A256KW
    #[arg(value_name = "ALG", value_parser = Names::algorithms(), hide_possible_values = true)]
    pub(crate) alg: String,
    #[command(flatten)]
    pub(crate) options: Options<Keygen>,
    /// Write the key to this new file, for its owner alone (mode 0600), instead of standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Write the public half to this new file
    #[arg(long, value_name = "FILE")]
    pub(crate) public_out: Option<PathBuf>,
    /// The format to write; PEM and DER hold neither the algorithm nor the `kid`
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: KeyFormat,
}

impl Calls for Keygen {
    const FUNCTIONS: &'static [&'static str] = &["Key.generate"];
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum KeyFormat {
    Der,
    #[default]
    Jwk,
    Pem,
}

#[derive(Args, Debug)]
pub(crate) struct Jwks {
    #[command(flatten)]
    pub(crate) keys: keys::Gathered,
    #[command(flatten)]
    pub(crate) options: Options<Jwks>,
    /// Write the set to this new file, for its owner alone if it is private (mode 0600)
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

impl Calls for Jwks {
    const FUNCTIONS: &'static [&'static str] = &["KeySet.to_jwks"];
}

#[derive(Args, Debug)]
pub(crate) struct Thumbprint {
    #[command(flatten)]
    pub(crate) keys: keys::Shown,
    /// sha256, sha384 or sha512
    #[arg(long, value_parser = Names::hashes(), hide_possible_values = true)]
    pub(crate) hash: Option<String>,
    /// Show URIs (RFC 9278)
    #[arg(long)]
    pub(crate) uri: bool,
}
