//! Encrypted PKCS#8 (RFC 5958, section 3) with PBES2 (RFC 8018, section 6.2): PBKDF2 with HMAC, and
//! AES in CBC mode. Older schemes derive keys with MD5 or SHA-1 alone, and no single number bounds
//! the memory that scrypt takes: all of them are ERR_JOSE_NOT_SUPPORTED.

use std::num::NonZeroU32;

use aws_lc_rs::cipher::{
    self, AES_128, AES_192, AES_256, DecryptionContext, PaddedBlockDecryptingKey, UnboundCipherKey,
};
use aws_lc_rs::iv::FixedLength;
use aws_lc_rs::pbkdf2;
use pkcs8::der::asn1::{AnyRef, OctetStringRef, UintRef};
use pkcs8::der::{Decode, Reader, SliceReader, Tag, Tagged};
use pkcs8::{AlgorithmIdentifierRef, ObjectIdentifier};
use zeroize::Zeroizing;

use crate::error::{Error, Result};
use crate::key::Password;
use crate::key::error::{invalid, not_supported};
use crate::key::shape::{Shape, malformed, shape};
use crate::limits::{Limits, exceeded};

const PBES2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.13");
const PBKDF2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.12");
const HMAC_SHA1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.2.7");
const HMAC_SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.2.9");
const HMAC_SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.2.10");
const HMAC_SHA512: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.2.11");
const AES_128_CBC: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.1.2");
const AES_192_CBC: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.1.22");
const AES_256_CBC: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.1.42");

const DES_EDE3_CBC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.3.7");
const DES3: &str = "the private key is encrypted by triple DES (des3): encrypt it again with openssl pkcs8 -topk8 -v2 aes-256-cbc";

/// The PKCS#8 inside. A wrong password and a damaged key cannot be distinguished, so both are the
/// same error.
pub(super) fn decrypt(der: &[u8], password: &Password) -> Result<Zeroizing<Vec<u8>>> {
    let mut outer = sequence(AnyRef::from_der(der).map_err(|_| malformed())?)?;
    let algorithm = AlgorithmIdentifierRef::decode(&mut outer).map_err(|_| malformed())?;
    let encrypted = <&OctetStringRef>::decode(&mut outer).map_err(|_| malformed())?;
    let scheme = Scheme::read(&algorithm)?;
    let mut content = Zeroizing::new(encrypted.as_bytes().to_vec());
    let wrong = || invalid("the password is wrong, or the encrypted key is damaged");
    let length = scheme.decrypt(password.bytes(), &mut content).ok_or_else(wrong)?;
    content.truncate(length);
    if shape(&content) == Some(Shape::Pkcs8) {
        Ok(content)
    } else {
        Err(wrong())
    }
}

/// The parameters of PBES2, whose cost is within bounds.
struct Scheme<'a> {
    function: pbkdf2::Algorithm,
    salt: &'a [u8],
    iterations: NonZeroU32,
    cipher: &'static cipher::Algorithm,
    key_length: u8,
    iv: [u8; 16],
}

impl<'a> Scheme<'a> {
    fn read(algorithm: &AlgorithmIdentifierRef<'a>) -> Result<Self> {
        if algorithm.oid != PBES2 {
            return Err(not_supported(
                "the private key is encrypted by a scheme older than PBES2: encrypt it again with openssl pkcs8 -topk8 -v2 aes-256-cbc",
            ));
        }
        let mut parameters = sequence(algorithm.parameters.ok_or_else(malformed)?)?;
        let derivation = AlgorithmIdentifierRef::decode(&mut parameters).map_err(|_| malformed())?;
        let encryption = AlgorithmIdentifierRef::decode(&mut parameters).map_err(|_| malformed())?;
        if !parameters.is_finished() {
            return Err(malformed());
        }
        let (cipher, key_length) = match encryption.oid {
            AES_128_CBC => (&AES_128, 16),
            AES_192_CBC => (&AES_192, 24),
            AES_256_CBC => (&AES_256, 32),
            DES_EDE3_CBC => return Err(not_supported(DES3)),
            _ => {
                return Err(not_supported(
                    "the private key is encrypted by another cipher than AES in CBC mode: encrypt it again with openssl pkcs8 -topk8 -v2 aes-256-cbc",
                ));
            }
        };
        let iv = encryption
            .parameters
            .filter(|iv| iv.tag() == Tag::OctetString)
            .and_then(|iv| iv.value().try_into().ok());
        let (function, salt, iterations) = read_pbkdf2(&derivation, key_length)?;
        Ok(Self {
            function,
            salt,
            iterations,
            cipher,
            key_length,
            iv: iv.ok_or_else(malformed)?,
        })
    }

