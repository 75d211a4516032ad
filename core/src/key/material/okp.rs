//! OKP keys: Ed25519 and X25519 (RFC 8037).

use aws_lc_rs::agreement;
use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, ParsedPublicKey};
use pkcs8::der::Encode;
use pkcs8::der::asn1::{BitStringRef, OctetStringRef};
use pkcs8::{AlgorithmIdentifierRef, ObjectIdentifier, PrivateKeyInfoRef, SubjectPublicKeyInfoRef};
use zeroize::Zeroizing;

use super::encoding;
use super::small_order::is_bad_ed25519;
use crate::algorithm::Curve;
use crate::error::Result;
use crate::key::error::{invalid, mismatch, refused};

/// The algorithm identifiers of the two curves (RFC 8410, section 3).
pub(in crate::key) const ED25519_OID: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");
pub(in crate::key) const X25519_OID: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.110");
/// The length of public and private keys of both curves.
const LENGTH: usize = 32;

/// An Ed25519 key, for signatures, or an X25519 key, for key agreement.
pub(crate) struct OkpKey {
    public: [u8; LENGTH],
    kind: Kind,
}

enum Kind {
    Ed25519 {
        verifier: ParsedPublicKey,
        private: Option<(Zeroizing<Vec<u8>>, Ed25519KeyPair)>,
    },
    X25519 {
        private: Option<(Zeroizing<Vec<u8>>, agreement::PrivateKey)>,
    },
}

impl OkpKey {
    pub(in crate::key) fn public(curve: Curve, public: &[u8]) -> Result<Self> {
        let length = public.len();
        let public = public.try_into().map_err(|_| {
            invalid(format!(
                "the public key of {curve} must have 32 bytes, and has {length}"
            ))
        })?;
        let kind = match curve {
            Curve::Ed25519 if is_bad_ed25519(&public) => {
                return Err(invalid("the public key is a point of small order"));
            }
            Curve::Ed25519 => Kind::Ed25519 {
                verifier: verifier(&public)?,
                private: None,
            },
            Curve::X25519 => {
                check_x25519(&public)?;
                Kind::X25519 { private: None }
            }
            _ => {
                return Err(invalid(format!(
                    "{curve} is a curve of EC keys, and this is an OKP key: its kty must be EC"
                )));
            }
        };
        Ok(Self { public, kind })
    }

    /// A private key. If a public key is given, it must belong to the private key.
    pub(in crate::key) fn private(
        curve: Curve,
        private: Zeroizing<Vec<u8>>,
        public: Option<&[u8]>,
    ) -> Result<Self> {
        if private.len() != LENGTH {
            return Err(invalid(format!(
                "the private key of {curve} must have 32 bytes, and has {}",
                private.len()
            )));
        }
        let given = public.map(|public| Self::public(curve, public)).transpose()?;
        let rejected = |_| invalid("the private key is not valid");
        let key = match curve {
            Curve::Ed25519 => {
                let pair = Ed25519KeyPair::from_seed_unchecked(&private).map_err(rejected)?;
                let public = pair.public_key().as_ref().try_into().map_err(|_| refused())?;
                Self {
                    public,
                    kind: Kind::Ed25519 {
                        verifier: verifier(&public)?,
                        private: Some((private, pair)),
                    },
                }
            }
            Curve::X25519 => {
                let key = agreement::PrivateKey::from_private_key(&agreement::X25519, &private)
                    .map_err(rejected)?;
                let public = key.compute_public_key().map_err(|_| refused())?;
                Self {
                    public: public.as_ref().try_into().map_err(|_| refused())?,
                    kind: Kind::X25519 {
                        private: Some((private, key)),
                    },
                }
            }
            _ => {
                return Err(invalid(format!(
                    "{curve} is a curve of EC keys, and this is an OKP key: its kty must be EC"
                )));
            }
        };
        match given {
            Some(given) if given.public != key.public => Err(mismatch(
                "the public key is that of another private key: export the pair again",
            )),
            _ => Ok(key),
        }
    }

    /// The same key without its private half.
    pub(in crate::key) fn to_public(&self) -> Self {
        let kind = match &self.kind {
            Kind::Ed25519 { verifier, .. } => Kind::Ed25519 {
                verifier: verifier.clone(),
                private: None,
            },
            Kind::X25519 { .. } => Kind::X25519 { private: None },
        };
        Self {
            public: self.public,
            kind,
        }
    }

