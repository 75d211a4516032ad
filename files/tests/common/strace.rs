//! strace: it records the system calls of a writer, or makes one of them fail.

use std::path::Path;

use super::player::Player;

const NOT_HERE: &str =
    "strace is missing, or may not trace; on Debian: apt-get install strace; on Fedora: dnf install strace";

/// What a player says while strace watches it with these arguments.
pub(crate) fn hear(arguments: &[&str], file: &Path, role: &str) -> Vec<String> {
    let wrapper = [["strace", "-f", "-qq"].as_slice(), arguments].concat();
    let answers = std::process::Command::new("strace")
        .args(["-qq", "-o", "/dev/null", "true"])
        .output();
    assert!(answers.is_ok_and(|output| output.status.success()), "{NOT_HERE}");
    Player::start_under(&wrapper, file, role).hear_all()
}
