//! A TCP proxy that can be cut: it then swallows bytes and closes nothing, as a broken cable does.
//!
//! A connection that lost bytes is closed when the cable is mended: left open, it would be a stream
//! with a hole in it, which TCP never produces.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU16, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use super::request::Direction;
use super::{Result, ports};

pub(crate) struct Proxy {
    pub(crate) port: u16,
    cable: Arc<Cable>,
}

struct Cable {
    /// The port of the server behind it.
    server: AtomicU16,
    requests_cut: AtomicBool,
    replies_cut: AtomicBool,
    ended: AtomicBool,
    connections: Mutex<Vec<Arc<Connection>>>,
}

struct Connection {
    client: TcpStream,
    /// None if the cable was cut when the client came.
    server: Option<TcpStream>,
    lost_bytes: AtomicBool,
    closed: AtomicBool,
}

impl Proxy {
    pub(crate) fn start(server: u16) -> Result<Self> {
        let listener = ports::listener()?;
        let port = listener.local_addr()?.port();
        let cable = Arc::new(Cable {
            server: AtomicU16::new(server),
            requests_cut: AtomicBool::new(false),
            replies_cut: AtomicBool::new(false),
            ended: AtomicBool::new(false),
            connections: Mutex::default(),
        });
        let accepting = Arc::clone(&cable);
        thread::spawn(move || accept(&listener, &accepting));
        Ok(Self { port, cable })
    }

    /// The port that new connections lead to.
    pub(crate) fn server(&self) -> u16 {
        self.cable.server.load(Ordering::SeqCst)
    }

    /// Leads new connections elsewhere. Those that are open stay.
    pub(crate) fn lead_to(&self, server: u16) {
        self.cable.server.store(server, Ordering::SeqCst);
    }

    pub(crate) fn cut(&self, direction: Direction) {
        self.cable
            .requests_cut
            .store(direction != Direction::Replies, Ordering::SeqCst);
        self.cable
            .replies_cut
            .store(direction != Direction::Requests, Ordering::SeqCst);
    }

    pub(crate) fn mend(&self) {
        let connections = self.cable.connections();
        self.cable.requests_cut.store(false, Ordering::SeqCst);
        self.cable.replies_cut.store(false, Ordering::SeqCst);
        connections
            .iter()
            .filter(|connection| connection.lost_bytes.load(Ordering::SeqCst))
            .for_each(|connection| connection.close());
    }

    /// Closes what is open, so that new connections follow [`Self::lead_to`].
    pub(crate) fn close_all(&self) {
        self.cable
            .connections()
            .iter()
            .for_each(|connection| connection.close());
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.cable.ended.store(true, Ordering::SeqCst);
        self.close_all();
        // Wakes the thread that accepts, which then ends.
        drop(TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)));
    }
}

impl Cable {
    fn connections(&self) -> MutexGuard<'_, Vec<Arc<Connection>>> {
        self.connections.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, connection: &Arc<Connection>) {
        let mut connections = self.connections();
        connections.retain(|connection| !connection.closed.load(Ordering::SeqCst));
        connections.push(Arc::clone(connection));
        if self.ended.load(Ordering::SeqCst) {
            connection.close();
        }
    }
}

impl Connection {
    fn new(client: TcpStream, server: Option<TcpStream>) -> Arc<Self> {
        let lost_bytes = AtomicBool::new(server.is_none());
        Arc::new(Self {
            client,
            server,
            lost_bytes,
            closed: AtomicBool::new(false),
        })
    }

    fn close(&self) {
        self.closed.store(true, Ordering::SeqCst);
        for stream in [Some(&self.client), self.server.as_ref()].into_iter().flatten() {
            // It may be closed already.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

fn accept(listener: &TcpListener, cable: &Arc<Cable>) {
    for client in listener.incoming() {
        if cable.ended.load(Ordering::SeqCst) {
            break;
        }
        let Ok(client) = client else { continue };
        if let Some(client) = unless_cut(client, cable)
            && let Ok(server) = TcpStream::connect((Ipv4Addr::LOCALHOST, cable.server.load(Ordering::SeqCst)))
        {
            let connection = Connection::new(client, Some(server));
            cable.add(&connection);
            carry(&connection, cable);
        }
    }
}

/// The kernel has accepted the client already. Across a cut cable it would get no answer, and gets
/// none here.
fn unless_cut(client: TcpStream, cable: &Cable) -> Option<TcpStream> {
    let mut connections = cable.connections();
    if !cable.requests_cut.load(Ordering::SeqCst) && !cable.replies_cut.load(Ordering::SeqCst) {
        return Some(client);
    }
    connections.push(Connection::new(client, None));
    None
}

/// Carries bytes both ways, each on a thread of its own.
fn carry(connection: &Arc<Connection>, cable: &Arc<Cable>) {
    for is_request in [true, false] {
        let (connection, cable) = (Arc::clone(connection), Arc::clone(cable));
        thread::spawn(move || {
            let cut = if is_request {
                &cable.requests_cut
            } else {
                &cable.replies_cut
            };
            if pump(&connection, is_request, cut) == End::Told {
                connection.close();
            }
        });
    }
}

/// Whether the other side learns that its peer has ended.
#[derive(PartialEq)]
enum End {
    Told,
    Lost,
}

/// Carries what one side says until it ends. What it says while the cable is cut is lost, its end
/// included.
fn pump(connection: &Connection, is_request: bool, cut: &AtomicBool) -> End {
    let Some(server) = &connection.server else {
        return End::Lost;
    };
    let (mut from, mut to) = if is_request {
        (&connection.client, server)
    } else {
        (server, &connection.client)
    };
    // Without it, everything still arrives, only later.
    let _ = to.set_nodelay(true);
    let mut bytes = vec![0; 64 * 1024];
    loop {
        let count = from.read(&mut bytes).unwrap_or_default();
        let is_lost = cut.load(Ordering::SeqCst);
        if is_lost {
            connection.lost_bytes.store(true, Ordering::SeqCst);
            if !cut.load(Ordering::SeqCst) {
                // Mended in between: nobody else has seen the loss.
                return End::Told;
            }
        }
        match (count, is_lost) {
            (0, true) => return End::Lost,
            (0, false) => return End::Told,
            (_, true) => {}
            (count, false) => {
                if to.write_all(bytes.get(..count).unwrap_or_default()).is_err() {
                    return End::Told;
                }
            }
        }
    }
}
