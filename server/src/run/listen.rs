//! Listening sockets.

use std::fs::Permissions;
use std::io;
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, UnixListener};

use crate::config::Address;
use crate::wire::Peer;

/// The owner and the group may use a socket.
const MODE: u32 = 0o660;

/// A connection of any kind.
pub(super) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// A listening socket.
pub(super) enum Listener {
    Tcp(TcpListener),
    /// With its file, and the file's inode number.
    Unix(UnixListener, PathBuf, u64),
}

impl Listener {
    /// Listens at an address. A socket left by a program that is gone is replaced.
    pub(super) fn bind(address: &Address, folder: &Path) -> Result<Self, String> {
        let fault = |error: io::Error| format!("{address} cannot be listened on: {error}");
        match address {
            Address::Tcp(tcp) => {
                let listener = std::net::TcpListener::bind(tcp).map_err(fault)?;
                listener.set_nonblocking(true).map_err(fault)?;
                TcpListener::from_std(listener).map(Listener::Tcp).map_err(fault)
            }
            Address::Unix(path) => {
                let path = folder.join(path);
                remove_stale(&path).map_err(fault)?;
                let listener = UnixListener::bind(&path).map_err(fault)?;
                std::fs::set_permissions(&path, Permissions::from_mode(MODE)).map_err(fault)?;
                let number = std::fs::symlink_metadata(&path).map_err(fault)?.ino();
                Ok(Listener::Unix(listener, path, number))
            }
        }
    }

    /// Where it listens: with the actual port, if 0 was given.
    pub(super) fn address(&self) -> String {
        match self {
            Listener::Tcp(listener) => listener
                .local_addr()
                .map(|address| address.to_string())
                .unwrap_or_default(),
            Listener::Unix(_, path, _) => format!("unix:{}", path.display()),
        }
    }

    /// The next connection, and where it comes from.
    pub(super) async fn accept(&self) -> io::Result<(Box<dyn Stream>, Peer)> {
        Ok(match self {
            Listener::Tcp(listener) => {
                let (stream, address) = listener.accept().await?;
                // If the client is already gone, reading will show it.
                let _ = stream.set_nodelay(true);
                (Box::new(stream), Peer(Some(address.ip())))
            }
            Listener::Unix(listener, ..) => (Box::new(listener.accept().await?.0), Peer(None)),
        })
    }
}

impl Drop for Listener {
    /// Removes its file, unless another program has put its own there.
    fn drop(&mut self) {
        if let Listener::Unix(_, path, number) = self
            && std::fs::symlink_metadata(&*path).is_ok_and(|found| found.ino() == *number)
        {
            let _ = std::fs::remove_file(path);
        }
    }
}

/// Removes a socket that nobody listens on any more. Anything else stays, and makes binding fail.
fn remove_stale(path: &Path) -> io::Result<()> {
    match std::fs::symlink_metadata(path) {
        Ok(found)
            if found.file_type().is_socket() && std::os::unix::net::UnixStream::connect(path).is_err() =>
        {
            std::fs::remove_file(path)
        }
        _ => Ok(()),
    }
}
