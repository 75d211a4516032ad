//! System calls that fail: the old text stays, or the new one is there and not acknowledged, and an
//! error says so.

use std::time::Duration;

use tokenseal_files::RingFile;

use crate::common::names;
use crate::common::player::Player;
use crate::common::strace;
use crate::life::folder;
use crate::text::{text, version_in};

/// How an environment error begins.
const CANNOT_CHANGE: &str = "refused ERR_KEYRING_UNAVAILABLE: cannot change /";

/// Makes one kind of call fail, and returns what was said and which version is there then.
fn fail(arguments: &[&str]) -> (Vec<String>, u64) {
    let (folder, path) = folder();
    RingFile::create(&path, &text(0)).unwrap();
    let lock = folder.path().join("keys.ring.lock");
    let arguments: Vec<&str> = arguments
        .iter()
        .map(|word| {
            if *word == "LOCK" {
                lock.to_str().unwrap()
            } else {
                word
            }
        })
        .collect();
    let said = strace::hear(
        &[["-o", "/dev/null"].as_slice(), &arguments].concat(),
        &path,
        "try",
    );
    assert_eq!(names(&folder), ["keys.ring", "keys.ring.lock"], "{said:?}");
    (said, version_in(&path))
}

#[test]
#[cfg_attr(not(target_os = "linux"), ignore = "strace runs on Linux only")]
fn a_failed_sync_of_the_file_keeps_the_old_text() {
    let (said, there) = fail(&["-e", "inject=fsync:error=EIO:when=1"]);
    assert!(
        said[1].starts_with(CANNOT_CHANGE) && said[1].contains("Input/output error"),
        "{said:?}"
    );
    assert_eq!(
        (said[0].as_str(), said[2].as_str(), there),
        ("reads 0", "reads 0", 0)
    );
}

/// The new text is there, but whether it is durable is not known: the change is not acknowledged,
/// and the next read finds it.
#[test]
#[cfg_attr(not(target_os = "linux"), ignore = "strace runs on Linux only")]
fn a_failed_sync_of_the_folder_is_not_acknowledged() {
    let (said, there) = fail(&["-e", "inject=fsync:error=EIO:when=2"]);
    assert!(said[1].contains("Input/output error"), "{said:?}");
    assert_eq!(
        (said[0].as_str(), said[2].as_str(), there),
        ("reads 0", "reads 1", 1)
    );
}

#[test]
#[cfg_attr(not(target_os = "linux"), ignore = "strace runs on Linux only")]
fn other_failures_keep_the_old_text() {
    for (fault, reason) in [
        ("inject=/^rename:error=ENOSPC", "No space left on device"),
        ("inject=/^rename:error=EBUSY", "mount its folder instead"),
        ("inject=flock:error=ENOLCK", "No locks available"),
        ("inject=getdents64:error=EIO", ""),
    ] {
        let (said, there) = fail(&["-e", fault]);
        if reason.is_empty() {
            // What others left cannot be removed, which does no harm.
            assert_eq!((said[1].as_str(), there), ("done 1", 1), "{fault}: {said:?}");
        } else {
            assert!(
                said[1].starts_with("refused ") && said[1].contains(reason),
                "{fault}: {said:?}"
            );
            assert_eq!((said.len(), there), (3, 0), "{fault}: {said:?}");
        }
    }
}

#[test]
#[cfg_attr(not(target_os = "linux"), ignore = "strace runs on Linux only")]
fn where_nothing_can_be_written_the_ring_is_followed() {
    for error in ["EROFS", "EACCES"] {
        let (said, there) = fail(&["-P", "LOCK", "-e", &format!("inject=openat:error={error}")]);
        assert!(
            said[1]
                .starts_with("refused ERR_OPTION_INVALID: the ring can only be followed here: cannot open /"),
            "{said:?}"
        );
        assert_eq!(
            (said[0].as_str(), said[2].as_str(), there),
            ("reads 0", "reads nothing new", 0)
        );
    }
}

/// A file that may not become longer than a few bytes, in place of a full disk: writing begins, and
/// then fails.
#[test]
fn a_text_that_cannot_be_written_whole_keeps_the_old_one() {
    let (folder, path) = folder();
    RingFile::create(&path, &text(0)).unwrap();
    let said = Player::start_under(
        &["sh", "-c", r#"trap "" XFSZ; ulimit -f 1; exec "$0" "$@""#],
        &path,
        "try",
    )
    .hear_all();
    assert!(
        said[1].starts_with(CANNOT_CHANGE) && said[1].contains("File too large"),
        "{said:?}"
    );
    assert_eq!(
        (version_in(&path), names(&folder)),
        (0, vec!["keys.ring".to_owned(), "keys.ring.lock".to_owned()])
    );
}

/// A process that locks a file that was deleted in the meantime locks nobody out, and then locks
/// the one that is there.
#[test]
#[cfg_attr(not(target_os = "linux"), ignore = "strace runs on Linux only")]
fn a_lock_file_that_was_deleted_is_made_anew() {
    let (folder, path) = folder();
    RingFile::create(&path, &text(0)).unwrap();
    let lock = folder.path().join("keys.ring.lock");
    std::fs::remove_file(&lock).unwrap();
    let delayed = ["-o", "/dev/null", "-e", "inject=flock:delay_enter=3000000:when=1"];
    let said = std::thread::scope(|scope| {
        let writer = scope.spawn(|| strace::hear(&delayed, &path, "count 1"));
        while !lock.exists() {
            std::thread::sleep(Duration::from_millis(1));
        }
        std::fs::remove_file(&lock).unwrap();
        writer.join().unwrap()
    });
    assert_eq!(
        (said, names(&folder)),
        (
            vec!["done 1".to_owned()],
            vec!["keys.ring".to_owned(), "keys.ring.lock".to_owned()]
        )
    );
}
