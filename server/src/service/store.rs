//! What was revoked and which proofs were used: in a store, in the state folder, or in memory.

use tokenseal::{FileOptions, ReplayCache, ReplayOptions, ReplayStoreOptions, Revocations, RevocationsOptions, StoreOptions};
use tokenseal_drivers::store::Single;

use super::{Around, read_secret};
use crate::config::{Config, Problem, Store};

/// The list of what was revoked.
pub(super) async fn revocations(config: &Config, around: &Around<'_>) -> Result<Revocations, Problem> {
    let of_core = |section: &'static str| move |error: tokenseal::Error| Problem::of_core([section.into()], &error);
    let list = match (&config.store, &config.state) {
        (Some(store), _) => {
            let client = client(store, around)?;
            let options = StoreOptions {
                namespace: Some(store.namespace.clone()),
                create: store.create,
                longest_lifetime: store.longest_lifetime.as_deref().map(Into::into),
                ..StoreOptions::default()
            };
            let of = format!("revocations {} {} {:?}", store.namespace, store.create, store.longest_lifetime);
            match around.kept.find::<Revocations>(&of) {
                Some(list) => list,
                None => {
                    let list = Revocations::redis(&options).map_err(of_core("store"))?;
                    around.kept.driver.follow(&list, client);
                    around.kept.keep(&of, list.clone());
                    list
                }
            }
        }
        (None, Some(state)) => {
            let path = around.path(state).join("revocations.log");
            let options = FileOptions { create: true, longest_lifetime: None };
            let of = format!("revocations {}", path.display());
            around.kept.get(&of, || tokenseal_files::open_revocations(&path, &options)).map_err(of_core("state"))?
        }
        (None, None) => {
            let options = RevocationsOptions { audit: true, ..RevocationsOptions::default() };
            around.kept.get("revocations in memory", || Revocations::new(&options)).map_err(of_core("state"))?
        }
    };
    Ok(list)
}

/// The DPoP proofs that were used; in a store where there is one, so that no instance takes what another took.
pub(super) fn replays(config: &Config, around: &Around<'_>) -> Result<Option<ReplayCache>, Problem> {
    let of_core = |error: tokenseal::Error| Problem::of_core(["store".into()], &error);
    let Some(store) = &config.store else {
        return around.kept.get("replays in memory", || ReplayCache::new(&ReplayOptions::default())).map(Some).map_err(of_core);
    };
    let of = format!("replays {}", store.namespace);
    if let Some(cache) = around.kept.find(&of) {
        return Ok(Some(cache));
    }
    let options = ReplayStoreOptions { namespace: Some(format!("{}:dpop", store.namespace)), ..ReplayStoreOptions::default() };
    let cache = ReplayCache::redis(&options).map_err(of_core)?;
    around.kept.driver.follow_replays(&cache, client(store, around)?);
    around.kept.keep(&of, cache.clone());
    Ok(Some(cache))
}

pub(super) fn client(store: &Store, around: &Around<'_>) -> Result<Single, Problem> {
    let wrong = |message: String| Problem::new(["store".into()], message);
    let url = match (&store.url, &store.url_file) {
        (Some(url), None) => zeroize::Zeroizing::new(url.clone()),
        (None, Some(path)) => read_secret(&around.path(path)).map_err(|message| wrong(format!("url_file: {message}")))?,
        _ => return Err(wrong("give url or url_file, and not both".into())),
    };
    Single::open(&url).map_err(|error| wrong(error.message().to_owned()))
}
