//! Nothing is made that nobody would read by default: the limits of readers, applied to whoever
//! makes a token.

use crate::algorithm::Algorithm;
use crate::error::Result;
use crate::json::{Refused, is_json, scan_text};
use crate::limits::{Limits, exceeded};

/// Refuses a new token that nobody would read with the default limits. `nested` says whether it
/// contains an unprotected header from the caller, whose depth counts with that of the token.
pub(crate) fn check_made(token: &str, nested: bool) -> Result<()> {
    let json = is_json(token.as_bytes());
    let most = if json {
        Limits::MAX_JSON_TOKEN_BYTES
    } else {
        Limits::DEFAULT.max_token_bytes
    };
    if token.len() > most {
        return Err(exceeded(match json {
            true => {
                "the token is longer than 1 MiB, which nobody reads by default: sign detached, or encrypt less"
            }
            false => {
                "the token is longer than 256 KiB, which nobody reads by default: sign detached, encrypt less, or use a JSON serialization"
            }
        }));
    }
    if nested && scan_text(token, Limits::DEFAULT.max_json_depth, |_, _| ()) == Err(Refused::TooDeep) {
        return Err(exceeded(
            "the token with its headers is nested deeper than 32 levels, which nobody reads by default",
        ));
    }
    Ok(())
}

/// Refuses more signatures or recipients than anyone looks through, or than anyone tries if they
/// name no key: `nameless` yields the algorithms of those.
pub(crate) fn check_nameless(
    entries: usize,
    nameless: impl Iterator<Item = Option<Algorithm>>,
) -> Result<()> {
    if entries > Limits::MAX_ENTRIES {
        return Err(exceeded(
            "there are more than 1000 keys, and nobody reads a token with more signatures or recipients than that",
        ));
    }
    let mut counts: Vec<(Option<Algorithm>, u32)> = Vec::new();
    for algorithm in nameless {
        match counts.iter_mut().find(|(counted, _)| *counted == algorithm) {
            Some((_, count)) => *count = count.saturating_add(1),
            None => counts.push((algorithm, 1)),
        }
    }
    match counts
        .iter()
        .any(|(_, count)| *count > Limits::DEFAULT.max_attempts)
    {
        true => Err(exceeded(
            "more than 16 keys for one algorithm have no key_id, so that nobody would try them all by default: give them key_ids",
        )),
        false => Ok(()),
    }
}
