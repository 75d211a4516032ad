//! What is checked: each case is a configuration, a token, and what the check may cost.

use serde_json::json;
use tokenseal::SignatureAlgorithm;

use crate::support::Serve;
use crate::support::tokens::TestIssuer;

const RULES: &str = r#"{ "rules": [ { "name": "read", "methods": ["GET"], "path": "/orders/{id}", "require": { "scope": ["orders:read"] } } ] }"#;

/// What a gateway asks for each request.
pub struct Case {
    pub name: &'static str,
    /// The most CPU time in µs, if there is a goal.
    pub goal: Option<f64>,
    algorithm: SignatureAlgorithm,
    of_issuer: &'static str,
    at_the_end: &'static str,
}

pub struct Started {
    pub serve: Serve,
    pub request: Vec<u8>,
    pub token: String,
}

const IDENTITY: &str = "[internal]\nissuer = \"https://gateway.example\"\n";
const REMEMBERED: &str = "remember = 10000\n";

pub fn all() -> Vec<Case> {
    use SignatureAlgorithm::{ES256, HS256, RS256};
    let case = |name, goal, algorithm, of_issuer, at_the_end| Case {
        name,
        goal,
        algorithm,
        of_issuer,
        at_the_end,
    };
    vec![
        case("HS256", Some(20.0), HS256, "", ""),
        case("HS256, an identity signed by Ed25519", None, HS256, "", IDENTITY),
        case(
            "RS256, an identity signed by Ed25519",
            Some(60.0),
            RS256,
            "",
            IDENTITY,
        ),
        case(
            "RS256, remembered with its identity",
            Some(20.0),
            RS256,
            REMEMBERED,
            IDENTITY,
        ),
        case("ES256, an identity signed by Ed25519", None, ES256, "", IDENTITY),
    ]
}

impl Case {
    pub fn start(&self, by: &str) -> Started {
        let listen = if by == "TCP" {
            "127.0.0.1:0"
        } else {
            "unix:serve.sock"
        };
        let (of_issuer, at_the_end) = (self.of_issuer, self.at_the_end);
        let config = format!(
            "listen = \"{listen}\"\nstate = \"state\"\n[[issuer]]\nissuer = \"https://issuer.example\"\naudience = \"https://api.example\"\n\
             keys = [\"keys.json\"]\n{of_issuer}[[api]]\nname = \"orders\"\nrules = \"rules.json\"\n{at_the_end}"
        );
        let issuer = TestIssuer::new(self.algorithm);
        let mut serve = Serve::start(&config, &[("keys.json", &issuer.jwks), ("rules.json", RULES)]);
        if let Some(path) = serve.addresses[0].strip_prefix("unix:") {
            serve.addresses = vec![format!("unix:{}", serve.path(path).display())];
        }
        let token =
            issuer.token(&json!({ "sub": "alice", "scope": "orders:read", "jti": "1", "client_id": "app" }));
        let request = format!(
            "GET /auth/nginx/orders HTTP/1.1\r\nHost: tokenseal\r\nAuthorization: Bearer {token}\r\nX-Original-Method: GET\r\n\
             X-Original-URI: /orders/7\r\nX-Original-Host: api.example\r\nUser-Agent: Mozilla/5.0\r\nAccept: */*\r\n\r\n"
        );
        Started {
            serve,
            request: request.into_bytes(),
            token,
        }
    }
}