    pub(crate) fn curve(&self) -> Curve {
        match &self.kind {
            Kind::Ed25519 { .. } => Curve::Ed25519,
            Kind::X25519 { .. } => Curve::X25519,
        }
    }

    pub(crate) fn is_private(&self) -> bool {
        self.private_bytes().is_some()
    }

    pub(crate) fn public_bytes(&self) -> &[u8] {
        &self.public
    }

    pub(in crate::key) fn private_bytes(&self) -> Option<&[u8]> {
        match &self.kind {
            Kind::Ed25519 { private, .. } => private.as_ref().map(|(seed, _)| seed.as_slice()),
            Kind::X25519 { private } => private.as_ref().map(|(number, _)| number.as_slice()),
        }
    }

    /// The prepared key for ECDH; None for a public key, and on Ed25519.
    pub(crate) fn agreement_private(&self) -> Option<&agreement::PrivateKey> {
        match &self.kind {
            Kind::X25519 { private } => private.as_ref().map(|(_, key)| key),
            Kind::Ed25519 { .. } => None,
        }
    }

    pub(crate) fn sign(&self, input: &[u8]) -> Result<Vec<u8>> {
        match &self.kind {
            Kind::Ed25519 {
                private: Some((_, pair)),
                ..
            } => Ok(pair.try_sign(input).map_err(|_| refused())?.as_ref().to_vec()),
            Kind::Ed25519 { .. } => Err(mismatch("a public key cannot sign")),
            Kind::X25519 { .. } => Err(mismatch("X25519 is for ECDH-ES only: sign with Ed25519")),
        }
    }

    pub(crate) fn verify(&self, input: &[u8], signature: &[u8]) -> bool {
        match &self.kind {
            Kind::Ed25519 { verifier, .. } => verifier.verify_sig(input, signature).is_ok(),
            Kind::X25519 { .. } => false,
        }
    }

    /// aws-lc-rs writes only Ed25519, so X25519 is written here (RFC 8410, section 4).
    pub(in crate::key) fn to_spki(&self) -> Result<Vec<u8>> {
        if let Kind::Ed25519 { verifier, .. } = &self.kind {
            return encoding::spki(verifier);
        }
        let algorithm = AlgorithmIdentifierRef {
            oid: X25519_OID,
            parameters: None,
        };
        let subject_public_key = BitStringRef::from_bytes(&self.public).map_err(|_| refused())?;
        SubjectPublicKeyInfoRef {
            algorithm,
            subject_public_key,
        }
        .to_der()
        .map_err(|_| refused())
    }

    /// PKCS#8 v1, without the public key (RFC 8410, section 7); None for a public key.
    pub(in crate::key) fn to_pkcs8(&self) -> Option<Result<Zeroizing<Vec<u8>>>> {
        let oid = if self.curve() == Curve::X25519 {
            X25519_OID
        } else {
            ED25519_OID
        };
        self.private_bytes().map(|private| {
            let inner = OctetStringRef::new(private)
                .and_then(|private| private.to_der().map(Zeroizing::new))
                .map_err(|_| refused())?;
            let private_key = OctetStringRef::new(&inner).map_err(|_| refused())?;
            let algorithm = AlgorithmIdentifierRef {
                oid,
                parameters: None,
            };
            PrivateKeyInfoRef::new(algorithm, private_key)
                .to_der()
                .map(Zeroizing::new)
                .map_err(|_| refused())
        })
    }
}

/// AWS-LC refuses key agreement with a point of small order, so a trial detects one before any
/// token needs the key.
fn check_x25519(public: &[u8; LENGTH]) -> Result<()> {
    let trial = agreement::PrivateKey::generate(&agreement::X25519).map_err(|_| refused())?;
    let peer = agreement::UnparsedPublicKey::new(&agreement::X25519, public);
    agreement::agree(
        &trial,
        peer,
        invalid("the public key is a point of small order"),
        |_| Ok(()),
    )
}

fn verifier(public: &[u8; LENGTH]) -> Result<ParsedPublicKey> {
    ParsedPublicKey::new(&ED25519, public).map_err(|_| invalid("the public key is not valid"))
}
