//! Which kinds of token a verifier accepts, and which options go with them.

use crate::error::{Error, Result};
use crate::options::{TokenKind, VerifyOptions};

/// The kinds of token that are accepted.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Accept {
    pub(super) signed: bool,
    pub(super) encrypted: bool,
    pub(super) nested: bool,
}

impl Accept {
    /// The kinds that the caller lists; each needs its keys.
    pub(super) fn of(kinds: &[TokenKind], signs: bool, decrypts: bool) -> Result<Self> {
        let has = |kind| kinds.contains(&kind);
        let accept = Self {
            signed: has(TokenKind::Signed),
            encrypted: has(TokenKind::Encrypted),
            nested: has(TokenKind::Nested),
        };
        let lacks_keys =
            (accept.signed || accept.nested) && !signs || (accept.encrypted || accept.nested) && !decrypts;
        match (kinds, lacks_keys) {
            ([], _) => Err(Error::option(
                "accept is an empty list, by which no token could be accepted: leave it out to accept what the keys are for",
            )),
            (_, true) => Err(Error::option(
                "accept lists a kind of token that there are no keys for: signed needs keys, encrypted needs decryption_keys, nested needs both",
            )),
            _ => Ok(accept),
        }
    }

    /// An option that could not be honoured for any accepted kind must not look as if it were.
    pub(super) fn check_options(self, options: &VerifyOptions) -> Result<()> {
        let signs = self.signed || self.nested;
        let decrypts = self.encrypted || self.nested;
        let refused = [
            (
                options.algorithms.is_some() && !signs,
                "algorithms is for signed tokens, and none are accepted here",
            ),
            (
                (options.key_management.is_some() || options.content_encryption.is_some()) && !decrypts,
                "key_management and content_encryption are for encrypted tokens, and none are accepted here",
            ),
            (
                options.allow_unsigned && !self.encrypted,
                "allow_unsigned is for encrypted tokens, and only signed or nested ones are accepted here",
            ),
            (
                options.allow_base64_padding && !signs,
                "allow_base64_padding is for signed tokens, and none are accepted here",
            ),
            (
                options.allow_missing_cty && !self.nested,
                "allow_missing_cty is for nested tokens, and none are accepted here",
            ),
        ];
        refused
            .iter()
            .find(|(is_refused, _)| *is_refused)
            .map_or(Ok(()), |(_, message)| Err(Error::option(*message)))
    }
}
