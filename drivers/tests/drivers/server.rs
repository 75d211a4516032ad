//! The server of these tests, and tokens of its keys.

use std::env;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Value, json};
use tokenseal::{
    GenerateOptions, JwkOptions, Key, KeySet, Length, RemoteKeySet, RemoteOptions, SignatureAlgorithm, TokenOptions, Verifier,
    VerifyOptions,
};

/// One server for all tests. It ends with their process, whose end closes its input.
pub(crate) static SERVER: LazyLock<Server> = LazyLock::new(Server::start);

pub(crate) struct Server {
    line: Value,
    /// Holds its input.
    _child: Child,
}

impl Server {
    pub(crate) fn start() -> Self {
        let program = program();
        let build = "build it: cargo build --release -p hostile-server";
        let mut child = Command::new(&program).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap_or_else(|error| {
            panic!("{} cannot be started ({error}); {build}", program.display());
        });
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { line: serde_json::from_str(&line).expect(build), _child: child }
    }

    /// The beginning of a URL, if this machine has it.
    pub(crate) fn url(&self, name: &str) -> Option<&str> {
        self.line[name].as_str()
    }

    pub(crate) fn ca(&self) -> &str {
        self.line["ca"].as_str().unwrap()
    }

    /// A client's certificate and its key.
    pub(crate) fn client(&self) -> &str {
        self.line["client"].as_str().unwrap()
    }

    fn ask(&self, method: &str, path: &str, body: &str) -> String {
        let host = self.url("http").unwrap().strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(host).unwrap();
        let length = body.len();
        write!(stream, "{method} {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200"), "{method} {path}: {head}");
        body.to_owned()
    }
}

/// Where `cargo xtask test` says that it is, or where cargo puts it next to this program.
fn program() -> PathBuf {
    let beside = || {
        let this = env::current_exe().unwrap();
        this.parent().unwrap().parent().unwrap().join("hostile-server").with_extension(env::consts::EXE_EXTENSION)
    };
    env::var_os("TOKENSEAL_HOSTILE_SERVER").map_or_else(beside, PathBuf::from)
}

/// A name space of the server's: what one test sets there, no other sees.
pub(crate) struct Space(String);

impl Space {
    pub(crate) fn new() -> Self {
        static LAST: AtomicU64 = AtomicU64::new(0);
        Self(format!("/s/drivers-{}", LAST.fetch_add(1, Ordering::Relaxed)))
    }

    /// A path of this space on the server that the line calls so.
    pub(crate) fn url(&self, name: &str, path: &str) -> Option<String> {
        SERVER.url(name).map(|base| format!("{base}{}{path}", self.0))
    }

    /// Where the good key set is, in the clear.
    pub(crate) fn good(&self) -> String {
        self.url("http", "/b/ok/jwks.json").unwrap()
    }

    pub(crate) fn control(&self, what: &str) {
        SERVER.ask("POST", &format!("{}/control/{what}", self.0), "");
    }

    /// Has the good paths serve these keys.
    pub(crate) fn serve(&self, keys: &[&Key]) {
        let set = KeySet::new(keys.iter().map(|key| key.public().unwrap())).to_jwks(false).unwrap();
        SERVER.ask("POST", &format!("{}/control/keys", self.0), &set);
    }

    /// The requests so far.
    pub(crate) fn log(&self) -> Vec<Value> {
        serde_json::from_str(&SERVER.ask("GET", &format!("{}/control/log", self.0), "")).unwrap()
    }

    /// A set at the good path.
    pub(crate) fn set(&self) -> RemoteKeySet {
        RemoteKeySet::new(Some(&self.good()), &plain()).unwrap()
    }
}

/// Options of a set that is fetched in the clear.
pub(crate) fn plain() -> RemoteOptions {
    RemoteOptions { allow_http: true, ..RemoteOptions::default() }
}

pub(crate) fn seconds(seconds: u64) -> Option<Length> {
    Some(format!("{seconds}s").as_str().into())
}

pub(crate) fn verifier(set: &RemoteKeySet) -> Verifier {
    Verifier::new(Some(set.into()), None, &VerifyOptions { allow_missing_exp: true, ..VerifyOptions::default() }).unwrap()
}

pub(crate) fn key(id: &str) -> Key {
    let options = GenerateOptions { key_id: Some(id.to_owned()), ..GenerateOptions::default() };
    Key::generate(SignatureAlgorithm::ES256.into(), &options).unwrap()
}

/// The private half of the key that the server serves unless told otherwise, from the test vectors.
pub(crate) fn good_key() -> Key {
    const X: &str = "D0iMoqTThhgSdB5zH5rYvNZWc914b_rZZGrfOyRWehA";
    let vectors = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/vectors/jws_algorithms.json");
    let vectors: Value = serde_json::from_str(&std::fs::read_to_string(vectors).unwrap()).unwrap();
    let mut jwk = find(&vectors, X).expect("the vectors have the key").clone();
    jwk["kid"] = json!("good-1");
    jwk["alg"] = json!("ES256");
    Key::from_jwk(&jwk.to_string(), &JwkOptions::default()).unwrap()
}

fn find<'a>(value: &'a Value, x: &str) -> Option<&'a Value> {
    match value {
        Value::Object(members) if members.get("x").is_some_and(|found| found == x) && members.contains_key("d") => Some(value),
        Value::Object(members) => members.values().find_map(|inner| find(inner, x)),
        Value::Array(items) => items.iter().find_map(|inner| find(inner, x)),
        _ => None,
    }
}

/// A token that this key signed, and that never expires.
pub(crate) fn token(key: &Key) -> String {
    let options = TokenOptions { no_expiry: true, now: Some(0.0), ..TokenOptions::default() };
    tokenseal::sign(&json!({ "sub": "alice" }), key, &options).unwrap()
}

/// The status of a set, at the test's time.
pub(crate) fn status(set: &RemoteKeySet, now: f64) -> Value {
    serde_json::from_str(&set.status(tokenseal::machine::Times::of_test(now))).unwrap()
}
