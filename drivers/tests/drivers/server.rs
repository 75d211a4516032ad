//! The server of these tests.

use std::env;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::Value;

/// One server for all tests. It ends with their process, when its input closes.
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
        let mut child = Command::new(&program)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| {
                panic!("{} cannot be started ({error}); {build}", program.display());
            });
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        Self {
            line: serde_json::from_str(&line).expect(build),
            _child: child,
        }
    }

    /// The base URL with this name, if this machine has it.
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

/// Where `cargo xtask test` says that it is, or where cargo puts it: next to a program, and one
/// folder above a test program.
fn program() -> PathBuf {
    let name = Path::new("hostile-server").with_extension(env::consts::EXE_EXTENSION);
    let beside = || {
        let this = env::current_exe().unwrap();
        this.ancestors()
            .skip(1)
            .take(2)
            .map(|folder| folder.join(&name))
            .find(|path| path.exists())
            .unwrap_or(name.clone())
    };
    env::var_os("TOKENSEAL_HOSTILE_SERVER").map_or_else(beside, PathBuf::from)
}

/// A namespace on the server: no other test sees what one test sets there.
pub(crate) struct Space(String);

impl Space {
    pub(crate) fn new() -> Self {
        static LAST: AtomicU64 = AtomicU64::new(0);
        Self(format!("/s/drivers-{}", LAST.fetch_add(1, Ordering::Relaxed)))
    }

    /// A path of this namespace under the base URL with this name.
    pub(crate) fn url(&self, name: &str, path: &str) -> Option<String> {
        SERVER.url(name).map(|base| format!("{base}{}{path}", self.0))
    }

    /// Where the good key set is, without TLS.
    pub(crate) fn good(&self) -> String {
        self.url("http", "/b/ok/jwks.json").unwrap()
    }

    pub(crate) fn control(&self, what: &str) {
        SERVER.ask("POST", &format!("{}/control/{what}", self.0), "");
    }

    /// Makes the good paths serve this JWK Set.
    pub(crate) fn publish(&self, jwks: &str) {
        SERVER.ask("POST", &format!("{}/control/keys", self.0), jwks);
    }

    /// The requests so far.
    pub(crate) fn log(&self) -> Vec<Value> {
        serde_json::from_str(&SERVER.ask("GET", &format!("{}/control/log", self.0), "")).unwrap()
    }
}
