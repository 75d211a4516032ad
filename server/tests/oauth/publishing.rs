//! What anyone may fetch.

use serde_json::{Value, json};
use tokenseal::SignatureAlgorithm::ES256;
use tokenseal::machine::{Answer, Times};
use tokenseal::{
    Followed, GenerateOptions, JwksOptions, Key, KeyManagement, KeyRing, KeySet, Outcome, RingOptions,
    StatusList, StatusLists, StatusListsOptions, TokenOptions, Verifier, VerifyOptions,
};

use crate::support::tokens::now;
use crate::support::{Reply, Serve};
use crate::world::*;

/// A ring and a status list in files, with an absolute path each.
pub struct Kept {
    folder: tempfile::TempDir,
    ring: KeyRing,
}

impl Kept {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let key = Key::generate(KeyManagement::A256KW.into(), &GenerateOptions::default()).unwrap();
        let protect = folder.path().join("protect.jwk");
        std::fs::write(&protect, key.to_jwk(true).unwrap()).unwrap();
        set_private(&protect);
        let ring = KeyRing::create(&[ES256.into()], None, &RingOptions::default(), now()).unwrap();
        tokenseal_files::save(&ring, folder.path().join("main.ring"), &key, None).unwrap();
        tokenseal_files::create_status_list(
            folder.path().join("list.json"),
            &StatusList::new(1000, 2).unwrap(),
        )
        .unwrap();
        Self { folder, ring }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    pub fn config(&self) -> String {
        format!(
            r#"
            {ISSUER_AND_API}
            [[ring]]
            name = "main"
            file = {:?}
            protect_with = {:?}
            [[status_list]]
            name = "tokens"
            file = {:?}
            uri = "https://gateway.example/status/tokens"
            ring = "main"
            ttl = "4s"
            "#,
            self.path("main.ring"),
            self.path("protect.jwk"),
            self.path("list.json")
        )
    }
}

fn get(serve: &Serve, path: &str, headers: &[(&str, &str)]) -> Reply {
    serve.ask("GET", path, headers, "")
}

/// What applies to every public document.
fn is_public(serve: &Serve, path: &str) -> Reply {
    let reply = get(serve, path, &[]);
    assert_eq!(
        (reply.status, reply.header("access-control-allow-origin")),
        (200, Some("*")),
        "{path} {reply:?}"
    );
    let tag = reply.header("etag").unwrap();
    for same in [
        tag.to_owned(),
        format!("W/{tag}"),
        format!("\"other\", {tag}"),
        "*".to_owned(),
    ] {
        let again = get(serve, path, &[("If-None-Match", &same)]);
        assert_eq!(
            (again.status, again.body.as_str(), again.header("etag")),
            (304, "", Some(tag)),
            "{path} {same}"
        );
        assert_eq!(
            again.header("cache-control").is_some(),
            reply.header("cache-control").is_some()
        );
    }
    assert_eq!(get(serve, path, &[("If-None-Match", "\"other\"")]).status, 200);
    let head = serve.ask("HEAD", path, &[], "");
    assert_eq!(
        (head.status, head.body.as_str(), head.header("etag")),
        (200, "", Some(tag))
    );
    assert_eq!(serve.ask("POST", path, &[], "").status, 405);
    reply
}

#[test]
fn the_keys_of_rings() {
    let kept = Kept::new();
    let world = World::of(&kept.config(), &[]);
    let reply = is_public(&world.serve, "/jwks/main");
    assert_eq!(
        (reply.header("content-type"), reply.header("cache-control")),
        (Some("application/jwk-set+json"), Some("max-age=600"))
    );
    assert_eq!(
        reply.json(),
        serde_json::from_str::<Value>(&kept.ring.to_jwks(now()).unwrap()).unwrap()
    );
    assert!(
        reply.json()["keys"]
            .as_array()
            .unwrap()
            .iter()
            .all(|key| key.get("d").is_none())
    );

    let keys = is_public(&world.serve, "/jwks").json();
    assert_eq!(keys["keys"][0]["alg"], "Ed25519");
    for absent in ["/jwks/other", "/jwks/", "/jwks/main/x", "/jwks/%2e%2e"] {
        assert_eq!(get(&world.serve, absent, &[]).status, 404, "{absent}");
    }

    // A key that is revoked elsewhere disappears from here at once.
    let id = kept.ring.keys(now()).unwrap()[0].key_id.clone();
    kept.ring.revoke(&id, now()).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert!(!get(&world.serve, "/jwks/main", &[]).body.contains(&id));
}

/// Checks a token whose status is in the list that the server publishes, like a service that can
/// fetch.
fn status_of(serve: &Serve, verifier: &Verifier, token: &str) -> Result<(), String> {
    let (at, mut check) = (
        Times::of_test(now()),
        verifier.check(token, now(), Times::of_test(now())),
    );
    loop {
        let pending = match check.outcome {
            Outcome::Done(result) => {
                return result.map(drop).map_err(|error| error.code().as_str().to_owned());
            }
            Outcome::Waits(pending) => pending,
        };
        let followed: Followed = pending.followed().clone();
        for fetch in followed.poll(at).fetches {
            assert_eq!(fetch.url, "https://gateway.example/status/tokens");
            let reply = get(serve, "/status/tokens", &[]);
            followed.tell(
                at,
                Answer::Response {
                    id: fetch.id,
                    status: reply.status,
                    headers: reply.headers,
                    body: reply.body.into_bytes(),
                },
            );
        }
        check = pending.resume(at);
    }
}