    /// Decrypts in place; returns the length of the plaintext, or None.
    fn decrypt(&self, password: &[u8], content: &mut [u8]) -> Option<usize> {
        let mut key = Zeroizing::new(vec![0; self.key_length.into()]);
        pbkdf2::derive(self.function, self.iterations, self.salt, password, &mut key);
        let key = PaddedBlockDecryptingKey::cbc_pkcs7(UnboundCipherKey::new(self.cipher, &key).ok()?).ok()?;
        let context = DecryptionContext::Iv128(FixedLength::from(self.iv));
        key.decrypt(content, context)
            .ok()
            .map(|plaintext| plaintext.len())
    }
}

/// PBKDF2-params (RFC 8018, appendix A.2): salt, iterations, the key's length (optional), the
/// function (HMAC with SHA-1 if absent).
fn read_pbkdf2<'a>(
    derivation: &AlgorithmIdentifierRef<'a>,
    key_length: u8,
) -> Result<(pbkdf2::Algorithm, &'a [u8], NonZeroU32)> {
    if derivation.oid != PBKDF2 {
        return Err(not_supported(
            "the key of the encrypted private key comes from something other than PBKDF2, such as scrypt: encrypt it again",
        ));
    }
    let mut reader = sequence(derivation.parameters.ok_or_else(malformed)?)?;
    let salt = <&OctetStringRef>::decode(&mut reader).map_err(|_| malformed())?;
    let iterations = iterations(UintRef::decode(&mut reader).map_err(|_| malformed())?.as_bytes())?;
    let length = Option::<UintRef<'_>>::decode(&mut reader).map_err(|_| malformed())?;
    if length.is_some_and(|length| length.as_bytes() != [key_length]) {
        return Err(malformed());
    }
    if reader.is_finished() {
        return Ok((pbkdf2::PBKDF2_HMAC_SHA1, salt.as_bytes(), iterations));
    }
    let function = AlgorithmIdentifierRef::decode(&mut reader).map_err(|_| malformed())?;
    if !reader.is_finished()
        || function
            .parameters
            .is_some_and(|parameters| !parameters.is_null())
    {
        return Err(malformed());
    }
    let function = match function.oid {
        HMAC_SHA1 => pbkdf2::PBKDF2_HMAC_SHA1,
        HMAC_SHA256 => pbkdf2::PBKDF2_HMAC_SHA256,
        HMAC_SHA384 => pbkdf2::PBKDF2_HMAC_SHA384,
        HMAC_SHA512 => pbkdf2::PBKDF2_HMAC_SHA512,
        _ => {
            return Err(not_supported(
                "the hash function of the encrypted key is not supported",
            ));
        }
    };
    Ok((function, salt.as_bytes(), iterations))
}

/// The iterations of PBKDF2: at least one, and no more than a token may require.
fn iterations(big_endian: &[u8]) -> Result<NonZeroU32> {
    let too_many = || exceeded("the encrypted key asks for more than 1,000,000 iterations of PBKDF2");
    let mut bytes = [0; 4];
    let start = bytes.len().checked_sub(big_endian.len()).ok_or_else(too_many)?;
    bytes
        .get_mut(start..)
        .ok_or_else(too_many)?
        .copy_from_slice(big_endian);
    match NonZeroU32::new(u32::from_be_bytes(bytes)) {
        None => Err(malformed()),
        Some(count) if count.get() > Limits::DEFAULT.max_pbes2_iterations => Err(too_many()),
        Some(count) => Ok(count),
    }
}

fn sequence(any: AnyRef<'_>) -> Result<SliceReader<'_>> {
    if any.tag() != Tag::Sequence {
        return Err(malformed());
    }
    SliceReader::new(any.value()).map_err(|_| malformed())
}

/// Refuses an encrypted key without a password, and a password for a key that is not encrypted.
pub(super) fn check_password(is_encrypted: bool, password: Option<&Password>) -> Result<()> {
    match (is_encrypted, password) {
        (true, None) => Err(Error::option("the private key is encrypted: give its password")),
        (false, Some(_)) => Err(Error::option("the key is not encrypted: leave out password")),
        _ => Ok(()),
    }
}
