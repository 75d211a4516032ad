//! The console blocks of `docs/cli.md`, run from top to bottom in one folder: what a page shows is
//! what the command does.

#![cfg(unix)]

use std::path::Path;
use std::process::Command;

use serde_json::json;

use crate::servers::Servers;
use crate::support::Folder;

#[test]
fn the_page_of_the_command() {
    let mut servers = Servers::new();
    let folder = Folder::new();
    // The page says that it holds the URL of a server.
    folder.write("store.url", servers.start("valkey", json!({})).url());
    assert!(run_examples("docs/cli.md", &folder) >= 30);
}

/// Runs every command in the page's console blocks, except those for building, and returns how many
/// there were.
fn run_examples(page: &str, folder: &Folder) -> usize {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(page)).unwrap();
    let mut commands = 0;
    for block in page.split("```console\n").skip(1) {
        let (block, _) = block.split_once("```").unwrap();
        for step in format!("\n{block}")
            .split("\n$ ")
            .skip(1)
            .filter(|step| !step.starts_with("cargo "))
        {
            let (command, expected) = first_command(step);
            let shown = shell(folder, &command);
            assert!(
                matches(&expected, &shown),
                "$ {command}\n--- the page says\n{expected}\n--- and this happens\n{shown}"
            );
            commands += 1;
        }
    }
    commands
}

/// A command, which continues after a line that ends in a backslash, and the output that follows
/// it.
fn first_command(step: &str) -> (String, String) {
    let lines: Vec<_> = step.trim_end().split('\n').collect();
    let length = 1 + lines.iter().take_while(|line| line.ends_with('\\')).count();
    (lines[..length].join("\n"), lines[length..].join("\n"))
}

/// What a shell prints, on standard output and standard error, with the command in its path.
fn shell(folder: &Folder, command: &str) -> String {
    let binaries = Path::new(env!("CARGO_BIN_EXE_tokenseal")).parent().unwrap();
    let path = std::env::join_paths(
        [binaries.to_owned()]
            .into_iter()
            .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
    )
    .unwrap();
    let output = Command::new("sh")
        .args(["-c", &format!("exec 2>&1\n{command}")])
        .current_dir(folder.path(""))
        .env("PATH", path)
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
}

/// Whether a text is the expected one, in which `…` stands for whatever differs from run to run.
fn matches(expected: &str, text: &str) -> bool {
    let mut rest = text;
    for (index, part) in expected.split('…').enumerate() {
        match rest.find(part) {
            Some(0) => rest = &rest[part.len()..],
            Some(place) if index > 0 => rest = &rest[place + part.len()..],
            _ => return false,
        }
    }
    rest.is_empty() || expected.ends_with('…')
}
