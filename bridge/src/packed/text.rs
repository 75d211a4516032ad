//! The encoding as text.
//!
//! ```text
//! kind long proof claims ␟ header ␟ key_id ␟ outer_header ␟ decryption_key_id
//! ```
//!
//! `kind`, `long` and `proof` are one digit each. `long` is 1 if the claims contain sixteen or more
//! consecutive digits: only then can there be an integer that a JavaScript number does not hold.
//! `proof` is 1 after a DPoP proof, 2 after a certificate, otherwise 0. The rest are five JSON
//! texts with U+001F between them. A key_id is a JSON string, and anything absent is `null`. Strict
//! JSON has no control characters except white space, so U+001F cannot occur in any of the five.

use super::{Members, number, number_of_proof};

/// Separates two members.
pub const SEPARATOR: char = '\u{1f}';

/// The number of digits of the smallest integer that a JavaScript number cannot hold.
const LONG: usize = 16;

/// Writes the members of a token.
pub fn write(members: &Members<'_>) -> String {
    let [claims, header, key_id, outer_header, decryption_key_id] = members.texts;
    let json = |text: Option<&str>| text.map_or(4, str::len);
    let key_ids = [key_id, decryption_key_id].map(|key_id| key_id.map_or(4, |key_id| key_id.len() + 8));
    let length = [claims, header, outer_header]
        .map(json)
        .into_iter()
        .chain(key_ids)
        .sum::<usize>();
    let mut text = String::with_capacity(length + 8);
    let long = claims.is_some_and(holds_long_number);
    text.extend(
        [
            number(members.kind),
            u8::from(long),
            number_of_proof(members.proven_by),
        ]
        .map(|digit| char::from(b'0' + digit)),
    );
    text.push_str(claims.unwrap_or("null"));
    text.push(SEPARATOR);
    text.push_str(header.unwrap_or("null"));
    text.push(SEPARATOR);
    push_string(&mut text, key_id);
    text.push(SEPARATOR);
    text.push_str(outer_header.unwrap_or("null"));
    text.push(SEPARATOR);
    push_string(&mut text, decryption_key_id);
    text
}

/// A text as a JSON string, or null.
fn push_string(text: &mut String, value: Option<&str>) {
    let is_plain = |byte: &u8| *byte >= 0x20 && *byte != b'"' && *byte != b'\\';
    match value {
        None => text.push_str("null"),
        Some(value) if value.as_bytes().iter().all(is_plain) => text.extend(["\"", value, "\""]),
        Some(value) => text.push_str(&serde_json::Value::from(value).to_string()),
    }
}

/// Whether there are so many consecutive digits that JavaScript must look which number they are.
fn holds_long_number(claims: &str) -> bool {
    let is_digit = |byte: &&u8| byte.is_ascii_digit();
    let (blocks, _) = claims.as_bytes().as_chunks::<LONG>();
    // Of so many consecutive digits, one is the last of a block, and the others are before and
    // after it.
    blocks
        .iter()
        .enumerate()
        .filter(|(_, block)| block.last().is_some_and(u8::is_ascii_digit))
        .any(|(index, _)| {
            let (before, behind) = claims.as_bytes().split_at((index + 1) * LONG);
            let digits =
                before.iter().rev().take_while(is_digit).count() + behind.iter().take_while(is_digit).count();
            digits >= LONG
        })
}

/// What a text holds.
#[cfg(test)]
#[derive(Debug, PartialEq)]
pub(super) struct Read {
    pub(super) kind: tokenseal::TokenKind,
    /// Whether the claims may hold a long number.
    pub(super) long: bool,
    pub(super) proven_by: Option<tokenseal::dpop::ProvenBy>,
    pub(super) texts: [Option<String>; 5],
}

/// Reads a text. None if it is not of this form.
#[cfg(test)]
pub(super) fn read(text: &str) -> Option<Read> {
    let (first, rest) = text.split_at_checked(3)?;
    let &[kind, long, proof] = first.as_bytes() else {
        return None;
    };
    let kind = super::kind(kind.checked_sub(b'0')?)?;
    let proven_by = super::proof(proof.checked_sub(b'0')?)?;
    let parts: Vec<&str> = rest.split(SEPARATOR).collect();
    let [claims, header, key_id, outer_header, decryption_key_id] = *parts.as_slice() else {
        return None;
    };
    let json = |part: &str| (part != "null").then(|| part.to_owned());
    let string = |part: &str| serde_json::from_str::<Option<String>>(part).ok();
    let texts = [
        json(claims),
        json(header),
        string(key_id)?,
        json(outer_header),
        string(decryption_key_id)?,
    ];
    Some(Read {
        kind,
        long: matches!(long, b'1'),
        proven_by,
        texts,
    })
}
