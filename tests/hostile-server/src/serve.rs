//! Accepts connections and answers one request on each, in a thread of its own.

use std::io::{self, ErrorKind};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use rustls::ServerConfig;
use serde_json::Value;

use crate::Result;
use crate::answer::Answer;
use crate::certificates::Certificates;
use crate::control::Spaces;
use crate::ports::{self, Ports};
use crate::request::Request;
use crate::route::{self, Site};
use crate::wire::Wire;

/// Connections beyond this many at a time are closed at once, so that a flood does not exhaust the
/// threads.
const MAX_CONNECTIONS: usize = 1024;
/// Enough for a thread that only writes bytes.
const STACK: usize = 256 * 1024;

/// What the tests learn about a run.
pub(crate) struct Started {
    pub(crate) ca: String,
    urls: Value,
    /// One of the ports refuses connections as long as its socket exists.
    _ports: Ports,
}

impl Started {
    pub(crate) fn line(&self) -> String {
        self.urls.to_string()
    }
}

/// How a port greets its connections.
#[derive(Clone)]
enum Greeting {
    Plain,
    Tls(Arc<ServerConfig>),
    Silence,
}

struct Shared {
    site: Site,
    connections: AtomicUsize,
}

/// Binds every port and serves from then on.
pub(crate) fn start() -> Result<Started> {
    let certificates = Certificates::make()?;
    let ports = Ports::bind()?;
    let urls = ports.describe(&certificates)?;
    let site = Site {
        spaces: Spaces::default(),
        http: ports::port(&ports.http)?,
    };
    let shared = Arc::new(Shared {
        site,
        connections: AtomicUsize::new(0),
    });
    let tls = |config: &Arc<ServerConfig>| Greeting::Tls(Arc::clone(config));
    let groups = [
        (&ports.http, Greeting::Plain),
        (&ports.https, tls(&certificates.good)),
        (&ports.expired, tls(&certificates.expired)),
        (&ports.wrong_host, tls(&certificates.wrong_host)),
        (&ports.unknown_ca, tls(&certificates.unknown_ca)),
        (&ports.mutual, tls(&certificates.mutual)),
        (&ports.silent, Greeting::Silence),
    ];
    for (listeners, greeting) in groups {
        for listener in listeners {
            let (listener, greeting, shared) = (listener.try_clone()?, greeting.clone(), Arc::clone(&shared));
            thread::Builder::new().spawn(move || accept(&listener, &greeting, &shared))?;
        }
    }
    Ok(Started {
        ca: certificates.ca,
        urls,
        _ports: ports,
    })
}

fn accept(listener: &TcpListener, greeting: &Greeting, shared: &Arc<Shared>) {
    // `accept` fails if a client gave up early: that is no reason to stop.
    for socket in listener.incoming().flatten() {
        if shared.connections.fetch_add(1, Ordering::Relaxed) >= MAX_CONNECTIONS {
            shared.connections.fetch_sub(1, Ordering::Relaxed);
            continue;
        }
        let (greeting, held) = (greeting.clone(), Held(Arc::clone(shared)));
        // Without a thread the connection is dropped, and so closed.
        let _ = thread::Builder::new().stack_size(STACK).spawn(move || {
            // Clients hang up when they have seen enough: most tests are about that.
            let _ = converse(socket, greeting, &held.0.site);
        });
    }
}

fn converse(socket: TcpStream, greeting: Greeting, site: &Site) -> io::Result<()> {
    let tls = match greeting {
        Greeting::Plain => None,
        Greeting::Tls(config) => Some(config),
        Greeting::Silence => return Wire::new(socket, None)?.wait(),
    };
    let mut wire = Wire::new(socket, tls)?;
    match Request::read(&mut wire) {
        Ok(request) => route::answer(&request, &mut wire, site),
        Err(error) if error.kind() == ErrorKind::InvalidData && !wire.is_secure() => {
            Answer::status("400 Bad Request").send(&mut wire)
        }
        Err(error) if error.kind() == ErrorKind::InvalidData => {
            wire.linger();
            Err(error)
        }
        Err(error) => Err(error),
    }
}

/// One of the connections at a time, until it is dropped.
struct Held(Arc<Shared>);

impl Drop for Held {
    fn drop(&mut self) {
        self.0.connections.fetch_sub(1, Ordering::Relaxed);
    }
}
