//! The configuration, compiled: what answers requests until the next reload.

mod apis;
mod around;
mod clients;
mod events;
mod exchanges;
mod files;
mod followed;
mod headers;
mod identity;
mod issuers;
mod kept;
mod lists;
mod rings;
mod state;
mod store;
mod tls;

use std::sync::Arc;

use tokenseal::{Revocations, Verifier};
use tokenseal_drivers::tokio::Driver;
use tokio_rustls::TlsAcceptor;

use crate::admin::Gate;
use crate::config::{Config, Problem, Step};
use crate::publish::SignedList;

pub(crate) use apis::Api;
pub(crate) use around::{Around, Files, Stamp, stamp};
pub(crate) use clients::{Client, Clients, Revokes};
pub(crate) use events::Events;
pub(crate) use exchanges::Exchange;
pub(crate) use files::{key_set, read_secret};
pub(crate) use identity::Minter;
pub(crate) use kept::Kept;
pub(crate) use rings::Ring;
pub(crate) use state::{folder as state_folder, key as state_key};

/// A compiled configuration. It is replaced as a whole, and requests that have begun go on with the
/// one they began with.
pub(crate) struct Service {
    pub(crate) config: Config,
    /// Transports whatever is fetched, or kept in a store; the same one after every reload.
    pub(crate) driver: Driver,
    pub(crate) apis: Vec<Arc<Api>>,
    /// The verifiers of one issuer each, by the issuer.
    pub(crate) issuers: Vec<(String, Verifier)>,
    /// Checks tokens of any of the issuers, whatever they are for.
    pub(crate) verifier: Verifier,
    /// Checks the same tokens, revoked or not, and without a proof: for revoking them.
    pub(crate) issued: Verifier,
    /// Programs that introspect, revoke and exchange tokens.
    pub(crate) clients: Clients,
    pub(crate) exchanges: Vec<Exchange>,
    pub(crate) revocations: Revocations,
    /// Makes the identity that services get.
    pub(crate) minter: Option<Minter>,
    pub(crate) rings: Vec<Ring>,
    /// Status lists that are published, by name.
    pub(crate) status_lists: Vec<(String, Arc<SignedList>)>,
    /// Who may report that sessions have ended.
    pub(crate) events: Events,
    /// Lets administrators in, if there is a page for them.
    pub(crate) admin: Option<Gate>,
    /// Accepts TLS connections.
    pub(crate) tls: Option<TlsAcceptor>,
}

impl Service {
    /// Compiles a configuration, or reports everything that is wrong with it. It fetches nothing,
    /// but opens what is kept. It reads files, and waits for their locks.
    pub(crate) fn compile(config: Config, around: &Around<'_>) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let tls = take(tls::acceptor(&config, around), &mut problems).flatten();
        // A list that cannot be opened must not hide other mistakes.
        let revocations = store::revocations(&config, around).or_else(|problem| {
            problems.push(problem);
            store::in_memory(around)
        });
        let revocations = revocations.map_err(|problem| vec![problem])?;
        let replays = take(store::replays(&config, around), &mut problems);
        let rings = keep(rings::open(&config, around), &mut problems);
        let (issuers, bad) = issuers::compile(&config, around, &rings, &revocations, replays.as_ref());
        let are_all = bad.is_empty();
        problems.extend(bad);
        let apis = keep(
            apis::compile(&config, around, (&issuers, are_all), &rings),
            &mut problems,
        );
        let minter = config
            .internal
            .as_ref()
            .and_then(|internal| take(identity::compile(internal, &config, around), &mut problems));
        let admin = take(Gate::compile(&config, around), &mut problems).flatten();
        let (clients, bad) = clients::compile(&config, around, &apis);
        problems.extend(bad);
        let exchanges = keep(
            exchanges::compile(&config, minter.as_ref(), &rings),
            &mut problems,
        );
        let status_lists = keep(lists::open(&config, around, &rings), &mut problems);
        let events = events::compile(&config, around, &issuers)
            .map_err(|mut bad| problems.append(&mut bad))
            .ok();
        let mut by_issuer = |own: fn(&issuers::Issuer) -> &Verifier| {
            let verifier = Verifier::by_issuer(issuers.iter().map(|issuer| own(issuer).clone()), None);
            take(
                verifier.map_err(|error| Problem::of_core(["issuer".into()], &error)),
                &mut problems,
            )
        };
        let verifiers = by_issuer(|issuer| &issuer.own.verifier).zip(by_issuer(|issuer| &issuer.own.issued));
        match (verifiers, events, problems.is_empty()) {
            (Some((verifier, issued)), Some(events), true) => {
                let driver = around.kept.driver.clone();
                let issuers = issuers
                    .into_iter()
                    .map(|issuer| (issuer.name, issuer.own.verifier))
                    .collect();
                Ok(Self {
                    config,
                    driver,
                    apis,
                    issuers,
                    verifier,
                    issued,
                    clients,
                    exchanges,
                    revocations,
                    minter,
                    rings,
                    status_lists,
                    events,
                    admin,
                    tls,
                })
            }
            _ => Err(problems),
        }
    }

    /// The API with a name.
    pub(crate) fn api(&self, name: &str) -> Option<&Arc<Api>> {
        self.apis.iter().find(|api| api.name == name)
    }

    /// The API with a host; the only one, if it names no hosts.
    pub(crate) fn api_of_host(&self, host: &str) -> Option<&Arc<Api>> {
        let host = host
            .rsplit_once(':')
            .filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()))
            .map_or(host, |(host, _)| host);
        let named = self
            .apis
            .iter()
            .find(|api| api.hosts.iter().any(|own| own.eq_ignore_ascii_case(host)));
        match (named, &self.apis[..]) {
            (Some(api), _) => Some(api),
            (None, [only]) if only.hosts.is_empty() => Some(only),
            _ => None,
        }
    }
}

/// Goes on with what was compiled, so that one run finds everything that is wrong.
fn keep<T>((good, bad): (Vec<T>, Vec<Problem>), problems: &mut Vec<Problem>) -> Vec<T> {
    problems.extend(bad);
    good
}

fn take<T>(result: Result<T, Problem>, problems: &mut Vec<Problem>) -> Option<T> {
    result.map_err(|problem| problems.push(problem)).ok()
}

/// The place of one of several sections.
pub(crate) fn place(section: &str, index: usize) -> [Step; 2] {
    [section.into(), index.into()]
}

/// What the core says about one of several sections.
pub(crate) fn core_problem(section: &str, index: usize) -> impl Fn(tokenseal::Error) -> Problem {
    move |error| Problem::of_core(place(section, index), &error)
}
