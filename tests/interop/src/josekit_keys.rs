//! josekit's objects for an algorithm: it has a type for each family, and each reads keys by
//! itself.

use anyhow::{Context, Result};
use josekit::jwe::alg::aesgcmkw::AesgcmkwJweAlgorithm;
use josekit::jwe::alg::aeskw::AeskwJweAlgorithm;
use josekit::jwe::alg::direct::DirectJweAlgorithm;
use josekit::jwe::alg::ecdh_es::EcdhEsJweAlgorithm;
use josekit::jwe::alg::pbes2_hmac_aeskw::Pbes2HmacAeskwJweAlgorithm;
use josekit::jwe::alg::rsaes::RsaesJweAlgorithm;
use josekit::jwe::{JweDecrypter, JweEncrypter};
use josekit::jwk::alg::{ec::EcCurve, ecx::EcxCurve, ed::EdCurve, rsa::RsaKeyPair};
use josekit::jwk::{Jwk, KeyPair as JosekitPair};
use josekit::jws::alg::ecdsa::EcdsaJwsAlgorithm;
use josekit::jws::alg::eddsa::EddsaJwsAlgorithm;
use josekit::jws::alg::hmac::HmacJwsAlgorithm;
use josekit::jws::alg::rsassa::RsassaJwsAlgorithm;
use josekit::jws::alg::rsassa_pss::RsassaPssJwsAlgorithm;
use josekit::jws::{JwsAlgorithm, JwsSigner, JwsVerifier};
use tokenseal::{Curve, KeyManagement, SignatureAlgorithm};

use crate::case::Case;
use crate::library::{Format, Half, KeyPair, KeyTexts};

/// A signature algorithm, by josekit's family.
pub(crate) enum Signing {
    Ec(EcdsaJwsAlgorithm),
    Ed(EddsaJwsAlgorithm),
    Hmac(HmacJwsAlgorithm),
    Pss(RsassaPssJwsAlgorithm),
    Rsa(RsassaJwsAlgorithm),
}

/// A key management algorithm, by josekit's family.
pub(crate) enum Managing {
    Agreement(EcdhEsJweAlgorithm),
    Direct(DirectJweAlgorithm),
    GcmWrap(AesgcmkwJweAlgorithm),
    Password(Pbes2HmacAeskwJweAlgorithm),
    Rsa(RsaesJweAlgorithm),
    Wrap(AeskwJweAlgorithm),
}

/// Reads a key as what is wanted of it, in the format in which it comes.
macro_rules! read {
    ($algorithm:expr, $half:expr, $from_jwk:ident, $from_pem:ident) => {
        match $half.format {
            Format::Jwk => Box::new($algorithm.$from_jwk(&Jwk::from_bytes($half.text)?)?),
            Format::Pem => Box::new($algorithm.$from_pem($half.text)?),
        }
    };
    ($algorithm:expr, $half:expr, $from_jwk:ident) => {
        Box::new($algorithm.$from_jwk(&Jwk::from_bytes($half.text)?)?)
    };
}

impl Signing {
    /// None for an algorithm that josekit lacks.
    pub(crate) fn of(algorithm: SignatureAlgorithm) -> Option<Self> {
        use SignatureAlgorithm as S;
        Some(match algorithm {
            S::HS256 => Signing::Hmac(HmacJwsAlgorithm::Hs256),
            S::HS384 => Signing::Hmac(HmacJwsAlgorithm::Hs384),
            S::HS512 => Signing::Hmac(HmacJwsAlgorithm::Hs512),
            S::RS256 => Signing::Rsa(RsassaJwsAlgorithm::Rs256),
            S::RS384 => Signing::Rsa(RsassaJwsAlgorithm::Rs384),
            S::RS512 => Signing::Rsa(RsassaJwsAlgorithm::Rs512),
            S::PS256 => Signing::Pss(RsassaPssJwsAlgorithm::Ps256),
            S::PS384 => Signing::Pss(RsassaPssJwsAlgorithm::Ps384),
            S::PS512 => Signing::Pss(RsassaPssJwsAlgorithm::Ps512),
            S::ES256 => Signing::Ec(EcdsaJwsAlgorithm::Es256),
            S::ES384 => Signing::Ec(EcdsaJwsAlgorithm::Es384),
            S::ES512 => Signing::Ec(EcdsaJwsAlgorithm::Es512),
            S::ES256K => Signing::Ec(EcdsaJwsAlgorithm::Es256k),
            S::EdDSA => Signing::Ed(EddsaJwsAlgorithm::Eddsa),
            S::Ed25519 | S::ML_DSA_44 | S::ML_DSA_65 | S::ML_DSA_87 => return None,
        })
    }

