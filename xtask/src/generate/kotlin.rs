//! `ErrorCode.kt` and `Algorithms.kt` of the Kotlin package: the error codes and the names of algorithms as enums.

use super::{Entry, Tables};

const NOTE: &str = "// Generated from the core by `cargo xtask generate`. Do not edit.\n\npackage dev.tokenseal\n";

/// `ErrorCode.kt`.
pub(crate) fn errors(tables: &Tables) -> String {
    let entries: Vec<String> =
        tables.errors.iter().map(|error| format!("    /** {} */\n    {},\n", comment(&error.description), error.code)).collect();
    format!(
        "{NOTE}\n/** Why a token, a key or an option was refused. The name of a code is stable, and the same in every language. */\n\
         public enum class ErrorCode {{\n{}}}\n",
        entries.join("\n")
    )
}

/// `Algorithms.kt`.
pub(crate) fn algorithms(tables: &Tables) -> String {
    let enums = [
        names("SignatureAlgorithm", "How a token is signed: the `alg` of a JWS.", &tables.signature, true),
        names(
            "KeyManagement",
            "How the content key of an encrypted token is found or carried: the `alg` of a JWE.",
            &tables.key_management,
            true,
        ),
        names("ContentEncryption", "How the content of a token is encrypted: the `enc` of a JWE.", &tables.content_encryption, false),
    ];
    format!("{NOTE}{}", enums.concat())
}

fn names(name: &str, summary: &str, entries: &[Entry], is_algorithm: bool) -> String {
    let entry = |entry: &Entry| format!("    /** {} */\n    {}(\"{}\")", comment(&entry.description), constant(&entry.name), entry.name);
    let entries: Vec<String> = entries.iter().map(entry).collect();
    let (modifier, parent) = if is_algorithm { ("override ", " : Algorithm") } else { ("", "") };
    let parse: String = name.chars().take(1).flat_map(char::to_lowercase).chain(name.chars().skip(1)).collect();
    format!(
        "\n/** {summary} */\npublic enum class {name}(\n    /** The name that tokens and keys use. */\n    public {modifier}val identifier: String,\n\
         ){parent} {{\n{};\n\n    public companion object {{\n        /**\n         * The algorithm of this name, exactly as the RFCs write it.\n\
         \x20        *\n         * @throws TokenException `ERR_JOSE_NOT_SUPPORTED` for any other name.\n         */\n        @JvmStatic\n\
         \x20       public fun of(name: String): {name} = {parse}(name)\n    }}\n}}\n",
        entries.join(",\n\n")
    )
}

/// The name of an entry: `ECDH-ES+A128KW` is `ECDH_ES_A128KW`.
fn constant(name: &str) -> String {
    if name == "dir" { "DIR".to_owned() } else { name.replace(['-', '+'], "_") }
}

fn comment(text: &str) -> String {
    text.replace("*/", "*&#47;")
}
