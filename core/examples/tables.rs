//! Prints the core's tables as JSON. From it, `cargo xtask generate` writes the errors, options and
//! names of the other languages, and the pages in docs/.

use serde_json::{Value, json};
use tokenseal::{
    ContentEncryption, Curve, ErrorCode, KeyManagement, OptionRow, OptionSet, SignatureAlgorithm,
};

fn main() {
    let row = |name: &str, description: &str| json!({ "name": name, "description": description });
    let errors: Vec<Value> = ErrorCode::ALL
        .iter()
        .map(|code| {
            json!({
                "code": code.as_str(),
                "class": code.class_name(),
                "fault": code.fault().as_str(),
                "status": code.status(),
                "description": code.description(),
            })
        })
        .collect();
    let limits: Vec<Value> = tokenseal::default_limits()
        .iter()
        .map(
            |limit| json!({ "name": limit.name, "default": limit.default, "description": limit.description }),
        )
        .collect();
    let choices: Vec<Value> = tokenseal::choices()
        .iter()
        .map(|choice| {
            let values: Vec<Value> = choice
                .values
                .iter()
                .map(|(name, description)| row(name, description))
                .collect();
            json!({ "name": choice.name, "description": choice.description, "values": values })
        })
        .collect();
    let tables = json!({
        "errors": errors,
        "signature": SignatureAlgorithm::ALL.iter().map(|one| row(one.as_str(), one.description())).collect::<Vec<_>>(),
        "key_management": KeyManagement::ALL.iter().map(|one| row(one.as_str(), one.description())).collect::<Vec<_>>(),
        "content_encryption": ContentEncryption::ALL.iter().map(|one| row(one.as_str(), one.description())).collect::<Vec<_>>(),
        "curve": Curve::ALL.iter().map(|one| row(one.as_str(), one.description())).collect::<Vec<_>>(),
        "limits": limits,
        "choices": choices,
        "options": tokenseal::option_sets().iter().map(set).collect::<Vec<_>>(),
    });
    println!("{tables:#}");
}

fn set(set: &OptionSet) -> Value {
    json!({
        "name": set.name,
        "description": set.description,
        "functions": set.functions,
        "rows": set.rows.iter().map(option).collect::<Vec<_>>(),
    })
}

fn option(row: &OptionRow) -> Value {
    json!({
        "name": row.name,
        "heading": row.heading,
        "description": row.description,
        "form": row.form.name(),
        "of": row.form.of(),
        "null_is_absent": row.null_is_absent,
        "default": row.default,
        "waives": row.waives,
        "functions": row.functions,
    })
}
