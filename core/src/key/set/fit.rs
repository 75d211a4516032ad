//! Which key fits a token: by `kid`, use and operations first, then by algorithm.

use super::KeySet;
use crate::algorithm::{ContentEncryption, KeyManagement, SignatureAlgorithm};
use crate::error::{Error, ErrorCode, Result};
use crate::key::Key;

/// What a token needs a key for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Wanted {
    /// Verifying a signature made with this algorithm.
    Signature(SignatureAlgorithm),
    /// Determining the content encryption key with this algorithm, for this content encryption.
    KeyManagement(KeyManagement, ContentEncryption),
}

impl KeySet {
    /// The keys that may be tried on a token, in the order of the set; never more than
    /// `max_attempts`.
    ///
    /// If a key has the token's `kid`, only keys with it are candidates. Otherwise keys without a
    /// key ID are, and never one with a different key ID. A token without `kid` may fit any key.
    /// `also` checks what else must match, such as the curve; keys that fail only that are left out
    /// without an error.
    pub(crate) fn fitting(
        &self,
        kid: Option<&str>,
        wanted: Wanted,
        max_attempts: u32,
        also: impl Fn(&Key) -> bool,
    ) -> Result<Fitting<'_>> {
        let keys = self.keys();
        let borne = kid.is_some_and(|kid| keys.iter().any(|key| key.key_id() == Some(kid)));
        let by_kid = move |key: &Key| match (kid, key.key_id()) {
            (None, _) => true,
            (Some(kid), Some(own)) => own == kid,
            (Some(_), None) => !borne,
        };
        let (mut first_permitted, mut is_allowed) = (None, false);
        let mut fitting = Fitting {
            first: None,
            rest: Vec::new(),
        };
        let mut count = 0_u32;
        for key in keys.iter().filter(|key| by_kid(key) && key.may(wanted)) {
            first_permitted = first_permitted.or(Some(key));
            if !key.allows(wanted) {
                continue;
            }
            is_allowed = true;
            if !also(key) {
                continue;
            }
            count = count.saturating_add(1);
            if count > max_attempts {
                return Err(Error::new(
                    ErrorCode::LimitExceeded,
                    "more keys fit the token than may be tried",
                ));
            }
            match fitting.first {
                None => fitting.first = Some(key),
                Some(_) => fitting.rest.push(key),
            }
        }
        match first_permitted {
            None => Err(self.no_matching_key(kid, wanted)),
            Some(first) if !is_allowed => Err(self.algorithm_not_allowed(kid, wanted, first)),
            Some(_) => Ok(fitting),
        }
    }
}

/// Whether a set knows the `kid` of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// A key has it.
    Known,
    /// A key with it was set aside.
    SetAside,
    /// No key has it.
    Unknown,
    /// The token has none.
    NoKid,
}

impl KeySet {
    /// Whether the set knows a token's `kid`.
    pub(crate) fn standing(&self, kid: Option<&str>) -> Standing {
        match kid {
            None => Standing::NoKid,
            Some(kid) if self.get(kid).is_some() => Standing::Known,
            Some(_)
                if self
                    .rejected()
                    .iter()
                    .any(|rejected| rejected.key_id.as_deref() == kid) =>
            {
                Standing::SetAside
            }
            Some(_) => Standing::Unknown,
        }
    }
}

/// The keys to try: usually one, which costs no allocation.
#[derive(Debug)]
pub(crate) struct Fitting<'a> {
    first: Option<&'a Key>,
    rest: Vec<&'a Key>,
}

impl<'a> Fitting<'a> {
    pub(crate) fn count(&self) -> usize {
        usize::from(self.first.is_some()) + self.rest.len()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &'a Key> {
        self.first.into_iter().chain(self.rest.iter().copied())
    }
}

impl Key {
    /// Whether `use` and `key_ops` permit it. A public key never decrypts, whatever they say.
    fn may(&self, wanted: Wanted) -> bool {
        match wanted {
            Wanted::Signature(_) => self.permissions().may_verify(),
            Wanted::KeyManagement(algorithm, _) => {
                self.is_private() && self.permissions().may_decrypt(algorithm)
            }
        }
    }

    /// Whether the algorithm that the key is bound to, or its family, allows it.
    fn allows(&self, wanted: Wanted) -> bool {
        match wanted {
            Wanted::Signature(algorithm) => self.allows_signature(algorithm),
            Wanted::KeyManagement(algorithm, enc) => self.allows_key_management(algorithm, enc),
        }
    }
}
