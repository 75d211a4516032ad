//! What this crate says when a file cannot be read or changed.

use std::fmt::Display;
use std::io::{Error as IoError, ErrorKind};
use std::path::{Path, PathBuf, absolute};

use tokenseal::{Error, ErrorCode};

/// What a file keeps.
#[derive(Clone, Copy)]
pub(crate) struct Kind {
    code: ErrorCode,
    name: &'static str,
}

pub(crate) const RING: Kind = Kind {
    code: ErrorCode::KeyRingUnavailable,
    name: "ring",
};
pub(crate) const REVOCATIONS: Kind = Kind {
    code: ErrorCode::RevocationUnavailable,
    name: "list of revocations",
};
pub(crate) const STATUS_LIST: Kind = Kind {
    code: ErrorCode::RevocationUnavailable,
    name: "status list",
};

/// How a failure is reported.
pub(crate) type Report = fn(Kind, String, &IoError) -> Error;

impl Kind {
    /// An absolute path, which still means the same file after the process has changed its working
    /// directory.
    pub(crate) fn absolute(self, path: &Path) -> Result<PathBuf, Error> {
        absolute(path)
            .map_err(|error| self.unavailable(format_args!("cannot find {}", path.display()), &error))
    }

    /// The file is unavailable, or cannot be trusted, as things are.
    pub(crate) fn unavailable(self, what: impl Display, error: &IoError) -> Error {
        Error::new(self.code, format!("{}: {error}", readable(what)))
    }

    /// The same when something is written: a read-only place is not the environment's fault.
    pub(crate) fn unchangeable(self, what: impl Display, error: &IoError) -> Error {
        match error.kind() {
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Error::new(
                ErrorCode::OptionInvalid,
                format!(
                    "the {} can only be followed here: {}: {error}",
                    self.name,
                    readable(what)
                ),
            ),
            _ => self.unavailable(what, error),
        }
    }
}

/// A file is created once: an existing one may be the only copy.
pub(crate) fn exists(path: impl Display) -> Error {
    let path = readable(path);
    Error::new(
        ErrorCode::OptionInvalid,
        format!("{path} exists already: open it, or choose another name; nothing was overwritten"),
    )
}

/// A path that is too long for any file system, or for people, is truncated.
fn readable(what: impl Display) -> String {
    const LONGEST: usize = 200;
    let whole = what.to_string();
    match whole.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", whole.get(..end).unwrap_or_default()),
        None => whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_any_length_leaves_a_message_that_can_be_read() {
        let long = "é".repeat(100_000);
        assert_eq!(
            exists(&long).message().chars().count(),
            exists("x").message().chars().count() + 200
        );
        assert!(
            RING.unavailable(&long, &IoError::from(ErrorKind::NotFound))
                .message()
                .chars()
                .count()
                < 300
        );
    }
}
