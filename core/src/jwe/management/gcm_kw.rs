//! Key encryption with AES GCM (RFC 7518, section 4.7).

use zeroize::Zeroizing;

use crate::base64url;
use crate::error::{Error, Result};
use crate::header::{Header, Parameter};
use crate::jwe::management::Members;
use crate::primitive::aead::{ContentKey, Encrypted};

/// The header parameters `iv` and `tag`.
pub(crate) struct Parameters {
    iv: [u8; 12],
    tag: [u8; 16],
}

impl Parameters {
    pub(crate) fn read(header: &Header) -> Result<Self> {
        Ok(Self {
            iv: read(header, Parameter::Iv, "iv is not 12 bytes in base64url")?,
            tag: read(header, Parameter::Tag, "tag is not 16 bytes in base64url")?,
        })
    }

    /// Decrypts a content encryption key.
    pub(crate) fn unwrap(&self, kek: &ContentKey, wrapped: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
        if wrapped.is_empty() {
            return Err(Error::decryption_failed());
        }
        kek.decrypt(&self.iv, b"", wrapped.to_vec(), &self.tag)
            .map(Zeroizing::new)
    }
}

fn read<const N: usize>(header: &Header, parameter: Parameter, message: &'static str) -> Result<[u8; N]> {
    header
        .text(parameter)?
        .and_then(|text| base64url::decode_array(text.as_bytes()))
        .ok_or_else(|| header.invalid(message))
}

/// Encrypts a content encryption key. Returns the header parameters as well.
pub(crate) fn wrap(kek: &ContentKey, key: &[u8]) -> Result<(Vec<u8>, Members)> {
    let Encrypted { iv, ciphertext, tag } = kek.encrypt(b"", key.to_vec())?;
    let text = |bytes: &[u8]| format!("\"{}\"", base64url::encode(bytes));
    Ok((ciphertext, vec![("iv", text(&iv)), ("tag", text(&tag))]))
}
