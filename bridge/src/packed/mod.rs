//! A checked token as one value. One string or one array crosses every boundary several times as
//! fast as a record of six members.
//!
//! The members and their order are the same in both encodings:
//!
//! | place | member | absent |
//! | --- | --- | --- |
//! | first | the kind: 0 signed, 1 encrypted, 2 nested | never |
//! | first | how its sender proved to hold what it is bound to: 1 by a DPoP proof, 2 by a certificate | 0 |
//! | 0 | the claims, as JSON text, exactly as they were protected | never |
//! | 1 | the protected header, as JSON text | never |
//! | 2 | the key_id of the key that verified (or decrypted, where nothing is signed) | if the key has none |
//! | 3 | the header of the encrypted token around a signed one, as JSON text | unless the token is nested |
//! | 4 | the key_id of the key that decrypted | if nothing was decrypted, or the key has none |
//!
//! - [`text`] is for V8 and Swift. Readers find a member by a separator, not by its length, which
//!   V8 would count in UTF-16 code units and Swift in bytes. `lib/token.cjs` and `Packed.swift`
//!   read it.
//! - [`bytes`] is for the JVM, which can make a string from any part of an array. It also holds the
//!   error of a refused token, so that a check needs one crossing whatever its outcome.
//!   `PackedToken.kt` reads it.
//!
//! Each encoding has a reader in Rust next to it, for tests: it defines what the readers in the
//! other languages must do.

pub mod bytes;
pub mod text;

use tokenseal::dpop::ProvenBy;
use tokenseal::{Token, TokenKind};

/// The members of a checked token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Members<'a> {
    /// How the token was protected.
    pub kind: TokenKind,
    /// How its sender proved possession of what it is bound to.
    pub proven_by: Option<ProvenBy>,
    /// Everything else, by place.
    pub texts: [Option<&'a str>; 5],
}

impl<'a> From<&'a Token> for Members<'a> {
    fn from(token: &'a Token) -> Self {
        let texts = [
            Some(token.claims_json()),
            Some(token.header()),
            token.key_id(),
            token.outer_header(),
            token.decryption_key_id(),
        ];
        Self {
            kind: token.kind(),
            proven_by: token.proven_by(),
            texts,
        }
    }
}

/// The number of a kind.
const fn number(kind: TokenKind) -> u8 {
    match kind {
        TokenKind::Signed => 0,
        TokenKind::Encrypted => 1,
        TokenKind::Nested => 2,
    }
}

/// The number of a way to prove possession. Ways that this crate does not know yet count as none.
const fn number_of_proof(proven_by: Option<ProvenBy>) -> u8 {
    match proven_by {
        Some(ProvenBy::Dpop) => 1,
        Some(ProvenBy::Certificate) => 2,
        _ => 0,
    }
}

/// The kind of a number.
#[cfg(test)]
fn kind(number: u8) -> Option<TokenKind> {
    [TokenKind::Signed, TokenKind::Encrypted, TokenKind::Nested]
        .into_iter()
        .find(|kind| self::number(*kind) == number)
}

/// The way of a number, or its absence.
#[cfg(test)]
fn proof(number: u8) -> Option<Option<ProvenBy>> {
    [None, Some(ProvenBy::Dpop), Some(ProvenBy::Certificate)]
        .get(usize::from(number))
        .copied()
}

#[cfg(test)]
mod tests;
