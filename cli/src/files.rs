//! Output to files: whole files that did not exist before.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, TempPath};

use crate::failure::{Failure, Result};

/// A file to create.
pub(crate) struct NewFile<'a> {
    pub(crate) path: &'a Path,
    pub(crate) contents: &'a [u8],
    /// Whether only its owner may read it (mode 0600).
    pub(crate) private: bool,
}

/// Creates all the files or none. Each is written under another name next to its place, made
/// durable, and only then given its name, which fails if the name is taken: nobody ever sees half a
/// key, and no key is ever overwritten.
pub(crate) fn write_new(files: &[NewFile<'_>]) -> Result<()> {
    let mut written = Vec::new();
    for file in files {
        let path = write_beside(file).map_err(|error| Failure::file("write", file.path, &error))?;
        written.push((path, file.path));
    }
    let mut named: Vec<PathBuf> = Vec::new();
    for (temporary, path) in written {
        if let Err(error) = temporary.persist_noclobber(path) {
            named.iter().for_each(|path| drop(std::fs::remove_file(path)));
            return Err(Failure::file("write", path, &error.error));
        }
        named.push(path.to_owned());
    }
    Ok(())
}

/// Writes the contents to a file that nobody else knows of, in the same folder.
fn write_beside(file: &NewFile<'_>) -> io::Result<TempPath> {
    if file.path.symlink_metadata().is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    let folder = match file.path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let mut builder = Builder::new();
    builder.prefix(".tokenseal-");
    allow_readers(&mut builder, !file.private);
    let mut temporary = builder.tempfile_in(folder)?;
    temporary.write_all(file.contents)?;
    temporary.as_file().sync_all()?;
    Ok(temporary.into_temp_path())
}

/// A temporary file is for its owner alone, unless told otherwise; the umask still applies.
#[cfg(unix)]
fn allow_readers(builder: &mut Builder<'_, '_>, readable: bool) {
    use std::os::unix::fs::PermissionsExt;
    let mode = if readable { 0o644 } else { 0o600 };
    builder.permissions(std::fs::Permissions::from_mode(mode));
}

/// If there are no modes, the folder determines who may read.
#[cfg(not(unix))]
fn allow_readers(_: &mut Builder<'_, '_>, _: bool) {}
