//! Direct encryption with a shared key (RFC 7518, section 4.5).

use crate::error::{Error, Result};
use crate::jwe::management::{Conveyed, Found, unfit};
use crate::key::{Key, Material};
use crate::primitive::aead::ContentKey;

/// The key is the content encryption key, so there is nothing to convey.
pub(crate) fn convey(key: &Key) -> Result<Conveyed<'_>> {
    let content_key = Found::Prepared(prepared(key).ok_or_else(unfit)?);
    Ok(Conveyed {
        content_key,
        encrypted_key: Vec::new(),
        parameters: Vec::new(),
    })
}

/// The key is the content encryption key.
pub(crate) fn recover(key: &Key) -> Result<Found<'_>> {
    prepared(key)
        .map(Found::Prepared)
        .ok_or_else(Error::decryption_failed)
}

fn prepared(key: &Key) -> Option<&ContentKey> {
    match key.material() {
        Material::Secret(key) => key.content_key(),
        _ => None,
    }
}
