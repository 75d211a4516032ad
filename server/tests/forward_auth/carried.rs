//! What reaches the client through real gateways: statuses, challenges, and what happens when the
//! program is down.

use serde_json::json;

use super::file::{FILE, Making};
use super::gateways::{Gateway, KINDS, Kind, SEEN, serve, serve_beside};
use super::servers;

#[test]
fn the_client_learns_what_would_have_been_enough() {
    for kind in KINDS {
        let gateway = Gateway::start(kind);
        let ask = |method: &str, target: &str, tokens: &[&str]| {
            let mut making = Making::of("bearer");
            let values: Vec<_> = tokens
                .iter()
                .map(|name| format!("Bearer {}", making.named("token", name)))
                .collect();
            let headers: Vec<_> = values
                .iter()
                .map(|value| ("Authorization", value.as_str()))
                .collect();
            let reply = gateway.ask(method, target, &headers);
            (reply.status, reply.all("www-authenticate").join(", "), reply)
        };
        let (status, challenge, _) = ask("GET", "/orders/7", &["alice"]);
        assert_eq!((status, challenge.as_str()), (200, ""), "{kind:?}");
        let (status, challenge, _) = ask("GET", "/orders/7", &[]);
        assert!(
            status == 401
                && challenge.starts_with("Bearer resource_metadata=")
                && !challenge.contains("error"),
            "{kind:?} {challenge}"
        );
        let (status, challenge, reply) = ask("GET", "/orders/7", &["no-scope"]);
        assert!(
            status == 403
                && challenge.contains(r#"error="insufficient_scope""#)
                && challenge.contains(r#"scope="orders:read""#),
            "{kind:?} {challenge}"
        );
        // nginx has its own pages.
        assert_eq!(
            reply.body.contains("ERR_JWT_ACCESS_DENIED"),
            kind != Kind::Nginx,
            "{kind:?}"
        );
        let (status, challenge, _) = ask("GET", "/orders/7", &["expired"]);
        assert!(
            status == 401 && challenge.contains(r#"error="invalid_token""#),
            "{kind:?} {challenge}"
        );
        let (status, challenge, _) = ask("POST", "/orders/7/refund", &["writer"]);
        assert!(
            status == 401
                && challenge.contains(r#"error="insufficient_user_authentication""#)
                && challenge.contains(r#"acr_values="mfa""#),
            "{kind:?} {challenge}"
        );
        let malformed = gateway.ask("GET", "/orders/7", &[("Authorization", "Bearer")]);
        // nginx cannot carry 400.
        assert_eq!(
            malformed.status,
            if kind == Kind::Nginx { 401 } else { 400 },
            "{kind:?}"
        );
        assert!(
            malformed
                .header("www-authenticate")
                .is_some_and(|challenge| challenge.contains(r#"error="invalid_request""#)),
            "{kind:?}"
        );
        assert_eq!(ask("GET", "/orders/7", &["alice", "alice"]).0, 400, "{kind:?}");
        let (status, challenge, _) = ask("GET", "/nowhere", &["alice"]);
        assert_eq!((status, challenge.as_str()), (403, ""), "{kind:?}");
    }
}

#[test]
fn a_body_gets_to_the_service_and_not_to_us() {
    for kind in KINDS {
        let gateway = Gateway::start(kind);
        let token = Making::of("bearer").named("token", "writer");
        let body = "x".repeat(100_000);
        let request = format!(
            "POST /orders/7 HTTP/1.1\r\nHost: api.example\r\nConnection: close\r\nAuthorization: Bearer {token}\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let reply = gateway.send(&request);
        assert!(reply.is_some_and(|reply| reply.body.contains(SEEN)), "{kind:?}");
    }
}

/// Revoked in another process: refused through the gateway within a second.
#[test]
fn what_is_revoked_is_refused_within_a_second() {
    for kind in KINDS {
        let gateway = Gateway::start(kind);
        let token = format!("Bearer {}", Making::of("bearer").named("token", "revoked"));
        let ask = || gateway.ask("GET", "/orders/7", &[("Authorization", token.as_str())]);
        for _ in 0..3 {
            assert_eq!(ask().status, 200);
        }
        servers::revoke(
            &servers::list(&gateway.serve),
            Some("https://login.example"),
            &json!({ "token_id": "revoked-1" }),
        );
        let began = std::time::Instant::now();
        while ask().status == 200 {
            assert!(
                began.elapsed().as_secs_f64() < 1.0,
                "{kind:?}: it was revoked a second ago"
            );
        }
        assert_eq!(ask().status, 401);
    }
}

#[test]
fn nobody_passes_while_nobody_can_be_asked() {
    for kind in KINDS {
        let mut gateway = Gateway::start(kind);
        let token = format!("Bearer {}", Making::of("bearer").named("token", "alice"));
        let headers = [
            ("Authorization", token.as_str()),
            ("X-Tokenseal-Identity", "mallory"),
        ];
        assert_eq!(gateway.ask("GET", "/", &headers).status, 200);
        gateway.end_serve();
        for target in ["/", "/orders/7"] {
            let reply = gateway.ask("GET", target, &headers);
            assert!(
                reply.status >= 500 && !reply.body.contains(SEEN),
                "{kind:?}: {reply:?}"
            );
        }
    }
}

/// Keys that cannot be fetched are not the client's fault, and clients may try again.
#[test]
fn what_is_out_of_reach_is_503() {
    for kind in KINDS {
        let keys = format!(
            "jwks_url = \"http://127.0.0.1:{}/\"\nfetch = {{ allow_http = true, timeout = \"1s\" }}",
            servers::closed_port()
        );
        let gateway = Gateway::start_before(kind, serve(&keys));
        let token = format!("Bearer {}", Making::of("bearer").named("token", "alice"));
        let reply = gateway.ask("GET", "/orders/7", &[("Authorization", token.as_str())]);
        assert_eq!(
            (reply.status, reply.all("www-authenticate")),
            (503, vec![]),
            "{kind:?}"
        );
        assert_eq!(gateway.ask("GET", "/", &[]).status, 200, "{kind:?}");
    }
}

/// Proofs and nonces get through in both directions: if the request is refused, and behind nginx
/// even if it passes.
#[test]
fn a_proof_gets_to_the_program_and_its_nonce_to_the_client() {
    for kind in KINDS {
        let lines =
            "keys = [\"keys.json\"]\npublic_origins = [\"https://api.example\"]\nnonce_key = \"nonce.json\"";
        let nonce_key = FILE["keys"]["nonce"].to_string();
        let gateway = Gateway::start_before(kind, serve_beside(lines, "", &[("nonce.json", &nonce_key)]));
        let mut making = Making::of("dpop");
        let token = format!("DPoP {}", making.named("token", "bound"));
        let mut ask = |proof: &str| {
            let proof = making.named("proof", proof);
            let reply = gateway.ask(
                "GET",
                "/orders/7",
                &[("Authorization", token.as_str()), ("DPoP", proof.as_str())],
            );
            making.nonce = reply.header("dpop-nonce").map(str::to_owned);
            reply
        };
        let reply = ask("good");
        assert!(
            reply.status == 401 && reply.header("dpop-nonce").is_some(),
            "{kind:?} {reply:?}"
        );
        assert!(
            reply
                .all("www-authenticate")
                .join(", ")
                .contains(r#"error="use_dpop_nonce""#),
            "{kind:?} {reply:?}"
        );
        let reply = ask("with-nonce");
        assert!(
            reply.status == 200 && reply.body.contains(SEEN),
            "{kind:?} {reply:?}"
        );
        assert_eq!(
            reply.header("dpop-nonce").is_some(),
            kind == Kind::Nginx,
            "{kind:?}"
        );
        assert_eq!(ask("with-nonce").status, 401, "{kind:?}: a proof is good once");
    }
}
