//! The file of a status list: shared by those who allocate indexes, damaged, and missing. How a
//! file is replaced is tested with key rings.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;

use tokenseal::{Error, ErrorCode, StatusList};
use tokenseal_files::{change_status_list, create_status_list, open_status_list};

fn made(capacity: u64) -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("statuses.json");
    create_status_list(&path, &StatusList::new(capacity, 2).unwrap()).unwrap();
    (folder, path)
}

fn code(error: &Error) -> (&'static str, bool) {
    (error.code().as_str(), error.message().contains("statuses.json"))
}

#[test]
fn no_index_is_given_out_twice() {
    let (_folder, path) = made(400);
    let mut indexes: Vec<u64> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    (0..50)
                        .map(|_| change_status_list(&path, StatusList::allocate).unwrap())
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap())
            .collect()
    });
    assert_eq!(open_status_list(&path).unwrap().free(), 200);
    indexes.sort_unstable();
    assert_eq!(indexes.iter().collect::<BTreeSet<_>>().len(), 200);
    change_status_list(&path, |list| list.set(indexes[7], StatusList::SUSPENDED)).unwrap();
    let list = open_status_list(&path).unwrap();
    assert_eq!(
        (list.get(indexes[7]).unwrap(), list.get(indexes[8]).unwrap()),
        (StatusList::SUSPENDED, StatusList::VALID)
    );
}

#[test]
fn a_change_that_fails_leaves_all_as_it_was() {
    let (folder, path) = made(8);
    let before = fs::read(&path).unwrap();
    let refused = change_status_list(&path, |list| {
        list.allocate()?;
        list.set(8, StatusList::INVALID)
    });
    assert_eq!(refused.unwrap_err().code(), ErrorCode::OptionInvalid);
    assert_eq!(fs::read(&path).unwrap(), before);
    let names = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(names, 2, "the list and its lock");
}

#[test]
fn nothing_is_overwritten_and_nothing_made_instead() {
    let (folder, path) = made(8);
    let list = StatusList::new(8, 1).unwrap();
    assert_eq!(
        code(&create_status_list(&path, &list).unwrap_err()),
        ("ERR_OPTION_INVALID", true)
    );
    let absent = folder.path().join("no").join("statuses.json");
    assert_eq!(
        code(&open_status_list(&absent).unwrap_err()),
        ("ERR_JWT_REVOCATION_UNAVAILABLE", true)
    );
    assert_eq!(
        code(&change_status_list(&absent, StatusList::allocate).unwrap_err()),
        ("ERR_JWT_REVOCATION_UNAVAILABLE", true)
    );
    assert_eq!(
        code(&create_status_list(&absent, &list).unwrap_err()),
        ("ERR_JWT_REVOCATION_UNAVAILABLE", true)
    );
}

#[test]
fn what_cannot_be_trusted_is_not_used() {
    let (_folder, path) = made(64);
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    let whole = fs::read(&path).unwrap();
    for damaged in [
        &whole[..whole.len() - 1],
        &whole[..0],
        b"{}",
        b"\xff",
        &[b"{\"format\":2,", &whole[1..]].concat(),
    ] {
        fs::write(&path, damaged).unwrap();
        assert_eq!(
            code(&change_status_list(&path, StatusList::allocate).unwrap_err()),
            ("ERR_JWT_REVOCATION_UNAVAILABLE", true)
        );
        assert_eq!(fs::read(&path).unwrap(), damaged);
    }
    fs::write(&path, &whole).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o622)).unwrap();
    assert_eq!(
        code(&open_status_list(&path).unwrap_err()),
        ("ERR_JWT_REVOCATION_UNAVAILABLE", true)
    );
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    let large = fs::File::options().write(true).open(&path).unwrap();
    large.set_len((64 << 20) + 1).unwrap();
    assert!(
        open_status_list(&path)
            .unwrap_err()
            .message()
            .contains("largest status list")
    );
}
