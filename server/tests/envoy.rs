//! Envoy over gRPC, as a client of its protocol asks: the very messages, but without Envoy, which
//! is not available here. Tokens are signed, or encrypted.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod support;

use std::collections::HashMap;

use envoy_types::ext_authz::v3::pb::{CheckRequest, CheckResponse, HeaderAppendAction, HttpResponse};
use envoy_types::pb::envoy::config::core::v3::{HeaderMap, HeaderValue};
use envoy_types::pb::envoy::service::auth::v3::AttributeContext;
use envoy_types::pb::envoy::service::auth::v3::attribute_context::{HttpRequest, Request};
use envoy_types::pb::envoy::service::auth::v3::authorization_client::AuthorizationClient;
use serde_json::json;
use support::Serve;
use support::tokens::{AUDIENCE, ISSUER, TestIssuer, now};
use tokenseal::SignatureAlgorithm::ES256;
use tokenseal::{
    GenerateOptions, IssueOptions, Issuer, IssuerOptions, Key, KeyManagement, KeySet, Verifier, VerifyOptions,
};

const CONFIG: &str = r#"
listen = "127.0.0.1:0"
grpc = "127.0.0.1:0"
[internal]
issuer = "https://gateway.example"
[[issuer]]
issuer = "https://issuer.example"
audience = "https://api.example"
keys = ["keys.json"]
[[api]]
name = "orders"
hosts = ["orders.example"]
rules = "rules.json"
headers = { X-User = "sub", X-Tenant = "tenant" }
[[api]]
name = "billing"
token_audiences = ["https://billing.example"]
[[api]]
name = "sealed"
decryption_keys = ["decrypt.json"]
"#;

const RULES: &str = r#"{ "rules": [
    { "name": "read orders", "methods": ["GET"], "path": "/orders/{id}", "require": { "scope": ["orders:read"] } },
    { "name": "health", "methods": ["GET"], "path": "/health", "public": true } ] }"#;

/// What Envoy would do.
#[derive(Debug)]
struct Told {
    is_allowed: bool,
    status: i32,
    /// Headers of the request that replace the client's, or headers of the answer that refuses it.
    headers: HashMap<String, String>,
    removed: Vec<String>,
}

impl From<CheckResponse> for Told {
    fn from(response: CheckResponse) -> Self {
        let code = response.status.unwrap().code;
        let (status, headers, removed, action) = match response.http_response.unwrap() {
            HttpResponse::OkResponse(ok) => (
                200,
                ok.headers,
                ok.headers_to_remove,
                HeaderAppendAction::OverwriteIfExistsOrAdd,
            ),
            HttpResponse::DeniedResponse(no) => (
                no.status.unwrap().code,
                no.headers,
                vec![],
                HeaderAppendAction::AppendIfExistsOrAdd,
            ),
            other => panic!("{other:?}"),
        };
        let pair = |option: envoy_types::ext_authz::v3::pb::HeaderValueOption| {
            assert!(option.keep_empty_value);
            assert_eq!(option.append_action, i32::from(action));
            option.header.map(|pair| (pair.key, pair.value)).unwrap()
        };
        Self {
            is_allowed: code == 0,
            status,
            headers: headers.into_iter().map(pair).collect(),
            removed,
        }
    }
}

struct World {
    serve: Serve,
    issuer: TestIssuer,
    recipient: Key,
}

impl World {
    fn new() -> Self {
        let issuer = TestIssuer::new(ES256);
        let recipient =
            Key::generate(KeyManagement::ECDH_ES_A256KW.into(), &GenerateOptions::default()).unwrap();
        let decrypt = KeySet::from(recipient.clone()).to_jwks(true).unwrap();
        let files = [
            ("keys.json", issuer.jwks.as_str()),
            ("rules.json", RULES),
            ("decrypt.json", &decrypt),
        ];
        Self {
            serve: Serve::start(CONFIG, &files),
            issuer,
            recipient,
        }
    }

    fn ask(&self, message: CheckRequest) -> Told {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let address = format!("http://{}", self.serve.addresses[1]);
        runtime.block_on(async {
            let mut client = AuthorizationClient::connect(address).await.unwrap();
            client.check(message).await.unwrap().into_inner().into()
        })
    }
}

