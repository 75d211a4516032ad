//! A new configuration without a refused request: compiled beside the one that serves, and put in its place when it is good.

use std::collections::BTreeSet;
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use serde_json::json;
use tokio::signal::unix::Signal;
use tokio::task::spawn_blocking;

use super::compile::{Attempt, attempt};
use crate::app::App;
use crate::arguments::Arguments;
use crate::observe::{Reload, log, set_level};

/// How often it is looked whether files have changed. Looking is a `stat` for each: mounted secrets are links that are exchanged, which no watcher of
/// files sees.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// How a file was when it was looked at: when it was changed, its length and its number.
type Stamp = Option<(Option<SystemTime>, u64, u64)>;

/// Reloads by SIGHUP, and whenever a file has changed, for ever. `files` are those that the first configuration was compiled of.
pub(super) async fn watch(arguments: Arguments, app: Arc<App>, mut hangup: Signal, files: BTreeSet<PathBuf>) {
    let mut seen = stamps(files).await;
    loop {
        let is_asked = tokio::select! {
            asked = hangup.recv() => asked.is_some(),
            () = tokio::time::sleep(LOOK_AGAIN) => false,
        };
        let now = stamps(seen.iter().map(|(path, _)| path.clone()).collect()).await;
        if !is_asked && now == seen {
            continue;
        }
        // What changes from here on is seen the next time.
        let files = reload(&arguments, &app).await;
        let known: BTreeSet<_> = now.iter().map(|(path, _)| path.clone()).collect();
        let new = stamps(files.difference(&known).cloned().collect()).await;
        seen = now.into_iter().filter(|(path, _)| files.contains(path)).chain(new).collect();
    }
}

/// Reads the configuration again, and says which files that took. One that is wrong is reported, and the one at hand serves on.
pub(crate) async fn reload(arguments: &Arguments, app: &Arc<App>) -> BTreeSet<PathBuf> {
    let (own, arguments) = (Arc::clone(app), arguments.clone());
    let attempt = spawn_blocking(move || {
        own.kept.begin();
        attempt(&arguments, &own.kept, false)
    });
    let Ok(Attempt { outcome, files }) = attempt.await else {
        app.metrics.reloaded(Reload::Refused);
        log("error", "reload_refused", json!({ "message": "the configuration could not be compiled: this is a bug" }));
        return BTreeSet::new();
    };
    match outcome {
        Ok((service, advice)) => {
            set_level(service.config.log);
            let before = app.service.swap(Arc::new(service));
            app.kept.sweep();
            app.metrics.reloaded(Reload::Done);
            log("info", "reloaded", json!({}));
            advice.log();
            let after = app.service.load();
            let is_elsewhere = before.config.listen != after.config.listen
                || before.config.grpc != after.config.grpc
                || before.config.admin.as_ref().map(|admin| &admin.listen) != after.config.admin.as_ref().map(|admin| &admin.listen);
            if is_elsewhere {
                let message = "listen, grpc or admin.listen has changed, which a restart is needed for: the program listens where it did";
                log("warn", "restart_needed", json!({ "message": message }));
            }
        }
        Err(problems) => {
            app.metrics.reloaded(Reload::Refused);
            log("error", "reload_refused", json!({ "message": problems.to_string() }));
        }
    }
    files
}

/// How files are now.
async fn stamps(files: BTreeSet<PathBuf>) -> Vec<(PathBuf, Stamp)> {
    let look = move || files.into_iter().map(|path| (stamp(&path), path)).map(|(stamp, path)| (path, stamp)).collect();
    spawn_blocking(look).await.unwrap_or_default()
}

fn stamp(path: &std::path::Path) -> Stamp {
    std::fs::metadata(path).ok().map(|found| (found.modified().ok(), found.len(), found.ino()))
}
