//! Programs that introspect, revoke and exchange tokens: how each authenticates, and what it may
//! do.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use tokenseal::http::oauth::Introspection;
use tokenseal::{KeySet, OneOrMany, Verifier, VerifyOptions};

use super::{Api, Around, core_problem, key_set, place, read_secret};
use crate::config::{self, Config, Permission, Problem};
use crate::oauth::{Bucket, Failures, Secret, Seen};

/// A shorter secret can be guessed.
const SHORTEST_SECRET: usize = 16;
/// The longest `client_id`: it is recorded with what the client revokes.
const LONGEST_ID: usize = 255;
/// The longest lifetime of a client's assertion, since it must be remembered for as long.
const LONGEST_ASSERTION: &str = "10m";
/// The most assertions that are remembered, of all clients.
const MOST_ASSERTIONS: usize = 100_000;

/// All clients, and what is counted about them.
#[derive(Debug)]
pub(crate) struct Clients {
    by_id: HashMap<String, Arc<Client>>,
    nobody: Secret,
    /// Failed authentications.
    pub(crate) failures: Arc<Failures>,
    /// Assertions that were used.
    pub(crate) assertions: Arc<Seen>,
}

/// A client.
#[derive(Debug)]
pub(crate) struct Client {
    pub(crate) id: String,
    /// The API whose tokens it may introspect, and what it learns.
    pub(crate) introspects: Option<(Arc<Api>, Introspection)>,
    pub(crate) revokes: Option<Revokes>,
    pub(crate) exchanges: bool,
    pub(crate) secret: Option<Secret>,
    /// Checks what it signs.
    pub(crate) assertion: Option<Verifier>,
    /// How often it may ask.
    pub(crate) rate: Option<Arc<Bucket>>,
}

/// Which tokens a client may revoke.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Revokes {
    Any,
    /// Those that were issued to it.
    Own,
}

impl Clients {
    pub(crate) fn find(&self, id: &str) -> Option<&Arc<Client>> {
        self.by_id.get(id)
    }

    /// A secret that belongs to no client, for clients that have none or do not exist.
    pub(crate) fn nobody(&self) -> &Secret {
        &self.nobody
    }
}

pub(super) fn compile(config: &Config, around: &Around<'_>, apis: &[Arc<Api>]) -> (Clients, Vec<Problem>) {
    let (mut by_id, mut bad) = (HashMap::new(), Vec::new());
    for (index, given) in config.clients.iter().enumerate() {
        match client(given, index, config, around, apis) {
            Ok(client) => {
                if by_id.insert(given.id.clone(), Arc::new(client)).is_some() {
                    bad.push(Problem::new(
                        place("client", index),
                        "id is that of another client: each has its own",
                    ));
                }
            }
            Err(problem) => bad.push(problem),
        }
    }
    let per_minute = config.oauth.failures_per_minute;
    if per_minute == 0 {
        bad.push(Problem::new(
            ["oauth".into()],
            "failures_per_minute is 0, which lets nobody in: give 1 at least",
        ));
    }
    let failures = around
        .kept
        .always(&format!("failed authentications {per_minute}"), || {
            Arc::new(Failures::new(per_minute))
        });
    let assertions = around
        .kept
        .always("client assertions", || Arc::new(Seen::new(MOST_ASSERTIONS)));
    (
        Clients {
            by_id,
            nobody: Secret::new(""),
            failures,
            assertions,
        },
        bad,
    )
}

