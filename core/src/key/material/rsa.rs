//! RSA keys (RFC 7518, section 6.3): RSASSA-PKCS1-v1_5 and RSASSA-PSS signatures, and RSAES-OAEP.

use std::sync::OnceLock;

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{
    KeyPair, OAEP_SHA1_MGF1SHA1, OAEP_SHA256_MGF1SHA256, OAEP_SHA384_MGF1SHA384, OAEP_SHA512_MGF1SHA512,
    OaepAlgorithm, OaepPrivateDecryptingKey, OaepPublicEncryptingKey, PrivateDecryptingKey,
    PublicEncryptingKey,
};
use aws_lc_rs::signature::{self, ParsedPublicKey, RsaEncoding, RsaParameters, RsaPublicKeyComponents};
use zeroize::Zeroizing;

use super::encoding;
use super::rsa_numbers::{PrivateNumbers, PublicNumbers, disagree};
use crate::algorithm::{Algorithm, KeyManagement, SignatureAlgorithm};
use crate::error::{Error, Result};
use crate::key::error::{mismatch, refused};

/// An RSA key of 2048 to 8192 bits. What an algorithm needs is prepared when the key is bound to
/// it, otherwise on first use.
pub(crate) struct RsaKey {
    numbers: PublicNumbers,
    private: Option<RsaPrivate>,
    /// The only algorithms that the key may be bound to, if its encoding restricts it
    /// (id-RSASSA-PSS, RFC 4055).
    only: Option<&'static [SignatureAlgorithm]>,
    verifiers: [OnceLock<ParsedPublicKey>; 6],
    encrypter: OnceLock<OaepPublicEncryptingKey>,
    decrypter: OnceLock<OaepPrivateDecryptingKey>,
}

struct RsaPrivate {
    numbers: PrivateNumbers,
    pair: KeyPair,
}

impl RsaKey {
    pub(in crate::key) fn public(numbers: PublicNumbers) -> Self {
        Self {
            numbers,
            private: None,
            only: None,
            verifiers: Default::default(),
            encrypter: OnceLock::new(),
            decrypter: OnceLock::new(),
        }
    }

    /// A private key, whose numbers must agree with one another.
    pub(in crate::key) fn private(public: PublicNumbers, private: PrivateNumbers) -> Result<Self> {
        let pair = KeyPair::from_components(&private.components(&public)).map_err(|_| disagree())?;
        Ok(Self {
            private: Some(RsaPrivate {
                numbers: private,
                pair,
            }),
            ..Self::public(public)
        })
    }

    /// The same key, for these algorithms only.
    pub(in crate::key) fn restricted_to(self, only: &'static [SignatureAlgorithm]) -> Self {
        Self {
            only: Some(only),
            ..self
        }
    }

    /// The same key without its private half.
    pub(in crate::key) fn to_public(&self) -> Self {
        Self {
            only: self.only,
            ..Self::public(self.numbers.clone())
        }
    }

    /// The algorithms that the key is restricted to, if any.
    pub(in crate::key) fn only(&self) -> Option<&'static [SignatureAlgorithm]> {
        self.only
    }

    pub(crate) fn is_private(&self) -> bool {
        self.private.is_some()
    }

    pub(in crate::key) fn numbers(&self) -> &PublicNumbers {
        &self.numbers
    }

    /// The length of the modulus in bytes.
    pub(crate) fn modulus_length(&self) -> usize {
        self.numbers.n().len()
    }

    pub(in crate::key) fn private_numbers(&self) -> Option<&PrivateNumbers> {
        self.private.as_ref().map(|private| &private.numbers)
    }

    /// Prepares what the algorithm needs, so that no token has to wait for it.
    pub(in crate::key) fn prepare(&self, algorithm: Algorithm) -> Result<()> {
        match algorithm {
            Algorithm::Signature(algorithm) => self.verifier(algorithm).map(drop),
            Algorithm::KeyManagement(_) => {
                self.encrypter()?;
                self.private
                    .as_ref()
                    .map_or(Ok(()), |private| self.decrypter(private).map(drop))
            }
        }
    }

    pub(crate) fn sign(&self, algorithm: SignatureAlgorithm, input: &[u8]) -> Result<Vec<u8>> {
        let private = self
            .private
            .as_ref()
            .ok_or_else(|| mismatch("a public key cannot sign"))?;
        let (encoding, _, _) = signature_parameters(algorithm)?;
        let mut signature = vec![0; private.pair.public_modulus_len()];
        private
            .pair
            .sign(encoding, &SystemRandom::new(), input, &mut signature)
            .map_err(|_| refused())?;
        Ok(signature)
    }

    pub(crate) fn verify(&self, algorithm: SignatureAlgorithm, input: &[u8], signature: &[u8]) -> bool {
        self.verifier(algorithm)
            .is_ok_and(|verifier| verifier.verify_sig(input, signature).is_ok())
    }

    pub(crate) fn encrypt_oaep(&self, algorithm: KeyManagement, content_key: &[u8]) -> Result<Vec<u8>> {
        let oaep = oaep_parameters(algorithm)?;
        let encrypter = self.encrypter()?;
        let mut encrypted = vec![0; encrypter.ciphertext_size()];
        let length = encrypter
            .encrypt(oaep, content_key, &mut encrypted, None)
            .map_err(|_| refused())?
            .len();
        encrypted.truncate(length);
        Ok(encrypted)
    }

    /// Every failure is the same error.
    pub(crate) fn decrypt_oaep(
        &self,
        algorithm: KeyManagement,
        encrypted: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>> {
        self.try_decrypt_oaep(algorithm, encrypted)
            .ok_or_else(Error::decryption_failed)
    }

    fn try_decrypt_oaep(&self, algorithm: KeyManagement, encrypted: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let oaep = oaep_parameters(algorithm).ok()?;
        let decrypter = self.decrypter(self.private.as_ref()?).ok()?;
        if encrypted.len() != decrypter.key_size_bytes() {
            return None;
        }
        let mut content_key = Zeroizing::new(vec![0; decrypter.min_output_size()]);
        let length = decrypter
            .decrypt(oaep, encrypted, &mut content_key, None)
            .ok()?
            .len();
        content_key.truncate(length);
        Some(content_key)
    }

    pub(in crate::key) fn to_spki(&self) -> Result<Vec<u8>> {
        encoding::spki(&self.components())
    }

    /// PKCS#8; None for a public key.
    pub(in crate::key) fn to_pkcs8(&self) -> Option<Result<Zeroizing<Vec<u8>>>> {
        self.private.as_ref().map(RsaPrivate::to_pkcs8)
    }

    fn components(&self) -> RsaPublicKeyComponents<&[u8]> {
        RsaPublicKeyComponents {
            n: self.numbers.n(),
            e: self.numbers.e(),
        }
    }

    fn verifier(&self, algorithm: SignatureAlgorithm) -> Result<&ParsedPublicKey> {
        let (_, parameters, index) = signature_parameters(algorithm)?;
        let slot = self.verifiers.get(index).ok_or_else(refused)?;
        get_or_prepare(slot, || {
            self.components()
                .to_parsed_public_key(parameters)
                .map_err(|_| refused())
        })
    }

    fn encrypter(&self) -> Result<&OaepPublicEncryptingKey> {
        get_or_prepare(&self.encrypter, || {
            let key: PublicEncryptingKey = self.components().try_into().map_err(|_| refused())?;
            OaepPublicEncryptingKey::new(key).map_err(|_| refused())
        })
    }

    fn decrypter(&self, private: &RsaPrivate) -> Result<&OaepPrivateDecryptingKey> {
        get_or_prepare(&self.decrypter, || {
            let key = PrivateDecryptingKey::from_pkcs8(&private.to_pkcs8()?).map_err(|_| refused())?;
            OaepPrivateDecryptingKey::new(key).map_err(|_| refused())
        })
    }
}

