//! What each gateway is told about each kind of request.

use serde_json::json;

use super::asking::{ALL, Client};
use super::file::Making;
use super::servers;

/// What is presented, for which request, and the answer: status, and the challenge's scheme and
/// `error`.
type Row = (
    &'static str,
    &'static [&'static str],
    &'static str,
    &'static str,
    u16,
    &'static str,
);

const ROWS: [Row; 18] = [
    ("no token", &[], "GET", "/orders/7", 401, "Bearer"),
    ("good", &["Bearer <token:alice>"], "GET", "/orders/7", 200, ""),
    (
        "good, with a query",
        &["Bearer <token:alice>"],
        "GET",
        "/orders/7?path=/health",
        200,
        "",
    ),
    (
        "good, for HEAD",
        &["Bearer <token:alice>"],
        "HEAD",
        "/orders/7",
        200,
        "",
    ),
    (
        "expired",
        &["Bearer <token:expired>"],
        "GET",
        "/orders/7",
        401,
        "Bearer invalid_token",
    ),
    (
        "revoked",
        &["Bearer <token:revoked>"],
        "GET",
        "/orders/7",
        401,
        "Bearer invalid_token",
    ),
    (
        "wrong audience",
        &["Bearer <token:other-audience>"],
        "GET",
        "/orders/7",
        401,
        "Bearer invalid_token",
    ),
    (
        "wrong issuer",
        &["Bearer <token:other-issuer>"],
        "GET",
        "/orders/7",
        401,
        "Bearer invalid_token",
    ),
    (
        "missing scope",
        &["Bearer <token:no-scope>"],
        "GET",
        "/orders/7",
        403,
        "Bearer insufficient_scope",
    ),
    (
        "step-up",
        &["Bearer <token:refunder-by-password>"],
        "POST",
        "/orders/7/refund",
        401,
        "Bearer insufficient_user_authentication",
    ),
    ("public", &[], "GET", "/health", 200, ""),
    (
        "public, token no good",
        &["Bearer <token:expired>"],
        "GET",
        "/health",
        401,
        "Bearer invalid_token",
    ),
    (
        "public, whatever the token",
        &["Bearer <token:expired>"],
        "GET",
        "/anonymous",
        200,
        "",
    ),
    (
        "doubled",
        &["Bearer <token:alice>", "Bearer <token:alice>"],
        "GET",
        "/orders/7",
        400,
        "Bearer invalid_request",
    ),
    (
        "another scheme",
        &["Basic YTpi"],
        "GET",
        "/orders/7",
        401,
        "Bearer",
    ),
    ("no rule", &["Bearer <token:alice>"], "GET", "/nowhere", 403, ""),
    (
        "dot segments",
        &["Bearer <token:alice>"],
        "GET",
        "/orders/../health",
        403,
        "",
    ),
    (
        "encoded slash",
        &["Bearer <token:alice>"],
        "GET",
        "/orders%2f7",
        403,
        "",
    ),
];

#[test]
fn every_gateway_is_told_alike() {
    let serve = servers::start("bearer");
    for by in ALL {
        for (name, credentials, method, target, status, challenge) in ROWS {
            let mut making = Making::of("bearer");
            let values: Vec<String> = credentials.iter().map(|value| making.fill(value)).collect();
            let headers: Vec<_> = values
                .iter()
                .map(|value| ("Authorization", value.as_str()))
                .collect();
            for api in [Some("shop"), None] {
                let told = by.ask(
                    &serve,
                    api,
                    Client {
                        method,
                        target,
                        host: "API.example:443",
                        headers: &headers,
                    },
                );
                let what = format!("{by:?}, {name}: {:?}", told.reply);
                assert_eq!(told.status(), status, "{what}");
                let challenges = told.challenges();
                let error = |parameters: &[(String, String)]| {
                    parameters
                        .iter()
                        .find(|(name, _)| name == "error")
                        .map(|(_, value)| value.clone())
                };
                let found = challenges.first().map(|(scheme, parameters)| {
                    [vec![scheme.clone()], error(parameters).into_iter().collect()].concat()
                });
                assert_eq!(found.unwrap_or_default().join(" "), challenge, "{what}");
                assert_eq!(told.reply.header("cache-control"), Some("no-store"), "{what}");
                match status {
                    200 => assert_eq!(
                        (told.identity()["sub"] == "alice", told.reply.body.as_str()),
                        (is_known(name), ""),
                        "{what}"
                    ),
                    _ => {
                        assert!(told.reply.header("x-tokenseal-identity").is_none(), "{what}");
                        assert!(told.reply.json()["code"].is_string(), "{what}");
                    }
                }
            }
        }
    }
    let metrics = serve.ask("GET", "/metrics", &[], "").body;
    for by in ["nginx", "traefik", "caddy", "apisix", "envoy"] {
        for (status, code) in [
            (200, "none"),
            (401, "ERR_JWT_EXPIRED"),
            (401, "ERR_JWT_REVOKED"),
            (403, "ERR_JWT_ACCESS_DENIED"),
        ] {
            let label = format!("tokenseal_checks_total{{by=\"{by}\",status=\"{status}\",code=\"{code}\"}}");
            assert!(metrics.contains(&label), "{label}: {metrics}");
        }
    }
}

