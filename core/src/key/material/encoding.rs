//! SPKI and PKCS#8, as aws-lc-rs writes them.

use aws_lc_rs::encoding::{AsDer, PublicKeyX509Der};
use aws_lc_rs::error::Unspecified;
use zeroize::Zeroizing;

use crate::error::Result;
use crate::key::error::refused;

/// The SPKI of a public key that aws-lc-rs has prepared.
pub(super) fn spki<'a>(key: &impl AsDer<PublicKeyX509Der<'a>>) -> Result<Vec<u8>> {
    Ok(key.as_der().map_err(|_| refused())?.as_ref().to_vec())
}

/// The PKCS#8 of a key pair, in a copy that is wiped.
pub(super) fn pkcs8(der: std::result::Result<impl AsRef<[u8]>, Unspecified>) -> Result<Zeroizing<Vec<u8>>> {
    der.map(|der| Zeroizing::new(der.as_ref().to_vec()))
        .map_err(|_| refused())
}
