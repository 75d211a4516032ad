//! The pages of the guide that are tables: errors, and algorithms with limits.

use super::{Entry, Tables};

pub(super) const NOTE: &str = "<!-- Generated from the core by `cargo xtask generate`. Do not edit. -->";

/// `docs/errors.md`.
pub(crate) fn errors(tables: &Tables) -> String {
    let rows = tables.errors.iter().map(|error| {
        vec![
            code(&error.code),
            code(&error.class),
            error.fault.clone(),
            error.status.to_string(),
            error.description.clone(),
        ]
    });
    let table = table(&["Code", "Class", "Fault", "HTTP", "When"], rows.collect());
    format!(
        "{NOTE}\n\n# Errors\n\n\
         Everything that is refused is refused with one of these codes. A code is stable, and the same in every language; the message is for\n\
         people, and may change. Where a claim is to blame, `claim` names it. Languages with classes of errors have the classes below, all of\n\
         them under `TokenError`; `ClaimMissingError`, `ClaimInvalidError` and `ClaimMismatchError` are under `ClaimError` as well. In Python\n\
         `OptionError` is also a `ValueError`.\n\n\
         ## Fault and status\n\n\
         Every error says whose `fault` it is when a token is being checked, and which HTTP `status` goes with that (RFC 6750, section 3.1):\n\n\
         - `token`, 401: the token is not acceptable. Refuse the request, and say `WWW-Authenticate: Bearer error=\"invalid_token\"`. It is 400 for\n\
         \x20 a request that is malformed, and 403 for one that is refused whatever token it has.\n\
         - `program`, 500: an option or a key of one's own is wrong, or the library is. It is a bug, and no token would pass: log it, and never\n\
         \x20 answer 401, which sends clients in circles.\n\
         - `environment`, 503: keys or a store could not be reached. Try again later.\n\n\
         So a handler answers with `status`, and shows `code` only where the fault is the token's. A request without any token is 401, without\n\
         `error`; a [protected resource](protected-resource.md) answers all of these. In calls that make a token or read a key of one's own, every error is the program's, whatever\n\
         its code. Where a token is a document and not a credential, as a logout token is, 400 is the answer to the token's fault.\n\n\
         ## Every code\n\n{table}"
    )
}

/// `docs/algorithms.md`.
pub(crate) fn algorithms(tables: &Tables) -> String {
    let algorithms = |entries: &[Entry]| {
        table(
            &["Name", "What it is"],
            entries
                .iter()
                .map(|entry| vec![code(&entry.name), entry.description.clone()])
                .collect(),
        )
    };
    let limits = tables
        .limits
        .iter()
        .map(|limit| {
            vec![
                code(&limit.name),
                grouped(&limit.default),
                limit.description.clone(),
            ]
        })
        .collect();
    format!(
        "{NOTE}\n\n# Algorithms and limits\n\n\
         Every algorithm is there in every language. `none` and `RSA1_5` do not exist here, and no option turns them on.\n\n\
         ## Signatures (`alg` of a signed token)\n\n{}\n\
         ## Key management (`alg` of an encrypted token)\n\n{}\n\
         ## Content encryption (`enc`)\n\n{}\n\
         ## Limits\n\n\
         Each is checked before the work is done, and can be changed by an option of this name.\n\n{}",
        algorithms(&tables.signature),
        algorithms(&tables.key_management),
        algorithms(&tables.content_encryption),
        table(&["Option", "Default", "What it bounds"], limits),
    )
}

pub(super) fn table(headings: &[&str], rows: Vec<Vec<String>>) -> String {
    let rule = vec!["---"; headings.len()].join(" | ");
    let mut text = format!("| {} |\n| {rule} |\n", headings.join(" | "));
    for row in rows {
        let cells: Vec<String> = row
            .iter()
            .map(|cell| cell.replace('|', "\\|").replace('\n', " "))
            .collect();
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    text
}

pub(super) fn code(text: &str) -> String {
    format!("`{text}`")
}

/// 1000000 as 1,000,000; anything that is not a whole number as it is.
pub(crate) fn grouped(number: &str) -> String {
    if number.is_empty() || !number.chars().all(|letter| letter.is_ascii_digit()) {
        return number.to_owned();
    }
    let mut text = String::new();
    for (at, digit) in number.chars().enumerate() {
        if at > 0 && (number.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{grouped, table};

    #[test]
    fn writes_tables_and_numbers() {
        assert_eq!(
            table(&["a", "b"], vec![vec!["x|y".to_owned(), "z\nz".to_owned()]]),
            "| a | b |\n| --- | --- |\n| x\\|y | z z |\n"
        );
        assert_eq!(grouped("1000000"), "1,000,000");
        assert_eq!(grouped("262144"), "262,144");
        assert_eq!(grouped("16"), "16");
        assert_eq!(grouped("256 KiB"), "256 KiB");
    }
}
