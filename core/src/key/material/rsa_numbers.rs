//! The numbers of RSA keys, checked for size and form before anything is computed with them.

use aws_lc_rs::rsa::{KeyPairComponents, PublicKeyComponents};
use zeroize::Zeroizing;

use super::rsa_completion;
use crate::error::{Error, ErrorCode, Result};
use crate::key::error::{invalid, mismatch};
use crate::limits::exceeded;

const MIN_MODULUS_BITS: usize = 2048;
const MAX_MODULUS_BITS: usize = 8192;
/// The longest exponent that aws-lc-rs accepts; a longer one would only slow down verification.
const MAX_EXPONENT_BITS: usize = 33;

/// The modulus and the public exponent, big-endian and minimal.
#[derive(Clone, PartialEq, Eq)]
pub(in crate::key) struct PublicNumbers {
    n: Vec<u8>,
    e: Vec<u8>,
}

impl PublicNumbers {
    /// Strips leading zeros, which libraries with signed big integers write: a number has the same
    /// value with or without them.
    pub(in crate::key) fn new(n: &[u8], e: &[u8]) -> Result<Self> {
        let (n, e) = (without_leading_zeros(n), without_leading_zeros(e));
        if n.is_empty() || e.is_empty() {
            return Err(invalid("the RSA modulus or the RSA exponent is zero"));
        }
        if bits(n) > MAX_MODULUS_BITS {
            return Err(exceeded("the RSA modulus is longer than 8192 bits"));
        }
        if bits(n) < MIN_MODULUS_BITS {
            let message = format!(
                "the RSA modulus has {} bits, and at least 2048 are needed: generate a longer key",
                bits(n)
            );
            return Err(Error::new(ErrorCode::KeyWeak, message));
        }
        if !is_odd(n) {
            return Err(invalid(
                "the RSA modulus is even, which no product of two primes is",
            ));
        }
        if bits(e) > MAX_EXPONENT_BITS || !is_odd(e) || e == [1] {
            return Err(invalid(
                "the RSA exponent must be odd, greater than 1 and at most 33 bits long; nearly every key has 65537",
            ));
        }
        Ok(Self {
            n: n.to_vec(),
            e: e.to_vec(),
        })
    }

    /// The length of the modulus in bits.
    pub(super) fn modulus_bits(&self) -> usize {
        bits(&self.n)
    }

    pub(in crate::key) fn n(&self) -> &[u8] {
        &self.n
    }

    pub(in crate::key) fn e(&self) -> &[u8] {
        &self.e
    }
}

/// The private exponent, the primes and the CRT numbers, big-endian and minimal, in the order of
/// RFC 7518, section 6.3.2.
pub(in crate::key) struct PrivateNumbers([Zeroizing<Vec<u8>>; 6]);

impl PrivateNumbers {
    /// The JWK members that contain them.
    pub(in crate::key) const NAMES: [&'static str; 6] = ["d", "p", "q", "dp", "dq", "qi"];

    /// Strips leading zeros, which some libraries write.
    pub(in crate::key) fn new(numbers: [&[u8]; 6], public: &PublicNumbers) -> Result<Self> {
        let numbers = numbers.map(without_leading_zeros);
        if numbers.iter().any(|number| number.is_empty()) {
            return Err(invalid("a private number of the key is empty or zero"));
        }
        if numbers.iter().any(|number| number.len() > public.n.len()) {
            return Err(disagree());
        }
        Ok(Self(numbers.map(|number| Zeroizing::new(number.to_vec()))))
    }

    /// Computes the numbers that go with `d`: from the primes, or from `d` alone.
    pub(in crate::key) fn completed(
        d: &[u8],
        primes: Option<(&[u8], &[u8])>,
        public: &PublicNumbers,
    ) -> Result<Self> {
        rsa_completion::complete(d, primes, public)
    }

    /// The numbers with their names.
    pub(in crate::key) fn iter(&self) -> impl Iterator<Item = (&'static str, &[u8])> {
        Self::NAMES
            .into_iter()
            .zip(self.0.iter().map(|number| number.as_slice()))
    }

    pub(in crate::key) fn components<'a>(&'a self, public: &'a PublicNumbers) -> KeyPairComponents<&'a [u8]> {
        let [d, p, q, dp, dq, qi] = &self.0;
        KeyPairComponents {
            public_key: PublicKeyComponents {
                n: &public.n,
                e: &public.e,
            },
            d,
            p,
            q,
            dP: dp,
            dQ: dq,
            qInv: qi,
        }
    }
}

/// The error for numbers that do not belong to the same key.
pub(super) fn disagree() -> Error {
    mismatch("the numbers of the RSA key do not belong together: export the key again")
}

fn bits(number: &[u8]) -> usize {
    number
        .first()
        .map_or(0, |first| number.len() * 8 - first.leading_zeros() as usize)
}

fn is_odd(number: &[u8]) -> bool {
    number.last().is_some_and(|last| last & 1 == 1)
}

pub(in crate::key) fn without_leading_zeros(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|&&byte| byte == 0).count();
    number.get(zeros..).unwrap_or_default()
}