fn client(
    given: &config::Client,
    index: usize,
    config: &Config,
    around: &Around<'_>,
    apis: &[Arc<Api>],
) -> Result<Client, Problem> {
    let wrong = |message: String| Problem::new(place("client", index), message);
    let may = |permission| given.may.contains(&permission);
    // RFC 6749, appendix A.1.
    if given.id.is_empty()
        || given.id.len() > LONGEST_ID
        || !given.id.bytes().all(|byte| matches!(byte, b' '..=b'~'))
    {
        return Err(wrong("id is no client_id: 1 to 255 characters of ASCII".into()));
    }
    if given.secret_file.is_none() && given.keys.is_empty() {
        return Err(wrong(
            "the client has nothing to show who it is by: give secret_file or keys".into(),
        ));
    }
    if given.requests_per_minute == Some(0) {
        return Err(wrong(
            "requests_per_minute is 0, which lets it ask nothing: leave the client out".into(),
        ));
    }
    let introspects = may(Permission::Introspect)
        .then(|| introspects(given, index, apis))
        .transpose()?;
    if introspects.is_none() && (given.api.is_some() || given.audience.is_some() || !given.claims.is_empty())
    {
        return Err(wrong(
            "api, audience and claims are for a client that may introspect: add that to may".into(),
        ));
    }
    let revokes = may(Permission::Revoke).then_some(if given.may_revoke_any {
        Revokes::Any
    } else {
        Revokes::Own
    });
    if given.may_revoke_any && revokes.is_none() {
        return Err(wrong(
            "may_revoke_any is for a client that may revoke: add that to may".into(),
        ));
    }
    Ok(Client {
        id: given.id.clone(),
        introspects,
        revokes,
        exchanges: may(Permission::Exchange),
        secret: given
            .secret_file
            .as_ref()
            .map(|path| secret(path, around))
            .transpose()
            .map_err(&wrong)?,
        assertion: (!given.keys.is_empty())
            .then(|| assertion(given, index, config, around))
            .transpose()?,
        rate: given.requests_per_minute.map(|per_minute| {
            around
                .kept
                .always(&format!("rate of client {} {per_minute}", given.id), || {
                    Arc::new(Bucket::new(per_minute))
                })
        }),
    })
}

fn introspects(
    given: &config::Client,
    index: usize,
    apis: &[Arc<Api>],
) -> Result<(Arc<Api>, Introspection), Problem> {
    let wrong = |message: String| Problem::new(place("client", index), message);
    let api = match (&given.api, apis) {
        (Some(name), _) => apis
            .iter()
            .find(|api| api.name == *name)
            .ok_or_else(|| wrong(format!("api names {name:?}, which no [[api]] is")))?,
        (None, [only]) => only,
        (None, _) => {
            return Err(wrong(
                "api is missing: which of the APIs the client introspects tokens for".into(),
            ));
        }
    };
    let audiences = given
        .audience
        .as_ref()
        .map_or_else(|| api.audiences.clone(), |audience| vec![audience.clone()]);
    let introspection =
        Introspection::new(audiences, given.claims.clone()).map_err(core_problem("client", index))?;
    Ok((Arc::clone(api), introspection))
}

fn secret(path: &Path, around: &Around<'_>) -> Result<Secret, String> {
    let secret = read_secret(&around.path(path)).map_err(|message| format!("secret_file: {message}"))?;
    match secret.len() < SHORTEST_SECRET {
        true => Err(format!(
            "secret_file: {}: the secret is shorter than {SHORTEST_SECRET} characters",
            path.display()
        )),
        false => Ok(Secret::new(&secret)),
    }
}

/// Checks assertions (RFC 7523, section 3): by the client, about itself, for this program, once.
fn assertion(
    given: &config::Client,
    index: usize,
    config: &Config,
    around: &Around<'_>,
) -> Result<Verifier, Problem> {
    let wrong = |message: String| Problem::new(place("client", index), message);
    let Some(url) = config.oauth.url.as_deref().map(|url| url.trim_end_matches('/')) else {
        return Err(wrong(
            "keys need the url of this program, which the client names as `aud`: add [oauth] with url".into(),
        ));
    };
    let mut keys = Vec::new();
    for file in &given.keys {
        keys.extend(
            key_set(&around.path(file), given.alg.as_deref())
                .map_err(|message| wrong(format!("keys: {message}")))?,
        );
    }
    if keys.iter().any(tokenseal::Key::is_private) {
        return Err(wrong(
            "keys has a private or secret key: give the public keys alone, which verify".into(),
        ));
    }
    let own = ["", "/", "/introspect", "/revoke", "/token"]
        .into_iter()
        .map(|path| format!("{url}{path}"));
    let internal = config.internal.iter().map(|internal| internal.issuer.clone());
    let options = VerifyOptions {
        issuer: Some(given.id.as_str().into()),
        subject: Some(given.id.clone()),
        audience: Some(OneOrMany::Many(own.chain(internal).collect())),
        required_claims: Some(vec!["jti".to_owned()]),
        max_lifetime: Some(LONGEST_ASSERTION.into()),
        leeway: Some("30s".into()),
        ..VerifyOptions::default()
    };
    Verifier::new(Some(KeySet::from(keys).into()), None, &options).map_err(core_problem("client", index))
}
