//! Prints the core's tables as JSON, from which `cargo xtask generate` writes the other languages' errors and the pages in docs/.

use serde_json::{Value, json};
use tokenseal::{ContentEncryption, ErrorCode, KeyManagement, SignatureAlgorithm, default_limits};

fn main() {
    let row = |name: &str, description: &str| json!({ "name": name, "description": description });
    let errors: Vec<Value> = ErrorCode::ALL
        .iter()
        .map(|code| json!({ "code": code.as_str(), "class": code.class_name(), "description": code.description() }))
        .collect();
    let limits: Vec<Value> = default_limits()
        .iter()
        .map(|limit| json!({ "name": limit.name, "default": limit.default, "description": limit.description }))
        .collect();
    let tables = json!({
        "errors": errors,
        "signature": SignatureAlgorithm::ALL.iter().map(|one| row(one.as_str(), one.description())).collect::<Vec<_>>(),
        "key_management": KeyManagement::ALL.iter().map(|one| row(one.as_str(), one.description())).collect::<Vec<_>>(),
        "content_encryption": ContentEncryption::ALL.iter().map(|one| row(one.as_str(), one.description())).collect::<Vec<_>>(),
        "limits": limits,
    });
    println!("{tables:#}");
}
