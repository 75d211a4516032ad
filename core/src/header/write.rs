//! Writing headers: a fixed order, canonical JSON, and no parameter from the caller that the
//! library sets itself.

use serde_json::{Map, Value};

use crate::error::{Error, Result};
use crate::json::{self, ObjectWriter, Refused};
use crate::limits::{Limits, exceeded};

/// What the library sets itself; a caller's `header` must not name any of these.
const SET_BY_THE_LIBRARY: [&str; 10] = [
    "alg", "enc", "zip", "crit", "b64", "epk", "iv", "tag", "p2s", "p2c",
];

/// Refuses a caller's `header` that names something the library sets, or that is nested too deeply.
pub(crate) fn check_extra(header: &Map<String, Value>) -> Result<()> {
    if header
        .keys()
        .any(|name| SET_BY_THE_LIBRARY.contains(&name.as_str()))
    {
        return Err(Error::option(
            "header names a parameter that the library sets: alg comes from the key, and enc, zip, crit and b64 have options of their own",
        ));
    }
    for name in ["typ", "cty", "kid", "apu", "apv"] {
        if header.get(name).is_some_and(|value| !value.is_string()) {
            return Err(Error::option(format!("header has a {name} that is no text")));
        }
    }
    let text = serde_json::to_vec(header).map_err(|_| Error::option("header cannot be written as JSON"))?;
    match json::scan_object(&text, Limits::DEFAULT.max_json_depth, |_, _| ()) {
        Ok(_) => Ok(()),
        Err(Refused::TooDeep) => Err(exceeded(
            "header is nested deeper than 32 levels, which nobody reads by default",
        )),
        Err(Refused::Malformed) => Err(Error::option("header cannot be written as JSON")),
    }
}

/// Refuses headers of one token if two of them name the same parameter (RFC 7515, section 4).
pub(crate) fn check_disjoint(headers: &[&Map<String, Value>]) -> Result<()> {
    let mut rest = headers;
    while let Some((first, others)) = rest.split_first() {
        if others
            .iter()
            .any(|other| first.keys().any(|name| other.contains_key(name)))
        {
            return Err(Error::option("two headers name the same parameter"));
        }
        rest = others;
    }
    Ok(())
}

/// Refuses headers that together are longer than the default limit allows anyone to read.
pub(crate) fn check_length<'a>(headers: impl IntoIterator<Item = &'a str>) -> Result<()> {
    let length: usize = headers.into_iter().map(str::len).sum();
    match length > Limits::DEFAULT.max_header_bytes {
        true => Err(exceeded(
            "the header is longer than 16 KiB, which nobody reads by default",
        )),
        false => Ok(()),
    }
}

/// Finishes a token's header, unless it is longer than the default limit allows anyone to read.
pub(crate) fn finish_header(writer: &mut ObjectWriter) -> Result<String> {
    let text = writer.finish();
    check_length([text.as_str()]).map(|()| text)
}
