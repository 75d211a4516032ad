//! `dpop`: proofs that a client holds the key that its token is bound to.

use clap::{Args, Subcommand};

use super::keys::{OwnKeys, SigningKey};
use super::options::{Calls, Options};
use super::tokens::TokenArguments;

#[derive(Debug, Subcommand)]
pub(crate) enum Dpop {
    /// Make a proof for one request: the value of its header `DPoP`
    Prove(Box<Prove>),
    /// Check a token together with the proof, or the certificate, that came with it
    Verify(Box<VerifyBound>),
}

#[derive(Args, Debug)]
pub(crate) struct Prove {
    /// The method of the request, such as GET
    #[arg(value_name = "METHOD")]
    pub(crate) method: String,
    /// The URL of the request; its query and fragment are left out
    #[arg(value_name = "URL")]
    pub(crate) url: String,
    #[command(flatten)]
    pub(crate) key: SigningKey,
    #[command(flatten)]
    pub(crate) options: Options<Prove>,
}

impl Calls for Prove {
    const FUNCTIONS: &'static [&'static str] = &["dpop.prove"];
}

#[derive(Args, Debug)]
pub(crate) struct VerifyBound {
    #[command(flatten)]
    pub(crate) token: TokenArguments,
    #[command(flatten)]
    pub(crate) keys: OwnKeys,
    #[command(flatten)]
    pub(crate) presented: Options<Presented>,
    #[command(flatten)]
    pub(crate) options: Options<VerifyBound>,
}

impl Calls for VerifyBound {
    const FUNCTIONS: &'static [&'static str] = &["Verifier"];
}

/// What came with the token.
#[derive(Debug)]
pub(crate) struct Presented;

impl Calls for Presented {
    const FUNCTIONS: &'static [&'static str] = &["Verifier.verify"];
}