fn message(
    api: Option<&str>,
    method: &str,
    path: &str,
    host: &str,
    headers: &[(&str, &str)],
) -> CheckRequest {
    let headers = headers
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let http = HttpRequest {
        method: method.into(),
        path: path.into(),
        host: host.into(),
        headers,
        ..HttpRequest::default()
    };
    of(api, http)
}

fn of(api: Option<&str>, http: HttpRequest) -> CheckRequest {
    let context_extensions = api
        .map(|api| ("api".to_owned(), api.to_owned()))
        .into_iter()
        .collect();
    let request = Some(Request {
        http: Some(http),
        ..Request::default()
    });
    CheckRequest {
        attributes: Some(AttributeContext {
            request,
            context_extensions,
            ..AttributeContext::default()
        }),
    }
}

#[test]
fn a_message_is_answered_by_a_message() {
    let world = World::new();
    let claims = json!({ "sub": "alice", "scope": "orders:read", "client_id": "shop" });
    let bearer = format!("Bearer {}", world.issuer.token(&claims));

    let told = world.ask(message(
        None,
        "GET",
        "/orders/7?x=1",
        "orders.example",
        &[("authorization", &bearer), ("x-user", "root")],
    ));
    assert!(told.is_allowed, "{told:?}");
    assert_eq!(
        (&*told.headers["x-user"], &*told.headers["x-tenant"]),
        ("alice", "")
    );
    assert!(told.removed.contains(&"authorization".to_owned()));
    // The identity is a token for the service, which verifies it with the published keys.
    let jwks = world.serve.ask("GET", "/jwks", &[], "");
    let keys = KeySet::from_jwks(&jwks.body, &tokenseal::JwksOptions::default()).unwrap();
    let options = VerifyOptions {
        issuer: Some("https://gateway.example".into()),
        audience: Some("orders".into()),
        ..VerifyOptions::default()
    };
    let verifier = Verifier::new(Some(keys.into()), None, &options).unwrap();
    let identity = verifier
        .verify(&told.headers["x-tokenseal-identity"], now())
        .unwrap();
    assert_eq!(identity.claim_json("sub"), Some("\"alice\""));

    // Headers that a service would take for ours are removed, in every spelling.
    let sent = [
        ("authorization", &*bearer),
        ("x_user", "root"),
        ("x.user", "root"),
        ("x_tokenseal-identity", "e30.e30.e30"),
        ("x-other", "a"),
    ];
    let told = world.ask(message(Some("orders"), "GET", "/orders/7", "", &sent));
    for name in ["x_user", "x.user", "x_tokenseal-identity"] {
        assert!(
            told.removed.contains(&name.to_owned()),
            "{name}: {:?}",
            told.removed
        );
    }
    assert!(!told.removed.contains(&"x-other".to_owned()));

    // Without a token a public path gets an empty identity, not the client's own.
    let told = world.ask(message(
        Some("orders"),
        "GET",
        "/health",
        "",
        &[("x-tokenseal-identity", "e30.e30.e30")],
    ));
    assert_eq!(
        (
            told.is_allowed,
            &*told.headers["x-tokenseal-identity"],
            &*told.headers["x-user"]
        ),
        (true, "", "")
    );
}

