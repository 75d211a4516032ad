//! In `bindings-swift/Sources/Tokenseal/`: the codes of errors and the names of algorithms, as
//! enums.

use anyhow::Result;

use super::numbers::Numbers;
use super::{Entry, ErrorCode, FAULT_DOC, FAULTS, STATUS_DOC, Tables};
use crate::template::{each, fill};

pub(super) const NOTE: &str = "// Generated from the core by `cargo xtask generate`. Do not edit.\n";
/// What a case cannot be called without quotes.
const KEYWORDS: [&str; 1] = ["internal"];

/// `ErrorCodes.swift`.
pub(crate) fn codes(tables: &Tables, numbers: &Numbers) -> Result<String> {
    let faults: Vec<String> = FAULTS.iter().map(|(name, _)| (*name).to_owned()).collect();
    let mut statuses: Vec<u64> = tables.errors.iter().map(|error| error.status).collect();
    statuses.sort_unstable();
    statuses.dedup();
    let case = |error: &ErrorCode| {
        format!(
            "        /// {}\n        case {} = \"{}\"\n",
            error.description,
            code_name(&error.code),
            error.code
        )
    };
    let number = |error: &ErrorCode| {
        Ok(format!(
            "            case .{}: {}\n",
            code_name(&error.code),
            numbers.of(&error.code)?
        ))
    };
    let numbers: String = tables.errors.iter().map(number).collect::<Result<_>>()?;
    Ok(fill(
        include_str!("templates/ErrorCodes.swift.in"),
        &[
            ("CODES", &each(&tables.errors, case)),
            (
                "FAULTS_OF_CODES",
                &arms(
                    tables,
                    &faults,
                    |error| error.fault.clone(),
                    |fault| format!(".{fault}"),
                ),
            ),
            (
                "STATUSES_OF_CODES",
                &arms(tables, &statuses, |error| error.status, u64::to_string),
            ),
            ("NUMBERS", &numbers),
            (
                "FAULTS",
                &each(&FAULTS, |(name, description)| {
                    format!("        /// {description}\n        case {name}\n")
                }),
            ),
            ("FAULT_DOC", FAULT_DOC),
            ("STATUS_DOC", STATUS_DOC),
        ],
    ))
}

/// The cases of a `switch` over the codes that give each of these values, where any does.
fn arms<T: PartialEq>(
    tables: &Tables,
    values: &[T],
    of: impl Fn(&ErrorCode) -> T,
    spelt: impl Fn(&T) -> String,
) -> String {
    let arm = |value: &T| {
        let codes: Vec<String> = tables
            .errors
            .iter()
            .filter(|error| of(error) == *value)
            .map(|error| format!(".{}", code_name(&error.code)))
            .collect();
        if codes.is_empty() {
            String::new()
        } else {
            format!(
                "            case {}:\n                {}\n",
                codes.join(",\n                "),
                spelt(value)
            )
        }
    };
    values.iter().map(arm).collect()
}

/// `AlgorithmNames.swift`.
pub(crate) fn algorithms(tables: &Tables) -> String {
    let every: Vec<&Entry> = tables.signature.iter().chain(&tables.key_management).collect();
    let note = "A case of an algorithm is spelled as the RFCs spell the name, with `_` for what Swift does not allow.";
    [
        format!("{NOTE}\n// {note}\n"),
        names("Algorithm", "What a key is for: the `alg` of a JWK.", &every),
        names(
            "SignatureAlgorithm",
            "How a token is signed: the `alg` of a JWS.",
            &tables.signature.iter().collect::<Vec<_>>(),
        ),
        names(
            "KeyManagement",
            "How the content key of an encrypted token is found or carried: the `alg` of a JWE.",
            &tables.key_management.iter().collect::<Vec<_>>(),
        ),
        names(
            "ContentEncryption",
            "How the content of a token is encrypted: the `enc` of a JWE.",
            &tables.content_encryption.iter().collect::<Vec<_>>(),
        ),
        curves(&tables.curve),
    ]
    .concat()
}

fn names(name: &str, summary: &str, entries: &[&Entry]) -> String {
    cases(name, summary, entries, "_")
}

/// `P-256` is called `P256`, as it is by CryptoKit.
fn curves(entries: &[Entry]) -> String {
    cases(
        "Curve",
        "The curve of a key: the `crv` of a JWK.",
        &entries.iter().collect::<Vec<_>>(),
        "",
    )
}

fn cases(name: &str, summary: &str, entries: &[&Entry], joint: &str) -> String {
    let mut text =
        format!("\n/// {summary}\npublic enum {name}: String, CaseIterable, Codable, Sendable {{\n");
    for entry in entries {
        let case = entry.name.replace(['-', '+'], joint);
        let raw = if case == entry.name {
            String::new()
        } else {
            format!(" = \"{}\"", entry.name)
        };
        text.push_str(&format!("    /// {}\n    case {case}{raw}\n", entry.description));
    }
    text.push_str("}\n");
    text
}

/// `ERR_JWT_EXPIRED` as Swift has it: `jwtExpired`.
fn code_name(code: &str) -> String {
    let mut name = String::new();
    for word in code.trim_start_matches("ERR_").split('_') {
        if name.is_empty() {
            name = word.to_lowercase();
        } else {
            let (first, rest) = word.split_at(word.len().min(1));
            name.push_str(first);
            name.push_str(&rest.to_lowercase());
        }
    }
    if KEYWORDS.contains(&name.as_str()) {
        format!("`{name}`")
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::code_name;

    #[test]
    fn spells_as_swift_does() {
        assert_eq!(code_name("ERR_JWT_EXPIRED"), "jwtExpired");
        assert_eq!(
            code_name("ERR_JWS_SIGNATURE_VERIFICATION_FAILED"),
            "jwsSignatureVerificationFailed"
        );
        assert_eq!(code_name("ERR_INTERNAL"), "`internal`");
    }
}
