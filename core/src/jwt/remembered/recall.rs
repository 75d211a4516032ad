//! What a check does with what is remembered: before it, and after it.

use std::sync::Arc;

use super::entry::Worth;
use super::trace::Trace;
use crate::jwt::checks::Checks;
use crate::jwt::pending::{Run, Stop, Suspended};
use crate::jwt::token::Token;

impl Checks {
    /// Continues with a remembered token, as a full check does when everything but revocation,
    /// status and proof of possession is verified. None: a full check must decide, and is traced if
    /// what it finds may be remembered.
    #[inline]
    pub(in crate::jwt) fn recall(
        self: &Arc<Self>,
        token: &[u8],
        run: &mut Run,
    ) -> Option<Result<Token, Stop>> {
        let members;
        let memory = match &self.members {
            None => self.remembered.as_ref()?,
            Some(own) => {
                members = own.remembered();
                members.as_ref()?
            }
        };
        if let Some(found) = memory.find(token)
            && let Some(entry) = found.entry()
        {
            match entry.worth(self, run) {
                Worth::Holds => {
                    found.note();
                    let (token, checks) = (entry.token(), entry.member().unwrap_or(self));
                    return Some(checks.check_list(token, run));
                }
                Worth::Unknown => {}
                Worth::Over => found.forget(),
            }
        }
        // With several issuers, the memory is that of the table that will choose one.
        run.trace = Some(Trace::of(self.members.is_none().then(|| Arc::clone(memory))));
        None
    }

    /// Remembers what a full check has found, unless it was refused.
    #[inline]
    pub(in crate::jwt) fn note(self: &Arc<Self>, token: &[u8], result: &Result<Token, Stop>, run: &mut Run) {
        let Some(trace) = run.trace.take() else { return };
        match result {
            Ok(done) => trace.keep(self, token, done),
            Err(Stop::Waits(_, Some(Suspended::Verified(..) | Suspended::Proven(..)))) => {
                run.trace = Some(trace.waiting(token))
            }
            Err(_) => {}
        }
    }
}
