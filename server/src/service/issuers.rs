//! The verifiers of issuers: each with keys, options and statuses of its own, and all with one list of revocations.

use serde_json::Value;
use tokenseal::{KeySet, Keys, RemoteKeySet, ReplayCache, Revocations, StatusLists, Verifier, VerifyOptions};

use super::rings::Ring;
use super::{Around, core_problem, key_set, place};
use crate::config::{Config, Issuer, Problem, Section};

pub(super) fn compile(
    config: &Config,
    around: &Around<'_>,
    rings: &[Ring],
    revocations: Option<&Revocations>,
    replays: Option<&ReplayCache>,
) -> (Vec<(String, Verifier)>, Vec<Problem>) {
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    if config.issuers.is_empty() {
        bad.push(Problem::new([], "no issuer is configured: add [[issuer]] with the `iss` of the tokens, or give --issuer"));
    }
    for (index, section) in config.issuers.iter().enumerate() {
        match verifier(section, index, around, rings, revocations, replays) {
            Ok((issuer, verifier)) => good.push((issuer, verifier)),
            Err(problem) => bad.push(problem),
        }
    }
    (good, bad)
}

fn verifier(
    section: &Section<Issuer>,
    index: usize,
    around: &Around<'_>,
    rings: &[Ring],
    revocations: Option<&Revocations>,
    replays: Option<&ReplayCache>,
) -> Result<(String, Verifier), Problem> {
    let of_core = core_problem("issuer", index);
    let wrong = |message: &str| Problem::new(place("issuer", index), message);
    let own = &section.own;
    let Some(issuer) = own.issuer.clone() else { return Err(wrong("issuer is missing: the `iss` of its tokens")) };
    let options: VerifyOptions = section.options().map_err(&of_core)?;
    let options = VerifyOptions { issuer: Some(issuer.as_str().into()), ..options };
    let keys = match (&own.keys[..], &own.ring, &own.jwks_url) {
        ([], None, url) => Keys::Remote(remote(section, &issuer, url.as_deref(), around).map_err(&of_core)?),
        ([], Some(name), None) => match rings.iter().find(|ring| ring.name == *name) {
            Some(ring) => Keys::Ring(ring.ring.clone()),
            None => return Err(wrong("ring names no [[ring]] of this file")),
        },
        (files, None, None) => {
            let mut keys = Vec::new();
            for file in files {
                keys.extend(key_set(&around.path(file), own.alg.as_deref()).map_err(|message| wrong(&format!("keys: {message}")))?);
            }
            Keys::Set(KeySet::from(keys))
        }
        _ => return Err(wrong("keys, ring and jwks_url each say where the keys are: leave all but one out")),
    };
    let mut verifier = Verifier::new(Some(keys), None, &options).map_err(&of_core)?;
    if let Some(revocations) = revocations {
        verifier = verifier.with_revocations(revocations).map_err(&of_core)?;
    }
    if let Some(replays) = replays.filter(|_| options.public_origins.is_some()) {
        verifier = verifier.with_replays(replays).map_err(&of_core)?;
    }
    if let Some(lists) = &own.status_lists {
        let of = format!("status lists {issuer} {}", Value::Object(lists.clone()));
        let lists = around.kept.get(&of, || StatusLists::new(None, &tokenseal::options_from_json(Value::Object(lists.clone()))?));
        verifier = verifier.with_status_lists(&lists.map_err(&of_core)?).map_err(&of_core)?;
    }
    Ok((issuer, verifier))
}

/// The keys that an issuer publishes, fetched on from where an earlier configuration left off.
fn remote(section: &Section<Issuer>, issuer: &str, url: Option<&str>, around: &Around<'_>) -> tokenseal::Result<RemoteKeySet> {
    let mut options = section.own.fetch.clone();
    if url.is_none() && !options.contains_key("metadata_url") {
        options.insert("issuer".to_owned(), issuer.into());
    }
    let options = Value::Object(options);
    around.kept.get(&format!("keys {url:?} {options}"), || RemoteKeySet::new(url, &tokenseal::options_from_json(options.clone())?))
}
