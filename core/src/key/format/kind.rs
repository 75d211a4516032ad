//! The AlgorithmIdentifier of PKCS#8 and SPKI: the type of a key, with its curve or its parameters.

use pkcs8::der::{Tag, Tagged};
use pkcs8::{AlgorithmIdentifierRef, ObjectIdentifier};

use super::pss;
use crate::algorithm::{Curve, SignatureAlgorithm};
use crate::error::{Error, Result};
use crate::key::error::{invalid, not_supported};
use crate::key::material::okp::{ED25519_OID, X25519_OID};
use crate::key::shape::malformed;

const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const CURVES: [(ObjectIdentifier, Curve); 4] = [
    (ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7"), Curve::P256),
    (ObjectIdentifier::new_unwrap("1.3.132.0.34"), Curve::P384),
    (ObjectIdentifier::new_unwrap("1.3.132.0.35"), Curve::P521),
    (ObjectIdentifier::new_unwrap("1.3.132.0.10"), Curve::Secp256k1),
];
const ML_DSA: [(ObjectIdentifier, SignatureAlgorithm); 3] = [
    (
        ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.3.17"),
        SignatureAlgorithm::ML_DSA_44,
    ),
    (
        ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.3.18"),
        SignatureAlgorithm::ML_DSA_65,
    ),
    (
        ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.3.19"),
        SignatureAlgorithm::ML_DSA_87,
    ),
];

/// What the AlgorithmIdentifier of PKCS#8 and SPKI says.
pub(super) enum Kind {
    Akp(SignatureAlgorithm),
    Ec(Curve),
    Okp(Curve),
    /// `only` lists the algorithms of an id-RSASSA-PSS key.
    Rsa {
        only: Option<&'static [SignatureAlgorithm]>,
    },
}

pub(super) fn kind(algorithm: &AlgorithmIdentifierRef<'_>) -> Result<Kind> {
    let (kind, parameters_fit) = match algorithm.oid {
        RSA => (
            Kind::Rsa { only: None },
            algorithm
                .parameters
                .is_some_and(|parameters| parameters.is_null()),
        ),
        pss::OID => (
            Kind::Rsa {
                only: Some(pss::algorithms(algorithm)?),
            },
            true,
        ),
        EC if algorithm
            .parameters
            .is_some_and(|parameters| parameters.tag() == Tag::Sequence) =>
        {
            return Err(explicit_curve());
        }
        EC => (
            Kind::Ec(curve(algorithm.parameters_oid().map_err(|_| malformed())?)?),
            true,
        ),
        ED25519_OID => (Kind::Okp(Curve::Ed25519), algorithm.parameters.is_none()),
        X25519_OID => (Kind::Okp(Curve::X25519), algorithm.parameters.is_none()),
        other => match ML_DSA.iter().find(|(oid, _)| *oid == other) {
            Some((_, of)) => (Kind::Akp(*of), algorithm.parameters.is_none()),
            None => {
                return Err(not_supported(
                    "the key is of a type that no algorithm of the library uses, such as DSA, Ed448 or X448",
                ));
            }
        },
    };
    if parameters_fit {
        Ok(kind)
    } else {
        Err(malformed())
    }
}

pub(super) fn curve(oid: ObjectIdentifier) -> Result<Curve> {
    let known = CURVES
        .iter()
        .find(|(known, _)| *known == oid)
        .map(|(_, curve)| *curve);
    known.ok_or_else(|| not_supported("the key is on a curve other than P-256, P-384, P-521 and secp256k1"))
}

/// Keys with explicit curve parameters could bring a curve, or a generator, of an attacker's choice
/// (CVE-2020-0601).
fn explicit_curve() -> Error {
    invalid(
        "the EC key spells out the parameters of its curve instead of naming it: convert it with openssl ec -param_enc named_curve",
    )
}
