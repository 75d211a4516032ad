//! RSA keys that are marked for PSS only (RFC 4055): which algorithms their parameters allow.

use pkcs1::RsaPssParamsOwned;
use pkcs8::{AlgorithmIdentifierRef, ObjectIdentifier};

use crate::algorithm::SignatureAlgorithm;
use crate::error::Result;
use crate::key::error::not_supported;
use crate::key::shape::malformed;

pub(super) const OID: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.10");
const MGF1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.8");

type Allowed = (ObjectIdentifier, u8, &'static [SignatureAlgorithm]);

/// A hash, the length of its output, and the algorithm that uses it.
const HASHES: [Allowed; 3] = [
    (
        ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1"),
        32,
        &[SignatureAlgorithm::PS256],
    ),
    (
        ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2"),
        48,
        &[SignatureAlgorithm::PS384],
    ),
    (
        ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3"),
        64,
        &[SignatureAlgorithm::PS512],
    ),
];

/// The algorithms that a key may be used with. The parameters give the hash, which JOSE also uses
/// for mask generation, and the minimum salt length, which JOSE sets to the length of the hash. A
/// key without parameters may be used with any of them.
pub(super) fn algorithms(algorithm: &AlgorithmIdentifierRef<'_>) -> Result<&'static [SignatureAlgorithm]> {
    let Some(parameters) = algorithm.parameters else {
        return Ok(&[
            SignatureAlgorithm::PS256,
            SignatureAlgorithm::PS384,
            SignatureAlgorithm::PS512,
        ]);
    };
    let parameters = parameters
        .decode_as::<RsaPssParamsOwned>()
        .map_err(|_| malformed())?;
    let mask_hash = parameters
        .mask_gen
        .parameters
        .filter(|_| parameters.mask_gen.oid == MGF1)
        .map(|hash| hash.oid);
    HASHES
        .into_iter()
        .find(|(hash, length, _)| parameters.hash.oid == *hash && mask_hash == Some(*hash) && parameters.salt_len <= *length)
        .map(|(_, _, allowed)| allowed)
        .ok_or_else(|| {
            not_supported(
                "the PSS parameters of the RSA key allow none of PS256, PS384 and PS512, which use one hash (SHA-256, SHA-384 or SHA-512) \
                 throughout and a salt as long as it",
            )
        })
}
