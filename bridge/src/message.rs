//! The errors that bindings raise themselves, each with its text, so that all languages say the
//! same.
//!
//! Errors that only one language can see (a proxy, a lone surrogate, a closed handle) are worded
//! where they are found.

use std::collections::BTreeSet;

use tokenseal::{Error, ErrorCode, option_sets};

/// The text of a defect. `TokenError.swift` and `Error.kt` have it too, for what UniFFI reports
/// without calling this crate.
const DEFECT: &str = "a defect of the library was caught";

/// A panic, or something else that should never happen.
pub fn defect() -> Error {
    Error::new(ErrorCode::Internal, DEFECT)
}

/// There is no memory for a copy of what the caller gave.
pub fn out_of_memory() -> Error {
    Error::new(ErrorCode::LimitExceeded, "there is not enough memory for this")
}

/// A result that is too long for the language.
pub fn too_long(language: &str) -> Error {
    Error::new(
        ErrorCode::LimitExceeded,
        format!("the result is longer than {language} can hold"),
    )
}

/// A claim that the language cannot represent. The claims were checked, so it is a matter of size.
pub fn claims_unreadable(language: &str) -> Error {
    Error::new(
        ErrorCode::ClaimInvalid,
        format!("{language} cannot hold a value of the claims"),
    )
}

/// JSON text as bytes that are not UTF-8. The code depends on what the text is for.
pub fn not_utf8(code: ErrorCode) -> Error {
    Error::new(code, "the JSON text is not UTF-8")
}

/// A value that cannot be written as JSON. The code depends on what the value is for.
pub fn not_json(code: ErrorCode) -> Error {
    Error::new(code, "cannot be written as JSON")
}

/// A token of another type than `expected`, in the language's own words.
pub fn token_must_be(expected: &str) -> Error {
    Error::new(ErrorCode::OptionInvalid, format!("a token must be {expected}"))
}

/// An option that is not bytes.
pub fn option_must_be_bytes(name: &str) -> Error {
    Error::new(ErrorCode::OptionInvalid, format!("option `{name}` must be bytes"))
}

/// A malformed option about which nothing more can be said. It uses the core's words for the same.
pub fn option_malformed(name: &str) -> Error {
    Error::new(
        ErrorCode::OptionInvalid,
        format!("option `{name}` does not have the right form"),
    )
}

/// An option that the binding refuses, and why.
pub fn option_refused(name: &str, why: &str) -> Error {
    Error::new(ErrorCode::OptionInvalid, format!("option `{name}`: {why}"))
}

/// A status that is too large for any number of bits.
pub fn status_too_large() -> Error {
    Error::new(
        ErrorCode::OptionInvalid,
        "a status is a whole number from 0 to 255, and at most what the bits of its list have room for",
    )
}

/// Fetched keys where private keys are needed: nobody publishes those.
pub fn remote_decryption_keys() -> Error {
    Error::new(
        ErrorCode::OptionInvalid,
        "decryption_keys must be private keys of one's own; a RemoteKeySet has public ones",
    )
}

/// Fetched keys for one call: they would be fetched for every token.
pub fn remote_needs_verifier() -> Error {
    Error::new(
        ErrorCode::OptionInvalid,
        "a RemoteKeySet is followed by a Verifier: make one, and keep it",
    )
}

/// A ring of keys for one call: it would be followed for that call alone.
pub fn ring_needs_holder() -> Error {
    Error::new(
        ErrorCode::OptionInvalid,
        "a KeyRing is followed by an Issuer or a Verifier: make one, and keep it",
    )
}

/// A list in a store when the caller cannot wait for it.
pub fn store_needs_async() -> Error {
    Error::new(
        ErrorCode::OptionInvalid,
        "this list is kept in a store, which this call has to wait for: call the form of the function that ends in Async, such as revokeAsync",
    )
}

/// A list's server for which the command has no client: `how` installs one.
pub fn no_store_client(how: &str) -> Error {
    Error::new(
        ErrorCode::OptionInvalid,
        format!("lists on a server need a client that is not installed: {how}"),
    )
}

