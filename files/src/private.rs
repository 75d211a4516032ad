//! Whether a secret in a file is really secret.

use std::fs::File;
use std::io::Result;

use crate::platform::check_access;

/// Refuses a file that others than its owner may write, or may read, unless it is on a file system
/// that is mounted read-only, as the secrets of containers are. Rings are opened by the same rule.
///
/// # Errors
/// What is wrong with its mode, and which it should have.
///
/// ```
/// let file = tempfile::NamedTempFile::new()?;
/// tokenseal_files::require_private(file.as_file())?;
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn require_private(file: &File) -> Result<()> {
    check_access(file, &file.metadata()?)
}
