//! Addresses to listen on.

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;

use serde::{Deserialize, Deserializer};

/// An address of this machine: `127.0.0.1:8181`, `[::1]:8181`, or `unix:/run/tokenseal/serve.sock`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Address {
    /// An address and a port; port 0 means any free one.
    Tcp(SocketAddr),
    /// A socket in the file system, for everyone who may write to it.
    Unix(PathBuf),
}

impl Address {
    /// Whether only programs on this machine can reach it.
    pub fn is_local(&self) -> bool {
        match self {
            Address::Tcp(address) => address.ip().is_loopback(),
            Address::Unix(_) => true,
        }
    }
}

impl FromStr for Address {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.strip_prefix("unix:") {
            Some("") => Err(
                "unix: is followed by the path of a socket, such as unix:/run/tokenseal/serve.sock".into(),
            ),
            Some(path) => Ok(Address::Unix(path.into())),
            None => text.parse().map(Address::Tcp).map_err(|_| {
                "give an address with its port, such as 127.0.0.1:8181 or [::1]:8181, or unix: and a path"
                    .into()
            }),
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Address::Tcp(address) => address.fmt(formatter),
            Address::Unix(path) => write!(formatter, "unix:{}", path.display()),
        }
    }
}

impl<'de> Deserialize<'de> for Address {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_and_shown_alike() {
        for (text, is_local) in [
            ("127.0.0.1:8181", true),
            ("[::1]:0", true),
            ("0.0.0.0:80", false),
            ("192.0.2.1:443", false),
            ("unix:/run/a.sock", true),
        ] {
            let address: Address = text.parse().unwrap();
            assert_eq!(
                (address.to_string().as_str(), address.is_local()),
                (text, is_local)
            );
        }
        for text in [
            "",
            "unix:",
            "localhost",
            "127.0.0.1",
            ":8181",
            "http://127.0.0.1:8181",
        ] {
            assert!(text.parse::<Address>().is_err(), "{text}");
        }
    }
}
