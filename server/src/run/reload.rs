//! A new configuration without a refused request: compiled beside the one that serves, and put in its place when it is good.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use serde_json::json;
use tokio::signal::unix::{SignalKind, signal};

use super::compile;
use crate::app::App;
use crate::arguments::Arguments;
use crate::observe::{Reload, log};

/// How often it is looked whether files have changed. Looking is a `stat` for each: mounted secrets are links that are exchanged, which no watcher of
/// files sees.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// Reloads by SIGHUP, and whenever a file has changed, for ever.
pub(super) async fn watch(arguments: Arguments, app: Arc<App>) {
    let Ok(mut hangup) = signal(SignalKind::hangup()) else { return };
    let mut seen = stamps(&arguments, &app);
    loop {
        let is_asked = tokio::select! {
            asked = hangup.recv() => asked.is_some(),
            () = tokio::time::sleep(LOOK_AGAIN) => false,
        };
        let now = stamps(&arguments, &app);
        if !is_asked && now == seen {
            continue;
        }
        reload(&arguments, &app).await;
        seen = stamps(&arguments, &app);
    }
}

/// Reads the configuration again. One that is wrong is reported, and the one at hand serves on.
pub(crate) async fn reload(arguments: &Arguments, app: &Arc<App>) {
    let compiled = match arguments.config() {
        Ok((config, text)) => compile(arguments.config.as_deref(), config, &text, &app.kept).await,
        Err(problems) => Err(problems),
    };
    let outcome = match compiled {
        Ok(service) => {
            app.service.store(Arc::new(service));
            log("info", "reloaded", json!({}));
            "done"
        }
        Err(problems) => {
            log("error", "reload_refused", json!({ "message": problems.to_string() }));
            "refused"
        }
    };
    app.metrics.reloads.get_or_create(&Reload { outcome }).inc();
}

/// When the files of the configuration were changed last.
fn stamps(arguments: &Arguments, app: &App) -> Vec<(PathBuf, Option<(SystemTime, u64)>)> {
    let Some(file) = &arguments.config else { return Vec::new() };
    let service = app.service.load();
    let folder = file.parent().map(PathBuf::from).unwrap_or_default();
    let rules = service.config.apis.iter().filter_map(|api| api.own.rules.as_ref());
    let keys = service.config.issuers.iter().flat_map(|issuer| &issuer.own.keys);
    let paths = [file.clone()].into_iter().chain(rules.chain(keys).map(|path| folder.join(path)));
    paths
        .map(|path| {
            let found = std::fs::metadata(&path).ok();
            let stamp = found.and_then(|found| Some((found.modified().ok()?, found.len())));
            (path, stamp)
        })
        .collect()
}
