//! Where a file really is, and what is next to it.

use std::ffi::{OsStr, OsString};
use std::io::{Error, ErrorKind, Result};
use std::path::{Path, PathBuf};

/// A temporary file has random characters between the name of the file and this suffix.
const TEMPORARY: &str = ".tokenseal-new";

/// A file with its folder, as a path without links.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) file: PathBuf,
    pub(crate) folder: PathBuf,
    name: OsString,
}

impl Place {
    /// The place of an existing file: where its links lead.
    pub(crate) fn find(path: &Path) -> Result<Self> {
        Self::of(&path.canonicalize()?)
    }

    /// The place of a file that is to be created: only its folder exists.
    pub(crate) fn choose(path: &Path) -> Result<Self> {
        let Self { folder, name, .. } = Self::of(path)?;
        let folder = folder.canonicalize()?;
        Ok(Self {
            file: folder.join(&name),
            folder,
            name,
        })
    }

    fn of(path: &Path) -> Result<Self> {
        match (path.parent(), path.file_name()) {
            (Some(folder), Some(name)) => Ok(Self {
                file: path.to_owned(),
                folder: folder.to_owned(),
                name: name.to_owned(),
            }),
            _ => Err(Error::new(ErrorKind::InvalidInput, "it does not name a file")),
        }
    }

    /// The file that is locked. It is not the file itself, which a change may replace.
    pub(crate) fn lock(&self) -> PathBuf {
        self.folder.join(joined([&self.name, OsStr::new(".lock")]))
    }

    /// The prefix and suffix of temporary files' names.
    pub(crate) fn temporary(&self) -> (OsString, &'static OsStr) {
        (
            joined([OsStr::new("."), &self.name, OsStr::new(".")]),
            OsStr::new(TEMPORARY),
        )
    }

    /// Whether a file with this name in the folder is a temporary one.
    pub(crate) fn is_temporary(&self, name: &OsStr) -> bool {
        let (beginning, end) = self.temporary();
        let drawn = name.as_encoded_bytes().strip_prefix(beginning.as_encoded_bytes());
        let drawn = drawn.and_then(|rest| rest.strip_suffix(end.as_encoded_bytes()));
        drawn.is_some_and(|drawn| drawn.iter().all(u8::is_ascii_alphanumeric))
    }
}

fn joined<const N: usize>(parts: [&OsStr; N]) -> OsString {
    parts.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_its_temporary_files_from_others() {
        let place = Place::of(Path::new("/folder/keys.ring")).unwrap();
        assert!(place.is_temporary(OsStr::new(".keys.ring.a1B2c3.tokenseal-new")));
        for other in [
            "keys.ring",
            "keys.ring.lock",
            ".other.ring.a1B2c3.tokenseal-new",
            ".keys.ring.old.a1B2c3.tokenseal-new",
            ".keys.ring.",
        ] {
            assert!(!place.is_temporary(OsStr::new(other)), "{other}");
        }
        assert_eq!(place.lock(), Path::new("/folder/keys.ring.lock"));
    }

    #[test]
    fn needs_the_name_of_a_file() {
        assert!(Place::of(Path::new("/")).is_err() && Place::of(Path::new("/folder/..")).is_err());
    }
}
