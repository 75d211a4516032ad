//! Key encryption keys (RFC 7518, sections 4.4 and 4.7), and AES Key Wrap (RFC 3394).

use ::aes_kw::{KeyInit, KwAes192};
use aws_lc_rs::key_wrap::{AES_128, AES_256, AesKek, KeyWrap};
use zeroize::Zeroizing;

use crate::algorithm::{ContentEncryption, KeyManagement};
use crate::error::{Error, ErrorCode, Result};
use crate::primitive::aead::ContentKey;
use crate::secrecy;

/// A key encryption key for A*KW or A*GCMKW, prepared once, when the key is made.
pub(crate) enum Kek {
    Wrap(WrapKey),
    /// AES GCM encrypts keys the same way as content.
    Gcm(ContentKey),
}

impl Kek {
    /// Prepares a key for one of the six algorithms. Any other algorithm, or a key of the wrong
    /// length, is refused.
    pub(crate) fn new(algorithm: KeyManagement, key: &[u8]) -> Result<Self> {
        use KeyManagement as K;
        let (length, enc) = match algorithm {
            K::A128KW | K::A128GCMKW => (16, ContentEncryption::A128GCM),
            K::A192KW | K::A192GCMKW => (24, ContentEncryption::A192GCM),
            K::A256KW | K::A256GCMKW => (32, ContentEncryption::A256GCM),
            _ => return Err(Error::decryption_failed()),
        };
        if key.len() != length {
            return Err(Error::decryption_failed());
        }
        match algorithm {
            K::A128KW | K::A192KW | K::A256KW => WrapKey::new(key).map(Kek::Wrap),
            _ => ContentKey::new(enc, key).map(Kek::Gcm),
        }
    }
}

/// How much longer a wrapped key is.
const OVERHEAD: usize = 8;

/// A key that wraps other keys, of 16, 24 or 32 bytes.
///
/// AWS-LC expands the key for each wrap and unwrap, so the bytes are kept. AWS-LC does not have
/// A192KW, which comes from `aes-kw`.
pub(crate) struct WrapKey(Zeroizing<Vec<u8>>);

impl WrapKey {
    pub(crate) fn new(key: &[u8]) -> Result<Self> {
        match key.len() {
            16 | 24 | 32 => Ok(Self(Zeroizing::new(key.to_vec()))),
            _ => Err(Error::decryption_failed()),
        }
    }

    /// The length of a key of this many bytes once wrapped.
    pub(crate) fn wrapped(length: usize) -> usize {
        length.saturating_add(OVERHEAD)
    }

    /// Wraps a content encryption key.
    pub(crate) fn wrap(&self, key: &[u8]) -> Result<Vec<u8>> {
        let mut output = vec![0; Self::wrapped(key.len())];
        let done = match self.0.len() {
            16 => AesKek::new(&AES_128, &self.0)
                .and_then(|kek| kek.wrap(key, &mut output).map(drop))
                .is_ok(),
            24 => KwAes192::new_from_slice(&self.0).is_ok_and(|kek| kek.wrap_key(key, &mut output).is_ok()),
            _ => AesKek::new(&AES_256, &self.0)
                .and_then(|kek| kek.wrap(key, &mut output).map(drop))
                .is_ok(),
        };
        secrecy::public(&output);
        if done {
            Ok(output)
        } else {
            Err(Error::new(ErrorCode::Internal, "wrapping a key failed"))
        }
    }

    /// Unwraps a content encryption key of any length.
    pub(crate) fn unwrap(&self, wrapped: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
        // A wrapped key has at least three blocks of 8 bytes; `aes-kw` alone would accept fewer.
        if wrapped.len() < 3 * OVERHEAD {
            return Err(Error::decryption_failed());
        }
        let mut output = Zeroizing::new(vec![0; wrapped.len() - OVERHEAD]);
        let done = match self.0.len() {
            16 => AesKek::new(&AES_128, &self.0)
                .and_then(|kek| kek.unwrap(wrapped, &mut output).map(drop))
                .is_ok(),
            24 => unwrap_192(&self.0, wrapped, &mut output),
            _ => AesKek::new(&AES_256, &self.0)
                .and_then(|kek| kek.unwrap(wrapped, &mut output).map(drop))
                .is_ok(),
        };
        if done {
            Ok(output)
        } else {
            Err(Error::decryption_failed())
        }
    }
}

/// Separate and never inlined, so that what `tests/side-channels` permits for `aes-kw` is permitted
/// nowhere else.
#[inline(never)]
fn unwrap_192(key: &[u8], wrapped: &[u8], output: &mut [u8]) -> bool {
    secrecy::public_verdict(
        KwAes192::new_from_slice(key).is_ok_and(|kek| kek.unwrap_key(wrapped, output).is_ok()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(text: &str) -> Vec<u8> {
        (0..text.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap())
            .collect()
    }

    #[test]
    fn rfc3394_section_4() {
        let kek = hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
        let data = hex("00112233445566778899aabbccddeeff0001020304050607");
        for (kek_length, data_length, wrapped) in [
            (16, 16, "1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5"), // 4.1
            (24, 16, "96778b25ae6ca435f92b5b97c050aed2468ab8a17ad84e5d"), // 4.2
            (32, 16, "64e8c3f9ce0f5ba263e9777905818a2a93c8191e7d6e8ae7"), // 4.3
            (
                24,
                24,
                "031d33264e15d33268f24ec260743edce1c6c7ddee725a936ba814915c6762d2",
            ), // 4.4
            (
                32,
                24,
                "a8f9bc1612c68b3ff6e6f4fbe30e71e4769c8b80a32cb8958cd5d17d6b254da1",
            ), // 4.5
        ] {
            let key = WrapKey::new(&kek[..kek_length]).unwrap();
            assert_eq!(key.wrap(&data[..data_length]).unwrap(), hex(wrapped));
            assert_eq!(key.unwrap(&hex(wrapped)).unwrap()[..], data[..data_length]);
        }
    }

    #[test]
    fn what_was_changed_or_cut_is_refused() {
        for length in [16, 24, 32] {
            let key = WrapKey::new(&vec![1; length]).unwrap();
            let wrapped = key.wrap(&[2; 32]).unwrap();
            for at in 0..wrapped.len() {
                let mut changed = wrapped.clone();
                changed[at] ^= 1;
                assert!(key.unwrap(&changed).is_err());
                assert!(key.unwrap(&wrapped[..at]).is_err());
            }
            assert!(WrapKey::new(&vec![3; length]).unwrap().unwrap(&wrapped).is_err());
        }
        assert!(WrapKey::new(&[0; 17]).is_err());
    }
}
