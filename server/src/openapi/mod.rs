//! A description of everything that the main listener answers, in OpenAPI 3.1:
//! `tokenseal-serve --openapi` prints it, and tests use it.

mod parts;
mod paths;

use serde_json::{Value, json};

/// The description.
pub fn openapi() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "tokenseal serve",
            "version": env!("CARGO_PKG_VERSION"),
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
            "description": "Checks tokens for any API gateway: forward auth, introspection, revocation, token exchange, keys and status lists.",
        },
        "servers": [{ "url": "/" }],
        "tags": [
            { "name": "gateways", "description": "Whether a request may pass" },
            { "name": "clients", "description": "What OAuth 2.0 clients ask" },
            { "name": "published", "description": "What everybody may fetch" },
            { "name": "events", "description": "What identity providers tell" },
            { "name": "operation", "description": "Health and metrics" },
        ],
        "paths": paths::paths(),
        "components": parts::components(),
    })
}
