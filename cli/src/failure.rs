//! Why a command was not carried out, and the exit code that says so.

use std::io;
use std::path::Path;

use serde_json::{Value, json};
use tokenseal::{Error, ErrorCode};

use crate::arguments;
use crate::commands::access::carried;

/// A token, claims or a key was refused.
pub(crate) const REFUSED: u8 = 1;
/// The command could not be carried out as it was given.
pub(crate) const USAGE: u8 = 2;

pub(crate) type Result<T> = std::result::Result<T, Failure>;

/// Why a command was not carried out: one of the library's errors, and whether the token or the
/// command was wrong.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The core refused what it was given.
    Refused(Error),
    /// The arguments, or the files that they name, are not right.
    Usage(Error),
    /// A lint or check found something wrong, which standard output shows.
    Found(Error),
}

impl Failure {
    /// Something about the arguments that clap cannot see.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Failure::Usage(Error::new(ErrorCode::OptionInvalid, message.into()))
    }

    /// A command that has shown what it found.
    pub(crate) fn found(message: impl Into<String>) -> Self {
        Failure::Found(Error::new(ErrorCode::OptionInvalid, message.into()))
    }

    /// A file that cannot be read or written. `what` is `read` or `write`.
    pub(crate) fn file(what: &str, path: &Path, error: &io::Error) -> Self {
        let why = match error.kind() {
            io::ErrorKind::AlreadyExists => "it is there already, and nothing is ever overwritten".to_owned(),
            _ => error.to_string(),
        };
        Failure::usage(format!("cannot {what} {}: {why}", path.display()))
    }

    /// The input is longer than is ever read.
    pub(crate) fn too_long(what: &str, limit: usize) -> Self {
        Failure::Refused(Error::new(
            ErrorCode::LimitExceeded,
            format!("{what} is longer than {} KiB", limit / 1024),
        ))
    }

    /// 1 if something was refused, 2 if the command was wrong.
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            // A bad option that the core found counts like one that clap found; and if keys or a
            // list are unavailable, nothing is known about the token.
            Failure::Refused(error) => match error.code() {
                ErrorCode::OptionInvalid
                | ErrorCode::JwksUnavailable
                | ErrorCode::KeyRingUnavailable
                | ErrorCode::RevocationUnavailable => USAGE,
                _ => REFUSED,
            },
            Failure::Usage(_) => USAGE,
            Failure::Found(_) => REFUSED,
        }
    }

    /// One line for people.
    pub(crate) fn line(&self) -> String {
        let error = self.error();
        let claim = error
            .claim()
            .map(|claim| format!(" (claim {claim})"))
            .unwrap_or_default();
        format!(
            "tokenseal: {}: {}{claim}",
            error.code(),
            arguments::message(error)
        )
    }

    /// The same for programs.
    pub(crate) fn json(&self) -> Value {
        let error = self.error();
        let (code, message, claim) = (error.code().as_str(), arguments::message(error), error.claim());
        match carried(error) {
            Some(decision) => {
                json!({ "error": code, "message": message, "claim": claim, "decision": decision })
            }
            None => json!({ "error": code, "message": message, "claim": claim }),
        }
    }

    fn error(&self) -> &Error {
        match self {
            Failure::Refused(error) | Failure::Usage(error) | Failure::Found(error) => error,
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure::Refused(error)
    }
}
