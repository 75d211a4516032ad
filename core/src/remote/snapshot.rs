//! Keys saved for another process: a JWS, because whoever writes a snapshot chooses the keys.

use serde::{Deserialize, Serialize};
use serde_json::Map;

use super::current::Current;
use super::policy::Policy;
use super::read;
use super::source::{Place, Source};
use crate::error::{Error, ErrorCode, Result};
use crate::jws;
use crate::key::{Key, KeySet};
use crate::machine::Times;

/// The type of the token, so that no other token can be mistaken for one.
const TYPE: &str = "tokenseal-keys";
/// The version of this format. A reader does not guess what a different version means.
const VERSION: u64 = 1;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Snapshot {
    version: u64,
    /// Where the keys come from: a snapshot of one set is not valid for another.
    source: String,
    /// When the request that brought them was sent, in seconds since the epoch.
    sent: f64,
    fresh_for: f64,
    due: f64,
    keys: String,
}

pub(super) fn write(current: &Current, key: &Key, source: &Source) -> Result<String> {
    let Some(sent) = current.sent else {
        return Err(Error::new(
            ErrorCode::JwksUnavailable,
            "there are no keys yet to take a snapshot of: wait until the set is ready",
        ));
    };
    let keys = current.keys.to_jwks(false)?;
    let snapshot = Snapshot {
        version: VERSION,
        source: name(source),
        sent: sent.wall,
        fresh_for: current.fresh_for,
        due: current.due,
        keys,
    };
    let payload = serde_json::to_vec(&snapshot)
        .map_err(|_| Error::new(ErrorCode::Internal, "a snapshot could not be written"))?;
    let typ = Map::from_iter([("typ".to_owned(), TYPE.into())]);
    jws::sign(
        payload,
        key,
        &jws::SignOptions {
            header: Some(jws::Headers::Same(typ)),
            ..jws::SignOptions::default()
        },
    )
}

pub(super) fn restore(
    text: &str,
    key: &Key,
    source: &Source,
    policy: &Policy,
    times: Times,
) -> Result<Current> {
    let verified = jws::verify(text, key, &jws::VerifyOptions::default())?;
    let refused = |why: &'static str| {
        Error::option(format!(
            "the snapshot {why}: leave it out, and the keys are fetched"
        ))
    };
    let is_ours = |header: &str| {
        serde_json::from_str::<Map<_, _>>(header)
            .is_ok_and(|header| header.get("typ").is_some_and(|typ| typ == TYPE))
    };
    if !is_ours(verified.header()) {
        return Err(refused("is another kind of token, which the same key signed"));
    }
    let snapshot: Snapshot = serde_json::from_slice(verified.payload())
        .map_err(|_| refused("has a form that this version does not know"))?;
    if snapshot.version != VERSION {
        return Err(refused("has a form that this version does not know"));
    }
    if snapshot.source != name(source) {
        return Err(refused("is of keys that were published elsewhere"));
    }
    let keys = KeySet::from_jwks(&snapshot.keys, &policy.reading)?;
    let numbers = [snapshot.sent, snapshot.fresh_for, snapshot.due];
    if !read::is_usable(&keys, &KeySet::default()) || numbers.iter().any(|number| !number.is_finite()) {
        return Err(refused("has no usable key"));
    }
    let fresh_for = snapshot.fresh_for.clamp(0.0, policy.max_age);
    let due = snapshot.due.clamp(0.0, fresh_for);
    Ok(Current {
        keys,
        sent: Some(times.at_wall(snapshot.sent)),
        due,
        fresh_for,
        stale: policy.stale,
        failed: None,
    })
}

/// The name of the place that the keys come from.
fn name(source: &Source) -> String {
    match &source.place {
        Place::Keys(url) => url.clone(),
        Place::Metadata { urls, issuer } => format!("{issuer} {}", urls.first().map_or("", String::as_str)),
    }
}
