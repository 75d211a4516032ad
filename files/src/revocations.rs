//! Lists of revocations and their files: what every language's `Revocations.file` calls.

use std::path::Path;
use std::sync::Arc;

use tokenseal::{FileOptions, Result, Revocations, RevocationsOptions};

use crate::revocation_file::RevocationFile;

/// Opens the list in a file, and follows it: every change is durable when it returns, and other
/// processes see it with their next look, within 0.2 seconds of a check. With `create`, a missing
/// file is created, as the options say; if several processes start at once, one creates it and all
/// open it.
///
/// ```
/// use tokenseal::{FileOptions, RevokeOptions};
///
/// # let folder = tempfile::tempdir().unwrap();
/// # let path = folder.path().join("revoked.log");
/// let options = FileOptions { longest_lifetime: Some("1h".into()), create: true };
/// let revocations = tokenseal_files::open_revocations(&path, &options)?;
/// let now = 1_700_000_000.0; // a service takes it from its clock
/// revocations.revoke_session(None, "s1", &RevokeOptions { now: Some(now), ..RevokeOptions::default() })?;
///
/// let same = tokenseal_files::open_revocations(&path, &FileOptions::default())?; // in another process
/// assert_eq!(same.entries(&tokenseal::EntriesOptions { now: Some(now), ..Default::default() })?.len(), 1);
/// # Ok::<(), tokenseal::Error>(())
/// ```
///
/// # Errors
/// `ERR_JWT_REVOCATION_UNAVAILABLE` if the file does not exist and `create` is not given, if it is
/// damaged or cannot be trusted, or cannot be created: an empty list never takes its place.
/// `ERR_OPTION_INVALID` if it was made with a different `longest_lifetime`.
pub fn open_revocations(path: impl AsRef<Path>, options: &FileOptions) -> Result<Revocations> {
    let path = path.as_ref();
    let FileOptions {
        create,
        longest_lifetime,
    } = options.clone();
    let options = &RevocationsOptions {
        longest_lifetime,
        ..RevocationsOptions::default()
    };
    let file = if create && !path.exists() {
        make(path, options)?
    } else {
        RevocationFile::open(path)?
    };
    Revocations::open_with(Arc::new(file), options)
}

/// Creates the file, unless another process does so first.
fn make(path: &Path, options: &RevocationsOptions) -> Result<RevocationFile> {
    match RevocationFile::create(path, &Revocations::log_header(options)?) {
        Err(_) if path.exists() => RevocationFile::open(path),
        made => made,
    }
}
