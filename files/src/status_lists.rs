//! The state of a status list in a file, for its publishers.

use std::io::{Error as IoError, ErrorKind, Write};
use std::path::Path;

use tokenseal::{Error, ErrorCode, Result, StatusList};

use crate::error::{Kind, STATUS_LIST, exists};
use crate::lock::alone;
use crate::open::{Largest, check_length, read_whole};
use crate::place::Place;
use crate::platform::{self, Owner};
use crate::write::Replacement;

/// The largest file that is read or written: more than the state of the longest list, however badly
/// it compresses.
const LARGEST: Largest = (64 << 20, "status list");

/// Saves a new list in a new file. It fails if anything with this name exists, and never
/// overwrites.
///
/// # Errors
/// `ERR_OPTION_INVALID` if the file already exists; `ERR_JWT_REVOCATION_UNAVAILABLE` if it cannot
/// be written.
///
/// ```
/// use tokenseal::StatusList;
///
/// # let folder = tempfile::tempdir().unwrap();
/// # std::env::set_current_dir(folder.path()).unwrap();
/// tokenseal_files::create_status_list("statuses.json", &StatusList::new(1_000, 1)?)?;
/// let index = tokenseal_files::change_status_list("statuses.json", StatusList::allocate)?; // durable once it returns
/// tokenseal_files::change_status_list("statuses.json", |list| list.set(index, StatusList::INVALID))?;
/// assert_eq!(tokenseal_files::open_status_list("statuses.json")?.get(index)?, StatusList::INVALID);
/// # Ok::<(), tokenseal::Error>(())
/// ```
pub fn create_status_list(path: impl AsRef<Path>, list: &StatusList) -> Result<()> {
    let path = STATUS_LIST.absolute(path.as_ref())?;
    // If something exists, nothing is created next to it either.
    if path.symlink_metadata().is_ok() {
        return Err(exists(path.display()));
    }
    let state = list.to_state()?;
    alone(
        &path,
        Place::choose,
        (STATUS_LIST, Kind::unavailable),
        |place, _| {
            let create = || written(place, &state, None)?.create(place)?.1.sync();
            create().map_err(|error| match error.kind() {
                ErrorKind::AlreadyExists => exists(path.display()),
                _ => STATUS_LIST.unavailable(format_args!("cannot create {}", path.display()), &error),
            })
        },
    )
}

/// The list in a file, as it is at this moment. Changes to the returned list are not saved.
///
/// # Errors
/// `ERR_JWT_REVOCATION_UNAVAILABLE` if it does not exist, is damaged, or cannot be trusted. No new
/// list is made in its place.
pub fn open_status_list(path: impl AsRef<Path>) -> Result<StatusList> {
    Ok(read(&STATUS_LIST.absolute(path.as_ref())?)?.0)
}

/// Changes the list in a file while nobody else does: indexes that are allocated here are allocated
/// nowhere else. The change is saved once this returns; if it fails, none of it is.
///
/// # Errors
/// Those of the change; as [`open_status_list`]; `ERR_OPTION_INVALID` if the file cannot be written
/// here.
pub fn change_status_list<T>(
    path: impl AsRef<Path>,
    change: impl FnOnce(&StatusList) -> Result<T>,
) -> Result<T> {
    let path = STATUS_LIST.absolute(path.as_ref())?;
    alone(
        &path,
        Place::find,
        (STATUS_LIST, Kind::unchangeable),
        |place, _| {
            let (list, owner) = read(&place.file)?;
            let changed = change(&list)?;
            let state = list.to_state()?;
            let replace = || written(place, &state, Some(owner))?.replace(place)?.1.sync();
            replace().map_err(|error| {
                STATUS_LIST.unchangeable(format!("cannot change {}", path.display()), &error)
            })?;
            Ok(changed)
        },
    )
}

fn read(path: &Path) -> Result<(StatusList, Owner)> {
    let read = || {
        let (metadata, bytes) = read_whole(path, LARGEST)?;
        let state = String::from_utf8(bytes).map_err(|error| IoError::new(ErrorKind::InvalidData, error))?;
        Ok((state, platform::owner(&metadata)))
    };
    let (state, owner) = read()
        .map_err(|error| STATUS_LIST.unavailable(format_args!("cannot read {}", path.display()), &error))?;
    Ok((
        StatusList::from_state(&state).map_err(|error| unusable(path, &error))?,
        owner,
    ))
}

fn written(place: &Place, state: &str, owner: Option<Owner>) -> std::io::Result<Replacement> {
    check_length(state.len(), LARGEST)?;
    Replacement::write(place, owner, |file| file.write_all(state.as_bytes()))
}

/// The core sees the file's content as an argument, but here a mistake in it is the environment's
/// fault.
fn unusable(path: &Path, error: &Error) -> Error {
    let said = IoError::new(ErrorKind::InvalidData, error.message().to_owned());
    match error.code() {
        ErrorCode::OptionInvalid => {
            STATUS_LIST.unavailable(format_args!("cannot read {}", path.display()), &said)
        }
        _ => error.clone(),
    }
}
