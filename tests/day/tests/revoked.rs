//! One list of revocations, with nobody but Rust's own drivers. With every language, `cargo xtask
//! test` runs it.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::process::Command;

use serde_json::Value;

#[test]
fn what_one_revokes_all_refuse_whatever_befalls_the_store() {
    let output = Command::new(env!("CARGO_BIN_EXE_tokenseal-day"))
        .arg("revoked")
        .env("TOKENSEAL_TRIES", "20")
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let lines: Vec<Value> = output
        .stdout
        .split(|byte| *byte == b'\n')
        .filter_map(|line| serde_json::from_slice(line).ok())
        .collect();
    let titles: Vec<_> = lines.iter().filter_map(|line| line["title"].as_str()).collect();
    assert_eq!(titles, ["Rust, threads", "Rust, tokio"]);
    assert_eq!(lines.iter().filter(|line| line["tries"] == 20).count(), 1);
    assert_eq!(lines.iter().filter(|line| line["fault"].is_string()).count(), 6);
}
