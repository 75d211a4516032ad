//! What must be done while no requests come: due keys are fetched, rings advance, and refusals that
//! were not logged are counted.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tokenseal::{KeyRing, RingAction};

use crate::app::App;
use crate::observe::log;
use crate::service::Service;

/// How often.
const EVERY: Duration = Duration::from_secs(2);
/// After how many rounds to retry a ring that could not be advanced.
const ROUNDS: u32 = 30;

/// Tends what is followed, forever.
pub(super) async fn tend(app: Arc<App>) {
    let mut pause = 0;
    loop {
        let service = app.service.load_full();
        // This fails only outside of a runtime.
        let _ = service.driver.tend(&service.followed());
        pause = match pause {
            0 if advance(&service, &app).await => 0,
            0 => ROUNDS,
            left => left - 1,
        };
        drop(service);
        app.metrics.refusals.tell();
        tokio::time::sleep(EVERY).await;
    }
}

/// Advances the rings that are due, and says whether that went well.
async fn advance(service: &Service, app: &App) -> bool {
    let mut went_well = true;
    for (name, ring) in service.own_rings() {
        let now = app.now();
        let (looked, own) = (ring.clone(), name.to_owned());
        // It reads the ring's file.
        let due = tokio::task::spawn_blocking(move || is_due(&looked, now))
            .await
            .unwrap_or(false);
        if !due {
            continue;
        }
        let advanced = match RingAction::advance(now) {
            Ok(action) if ring.is_followed() => service.driver.change_ring(&ring, action).await,
            Ok(action) => {
                let ring = ring.clone();
                match tokio::task::spawn_blocking(move || ring.perform(&action)).await {
                    Ok(advanced) => advanced,
                    Err(_) => continue,
                }
            }
            Err(error) => Err(error),
        };
        match advanced {
            Ok(advanced) => log(
                "info",
                "ring_advanced",
                json!({ "ring": own, "advanced": advanced.to_json() }),
            ),
            Err(error) => {
                went_well = false;
                log(
                    "warn",
                    "ring_not_advanced",
                    json!({ "ring": own, "code": error.code().as_str(), "message": error.message() }),
                );
            }
        }
    }
    went_well
}

fn is_due(ring: &KeyRing, now: f64) -> bool {
    let status = ring
        .status(now)
        .ok()
        .and_then(|text| serde_json::from_str::<serde_json::Value>(&text).ok());
    status
        .and_then(|status| status.get("next")?.as_f64())
        .is_some_and(|next| next <= now)
}