#[test]
fn a_status_list_that_a_verifier_reads() {
    let kept = Kept::new();
    let world = World::of(&kept.config(), &[]);
    let list = kept.path("list.json");
    let index = tokenseal_files::change_status_list(&list, StatusList::allocate).unwrap();
    let claim = tokenseal_files::open_status_list(&list)
        .unwrap()
        .claim("https://gateway.example/status/tokens", index)
        .unwrap();
    let signer = kept.ring.signing_key(None, now()).unwrap();
    let options = TokenOptions {
        expires_in: Some("5m".into()),
        now: Some(now()),
        ..TokenOptions::default()
    };
    let token = tokenseal::sign(&json!({ "status": claim }), &signer, &options).unwrap();
    let verifier = || {
        let jwks = get(&world.serve, "/jwks/main", &[]).body;
        let keys = KeySet::from_jwks(&jwks, &JwksOptions::default()).unwrap();
        let lists = StatusListsOptions {
            allowed_uris: Some(vec!["https://gateway.example/status/".into()]),
            ..StatusListsOptions::default()
        };
        let lists = StatusLists::new(None, &lists).unwrap();
        Verifier::new(Some(keys.into()), None, &VerifyOptions::default())
            .unwrap()
            .with_status_lists(&lists)
            .unwrap()
    };
    let reply = is_public(&world.serve, "/status/tokens");
    assert_eq!(reply.header("content-type"), Some("application/statuslist+jwt"));
    assert!(reply.header("cache-control").unwrap().starts_with("max-age="));
    assert_eq!(status_of(&world.serve, &verifier(), &token), Ok(()));

    // It is made once, and again when its file has changed, and when half of its ttl has passed.
    let shown = || get(&world.serve, "/status/tokens", &[]).body;
    let first = shown();
    assert_eq!(shown(), first);
    tokenseal_files::change_status_list(&list, |list| list.set(index, StatusList::INVALID)).unwrap();
    let second = shown();
    assert_ne!(second, first);
    assert_eq!(
        status_of(&world.serve, &verifier(), &token),
        Err("ERR_JWT_REVOKED".into())
    );
    std::thread::sleep(std::time::Duration::from_millis(2300));
    assert_ne!(shown(), second);

    assert_eq!(get(&world.serve, "/status/other", &[]).status, 404);
    assert_eq!(
        get(&world.serve, "/status/tokens?time=1700000000", &[]).status,
        501
    );
    std::fs::remove_file(&list).unwrap();
    let gone = get(&world.serve, "/status/tokens", &[]);
    assert_eq!(
        (
            gone.status,
            gone.header("retry-after"),
            gone.header("cache-control")
        ),
        (503, Some("1"), Some("no-store"))
    );
}

#[test]
fn what_is_wrong_with_a_status_list() {
    let kept = Kept::new();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("keys.json"), r#"{"keys":[]}"#).unwrap();
    for (from, to, message) in [
        ("ttl = \"4s\"", "ttl = \"0s\"", "ttl is zero"),
        ("ttl = \"4s\"", "ttl = \"soon\"", "a length of time"),
        ("ttl = \"4s\"", "ttl = \"1d\"", "ERR_OPTION_INVALID"),
        ("ring = \"main\"", "ring = \"other\"", "ring names no [[ring]]"),
        ("uri = \"https:", "uri = \"ftp:", "uri"),
        ("list.json", "absent.json", "absent.json"),
    ] {
        std::fs::write(folder.path().join("serve.toml"), kept.config().replace(from, to)).unwrap();
        let (is_good, text) = crate::support::check(folder.path(), &["--config", "serve.toml"]);
        assert!(!is_good && text.contains(message), "{to}: {text}");
    }
}

#[test]
fn the_metadata_of_apis() {
    let api = |name: &str, host: &str, resource: &str| {
        format!(
            "[[api]]\nname = \"{name}\"\nhosts = [\"{host}\"]\nresource = \"{resource}\"\nauthorization_servers = [\"https://issuer.example\"]\n"
        )
    };
    let apis = [
        api("orders", "orders.internal", "https://orders.example"),
        api("stock", "stock.internal", "https://stock.example/"),
        api("deep", "deep.internal", "https://deep.example/v1/things"),
    ];
    let config = ISSUER_AND_API.replace("[[api]]\n    name = \"orders\"\n", &apis.concat());
    let world = World::of(&config, &[]);
    let root = "/.well-known/oauth-protected-resource";
    let of = |host: &str, path: &str| {
        let reply = get(&world.serve, path, &[("Host", host)]);
        (
            reply.status,
            if reply.status == 200 {
                reply.json()["resource"].as_str().unwrap().to_owned()
            } else {
                reply.body
            },
        )
    };
    for (host, resource) in [
        ("orders.example", "https://orders.example"),
        ("STOCK.example", "https://stock.example/"),
        ("orders.internal:8443", "https://orders.example"),
        ("stock.internal", "https://stock.example/"),
    ] {
        assert_eq!(of(host, root), (200, resource.to_owned()), "{host}");
    }
    for host in ["other.example", "", "orders.example.evil"] {
        assert_eq!(of(host, root).0, 404, "{host}");
    }
    let deep = format!("{root}/v1/things");
    assert_eq!(
        of("anything", &deep),
        (200, "https://deep.example/v1/things".to_owned())
    );
    assert_eq!(of("deep.example", &format!("{root}/v1")).0, 404);
    let reply = is_public(&world.serve, &deep);
    assert_eq!(reply.header("content-type"), Some("application/json"));
    assert_eq!(
        reply.json()["authorization_servers"],
        json!(["https://issuer.example"])
    );
}
