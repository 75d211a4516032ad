//! `bindings-node/lib/algorithm.d.ts`: the names of algorithms as unions.

use super::{Entry, Tables};

pub(super) const NOTE: &str = "// Generated from the core by `cargo xtask generate`. Do not edit.";

/// `algorithm.d.ts`.
pub(crate) fn algorithms(tables: &Tables) -> String {
    let unions = [
        union(
            "SignatureAlgorithmName",
            "How a token is signed: the `alg` of a JWS.",
            &tables.signature,
        ),
        union(
            "KeyManagementName",
            "How the content key of an encrypted token is found or carried: the `alg` of a JWE.",
            &tables.key_management,
        ),
        union(
            "ContentEncryptionName",
            "How the content of a token is encrypted: the `enc` of a JWE.",
            &tables.content_encryption,
        ),
    ];
    format!("{NOTE}\n{}", unions.concat())
}

fn union(name: &str, summary: &str, entries: &[Entry]) -> String {
    let rows: String = entries
        .iter()
        .map(|entry| format!(" * - `{}`: {}\n", entry.name, comment(&entry.description)))
        .collect();
    let names: String = entries
        .iter()
        .map(|entry| format!("  | '{}'\n", entry.name))
        .collect();
    format!("\n/**\n * {summary}\n *\n{rows} */\nexport type {name} =\n{names}")
}

pub(super) fn comment(text: &str) -> String {
    text.replace("*/", "*\\/")
}
