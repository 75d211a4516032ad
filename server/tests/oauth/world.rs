//! A server with an issuer, an API and clients.

use serde_json::{Value, json};
use tokenseal::SignatureAlgorithm::ES256;

pub use crate::support::tokens::ISSUER_AND_API;
use crate::support::tokens::{TestIssuer, now};
use crate::support::{Reply, Serve};

/// The secrets of clients.
pub const SECRET: &str = "0123456789abcdef-gateway";
pub const OTHER_SECRET: &str = "fedcba9876543210-app";

/// `gateway` introspects and revokes any token; `app` revokes its own.
pub const CLIENTS: &str = r#"
    [[client]]
    id = "gateway"
    secret_file = "gateway.secret"
    may = ["introspect", "revoke"]
    may_revoke_any = true
    [[client]]
    id = "app"
    secret_file = "app.secret"
    may = ["revoke"]
"#;

pub struct World {
    pub serve: Serve,
    pub issuer: TestIssuer,
}

impl World {
    pub fn new() -> Self {
        Self::with("")
    }

    /// With more configuration.
    pub fn with(more: &str) -> Self {
        Self::of(&format!("{ISSUER_AND_API}{CLIENTS}{more}"), &[])
    }

    pub fn of(config: &str, files: &[(&str, &str)]) -> Self {
        let issuer = TestIssuer::new(ES256);
        let serve = Self::serve(config, &issuer, files);
        Self { serve, issuer }
    }

    /// One more instance, or the only one.
    pub fn serve(config: &str, issuer: &TestIssuer, files: &[(&str, &str)]) -> Serve {
        let own = [
            ("keys.json", issuer.jwks.as_str()),
            ("gateway.secret", SECRET),
            ("app.secret", OTHER_SECRET),
        ];
        Serve::start(config, &[&own, files].concat())
    }

    /// A token of alice's.
    pub fn token(&self) -> String {
        self.issuer.token(&json!({ "sub": "alice", "scope": "orders:read", "client_id": "app", "jti": format!("t{}", now()) }))
    }

    pub fn introspect(&self, token: &str) -> Value {
        introspect(&self.serve, token)
    }

    pub fn revoke(&self, token: &str) -> Reply {
        post(
            &self.serve,
            "/revoke",
            &[("token", token), GATEWAY[0], GATEWAY[1]],
        )
    }
}

/// The credentials of `gateway`, in a form.
pub const GATEWAY: [(&str, &str); 2] = [("client_id", "gateway"), ("client_secret", SECRET)];
/// Those of `app`.
pub const APP: [(&str, &str); 2] = [("client_id", "app"), ("client_secret", OTHER_SECRET)];

pub fn introspect(serve: &Serve, token: &str) -> Value {
    let reply = post(serve, "/introspect", &[("token", token), GATEWAY[0], GATEWAY[1]]);
    assert_eq!(
        (reply.status, reply.header("cache-control")),
        (200, Some("no-store")),
        "{reply:?}"
    );
    reply.json()
}

pub fn post(serve: &Serve, path: &str, fields: &[(&str, &str)]) -> Reply {
    post_with(serve, path, fields, &[])
}

pub fn post_with(serve: &Serve, path: &str, fields: &[(&str, &str)], headers: &[(&str, &str)]) -> Reply {
    let headers = [&[("Content-Type", "application/x-www-form-urlencoded")], headers].concat();
    serve.ask("POST", path, &headers, &form(fields))
}

/// Fields as a form.
pub fn form(fields: &[(&str, &str)]) -> String {
    let encoded = |text: &str| {
        text.bytes()
            .map(|byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            })
            .collect::<String>()
    };
    fields
        .iter()
        .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
        .collect::<Vec<_>>()
        .join("&")
}

/// The header `Authorization` of a client.
pub fn basic(id: &str, secret: &str) -> String {
    format!(
        "Basic {}",
        base64_simd::STANDARD.encode_to_string(format!("{id}:{secret}"))
    )
}

/// Makes a file private to its owner, as secrets must be.
pub fn set_private(path: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
}

/// The status of an answer, and its `error`.
pub fn refused(reply: &Reply) -> (u16, String) {
    assert_eq!(
        (reply.header("content-type"), reply.header("cache-control")),
        (Some("application/json"), Some("no-store")),
        "{reply:?}"
    );
    (reply.status, reply.json()["error"].as_str().unwrap().to_owned())
}
