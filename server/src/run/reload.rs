//! A new configuration without a refused request: it is compiled next to the one that serves, and
//! replaces it if it is valid.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tokio::signal::unix::Signal;
use tokio::task::spawn_blocking;

use super::compile::{Attempt, attempt};
use crate::app::App;
use crate::arguments::Arguments;
use crate::config::Problems;
use crate::observe::{Reload, log, set_level};
use crate::service::{Files, stamp};

/// How often to check whether files have changed. That takes a `stat` for each: mounted secrets are
/// links that are replaced, which no file watcher sees.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// Reloads on SIGHUP, and whenever a file has changed, forever. `files` are those that the first
/// configuration was compiled from.
pub(super) async fn watch(arguments: Arguments, app: Arc<App>, mut hangup: Signal, files: Files) {
    let (mut seen, mut is_again) = (files, false);
    loop {
        let is_asked = tokio::select! {
            asked = hangup.recv() => asked.is_some(),
            () = tokio::time::sleep(LOOK_AGAIN) => false,
        };
        let paths: Vec<PathBuf> = seen.keys().cloned().collect();
        let look = move || {
            paths
                .into_iter()
                .map(|path| (stamp(&path), path))
                .map(|(stamp, path)| (path, stamp))
                .collect()
        };
        let now = spawn_blocking(look).await.unwrap_or_default();
        if is_asked || is_again || now != seen {
            (seen, is_again) = reload(&arguments, &app).await.unwrap_or((now, false));
        }
    }
}

/// Reads the configuration again, and returns the files that it read, with their state, and whether
/// to try again. A wrong configuration is reported, and the current one goes on serving.
pub(crate) async fn reload(arguments: &Arguments, app: &Arc<App>) -> Option<(Files, bool)> {
    let (own, arguments) = (Arc::clone(app), arguments.clone());
    let attempt = spawn_blocking(move || {
        own.kept.begin();
        attempt(&arguments, &own.kept, false)
    });
    let Ok(Attempt { outcome, files }) = attempt.await else {
        app.metrics.reloaded(Reload::Refused);
        log(
            "error",
            "reload_refused",
            json!({ "message": "the configuration could not be compiled: this is a bug" }),
        );
        return None;
    };
    let is_passing = outcome.as_ref().is_err_and(Problems::is_passing);
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
                || before.config.admin.as_ref().map(|admin| &admin.listen)
                    != after.config.admin.as_ref().map(|admin| &admin.listen);
            if is_elsewhere {
                let message = "listen, grpc or admin.listen has changed, which a restart is needed for: the program listens where it did";
                log("warn", "restart_needed", json!({ "message": message }));
            }
        }
        Err(problems) => {
            app.metrics.reloaded(Reload::Refused);
            log(
                "error",
                "reload_refused",
                json!({ "message": problems.to_string() }),
            );
        }
    }
    Some((files, is_passing))
}