#[test]
fn what_is_refused_says_why() {
    let world = World::new();
    let good = format!(
        "Bearer {}",
        world
            .issuer
            .token(&json!({ "sub": "alice", "scope": "orders:read" }))
    );
    let lacks = format!("Bearer {}", world.issuer.token(&json!({ "sub": "alice" })));
    let both = format!("{good},{good}");
    for (api, method, path, host, headers, status, challenge) in [
        (
            None,
            "GET",
            "/orders/7",
            "orders.example",
            vec![],
            401,
            "Bearer scope=",
        ),
        (
            None,
            "GET",
            "/orders/7",
            "orders.example",
            vec![("authorization", &*lacks)],
            403,
            "error=\"insufficient_scope\"",
        ),
        (
            None,
            "GET",
            "/orders/7",
            "orders.example",
            vec![("authorization", &*both)],
            400,
            "error=\"invalid_request\"",
        ),
        (
            None,
            "GET",
            "orders/7",
            "orders.example",
            vec![("authorization", &*good)],
            400,
            "",
        ),
        (
            None,
            "G T",
            "/orders/7",
            "orders.example",
            vec![("authorization", &*good)],
            400,
            "",
        ),
        (
            None,
            "GET",
            "/orders/7",
            "elsewhere.example",
            vec![("authorization", &*good)],
            400,
            "",
        ),
        (
            Some("nothing"),
            "GET",
            "/orders/7",
            "",
            vec![("authorization", &*good)],
            500,
            "",
        ),
    ] {
        let told = world.ask(message(api, method, path, host, &headers));
        assert_eq!(
            (told.is_allowed, told.status),
            (false, status),
            "{api:?} {method} {path} {host}: {told:?}"
        );
        let sent = told.headers.get("WWW-Authenticate").map_or("", String::as_str);
        assert!(sent.contains(challenge), "{sent}");
    }
    // An empty message is refused, and so is one with invalid headers.
    assert_eq!(world.ask(CheckRequest { attributes: None }).status, 500);
    let pair = |key: &str, raw: &[u8]| HeaderValue {
        key: key.into(),
        raw_value: raw.to_vec(),
        ..HeaderValue::default()
    };
    let raw = |pairs: Vec<HeaderValue>| {
        let header_map = Some(HeaderMap { headers: pairs });
        let http = HttpRequest {
            method: "GET".into(),
            path: "/orders/7".into(),
            header_map,
            ..HttpRequest::default()
        };
        world.ask(of(Some("orders"), http))
    };
    assert!(raw(vec![pair("authorization", good.as_bytes())]).is_allowed);
    assert_eq!(
        raw(vec![
            pair("authorization", good.as_bytes()),
            pair("authorization", good.as_bytes())
        ])
        .status,
        400
    );
    assert_eq!(
        raw(vec![pair("authorization", good.as_bytes()), pair("a b", b"c")]).status,
        400
    );
    assert_eq!(
        raw(vec![pair(
            "authorization",
            &[good.as_bytes(), b"\r\nx-user: root"].concat()
        )])
        .status,
        400
    );
}

#[test]
fn an_api_has_an_audience_of_its_own() {
    let world = World::new();
    let of = |api: &str, audience: Option<&str>| {
        let call = IssueOptions {
            audience: audience.map(Into::into),
            now: Some(now()),
            ..IssueOptions::default()
        };
        let token = world
            .issuer
            .issuer
            .issue(&json!({ "sub": "alice", "scope": "orders:read" }), &call)
            .unwrap();
        world
            .ask(message(
                Some(api),
                "GET",
                "/orders/7",
                "",
                &[("authorization", &format!("Bearer {token}"))],
            ))
            .status
    };
    let billing = Some("https://billing.example");
    assert_eq!((of("orders", None), of("orders", billing)), (200, 401));
    assert_eq!((of("billing", None), of("billing", billing)), (401, 200));
}

#[test]
fn an_api_takes_encrypted_tokens_and_no_others() {
    let world = World::new();
    let options = IssuerOptions {
        issuer: Some(ISSUER.into()),
        audience: Some(AUDIENCE.into()),
        lifetime: Some("5m".into()),
        ..IssuerOptions::default()
    };
    let sealing = Issuer::new(
        Some(world.issuer.key.clone().into()),
        Some(world.recipient.public().unwrap().into()),
        &options,
    )
    .unwrap();
    let call = IssueOptions {
        now: Some(now()),
        ..IssueOptions::default()
    };
    let sealed = format!(
        "Bearer {}",
        sealing.issue(&json!({ "sub": "alice" }), &call).unwrap()
    );
    let signed = format!("Bearer {}", world.issuer.token(&json!({ "sub": "alice" })));
    let of = |bearer: &str| {
        world.ask(message(
            Some("sealed"),
            "GET",
            "/",
            "",
            &[("authorization", bearer)],
        ))
    };
    assert!(of(&sealed).is_allowed, "{:?}", of(&sealed));
    assert_eq!(of(&signed).status, 401);
    let (start, end) = sealed.split_at(sealed.len() - 1);
    assert_eq!(
        of(&format!("{start}{}", if end == "A" { "B" } else { "A" })).status,
        401
    );
    // The other API does not decrypt.
    assert_eq!(
        world
            .ask(message(
                Some("orders"),
                "GET",
                "/orders/7",
                "",
                &[("authorization", &sealed)]
            ))
            .status,
        401
    );
}