/// The URL of a list's server, for the command. It may hold a password.
pub fn store_url_unreadable() -> Error {
    Error::new(
        ErrorCode::OptionInvalid,
        "the URL of the list's server cannot be read: give redis:// or valkey://, rediss:// or valkeys:// for TLS, then [user][:password@]host[:port][/database]",
    )
}

/// A list that is re-read for every check, when a check cannot wait for it.
pub fn strict_needs_async() -> Error {
    Error::new(
        ErrorCode::OptionInvalid,
        "the list of revocations is strict, so that every check has to wait for its store: call the form of the function that ends in Async, such as verifyAsync, or leave out strict",
    )
}

/// Used proofs in a store, when a check cannot wait for it.
pub fn replays_need_async() -> Error {
    Error::new(
        ErrorCode::OptionInvalid,
        "the used proofs are kept in a store, which every check of a proof has to wait for: call verifyAsync, or keep them in memory",
    )
}

/// A change to a list in a store, when the call may not wait for it. `function` is the one that can
/// be awaited, as the language names it.
pub fn change_must_be_awaited(function: &str) -> Error {
    let message = format!(
        "the list is kept in a store, which this call would wait for on the thread of the event loop: await {function} instead"
    );
    Error::new(ErrorCode::OptionInvalid, message)
}

/// The same for a ring in a store, every change of which has a form that can be awaited.
pub fn ring_needs_async() -> Error {
    Error::new(
        ErrorCode::OptionInvalid,
        "this ring, or the list that it uses, is kept in a store, and a change has to wait for it: call the form of the function that ends in Async, such as revokeAsync",
    )
}

/// The same for a ring in a store, or one that uses a list in a store.
pub fn ring_must_be_awaited(function: &str) -> Error {
    let message = format!(
        "the ring, or the list that it uses, is kept in a store, which this call would wait for on the thread of the event loop: await {function} instead"
    );
    Error::new(ErrorCode::OptionInvalid, message)
}

/// Functions of several words that take no options of their own, and arguments of such functions,
/// which are in no table.
const FUNCTIONS: [&str; 5] = ["by_issuer", "for_issuer", "protect_with", "to_jwe", "wrapped_key"];

/// The words in messages that other languages spell in their own way: names of options and of
/// functions with an underscore. Other words with one, such as the members of a JWK and claims, are
/// the same everywhere.
pub fn words() -> BTreeSet<&'static str> {
    let sets = option_sets();
    let options = sets.iter().flat_map(|set| set.rows.iter().map(|row| row.name));
    let functions = sets
        .iter()
        .flat_map(|set| set.functions)
        .map(|name| name.rsplit('.').next().unwrap_or(name));
    options
        .chain(functions)
        .chain(FUNCTIONS)
        .filter(|word| word.contains('_'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swift_and_kotlin_say_the_same() {
        for source in [
            include_str!("../../bindings-swift/Sources/Tokenseal/TokenError.swift"),
            include_str!("../../bindings-kotlin/src/main/kotlin/dev/tokenseal/Error.kt"),
        ] {
            assert_eq!(source.matches(&format!("\"{DEFECT}\"")).count(), 1);
        }
    }

    #[test]
    fn options_and_functions_are_words_and_members_of_jwks_are_not() {
        let words = words();
        assert!(
            [
                "allow_weak_secret",
                "key_id",
                "from_secret",
                "prepare_decrypt",
                "by_issuer"
            ]
            .iter()
            .all(|word| words.contains(word))
        );
        assert!(
            ["key_ops", "client_id", "issuer", "verify"]
                .iter()
                .all(|word| !words.contains(word))
        );
    }

    #[test]
    fn the_core_has_the_same_words_for_an_option_of_the_wrong_form() {
        let refused =
            tokenseal::options_from_json::<tokenseal::VerifyOptions>(serde_json::json!({ "subject": 1 }))
                .unwrap_err();
        assert_eq!(refused.message(), option_malformed("subject").message());
    }
}
