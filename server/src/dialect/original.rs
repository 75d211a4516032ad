//! The request that a gateway asks about, as the gateway describes it.

use std::borrow::Cow;

use axum::http::{HeaderMap, HeaderValue};
use tokenseal::{Error, ErrorCode, ProtectedResource};

/// The request in question.
#[derive(Debug)]
pub(crate) struct Original<'a> {
    /// The method of the client's request.
    pub(crate) method: &'a str,
    /// Its path and query, as the client sent them: never decoded, never normalized.
    pub(crate) target: &'a str,
    /// The host that it was sent to.
    pub(crate) host: Option<&'a str>,
    /// Its headers, and those that the gateway has added.
    pub(crate) headers: &'a HeaderMap,
    /// The certificate that the client has proven to hold, if the gateway passes it on in some
    /// other way than in a header.
    pub(crate) certificate: Option<Vec<u8>>,
}

impl<'a> Original<'a> {
    /// Combines what a gateway says, or refuses it: the request is never guessed.
    pub(crate) fn new(
        method: &'a str,
        target: &'a str,
        host: Option<&'a str>,
        headers: &'a HeaderMap,
    ) -> Result<Self, Error> {
        if method.is_empty() || !method.bytes().all(is_token) {
            return Err(malformed(
                "the method of the request that the gateway asks about is none (RFC 9110, section 9.1)",
            ));
        }
        let is_plain = |byte: u8| matches!(byte, b'!'..=b'~') && byte != b'#';
        if !target.starts_with('/') || !target.bytes().all(is_plain) {
            return Err(malformed(
                "the target of the request that the gateway asks about is no path: it begins with a slash and is printable ASCII without #",
            ));
        }
        Ok(Self {
            method,
            target,
            host,
            headers,
            certificate: None,
        })
    }

    /// The path without the query, by which rules decide and which DPoP proofs name.
    pub(crate) fn path(&self) -> &'a str {
        self.target.split_once('?').map_or(self.target, |(path, _)| path)
    }

    /// The headers that a protected resource reads. Bytes that are not ASCII are kept, each as a
    /// character, so that they are refused.
    pub(crate) fn credentials(&self) -> Vec<(&'static str, Cow<'a, str>)> {
        let all = |name: &'static str| {
            self.headers
                .get_all(name)
                .iter()
                .map(move |value| (name, text(value)))
        };
        ProtectedResource::HEADERS.into_iter().flat_map(all).collect()
    }
}

/// What a gateway says in headers.
#[derive(Clone, Copy)]
pub(crate) struct Said<'a>(pub(crate) &'a HeaderMap);

impl<'a> Said<'a> {
    /// The only value of a header; one that occurs twice may be the client's.
    pub(crate) fn one(self, name: &str) -> Result<Option<&'a str>, Error> {
        let mut all = self.0.get_all(name).iter();
        match (all.next(), all.next()) {
            (None, _) => Ok(None),
            (Some(only), None) => only
                .to_str()
                .map(Some)
                .map_err(|_| malformed(format!("{name} has other characters than printable ASCII"))),
            (Some(_), Some(_)) => Err(misconfigured(format!(
                "{name} is there several times: have the gateway replace the client's own, and send one"
            ))),
        }
    }

    /// The same for a required header.
    pub(crate) fn needed(self, name: &str) -> Result<&'a str, Error> {
        self.one(name)?.ok_or_else(|| {
            misconfigured(format!(
                "the gateway does not send {name}: see the example of its configuration"
            ))
        })
    }
}

/// The client has sent something that cannot be decided.
pub(super) fn malformed(message: impl Into<Cow<'static, str>>) -> Error {
    Error::new(ErrorCode::RequestInvalid, message)
}

/// The gateway does not do its part.
pub(super) fn misconfigured(message: impl Into<Cow<'static, str>>) -> Error {
    Error::new(ErrorCode::OptionInvalid, message)
}

fn text(value: &HeaderValue) -> Cow<'_, str> {
    match value.to_str() {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(value.as_bytes().iter().map(|byte| char::from(*byte)).collect()),
    }
}

/// RFC 9110, section 5.6.2.
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}
