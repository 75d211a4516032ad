//! `access`: rules in a file, applied, explained and linted.

use clap::{Args, Subcommand};
use tokenseal::dpop::ProvenBy;

use super::options::{Calls, Options};
use crate::input::Source;

#[derive(Debug, Subcommand)]
pub(crate) enum Access {
    /// Decide about a request; the exit code is 1 if it is not allowed
    Check(Question),
    /// Show the decision about a request, and what each rule for its path, or nearly its path, says
    Explain(Question),
    /// Find rules that no token can satisfy, and those that another rule makes pointless
    Lint(Rules),
    /// Write the rules in Cedar's language
    Cedar(Rules),
    /// Write the JSON Schema for a file of rules
    Schema,
}

/// A file of rules.
#[derive(Args, Debug)]
pub(crate) struct Rules {
    /// The rules: JSON text, @FILE, or - for standard input
    #[arg(value_name = "RULES")]
    pub(crate) rules: Source,
}

#[derive(Args, Debug)]
pub(crate) struct Question {
    #[command(flatten)]
    pub(crate) rules: Rules,
    /// The method of the request, such as GET
    #[arg(value_name = "METHOD")]
    pub(crate) method: String,
    /// The path of the request
    #[arg(value_name = "PATH")]
    pub(crate) path: String,
    /// The claims of a checked token: JSON text, @FILE, or - for standard input. Without them the
    /// request has no token
    #[arg(long, value_name = "CLAIMS")]
    pub(crate) claims: Option<Source>,
    /// How the sender of the token proved possession of what it is bound to
    #[arg(long, value_name = "WAY", value_parser = ProvenBy::ALL.map(ProvenBy::as_str), requires = "claims")]
    pub(crate) proven_by: Option<String>,
    /// The code of the error with which the check of the token failed, such as ERR_JWT_EXPIRED
    #[arg(long, value_name = "CODE", conflicts_with = "claims")]
    pub(crate) error: Option<String>,
    #[command(flatten)]
    pub(crate) options: Options<Question>,
}

impl Calls for Question {
    const FUNCTIONS: &'static [&'static str] = &["AccessRules.check"];
}
