//! The configuration, compiled: what answers requests until the next reload.

mod apis;
mod clients;
mod events;
mod exchanges;
mod files;
mod headers;
mod identity;
mod issuers;
mod kept;
mod lists;
mod rings;
mod store;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokenseal::{Revocations, Verifier};
use tokenseal_drivers::tokio::Driver;

use crate::admin::Gate;
use crate::config::{Config, Problem, Step};
use crate::publish::SignedList;

pub(crate) use apis::Api;
pub(crate) use clients::{Client, Clients, Revokes};
pub(crate) use events::Events;
pub(crate) use exchanges::Exchange;
pub(crate) use files::{key_set, read_secret};
pub(crate) use identity::Minter;
pub(crate) use kept::Kept;
pub(crate) use rings::{Ring, write_secret};

/// What was compiled. It is replaced whole, and requests that have begun go on with the one they began with.
#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) config: Config,
    /// Carries whatever is fetched, or kept in a store; the same after every reload.
    pub(crate) driver: Driver,
    pub(crate) apis: Vec<Arc<Api>>,
    /// The verifiers of one issuer each, by the issuer.
    pub(crate) issuers: Vec<(String, Verifier)>,
    /// Of tokens of any of the issuers, whatever they are for.
    pub(crate) verifier: Verifier,
    /// Of the same tokens, whether they were revoked or not, and without a proof: for those who revoke them.
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
    /// Who may tell that sessions are over.
    pub(crate) events: Events,
    /// Lets administrators in, where there is a page for them.
    pub(crate) admin: Option<Gate>,
}

/// What compiling needs besides the configuration.
pub(crate) struct Around<'a> {
    /// Paths are relative to it.
    pub(crate) folder: &'a Path,
    /// What lasts from one configuration to the next.
    pub(crate) kept: &'a Kept,
    pub(crate) now: f64,
}

impl Around<'_> {
    pub(crate) fn path(&self, path: &Path) -> PathBuf {
        self.folder.join(path)
    }
}

impl Service {
    /// Compiles a configuration, or says all that is wrong with it. Nothing is fetched for it; what is kept is opened.
    pub(crate) async fn compile(config: Config, around: &Around<'_>) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let revocations = store::revocations(&config, around).await.map_err(|problem| vec![problem])?;
        let replays = store::replays(&config, around).map_err(|problem| vec![problem])?;
        let rings = keep(rings::open(&config, around), &mut problems);
        let issuers = keep(issuers::compile(&config, around, &rings, &revocations, replays.as_ref()), &mut problems);
        let apis = keep(apis::compile(&config, around, &issuers, &rings), &mut problems);
        let minter = match &config.internal {
            Some(internal) => identity::compile(internal, &config, around).await.map_err(|problem| problems.push(problem)).ok(),
            None => None,
        };
        let admin = Gate::compile(&config, around).map_err(|problem| problems.push(problem)).ok().flatten();
        let (clients, wrong) = clients::compile(&config, around, &apis);
        problems.extend(wrong);
        let exchanges = keep(exchanges::compile(&config, minter.as_ref(), &rings), &mut problems);
        let status_lists = keep(lists::open(&config, around, &rings), &mut problems);
        let events = events::compile(&config, around, &issuers).map_err(|mut bad| problems.append(&mut bad)).ok();
        let mut by_issuer = |own: fn(&issuers::Issuer) -> &Verifier| {
            let verifier = Verifier::by_issuer(issuers.iter().map(|issuer| own(issuer).clone()), None);
            verifier.map_err(|error| problems.push(Problem::of_core(["issuer".into()], &error))).ok()
        };
        let verifiers = by_issuer(|issuer| &issuer.verifier).zip(by_issuer(|issuer| &issuer.issued));
        match (verifiers, events, problems.is_empty()) {
            (Some((verifier, issued)), Some(events), true) => {
                let driver = around.kept.driver.clone();
                let issuers = issuers.into_iter().map(|issuer| (issuer.name, issuer.verifier)).collect();
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
                })
            }
            _ => Err(problems),
        }
    }

    /// The API of a name.
    pub(crate) fn api(&self, name: &str) -> Option<&Arc<Api>> {
        self.apis.iter().find(|api| api.name == name)
    }

    /// The API of a host; the only one there is, where it names no hosts.
    pub(crate) fn api_of_host(&self, host: &str) -> Option<&Arc<Api>> {
        let host = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit())).map_or(host, |(host, _)| host);
        let named = self.apis.iter().find(|api| api.hosts.iter().any(|own| own.eq_ignore_ascii_case(host)));
        match (named, &self.apis[..]) {
            (Some(api), _) => Some(api),
            (None, [only]) if only.hosts.is_empty() => Some(only),
            _ => None,
        }
    }
}

/// Goes on with what was compiled, so that one look finds all that is wrong.
fn keep<T>((good, bad): (Vec<T>, Vec<Problem>), problems: &mut Vec<Problem>) -> Vec<T> {
    problems.extend(bad);
    good
}

/// The place of one of several sections.
pub(crate) fn place(section: &str, index: usize) -> [Step; 2] {
    [section.into(), index.into()]
}

/// What the core says of one of several sections.
pub(crate) fn core_problem(section: &str, index: usize) -> impl Fn(tokenseal::Error) -> Problem {
    move |error| Problem::of_core(place(section, index), &error)
}
