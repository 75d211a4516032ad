//! Windows, and everything else that is not Unix: inherited permissions decide who may read a file,
//! and folders are not synced.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{Read, Result, Seek, SeekFrom, Write};
use std::path::Path;
use std::time::SystemTime;

/// Nothing that the standard library reveals; a new file has a different creation time.
pub(crate) type Identity = ();

pub(crate) fn identity(_: &Metadata) -> Identity {}

pub(crate) fn changed(metadata: &Metadata) -> Option<SystemTime> {
    metadata.created().ok()
}

pub(crate) fn check_access(_: &File, _: &Metadata) -> Result<()> {
    Ok(())
}

pub(crate) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

/// Reads from this offset; 0 bytes at the end of the file.
pub(crate) fn read_at(mut file: &File, bytes: &mut [u8], offset: u64) -> Result<usize> {
    file.seek(SeekFrom::Start(offset))?;
    file.read(bytes)
}

/// Writes all of it at this offset.
pub(crate) fn write_at(mut file: &File, bytes: &[u8], offset: u64) -> Result<()> {
    file.seek(SeekFrom::Start(offset))?;
    file.write_all(bytes)
}

/// A new file belongs to its writer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Owner;

pub(crate) fn owner(_: &Metadata) -> Owner {
    Owner
}

pub(crate) fn keep_owner(_: &File, _: Owner) -> Result<()> {
    Ok(())
}

/// A folder with which nothing is done.
pub(crate) struct Folder;

impl Folder {
    pub(crate) fn open(_: &Path) -> Result<Self> {
        Ok(Self)
    }

    pub(crate) fn sync(&self) -> Result<()> {
        Ok(())
    }
}
