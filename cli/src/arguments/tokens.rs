//! `sign`, `encrypt`, `seal`, `verify`, `decrypt`, `unseal` and `inspect`: a token and its keys are
//! arguments here; options are those of the core's functions.

use clap::Args;

use super::keys::{
    DecryptWith, DecryptionKeys, EncryptTo, EncryptionKey, Published, SignWith, SigningKey, VerificationKeys,
    VerifyWith,
};
use super::options::{Calls, Options};
use super::revocations::Refusing;
use crate::input::Source;

#[derive(Args, Debug)]
pub(crate) struct Sign {
    /// The claims, a JSON object (with --bytes, anything): as text, as @FILE, or - for standard
    /// input
    #[arg(default_value = "-", hide_default_value = true)]
    pub(crate) claims: Source,
    #[command(flatten)]
    pub(crate) key: SigningKey,
    #[command(flatten)]
    pub(crate) options: Options<Sign>,
    /// Sign arbitrary bytes, as they are; options for claims are refused
    #[arg(long)]
    pub(crate) bytes: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Encrypt {
    /// The claims, a JSON object (with --bytes, anything): as text, as @FILE, or - for standard
    /// input
    #[arg(default_value = "-", hide_default_value = true)]
    pub(crate) claims: Source,
    #[command(flatten)]
    pub(crate) key: EncryptionKey,
    #[command(flatten)]
    pub(crate) options: Options<Encrypt>,
    /// Encrypt arbitrary bytes, as they are; options for claims are refused
    #[arg(long)]
    pub(crate) bytes: bool,
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
    pub(crate) options: Options<Seal>,
}

/// The token, and how it is shown.
#[derive(Args, Debug)]
pub(crate) struct TokenArguments {
    /// The token: as text, as @FILE, or - for standard input
    #[arg(value_name = "TOKEN", default_value = "-", hide_default_value = true)]
    pub(crate) source: Source,
    /// Write only the claims
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
    pub(crate) published: Published,
    #[command(flatten)]
    pub(crate) refusing: Refusing,
    #[command(flatten)]
    pub(crate) options: Options<Verify>,
    /// Verify the signatures of arbitrary bytes, in any serialization; no claim is checked, not
    /// even `exp`
    #[arg(long, conflicts_with_all = ["claims", "revocations"])]
    pub(crate) bytes: bool,
    /// With --bytes: write only the bytes, as they are
    #[arg(long, requires = "bytes")]
    pub(crate) content: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Decrypt {
    #[command(flatten)]
    pub(crate) token: TokenArguments,
    #[command(flatten)]
    pub(crate) keys: DecryptionKeys,
    #[command(flatten)]
    pub(crate) refusing: Refusing,
    #[command(flatten)]
    pub(crate) options: Options<Decrypt>,
    /// Decrypt arbitrary bytes, in any serialization; no claim is checked, and anyone can encrypt
    /// to a public key
    #[arg(long, conflicts_with_all = ["claims", "revocations"])]
    pub(crate) bytes: bool,
    /// With --bytes: write only the bytes, as they are
    #[arg(long, requires = "bytes")]
    pub(crate) content: bool,
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
    pub(crate) refusing: Refusing,
    #[command(flatten)]
    pub(crate) options: Options<Unseal>,
}

#[derive(Args, Debug)]
pub(crate) struct Inspect {
    #[command(flatten)]
    pub(crate) token: TokenArguments,
}

impl Calls for Sign {
    const FUNCTIONS: &'static [&'static str] = &["sign", "jws.sign"];
}

impl Calls for Encrypt {
    const FUNCTIONS: &'static [&'static str] = &["encrypt", "jwe.encrypt"];
}

impl Calls for Seal {
    const FUNCTIONS: &'static [&'static str] = &["seal"];
}

impl Calls for Verify {
    const FUNCTIONS: &'static [&'static str] = &["verify", "jws.verify"];
}

impl Calls for Decrypt {
    const FUNCTIONS: &'static [&'static str] = &["decrypt", "jwe.decrypt"];
}

impl Calls for Unseal {
    const FUNCTIONS: &'static [&'static str] = &["unseal"];
}