    pub(crate) fn signer(&self, half: Half<'_>) -> Result<Box<dyn JwsSigner>> {
        Ok(match self {
            Signing::Ec(algorithm) => read!(algorithm, half, signer_from_jwk, signer_from_pem),
            Signing::Ed(algorithm) => read!(algorithm, half, signer_from_jwk, signer_from_pem),
            Signing::Hmac(algorithm) => read!(algorithm, half, signer_from_jwk),
            Signing::Pss(algorithm) => match half.format {
                Format::Jwk => read!(algorithm, half, signer_from_jwk),
                Format::Pem => Box::new(algorithm.signer_from_der(der(half.text)?)?),
            },
            Signing::Rsa(algorithm) => read!(algorithm, half, signer_from_jwk, signer_from_pem),
        })
    }

    pub(crate) fn verifier(&self, half: Half<'_>) -> Result<Box<dyn JwsVerifier>> {
        Ok(match self {
            Signing::Ec(algorithm) => read!(algorithm, half, verifier_from_jwk, verifier_from_pem),
            Signing::Ed(algorithm) => read!(algorithm, half, verifier_from_jwk, verifier_from_pem),
            Signing::Hmac(algorithm) => read!(algorithm, half, verifier_from_jwk),
            Signing::Pss(algorithm) => match half.format {
                Format::Jwk => read!(algorithm, half, verifier_from_jwk),
                Format::Pem => Box::new(algorithm.verifier_from_der(der(half.text)?)?),
            },
            Signing::Rsa(algorithm) => read!(algorithm, half, verifier_from_jwk, verifier_from_pem),
        })
    }

    pub(crate) fn generate(&self) -> Result<KeyPair> {
        match self {
            Signing::Ec(algorithm) => pair(&algorithm.generate_key_pair()?),
            Signing::Ed(algorithm) => pair(&algorithm.generate_key_pair(EdCurve::Ed25519)?),
            Signing::Hmac(_) => secret(64),
            // Not bound to PSS: tokenseal reads RSA keys of the usual kind only.
            Signing::Pss(algorithm) => rsa(algorithm.name()),
            Signing::Rsa(algorithm) => pair(&algorithm.generate_key_pair(2048)?),
        }
    }
}

impl Managing {
    pub(crate) fn of(algorithm: KeyManagement) -> Self {
        use KeyManagement as K;
        match algorithm {
            K::Dir => Managing::Direct(DirectJweAlgorithm::Dir),
            K::A128KW => Managing::Wrap(AeskwJweAlgorithm::A128kw),
            K::A192KW => Managing::Wrap(AeskwJweAlgorithm::A192kw),
            K::A256KW => Managing::Wrap(AeskwJweAlgorithm::A256kw),
            K::A128GCMKW => Managing::GcmWrap(AesgcmkwJweAlgorithm::A128gcmkw),
            K::A192GCMKW => Managing::GcmWrap(AesgcmkwJweAlgorithm::A192gcmkw),
            K::A256GCMKW => Managing::GcmWrap(AesgcmkwJweAlgorithm::A256gcmkw),
            K::RSA_OAEP => Managing::Rsa(RsaesJweAlgorithm::RsaOaep),
            K::RSA_OAEP_256 => Managing::Rsa(RsaesJweAlgorithm::RsaOaep256),
            K::RSA_OAEP_384 => Managing::Rsa(RsaesJweAlgorithm::RsaOaep384),
            K::RSA_OAEP_512 => Managing::Rsa(RsaesJweAlgorithm::RsaOaep512),
            K::ECDH_ES => Managing::Agreement(EcdhEsJweAlgorithm::EcdhEs),
            K::ECDH_ES_A128KW => Managing::Agreement(EcdhEsJweAlgorithm::EcdhEsA128kw),
            K::ECDH_ES_A192KW => Managing::Agreement(EcdhEsJweAlgorithm::EcdhEsA192kw),
            K::ECDH_ES_A256KW => Managing::Agreement(EcdhEsJweAlgorithm::EcdhEsA256kw),
            K::PBES2_HS256_A128KW => Managing::Password(Pbes2HmacAeskwJweAlgorithm::Pbes2Hs256A128kw),
            K::PBES2_HS384_A192KW => Managing::Password(Pbes2HmacAeskwJweAlgorithm::Pbes2Hs384A192kw),
            K::PBES2_HS512_A256KW => Managing::Password(Pbes2HmacAeskwJweAlgorithm::Pbes2Hs512A256kw),
        }
    }

