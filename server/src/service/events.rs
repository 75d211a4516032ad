//! Who may report that sessions have ended, and how such tokens are checked.

use std::sync::Arc;

use tokenseal::{Profile, Verifier, VerifyOptions};

use super::issuers::Issuer;
use super::{Around, core_problem, place};
use crate::config::{self, Config, Problem, Section};
use crate::oauth::Seen;

/// The most tokens that are remembered as applied.
const MOST_APPLIED: usize = 100_000;

/// A source of events.
#[derive(Debug)]
pub(crate) struct Events {
    /// Checks security events (RFC 8417).
    pub(crate) events: Verifier,
    /// Checks logout tokens.
    pub(crate) logouts: Verifier,
    /// Issuers whose subjects others may name, by the issuer that may.
    subject_issuers: Vec<(String, Vec<String>)>,
    /// Which tokens were applied: one that is sent again changes nothing more.
    pub(crate) applied: Arc<Seen>,
}

impl Events {
    /// The issuers whose subjects this one may name besides its own.
    pub(crate) fn subject_issuers(&self, issuer: &str) -> Option<Vec<String>> {
        self.subject_issuers
            .iter()
            .find(|(own, _)| own == issuer)
            .map(|(_, issuers)| issuers.clone())
    }
}

pub(super) fn compile(
    config: &Config,
    around: &Around<'_>,
    issuers: &[Issuer],
) -> Result<Events, Vec<Problem>> {
    let (mut events, mut logouts, mut bad) = (Vec::new(), Vec::new(), Vec::new());
    for (index, section) in config.events.iter().enumerate() {
        match verifiers(section, index, issuers) {
            Ok((event, logout)) => {
                events.push(event);
                logouts.push(logout);
            }
            Err(problem) => bad.push(problem),
        }
    }
    let mut by_issuer = |verifiers| {
        Verifier::by_issuer(verifiers, None)
            .map_err(|error| bad.push(Problem::of_core(["events".into()], &error)))
            .ok()
    };
    match (by_issuer(events), by_issuer(logouts)) {
        (Some(events), Some(logouts)) if bad.is_empty() => Ok(Events {
            events,
            logouts,
            subject_issuers: config
                .events
                .iter()
                .filter_map(|section| {
                    Some((section.own.issuer.clone(), section.own.subject_issuers.clone()?))
                })
                .collect(),
            applied: around
                .kept
                .always("applied events", || Arc::new(Seen::new(MOST_APPLIED))),
        }),
        _ => Err(bad),
    }
}

/// The verifiers of security events and of logout tokens, each with its own profile.
fn verifiers(
    section: &Section<config::Events>,
    index: usize,
    issuers: &[Issuer],
) -> Result<(Verifier, Verifier), Problem> {
    let of_core = core_problem("events", index);
    let wrong = |message: &str| Problem::new(place("events", index), message);
    let name = &section.own.issuer;
    let issuer = issuers.iter().find(|issuer| issuer.name == *name);
    let issuer = issuer.ok_or_else(|| {
        wrong("issuer is the `issuer` of no [[issuer]] of this file, whose keys could verify")
    })?;
    let options: VerifyOptions = section.options().map_err(&of_core)?;
    if options.profile.is_some() {
        return Err(wrong(
            "profile is not an option here: /events takes security events, and /logout logout tokens",
        ));
    }
    let of = |profile| {
        let options = VerifyOptions {
            issuer: Some(name.as_str().into()),
            profile: Some(profile),
            ..options.clone()
        };
        Verifier::new(Some(issuer.keys().clone()), None, &options).map_err(&of_core)
    };
    Ok((of(Profile::SecurityEvent)?, of(Profile::LogoutToken)?))
}
