//! Gateways that do not say which request they ask about, or say it in two ways, are refused,
//! whatever the token.

use super::asking::{ALL, By, Client};
use super::file::Making;
use super::servers;
use crate::support::{Reply, Serve};

/// Asks with a token that would pass.
fn ask(serve: &Serve, path: &str, headers: &[(&str, &str)]) -> Reply {
    let token = format!("Bearer {}", Making::of("bearer").named("token", "alice"));
    let headers: Vec<_> = headers
        .iter()
        .copied()
        .chain([("Authorization", token.as_str())])
        .collect();
    serve.ask("GET", path, &headers, "")
}

fn is_refused(reply: &Reply, status: u16) -> bool {
    reply.status == status
        && reply.header("x-tokenseal-identity").is_none()
        && reply.header("cache-control") == Some("no-store")
}

#[test]
fn what_is_missing_or_doubled_is_refused() {
    let mut serve = servers::start("bearer");
    let (method, uri, host) = (
        ("X-Original-Method", "GET"),
        ("X-Original-URI", "/orders/7"),
        ("X-Original-Host", "api.example"),
    );
    let url = ("X-Original-URL", "https://api.example/orders/7");
    assert_eq!(ask(&serve, "/auth/nginx/shop", &[method, uri]).status, 200);
    for (headers, status) in [
        (&[][..], 500),
        (&[method], 500),
        (&[uri], 500),
        (&[method, method, uri], 500),
        (&[method, uri, uri], 500),
        (&[method, uri, url], 500),
        (&[method, uri, host, host], 500),
        (&[method, ("X-Original-URL", "/orders/7")], 400),
        (&[method, ("X-Original-URL", "https://api.example")], 400),
        (&[method, ("X-Original-URL", "ftp://api.example/orders/7")], 400),
        (
            &[("X-Forwarded-Method", "GET"), ("X-Forwarded-Uri", "/orders/7")],
            500,
        ),
    ] {
        let reply = ask(&serve, "/auth/nginx/shop", headers);
        assert!(is_refused(&reply, status), "{headers:?}: {reply:?}");
    }
    let (method, uri, host) = (
        ("X-Forwarded-Method", "GET"),
        ("X-Forwarded-Uri", "/orders/7"),
        ("X-Forwarded-Host", "api.example"),
    );
    for dialect in ["traefik", "caddy", "apisix"] {
        let path = format!("/auth/{dialect}/shop");
        assert_eq!(ask(&serve, &path, &[method, uri]).status, 200);
        for headers in [
            &[][..],
            &[method],
            &[uri],
            &[method, method, uri],
            &[method, uri, uri],
            &[method, uri, host, host],
        ] {
            let reply = ask(&serve, &path, headers);
            assert!(is_refused(&reply, 500), "{dialect} {headers:?}: {reply:?}");
            assert_eq!(reply.json()["code"], "ERR_OPTION_INVALID");
        }
    }
    let line = serve.wait_for("undecided");
    assert!(line["message"].as_str().unwrap().contains("X-Original-Method") || line["level"] == "warn");
}

#[test]
fn what_is_malformed_is_refused() {
    let serve = servers::start("bearer");
    for by in [By::Nginx, By::Traefik, By::Caddy, By::Apisix] {
        for method in ["", "G T", "GET,POST", "GET/", "G\u{e9}T", "\"GET\""] {
            let told = by.ask(
                &serve,
                Some("shop"),
                Client {
                    method,
                    ..Client::get("/health", &[])
                },
            );
            assert!(is_refused(&told.reply, 400), "{by:?} {method:?}: {told:?}");
        }
        for target in [
            "",
            "*",
            "orders/7",
            "http://api.example/health",
            "/health#x",
            "/he alth",
            "/h\u{e9}alth",
            "?x",
            "api.example:443",
        ] {
            let told = by.ask(&serve, Some("shop"), Client::get(target, &[]));
            assert!(is_refused(&told.reply, 400), "{by:?} {target:?}: {told:?}");
        }
        // These are paths that no rule matches.
        for target in [
            "//health",
            "/health/",
            "/%68ealth/",
            "/HEALTH",
            "/./health",
            "/x/../health",
            "/health%00",
            "/health;x",
        ] {
            let told = by.ask(&serve, Some("shop"), Client::get(target, &[]));
            assert!(matches!(told.status(), 401 | 403), "{by:?} {target:?}: {told:?}");
        }
    }
}

/// The path of the gateway's own request is not the client's, and neither is its method.
#[test]
fn nothing_is_guessed_from_the_subrequest() {
    let serve = servers::start("bearer");
    for path in [
        "/auth/nginx/shop",
        "/auth/traefik/shop",
        "/auth/nginx",
        "/auth/traefik?x=/health",
        "/auth/envoy/shop",
        "/auth/envoy/shop?/health",
    ] {
        let reply = serve.ask("GET", path, &[("Host", "api.example")], "");
        assert!(
            reply.status >= 400 && reply.header("x-tokenseal-identity").is_none(),
            "{path}: {reply:?}"
        );
    }
    for path in [
        "/auth",
        "/auth/",
        "/auth/envoy",
        "/auth/envoy/",
        "/auth/nginx/shop/health",
        "/auth/haproxy/shop",
        "/auth/nginx/",
    ] {
        let headers = [
            ("X-Original-Method", "GET"),
            ("X-Original-URI", "/health"),
            ("X-Original-Host", "elsewhere.example"),
        ];
        let reply = serve.ask("GET", path, &headers, "");
        assert!(
            reply.status >= 400 && reply.header("x-tokenseal-identity").is_none(),
            "{path}: {reply:?}"
        );
    }
}

#[test]
fn an_api_that_is_not_there_lets_nobody_pass() {
    let mut serve = servers::start("bearer");
    for by in ALL {
        let told = by.ask(&serve, Some("shops"), Client::get("/health", &[]));
        assert!(is_refused(&told.reply, 500), "{by:?}: {told:?}");
        let told = by.ask(
            &serve,
            None,
            Client {
                host: "evil.example",
                ..Client::get("/health", &[])
            },
        );
        assert!(is_refused(&told.reply, 400), "{by:?}: {told:?}");
        let told = by.ask(
            &serve,
            None,
            Client {
                host: "api.example.evil.example",
                ..Client::get("/health", &[])
            },
        );
        assert!(is_refused(&told.reply, 400), "{by:?}: {told:?}");
    }
    let line = serve.wait_for("undecided");
    assert_eq!(
        (&line["level"], &line["code"]),
        (&"warn".into(), &"ERR_OPTION_INVALID".into())
    );
    // Without a host, it does not work either: there is an API that names one.
    let reply = ask(
        &serve,
        "/auth/traefik",
        &[("X-Forwarded-Method", "GET"), ("X-Forwarded-Uri", "/health")],
    );
    assert!(is_refused(&reply, 500), "{reply:?}");
}
