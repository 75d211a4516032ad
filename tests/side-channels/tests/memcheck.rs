//! Runs the program under valgrind: what the core does must not be reported, and what leaks must
//! be.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::path::Path;
use std::process::{Command, Output, Stdio};

const NOT_HERE: &str = "valgrind is missing; on Debian: apt-get install valgrind; on Fedora: dnf install valgrind valgrind-devel";

fn memcheck(arguments: &[&str]) -> Output {
    let suppressions = Path::new(env!("CARGO_MANIFEST_DIR")).join("memcheck.supp");
    let mut command = Command::new("valgrind");
    command.args([
        "--tool=memcheck",
        "--quiet",
        "--error-limit=no",
        "--num-callers=20",
    ]);
    command.arg(format!("--suppressions={}", suppressions.display()));
    command
        .arg(env!("CARGO_BIN_EXE_side-channels"))
        .args(arguments)
        .stdin(Stdio::null());
    command.output().expect(NOT_HERE)
}

fn text(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

#[test]
#[cfg_attr(not(target_os = "linux"), ignore = "valgrind runs on Linux only")]
fn no_branch_and_no_address_depends_on_a_secret() {
    let output = memcheck(&["operations"]);
    let text = text(&output);
    assert_eq!(
        output.status.code(),
        Some(0),
        "memcheck reported something, or could not run ({NOT_HERE}):\n{text}"
    );
    let said = text.lines().find_map(|line| {
        line.strip_suffix(" secrets, 0 reports")?
            .split_once(" operations, ")
    });
    let (operations, secrets) = said.expect("the program says what it did");
    assert!(operations.parse::<u32>().expect("a number") > 400, "{text}");
    assert!(secrets.parse::<u32>().expect("a number") > 800, "{text}");
}

/// A test that cannot fail shows nothing: each of these mistakes is seen, where it is made.
#[test]
#[cfg_attr(not(target_os = "linux"), ignore = "valgrind runs on Linux only")]
fn what_leaks_is_reported() {
    for (control, message) in [
        (
            "leaky_comparison",
            "Conditional jump or move depends on uninitialised value(s)",
        ),
        (
            "leaky_early_exit",
            "Conditional jump or move depends on uninitialised value(s)",
        ),
        ("leaky_table", "Use of uninitialised value"),
    ] {
        let output = memcheck(&["control", control]);
        let text = text(&output);
        assert_eq!(
            output.status.code(),
            Some(1),
            "{control} was not reported, or could not run ({NOT_HERE}):\n{text}"
        );
        assert!(
            text.contains(message) && text.contains(&format!("controls::{control} (")),
            "{control} was not seen where it is:\n{text}"
        );
    }
}
