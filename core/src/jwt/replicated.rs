//! Claims that an encrypted token repeats in its header, for those who cannot decrypt it (RFC 7519, section 5.3).

use serde_json::{Map, Value};

use crate::error::{Error, Result};
use crate::header::{Header, Parameter};
use crate::json::Scanned;
use crate::jwt::claims::{Registered, mismatch};

const REPLICATED: [(&str, Parameter); 3] = [("iss", Parameter::Iss), ("sub", Parameter::Sub), ("aud", Parameter::Aud)];

/// What a header repeats must be what the claims say, or whoever routes by it is misled.
pub(super) fn check(header: &Header, claims: &Registered<'_>) -> Result<()> {
    for (name, parameter) in REPLICATED {
        if let Some(repeated) = header.raw(parameter)
            && !claims.get(name).is_some_and(|claim| is_same(claim, Scanned::again(repeated)))
        {
            return Err(mismatch(
                name,
                format!("{name} in the header of the encrypted token is not what the claims say (RFC 7519, section 5.3)"),
            ));
        }
    }
    Ok(())
}

/// The same for a token in the making, whose payload is at hand.
pub(super) fn check_made(header: Option<&Map<String, Value>>, payload: &str) -> Result<()> {
    let Some(header) = header.filter(|header| REPLICATED.iter().any(|(name, _)| header.contains_key(*name))) else { return Ok(()) };
    let claims = Registered::read(payload, crate::limits::Limits::DEFAULT.max_json_depth)?;
    for (name, _) in REPLICATED {
        let Some(repeated) = header.get(name) else { continue };
        let repeated = repeated.to_string();
        if !claims.get(name).is_some_and(|claim| is_same(claim, Scanned::again(&repeated))) {
            return Err(Error::option(format!(
                "{name} in header is not what the claims say: an encrypted token repeats claims, or leaves them out"
            )));
        }
    }
    Ok(())
}

/// The same text or number; of audiences, the same ones in their order.
fn is_same(claim: Scanned<'_>, repeated: Scanned<'_>) -> bool {
    claim.json() == repeated.json() || claim.texts().is_some_and(|texts| repeated.texts().is_some_and(|others| texts == others))
}
