//! Status lists, signed (draft-ietf-oauth-status-list-21, section 8).

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Response, StatusCode, Uri};
use tokenseal::http::oauth::Refusal;
use tokenseal::{KeyRing, Length, StatusTokenOptions};

use super::document::{Document, Name, not_found, text};
use crate::app::App;
use crate::service::{Stamp, stamp};
use crate::wire::{answer, blocking, log_failure};

const TYPE: &str = "application/statuslist+jwt";

/// A list that others keep in a file, and that is signed here.
pub(crate) struct SignedList {
    pub(crate) path: PathBuf,
    pub(crate) uri: String,
    pub(crate) ring: KeyRing,
    /// How long those who fetch it may cache it, in seconds.
    pub(crate) ttl: i64,
    signed: Mutex<Option<Signed>>,
}

/// The last signed list.
#[derive(Clone)]
struct Signed {
    document: Document,
    at: f64,
    stamp: Stamp,
}

impl SignedList {
    pub(crate) fn new(path: PathBuf, uri: String, ring: KeyRing, ttl: i64) -> Self {
        Self {
            path,
            uri,
            ring,
            ttl,
            signed: Mutex::default(),
        }
    }

    /// Signs it, so that any mistake is known at the start.
    pub(crate) fn check(&self, now: f64) -> tokenseal::Result<()> {
        self.signed(now).map(drop)
    }

    /// The list as it is now, signed again if its file has changed, or half of the ttl has passed.
    fn signed(&self, now: f64) -> tokenseal::Result<Signed> {
        let stamp = stamp(&self.path);
        // Requests that come while it is being signed wait for that.
        let mut kept = self.signed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(signed) = kept
            .as_ref()
            .filter(|signed| stamp.is_some() && signed.stamp == stamp && signed.is_new(now, self.ttl))
        {
            return Ok(signed.clone());
        }
        let options = StatusTokenOptions {
            ttl: Some(Length::Seconds(self.ttl)),
            expires_in: Some(Length::Seconds(self.ttl.saturating_mul(2))),
            now: Some(now),
        };
        let token = tokenseal_files::open_status_list(&self.path)?.to_jwt(&self.ring, &self.uri, &options)?;
        let signed = Signed {
            document: Document::new(TYPE, String::new(), token),
            at: now,
            stamp,
        };
        *kept = Some(signed.clone());
        Ok(signed)
    }
}

impl Signed {
    /// Whether half of the ttl is left. A list from the future was signed before the clock was set
    /// back.
    fn is_new(&self, now: f64, ttl: i64) -> bool {
        (0.0..ttl as f64 / 2.0).contains(&(now - self.at))
    }
}

/// The list with a name.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    name: Name,
    uri: Uri,
    headers: HeaderMap,
) -> Response<Body> {
    let Some(list) = app
        .service
        .load()
        .status_lists
        .iter()
        .find(|(own, _)| text(&name) == Some(own))
        .map(|(_, list)| Arc::clone(list))
    else {
        return not_found();
    };
    // Section 8.4: earlier states of a list are not kept.
    if uri.query().is_some_and(|query| {
        query
            .split('&')
            .any(|field| field == "time" || field.starts_with("time="))
    }) {
        let mut response = not_found();
        *response.status_mut() = StatusCode::NOT_IMPLEMENTED;
        return response;
    }
    let now = app.now();
    let signed = blocking(move || Ok((list.signed(now)?, list.ttl))).await;
    match signed {
        Ok((signed, ttl)) => {
            let left = (signed.at + ttl as f64 - now).clamp(0.0, ttl as f64).floor();
            signed
                .document
                .kept_for(format!("max-age={left}"))
                .answer(&headers)
        }
        Err(error) => {
            log_failure("status", &error);
            answer(Refusal::failure(&error).response())
        }
    }
}

impl std::fmt::Debug for SignedList {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("SignedList")
            .field("path", &self.path)
            .field("uri", &self.uri)
            .finish_non_exhaustive()
    }
}
