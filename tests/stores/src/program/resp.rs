//! One command on a connection of its own, in RESP2, and its reply as JSON.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};

use serde_json::{Value, json};

use super::Result;
use super::limit::Limit;

/// The server's own limit for one text.
const LONGEST: usize = 512 * 1024 * 1024;
/// No command's reply is nested more deeply.
const DEEPEST: usize = 32;

/// Where a server is, and its password if it has one.
#[derive(Clone)]
pub(crate) struct Address {
    pub(crate) port: u16,
    pub(crate) password: Option<String>,
}

impl Address {
    /// The reply to a command; an error of the server is `{"error": "…"}`.
    pub(crate) fn ask<S: AsRef<str>>(&self, arguments: &[S], limit: Limit) -> Result<Value> {
        exchange(self, arguments, limit).map_err(|error| match error.kind() {
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => {
                format!("port {}: no reply within the time limit", self.port).into()
            }
            _ => format!("port {}: {error}", self.port).into(),
        })
    }

    /// The reply to a command that must succeed.
    pub(crate) fn require<S: AsRef<str>>(&self, arguments: &[S], limit: Limit) -> Result<Value> {
        let reply = self.ask(arguments, limit)?;
        match error_of(&reply) {
            Some(error) => Err(format!("port {}: {error}", self.port).into()),
            None => Ok(reply),
        }
    }

    /// A field of `INFO` or `CLUSTER INFO`.
    pub(crate) fn field(&self, command: &[&str], name: &str, limit: Limit) -> Result<Option<String>> {
        let reply = self.require(command, limit)?;
        let value = |line: &str| line.strip_prefix(name)?.strip_prefix(':').map(str::to_owned);
        Ok(reply.as_str().and_then(|text| text.lines().find_map(value)))
    }
}

/// The text of a reply that is an error.
pub(crate) fn error_of(reply: &Value) -> Option<&str> {
    reply.as_object()?.get("error")?.as_str()
}

fn exchange<S: AsRef<str>>(address: &Address, arguments: &[S], limit: Limit) -> io::Result<Value> {
    let place = SocketAddr::from((Ipv4Addr::LOCALHOST, address.port));
    let mut stream = TcpStream::connect_timeout(&place, limit.left()?)?;
    let mut reader = BufReader::new(Timed {
        stream: stream.try_clone()?,
        limit,
    });
    stream.set_write_timeout(Some(limit.left()?))?;
    if let Some(password) = &address.password {
        stream.write_all(&encode(&["AUTH", password]))?;
        let reply = read(&mut reader, 0)?;
        if let Some(error) = error_of(&reply) {
            return Err(io::Error::other(error.to_owned()));
        }
    }
    stream.write_all(&encode(arguments))?;
    read(&mut reader, 0)
}

/// Reads until the limit, however slowly bytes come.
struct Timed {
    stream: TcpStream,
    limit: Limit,
}

impl Read for Timed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.stream.set_read_timeout(Some(self.limit.left()?))?;
        self.stream.read(buffer)
    }
}

fn encode<S: AsRef<str>>(arguments: &[S]) -> Vec<u8> {
    let mut bytes = format!("*{}\r\n", arguments.len()).into_bytes();
    for argument in arguments.iter().map(AsRef::as_ref) {
        bytes.extend(format!("${}\r\n{argument}\r\n", argument.len()).into_bytes());
    }
    bytes
}

fn read(reader: &mut impl BufRead, depth: usize) -> io::Result<Value> {
    let mut line = Vec::new();
    reader.read_until(b'\n', &mut line)?;
    let line = String::from_utf8(line).map_err(|_| odd("a line that is not UTF-8"))?;
    let line = line.strip_suffix("\r\n").ok_or(io::ErrorKind::UnexpectedEof)?;
    let mut letters = line.chars();
    let (kind, rest) = (letters.next(), letters.as_str());
    match kind {
        Some('+') => Ok(rest.into()),
        Some('-') => Ok(json!({ "error": rest })),
        Some(':') => rest.parse::<i64>().map(Value::from).map_err(|_| odd(line)),
        Some('$') => length(rest)?.map_or(Ok(Value::Null), |length| bulk(reader, length)),
        Some('*') if depth < DEEPEST => match length(rest)? {
            Some(length) => (0..length).map(|_| read(reader, depth + 1)).collect(),
            None => Ok(Value::Null),
        },
        _ => Err(odd(line)),
    }
}

/// None if the value is null.
fn length(text: &str) -> io::Result<Option<usize>> {
    if text == "-1" {
        return Ok(None);
    }
    text.parse()
        .ok()
        .filter(|length| *length <= LONGEST)
        .map(Some)
        .ok_or_else(|| odd(text))
}

/// A text; `{"bytes": […]}` if it is not UTF-8.
fn bulk(reader: &mut impl BufRead, length: usize) -> io::Result<Value> {
    let mut bytes = Vec::new();
    reader.by_ref().take(length as u64 + 2).read_to_end(&mut bytes)?;
    if bytes.len() != length + 2 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    bytes.truncate(length);
    Ok(String::from_utf8(bytes).map_or_else(|error| json!({ "bytes": error.into_bytes() }), Value::from))
}

fn odd(what: &str) -> io::Error {
    io::Error::other(format!("not a RESP2 reply: {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(text: &str) -> io::Result<Value> {
        read(&mut text.as_bytes(), 0)
    }

    #[test]
    fn writes_commands() {
        assert_eq!(
            encode(&["SET", "é", ""]),
            "*3\r\n$3\r\nSET\r\n$2\r\né\r\n$0\r\n\r\n".as_bytes()
        );
    }

    #[test]
    fn reads_replies() {
        assert_eq!(reply("+OK\r\n").unwrap(), "OK");
        assert_eq!(reply("-ERR no\r\n").unwrap(), json!({ "error": "ERR no" }));
        assert_eq!(
            reply("*4\r\n:-7\r\n$2\r\nab\r\n$-1\r\n*-1\r\n").unwrap(),
            json!([-7, "ab", null, null])
        );
        assert_eq!(
            read(&mut &b"$1\r\n\xff\r\n"[..], 0).unwrap(),
            json!({ "bytes": [255] })
        );
    }

    #[test]
    fn silence_ends_with_the_limit() {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = Address {
            port: listener.local_addr().unwrap().port(),
            password: None,
        };
        let error = address
            .ask(&["PING"], Limit::after(std::time::Duration::from_millis(50)))
            .unwrap_err();
        assert!(
            error.to_string().ends_with("no reply within the time limit"),
            "{error}"
        );
    }

    #[test]
    fn refuses_malformed_replies() {
        for wrong in [
            "",
            "+OK",
            "$3\r\nab",
            "$-2\r\n",
            ":x\r\n",
            "%1\r\n",
            "*1\r\n",
            "$99999999999\r\n",
        ] {
            assert!(reply(wrong).is_err(), "{wrong:?}");
        }
        assert!(reply(&"*1\r\n".repeat(100)).is_err());
    }
}
