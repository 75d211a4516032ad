//! The verifiers of issuers: each with its own keys, options and statuses, and all with the same
//! list of revocations.

use serde_json::Value;
use tokenseal::{
    Key, KeySet, Keys, OneOrMany, ProofOfPossession, RemoteKeySet, ReplayCache, Revocations, StatusLists,
    Verifier, VerifyOptions,
};

use super::rings::Ring;
use super::{Around, core_problem, key_set, place};
use crate::config::{self, Config, Problem, Section};

/// An issuer, and the checks of its tokens.
#[derive(Debug)]
pub(crate) struct Issuer {
    pub(crate) name: String,
    /// The options of its section.
    options: VerifyOptions,
    parts: Parts,
    /// The checks for the audiences that its section names.
    pub(crate) own: Checks,
}

/// What checks are made from, in addition to options.
#[derive(Debug)]
struct Parts {
    keys: Keys,
    revocations: Revocations,
    replays: Option<ReplayCache>,
    nonce_key: Option<Key>,
    lists: Option<StatusLists>,
}

/// The checks of an issuer's tokens for some audiences.
#[derive(Clone, Debug)]
pub(crate) struct Checks {
    /// Whom the tokens are for.
    pub(crate) audiences: Vec<String>,
    /// Checks everything.
    pub(crate) verifier: Verifier,
    /// Checks everything except the proof of possession: for callers that check that themselves,
    /// and use introspection.
    pub(crate) unproven: Verifier,
    /// Checks that a token was issued, to anyone, and has not expired: for revoking it, whatever
    /// its state.
    pub(crate) issued: Verifier,
}

pub(super) fn compile(
    config: &Config,
    around: &Around<'_>,
    rings: &[Ring],
    revocations: &Revocations,
    replays: Option<&ReplayCache>,
) -> (Vec<Issuer>, Vec<Problem>) {
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    if config.issuers.is_empty() {
        bad.push(Problem::new(
            [],
            "no issuer is configured: add [[issuer]] with the `iss` of the tokens, or give --issuer",
        ));
    }
    for (index, section) in config.issuers.iter().enumerate() {
        match issuer(section, index, around, rings, revocations, replays) {
            Ok(issuer) => good.push(issuer),
            Err(problem) => bad.push(problem),
        }
    }
    (good, bad)
}

fn issuer(
    section: &Section<config::Issuer>,
    index: usize,
    around: &Around<'_>,
    rings: &[Ring],
    revocations: &Revocations,
    replays: Option<&ReplayCache>,
) -> Result<Issuer, Problem> {
    let of_core = core_problem("issuer", index);
    let wrong = |message: &str| Problem::new(place("issuer", index), message);
    let own = &section.own;
    let Some(issuer) = own.issuer.clone() else {
        return Err(wrong("issuer is missing: the `iss` of its tokens"));
    };
    let options: VerifyOptions = section.options().map_err(&of_core)?;
    let options = VerifyOptions {
        issuer: Some(issuer.as_str().into()),
        ..options
    };
    let keys = match (&own.keys[..], &own.ring, &own.jwks_url) {
        ([], None, url) => Keys::Remote(remote(section, &issuer, url.as_deref(), around).map_err(&of_core)?),
        ([], Some(name), None) => match rings.iter().find(|ring| ring.name == *name) {
            Some(ring) => Keys::Ring(ring.ring.clone()),
            None => return Err(wrong("ring names no [[ring]] of this file")),
        },
        (files, None, None) => {
            let mut keys = Vec::new();
            for file in files {
                keys.extend(
                    key_set(&around.path(file), own.alg.as_deref())
                        .map_err(|message| wrong(&format!("keys: {message}")))?,
                );
            }
            Keys::Set(KeySet::from(keys))
        }
        _ => {
            return Err(wrong(
                "keys, ring and jwks_url each say where the keys are: leave all but one out",
            ));
        }
    };
    let lists = own.status_lists.as_ref().map(|lists| {
        let of = format!("status lists {issuer} {}", Value::Object(lists.clone()));
        around.kept.get(&of, || {
            StatusLists::new(None, &tokenseal::options_from_json(Value::Object(lists.clone()))?)
        })
    });
    let lists = lists.transpose().map_err(&of_core)?;
    let nonce_key = own.nonce_key.as_ref().map(|file| {
        let keys =
            key_set(&around.path(file), None).map_err(|message| wrong(&format!("nonce_key: {message}")))?;
        keys.iter()
            .next()
            .cloned()
            .ok_or_else(|| wrong("nonce_key: the file has no key"))
    });
    let parts = Parts {
        keys,
        revocations: revocations.clone(),
        replays: replays.filter(|_| options.public_origins.is_some()).cloned(),
        nonce_key: nonce_key.transpose()?,
        lists,
    };
    let checks = parts.checks(&options).map_err(&of_core)?;
    Ok(Issuer {
        name: issuer,
        options,
        parts,
        own: checks,
    })
}