/// Whether the service is told who the client is.
fn is_known(name: &str) -> bool {
    name.starts_with("good")
}

/// nginx passes on one challenge with a 401 and none with a 403: all are in one header, and those
/// without a 401 are also in a header of ours.
#[test]
fn nginx_is_told_what_it_cannot_carry() {
    use super::asking::By::{Nginx, Traefik};
    let serve = servers::start("dpop");
    let told = Nginx.ask(&serve, Some("shop"), Client::get("/orders/7", &[]));
    assert_eq!(
        (
            told.reply.status,
            told.reply.all("www-authenticate").len(),
            told.challenges().len()
        ),
        (401, 1, 2)
    );
    assert_eq!(told.reply.header("x-tokenseal-challenge"), None);
    let told = Traefik.ask(&serve, Some("shop"), Client::get("/orders/7", &[]));
    assert_eq!(
        (told.reply.status, told.reply.all("www-authenticate").len()),
        (401, 2)
    );

    let token = format!("Bearer {}", Making::of("dpop").named("token", "no-scope"));
    let told = Nginx.ask(
        &serve,
        Some("shop"),
        Client::get("/orders/7", &[("Authorization", &token)]),
    );
    assert_eq!(told.reply.status, 403);
    assert_eq!(
        told.reply.header("x-tokenseal-challenge"),
        told.reply.header("www-authenticate")
    );
    assert!(
        told.reply
            .header("x-tokenseal-challenge")
            .unwrap()
            .contains("scope=\"orders:read\"")
    );
    assert_eq!(
        Traefik
            .ask(&serve, Some("shop"), Client::get("/orders/7", &[]))
            .reply
            .header("x-tokenseal-status"),
        None
    );
}

/// RFC 9470: the challenge says what would have been enough.
#[test]
fn a_step_up_names_what_is_asked_for() {
    let serve = servers::start("bearer");
    for by in ALL {
        let token = format!(
            "Bearer {}",
            Making::of("bearer").named("token", "refunder-of-yesterday")
        );
        let headers = [("Authorization", token.as_str())];
        let told = by.ask(
            &serve,
            None,
            Client {
                method: "POST",
                ..Client::get("/orders/7/refund", &headers)
            },
        );
        let challenges = told.challenges();
        let has = |name: &str, value: &str| challenges[0].1.contains(&(name.to_owned(), value.to_owned()));
        assert!(
            told.reply.status == 401
                && has("max_age", "300")
                && has("error", "insufficient_user_authentication"),
            "{by:?} {told:?}"
        );
    }
}

#[test]
fn what_rules_only_report_passes_and_is_logged() {
    let mut serve = servers::start("report");
    for by in ALL {
        let token = format!("Bearer {}", Making::of("report").named("token", "no-scope"));
        let told = by.ask(
            &serve,
            None,
            Client::get("/orders/7", &[("Authorization", &token)]),
        );
        assert_eq!(
            (told.status(), told.identity()["sub"].clone()),
            (200, json!("alice")),
            "{by:?}"
        );
        let line = serve.wait_for("would_refuse");
        assert_eq!(
            (&line["api"], &line["rule"], &line["reason"]),
            (&json!("shop"), &json!("read an order"), &json!("insufficient"))
        );
        assert!(!line.to_string().contains("ey"), "{line}");
        let told = by.ask(
            &serve,
            None,
            Client::get("/orders/7", &[("Authorization", "Bearer a.b.c")]),
        );
        assert_eq!(
            (told.status(), told.reply.header("x-tokenseal-identity")),
            (401, None),
            "{by:?}"
        );
    }
}
