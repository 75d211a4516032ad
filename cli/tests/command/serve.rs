//! `tokenseal serve` runs another program, passes its arguments on, and returns its exit code.

#![cfg(unix)]

use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;

use crate::support::Folder;

#[test]
fn arguments_streams_and_exit_code_are_those_of_the_program() {
    let folder = Folder::new();
    folder.write(
        "tokenseal-serve",
        "#!/bin/sh\nread line\necho \"$line\" \"$@\"\necho $$ >&2\nexit 7\n",
    );
    std::fs::set_permissions(folder.path("tokenseal-serve"), PermissionsExt::from_mode(0o755)).unwrap();
    // A copy, with the program next to it: the test must not depend on what else was built.
    std::fs::copy(env!("CARGO_BIN_EXE_tokenseal"), folder.path("tokenseal")).unwrap();
    let arguments = ["serve", "--json", "--help", "--config", "a b.toml", "--", "-x"];
    let mut child = std::process::Command::new(folder.path("tokenseal"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let id = child.id().to_string();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), b"hello\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        "hello --json --help --config a b.toml -- -x\n"
    );
    // It took the command's place, so that signals to the command reach it.
    assert_eq!(String::from_utf8(output.stderr).unwrap().trim(), id);
    assert_eq!(output.status.code(), Some(7));
}

#[test]
fn where_it_is_not_installed_it_says_so() {
    let folder = Folder::new();
    std::fs::copy(env!("CARGO_BIN_EXE_tokenseal"), folder.path("tokenseal")).unwrap();
    let output = std::process::Command::new(folder.path("tokenseal"))
        .args(["serve", "--demo"])
        .env("PATH", ".")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(
        text.contains("tokenseal-serve is a program of its own") && text.contains("PATH"),
        "{text}"
    );
}
