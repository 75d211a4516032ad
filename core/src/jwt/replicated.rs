//! Claims that an encrypted token repeats in its header, for those who cannot decrypt it (RFC 7519,
//! section 5.3).

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::error::{Error, Result};
use crate::header::{Header, Parameter};
use crate::json::Scanned;
use crate::jwt::claims::{Registered, mismatch};
use crate::limits::Limits;

const REPLICATED: [(&str, Parameter); 3] = [
    ("iss", Parameter::Iss),
    ("sub", Parameter::Sub),
    ("aud", Parameter::Aud),
];

/// What a header repeats must match the claims, or anyone who routes by it is misled.
pub(super) fn check(header: &Header, claims: &Registered<'_>) -> Result<()> {
    match misleading(claims, |_, parameter| header.raw(parameter).map(Cow::from)) {
        Some(name) => Err(mismatch(
            name,
            format!(
                "{name} in the header of the encrypted token is not what the claims say (RFC 7519, section 5.3)"
            ),
        )),
        None => Ok(()),
    }
}

/// The same for a token in the making, whose payload is at hand.
pub(super) fn check_made(header: Option<&Map<String, Value>>, payload: &str) -> Result<()> {
    let Some(header) = header.filter(|header| REPLICATED.iter().any(|(name, _)| header.contains_key(*name)))
    else {
        return Ok(());
    };
    let claims = Registered::read(payload, Limits::DEFAULT.max_json_depth)?;
    match misleading(&claims, |name, _| {
        header.get(name).map(|repeated| repeated.to_string().into())
    }) {
        Some(name) => Err(Error::option(format!(
            "{name} in header is not what the claims say: an encrypted token repeats claims, or leaves them out"
        ))),
        None => Ok(()),
    }
}

/// The first name that a header repeats with a JSON value that differs from the claims.
fn misleading<'h>(
    claims: &Registered<'_>,
    repeated: impl Fn(&str, Parameter) -> Option<Cow<'h, str>>,
) -> Option<&'static str> {
    let differs = |name: &str, parameter| {
        repeated(name, parameter).is_some_and(|repeated| {
            !claims
                .get(name)
                .is_some_and(|claim| is_same(claim, Scanned::again(&repeated)))
        })
    };
    REPLICATED
        .into_iter()
        .find(|(name, parameter)| differs(name, *parameter))
        .map(|(name, _)| name)
}

/// The same text or number; of audiences, the same ones in their order.
fn is_same(claim: Scanned<'_>, repeated: Scanned<'_>) -> bool {
    claim.json() == repeated.json()
        || claim
            .texts()
            .is_some_and(|texts| repeated.texts().is_some_and(|others| texts == others))
}
