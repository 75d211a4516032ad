//! Free ports of the loopback.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::net::{Ipv4Addr, TcpListener};
use std::ops::Range;

use super::Result;

/// Below the ports that Linux and macOS give to outgoing connections: nobody gets the port of a
/// server while that is down.
const RANGE: Range<u16> = 15_000..32_000;
const TRIES: usize = 1_000;

/// A port on which nobody listens. Another program may still take it first: then the caller tries
/// again.
pub(crate) fn free() -> Result<u16> {
    listener().and_then(|listener| Ok(listener.local_addr()?.port()))
}

/// Listens on a free port.
pub(crate) fn listener() -> Result<TcpListener> {
    (0..TRIES)
        .find_map(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, random())).ok())
        .ok_or_else(|| "no port is free".into())
}

fn random() -> u16 {
    let span = u64::from(RANGE.end - RANGE.start);
    let drawn = RandomState::new().build_hasher().finish() % span;
    RANGE.start + u16::try_from(drawn).unwrap_or_default()
}
