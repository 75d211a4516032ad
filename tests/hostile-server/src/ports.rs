//! The ports of one run, and their URLs.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};

use serde_json::{Value, json};
use socket2::{Domain, Socket, Type};

use crate::certificates::Certificates;

/// The listeners, on free ports of the loopback.
pub(crate) struct Ports {
    pub(crate) http: Vec<TcpListener>,
    pub(crate) https: Vec<TcpListener>,
    pub(crate) expired: Vec<TcpListener>,
    pub(crate) wrong_host: Vec<TcpListener>,
    pub(crate) unknown_ca: Vec<TcpListener>,
    /// Asks for the client's certificate.
    pub(crate) mutual: Vec<TcpListener>,
    /// Accepts connections and stays silent.
    pub(crate) silent: Vec<TcpListener>,
    /// Keeps a port bound on which nobody listens.
    refusing: Socket,
}

impl Ports {
    pub(crate) fn bind() -> io::Result<Self> {
        let refusing = Socket::new(Domain::IPV4, Type::STREAM, None)?;
        refusing.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into())?;
        Ok(Self {
            http: both()?,
            https: both()?,
            expired: both()?,
            wrong_host: both()?,
            unknown_ca: both()?,
            mutual: both()?,
            silent: both()?,
            refusing,
        })
    }

    /// The URLs under the names that `behaviours.json` uses.
    pub(crate) fn describe(&self, certificates: &Certificates) -> io::Result<Value> {
        let at = |scheme: &str, host: &str, listeners: &[TcpListener]| {
            Ok::<_, io::Error>(format!("{scheme}://{host}:{}", port(listeners)?))
        };
        let refused = self
            .refusing
            .local_addr()?
            .as_socket()
            .map(|address| format!("http://127.0.0.1:{}", address.port()));
        let ipv6 = if self.http.len() > 1 {
            Some(at("http", "[::1]", &self.http)?)
        } else {
            None
        };
        Ok(json!({
            "http": at("http", "127.0.0.1", &self.http)?,
            "http_localhost": at("http", "localhost", &self.http)?,
            "https": at("https", "localhost", &self.https)?,
            "expired": at("https", "localhost", &self.expired)?,
            "wrong_host": at("https", "localhost", &self.wrong_host)?,
            "unknown_ca": at("https", "localhost", &self.unknown_ca)?,
            "mutual_tls": at("https", "localhost", &self.mutual)?,
            "not_tls": at("https", "localhost", &self.http)?,
            "not_http": at("http", "localhost", &self.https)?,
            "silent": at("http", "127.0.0.1", &self.silent)?,
            "silent_tls": at("https", "localhost", &self.silent)?,
            "refused": refused,
            "ipv6": ipv6,
            "ca": certificates.ca,
            "client": certificates.client,
        }))
    }
}

/// A free port on 127.0.0.1 and, if possible, the same port on ::1: `localhost` may mean either.
fn both() -> io::Result<Vec<TcpListener>> {
    let first = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let second = TcpListener::bind((Ipv6Addr::LOCALHOST, first.local_addr()?.port()));
    Ok([first].into_iter().chain(second).collect())
}

/// The port that all of them share.
pub(crate) fn port(listeners: &[TcpListener]) -> io::Result<u16> {
    let first = listeners.first().ok_or_else(|| io::Error::other("no listener"))?;
    Ok(first.local_addr()?.port())
}
