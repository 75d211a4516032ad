//! Key encryption with a password (RFC 7518, section 4.8): PBKDF2, then AES Key Wrap.

use std::num::NonZeroU32;

use aws_lc_rs::pbkdf2;
use zeroize::Zeroizing;

use crate::algorithm::KeyManagement;
use crate::base64url;
use crate::error::{Error, Result};
use crate::header::{Header, Parameter};
use crate::jwe::management::Members;
use crate::limits::{Limits, exceeded};
use crate::primitive::key_wrap::WrapKey;
use crate::random;

/// RFC 7518, section 4.8.1.1.
const MIN_SALT_LENGTH: usize = 8;
const SALT_LENGTH: usize = 16;

/// The cost of an iteration of SHA-384 or SHA-512 relative to SHA-256: OWASP recommends 600,000 of
/// the one and 210,000 of the others, and measurements agree where the processor has SHA-256
/// instructions.
const WEIGHT_OF_SHA384_AND_SHA512: u64 = 3;

/// The header parameters `p2s` and `p2c`.
pub(crate) struct Parameters {
    salt: Vec<u8>,
    /// None if 32 bits cannot hold it.
    iterations: Option<NonZeroU32>,
    weight: u64,
}

impl Parameters {
    /// Reads them. Whether the count is within bounds matters only once a key fits.
    pub(crate) fn read(header: &Header, algorithm: KeyManagement) -> Result<Self> {
        let salt = header
            .text(Parameter::P2s)?
            .and_then(|text| base64url::decode(text.as_bytes()));
        let salt = salt
            .filter(|salt| salt.len() >= MIN_SALT_LENGTH)
            .ok_or_else(|| header.invalid("p2s is not 8 bytes or more in base64url"))?;
        let count = header
            .raw(Parameter::P2c)
            .filter(|text| is_positive_integer(text))
            .ok_or_else(|| header.invalid("p2c is not a positive integer"))?;
        Ok(Self {
            salt,
            iterations: count.parse().ok(),
            weight: weight(algorithm),
        })
    }

    /// What one attempt costs, in iterations of SHA-256.
    pub(crate) fn cost(&self) -> u64 {
        self.iterations.map_or(u64::MAX, |iterations| {
            u64::from(iterations.get()).saturating_mul(self.weight)
        })
    }

    /// Refuses a count that is out of bounds, before any work is done.
    pub(crate) fn check_cost(&self, limits: &Limits) -> Result<()> {
        if self
            .iterations
            .is_some_and(|iterations| iterations.get() < Limits::MIN_PBES2_ITERATIONS)
        {
            return Err(exceeded(
                "p2c is below 1000 iterations, which protects no password",
            ));
        }
        if self.cost() > u64::from(limits.max_pbes2_iterations) {
            return Err(exceeded(
                "p2c is above max_pbes2_iterations; iterations of SHA-384 and SHA-512 count three times",
            ));
        }
        Ok(())
    }

