//! What a token costs at the least: one signature, one check, one opening, one agreement.

use std::hint::black_box;

use anyhow::{Result, anyhow, bail};
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::agreement::{self, ECDH_P256};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, ED25519, EcdsaKeyPair, Ed25519KeyPair, KeyPair,
    ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair, VerificationAlgorithm,
};
use aws_lc_rs::{hmac, rand};

/// One operation, ready to be done again and again.
pub(crate) type Primitive = Box<dyn FnMut() -> Result<()>>;

/// The operation of this name on so many bytes.
pub(crate) fn prepare(name: &str, length: usize) -> Result<Primitive> {
    let message = vec![b'a'; length];
    match name {
        "HS256:sign" => {
            let key = hmac_key()?;
            Ok(Box::new(move || done(hmac::sign(&key, &message))))
        }
        "HS256:verify" => {
            let key = hmac_key()?;
            let tag = hmac::sign(&key, &message);
            Ok(Box::new(move || {
                hmac::verify(&key, &message, tag.as_ref()).map_err(failed)
            }))
        }
        "RS256:sign" => Ok(sign(rsa_key()?, message, sign_rsa)),
        "RS256:verify" => {
            let key = rsa_key()?;
            let signature = sign_rsa(&key, &message)?;
            verify(
                &RSA_PKCS1_2048_8192_SHA256,
                key.public_key().as_ref(),
                message,
                signature,
            )
        }
        "ES256:sign" => Ok(sign(ec_key()?, message, sign_ec)),
        "ES256:verify" => {
            let key = ec_key()?;
            let signature = sign_ec(&key, &message)?;
            verify(
                &ECDSA_P256_SHA256_FIXED,
                key.public_key().as_ref(),
                message,
                signature,
            )
        }
        "Ed25519:sign" => Ok(sign(
            Ed25519KeyPair::generate().map_err(failed)?,
            message,
            sign_ed,
        )),
        "Ed25519:verify" => {
            let key = Ed25519KeyPair::generate().map_err(failed)?;
            let signature = sign_ed(&key, &message)?;
            verify(&ED25519, key.public_key().as_ref(), message, signature)
        }
        "A256GCM:encrypt" => {
            let key = gcm_key()?;
            Ok(Box::new(move || {
                let nonce = Nonce::assume_unique_for_key(random()?);
                let mut text = message.clone();
                key.seal_in_place_append_tag(nonce, Aad::from(b"header"), &mut text)
                    .map_err(failed)?;
                done(text)
            }))
        }
        "A256GCM:decrypt" => {
            let key = gcm_key()?;
            let mut sealed = message;
            key.seal_in_place_append_tag(
                Nonce::assume_unique_for_key([0; 12]),
                Aad::from(b"header"),
                &mut sealed,
            )
            .map_err(failed)?;
            Ok(Box::new(move || {
                let mut text = sealed.clone();
                done(
                    key.open_in_place(
                        Nonce::assume_unique_for_key([0; 12]),
                        Aad::from(b"header"),
                        &mut text,
                    )
                    .map_err(failed)?
                    .len(),
                )
            }))
        }
        "ECDH:decrypt" => {
            let key = agreement::PrivateKey::generate(&ECDH_P256).map_err(failed)?;
            let peer = peer()?;
            Ok(Box::new(move || agree(&key, &peer)))
        }
        "ECDH:encrypt" => {
            let peer = peer()?;
            Ok(Box::new(move || {
                let ephemeral = agreement::PrivateKey::generate(&ECDH_P256).map_err(failed)?;
                black_box(ephemeral.compute_public_key().map_err(failed)?);
                agree(&ephemeral, &peer)
            }))
        }
        _ => bail!("there is no primitive `{name}`"),
    }
}

fn sign<K: 'static>(key: K, message: Vec<u8>, how: fn(&K, &[u8]) -> Result<Vec<u8>>) -> Primitive {
    Box::new(move || done(how(&key, &message)?))
}

fn verify(
    algorithm: &'static dyn VerificationAlgorithm,
    public: &[u8],
    message: Vec<u8>,
    signature: Vec<u8>,
) -> Result<Primitive> {
    let key = ParsedPublicKey::new(algorithm, public).map_err(|_| anyhow!("a public key was rejected"))?;
    Ok(Box::new(move || {
        key.verify_sig(&message, &signature).map_err(failed)
    }))
}

fn sign_rsa(key: &RsaKeyPair, message: &[u8]) -> Result<Vec<u8>> {
    let mut signature = vec![0; key.public_modulus_len()];
    key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature)
        .map_err(failed)?;
    Ok(signature)
}

fn sign_ec(key: &EcdsaKeyPair, message: &[u8]) -> Result<Vec<u8>> {
    Ok(key
        .sign(&SystemRandom::new(), message)
        .map_err(failed)?
        .as_ref()
        .to_vec())
}

fn sign_ed(key: &Ed25519KeyPair, message: &[u8]) -> Result<Vec<u8>> {
    Ok(key.sign(message).as_ref().to_vec())
}

fn rsa_key() -> Result<RsaKeyPair> {
    RsaKeyPair::generate(KeySize::Rsa2048).map_err(failed)
}

fn ec_key() -> Result<EcdsaKeyPair> {
    EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).map_err(failed)
}

fn hmac_key() -> Result<hmac::Key> {
    Ok(hmac::Key::new(hmac::HMAC_SHA256, &random::<32>()?))
}

fn gcm_key() -> Result<LessSafeKey> {
    Ok(LessSafeKey::new(
        UnboundKey::new(&AES_256_GCM, &random::<32>()?).map_err(failed)?,
    ))
}

fn peer() -> Result<Vec<u8>> {
    let key = agreement::PrivateKey::generate(&ECDH_P256).map_err(failed)?;
    Ok(key.compute_public_key().map_err(failed)?.as_ref().to_vec())
}

fn agree(key: &agreement::PrivateKey, peer: &[u8]) -> Result<()> {
    let peer = agreement::UnparsedPublicKey::new(&ECDH_P256, peer);
    agreement::agree(key, peer, anyhow!("no agreement"), |secret| done(secret.len()))
}

fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    rand::fill(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

fn done<T>(result: T) -> Result<()> {
    black_box(result);
    Ok(())
}

fn failed(_: aws_lc_rs::error::Unspecified) -> anyhow::Error {
    anyhow!("a primitive failed")
}
