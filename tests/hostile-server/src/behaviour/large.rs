//! More than a client should read, plain or compressed. Large bodies are valid key sets, so that
//! only a limit keeps them out.

use std::io::{self, Write};
use std::sync::OnceLock;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::Row;
use super::good::many;
use crate::answer::Answer;
use crate::keys;

const GIBIBYTE: usize = 1 << 30;
const MEBIBYTE: usize = 1 << 20;
/// The size of the bomb after decompression. Before, it is 64 KiB.
const BOMB: usize = 64 * MEBIBYTE;
static PIECE: [u8; 64 * 1024] = [b' '; 64 * 1024];

pub(super) const TABLE: &[Row] = &[
    ("br-claimed", |exchange| {
        exchange.send(&exchange.good().with("Content-Encoding", "br"))
    }),
    ("deflate-claimed", |exchange| {
        exchange.send(&exchange.good().with("Content-Encoding", "deflate"))
    }),
    ("endless-body", |exchange| {
        exchange.raw(exchange.good().without("Content-Length").head())?;
        spaced(exchange.wire, GIBIBYTE)
    }),
    ("endless-headers", |exchange| {
        exchange.raw("HTTP/1.1 200 OK\r\n")?;
        let lines = "X-Header: and another\r\n".repeat(1000);
        for _ in 0..64 * MEBIBYTE / lines.len() {
            exchange.raw(&lines)?;
        }
        // A client that has read this much would read on forever.
        exchange.wire.wait()
    }),
    ("gzip-bomb", |exchange| {
        let bomb = bomb()?;
        exchange.send(&Answer::ok(crate::answer::KEY_SET, bomb).with("Content-Encoding", "gzip"))
    }),
    ("gzip-claimed", |exchange| {
        exchange.send(&exchange.good().with("Content-Encoding", "gzip"))
    }),
    ("gzip-truncated", |exchange| {
        let whole = gzip(&exchange.good().body)?;
        let half = whole.get(..whole.len() / 2).unwrap_or_default();
        exchange.send(&exchange.good().with_body(half).with("Content-Encoding", "gzip"))
    }),
    ("gzip-unasked", |exchange| {
        let body = gzip(&exchange.good().body)?;
        exchange.send(&exchange.good().with_body(body).with("Content-Encoding", "gzip"))
    }),
    ("header-long", |exchange| {
        exchange.send(&exchange.good().with("X-Long", &"x".repeat(MEBIBYTE)))
    }),
    ("huge-body", |exchange| {
        exchange.raw(
            exchange
                .good()
                .with("Content-Length", &spaced_length(GIBIBYTE).to_string())
                .head(),
        )?;
        spaced(exchange.wire, GIBIBYTE)
    }),
    ("huge-body-chunked", |exchange| {
        exchange.raw(
            exchange
                .good()
                .without("Content-Length")
                .with("Transfer-Encoding", "chunked")
                .head(),
        )?;
        spaced(&mut Chunks(exchange.wire), GIBIBYTE)?;
        exchange.raw("0\r\n\r\n")
    }),
    ("just-too-large", |exchange| {
        let mut body = Vec::new();
        spaced(&mut body, 256 * 1024)?;
        exchange.keys(body)
    }),
    ("keys-10000", |exchange| exchange.keys(many(9_999))),
    ("keys-101", |exchange| exchange.keys(many(100))),
];

pub(super) fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// Compressed once, at the first request: it takes a quarter of a second.
fn bomb() -> io::Result<&'static [u8]> {
    static BOMB_ONCE: OnceLock<Vec<u8>> = OnceLock::new();
    if let Some(bomb) = BOMB_ONCE.get() {
        return Ok(bomb);
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    spaced(&mut encoder, BOMB)?;
    let bomb = encoder.finish()?;
    Ok(BOMB_ONCE.get_or_init(|| bomb))
}

/// A good key set with that many bytes of white space in it.
fn spaced(output: &mut impl Write, spaces: usize) -> io::Result<()> {
    let (start, end) = halves();
    output.write_all(start.as_bytes())?;
    for _ in 0..spaces / PIECE.len() {
        output.write_all(&PIECE)?;
    }
    output.write_all(end.as_bytes())?;
    output.flush()
}

fn spaced_length(spaces: usize) -> usize {
    let (start, end) = halves();
    start.len() + spaces / PIECE.len() * PIECE.len() + end.len()
}

fn halves() -> (String, String) {
    let set = keys::set(&[keys::good()]);
    let (start, end) = set.split_at(1);
    (start.to_owned(), end.to_owned())
}

/// Sends each piece that is written as a chunk.
struct Chunks<'a, W: Write>(&'a mut W);

impl<W: Write> Write for Chunks<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        write!(self.0, "{:x}\r\n", bytes.len())?;
        self.0.write_all(bytes)?;
        self.0.write_all(b"\r\n")?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn the_bomb_is_small_until_it_is_read() {
        assert!(bomb().unwrap().len() < 128 * 1024);
    }

    #[test]
    fn what_is_compressed_is_the_same_when_decompressed() {
        let mut decompressed = String::new();
        flate2::read::GzDecoder::new(gzip(b"{}").unwrap().as_slice())
            .read_to_string(&mut decompressed)
            .unwrap();
        assert_eq!(decompressed, "{}");
    }

    #[test]
    fn the_length_is_honest() {
        let mut body = Vec::new();
        spaced(&mut body, 3 * PIECE.len()).unwrap();
        assert_eq!(body.len(), spaced_length(3 * PIECE.len()));
        assert!(serde_json::from_slice::<serde_json::Value>(&body).is_ok());
    }
}