impl RsaPrivate {
    fn to_pkcs8(&self) -> Result<Zeroizing<Vec<u8>>> {
        let der: Pkcs8V1Der<'_> = self.pair.as_der().map_err(|_| refused())?;
        Ok(Zeroizing::new(der.as_ref().to_vec()))
    }
}

/// `OnceLock::get_or_try_init` is not stable yet.
fn get_or_prepare<T>(slot: &OnceLock<T>, prepare: impl FnOnce() -> Result<T>) -> Result<&T> {
    match slot.get() {
        Some(prepared) => Ok(prepared),
        None => {
            let prepared = prepare()?;
            Ok(slot.get_or_init(|| prepared))
        }
    }
}

/// How to sign, how to verify, and the slot for the prepared verifier. A PSS salt is as long as the
/// hash (RFC 7518, section 3.5).
fn signature_parameters(
    algorithm: SignatureAlgorithm,
) -> Result<(&'static dyn RsaEncoding, &'static RsaParameters, usize)> {
    match algorithm {
        SignatureAlgorithm::RS256 => Ok((
            &signature::RSA_PKCS1_SHA256,
            &signature::RSA_PKCS1_2048_8192_SHA256,
            0,
        )),
        SignatureAlgorithm::RS384 => Ok((
            &signature::RSA_PKCS1_SHA384,
            &signature::RSA_PKCS1_2048_8192_SHA384,
            1,
        )),
        SignatureAlgorithm::RS512 => Ok((
            &signature::RSA_PKCS1_SHA512,
            &signature::RSA_PKCS1_2048_8192_SHA512,
            2,
        )),
        SignatureAlgorithm::PS256 => Ok((
            &signature::RSA_PSS_SHA256,
            &signature::RSA_PSS_2048_8192_SHA256,
            3,
        )),
        SignatureAlgorithm::PS384 => Ok((
            &signature::RSA_PSS_SHA384,
            &signature::RSA_PSS_2048_8192_SHA384,
            4,
        )),
        SignatureAlgorithm::PS512 => Ok((
            &signature::RSA_PSS_SHA512,
            &signature::RSA_PSS_2048_8192_SHA512,
            5,
        )),
        _ => Err(mismatch(format!(
            "{algorithm} is not an algorithm of RSA keys, which are for RS256, PS256, RSA-OAEP-256 and their like"
        ))),
    }
}

fn oaep_parameters(algorithm: KeyManagement) -> Result<&'static OaepAlgorithm> {
    match algorithm {
        KeyManagement::RSA_OAEP => Ok(&OAEP_SHA1_MGF1SHA1),
        KeyManagement::RSA_OAEP_256 => Ok(&OAEP_SHA256_MGF1SHA256),
        KeyManagement::RSA_OAEP_384 => Ok(&OAEP_SHA384_MGF1SHA384),
        KeyManagement::RSA_OAEP_512 => Ok(&OAEP_SHA512_MGF1SHA512),
        _ => Err(mismatch(format!(
            "{algorithm} is not an algorithm of RSA keys, which are for RS256, PS256, RSA-OAEP-256 and their like"
        ))),
    }
}
