//! The compact serialization of a JWS (RFC 7515, section 7.1).

use std::borrow::Cow;

use crate::base64url;
use crate::error::Result;
use crate::header::Header;
use crate::json::is_json;

/// The three parts of a token, as they appear in it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parts<'a> {
    pub(crate) header: &'a [u8],
    pub(crate) payload: &'a [u8],
    signature: &'a [u8],
    /// The JWS Signing Input: the header, a dot and the payload.
    pub(super) signing_input: &'a [u8],
    /// Whether parts may end in padding. The signature covers the parts as they were received.
    padding: bool,
}

impl<'a> Parts<'a> {
    /// The length of the token.
    pub(crate) fn token_length(&self) -> usize {
        self.signing_input.len() + 1 + self.signature.len()
    }

    /// Splits a token at its two dots; None if it has fewer or more, or is JSON, however many dots
    /// that contains.
    pub(crate) fn split(token: &'a [u8]) -> Option<Self> {
        if is_json(token) {
            return None;
        }
        let mut dots = memchr::memchr_iter(b'.', token);
        let (first, second) = (dots.next()?, dots.next()?);
        if dots.next().is_some() {
            return None;
        }
        Some(Self {
            header: token.get(..first)?,
            payload: token.get(first + 1..second)?,
            signature: token.get(second + 1..)?,
            signing_input: token.get(..second)?,
            padding: false,
        })
    }

    /// The same token, but its parts may end in base64 padding.
    pub(crate) fn allowing_padding(self) -> Self {
        Self {
            header: base64url::without_padding(self.header),
            padding: true,
            ..self
        }
    }

    fn encoded(&self, part: &'a [u8]) -> &'a [u8] {
        if self.padding {
            base64url::without_padding(part)
        } else {
            part
        }
    }

    /// The JWS Signing Input, as it appears in the token.
    pub(crate) fn signing_input(&self) -> &'a [u8] {
        self.signing_input
    }

    /// The same token with its detached payload, which `signing_input` ends with.
    pub(crate) fn attach(self, signing_input: &'a [u8]) -> Option<Self> {
        Some(Self {
            payload: signing_input.get(self.header.len() + 1..)?,
            signing_input,
            ..self
        })
    }

    /// The payload, before the signature is verified.
    pub(crate) fn payload_unverified(&self, header: &Header) -> Result<Vec<u8>> {
        if header.payload_is_encoded() {
            base64url::decode(self.encoded(self.payload)).ok_or_else(|| {
                header.invalid("the payload is not base64url (no padding, no white space, no + or /)")
            })
        } else {
            Ok(self.payload.to_vec())
        }
    }

    /// The signature, before it is verified: in `place`, if it fits there.
    pub(crate) fn signature_unverified<'b>(
        &self,
        header: &Header,
        place: &'b mut [u8],
    ) -> Result<Cow<'b, [u8]>> {
        base64url::decode_into(self.encoded(self.signature), place).ok_or_else(|| {
            header.invalid("the signature is not base64url (no padding, no white space, no + or /)")
        })
    }
}

/// The JWS Signing Input: the protected header as it appears in the token, a dot, and the payload,
/// in base64url unless `b64` is false.
pub(crate) fn signing_input(protected: &[u8], payload: &[u8], encoded: bool) -> Vec<u8> {
    let mut input = Vec::with_capacity(protected.len() + payload.len() * 4 / 3 + 4);
    input.extend_from_slice(protected);
    input.push(b'.');
    if encoded {
        input.extend_from_slice(base64url::encode(payload).as_bytes());
    } else {
        input.extend_from_slice(payload);
    }
    input
}
