//! Fetched keys, from a real server on the loopback (`tests/hostile-server`).

use std::env;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;

use serde_json::{Value, json};
use tokenseal_cli::{Process, run};

use crate::support::Folder;

/// It ends with the tests, when its input closes.
static SERVER: LazyLock<(Value, Child)> = LazyLock::new(|| {
    let program = program();
    let build = "build it: cargo build --release -p hostile-server";
    let child = Command::new(&program)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let mut child =
        child.unwrap_or_else(|error| panic!("{} cannot be started ({error}); {build}", program.display()));
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    (serde_json::from_str(&line).expect(build), child)
});

/// Where `cargo xtask test` says that it is, or where cargo puts it next to the command.
fn program() -> PathBuf {
    let beside = || {
        PathBuf::from(env!("CARGO_BIN_EXE_tokenseal"))
            .with_file_name("hostile-server")
            .with_extension(env::consts::EXE_EXTENSION)
    };
    env::var_os("TOKENSEAL_HOSTILE_SERVER").map_or_else(beside, PathBuf::from)
}

/// The URL of a behaviour, as an issuer.
fn url(server: &str, behaviour: &str) -> String {
    format!("{}/s/command/b/{behaviour}", SERVER.0[server].as_str().unwrap())
}

/// A folder with a token that this issuer's published key verifies, and another key.
fn folder(issuer: &str) -> Folder {
    let folder = Folder::new();
    folder.write("key.jwk", good_key().to_string());
    folder.ok("keygen ES256 --out other.jwk");
    folder.write(
        "token",
        folder.ok(&format!(
            "sign {{\"sub\":\"alice\"}} --key key.jwk --issuer {issuer} --expires-in 15m"
        )),
    );
    folder
}

/// The private half of what the server publishes, from the test vectors.
fn good_key() -> Value {
    const X: &str = "D0iMoqTThhgSdB5zH5rYvNZWc914b_rZZGrfOyRWehA";
    let vectors = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../tests/vectors/jws_algorithms.json"
    );
    let mut jwk = find(
        &serde_json::from_str(&std::fs::read_to_string(vectors).unwrap()).unwrap(),
        X,
    )
    .unwrap();
    jwk["kid"] = json!("good-1");
    jwk["alg"] = json!("ES256");
    jwk
}

fn find(value: &Value, x: &str) -> Option<Value> {
    match value {
        Value::Object(members)
            if members.get("x").is_some_and(|found| found == x) && members.contains_key("d") =>
        {
            Some(value.clone())
        }
        Value::Object(members) => members.values().find_map(|inner| find(inner, x)),
        Value::Array(items) => items.iter().find_map(|inner| find(inner, x)),
        _ => None,
    }
}

#[test]
fn an_issuer_in_one_option() {
    let issuer = url("http", "ok");
    let folder = folder(&issuer);
    let shown = folder.json(&format!("verify @token --issuer {issuer} --allow-http"));
    assert_eq!(
        (&shown["key_id"], &shown["claims"]["sub"]),
        (&json!("good-1"), &json!("alice"))
    );
    folder.ok("revocations init revoked.log");
    let line = format!("verify @token --issuer {issuer} --allow-http --revocations revoked.log");
    folder.ok(&line);
    folder.ok(&format!("revoke revoked.log --key-id good-1 --issuer {issuer}"));
    folder.fails(&line, 1, "ERR_JWT_REVOKED");
    let other = url("http_localhost", "ok");
    let outcome = folder.fails(
        &format!("verify @token --issuer {other} --allow-http"),
        1,
        "ERR_JWT_CLAIM_MISMATCH",
    );
    assert!(
        outcome.stderr.contains("(claim iss)"),
        "the other's metadata is fetched, and its `iss` is not the token's: {outcome:?}"
    );
}

