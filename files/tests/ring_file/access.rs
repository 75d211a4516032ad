//! Modes, owners, links and sizes: which files are read, and what a change does to them.

use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
use std::process::Command;
use std::time::Duration;

use tokenseal::RingStore;
use tokenseal_files::RingFile;

use crate::common::player::Player;
use crate::common::{names, read_only, set_mode};
use crate::life::{folder, increment};
use crate::text::{text, version, version_in};

#[test]
fn a_file_that_is_open_to_others_is_refused() {
    let (_folder, path) = folder();
    let ring = RingFile::create(&path, &text(0)).unwrap();
    for (mode, what) in [
        (0o640, "read"),
        (0o604, "read"),
        (0o660, "write"),
        (0o602, "write"),
        (0o666, "write"),
    ] {
        set_mode(&path, mode);
        for refused in [
            ring.read().unwrap_err(),
            increment(&ring).unwrap_err(),
            RingFile::open(&path).unwrap_err(),
        ] {
            let reason = format!(": users other than its owner may {what} it: set its mode to 0600");
            assert!(refused.message().ends_with(&reason), "{mode:o}: {refused}");
        }
    }
    for mode in [0o600, 0o400, 0o700] {
        set_mode(&path, mode);
        RingFile::open(&path).unwrap();
    }
    increment(&ring).unwrap();
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
}

/// As secrets are mounted in Kubernetes.
#[test]
#[cfg_attr(not(target_os = "linux"), ignore = "mounts as Linux has them")]
fn a_read_only_mount_is_followed() {
    let (folder, path) = folder();
    RingFile::create(&path, &text(3)).unwrap();
    set_mode(&path, 0o644);
    let said = Player::start_under(&read_only(folder.path()), &path, "try").hear_all();
    assert_eq!(said[0], "reads 3", "{said:?}");
    assert!(
        said[1].starts_with("refused ERR_OPTION_INVALID: the ring can only be followed here: "),
        "{said:?}"
    );
    assert_eq!(said[2], "reads nothing new", "{said:?}");
    assert_eq!(version_in(&path), 3);
}

#[test]
fn a_change_by_root_leaves_the_file_to_its_owner() {
    let (folder, path) = folder();
    let ring = RingFile::create(&path, &text(0)).unwrap();
    let own = path.metadata().unwrap().uid();
    // Only root can give a file away; for others, the owner to preserve is themselves.
    let owner = if own == 0 { 12_345 } else { own };
    chown(&path, Some(owner), None).unwrap();
    std::fs::remove_file(folder.path().join("keys.ring.lock")).unwrap();
    increment(&ring).unwrap();
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
    let (folder, path) = folder();
    let (other, target) = self::folder();
    RingFile::create(&target, &text(0)).unwrap();
    symlink(&target, &path).unwrap();
    let ring = RingFile::open(&path).unwrap();
    assert_eq!(version(&ring.read().unwrap().unwrap()), 0);
    increment(&ring).unwrap();
    assert!(path.symlink_metadata().unwrap().is_symlink());
    assert_eq!(version_in(&target), 1);
    assert_eq!(
        (names(&folder), names(&other)),
        (
            vec!["keys.ring".to_owned()],
            vec!["keys.ring".to_owned(), "keys.ring.lock".to_owned()]
        )
    );
}

/// Kubernetes replaces a mounted secret by pointing a link to another folder.
#[test]
fn a_turned_link_is_news() {
    let (folder, path) = folder();
    for name in ["one", "two"] {
        std::fs::create_dir(folder.path().join(name)).unwrap();
        RingFile::create(
            folder.path().join(name).join("keys.ring"),
            &text(name.len() as u64 + u64::from(name == "two")),
        )
        .unwrap();
    }
    let current = folder.path().join("current");
    symlink("one", &current).unwrap();
    symlink("current/keys.ring", &path).unwrap();
    let ring = RingFile::open(&path).unwrap();
    assert_eq!(version(&ring.read().unwrap().unwrap()), 3);
    symlink("two", folder.path().join("next")).unwrap();
    std::fs::rename(folder.path().join("next"), &current).unwrap();
    assert_eq!(version(&ring.read().unwrap().unwrap()), 4);
}

#[test]
fn nothing_is_created_where_a_link_leads_nowhere() {
    let (folder, path) = folder();
    symlink(folder.path().join("nowhere"), &path).unwrap();
    assert!(
        RingFile::create(&path, &text(0))
            .unwrap_err()
            .message()
            .contains("exists already")
    );
    assert!(RingFile::open(&path).is_err());
    assert_eq!(names(&folder), ["keys.ring"]);
}

#[test]
fn what_is_no_ring_is_not_read() {
    let (folder, path) = folder();
    assert!(
        RingFile::open(folder.path())
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
    // Opening a pipe would mean waiting for a writer.
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || sender.send(RingFile::open(&path).unwrap_err()));
    let refused = receiver
        .recv_timeout(Duration::from_secs(20))
        .expect("it does not wait");
    assert!(refused.message().ends_with("it is not a regular file"));
    assert!(RingFile::create("/", &text(0)).is_err());
}

#[test]
fn the_largest_ring_is_one_mebibyte() {
    let (folder, path) = folder();
    let largest = vec![b'x'; 1 << 20];
    let ring = RingFile::create(&path, &largest).unwrap();
    assert!(RingFile::open(&path).unwrap().read().unwrap().unwrap() == largest);
    let larger = [largest.as_slice(), b"x"].concat();
    let refused = ring.change(&mut |_| Ok(Some(larger.clone()))).unwrap_err();
    assert!(refused.message().contains("1048577 bytes"), "{refused}");
    assert_eq!(names(&folder), ["keys.ring", "keys.ring.lock"]);
    assert_eq!(path.metadata().unwrap().len(), 1 << 20);
    std::fs::write(&path, &larger).unwrap();
    assert!(ring.read().unwrap_err().message().contains("1048577 bytes"));
}
