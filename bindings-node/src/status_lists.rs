//! The status lists that a verifier looks tokens up in. The fetching is done in JavaScript.

use napi_derive::napi;
use tokenseal_bridge::options::javascript_options as options;

use crate::boundary::{Outcome, guarded};
use crate::verifier::{Verifying, verifying};

/// The core's lists, none of which was fetched yet.
#[napi]
pub struct StatusLists(pub(crate) tokenseal::StatusLists);

/// What there is to know of lists, and the keys that verify them, if they are not the verifier's.
#[napi(catch_unwind)]
pub fn new_status_lists(keys: Verifying<'_>, json: String) -> Outcome<StatusLists> {
    let keys = verifying(keys);
    guarded(|| tokenseal::StatusLists::new(keys, &options(&json)?).map(StatusLists))
}

#[napi]
impl StatusLists {
    /// Which ones they are, in this process.
    #[napi(catch_unwind)]
    pub fn id(&self) -> Outcome<f64> {
        guarded(|| Ok(self.0.id() as f64))
    }
}