#[test]
fn a_key_set_by_its_url() {
    let issuer = url("http", "ok");
    let folder = folder(&issuer);
    let line = format!("verify @token --jwks-url {issuer}/jwks.json --allow-http");
    folder.ok(&format!("{line} --issuer {issuer}"));
    folder.ok(&format!("{line} --allow-any-issuer"));
    folder.fails(
        &format!("{line} --issuer https://issuer.example"),
        1,
        "ERR_JWT_CLAIM_MISMATCH",
    );
    folder.write("token", folder.ok("sign {} --key other.jwk --expires-in 15m"));
    folder.fails(
        &format!("{line} --allow-any-issuer"),
        1,
        "ERR_JWKS_NO_MATCHING_KEY",
    );
}

#[test]
fn keys_that_cannot_be_fetched_say_nothing_of_the_token() {
    let issuer = url("http", "500");
    let folder = folder(&issuer);
    folder.fails(
        &format!("verify @token --jwks-url {issuer}/jwks.json --issuer {issuer} --allow-http"),
        2,
        "ERR_JWKS_UNAVAILABLE",
    );
    folder.fails(
        &format!(
            "verify @token --issuer {} --allow-http",
            url("http", "metadata-404")
        ),
        2,
        "ERR_JWKS_UNAVAILABLE",
    );
    // The platform does not know this server's authority.
    folder.fails(
        &format!("verify @token --issuer {}", url("https", "ok")),
        2,
        "ERR_JWKS_UNAVAILABLE",
    );
}

#[test]
fn only_https_unless_told_otherwise() {
    let issuer = url("http", "ok");
    let outcome = folder(&issuer).fails(
        &format!("verify @token --issuer {issuer}"),
        2,
        "ERR_OPTION_INVALID",
    );
    assert!(outcome.stderr.contains("--allow-http"), "{outcome:?}");
}

/// The platform's trust applies: on Linux, a variable says where its certificates are.
#[cfg(target_os = "linux")]
#[test]
fn the_platforms_authorities_are_trusted() {
    let issuer = url("https", "ok");
    let folder = folder(&issuer);
    folder.write("ca.pem", SERVER.0["ca"].as_str().unwrap());
    let mut command = folder.command();
    let output = command
        .env("SSL_CERT_FILE", folder.path("ca.pem"))
        .args(["verify", "@token", "--issuer", &issuer])
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
}

#[test]
fn options_that_do_not_go_together() {
    let issuer = url("http", "ok");
    let folder = folder(&issuer);
    for rest in [
        format!("--key key.jwk --issuer {issuer} --allow-http"),
        format!("--key key.jwk --jwks-url {issuer}/jwks.json"),
        format!("--issuer {issuer} --alg ES256 --allow-http"),
        format!("--issuer {issuer} --issuer {issuer}/2 --allow-http"),
        format!("--bytes --jwks-url {issuer}/jwks.json"),
        format!("--bytes --issuer {issuer}"),
        "--allow-any-issuer".to_owned(),
        "--issuer nowhere --allow-http".to_owned(),
    ] {
        let outcome = folder.run(&format!("verify @token {rest}"));
        assert_eq!(
            (outcome.code, outcome.stdout.as_str()),
            (2, ""),
            "{rest}: {outcome:?}"
        );
    }
}

#[test]
fn a_process_that_fetches_nothing_says_so() {
    let (mut output, mut errors) = (Vec::new(), Vec::new());
    let (stdin, now) = (&mut std::io::empty(), 0.0);
    let process = Process {
        stdin,
        stdout: &mut output,
        stderr: &mut errors,
        terminal: false,
        now,
        get: None,
        ask: None,
    };
    assert_eq!(
        run(
            [
                "tokenseal",
                "verify",
                "a.b.c",
                "--issuer",
                "https://issuer.example"
            ],
            process
        ),
        2
    );
    assert!(
        String::from_utf8(errors)
            .unwrap()
            .starts_with("tokenseal: ERR_OPTION_INVALID: this program fetches no keys")
    );
}
