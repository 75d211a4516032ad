//! Shutting down: what has begun is finished, and nothing new is begun.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::app::App;
use crate::observe::log;

/// Waits for SIGTERM or SIGINT, and shuts down in order: `/readyz` says so first, then nothing more
/// is accepted, then requests that have begun are finished. Another signal ends the program at
/// once.
pub(super) async fn end(
    app: &Arc<App>,
    mut signals: Signals,
    stop: &watch::Sender<bool>,
    served: Vec<JoinHandle<()>>,
) {
    signals.next().await;
    let config = app.service.load().config.clone();
    app.ends();
    log(
        "info",
        "ending",
        json!({ "notice_seconds": config.notice_seconds, "drain_seconds": config.drain_seconds }),
    );
    let in_order = async {
        tokio::time::sleep(Duration::from_secs(config.notice_seconds)).await;
        let _ = stop.send(true);
        let all = async {
            for one in served {
                let _ = one.await;
            }
        };
        tokio::time::timeout(Duration::from_secs(config.drain_seconds), all)
            .await
            .is_ok()
    };
    let cut_off = tokio::select! {
        is_done = in_order => (!is_done).then_some("requests that had begun took longer than drain_seconds, and were cut off"),
        () = signals.next() => Some("another signal came, and requests that had begun were cut off"),
    };
    match cut_off {
        Some(message) => log("warn", "ended", json!({ "message": message })),
        None => log("info", "ended", json!({})),
    }
}

/// Signals that end the program.
pub(super) struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    /// From now on these signals are handled, and shut the program down in order.
    pub(super) fn new() -> std::io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
