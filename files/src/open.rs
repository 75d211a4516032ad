//! Opening a file, if it can be trusted.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{Error, ErrorKind, Read, Result};
use std::path::Path;

use crate::platform;

/// The largest size of a file of a kind, in bytes, and what the kind is called.
pub(crate) type Largest = (u64, &'static str);

pub(crate) fn open(path: &Path, options: &OpenOptions, largest: Largest) -> Result<(File, Metadata)> {
    // Opening a pipe would block, so it must not be opened.
    check(&path.metadata()?, largest)?;
    let file = options.open(path)?;
    let metadata = file.metadata()?;
    check(&metadata, largest)?;
    platform::check_access(&file, &metadata)?;
    Ok((file, metadata))
}

/// The content of a file, and how the file looked when it was opened.
pub(crate) fn read_whole(path: &Path, largest: Largest) -> Result<(Metadata, Vec<u8>)> {
    let (file, metadata) = open(path, OpenOptions::new().read(true), largest)?;
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len() + 1).unwrap_or_default());
    (&file).take(largest.0 + 1).read_to_end(&mut bytes)?;
    check_length(bytes.len(), largest)?;
    Ok((metadata, bytes))
}

/// Whether a file of this length is read, and so may be written.
pub(crate) fn check_length(length: usize, largest: Largest) -> Result<()> {
    if u64::try_from(length).is_ok_and(|length| length <= largest.0) {
        Ok(())
    } else {
        Err(larger(length, largest))
    }
}

/// Reads from this offset until the buffer is full or the file ends, and returns how much it read.
pub(crate) fn fill(file: &File, bytes: &mut [u8], offset: u64) -> Result<usize> {
    let mut length = 0;
    while let Some(free) = bytes.get_mut(length..).filter(|free| !free.is_empty()) {
        match platform::read_at(file, free, offset + length as u64) {
            Ok(0) => break,
            Ok(count) => length += count,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(length)
}

fn check(metadata: &Metadata, largest: Largest) -> Result<()> {
    if !metadata.is_file() {
        return Err(Error::new(ErrorKind::InvalidInput, "it is not a regular file"));
    }
    if metadata.len() > largest.0 {
        Err(larger(metadata.len(), largest))
    } else {
        Ok(())
    }
}

pub(crate) fn larger(length: impl std::fmt::Display, (largest, name): Largest) -> Error {
    Error::new(
        ErrorKind::FileTooLarge,
        format!("{length} bytes are more than the {largest} of the largest {name}: this is something else"),
    )
}
