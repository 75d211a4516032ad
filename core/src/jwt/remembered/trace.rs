//! What a full check used, so that its outcome can be remembered.

use std::sync::Arc;

use zeroize::Zeroizing;

use super::MOST_BYTES;
use super::entry::Entry;
use super::memory::Memory;
use crate::jwt::checks::Checks;
use crate::jwt::claims::Registered;
use crate::jwt::token::{Checked, Token};
use crate::jwt::types::is_same_type;
use crate::key::{KeySet, Mark};
use crate::options::TokenKind;

/// What the header of a token says that comes once, whatever profile its verifier asks for.
const ONE_TIME: [&str; 3] = ["logout+jwt", "secevent+jwt", "dpop+jwt"];

/// The keys that did one part of a check.
#[derive(Clone, Debug, Default)]
pub(in crate::jwt) enum Used {
    /// None, that is known of.
    #[default]
    None,
    /// Those of the verifier, which never change.
    AtHand,
    /// Those that a ring or a published set had at that moment.
    Snapshot(Mark),
}

/// What a full check has used. It is made if the check may be remembered.
#[derive(Default)]
pub(in crate::jwt) struct Trace {
    /// Where it is remembered: the memory of a verifier, or of the very table of issuers that chose
    /// one.
    pub(super) memory: Option<Arc<Memory>>,
    pub(super) member: Option<Arc<Checks>>,
    pub(super) verifying: Used,
    pub(super) decrypting: Used,
    /// The token, if the check waits.
    waiting: Zeroizing<Vec<u8>>,
}

impl Trace {
    pub(super) fn of(memory: Option<Arc<Memory>>) -> Self {
        Self {
            memory,
            ..Self::default()
        }
    }

    /// A verifier of several issuers has chosen one. Only what that one has asked to be remembered
    /// is.
    pub(in crate::jwt) fn chose(&mut self, member: &Arc<Checks>, memory: Option<Arc<Memory>>) {
        self.memory = memory.filter(|_| member.remembered.is_some());
        self.member = Some(Arc::clone(member));
    }

    pub(in crate::jwt) fn verified_by(&mut self, used: Used) {
        self.verifying = used;
    }

    pub(in crate::jwt) fn decrypted_by(&mut self, used: Used) {
        self.decrypting = used;
    }

    /// The same for a check that waits, and so outlives the caller's token.
    pub(super) fn waiting(self, token: &[u8]) -> Self {
        let token = if token.len() <= MOST_BYTES { token } else { &[] };
        Self {
            waiting: Zeroizing::new(token.to_vec()),
            ..self
        }
    }

    /// Remembers a token that was accepted after the check had waited.
    pub(in crate::jwt) fn keep_waiting(mut self, own: &Checks, done: &Token) {
        let token = std::mem::take(&mut self.waiting);
        if !token.is_empty() {
            self.keep(own, &token, done);
        }
    }

    /// Remembers a token that was accepted, if that is allowed and it was seen before.
    pub(super) fn keep(mut self, own: &Checks, token: &[u8], done: &Token) {
        let Some(memory) = self.memory.take() else { return };
        if token.len() > MOST_BYTES || !self.is_whole(&done.checked) || is_one_time(&done.checked) {
            return;
        }
        memory.keep(token, || {
            let policy = &self.member.as_deref().unwrap_or(own).policy;
            let claims = Registered::read(done.claims_json(), policy.limits.max_json_depth).ok()?;
            Some(Entry::new(token, done, policy.span(&claims), self))
        });
    }

    /// Whether it is known of every part of the check by which keys it was done.
    fn is_whole(&self, checked: &Checked) -> bool {
        let is_known = |used: &Used| !matches!(used, Used::None);
        match checked.kind {
            TokenKind::Signed => is_known(&self.verifying),
            TokenKind::Encrypted => is_known(&self.decrypting),
            TokenKind::Nested => is_known(&self.verifying) && is_known(&self.decrypting),
        }
    }
}

fn is_one_time(checked: &Checked) -> bool {
    checked
        .header
        .typ()
        .is_some_and(|typ| ONE_TIME.iter().any(|own| is_same_type(&typ, own)))
}

impl Used {
    /// The keys of a ring or a published set, as they are now.
    pub(in crate::jwt) fn snapshot(keys: &KeySet) -> Self {
        Used::Snapshot(keys.mark())
    }
}
