//! A minimal client that shows the bytes that were sent.

// Each test program uses only part of it.
#![allow(dead_code)]

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;

use rustls::crypto::aws_lc_rs;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use serde_json::Value;

/// More than any head and any limit, and far less than the huge bodies.
const ENOUGH: usize = 512 * 1024;

/// A server of its own for each test, which ends with the test.
pub(crate) struct Server {
    child: Child,
    pub(crate) line: Value,
}

impl Server {
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_hostile-server"))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        Self {
            child,
            line: serde_json::from_str(&line).unwrap(),
        }
    }

    /// Closes its input, and waits.
    pub(crate) fn end(&mut self) -> ExitStatus {
        drop(self.child.stdin.take());
        self.child.wait().unwrap()
    }

    pub(crate) fn url(&self, name: &str) -> &str {
        self.line[name]
            .as_str()
            .unwrap_or_else(|| panic!("no URL is called {name}"))
    }

    pub(crate) fn get(&self, path: &str) -> String {
        self.get_with(path, "")
    }

    /// With further headers, each with its line break.
    pub(crate) fn get_with(&self, path: &str, headers: &str) -> String {
        String::from_utf8_lossy(&self.ask("http", "GET", path, headers, "").read_some()).into_owned()
    }

    pub(crate) fn post(&self, path: &str, body: &str) -> String {
        String::from_utf8_lossy(
            &self
                .ask(
                    "http",
                    "POST",
                    path,
                    &format!("Content-Length: {}\r\n", body.len()),
                    body,
                )
                .read_some(),
        )
        .into_owned()
    }

    /// Sends a request, and leaves the answer to be read.
    pub(crate) fn ask(&self, port: &str, method: &str, path: &str, headers: &str, body: &str) -> Pending {
        let host = address(self.url(port));
        let mut socket = TcpStream::connect(host).unwrap();
        socket
            .write_all(format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\n{headers}\r\n{body}").as_bytes())
            .unwrap();
        Pending(Box::new(socket))
    }

    /// Gets the good key set from that port through TLS. The error is the client's reason to refuse
    /// the server.
    pub(crate) fn get_tls(&self, port: &str) -> Result<String, String> {
        self.ask_tls(port, "/b/ok/jwks.json")
            .map(|mut pending| String::from_utf8_lossy(&pending.read_some()).into_owned())
    }

    pub(crate) fn ask_tls(&self, port: &str, path: &str) -> Result<Pending, String> {
        let mut roots = RootCertStore::empty();
        let (_, ca) = pem_rfc7468::decode_vec(self.line["ca"].as_str().unwrap().as_bytes()).unwrap();
        roots.add(CertificateDer::from(ca)).unwrap();
        let config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let connection =
            ClientConnection::new(Arc::new(config), ServerName::try_from("localhost").unwrap()).unwrap();
        let mut stream = StreamOwned::new(connection, TcpStream::connect(address(self.url(port))).unwrap());
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", address(self.url(port)));
        stream
            .write_all(request.as_bytes())
            .map_err(|error| format!("{error:?}"))?;
        Ok(Pending(Box::new(stream)))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.end();
    }
}

/// `localhost:1234` of `https://localhost:1234`.
pub(crate) fn address(url: &str) -> &str {
    url.split("://").nth(1).unwrap()
}

/// The JSON list in the body of an answer.
pub(crate) fn list(answer: &str) -> Vec<Value> {
    serde_json::from_str(answer.split("\r\n\r\n").nth(1).unwrap()).unwrap()
}

/// An answer that may come.
pub(crate) struct Pending(Box<dyn Read>);

impl Pending {
    /// All of it, or the first 512 KiB. A reset or a missing `close_notify` ends it as well.
    pub(crate) fn read_some(&mut self) -> Vec<u8> {
        let mut answer = Vec::new();
        let mut piece = vec![0; 16 * 1024];
        while answer.len() < ENOUGH {
            match self.0.read(&mut piece) {
                Ok(0) => break,
                Ok(length) => answer.extend_from_slice(&piece[..length]),
                Err(error)
                    if [ErrorKind::ConnectionReset, ErrorKind::UnexpectedEof].contains(&error.kind()) =>
                {
                    break;
                }
                Err(error) => panic!("{error}"),
            }
        }
        answer
    }

    /// Compares the first bytes.
    pub(crate) fn starts_with(&mut self, expected: &[u8]) -> bool {
        let mut start = vec![0; expected.len()];
        self.0.read_exact(&mut start).unwrap();
        start == expected
    }
}
