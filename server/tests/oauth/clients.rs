//! How clients authenticate, and how often.

use serde_json::json;
use tokenseal::SignatureAlgorithm::ES256;
use tokenseal::{GenerateOptions, IssueOptions, Issuer, IssuerOptions, Key, KeySet};

use crate::support::tokens::now;
use crate::world::*;

const ASSERTION_TYPE: (&str, &str) = (
    "client_assertion_type",
    "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
);

#[test]
fn by_a_secret() {
    let world = World::with("[oauth]\nfailures_per_minute = 1000\n");
    let (serve, token) = (&world.serve, world.token());
    let good = basic("gateway", SECRET);
    let by_header = |value: &str, fields: &[(&str, &str)]| {
        post_with(
            serve,
            "/introspect",
            &[&[("token", token.as_str())], fields].concat(),
            &[("Authorization", value)],
        )
    };
    for reply in [
        by_header(&good, &[]),
        by_header(&good, &[("client_id", "gateway")]),
        by_header(&good.replace("Basic", "bAsIc"), &[]),
    ] {
        assert_eq!((reply.status, &reply.json()["active"]), (200, &json!(true)));
    }
    assert_eq!(world.introspect(&token)["active"], true, "in the form");

    // Unknown clients and wrong secrets look alike.
    let unknown = by_header(&basic("nobody", SECRET), &[]);
    let wrong = by_header(&basic("gateway", "0123456789abcdef-other"), &[]);
    assert_eq!((unknown.status, &unknown.body), (401, &wrong.body));
    assert_eq!(
        unknown.header("www-authenticate"),
        Some(r#"Basic realm="tokenseal", charset="UTF-8""#)
    );
    assert_eq!(refused(&wrong), (401, "invalid_client".into()));
    for value in [
        "Basic",
        "Basic %%%",
        "Bearer a.b.c",
        "Basic Z2F0ZXdheQ==",
        &basic("gateway", ""),
        &basic("", SECRET),
        &basic("app", SECRET),
    ] {
        assert_eq!(
            refused(&by_header(value, &[])),
            (401, "invalid_client".into()),
            "{value}"
        );
    }
    assert_eq!(
        refused(&post(serve, "/introspect", &[("token", &token)])),
        (401, "invalid_client".into())
    );
    assert_eq!(
        refused(&post(serve, "/introspect", &[("token", &token), GATEWAY[0]])),
        (401, "invalid_client".into())
    );

    for several in [
        by_header(&good, &GATEWAY),
        by_header(&good, &[("client_assertion", "a.b.c"), ASSERTION_TYPE]),
        by_header(&good, &[("client_id", "app")]),
        post_with(
            serve,
            "/introspect",
            &[("token", &token)],
            &[("Authorization", &good), ("Authorization", &good)],
        ),
        post(
            serve,
            "/introspect",
            &[("token", &token), GATEWAY[0], GATEWAY[1], GATEWAY[1]],
        ),
    ] {
        assert_eq!(refused(&several), (400, "invalid_request".into()));
    }
    // A client that may do one thing may not do another.
    assert_eq!(
        refused(&post(serve, "/introspect", &[("token", &token), APP[0], APP[1]])),
        (400, "unauthorized_client".into())
    );
    for log in &serve.logged {
        assert!(!log.to_string().contains(SECRET));
    }
}

#[test]
fn a_form_is_all_that_is_read() {
    let world = World::new();
    let fields = form(&[("token", &world.token()), GATEWAY[0], GATEWAY[1]]);
    let ask = |method: &str, path: &str, content_type: &str, body: &str| {
        world
            .serve
            .ask(method, path, &[("Content-Type", content_type)], body)
    };
    let kind = "application/x-www-form-urlencoded";
    assert_eq!(
        ask("POST", "/introspect", &format!("{kind};charset=UTF-8"), &fields).status,
        200
    );
    let long = format!("{fields}&more={}", "x".repeat(1 << 20));
    for (content_type, body) in [
        ("application/json", fields.as_str()),
        ("", &fields),
        ("multipart/form-data; boundary=x", &fields),
        ("application/x-www-form-urlencoded; charset=latin1", &fields),
        (kind, &format!("{fields}&token=a.b.c")),
        (kind, &format!("{fields}&%zz")),
        (kind, &long),
    ] {
        assert_eq!(
            refused(&ask("POST", "/introspect", content_type, body)),
            (400, "invalid_request".into()),
            "{content_type}"
        );
    }
    assert_eq!(ask("GET", &format!("/introspect?{fields}"), "", "").status, 405);
    // Nothing is taken from the URL, which ends up in logs.
    assert_eq!(
        ask("POST", &format!("/introspect?{fields}"), kind, "").status,
        401
    );
}

struct Application {
    key: Key,
    jwks: String,
}

impl Application {
    fn new() -> Self {
        let key = Key::generate(ES256.into(), &GenerateOptions::default()).unwrap();
        let jwks = KeySet::from(key.public().unwrap()).to_jwks(false).unwrap();
        Self { key, jwks }
    }

    fn assertion(
        &self,
        issuer: &str,
        subject: &str,
        audience: &str,
        lifetime: &str,
        id: Option<&str>,
    ) -> String {
        let options = IssuerOptions {
            issuer: Some(issuer.into()),
            audience: Some(audience.into()),
            lifetime: Some(lifetime.into()),
            ..IssuerOptions::default()
        };
        let call = IssueOptions {
            now: Some(now()),
            token_id: id.map(Into::into),
            ..IssueOptions::default()
        };
        Issuer::new(Some(self.key.clone().into()), None, &options)
            .unwrap()
            .issue(&json!({ "sub": subject }), &call)
            .unwrap()
    }
}

#[test]
fn by_a_signed_assertion() {
    let (application, stranger) = (Application::new(), Application::new());
    let more = r#"
        [oauth]
        url = "https://gateway.example/"
        failures_per_minute = 1000
        [[client]]
        id = "service"
        keys = ["service.json"]
        may = ["introspect"]
    "#;
    let world = World::of(
        &format!("{ISSUER_AND_API}{CLIENTS}{more}"),
        &[("service.json", &application.jwks)],
    );
    let token = world.token();
    let ask = |assertion: &str, more: &[(&str, &str)]| {
        let fields = [
            &[
                ("token", token.as_str()),
                ("client_assertion", assertion),
                ASSERTION_TYPE,
            ],
            more,
        ]
        .concat();
        post(&world.serve, "/introspect", &fields)
    };
    let own =
        |audience: &str, id: &str| application.assertion("service", "service", audience, "1m", Some(id));
    for (audience, id) in [
        ("https://gateway.example", "1"),
        ("https://gateway.example/introspect", "2"),
    ] {
        assert_eq!(ask(&own(audience, id), &[]).json()["active"], true, "{audience}");
    }
    assert_eq!(
        ask(&own("https://gateway.example", "3"), &[("client_id", "service")]).status,
        200
    );

    let once = own("https://gateway.example", "4");
    assert_eq!(
        [ask(&once, &[]).status, ask(&once, &[]).status],
        [200, 401],
        "an assertion is used once"
    );
    for bad in [
        stranger.assertion("service", "service", "https://gateway.example", "1m", Some("5")),
        own("https://other.example", "6"),
        application.assertion("other", "service", "https://gateway.example", "1m", Some("7")),
        application.assertion("service", "gateway", "https://gateway.example", "1m", Some("8")),
        application.assertion("service", "nobody", "https://gateway.example", "1m", Some("9")),
        application.assertion("service", "service", "https://gateway.example", "1h", Some("10")),
        application.assertion("service", "service", "https://gateway.example", "1m", None),
        "a.b.c".to_owned(),
        token.clone(),
    ] {
        assert_eq!(refused(&ask(&bad, &[])), (401, "invalid_client".into()), "{bad}");
    }
    assert_eq!(
        refused(&ask(
            &own("https://gateway.example", "11"),
            &[("client_id", "gateway")]
        )),
        (400, "invalid_request".into())
    );
    let no_type = [
        ("token", token.as_str()),
        ("client_assertion", &own("https://gateway.example", "12")),
    ];
    assert_eq!(
        refused(&post(&world.serve, "/introspect", &no_type)),
        (400, "invalid_request".into())
    );
}

#[test]
fn not_too_often() {
    let limited = CLIENTS.replacen(
        "may_revoke_any = true",
        "may_revoke_any = true\nrequests_per_minute = 3",
        1,
    );
    let world = World::of(
        &format!("{ISSUER_AND_API}{limited}\n[oauth]\nfailures_per_minute = 4\n"),
        &[],
    );
    let (serve, token) = (&world.serve, world.token());
    let ask = || post(serve, "/introspect", &[("token", &token), GATEWAY[0], GATEWAY[1]]);
    assert_eq!([ask().status, ask().status, ask().status], [200, 200, 200]);
    let late = ask();
    assert_eq!((late.status, late.header("retry-after")), (429, Some("20")));
    // Others are not held up by it, nor by a reload that changes nothing about it.
    let other = || post(serve, "/revoke", &[("token", "x"), APP[0], APP[1]]);
    assert_eq!(other().status, 200);
    let guess = || {
        post(
            serve,
            "/revoke",
            &[("token", "x"), APP[0], ("client_secret", "0123456789abcdef")],
        )
        .status
    };
    assert_eq!(
        [guess(), guess(), guess(), guess(), guess()],
        [401, 401, 401, 401, 429]
    );
    let late = other();
    assert_eq!(
        (late.status, late.header("retry-after")),
        (429, Some("15")),
        "nobody is let in from there now"
    );
}

#[test]
fn a_secret_is_changed_while_it_runs() {
    let mut world = World::new();
    let by = |world: &World, secret: &str| {
        post(
            &world.serve,
            "/introspect",
            &[("token", &world.token()), GATEWAY[0], ("client_secret", secret)],
        )
        .status
    };
    assert_eq!(
        (by(&world, SECRET), by(&world, "another secret of it")),
        (200, 401)
    );
    world.serve.write("gateway.secret", "another secret of it\n");
    world.serve.wait_for("reloaded");
    assert_eq!(
        (by(&world, SECRET), by(&world, "another secret of it")),
        (401, 200)
    );
}

#[test]
fn what_is_wrong_with_clients() {
    let issuer = crate::support::tokens::TestIssuer::new(ES256);
    let folder = tempfile::tempdir().unwrap();
    let private = KeySet::from(issuer.key.clone()).to_jwks(true).unwrap();
    for (name, text) in [
        ("keys.json", &issuer.jwks),
        ("private.json", &private),
        ("good", &SECRET.to_owned()),
        ("short", &"short".to_owned()),
    ] {
        crate::support::write_private(&folder.path().join(name), text);
        set_private(&folder.path().join(name));
    }
    let url = "[oauth]\nurl = \"https://gateway.example\"\n";
    for (client, message) in [
        (
            "id = \"\"\nsecret_file = \"good\"\nmay = []",
            "id is no client_id",
        ),
        ("id = \"a\"\nmay = []", "has nothing to show"),
        ("id = \"a\"\nsecret_file = \"absent\"\nmay = []", "secret_file: "),
        ("id = \"a\"\nsecret_file = \"short\"\nmay = []", "shorter than 16"),
        (
            "id = \"a\"\nsecret_file = \"good\"\nmay = [\"introspect\"]\napi = \"b\"",
            "api names \"b\"",
        ),
        (
            "id = \"a\"\nsecret_file = \"good\"\nmay = [\"introspect\"]\nclaims = [\"aud\"]",
            "claims names aud",
        ),
        (
            "id = \"a\"\nsecret_file = \"good\"\nmay = [\"revoke\"]\nclaims = [\"email\"]",
            "are for a client that may introspect",
        ),
        (
            "id = \"a\"\nsecret_file = \"good\"\nmay = []\nmay_revoke_any = true",
            "may_revoke_any is for",
        ),
        (
            "id = \"a\"\nsecret_file = \"good\"\nmay = []\nrequests_per_minute = 0",
            "requests_per_minute is 0",
        ),
        (
            "id = \"gateway\"\nsecret_file = \"good\"\nmay = []\n[[client]]\nid = \"gateway\"\nsecret_file = \"good\"\nmay = []",
            "another client",
        ),
        (
            "id = \"a\"\nkeys = [\"keys.json\"]\nmay = []",
            "add [oauth] with url",
        ),
        (
            &format!("id = \"a\"\nkeys = [\"private.json\"]\nmay = []\n{url}"),
            "private or secret key",
        ),
        (
            "id = \"a\"\nsecret_file = \"good\"\nmay = []\n[oauth]\nfailures_per_minute = 0",
            "failures_per_minute is 0",
        ),
    ] {
        std::fs::write(
            folder.path().join("serve.toml"),
            format!("{ISSUER_AND_API}[[client]]\n{client}\n"),
        )
        .unwrap();
        let (is_good, text) = crate::support::check(folder.path(), &["--config", "serve.toml"]);
        assert!(!is_good && text.contains(message), "{client}: {text}");
        assert!(!text.contains(SECRET));
    }
}

#[test]
fn a_slow_body_is_not_waited_for() {
    use std::io::{Read, Write};
    let world = World::new();
    let address = &world.serve.addresses[0];
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(crate::support::PATIENCE)).unwrap();
    let head = "POST /introspect HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\ntoken=";
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 400");
}
