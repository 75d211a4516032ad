//! A well-formed answer. Behaviours replace its parts, leave them out, or send it piece by piece.

use std::io::{self, Write};
use std::time::SystemTime;

use crate::wire::Wire;

pub(crate) const KEY_SET: &str = "application/jwk-set+json";
pub(crate) const JSON: &str = "application/json";

pub(crate) struct Answer {
    status: String,
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// 200 with a date and a length, after which the connection ends.
    pub(crate) fn ok(content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status: "200 OK".to_owned(),
            headers: Vec::new(),
            body: Vec::new(),
        }
        .with("Date", &httpdate::fmt_http_date(SystemTime::now()))
        .with("Content-Type", content_type)
        .with("Connection", "close")
        .with_body(body)
    }

    /// The code and its reason, `404 Not Found`, with a body that says the same.
    pub(crate) fn status(status: &str) -> Self {
        Self::ok("text/plain", format!("{status}\n")).called(status)
    }

    /// The same with another status.
    pub(crate) fn called(mut self, status: &str) -> Self {
        status.clone_into(&mut self.status);
        self
    }

    /// The same with that header instead of any of its name.
    pub(crate) fn with(self, name: &str, value: &str) -> Self {
        self.without(name).and(name, value)
    }

    /// The same with that header besides any of its name.
    pub(crate) fn and(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.headers
            .retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self
    }

    /// The same without a body, as 204 and 304 require.
    pub(crate) fn bare(self) -> Self {
        self.without("Content-Length")
            .without("Content-Type")
            .carrying(Vec::new())
    }

    /// The same with another body, and its length.
    pub(crate) fn with_body(self, body: impl Into<Vec<u8>>) -> Self {
        let body = body.into();
        self.with("Content-Length", &body.len().to_string())
            .carrying(body)
    }

    /// Everything before the body, including the empty line.
    pub(crate) fn head(&self) -> String {
        let headers: String = self
            .headers
            .iter()
            .map(|(name, value)| format!("{name}: {value}\r\n"))
            .collect();
        format!("HTTP/1.1 {}\r\n{headers}\r\n", self.status)
    }

    pub(crate) fn send(&self, wire: &mut Wire) -> io::Result<()> {
        wire.write_all(self.head().as_bytes())?;
        wire.write_all(&self.body)?;
        wire.flush()
    }

    fn carrying(mut self, body: Vec<u8>) -> Self {
        self.body = body;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_replaced_added_and_left_out() {
        let answer = Answer::ok(JSON, "{}")
            .with("date", "never")
            .and("Age", "1")
            .and("Age", "2")
            .without("connection");
        assert_eq!(
            answer.head(),
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\ndate: never\r\nAge: 1\r\nAge: 2\r\n\r\n"
        );
        assert_eq!(
            Answer::status("404 Not Found").without("Date").body,
            b"404 Not Found\n"
        );
    }
}
