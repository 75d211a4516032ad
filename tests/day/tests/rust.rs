//! The day with nobody but Rust's own drivers. With every language, `cargo xtask test` runs it.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::process::Command;

use serde_json::Value;

#[test]
fn no_valid_token_is_refused_and_no_removed_key_accepted() {
    let output = Command::new(env!("CARGO_BIN_EXE_tokenseal-day"))
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
    assert_eq!(
        lines.iter().map(|line| &line["title"]).collect::<Vec<_>>(),
        ["Rust, threads", "Rust, tokio"]
    );
    for line in &lines {
        assert_eq!(line["accepted"], 2880, "each half minute of a day: {line}");
        assert_eq!(
            line["replayed"],
            Value::Null,
            "the drivers do not take their steps through the bridge: {line}"
        );
    }
}