impl Issuer {
    /// The keys that verify its tokens.
    pub(crate) fn keys(&self) -> &Keys {
        &self.parts.keys
    }

    /// The checks of its tokens for an API that has its own audience instead of that of the
    /// issuer's section.
    pub(crate) fn checks_for(&self, audience: Option<&OneOrMany>) -> tokenseal::Result<Checks> {
        match audience {
            Some(audience) => self.parts.checks(&VerifyOptions {
                audience: Some(audience.clone()),
                ..self.options.clone()
            }),
            None => Ok(self.own.clone()),
        }
    }
}

impl Parts {
    fn checks(&self, options: &VerifyOptions) -> tokenseal::Result<Checks> {
        let mut verifier = self.verifier(options)?;
        if let Some(replays) = &self.replays {
            verifier = verifier.with_replays(replays)?;
        }
        if let Some(key) = &self.nonce_key {
            verifier = verifier.with_nonce_key(key)?;
        }
        let unproven = unproven(options);
        let issued = VerifyOptions {
            audience: None,
            allow_any_audience: true,
            allow_unchecked_status: true,
            ..unproven.clone()
        };
        Ok(Checks {
            audiences: match &options.audience {
                None => Vec::new(),
                Some(OneOrMany::One(one)) => vec![one.clone()],
                Some(OneOrMany::Many(many)) => many.clone(),
            },
            verifier,
            unproven: self.verifier(&unproven)?,
            issued: Verifier::new(Some(self.keys.clone()), None, &issued)?,
        })
    }

    fn verifier(&self, options: &VerifyOptions) -> tokenseal::Result<Verifier> {
        let verifier =
            Verifier::new(Some(self.keys.clone()), None, options)?.with_revocations(&self.revocations)?;
        self.lists.iter().try_fold(verifier, Verifier::with_status_lists)
    }
}

/// The same options without the check of a proof. If every token must be bound, one that is not is
/// still refused.
fn unproven(options: &VerifyOptions) -> VerifyOptions {
    let mut options = options.clone();
    if options.proof_of_possession == ProofOfPossession::Required {
        options
            .required_claims
            .get_or_insert_default()
            .push("cnf".to_owned());
    }
    VerifyOptions {
        proof_of_possession: ProofOfPossession::Ignore,
        public_origins: None,
        ..options
    }
}

/// The keys that an issuer publishes; fetching continues where an earlier configuration left off.
fn remote(
    section: &Section<config::Issuer>,
    issuer: &str,
    url: Option<&str>,
    around: &Around<'_>,
) -> tokenseal::Result<RemoteKeySet> {
    let mut options = section.own.fetch.clone();
    if url.is_none() && !options.contains_key("metadata_url") {
        options.insert("issuer".to_owned(), issuer.into());
    }
    let options = Value::Object(options);
    around.kept.get(&format!("keys {url:?} {options}"), || {
        RemoteKeySet::new(url, &tokenseal::options_from_json(options.clone())?)
    })
}
