//! Who takes part: a server of a service, in any language, that follows the list by a driver of its
//! own.

use std::thread;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::Value;

use super::targets::Target;

pub(crate) trait Service: Send {
    /// Who it is.
    fn title(&self) -> &str;

    /// Makes the list and a verifier that has it, instead of those that it had, and reads the list.
    fn begin(&mut self, begin: &Begin<'_>) -> Result<()>;

    /// Revokes, and returns when that is acknowledged or has failed: the one outcome is `revoked`,
    /// or the code of an error.
    fn revoke(&mut self, target: &Target) -> Result<Outcomes>;

    /// Checks tokens one after the other: each outcome is `accepted`, or the code of an error.
    fn check(&mut self, tokens: &[&str]) -> Result<Outcomes>;
}

/// What everyone is told.
pub(crate) struct Begin<'a> {
    /// Where the store is, on the loopback.
    pub(crate) port: u16,
    pub(crate) issuer: &'a str,
    /// The keys of the verifier, as a JWK Set.
    pub(crate) keys: &'a Value,
    /// The options of the list.
    pub(crate) options: Value,
}

/// The outcomes of calls.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Outcomes {
    pub(crate) outcomes: Vec<String>,
    /// How long the longest of them took, in milliseconds.
    pub(crate) longest: f64,
}

/// Has all work on threads of their own, each with its number, while something else goes on here
/// that returns when it is over.
pub(super) fn at_work<T: Send>(
    services: &mut [Box<dyn Service>],
    work: impl Fn(usize, &mut dyn Service) -> Result<T> + Sync,
    meanwhile: impl FnOnce() -> Result<()>,
) -> Result<Vec<T>> {
    thread::scope(|scope| {
        let mut running = Vec::new();
        for (me, service) in services.iter_mut().enumerate() {
            let (title, work) = (service.title().to_owned(), &work);
            running.push((title, scope.spawn(move || work(me, &mut **service))));
        }
        let came = meanwhile();
        let mut ended = Vec::new();
        for (title, thread) in running {
            ended.push(match thread.join() {
                Ok(result) => result.with_context(|| title),
                Err(_) => bail!("{title}: its thread panicked"),
            });
        }
        // What a participant says explains why everything else was given up.
        let ended = ended.into_iter().collect::<Result<_>>()?;
        came.map(|()| ended)
    })
}
