//! `bindings-node/lib/algorithm.d.ts`: the names of algorithms as unions. And how JavaScript spells a name.

use super::{Entry, Tables};

pub(super) const NOTE: &str = "// Generated from the core by `cargo xtask generate`. Do not edit.";

/// `algorithm.d.ts`.
pub(crate) fn algorithms(tables: &Tables) -> String {
    let unions = [
        union("SignatureAlgorithmName", "How a token is signed: the `alg` of a JWS.", &tables.signature),
        union(
            "KeyManagementName",
            "How the content key of an encrypted token is found or carried: the `alg` of a JWE.",
            &tables.key_management,
        ),
        union("ContentEncryptionName", "How the content of a token is encrypted: the `enc` of a JWE.", &tables.content_encryption),
    ];
    format!("{NOTE}\n{}", unions.concat())
}

fn union(name: &str, summary: &str, entries: &[Entry]) -> String {
    let rows: String = entries.iter().map(|entry| format!(" * - `{}`: {}\n", entry.name, comment(&entry.description))).collect();
    let names: String = entries.iter().map(|entry| format!("  | '{}'\n", entry.name)).collect();
    format!("\n/**\n * {summary}\n *\n{rows} */\nexport type {name} =\n{names}")
}

/// The name of an option or a function in JavaScript's spelling.
pub(super) fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |text, word| text + &capital(word))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

pub(super) fn comment(text: &str) -> String {
    text.replace("*/", "*\\/")
}

#[cfg(test)]
mod tests {
    use super::camel;

    #[test]
    fn spells_as_javascript_does() {
        assert_eq!(camel("max_token_bytes"), "maxTokenBytes");
        assert_eq!(camel("max_pbes2_iterations"), "maxPbes2Iterations");
        assert_eq!(camel("leeway"), "leeway");
        assert_eq!(camel("jwe.prepare_decrypt"), "jwe.prepareDecrypt");
    }
}
