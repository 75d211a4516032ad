//! The document on standard output that `cargo xtask bench` reads; `xtask/src/bench/results.rs`
//! says what is in it.

use std::process::Command;

use serde_json::{Value, json};

use crate::row::{Bound, Goal, Row};

/// The whole document.
pub fn document(rows: Vec<Value>, notes: &[&str]) -> Value {
    json!({ "language": "rust", "machine": machine(), "rows": rows, "notes": notes })
}

/// A row with what was measured, in the order of its contenders.
pub fn row(row: &Row, path: String, unit: &str, values: &[f64], goals: &[Goal]) -> Value {
    let contenders = row
        .contenders
        .iter()
        .zip(values)
        .map(|(contender, value)| json!({ "name": contender.name, "value": rounded(*value) }));
    json!({
        "path": path, "unit": unit, "contenders": contenders.collect::<Vec<_>>(), "goals": goals.iter().map(goal).collect::<Vec<_>>(),
    })
}

fn goal(goal: &Goal) -> Value {
    match goal.bound {
        Bound::AtLeastTimes(times) => {
            json!({ "text": goal.text, "at_least_times": times, "against": goal.against })
        }
        Bound::AtMostTimes(times, plus) => {
            json!({ "text": goal.text, "at_most_times": times, "plus": plus, "against": goal.against })
        }
    }
}

/// To a tenth: further digits are noise.
fn rounded(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// What the figures depend on: the machine, and the versions of all that was measured.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    format!(
        "{}, {cores} cores, {}; {}; tokenseal {}; aws-lc-rs {}; jsonwebtoken {} (aws_lc_rs); josekit {} ({})",
        processor().unwrap_or_else(|| std::env::consts::ARCH.to_owned()),
        system().unwrap_or_else(|| std::env::consts::OS.to_owned()),
        compiler().unwrap_or_else(|| "rustc".to_owned()),
        env!("CARGO_PKG_VERSION"),
        locked("aws-lc-rs"),
        locked("jsonwebtoken"),
        locked("josekit"),
        openssl::version::version(),
    )
}

fn processor() -> Option<String> {
    let text = std::fs::read_to_string("/proc/cpuinfo").ok()?;
    let line = text.lines().find(|line| line.starts_with("model name"))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

fn system() -> Option<String> {
    let text = std::fs::read_to_string("/etc/os-release").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="))?;
    Some(line.trim_matches('"').to_owned())
}

fn compiler() -> Option<String> {
    let output = Command::new("rustc").arg("--version").output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    // Without the commit.
    text.split(" (").next().map(|text| text.trim().to_owned())
}

/// The version of a package that the lock file names.
fn locked(package: &str) -> &'static str {
    let mut lines = include_str!("../../../Cargo.lock").lines();
    let name = format!("name = \"{package}\"");
    lines
        .find(|line| *line == name)
        .and_then(|_| lines.next())
        .and_then(|line| line.split('"').nth(1))
        .unwrap_or("?")
}
