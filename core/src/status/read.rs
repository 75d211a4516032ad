//! The claims of a verified status list token: its address, its times and its list (sections 4.2
//! and 5.1 of the draft).

use super::packed::Packed;
use crate::base64url;
use crate::deflate::{Fault, Wrapping, inflate_into};
use crate::error::{Error, ErrorCode, Result};
use crate::json::{Scanned, scan_text};
use crate::limits::Limits;

/// A list, and what its token says about it.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) list: Packed,
    pub(super) said: Said,
}

/// The times of a list, in seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Said {
    /// `iat`.
    pub(super) issued: f64,
    /// How long it may be kept.
    pub(super) ttl: Option<f64>,
    /// `exp`.
    pub(super) expires: Option<f64>,
}

/// Reads the claims of the token of the list at `uri`. Nothing is inflated until everything else
/// has been checked, nor to more than `max_inflated_bytes`.
pub(super) fn read(claims: &str, uri: &str, max_inflated_bytes: usize) -> Result<Read> {
    let (mut sub, mut iat, mut exp, mut ttl, mut status_list) = (None, None, None, None, None);
    scan(claims, |name, value| match name {
        "sub" => sub = Some(value),
        "iat" => iat = Some(value),
        "exp" => exp = Some(value),
        "ttl" => ttl = Some(value),
        "status_list" => status_list = Some(value),
        _ => {}
    })?;
    if !sub.is_some_and(|sub| sub.is_text(uri)) {
        return Err(Error::new(
            ErrorCode::ClaimMismatch,
            "its sub is not the address that the token names",
        )
        .with_claim("sub"));
    }
    let issued = iat
        .and_then(Scanned::number)
        .ok_or_else(|| invalid("iat", "its iat is not a number"))?;
    let ttl = match ttl {
        None => None,
        Some(ttl) => Some(
            ttl.number()
                .filter(|ttl| *ttl > 0.0)
                .ok_or_else(|| invalid("ttl", "its ttl is not a positive number"))?,
        ),
    };
    let expires = exp.and_then(Scanned::number);
    let status_list = status_list
        .and_then(Scanned::object)
        .ok_or_else(|| invalid("status_list", "its status_list is not an object"))?;
    let list = read_list(status_list.json(), max_inflated_bytes)?;
    Ok(Read {
        list,
        said: Said { issued, ttl, expires },
    })
}

fn read_list(status_list: &str, max_inflated_bytes: usize) -> Result<Packed> {
    let (mut bits, mut lst) = (None, None);
    scan(status_list, |name, value| match name {
        "bits" => bits = Some(value),
        "lst" => lst = Some(value),
        _ => {}
    })?;
    // A single digit: 1.0 and 1e0 are not JSON integers that everyone reads the same way.
    let bits = bits
        .filter(|bits| matches!(bits.json(), "1" | "2" | "4" | "8"))
        .and_then(|bits| bits.json().parse().ok());
    let bits = bits.ok_or_else(|| invalid("status_list", "its bits are not 1, 2, 4 or 8"))?;
    let lst = lst
        .and_then(Scanned::string)
        .ok_or_else(|| invalid("status_list", "its lst is not a text"))?;
    let compressed = base64url::decode(lst.as_bytes()).ok_or_else(|| {
        invalid(
            "status_list",
            "its lst is not base64url (no padding, no white space)",
        )
    })?;
    let mut bytes = Vec::new();
    inflate_into(&compressed, Wrapping::Zlib, max_inflated_bytes, &mut bytes).map_err(
        |fault| match fault {
            Fault::TooLong => Error::new(
                ErrorCode::LimitExceeded,
                "its lst inflates to more than max_inflated_bytes",
            ),
            Fault::Malformed => invalid("status_list", "its lst is not one whole ZLIB stream (RFC 1950)"),
        },
    )?;
    bytes.shrink_to_fit();
    Packed::new(bits, bytes).ok_or_else(|| invalid("status_list", "its bits are not 1, 2, 4 or 8"))
}

fn scan<'a>(object: &'a str, visit: impl FnMut(&str, Scanned<'a>)) -> Result<()> {
    // It has already passed this when the token was verified.
    scan_text(object, Limits::MAX_JSON_DEPTH, visit)
        .map(drop)
        .map_err(|_| invalid("status_list", "its claims are not strict JSON"))
}

#[cold]
fn invalid(claim: &'static str, message: &'static str) -> Error {
    Error::new(ErrorCode::ClaimInvalid, message).with_claim(claim)
}
