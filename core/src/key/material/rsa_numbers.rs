//! The numbers of RSA keys, checked for size and form before anything is computed with them.

use aws_lc_rs::rsa::{KeyPairComponents, PublicKeyComponents};
use zeroize::Zeroizing;

use crate::error::{Error, ErrorCode, Result};
use crate::key::error::{invalid, mismatch};
use crate::limits::exceeded;

const MIN_MODULUS_BITS: usize = 2048;
const MAX_MODULUS_BITS: usize = 8192;
/// The longest that aws-lc-rs accepts; more would only slow verifying.
const MAX_EXPONENT_BITS: usize = 33;

/// The modulus and the public exponent, big-endian and minimal.
#[derive(Clone, PartialEq, Eq)]
pub(in crate::key) struct PublicNumbers {
    n: Vec<u8>,
    e: Vec<u8>,
}

impl PublicNumbers {
    pub(in crate::key) fn new(n: &[u8], e: &[u8]) -> Result<Self> {
        if n.first().is_none_or(|&first| first == 0) || e.first().is_none_or(|&first| first == 0) {
            return Err(invalid("a number of the key is empty or has leading zeros"));
        }
        if bits(n) > MAX_MODULUS_BITS {
            return Err(exceeded("the RSA modulus is longer than 8192 bits"));
        }
        if bits(n) < MIN_MODULUS_BITS {
            return Err(Error::new(ErrorCode::KeyWeak, "the RSA modulus is shorter than 2048 bits"));
        }
        if !is_odd(n) {
            return Err(invalid("the RSA modulus is even"));
        }
        if bits(e) > MAX_EXPONENT_BITS || !is_odd(e) || e == [1] {
            return Err(invalid("the RSA exponent is even, 1, or too long"));
        }
        Ok(Self { n: n.to_vec(), e: e.to_vec() })
    }

    pub(in crate::key) fn n(&self) -> &[u8] {
        &self.n
    }

    pub(in crate::key) fn e(&self) -> &[u8] {
        &self.e
    }
}

/// The private exponent, the primes and the CRT numbers, big-endian and minimal, in the order of RFC 7518, section 6.3.2.
pub(in crate::key) struct PrivateNumbers([Zeroizing<Vec<u8>>; 6]);

impl PrivateNumbers {
    /// The JWK members that hold them.
    pub(in crate::key) const NAMES: [&'static str; 6] = ["d", "p", "q", "dp", "dq", "qi"];

    /// Strips leading zeros, which some libraries write: these numbers identify nothing.
    pub(in crate::key) fn new(numbers: [&[u8]; 6], public: &PublicNumbers) -> Result<Self> {
        let numbers = numbers.map(without_leading_zeros);
        if numbers.iter().any(|number| number.is_empty()) {
            return Err(invalid("a number of the key is empty or zero"));
        }
        if numbers.iter().any(|number| number.len() > public.n.len()) {
            return Err(mismatch("the numbers of the key disagree"));
        }
        Ok(Self(numbers.map(|number| Zeroizing::new(number.to_vec()))))
    }

    /// The numbers with their names.
    pub(in crate::key) fn iter(&self) -> impl Iterator<Item = (&'static str, &[u8])> {
        Self::NAMES.into_iter().zip(self.0.iter().map(|number| number.as_slice()))
    }

    pub(in crate::key) fn components<'a>(&'a self, public: &'a PublicNumbers) -> KeyPairComponents<&'a [u8]> {
        let [d, p, q, dp, dq, qi] = &self.0;
        KeyPairComponents { public_key: PublicKeyComponents { n: &public.n, e: &public.e }, d, p, q, dP: dp, dQ: dq, qInv: qi }
    }
}

fn bits(number: &[u8]) -> usize {
    number.first().map_or(0, |first| number.len() * 8 - first.leading_zeros() as usize)
}

fn is_odd(number: &[u8]) -> bool {
    number.last().is_some_and(|last| last & 1 == 1)
}

fn without_leading_zeros(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|&&byte| byte == 0).count();
    number.get(zeros..).unwrap_or_default()
}
