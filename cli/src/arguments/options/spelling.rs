//! The core's messages in the words of a command line: `max_age` is `--max-age` there.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use tokenseal::{Error, ErrorCode};

use super::argument::Argument;

/// The command-line name of every option in the table, including those that are files there.
static NAMES: LazyLock<BTreeMap<&'static str, String>> = LazyLock::new(|| {
    let long = |argument: Argument| (argument.name(), format!("--{}", argument.long_name()));
    Argument::of_every_command()
        .map(long)
        .chain([("password", "--key-password-file".to_owned())])
        .collect()
});

/// What follows the name of an option at the beginning of a clause.
const VERBS: [&str; 9] = [
    "are",
    "cannot",
    "contradicts",
    "has",
    "is",
    "must",
    "names",
    "needs",
    "was",
];

/// The message of an error, with the options of the command instead of the core's.
///
/// A name of several words is an option wherever it occurs. A single word, such as `issuer`, may be
/// any word: it is an option if the code is about options, and its position shows that it is a
/// name.
pub(crate) fn message(error: &Error) -> String {
    let text = error.message();
    let about_options = matches!(error.code(), ErrorCode::OptionInvalid | ErrorCode::NotSupported);
    let mut spoken = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let (gap, from_word) = rest.split_at(rest.find(is_in_word).unwrap_or(rest.len()));
        spoken.push_str(gap);
        let (word, after) = from_word.split_at(
            from_word
                .find(|letter| !is_in_word(letter))
                .unwrap_or(from_word.len()),
        );
        let before = text.get(..text.len() - from_word.len()).unwrap_or_default();
        match NAMES.get(word) {
            Some(name) if word.contains('_') || (about_options && is_name(before, after)) => {
                spoken.push_str(name)
            }
            _ => spoken.push_str(word),
        }
        rest = after;
    }
    spoken
}

/// Parts of a path are not words, and neither is anything that already has its hyphens.
fn is_in_word(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '-' | '/' | '\\')
}

fn is_name(before: &str, after: &str) -> bool {
    let is_quoted = before.ends_with('`') && after.starts_with('`');
    let begins_a_clause = before.is_empty() || before.ends_with(": ");
    let next = after.split_whitespace().next().unwrap_or_default();
    is_quoted || before.ends_with("give ") || (begins_a_clause && VERBS.contains(&next))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spoken(code: ErrorCode, text: &'static str) -> String {
        message(&Error::new(code, text))
    }

    #[test]
    fn options_are_called_as_the_command_calls_them() {
        let option = |text| spoken(ErrorCode::OptionInvalid, text);
        assert_eq!(
            option("option `leeway` does not have the right form"),
            "option `--leeway` does not have the right form"
        );
        assert_eq!(
            option("algorithms is an empty list"),
            "--algorithm is an empty list"
        );
        assert_eq!(
            option("no_expiry contradicts lifetime"),
            "--no-expiry contradicts lifetime"
        );
        assert_eq!(
            option("the key is encrypted: password is required"),
            "the key is encrypted: --key-password-file is required"
        );
        assert_eq!(
            option("a payload with such bytes needs `b64` off"),
            "a payload with such bytes needs `--unencoded` off"
        );
        assert_eq!(
            spoken(
                ErrorCode::ClaimMismatch,
                "iss is present: give issuer, or allow_any_issuer"
            ),
            "iss is present: give issuer, or --allow-any-issuer"
        );
        assert_eq!(
            spoken(
                ErrorCode::LimitExceeded,
                "the token is longer than max_token_bytes"
            ),
            "the token is longer than --max-token-bytes"
        );
    }

    #[test]
    fn other_words_stay() {
        let option = |text| spoken(ErrorCode::OptionInvalid, text);
        for text in [
            "the issuer signs",
            "cannot read /tmp/max_age/leeway",
            "--max-age",
            "key_ops",
            "ein Schlüssel, größer",
            "",
        ] {
            assert_eq!(option(text), text);
        }
        assert_eq!(
            spoken(ErrorCode::JwsInvalid, "`alg` is not text"),
            "`alg` is not text"
        );
    }
}
