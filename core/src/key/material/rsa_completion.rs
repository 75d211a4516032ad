//! Private RSA keys without their primes or their CRT numbers, as .NET, Java and some web pages
//! write them. The `rsa` crate computes what is missing; AWS-LC checks the result like any other
//! key. The crate wipes the finished key, but not all of its intermediate results.

use rsa::BoxedUint;
use rsa::traits::PrivateKeyParts;
use zeroize::Zeroizing;

use super::rsa_numbers::{PrivateNumbers, PublicNumbers, disagree, without_leading_zeros};
use crate::error::Result;
use crate::key::error::invalid;
use crate::limits::exceeded;

/// Finding the primes of a key takes three to thirty times as long as checking them, and longer
/// keys have not been seen without them.
const MAX_BITS_WITHOUT_PRIMES: usize = 4096;

/// The private numbers of a key if only `d`, or `d` and the primes, are known.
pub(super) fn complete(
    d: &[u8],
    primes: Option<(&[u8], &[u8])>,
    public: &PublicNumbers,
) -> Result<PrivateNumbers> {
    let d = without_leading_zeros(d);
    // Every private exponent is odd, because its product with the public one is one more than an
    // even number.
    if d.len() > public.n().len() || d.last().is_none_or(|last| last % 2 == 0) {
        return Err(disagree());
    }
    let primes = match primes {
        Some((p, q)) => vec![number(p)?, number(q)?],
        None => {
            check_recoverable(public)?;
            Vec::new()
        }
    };
    let key = rsa::PrivateKey::from_components(number(public.n())?, number(public.e())?, number(d)?, primes)
        .map_err(|_| disagree())?;
    let [p, q] = key.primes() else {
        return Err(disagree());
    };
    let (p, q): (&BoxedUint, &BoxedUint) = (p.as_ref(), q.as_ref());
    let (Some(dp), Some(dq), Some(qi)) = (key.dp(), key.dq(), key.qinv()) else {
        return Err(disagree());
    };
    let computed = [p, q, dp, dq, &Zeroizing::new(qi.retrieve())].map(bytes);
    let [p, q, dp, dq, qi] = computed.each_ref().map(|number| number.as_slice());
    PrivateNumbers::new([d, p, q, dp, dq, qi], public)
}

/// Refuses keys that the method of NIST SP 800-56B, appendix C.2, cannot handle, and those that
/// would take too long.
fn check_recoverable(public: &PublicNumbers) -> Result<()> {
    if public.modulus_bits() > MAX_BITS_WITHOUT_PRIMES {
        return Err(exceeded(
            "an RSA key without its primes may have at most 4096 bits: export it with p and q",
        ));
    }
    // 65537 has three bytes, and so does every odd exponent that the method accepts.
    if public.e().len() < 3 {
        return Err(invalid(
            "the primes of an RSA key can be computed only if e is at least 65537: export the key with p and q",
        ));
    }
    Ok(())
}

fn number(big_endian: &[u8]) -> Result<BoxedUint> {
    let big_endian = without_leading_zeros(big_endian);
    let bits = u32::try_from(big_endian.len().saturating_mul(8)).map_err(|_| disagree())?;
    BoxedUint::from_be_slice(big_endian, bits).map_err(|_| disagree())
}

fn bytes(number: &BoxedUint) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(number.to_be_bytes().into_vec())
}
