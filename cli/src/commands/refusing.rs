//! What `verify`, `decrypt` and `unseal` share: a list of revocations, if one is given.

use tokenseal::{KeySet, Token, Verifier, VerifyOptions};

use super::opened::Opened;
use crate::arguments::Refusing;
use crate::failure::Result;
use crate::fetching::Fetching;

impl Refusing {
    /// The list, if one is given. One that is not there is an error, and never an empty one.
    pub(super) fn open<'a>(&self, fetching: &'a Fetching<'a>) -> Result<Option<Opened<'a>>> {
        self.place()?
            .map(|place| Opened::open(place, fetching))
            .transpose()
    }

    /// Checks a token by the list, with the keys of its kind.
    pub(super) fn check(
        &self,
        token: &[u8],
        (verify_with, decrypt_with): (Option<KeySet>, Option<KeySet>),
        options: &VerifyOptions,
        fetching: &Fetching<'_>,
        now: f64,
    ) -> Result<Token> {
        // The time is that of each check.
        let timeless = VerifyOptions {
            now: None,
            ..options.clone()
        };
        let verifier = Verifier::new(
            verify_with.map(Into::into),
            decrypt_with.map(Into::into),
            &timeless,
        )?;
        self.verify(verifier, token, fetching, options.now.unwrap_or(now))
    }

    /// Checks a token with a verifier, and by the list if one is given.
    pub(super) fn verify(
        &self,
        verifier: Verifier,
        token: &[u8],
        fetching: &Fetching<'_>,
        now: f64,
    ) -> Result<Token> {
        let opened = self.open(fetching)?;
        let verifier = match &opened {
            Some(opened) => verifier.with_revocations(opened.list())?,
            None => verifier,
        };
        fetching.verify(&verifier, opened.as_ref().and_then(Opened::stored), token, now)
    }
}
