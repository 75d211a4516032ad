//! What the tests of all kinds of file share: other processes, their system calls, and a disk that
//! loses what was not synced.

pub(crate) mod disk;
pub(crate) mod player;
pub(crate) mod record;
pub(crate) mod strace;

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// A folder, and the path of a file in it that is still to be created.
pub(crate) fn folder_for(name: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(name);
    (folder, file)
}

/// The content of the folder, sorted.
pub(crate) fn names(folder: &TempDir) -> Vec<String> {
    let mut names: Vec<String> = folder
        .path()
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

pub(crate) fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

/// How to start a program for which a folder is mounted read-only. It takes root, or a kernel that
/// lets others have a namespace of their own, or sudo.
pub(crate) fn read_only(folder: &Path) -> Vec<String> {
    let script = r#"mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@""#;
    let ways: [&[&str]; 3] = [
        &["unshare", "--mount"],
        &["unshare", "--map-root-user", "--mount"],
        &[
            "sudo",
            "--non-interactive",
            "--preserve-env",
            "unshare",
            "--mount",
        ],
    ];
    let possible = |way: &&&[&str]| {
        Command::new(way[0])
            .args(&way[1..])
            .arg("true")
            .output()
            .is_ok_and(|output| output.status.success())
    };
    let way = ways
        .iter()
        .find(possible)
        .expect("this test mounts: run it as root, or allow user namespaces");
    [way, ["sh", "-c", script, folder.to_str().unwrap()].as_slice()]
        .concat()
        .into_iter()
        .map(str::to_owned)
        .collect()
}
