//! What `verify`, `decrypt` and `unseal` share: a list of revocations, if one is given.

use tokenseal::{FileOptions, KeySet, Token, Verifier, VerifyOptions};

use crate::arguments::Refusing;
use crate::failure::Result;

impl Refusing {
    /// The same verifier, which refuses what is on the list, if one is given. A list that is not there is an error, and never an empty one.
    pub(super) fn given_to(&self, verifier: Verifier) -> Result<Verifier> {
        let Some(path) = self.file()? else { return Ok(verifier) };
        let list = tokenseal_files::open_revocations(path, &FileOptions::default())?;
        Ok(verifier.with_revocations(&list)?)
    }

    /// Checks a token by the list, with the keys of its kind.
    pub(super) fn check(
        &self,
        token: Vec<u8>,
        verify_with: Option<KeySet>,
        decrypt_with: Option<KeySet>,
        options: &VerifyOptions,
        now: f64,
    ) -> Result<Token> {
        // The time is that of each check.
        let timeless = VerifyOptions { now: None, ..options.clone() };
        let verifier = Verifier::new(verify_with.map(Into::into), decrypt_with.map(Into::into), &timeless)?;
        Ok(self.given_to(verifier)?.verify(token, options.now.unwrap_or(now))?)
    }
}
