//! Answers cases in the form of the test vectors: one JSON object per line on standard input, one
//! outcome per line on standard output. The demo and the interop matrix talk to every language in
//! this way.

#[path = "../../../core/tests/operations/mod.rs"]
mod operations;

use std::io::{self, BufRead, Write};

use serde_json::{Map, Value, json};

fn main() -> io::Result<()> {
    for line in io::stdin().lock().lines() {
        let outcome = answer(&line?);
        let mut output = io::stdout().lock();
        writeln!(output, "{}", Value::Object(outcome))?;
        output.flush()?;
    }
    Ok(())
}

fn answer(line: &str) -> Map<String, Value> {
    let broken = |reason: String| Map::from_iter([("broken".to_owned(), json!(reason))]);
    match serde_json::from_str::<Value>(line) {
        Ok(case) => operations::perform(&case, case.get("group_keys").unwrap_or(&json!({ "keys": [] })))
            .unwrap_or_else(broken),
        Err(error) => broken(error.to_string()),
    }
}