    /// Decrypts a content encryption key.
    pub(crate) fn unwrap(
        &self,
        password: &[u8],
        algorithm: KeyManagement,
        wrapped: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>> {
        let iterations = self.iterations.ok_or_else(Error::decryption_failed)?;
        derive(password, algorithm, &self.salt, iterations)?.unwrap(wrapped)
    }
}

/// Encrypts a content encryption key; also returns the header parameters.
pub(crate) fn wrap(password: &[u8], algorithm: KeyManagement, key: &[u8]) -> Result<(Vec<u8>, Members)> {
    let mut salt = [0; SALT_LENGTH];
    random::fill(&mut salt)?;
    let iterations = default_iterations(algorithm);
    let wrapped = derive(password, algorithm, &salt, iterations)?.wrap(key)?;
    Ok((
        wrapped,
        vec![
            ("p2s", format!("\"{}\"", base64url::encode(&salt))),
            ("p2c", iterations.to_string()),
        ],
    ))
}

/// What OWASP recommends for PBKDF2 with each hash.
const fn default_iterations(algorithm: KeyManagement) -> NonZeroU32 {
    const SHA256: NonZeroU32 = NonZeroU32::MIN.saturating_add(600_000 - 1);
    const SHA384_AND_SHA512: NonZeroU32 = NonZeroU32::MIN.saturating_add(210_000 - 1);
    match algorithm {
        KeyManagement::PBES2_HS256_A128KW => SHA256,
        _ => SHA384_AND_SHA512,
    }
}

const fn weight(algorithm: KeyManagement) -> u64 {
    match algorithm {
        KeyManagement::PBES2_HS256_A128KW => 1,
        _ => WEIGHT_OF_SHA384_AND_SHA512,
    }
}

/// What a token made by this library costs its recipient, in iterations of SHA-256.
pub(crate) fn default_cost(algorithm: KeyManagement) -> u64 {
    u64::from(default_iterations(algorithm).get()).saturating_mul(weight(algorithm))
}

/// Whether a JSON text is an integer above zero, written without a fraction or exponent.
fn is_positive_integer(text: &str) -> bool {
    !text.starts_with('0') && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The wrapping key. The salt begins with the name of the algorithm, so that the same salt gives
/// different keys (RFC 7518, section 4.8.1.1).
fn derive(password: &[u8], algorithm: KeyManagement, salt: &[u8], iterations: NonZeroU32) -> Result<WrapKey> {
    let (function, length) = match algorithm {
        KeyManagement::PBES2_HS256_A128KW => (pbkdf2::PBKDF2_HMAC_SHA256, 16),
        KeyManagement::PBES2_HS384_A192KW => (pbkdf2::PBKDF2_HMAC_SHA384, 24),
        KeyManagement::PBES2_HS512_A256KW => (pbkdf2::PBKDF2_HMAC_SHA512, 32),
        _ => return Err(Error::decryption_failed()),
    };
    let salt = [algorithm.as_str().as_bytes(), &[0], salt].concat();
    let mut key = Zeroizing::new(vec![0; length]);
    pbkdf2::derive(function, iterations, &salt, password, &mut key);
    WrapKey::new(&key)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7517, appendix C.
    #[test]
    fn rfc7517_appendix_c() {
        let salt = [
            217, 96, 147, 112, 150, 117, 70, 247, 127, 8, 155, 137, 174, 42, 80, 215,
        ];
        let derived = [
            110, 171, 169, 92, 129, 92, 109, 117, 233, 242, 116, 233, 170, 14, 24, 75,
        ];
        let content_key = [
            111, 27, 25, 52, 66, 29, 20, 78, 92, 176, 56, 240, 65, 208, 82, 112, 161, 131, 36, 55, 202, 236,
            185, 172, 129, 23, 153, 194, 195, 48, 253, 182,
        ];
        let wrapped = [
            78, 186, 151, 59, 11, 141, 81, 240, 213, 245, 83, 211, 53, 188, 134, 188, 66, 125, 36, 200, 222,
            124, 5, 103, 249, 52, 117, 184, 140, 81, 246, 158, 161, 177, 20, 33, 245, 57, 59, 4,
        ];
        let algorithm = KeyManagement::PBES2_HS256_A128KW;
        let key = derive(
            b"Thus from my lips, by yours, my sin is purged.",
            algorithm,
            &salt,
            NonZeroU32::new(4096).unwrap(),
        )
        .unwrap();
        assert_eq!(
            key.wrap(&content_key).unwrap(),
            WrapKey::new(&derived).unwrap().wrap(&content_key).unwrap()
        );
        assert_eq!(key.wrap(&content_key).unwrap(), wrapped);
        assert_eq!(key.unwrap(&wrapped).unwrap()[..], content_key);
    }

    #[test]
    fn counts_are_integers_without_disguise() {
        for good in ["1", "1000", "99999999999999999999"] {
            assert!(is_positive_integer(good));
        }
        for bad in [
            "0", "-0", "-1000", "1000.0", "1e3", "\"1000\"", "", "null", "true", "[1000]", "{}",
        ] {
            assert!(!is_positive_integer(bad), "{bad}");
        }
    }

    #[test]
    fn default_counts() {
        assert_eq!(
            default_iterations(KeyManagement::PBES2_HS256_A128KW).get(),
            600_000
        );
        assert_eq!(
            default_iterations(KeyManagement::PBES2_HS384_A192KW).get(),
            210_000
        );
        assert_eq!(
            default_iterations(KeyManagement::PBES2_HS512_A256KW).get(),
            210_000
        );
    }
}
