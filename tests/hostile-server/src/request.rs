//! A client's request, read with no more tolerance than the tests need.

use std::io::{self, Read, Write};

use crate::wire::Wire;

/// No client of ours sends a longer head.
const MAX_HEAD: usize = 64 * 1024;
/// Enough for the largest key set that a test may want served.
const MAX_BODY: usize = 16 * 1024 * 1024;

/// The first byte of a client that expects TLS here. It would wait for an answer, and the server
/// for the end of a head.
const TLS_HANDSHAKE: [u8; 1] = [0x16];

pub(crate) struct Request {
    pub(crate) method: String,
    /// The target as the client wrote it, query and all.
    pub(crate) path: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Request {
    pub(crate) fn read(wire: &mut Wire) -> io::Result<Self> {
        let mut request = Self::parse(&head(wire)?)
            .ok_or_else(|| malformed("no request line, or a header without a colon"))?;
        let length = request
            .header("content-length")
            .map_or(Ok(0), str::parse)
            .map_err(|_| malformed("Content-Length is no number"))?;
        if length > MAX_BODY {
            return Err(malformed("too large a body"));
        }
        if request.header("expect").is_some() {
            wire.write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
            wire.flush()?;
        }
        request.body.resize(length, 0);
        wire.read_exact(&mut request.body)?;
        Ok(request)
    }

    /// The first header of that name, which is given in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    fn parse(head: &[u8]) -> Option<Self> {
        let text = String::from_utf8_lossy(head);
        let mut lines = text.lines();
        let mut words = lines.next()?.split(' ');
        let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
        let headers = lines.take_while(|line| !line.is_empty()).map(|line| {
            let (name, value) = line.split_once(':')?;
            Some((name.to_owned(), value.trim().to_owned()))
        });
        Some(Self {
            method,
            path,
            headers: headers.collect::<Option<_>>()?,
            body: Vec::new(),
        })
    }
}

/// Everything up to the empty line. It is read byte by byte, because what follows belongs to the
/// body.
fn head(wire: &mut Wire) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    let mut byte = [0; 1];
    while !head.ends_with(b"\r\n\r\n") {
        wire.read_exact(&mut byte)?;
        head.extend_from_slice(&byte);
        if head.len() > MAX_HEAD {
            return Err(malformed("too long a head"));
        }
        if head == TLS_HANDSHAKE {
            return Err(malformed("TLS, where there is none"));
        }
    }
    Ok(head)
}

fn malformed(reason: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_head() {
        let request = Request::parse(
            b"GET /b/ok/jwks.json HTTP/1.1\r\nHost: localhost:1\r\nIF-None-Match:  \"a\" \r\n\r\n",
        )
        .unwrap();
        assert_eq!(
            (request.method.as_str(), request.path.as_str()),
            ("GET", "/b/ok/jwks.json")
        );
        assert_eq!(request.header("if-none-match"), Some("\"a\""));
        assert_eq!(request.header("accept"), None);
    }

    #[test]
    fn refuses_what_is_no_head() {
        for wrong in ["", "GET", "GET / HTTP/1.1\r\nHost\r\n\r\n"] {
            assert!(Request::parse(wrong.as_bytes()).is_none(), "{wrong:?}");
        }
    }
}
