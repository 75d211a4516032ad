//! Files that become shorter, while others read and write them.

use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

use tokenseal::RevocationLog;
use tokenseal_files::RevocationFile;

use crate::common::player::Player;
use crate::common::{names, strace};
use crate::records::{NAME, Reader, append, append_and_end, count_in, empty, fill, follow};

#[test]
fn what_has_ended_goes_when_it_is_the_greater_part() {
    let (folder, path, file) = empty();
    let follower = RevocationFile::open(&path).unwrap();
    let number = fill(&path, (1 << 20) - 8_300);
    assert_eq!(follow(&follower).unwrap(), Some(number));
    let inode = path.metadata().unwrap().ino();
    // Not while it is small, and not if most of it has to stay.
    assert_eq!(append_and_end(&file, number).unwrap(), number + 1);
    assert!(path.metadata().unwrap().len() < 1 << 20);
    let last = fill(&path, 1 << 20);
    assert_eq!(append_and_end(&file, number - 250).unwrap(), last + 1);
    assert_eq!(path.metadata().unwrap().ino(), inode);
    let last = last + 1;
    // A process that counts for the first time does so at once.
    let other = RevocationFile::open(&path).unwrap();
    assert_eq!(append_and_end(&other, last).unwrap(), last + 1);
    assert_ne!(path.metadata().unwrap().ino(), inode);
    assert!(path.metadata().unwrap().len() < 10_000);
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(names(&folder), [NAME, "revoked.log.lock"]);
    // Followers switch to it, and so do writers.
    let mut reader = Reader::default();
    follower.follow(&mut reader).unwrap();
    assert_eq!((reader.taken, reader.last), (2, last + 1));
    assert_eq!(
        (follow(&follower).unwrap(), follow(&other).unwrap()),
        (None, None)
    );
    assert_eq!(
        (append(&file).unwrap(), append(&other).unwrap()),
        (last + 2, last + 3)
    );
    assert_eq!(
        (follow(&follower).unwrap(), count_in(&path).unwrap()),
        (Some(last + 3), last + 3)
    );
}

/// An older file under the same name is not taken for the newer one.
#[test]
fn a_file_from_before_a_compaction_is_unavailable() {
    let (_folder, path, file) = empty();
    let number = fill(&path, 1 << 20);
    let before = std::fs::read(&path).unwrap();
    append_and_end(&file, number).unwrap();
    let after = std::fs::read(&path).unwrap();
    assert!(after.len() < 10_000);
    std::fs::write(&path, &before).unwrap();
    assert!(
        follow(&file)
            .unwrap_err()
            .message()
            .contains("an older copy took its place")
    );
    assert!(append(&file).is_err());
    std::fs::write(&path, &after).unwrap();
    assert_eq!(follow(&file).unwrap(), Some(number + 1));
}

/// Nobody misses a record, or finds the file damaged, while it is compacted again and again.
#[test]
fn readers_and_writers_go_on_meanwhile() {
    let (_folder, path, _file) = empty();
    fill(&path, 1 << 19);
    let mut writers: Vec<Player> = (0..2).map(|_| Player::start(&path, "end 400")).collect();
    let (done, follows) = (AtomicBool::new(false), AtomicU64::new(0));
    let inodes = thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let follower = RevocationFile::open(&path).unwrap();
                let mut last = 0;
                while !done.load(Ordering::Relaxed) {
                    let mut reader = Reader::default();
                    follower.follow(&mut reader).unwrap();
                    // Expired records may be gone before they were seen.
                    if reader.taken > 0 {
                        assert!(reader.last >= last, "{} after {last}", reader.last);
                        last = reader.last;
                    }
                    follows.fetch_add(1, Ordering::Relaxed);
                }
                assert_eq!(last, count_in(&path).unwrap());
            });
        }
        let mut inodes = std::collections::BTreeSet::new();
        let mut said = Vec::new();
        for writer in &mut writers {
            loop {
                let line = writer.hear();
                inodes.insert(path.metadata().unwrap().ino());
                if line.is_empty() {
                    break;
                }
                said.push(line);
            }
        }
        // The last look, at what remains.
        thread::sleep(std::time::Duration::from_millis(50));
        done.store(true, Ordering::Relaxed);
        assert!(said.iter().all(|line| line.starts_with("done ")), "{said:?}");
        assert_eq!(said.len(), 800);
        inodes
    });
    assert!(inodes.len() > 1 && follows.into_inner() > 100);
}

#[test]
fn a_compaction_that_fails_costs_nothing_but_space() {
    let (_folder, path, _file) = empty();
    let number = fill(&path, 1 << 20);
    let said = strace::hear(
        &["-o", "/dev/null", "-e", "inject=/^rename:error=ENOSPC"],
        &path,
        "end 2",
    );
    assert_eq!(
        said,
        [format!("done {}", number + 1), format!("done {}", number + 2)]
    );
    assert_eq!(count_in(&path).unwrap(), number + 2);
    assert!(path.metadata().unwrap().len() > 1 << 20);
}
