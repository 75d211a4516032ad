//! `ErrorCode.kt` and `AlgorithmNames.kt` of the Kotlin package: the error codes and the names of
//! algorithms and curves as enums.

use super::{Entry, FAULT_DOC, FAULTS, STATUS_DOC, Tables};
use crate::template::fill;

pub(super) const NOTE: &str =
    "// Generated from the core by `cargo xtask generate`. Do not edit.\n\npackage dev.tokenseal\n";

/// `ErrorCode.kt`.
pub(crate) fn errors(tables: &Tables) -> String {
    let entries: Vec<String> = tables
        .errors
        .iter()
        .map(|error| {
            let fault = format!("Fault.{}, {}", error.fault.to_uppercase(), error.status);
            format!(
                "    /** {} */\n    {}({fault}),\n",
                comment(&error.description),
                error.code
            )
        })
        .collect();
    let faults: Vec<String> = FAULTS
        .iter()
        .map(|(name, description)| format!("    /** {description} */\n    {},\n", name.to_uppercase()))
        .collect();
    let template = include_str!("templates/ErrorCode.kt.in");
    let (entries, faults) = (entries.join("\n"), faults.join("\n"));
    fill(
        template,
        &[
            ("CODES", &entries),
            ("FAULTS", &faults),
            ("FAULT_DOC", FAULT_DOC),
            ("STATUS_DOC", STATUS_DOC),
        ],
    )
}

/// `AlgorithmNames.kt`.
pub(crate) fn algorithms(tables: &Tables) -> String {
    let enums = [
        names(
            "SignatureAlgorithm",
            "signature algorithm",
            "How a token is signed: the `alg` of a JWS.",
            &tables.signature,
        ),
        names(
            "KeyManagement",
            "key management algorithm",
            "How the content key of an encrypted token is found or carried: the `alg` of a JWE.",
            &tables.key_management,
        ),
        names(
            "ContentEncryption",
            "content encryption algorithm",
            "How the content of a token is encrypted: the `enc` of a JWE.",
            &tables.content_encryption,
        ),
        names(
            "Curve",
            "curve",
            "The curve of a key: the `crv` of a JWK.",
            &tables.curve,
        ),
    ];
    format!("{NOTE}{}", enums.concat())
}

/// An enum of names; `what` is the core's word for one.
fn names(name: &str, what: &str, summary: &str, entries: &[Entry]) -> String {
    let is_curve = what == "curve";
    let is_algorithm = matches!(name, "SignatureAlgorithm" | "KeyManagement");
    let spelt = |name: &str| {
        if is_curve {
            constant(name).to_uppercase()
        } else {
            constant(name)
        }
    };
    let entry = |entry: &Entry| {
        format!(
            "    /** {} */\n    {}(\"{}\")",
            comment(&entry.description),
            spelt(&entry.name),
            entry.name
        )
    };
    let entries: Vec<String> = entries.iter().map(entry).collect();
    let (modifier, parent) = if is_algorithm {
        ("override ", " : Algorithm")
    } else {
        ("", "")
    };
    let (noun, users) = if is_curve {
        ("curve", "keys")
    } else {
        ("algorithm", "tokens and keys")
    };
    format!(
        "\n/** {summary} */\npublic enum class {name}(\n    /** The name that {users} use. */\n    public {modifier}val identifier: String,\n\
         ){parent} {{\n{};\n\n    public companion object {{\n        /**\n         * The {noun} of this name, exactly as the RFCs write it.\n\
         \x20        *\n         * @throws TokenException `ERR_JOSE_NOT_SUPPORTED` for any other name.\n         */\n        @JvmStatic\n\
         \x20       public fun of(name: String): {name} = entries.find {{ it.identifier == name }} ?: throw notSupported(\"{what}\")\n    }}\n}}\n",
        entries.join(",\n\n")
    )
}

/// The name of an entry: `ECDH-ES+A128KW` is `ECDH_ES_A128KW`.
pub(super) fn constant(name: &str) -> String {
    if name == "dir" {
        "DIR".to_owned()
    } else {
        name.replace(['-', '+'], "_")
    }
}

pub(super) fn comment(text: &str) -> String {
    text.replace("*/", "*&#47;")
}
