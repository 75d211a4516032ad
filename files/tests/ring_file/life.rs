//! Creating, opening, reading and changing, in one process.

use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::PathBuf;
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use tokenseal::RingStore;
use tokenseal::{Error, ErrorCode};
use tokenseal_files::RingFile;

use crate::common::{folder_for, names};
use crate::text::{text, version, version_in};

/// A folder, and the path of a ring in it that is still to be created.
pub(crate) fn folder() -> (TempDir, PathBuf) {
    folder_for("keys.ring")
}

/// The next version in place of this one.
pub(crate) fn increment(ring: &RingFile) -> Result<(), Error> {
    ring.change(&mut |found| Ok(Some(text(version(&found) + 1))))
}

#[test]
fn what_was_written_last_is_no_news() {
    let (folder, path) = folder();
    let ring = RingFile::create(&path, &text(0)).unwrap();
    assert!(ring.read().unwrap().is_none());
    increment(&ring).unwrap();
    assert!(ring.read().unwrap().is_none());
    assert_eq!(version_in(&path), 1);
    assert_eq!(names(&folder), ["keys.ring", "keys.ring.lock"]);
    for name in names(&folder) {
        assert_eq!(
            folder.path().join(&name).metadata().unwrap().permissions().mode() & 0o777,
            0o600,
            "{name}"
        );
    }
}

#[test]
fn what_others_wrote_is_news_once() {
    let (_folder, path) = folder();
    let ring = RingFile::create(&path, &text(0)).unwrap();
    let other = RingFile::open(&path).unwrap();
    assert_eq!(version(&other.read().unwrap().unwrap()), 0);
    increment(&ring).unwrap();
    assert_eq!(version(&other.read().unwrap().unwrap()), 1);
    assert!(other.read().unwrap().is_none());
    increment(&other).unwrap();
    assert_eq!(version(&ring.read().unwrap().unwrap()), 2);
}

#[test]
fn nothing_is_overwritten() {
    let (_folder, path) = folder();
    RingFile::create(&path, &text(0)).unwrap();
    let refused = RingFile::create(&path, &text(1)).unwrap_err();
    assert_eq!(refused.code(), ErrorCode::OptionInvalid);
    assert!(
        refused.message().ends_with("nothing was overwritten"),
        "{refused}"
    );
    assert_eq!(version_in(&path), 0);
}

#[test]
fn nothing_is_created_by_opening() {
    let (folder, path) = folder();
    let refused = RingFile::open(&path).unwrap_err();
    assert!(
        refused
            .message()
            .starts_with(&format!("cannot read {}: ", path.display())),
        "{refused}"
    );
    assert!(names(&folder).is_empty());
}

#[test]
fn a_ring_that_vanished_is_not_made_anew() {
    let (folder, path) = folder();
    let ring = RingFile::create(&path, &text(0)).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert!(ring.read().is_err() && increment(&ring).is_err());
    assert_eq!(names(&folder), ["keys.ring.lock"]);
}

#[test]
fn of_several_creators_one_creates() {
    for _ in 0..50 {
        let (folder, path) = folder();
        let start = Barrier::new(4);
        let creators: Vec<bool> = thread::scope(|scope| {
            let threads: Vec<_> = (0..4)
                .map(|number| {
                    let (start, path) = (&start, &path);
                    scope.spawn(move || {
                        start.wait();
                        RingFile::create(path, &text(number)).is_ok()
                    })
                })
                .collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(creators.iter().filter(|created| **created).count(), 1);
        assert_eq!(
            version_in(&path),
            u64::try_from(creators.iter().position(|created| *created).unwrap()).unwrap()
        );
        assert_eq!(names(&folder), ["keys.ring", "keys.ring.lock"]);
    }
}

#[test]
fn a_refused_change_changes_nothing() {
    let (_folder, path) = folder();
    let ring = RingFile::create(&path, &text(0)).unwrap();
    let before = path.metadata().unwrap().ino();
    let refused = ring
        .change(&mut |_| Err(Error::new(ErrorCode::Internal, "no")))
        .unwrap_err();
    assert_eq!(refused.message(), "no");
    ring.change(&mut |_| Ok(None)).unwrap();
    assert_eq!((path.metadata().unwrap().ino(), version_in(&path)), (before, 0));
    increment(&ring).unwrap();
    assert_ne!(path.metadata().unwrap().ino(), before);
}

#[test]
fn a_path_means_the_same_file_from_another_folder() {
    let (folder, path) = folder();
    RingFile::create(&path, &text(0)).unwrap();
    let relative: PathBuf = std::env::current_dir()
        .unwrap()
        .components()
        .skip(1)
        .map(|_| "..")
        .collect();
    let ring = RingFile::open(relative.join(path.strip_prefix("/").unwrap())).unwrap();
    assert!(
        format!("{ring:?}").starts_with("RingFile { path: \"/"),
        "{ring:?}"
    );
    increment(&ring).unwrap();
    assert_eq!(names(&folder), ["keys.ring", "keys.ring.lock"]);
}

/// One thread changes the ring and another reads it, through the same object: no reader gets an
/// older text after a newer one.
#[test]
fn readers_never_go_back() {
    let (_folder, path) = folder();
    let ring = RingFile::create(&path, &text(0)).unwrap();
    let (done, reads) = (AtomicBool::new(false), AtomicU64::new(0));
    thread::scope(|scope| {
        scope.spawn(|| {
            let other = RingFile::open(&path).unwrap();
            let mut last = None;
            while !done.load(Ordering::Relaxed) {
                assert!(ring.read().unwrap().is_none(), "only this object changes it");
                if let Some(found) = other.read().unwrap().map(|found| version(&found)) {
                    assert!(last < Some(found), "{found} after {last:?}");
                    last = Some(found);
                    reads.fetch_add(1, Ordering::Relaxed);
                }
            }
        });
        let began = Instant::now();
        while reads.load(Ordering::Relaxed) < 100 && began.elapsed() < Duration::from_secs(60) {
            increment(&ring).unwrap();
        }
        done.store(true, Ordering::Relaxed);
    });
    assert!(reads.into_inner() >= 100);
}
