//! What a conditional request repeats.

use crate::http::cache::Validators;

/// The validators of what is at hand, and the address that it came from. No other address is asked
/// by them: what that calls the same may be something else.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    pub(crate) url: String,
    pub(crate) validators: Validators,
}

impl Known {
    /// The headers of a request to this address.
    pub(crate) fn request_headers(&self, url: &str) -> Vec<(String, String)> {
        if self.url == url {
            self.validators.request_headers()
        } else {
            Vec::new()
        }
    }
}
