//! One change at a time, across all processes.

use std::fs::{File, OpenOptions};
use std::io::{Error as IoError, ErrorKind};
use std::path::Path;
use std::time::{Duration, Instant};

use fd_lock::RwLock;
use tokenseal::Result;

use crate::error::{Kind, Report};
use crate::place::Place;
use crate::platform;

/// Longer than any change takes, and shorter than a request may wait.
const LONGEST_WAIT: Duration = Duration::from_secs(5);
/// Waiting for a lock cannot be limited, so it is tried this often. The interval is short because
/// others may hold the lock nearly all the time.
const PAUSE: Duration = Duration::from_millis(1);

/// Does something while nobody else does. The lock file is opened for this one time and closed
/// afterwards, so that nobody inherits a lock. Failures are reported as those of this kind of file.
pub(crate) fn alone<T>(
    path: &Path,
    find: fn(&Path) -> std::io::Result<Place>,
    (kind, report): (Kind, Report),
    work: impl FnOnce(&Place, &File) -> Result<T>,
) -> Result<T> {
    let began = Instant::now();
    loop {
        let place = find(path)
            .map_err(|error| kind.unavailable(format_args!("cannot find {}", path.display()), &error))?;
        let locked = place.lock();
        let file = open(&place).map_err(|error| {
            report(
                kind,
                format!("cannot open {} for writing", locked.display()),
                &error,
            )
        })?;
        match RwLock::new(file).try_write() {
            // A lock file that was replaced in between locks nobody out, and a link may lead
            // elsewhere by now.
            Ok(held) if is_in_place(&held, &place) && find(path).is_ok_and(|now| now == place) => {
                return work(&place, &held);
            }
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            Err(error) => {
                return Err(kind.unavailable(format_args!("cannot lock {}", locked.display()), &error));
            }
        }
        if began.elapsed() >= LONGEST_WAIT {
            let limit = format!(
                "another process has held it for {} s: try again, or look whether that process hangs",
                LONGEST_WAIT.as_secs()
            );
            return Err(kind.unavailable(
                format_args!("cannot lock {}", locked.display()),
                &IoError::new(ErrorKind::TimedOut, limit),
            ));
        }
        std::thread::sleep(PAUSE);
    }
}

/// Everyone who may change the file must be able to lock it, so both have the same owner.
fn open(place: &Place) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    let file = platform::private(&mut options).open(place.lock())?;
    if let Ok(metadata) = place.file.metadata() {
        // Only root can give a file away, and only root needs to.
        _ = platform::keep_owner(&file, platform::owner(&metadata));
    }
    Ok(file)
}

fn is_in_place(held: &File, place: &Place) -> bool {
    match (held.metadata(), place.lock().metadata()) {
        (Ok(held), Ok(there)) => platform::identity(&held) == platform::identity(&there),
        _ => false,
    }
}
