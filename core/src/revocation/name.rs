//! What a revocation names, as stores and tables know it: a keyed hash, so that they contain no IDs
//! of tokens or users.

use std::fmt;
use std::hash::Hasher;

use aws_lc_rs::digest::{Context, SHA256};
use siphasher::sip128::{Hasher128, SipHasher24};
use zeroize::Zeroize;

use super::table::Hash96;
use crate::base64url;
use crate::error::Result;
use crate::random;

/// The kinds of things that can be revoked. The letter is used in records and in the IDs of
/// entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Group {
    Token,
    Session,
    Subject,
    Key,
    Issuer,
}

impl Group {
    pub(super) const ALL: [Group; 5] = [
        Group::Token,
        Group::Session,
        Group::Subject,
        Group::Key,
        Group::Issuer,
    ];

    pub(super) const fn letter(self) -> u8 {
        match self {
            Group::Token => b't',
            Group::Session => b's',
            Group::Subject => b'u',
            Group::Key => b'k',
            Group::Issuer => b'i',
        }
    }

    pub(super) fn of_letter(letter: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.letter() == letter)
    }

    /// The name that every language uses.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Group::Token => "token",
            Group::Session => "session",
            Group::Subject => "subject",
            Group::Key => "key",
            Group::Issuer => "issuer",
        }
    }

    /// Whether an entry refuses only what was issued before a time, rather than everything.
    pub(super) const fn is_cut_off(self) -> bool {
        matches!(self, Group::Subject | Group::Issuer)
    }
}

/// Identifies an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Name {
    pub(crate) group: Group,
    pub(crate) hash: Hash96,
}

impl fmt::Display for Name {
    /// The ID of an entry: its letter and its hash.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{}{}",
            char::from(self.group.letter()),
            base64url::encode(&self.hash.to_bytes())
        )
    }
}

impl Name {
    /// Reads the ID of an entry.
    pub(super) fn of_id(id: &str) -> Option<Self> {
        let (&letter, hash) = id.as_bytes().split_first()?;
        let hash = base64url::decode(hash)?.try_into().ok()?;
        Some(Self {
            group: Group::of_letter(letter)?,
            hash: Hash96::from_bytes(hash),
        })
    }
}

/// What distinguishes a token without `jti` from all others: the SHA-256 of its protected header
/// and its claims, as they were protected. It is the same for every ECDSA signature of the same
/// token, and whatever the token is encrypted to.
pub(crate) fn digest(header: &str, claims: &str) -> [u8; 32] {
    let mut context = Context::new(&SHA256);
    context.update(header.as_bytes());
    // This byte occurs in no JSON text, so nothing can move from one part to the other.
    context.update(&[0]);
    context.update(claims.as_bytes());
    let mut digest = [0; 32];
    digest.copy_from_slice(context.finish().as_ref());
    digest
}

/// The key of the hash, which belongs to a list and all its copies.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct HashKey([u8; 16]);

impl HashKey {
    pub(super) fn random() -> Result<Self> {
        let mut bytes = [0; 16];
        random::fill(&mut bytes)?;
        Ok(Self(bytes))
    }

    pub(super) fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    pub(super) fn bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// The name of a token by its `jti`, or of a session, a subject, a key or an issuer.
    #[inline]
    pub(super) fn name(&self, group: Group, issuer: Option<&str>, id: &str) -> Name {
        Name {
            group,
            hash: self.hash(group.letter(), issuer, id.as_bytes()),
        }
    }

    /// The name of a token by its contents.
    pub(super) fn digest(&self, issuer: Option<&str>, digest: &[u8; 32]) -> Name {
        Name {
            group: Group::Token,
            hash: self.hash(b'd', issuer, digest),
        }
    }

    /// SipHash-2-4-128, of which 96 bits are kept. Each part has its place, so that no two names
    /// give the same text.
    #[inline]
    fn hash(&self, letter: u8, issuer: Option<&str>, id: &[u8]) -> Hash96 {
        let mut hasher = SipHasher24::new_with_key(&self.0);
        let length = issuer.map_or(u64::MAX, |issuer| issuer.len() as u64);
        hasher.write(&[letter]);
        hasher.write(&length.to_le_bytes());
        hasher.write(issuer.unwrap_or_default().as_bytes());
        hasher.write(id);
        let mut hash = [0; 12];
        hash.copy_from_slice(
            hasher
                .finish128()
                .as_bytes()
                .first_chunk::<12>()
                .unwrap_or(&[0; 12]),
        );
        Hash96::from_bytes(hash)
    }
}

impl Drop for HashKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for HashKey {
    /// Anyone who has it can guess what an entry names.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("HashKey")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_two_names_are_one() {
        let key = HashKey::from_bytes([7; 16]);
        let mut seen = HashSet::new();
        for group in Group::ALL {
            for issuer in [None, Some(""), Some("a"), Some("ab"), Some("abc")] {
                for id in ["", "a", "bc", "c", "abc"] {
                    assert!(
                        seen.insert(key.name(group, issuer, id)),
                        "{group:?} {issuer:?} {id}"
                    );
                }
            }
        }
        assert!(seen.insert(key.digest(None, &digest("{}", "{}"))));
        assert!(seen.insert(HashKey::from_bytes([8; 16]).name(Group::Token, Some("a"), "bc")));
    }

    /// The reference test vector (input 00 to 0e with the key 00 to 0f), so that the library is
    /// what its name says.
    #[test]
    fn the_hash_is_siphash() {
        let key: Vec<u8> = (0..16).collect();
        let mut hasher = SipHasher24::new_with_key(key.first_chunk().unwrap());
        hasher.write(&(0..15).collect::<Vec<u8>>());
        let expected = [
            0x54, 0x93, 0xe9, 0x99, 0x33, 0xb0, 0xa8, 0x11, 0x7e, 0x08, 0xec, 0x0f, 0x97, 0xcf, 0xc3, 0xd9,
        ];
        assert_eq!(hasher.finish128().as_bytes(), expected);
    }

    #[test]
    fn ids_come_back_as_they_were() {
        let name = HashKey::from_bytes([7; 16]).name(Group::Session, Some("https://issuer.example"), "s1");
        assert_eq!(Name::of_id(&name.to_string()), Some(name));
        for wrong in [
            "",
            "s",
            "x0123456789abcdef",
            "s0123456789abcde",
            "s0123456789abcdef0",
            "s0123456789abcde=",
        ] {
            assert_eq!(Name::of_id(wrong), None, "{wrong}");
        }
    }
}
