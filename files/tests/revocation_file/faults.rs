//! System calls that fail: the record is not acknowledged, an error says so, and the next writer
//! can go on.

use crate::common::names;
use crate::common::player::Player;
use crate::common::strace;
use crate::records::{NAME, count_in, with};

/// How an environment error begins.
const CANNOT_CHANGE: &str = "refused ERR_JWT_REVOCATION_UNAVAILABLE: cannot change /";

/// Makes one kind of call fail in a file with two records, and returns what was said and how many
/// are there then.
fn fail(arguments: &[&str], role: &str) -> (Vec<String>, u64) {
    let (folder, path, _file) = with(2);
    let lock = folder.path().join("revoked.log.lock");
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
        role,
    );
    assert_eq!(names(&folder), [NAME, "revoked.log.lock"], "{said:?}");
    let there = count_in(&path).unwrap();
    // Nothing stands in the way of the next one.
    assert_eq!(
        Player::start(&path, "count 1").hear(),
        format!("done {}", there + 1)
    );
    (said, there)
}

/// The record is there, but whether it is durable is not known: it is not acknowledged, and
/// everything is read again.
#[test]
#[cfg_attr(not(target_os = "linux"), ignore = "strace runs on Linux only")]
fn a_failed_sync_is_not_acknowledged() {
    let (said, there) = fail(&["-e", "inject=fdatasync:error=EIO:when=1"], "try");
    assert!(
        said[1].starts_with(CANNOT_CHANGE) && said[1].contains("Input/output error"),
        "{said:?}"
    );
    assert_eq!(
        (said[0].as_str(), said[2].as_str(), there),
        ("reads 2", "reads 3", 3)
    );
}

/// The next change begins with the sync that failed. While that keeps failing, nothing is
/// acknowledged, and nothing more is written.
#[test]
#[cfg_attr(not(target_os = "linux"), ignore = "strace runs on Linux only")]
fn a_sync_that_keeps_failing_lets_nothing_more_be_written() {
    let (said, there) = fail(&["-e", "inject=fdatasync:error=EIO:when=1..3"], "again 4");
    assert!(
        said[..3].iter().all(|line| line.starts_with(CANNOT_CHANGE)),
        "{said:?}"
    );
    assert_eq!((said[3].as_str(), there), ("done 4", 4));
    let (said, there) = fail(&["-e", "inject=fdatasync:error=EIO"], "again 4");
    assert!(
        said.iter().all(|line| line.starts_with(CANNOT_CHANGE)),
        "{said:?}"
    );
    assert_eq!(there, 3);
}

#[test]
#[cfg_attr(not(target_os = "linux"), ignore = "strace runs on Linux only")]
fn other_failures_write_nothing() {
    for (fault, reason) in [
        ("inject=pwrite64:error=ENOSPC", "No space left on device"),
        ("inject=flock:error=ENOLCK", "No locks available"),
        ("inject=ftruncate:error=EIO", "Input/output error"),
    ] {
        let (said, there) = fail(&["-e", fault], "try");
        assert!(
            said[1].starts_with("refused ERR_JWT_REVOCATION_UNAVAILABLE: ") && said[1].contains(reason),
            "{fault}: {said:?}"
        );
        assert_eq!((said.len(), there), (3, 2), "{fault}: {said:?}");
    }
}

#[test]
#[cfg_attr(not(target_os = "linux"), ignore = "strace runs on Linux only")]
fn where_nothing_can_be_written_the_list_is_followed() {
    for error in ["EROFS", "EACCES"] {
        let (said, there) = fail(
            &["-P", "LOCK", "-e", &format!("inject=openat:error={error}")],
            "try",
        );
        assert!(
            said[1].starts_with(
                "refused ERR_OPTION_INVALID: the list of revocations can only be followed here: cannot open /"
            ),
            "{said:?}"
        );
        assert_eq!(
            (said[0].as_str(), said[2].as_str(), there),
            ("reads 2", "reads nothing new", 2)
        );
    }
}

/// A file that may not become longer than a few bytes, in place of a full disk: writing a record
/// begins, and then fails. The next writer cuts off what was written of it.
#[test]
fn a_record_that_cannot_be_written_whole_is_not_there() {
    let (_folder, path, _file) = with(0);
    let mut count = 0;
    // Until the limit, of 1,024 bytes in bash and 512 in others, falls within a record.
    let said = loop {
        let wrapper = ["sh", "-c", r#"trap "" XFSZ; ulimit -f 1; exec "$0" "$@""#];
        let said = Player::start_under(&wrapper, &path, "try").hear_all();
        if !said[1].starts_with("done ") {
            break said;
        }
        count += 1;
    };
    assert!(
        said[1].starts_with(CANNOT_CHANGE) && said[1].contains("File too large"),
        "{said:?}"
    );
    let reads = if count == 0 {
        "reads nothing new".to_owned()
    } else {
        format!("reads {count}")
    };
    assert_eq!((&said[2], path.metadata().unwrap().len() % 512), (&reads, 0));
    assert_eq!(count_in(&path).unwrap(), count);
    assert_eq!(
        Player::start(&path, "count 1").hear(),
        format!("done {}", count + 1)
    );
    assert_eq!(count_in(&path).unwrap(), count + 1);
}
