//! AKP keys: ML-DSA (RFC 9964), pure and with an empty context.

use aws_lc_rs::constant_time;
use aws_lc_rs::encoding::{AsRawBytes, PqdsaPrivateKeyRaw};
use aws_lc_rs::signature::{
    KeyPair, ML_DSA_44, ML_DSA_44_SIGNING, ML_DSA_65, ML_DSA_65_SIGNING, ML_DSA_87, ML_DSA_87_SIGNING,
    ParsedPublicKey, PqdsaKeyPair, PqdsaSigningAlgorithm, PqdsaVerificationAlgorithm,
};
use zeroize::Zeroizing;

use super::encoding;
use crate::algorithm::SignatureAlgorithm;
use crate::error::Result;
use crate::key::error::{invalid, mismatch, refused};

/// The length of the seed that every private key is made from and exported as.
pub(in crate::key) const SEED_LENGTH: usize = 32;

/// An ML-DSA key. A private one always has its seed.
pub(crate) struct AkpKey {
    algorithm: SignatureAlgorithm,
    verifier: ParsedPublicKey,
    private: Option<AkpPrivate>,
}

struct AkpPrivate {
    seed: Zeroizing<Vec<u8>>,
    pair: PqdsaKeyPair,
}

impl AkpKey {
    /// A public key, from the bytes of FIPS 204.
    pub(in crate::key) fn public(algorithm: SignatureAlgorithm, public: &[u8]) -> Result<Self> {
        let (_, verification) = parameters(algorithm)?;
        let wrong = || {
            let length = public_length(algorithm);
            invalid(format!(
                "the public key of {algorithm} must have {length} bytes, and has {}",
                public.len()
            ))
        };
        // aws-lc-rs distinguishes the parameter sets by length.
        let verifier = ParsedPublicKey::new(verification, public).map_err(|_| wrong())?;
        if verifier.as_ref().len() != public_length(algorithm) {
            return Err(wrong());
        }
        Ok(Self {
            algorithm,
            verifier,
            private: None,
        })
    }

    /// A private key, from its seed. If a public key is given, it must belong to the seed.
    pub(in crate::key) fn private(
        algorithm: SignatureAlgorithm,
        seed: Zeroizing<Vec<u8>>,
        public: Option<&[u8]>,
    ) -> Result<Self> {
        let (signing, _) = parameters(algorithm)?;
        if seed.len() != SEED_LENGTH {
            return Err(invalid(format!(
                "the private key of {algorithm} must be its seed of 32 bytes, and has {}",
                seed.len()
            )));
        }
        let given = public.map(|public| Self::public(algorithm, public)).transpose()?;
        let pair =
            PqdsaKeyPair::from_seed(signing, &seed).map_err(|_| invalid("the private key is not valid"))?;
        let key = match given {
            Some(given) if given.public_bytes() != pair.public_key().as_ref() => {
                return Err(mismatch(
                    "the public key is that of another private key: export the pair again",
                ));
            }
            Some(given) => given,
            None => Self::public(algorithm, pair.public_key().as_ref())?,
        };
        Ok(Self {
            private: Some(AkpPrivate { seed, pair }),
            ..key
        })
    }

    /// The same key without its private half.
    pub(in crate::key) fn to_public(&self) -> Self {
        Self {
            algorithm: self.algorithm,
            verifier: self.verifier.clone(),
            private: None,
        }
    }

    pub(crate) fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }

    pub(crate) fn is_private(&self) -> bool {
        self.private.is_some()
    }

    pub(in crate::key) fn public_bytes(&self) -> &[u8] {
        self.verifier.as_ref()
    }

    pub(in crate::key) fn seed(&self) -> Option<&[u8]> {
        self.private.as_ref().map(|private| private.seed.as_slice())
    }

    /// Whether the seed expands to this private key of FIPS 204.
    pub(in crate::key) fn is_expanded_to(&self, expanded: &[u8]) -> bool {
        self.expanded()
            .is_some_and(|own| constant_time::verify_slices_are_equal(&own, expanded).is_ok())
    }

    /// The private key in the form of FIPS 204; None for a public key.
    pub(in crate::key) fn expanded(&self) -> Option<Zeroizing<Vec<u8>>> {
        let raw: PqdsaPrivateKeyRaw<'_> = self.private.as_ref()?.pair.private_key().as_raw_bytes().ok()?;
        Some(Zeroizing::new(raw.as_ref().to_vec()))
    }

    pub(crate) fn sign(&self, input: &[u8]) -> Result<Vec<u8>> {
        let private = self
            .private
            .as_ref()
            .ok_or_else(|| mismatch("a public key cannot sign"))?;
        let mut signature = vec![0; private.pair.algorithm().signature_len()];
        let length = private.pair.sign(input, &mut signature).map_err(|_| refused())?;
        signature.truncate(length);
        Ok(signature)
    }

    pub(crate) fn verify(&self, input: &[u8], signature: &[u8]) -> bool {
        self.verifier.verify_sig(input, signature).is_ok()
    }

    pub(in crate::key) fn to_spki(&self) -> Result<Vec<u8>> {
        encoding::spki(&self.verifier)
    }

    /// PKCS#8 in the seed form of RFC 9881, section 6; None for a public key.
    pub(in crate::key) fn to_pkcs8(&self) -> Option<Result<Zeroizing<Vec<u8>>>> {
        self.private
            .as_ref()
            .map(|private| encoding::pkcs8(private.pair.to_pkcs8v1()))
    }
}

fn parameters(
    algorithm: SignatureAlgorithm,
) -> Result<(
    &'static PqdsaSigningAlgorithm,
    &'static PqdsaVerificationAlgorithm,
)> {
    match algorithm {
        SignatureAlgorithm::ML_DSA_44 => Ok((&ML_DSA_44_SIGNING, &ML_DSA_44)),
        SignatureAlgorithm::ML_DSA_65 => Ok((&ML_DSA_65_SIGNING, &ML_DSA_65)),
        SignatureAlgorithm::ML_DSA_87 => Ok((&ML_DSA_87_SIGNING, &ML_DSA_87)),
        _ => Err(mismatch(format!(
            "{algorithm} is not the algorithm of an AKP key, which has ML-DSA-44, ML-DSA-65 or ML-DSA-87"
        ))),
    }
}

fn public_length(algorithm: SignatureAlgorithm) -> usize {
    match algorithm {
        SignatureAlgorithm::ML_DSA_44 => 1312,
        SignatureAlgorithm::ML_DSA_65 => 1952,
        _ => 2592,
    }
}
