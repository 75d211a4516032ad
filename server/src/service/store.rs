//! Revocations and used proofs: in a store, in the state folder, or in memory.

use tokenseal::{
    FileOptions, ReplayCache, ReplayOptions, ReplayStoreOptions, Revocations, RevocationsOptions,
    StoreOptions,
};
use tokenseal_drivers::store::Single;
use zeroize::Zeroizing;

use super::{Around, read_secret, state};
use crate::config::{Config, Problem, Store};

/// The list of revocations.
pub(super) fn revocations(config: &Config, around: &Around<'_>) -> Result<Revocations, Problem> {
    let of_core =
        |section: &'static str| move |error: tokenseal::Error| Problem::of_core([section.into()], &error);
    if let Some(store) = &config.store {
        return stored(store, around);
    }
    let path = state::folder(config, around)?.map(|folder| folder.join("revocations.log"));
    match path.filter(|path| path.exists() || !around.is_trial) {
        Some(path) => {
            let options = FileOptions {
                create: true,
                longest_lifetime: None,
            };
            let of = format!("revocations {}", path.display());
            around
                .kept
                .get(&of, || tokenseal_files::open_revocations(&path, &options))
                .map_err(of_core("state"))
        }
        None => in_memory(around),
    }
}

/// A list that ends with the program.
pub(super) fn in_memory(around: &Around<'_>) -> Result<Revocations, Problem> {
    let options = RevocationsOptions {
        audit: true,
        ..RevocationsOptions::default()
    };
    around
        .kept
        .get("revocations in memory", || Revocations::new(&options))
        .map_err(|error| Problem::of_core([], &error))
}

fn stored(store: &Store, around: &Around<'_>) -> Result<Revocations, Problem> {
    let url = url(store, around).map_err(wrong)?;
    let of = format!(
        "revocations {} {} {} {:?}",
        around.kept.mark(&url),
        store.namespace,
        store.create,
        store.longest_lifetime
    );
    if let Some(list) = around.kept.find(&of) {
        return Ok(list);
    }
    let options = StoreOptions {
        namespace: Some(store.namespace.clone()),
        create: store.create,
        longest_lifetime: store.longest_lifetime.as_deref().map(Into::into),
        ..StoreOptions::default()
    };
    let list = Revocations::redis(&options).map_err(|error| Problem::of_core(["store".into()], &error))?;
    around.kept.driver.follow(&list, open(&url).map_err(wrong)?);
    around.kept.keep_machine(&of, list.clone(), list.id());
    Ok(list)
}

/// The used DPoP proofs; in a store if there is one, so that no instance accepts what another has
/// accepted.
pub(super) fn replays(config: &Config, around: &Around<'_>) -> Result<ReplayCache, Problem> {
    let of_core = |error: tokenseal::Error| Problem::of_core(["store".into()], &error);
    let Some(store) = &config.store else {
        return around
            .kept
            .get(
                "replays in memory",
                || ReplayCache::new(&ReplayOptions::default()),
            )
            .map_err(of_core);
    };
    let url = url(store, around).map_err(wrong)?;
    let of = format!("replays {} {}", around.kept.mark(&url), store.namespace);
    if let Some(cache) = around.kept.find(&of) {
        return Ok(cache);
    }
    let options = ReplayStoreOptions {
        namespace: Some(format!("{}:dpop", store.namespace)),
        ..ReplayStoreOptions::default()
    };
    let cache = ReplayCache::redis(&options).map_err(of_core)?;
    around
        .kept
        .driver
        .follow_replays(&cache, open(&url).map_err(wrong)?);
    around.kept.keep_machine(&of, cache.clone(), cache.id());
    Ok(cache)
}

/// The store's address. It may hold a password, and is never shown.
pub(super) fn url(store: &Store, around: &Around<'_>) -> Result<Zeroizing<String>, String> {
    match (&store.url, &store.url_file) {
        (Some(url), None) => Ok(Zeroizing::new(url.clone())),
        (None, Some(path)) => {
            read_secret(&around.path(path)).map_err(|message| format!("url_file: {message}"))
        }
        _ => Err("give url or url_file, and not both".to_owned()),
    }
}

/// A connection to the store, made when it is needed.
pub(super) fn open(url: &str) -> Result<Single, String> {
    Single::open(url).map_err(|error| format!("{} ({})", error.message(), error.code()))
}

fn wrong(message: String) -> Problem {
    Problem::new(["store".into()], message)
}
