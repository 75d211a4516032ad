//! Keys in text, recognized by the words in it.

use std::sync::LazyLock;

use base64_simd::STANDARD_NO_PAD;
use memchr::memmem::{self, Finder};
use zeroize::Zeroizing;

use super::{binary, bodies};
use crate::json;
use crate::limits::Limits;

/// Words that appear only in keys: PEM, SSH, JSON.
const WORDS: [&[u8]; 9] = [
    b"-----BEGIN",
    b"---- BEGIN ",
    b"BEGIN PUBLIC KEY",
    b"BEGIN RSA PUBLIC KEY",
    b"BEGIN CERTIFICATE",
    b"PUBLIC KEY-----",
    b"\"kty\"",
    b"'kty'",
    b"PuTTY-User-Key-File",
];
/// The same in any case, as in XML (XML Signature, section 4.5) and OpenSSL's listings.
const WORDS_IN_ANY_CASE: [&[u8]; 9] = [
    b"rsakeyvalue",
    b"eckeyvalue",
    b"dsakeyvalue",
    b"x509certificate>",
    b"x509data>",
    b"modulus>",
    b"modulus=",
    b"publicexponent",
    b"public-key: (",
];
/// Members of a JWK or something like it, with the values that distinguish them from other words:
/// YAML, JavaScript, TOML, forms.
const MEMBERS: [(&[u8], &[&[u8]]); 3] = [
    (b"kty", &[b"RSA", b"EC", b"OKP", b"AKP", b"oct"]),
    (
        b"crv",
        &[
            b"P-256",
            b"P-384",
            b"P-521",
            b"secp256k1",
            b"Ed25519",
            b"X25519",
            b"Ed448",
            b"X448",
        ],
    ),
    (b"Modulus", &[b""]),
];

pub(super) fn holds_key(text: &[u8]) -> bool {
    let lower = Zeroizing::new(text.to_ascii_lowercase());
    WORDS.iter().any(|word| memmem::find(text, word).is_some())
        || WORDS_IN_ANY_CASE
            .iter()
            .any(|word| memmem::find(&lower, word).is_some())
        || MEMBERS
            .iter()
            .any(|(name, values)| has_member(text, name, values))
        || has_rsa_numbers(text)
        || is_set(text)
        || has_encoded_sign(text)
}

/// Whether one of the values follows the name, with white space, quotes and one of `:`, `=` and `>`
/// between them.
fn has_member(text: &[u8], name: &[u8], values: &[&[u8]]) -> bool {
    let is_between = |byte: &u8| {
        byte.is_ascii_whitespace() || matches!(byte, b':' | b'=' | b'>' | b'"' | b'\'' | b'`' | b'\\')
    };
    memmem::find_iter(text, name).any(|at| {
        let is_word = at
            .checked_sub(1)
            .and_then(|before| text.get(before))
            .is_none_or(|before| !before.is_ascii_alphanumeric());
        let rest = text.get(at + name.len()..).unwrap_or_default();
        let (between, value) = rest.split_at(rest.iter().take_while(|byte| is_between(byte)).count());
        let begins = |start: &&[u8]| {
            value.strip_prefix(*start).is_some_and(|rest| {
                start.is_empty() || rest.first().is_none_or(|next| !next.is_ascii_alphanumeric())
            })
        };
        is_word && between.iter().any(|byte| matches!(byte, b':' | b'=' | b'>')) && values.iter().any(begins)
    })
}

/// The usual RSA exponent in base64, together with a number as long as a modulus.
fn has_rsa_numbers(text: &[u8]) -> bool {
    const EXPONENT: &[u8] = b"AQAB";
    const SHORTEST: usize = 170; // 1024 bits
    memmem::find(text, EXPONENT).is_some()
        && bodies::words(text).any(|word| word == EXPONENT)
        && bodies::words(text).any(|word| word.len() >= SHORTEST)
}

/// A JWK Set, even if it contains no keys.
fn is_set(text: &[u8]) -> bool {
    let mut has_keys = false;
    let trimmed = text.trim_ascii();
    trimmed.starts_with(b"{")
        && json::scan_object(trimmed, Limits::MAX_JSON_DEPTH, |name, _| {
            has_keys |= name == "keys"
        })
        .is_ok()
        && has_keys
}

/// A sign of a key in base64 or hexadecimal, at any offset, with anything between the lines.
fn has_encoded_sign(text: &[u8]) -> bool {
    let base64 = bodies::squeezed(text, bodies::standard);
    let hex = bodies::squeezed(text, |byte| {
        byte.is_ascii_hexdigit().then(|| byte.to_ascii_lowercase())
    });
    let is_in = |text: &[u8], signs: &[Finder<'_>]| signs.iter().any(|sign| sign.find(text).is_some());
    (base64.len() >= bodies::SHORTEST_WORD && is_in(&base64, &ENCODED.base64))
        || (hex.len() >= bodies::SHORTEST_HEX && is_in(&hex, &ENCODED.hex))
}

/// The signs of keys, encoded.
struct Encoded {
    base64: Vec<Finder<'static>>,
    hex: Vec<Finder<'static>>,
}

static ENCODED: LazyLock<Encoded> = LazyLock::new(|| {
    // In base64, fewer bytes would be too few characters.
    let long = || {
        binary::SIGNS
            .into_iter()
            .chain([WORDS[0]])
            .filter(|sign| sign.len() > 6)
    };
    Encoded {
        base64: long()
            .flat_map(|sign| [0, 1, 2].map(|offset| in_base64(sign, offset)))
            .collect(),
        hex: long()
            .map(|sign| finder(&sign.iter().map(|byte| format!("{byte:02x}")).collect::<String>()))
            .collect(),
    }
});

/// Three bytes are four characters, so a sign looks different at each of three offsets. Its first
/// and last characters may contain bits of what is next to it.
fn in_base64(sign: &[u8], offset: usize) -> Finder<'static> {
    let shifted = STANDARD_NO_PAD.encode_to_string([vec![0; offset], sign.to_vec()].concat());
    finder(
        shifted
            .get((offset * 8).div_ceil(6)..(offset + sign.len()) * 8 / 6)
            .unwrap_or_default(),
    )
}

fn finder(text: &str) -> Finder<'static> {
    Finder::new(text.as_bytes()).into_owned()
}
