//! Key encryption with AES GCM (RFC 7518, section 4.7).

use zeroize::Zeroizing;

use crate::algorithm::ContentEncryption;
use crate::base64url;
use crate::error::{Error, Result};
use crate::header::{Header, Parameter};
use crate::jwe::content::{ContentKey, Sealed};
use crate::jwe::management::Members;

/// A key that encrypts other keys, of 16, 24 or 32 bytes. It is content encryption with a key for content.
pub(crate) struct GcmKey(ContentKey);

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
}

fn read<const N: usize>(header: &Header, parameter: Parameter, message: &'static str) -> Result<[u8; N]> {
    header.text(parameter)?.and_then(|text| base64url::decode_array(text.as_bytes())).ok_or_else(|| header.invalid(message))
}

impl GcmKey {
    pub(crate) fn new(key: &[u8]) -> Result<Self> {
        let enc = match key.len() {
            16 => ContentEncryption::A128GCM,
            24 => ContentEncryption::A192GCM,
            _ => ContentEncryption::A256GCM,
        };
        ContentKey::new(enc, key).map(Self)
    }

    /// Encrypts a content encryption key; also gives the header parameters.
    pub(crate) fn wrap(&self, key: &[u8]) -> Result<(Vec<u8>, Members)> {
        let Sealed { iv, ciphertext, tag } = self.0.encrypt(b"", key.to_vec())?;
        let text = |bytes: &[u8]| format!("\"{}\"", base64url::encode(bytes));
        Ok((ciphertext, vec![("iv", text(&iv)), ("tag", text(&tag))]))
    }

    /// Decrypts a content encryption key.
    pub(crate) fn unwrap(&self, parameters: &Parameters, wrapped: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
        if wrapped.is_empty() {
            return Err(Error::decryption_failed());
        }
        self.0.decrypt(&parameters.iv, b"", wrapped.to_vec(), &parameters.tag).map(Zeroizing::new)
    }
}
