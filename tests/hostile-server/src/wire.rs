//! One connection, in the clear or through TLS, and the ways to end it.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use rustls::{ServerConfig, ServerConnection, StreamOwned};
use socket2::SockRef;

/// How long a client may stay silent or leave data unread before its thread ends.
const PATIENCE: Duration = Duration::from_secs(120);
/// How long one may that has failed the handshake.
const LINGERS: Duration = Duration::from_secs(2);

/// A connection. Dropping it ends it in the way that was chosen last.
pub(crate) struct Wire {
    stream: Stream,
    ending: Ending,
}

enum Stream {
    Plain(TcpStream),
    Secure(Box<StreamOwned<ServerConnection, TcpStream>>),
}

enum Ending {
    /// `close_notify` where there is TLS, then FIN.
    Orderly,
    /// FIN alone: a client that relies on `close_notify` can tell that the answer was truncated.
    Abrupt,
    /// RST.
    Reset,
}

impl Wire {
    pub(crate) fn new(socket: TcpStream, tls: Option<Arc<ServerConfig>>) -> io::Result<Self> {
        socket.set_read_timeout(Some(PATIENCE))?;
        socket.set_write_timeout(Some(PATIENCE))?;
        socket.set_nodelay(true)?;
        let stream = match tls {
            None => Stream::Plain(socket),
            Some(config) => {
                let connection = ServerConnection::new(config).map_err(io::Error::other)?;
                Stream::Secure(Box::new(StreamOwned::new(connection, socket)))
            }
        };
        Ok(Self {
            stream,
            ending: Ending::Orderly,
        })
    }

    pub(crate) fn is_secure(&self) -> bool {
        matches!(self.stream, Stream::Secure(_))
    }

    /// Ends the connection with RST once it is dropped.
    pub(crate) fn reset(&mut self) {
        self.ending = Ending::Reset;
    }

    /// Ends the connection without `close_notify` once it is dropped.
    pub(crate) fn cut(&mut self) {
        self.ending = Ending::Abrupt;
    }

    /// Writes byte for byte with a pause after each, until all is written or the client is gone.
    pub(crate) fn drip(&mut self, bytes: &[u8], pause: Duration) -> io::Result<()> {
        for byte in bytes.chunks(1) {
            self.write_all(byte)?;
            self.flush()?;
            thread::sleep(pause);
        }
        Ok(())
    }

    /// Stays silent until the client is gone.
    pub(crate) fn wait(&mut self) -> io::Result<()> {
        let mut ignored = [0; 1024];
        while self.read(&mut ignored)? > 0 {}
        Ok(())
    }

    /// After a handshake that failed: reads what the client had sent already. Closed with that
    /// unread, the connection would be reset, and the client could miss the alert that says why.
    pub(crate) fn linger(&mut self) {
        let mut socket = self.socket();
        let mut ignored = [0; 1024];
        let is_ended = socket
            .set_read_timeout(Some(LINGERS))
            .and_then(|()| socket.shutdown(Shutdown::Write))
            .is_err();
        while !is_ended && socket.read(&mut ignored).is_ok_and(|count| count > 0) {}
    }

    fn socket(&self) -> &TcpStream {
        match &self.stream {
            Stream::Plain(socket) => socket,
            Stream::Secure(stream) => stream.get_ref(),
        }
    }
}

impl Read for Wire {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match &mut self.stream {
            Stream::Plain(socket) => socket.read(buffer),
            Stream::Secure(stream) => stream.read(buffer),
        }
    }
}

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.stream {
            Stream::Plain(socket) => socket.write(bytes),
            Stream::Secure(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.stream {
            Stream::Plain(socket) => socket.flush(),
            Stream::Secure(stream) => stream.flush(),
        }
    }
}

impl Drop for Wire {
    /// The client may be gone already, so nothing here can fail.
    fn drop(&mut self) {
        match self.ending {
            Ending::Orderly => {
                if let Stream::Secure(stream) = &mut self.stream {
                    stream.conn.send_close_notify();
                    // `flush` would first complete the handshake, and wait for a client that has
                    // failed.
                    while stream.conn.wants_write() && stream.conn.write_tls(&mut stream.sock).is_ok() {}
                }
                let _ = self.socket().shutdown(Shutdown::Write);
            }
            Ending::Abrupt => {
                let _ = self.socket().shutdown(Shutdown::Write);
            }
            // Without time to linger, closing the socket is a reset.
            Ending::Reset => {
                let _ = SockRef::from(self.socket()).set_linger(Some(Duration::ZERO));
            }
        }
    }
}
