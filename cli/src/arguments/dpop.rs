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
    /// The URL of the request; its query and fragment are ignored
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
    pub(crate) options: Options<VerifyBound>,
}

impl VerifyBound {
    /// The names of the functions that it calls.
    pub(crate) const VERIFIER: &'static str = "Verifier";
    pub(crate) const VERIFY: &'static str = "Verifier.verify";
}

impl Calls for VerifyBound {
    const FUNCTIONS: &'static [&'static str] = &[Self::VERIFIER, Self::VERIFY];
    const HAS_BYTES: bool = false;
    // These are for services with many issuers.
    const LEFT_OUT: &'static [&'static str] = &[
        "issuer_aliases",
        "issuer_template",
        "allowed_tenants",
        "allow_any_tenant",
    ];
}
