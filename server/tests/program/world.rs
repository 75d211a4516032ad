//! A program with an API that has rules, and what gateways and clients ask it.

use serde_json::json;
use tokenseal::SignatureAlgorithm::ES256;

use crate::support::tokens::TestIssuer;
use crate::support::{Reply, Serve, wire};

/// The path at which nginx asks.
pub(crate) const ASK: &str = "/auth/nginx/orders";
pub(crate) const RULES: &str = r#"{ "rules": [ { "name": "read", "methods": ["GET"], "path": "/orders/{id}", "require": { "scope": ["orders:read"] } } ] }"#;

const SECRET: &str = "a-secret-of-the-client-of-these-tests";

/// The program, and the issuer of its tokens.
pub(crate) struct World {
    pub(crate) serve: Serve,
    pub(crate) config: String,
    pub(crate) token: String,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::with("", "", &[])
    }

    /// With more text at the top of the file and at its end, and with more files.
    pub(crate) fn with(top: &str, end: &str, files: &[(&str, &str)]) -> Self {
        let issuer = TestIssuer::new(ES256);
        let config = config(top, end);
        let own = [
            ("keys.json", issuer.jwks.as_str()),
            ("rules.json", RULES),
            ("client.secret", SECRET),
        ];
        let files: Vec<_> = own.iter().chain(files).copied().collect();
        let serve = Serve::start(&config, &files);
        let token = issuer.token(&json!({ "sub": "alice", "scope": "orders:read", "jti": "1" }));
        Self { serve, config, token }
    }

    /// Asks whether a token may read an order.
    pub(crate) fn check(&self, token: &str) -> Reply {
        let authorization = format!("Bearer {token}");
        self.serve.ask("GET", ASK, &headers(&authorization), "")
    }

    /// What introspection says about a token, or anything else that a client asks.
    pub(crate) fn client(&self, path: &str, token: &str) -> Reply {
        self.serve
            .ask("POST", path, &client_headers(), &format!("token={token}"))
    }
}

/// A configuration with an issuer whose keys are in a file.
pub(crate) fn config(top: &str, end: &str) -> String {
    let listen = if top.contains("listen") {
        ""
    } else {
        "listen = \"127.0.0.1:0\"\n"
    };
    format!(
        r#"{listen}{top}
[[issuer]]
issuer = "https://issuer.example"
audience = "https://api.example"
keys = ["keys.json"]
[[api]]
name = "orders"
rules = "rules.json"
[internal]
issuer = "https://gateway.example"
[[client]]
id = "admin"
secret_file = "client.secret"
may = ["introspect", "revoke"]
may_revoke_any = true
api = "orders"
{end}"#
    )
}

/// What nginx sends about a client's request for an order.
pub(crate) fn headers(authorization: &str) -> [(&str, &str); 4] {
    [
        ("Authorization", authorization),
        ("X-Original-Method", "GET"),
        ("X-Original-URI", "/orders/7"),
        ("X-Original-Host", "api.example"),
    ]
}

pub(crate) fn client_headers() -> [(&'static str, &'static str); 2] {
    // admin:a-secret-of-the-client-of-these-tests
    const BASIC: &str = "Basic YWRtaW46YS1zZWNyZXQtb2YtdGhlLWNsaWVudC1vZi10aGVzZS10ZXN0cw==";
    [
        ("Authorization", BASIC),
        ("Content-Type", "application/x-www-form-urlencoded"),
    ]
}

/// The bytes of the same request, for connections that are kept.
pub(crate) fn request(token: &str) -> Vec<u8> {
    let authorization = format!("Bearer {token}");
    let mut text = format!("GET {ASK} HTTP/1.1\r\nHost: serve.test\r\n");
    for (name, value) in headers(&authorization) {
        text += &format!("{name}: {value}\r\n");
    }
    text += "\r\n";
    text.into_bytes()
}

/// Asks on a connection of its own, from this address.
pub(crate) fn try_ask(address: &str, path: &str) -> std::io::Result<Reply> {
    drop(std::net::TcpStream::connect(address)?);
    Ok(wire::ask(address, "GET", path, &[], b""))
}

/// How much memory the program uses, in bytes.
pub(crate) fn memory(world: &World) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", world.serve.id())).unwrap();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .unwrap();
    1024 * line.trim().trim_end_matches(" kB").parse::<u64>().unwrap()
}