    pub(crate) fn encrypter(&self, case: Case, half: Half<'_>) -> Result<Box<dyn JweEncrypter>> {
        Ok(match self {
            Managing::Agreement(algorithm) => {
                let mut encrypter: Box<josekit::jwe::alg::ecdh_es::EcdhEsJweEncrypter> =
                    read!(algorithm, half, encrypter_from_jwk, encrypter_from_pem);
                if let Some((apu, apv)) = case.parties() {
                    encrypter.set_agreement_partyuinfo(apu);
                    encrypter.set_agreement_partyvinfo(apv);
                }
                encrypter
            }
            Managing::Direct(algorithm) => Box::new(algorithm.encrypter_from_jwk(&direct(half)?)?),
            Managing::GcmWrap(algorithm) => read!(algorithm, half, encrypter_from_jwk),
            Managing::Password(algorithm) => read!(algorithm, half, encrypter_from_jwk),
            Managing::Rsa(algorithm) => read!(algorithm, half, encrypter_from_jwk, encrypter_from_pem),
            Managing::Wrap(algorithm) => read!(algorithm, half, encrypter_from_jwk),
        })
    }

    pub(crate) fn decrypter(&self, half: Half<'_>) -> Result<Box<dyn JweDecrypter>> {
        Ok(match self {
            Managing::Agreement(algorithm) => read!(algorithm, half, decrypter_from_jwk, decrypter_from_pem),
            Managing::Direct(algorithm) => Box::new(algorithm.decrypter_from_jwk(&direct(half)?)?),
            Managing::GcmWrap(algorithm) => read!(algorithm, half, decrypter_from_jwk),
            Managing::Password(algorithm) => read!(algorithm, half, decrypter_from_jwk),
            Managing::Rsa(algorithm) => read!(algorithm, half, decrypter_from_jwk, decrypter_from_pem),
            Managing::Wrap(algorithm) => read!(algorithm, half, decrypter_from_jwk),
        })
    }

    pub(crate) fn generate(&self, case: Case) -> Result<KeyPair> {
        match self {
            Managing::Agreement(algorithm) => match case.subject.curve {
                Some(Curve::X25519) => pair(&algorithm.generate_ecx_key_pair(EcxCurve::X25519)?),
                Some(Curve::P384) => pair(&algorithm.generate_ec_key_pair(EcCurve::P384)?),
                Some(Curve::P521) => pair(&algorithm.generate_ec_key_pair(EcCurve::P521)?),
                _ => pair(&algorithm.generate_ec_key_pair(EcCurve::P256)?),
            },
            Managing::Direct(_) => secret(case.enc.context("a dir key without enc")?.key_length()),
            Managing::GcmWrap(AesgcmkwJweAlgorithm::A128gcmkw)
            | Managing::Wrap(AeskwJweAlgorithm::A128kw) => secret(16),
            Managing::GcmWrap(AesgcmkwJweAlgorithm::A192gcmkw)
            | Managing::Wrap(AeskwJweAlgorithm::A192kw) => secret(24),
            Managing::GcmWrap(AesgcmkwJweAlgorithm::A256gcmkw)
            | Managing::Wrap(AeskwJweAlgorithm::A256kw) => secret(32),
            Managing::Password(_) => secret(16),
            Managing::Rsa(algorithm) => pair(&algorithm.generate_key_pair(2048)?),
        }
    }
}

fn rsa(name: &str) -> Result<KeyPair> {
    let mut key = RsaKeyPair::generate(2048)?;
    key.set_algorithm(Some(name));
    pair(&key)
}

/// A `dir` key without its `alg`, where tokenseal and RFC 7520, section 5.6, have the `enc`, and
/// josekit wants `dir` or nothing.
fn direct(half: Half<'_>) -> Result<Jwk> {
    let mut jwk: serde_json::Map<String, serde_json::Value> = serde_json::from_str(half.text)?;
    jwk.remove("alg");
    Ok(Jwk::from_map(jwk)?)
}

/// What is in a PEM: for PSS josekit takes RSA keys of the usual kind (rsaEncryption) as DER, but
/// in PEM only those that are bound to PSS.
fn der(pem: &str) -> Result<Vec<u8>> {
    let text: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
    base64_simd::STANDARD
        .decode_to_vec(text)
        .ok()
        .context("the PEM is not base64")
}

fn secret(length: usize) -> Result<KeyPair> {
    Ok(KeyPair::secret(
        Jwk::generate_oct_key(u8::try_from(length)?)?.to_string(),
    ))
}

fn pair(key: &dyn JosekitPair) -> Result<KeyPair> {
    let private = KeyTexts {
        jwk: key.to_jwk_key_pair().to_string(),
        pem: Some(String::from_utf8(key.to_pem_private_key())?),
    };
    let public = KeyTexts {
        jwk: key.to_jwk_public_key().to_string(),
        pem: Some(String::from_utf8(key.to_pem_public_key())?),
    };
    Ok(KeyPair { private, public })
}
