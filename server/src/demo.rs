//! `--demo`: an issuer of its own, whose key is in memory, an API with rules, and commands to try.

use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde_json::json;
use tempfile::TempDir;
use tokenseal::SignatureAlgorithm::ES256;
use tokenseal::{GenerateOptions, IssueOptions, Issuer, IssuerOptions, Key, KeySet};

use crate::admin;

const CONFIG: &str = r#"# What `tokenseal serve --demo` runs by. Copy it, and put your issuer in the place of this one.
state = "state"

[admin]
listen = "127.0.0.1:0"

[[issuer]]
issuer = "https://issuer.demo.example"
audience = "https://orders.demo.example"
keys = ["keys.json"] # leave it out for an issuer that publishes its keys

[[api]]
name = "orders"
rules = "rules.json"

[internal]
issuer = "https://gateway.demo.example"

[[client]]
id = "demo"
secret_file = "client.secret"
may = ["introspect", "revoke"]
api = "orders"
"#;

const RULES: &str = r#"{ "rules": [
  { "name": "read orders", "methods": ["GET"], "path": "/orders/{id}", "require": { "scope": ["orders:read"] } },
  { "name": "write orders", "methods": ["PUT", "DELETE"], "path": "/orders/{id}", "require": { "scope": ["orders:write"] } },
  { "name": "health", "methods": ["GET"], "path": "/health", "public": true }
] }
"#;

/// The secret of the demo's client, which is not secret.
const SECRET: &str = "demo-secret-that-everybody-knows";

/// A configuration in a folder that is removed with the program, and tokens for it.
pub(crate) struct Demo {
    folder: TempDir,
    token: String,
}

impl Demo {
    pub(crate) fn new() -> Result<Self, String> {
        let of_core = |error: tokenseal::Error| format!("the demo cannot begin: {}", error.message());
        let of_system = |error: std::io::Error| format!("the demo cannot begin: {error}");
        let key = Key::generate(ES256.into(), &GenerateOptions::default()).map_err(of_core)?;
        let keys = key
            .public()
            .map(KeySet::from)
            .and_then(|keys| keys.to_jwks(false))
            .map_err(of_core)?;
        let folder = tempfile::Builder::new()
            .prefix("tokenseal-demo-")
            .tempdir()
            .map_err(of_system)?;
        for (name, text) in [
            ("serve.toml", CONFIG),
            ("rules.json", RULES),
            ("keys.json", &*keys),
            ("client.secret", SECRET),
        ] {
            write(&folder.path().join(name), text).map_err(of_system)?;
        }
        let options = IssuerOptions {
            issuer: Some("https://issuer.demo.example".into()),
            audience: Some("https://orders.demo.example".into()),
            lifetime: Some("1h".into()),
            ..IssuerOptions::default()
        };
        let issuer = Issuer::new(Some(key.into()), None, &options).map_err(of_core)?;
        let claims = json!({ "sub": "alice", "scope": "orders:read", "client_id": "demo", "jti": "demo-1" });
        let now = Some(tokenseal::timestamp(SystemTime::now()));
        let token = issuer
            .issue(
                &claims,
                &IssueOptions {
                    now,
                    ..IssueOptions::default()
                },
            )
            .map_err(of_core)?;
        Ok(Self { folder, token })
    }

    /// The file of the configuration.
    pub(crate) fn file(&self) -> PathBuf {
        self.folder.path().join("serve.toml")
    }

    /// Commands to try, once it listens.
    pub(crate) fn guide(&self, address: &str, page: Option<&str>) -> Result<String, String> {
        let now = tokenseal::timestamp(SystemTime::now());
        let page = match page {
            Some(address) => {
                let link = admin::link(&self.folder.path().join("state"), "demo", now)?;
                format!(
                    "The administrator's page, by a link that is good once and for ten minutes:\n\n  http://{address}{link}\n\n"
                )
            }
            None => String::new(),
        };
        let (to, url) = match address.strip_prefix("unix:") {
            Some(path) => (format!("--unix-socket {path} "), "http://localhost".to_owned()),
            None => (String::new(), format!("http://{address}")),
        };
        let (token, folder) = (&self.token, self.folder.path().display());
        Ok(format!(
            r#"tokenseal-serve runs by {folder}/serve.toml: change it, or its rules, and watch it reload.

A token of alice, who may read orders, for one hour:

  TOKEN={token}

What a gateway asks for each request. 200 with the identity of alice:

  curl {to}-i {url}/auth/nginx/orders -H "Authorization: Bearer $TOKEN" -H "X-Original-Method: GET" -H "X-Original-URI: /orders/7"

403, since she may not write; 401 without a token; 200 for what is public:

  curl {to}-i {url}/auth/nginx/orders -H "Authorization: Bearer $TOKEN" -H "X-Original-Method: PUT" -H "X-Original-URI: /orders/7"
  curl {to}-i {url}/auth/nginx/orders -H "X-Original-Method: GET" -H "X-Original-URI: /orders/7"
  curl {to}-i {url}/auth/nginx/orders -H "X-Original-Method: GET" -H "X-Original-URI: /health"

What a client may ask: whether a token is good, and that it be refused from now on:

  curl {to}-u demo:{SECRET} {url}/introspect -d token=$TOKEN
  curl {to}-u demo:{SECRET} {url}/revoke -d token=$TOKEN

{page}The keys of the identities, and how the program is:

  curl {to}{url}/jwks
  curl {to}{url}/readyz
  curl {to}{url}/metrics
"#
        ))
    }
}

/// Writes a file for its owner alone.
fn write(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write;
    std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?
        .write_all(text.as_bytes())
}
