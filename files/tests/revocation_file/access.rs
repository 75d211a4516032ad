//! Modes, owners and links: which files are read, and what a change does to them.

use std::os::unix::fs::{MetadataExt, chown, symlink};
use std::process::Command;

use tokenseal_files::RevocationFile;

use crate::common::player::Player;
use crate::common::{folder_for, names, read_only, set_mode};
use crate::records::{HEADER, NAME, append, append_and_end, count_in, empty, fill, follow, with};

#[test]
fn a_file_that_is_open_to_others_is_refused() {
    let (_folder, path, file) = with(1);
    for (mode, what) in [
        (0o640, "read"),
        (0o604, "read"),
        (0o660, "write"),
        (0o602, "write"),
    ] {
        set_mode(&path, mode);
        for refused in [
            follow(&file).unwrap_err(),
            append(&file).unwrap_err(),
            RevocationFile::open(&path).unwrap_err(),
        ] {
            let reason = format!(": users other than its owner may {what} it: set its mode to 0600");
            assert!(refused.message().ends_with(&reason), "{mode:o}: {refused}");
        }
    }
    set_mode(&path, 0o600);
    assert_eq!((follow(&file).unwrap(), append(&file).unwrap()), (Some(1), 2));
}

#[test]
#[cfg_attr(not(target_os = "linux"), ignore = "mounts as Linux has them")]
fn a_read_only_mount_is_followed() {
    let (folder, path, _file) = with(3);
    set_mode(&path, 0o644);
    let said = Player::start_under(&read_only(folder.path()), &path, "try").hear_all();
    assert_eq!(said[0], "reads 3", "{said:?}");
    assert!(
        said[1]
            .starts_with("refused ERR_OPTION_INVALID: the list of revocations can only be followed here: "),
        "{said:?}"
    );
    assert_eq!(
        (said[2].as_str(), count_in(&path).is_err()),
        ("reads nothing new", true),
        "{said:?}"
    );
}

#[test]
fn a_change_by_root_leaves_the_file_to_its_owner() {
    let (folder, path, file) = empty();
    let own = path.metadata().unwrap().uid();
    // Only root can give a file away; for others, the owner to preserve is themselves.
    let owner = if own == 0 { 12_345 } else { own };
    chown(&path, Some(owner), None).unwrap();
    std::fs::remove_file(folder.path().join("revoked.log.lock")).unwrap();
    let last = fill(&path, 1 << 20);
    let inode = path.metadata().unwrap().ino();
    append_and_end(&file, last).unwrap();
    assert_ne!(path.metadata().unwrap().ino(), inode, "it was compacted");
    for name in names(&folder) {
        assert_eq!(
            folder.path().join(&name).metadata().unwrap().uid(),
            owner,
            "{name}"
        );
    }
}

#[test]
fn a_link_stays_and_what_it_leads_to_changes() {
    let (folder, path) = folder_for(NAME);
    let (other, target, _file) = with(1);
    symlink(&target, &path).unwrap();
    let file = RevocationFile::open(&path).unwrap();
    assert_eq!(append(&file).unwrap(), 2);
    assert!(path.symlink_metadata().unwrap().is_symlink());
    assert_eq!(count_in(&target).unwrap(), 2);
    assert_eq!(
        (names(&folder), names(&other)),
        (
            vec![NAME.to_owned()],
            vec![NAME.to_owned(), "revoked.log.lock".to_owned()]
        )
    );
}

#[test]
fn what_is_no_file_is_not_read() {
    let (folder, path) = folder_for(NAME);
    assert!(
        RevocationFile::open(folder.path())
            .unwrap_err()
            .message()
            .ends_with("it is not a regular file")
    );
    assert!(
        Command::new("mkfifo")
            .args(["-m", "600"])
            .arg(&path)
            .status()
            .unwrap()
            .success()
    );
    assert!(
        RevocationFile::open(&path)
            .unwrap_err()
            .message()
            .ends_with("it is not a regular file")
    );
    assert!(RevocationFile::create("/", HEADER).is_err());
    std::fs::remove_file(&path).unwrap();
    // Sparse: it takes no space.
    let file = std::fs::File::create(&path).unwrap();
    set_mode(&path, 0o600);
    file.set_len((8 << 30) + 1).unwrap();
    let refused = RevocationFile::open(&path).unwrap_err();
    assert!(
        refused
            .message()
            .contains("8589934593 bytes are more than the 8589934592"),
        "{refused}"
    );
}
