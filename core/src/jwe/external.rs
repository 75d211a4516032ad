//! Decrypting with a key that never leaves its hardware or service: the token is parsed here, its
//! key is recovered there, and its content is decrypted here.

use std::fmt;

use zeroize::Zeroizing;

use crate::algorithm::{ContentEncryption, KeyManagement};
use crate::base64url::Few;
use crate::error::{Error, ErrorCode, Result};
use crate::header::{Form, Header};
use crate::jwe::compact::{Message, Parts};
use crate::jwe::decrypt::DecryptPolicy;
use crate::jwe::management::{self, Parameters};
use crate::jwe::{DecryptOptions, Decrypted, zip};
use crate::key::{Key, Material};
use crate::limits::check_token_length;
use crate::serialization::unreadable;

/// Parses a compact token whose private key is elsewhere: in a KMS, an HSM, a Secure Enclave or an
/// Android Keystore.
///
/// `public_key` is the public half of that key, for ECDH-ES or RSA-OAEP. Options, limits and checks
/// are those of [`decrypt`](super::decrypt()), and so are the rules for which key fits the token.
///
/// # Errors
/// Those of [`decrypt`](super::decrypt()); `ERR_KEY_MISMATCH` for a shared secret, which has no
/// public half.
///
/// ```
/// # use aws_lc_rs::agreement::{PrivateKey, UnparsedPublicKey, X25519, agree};
/// # use base64_simd::URL_SAFE_NO_PAD as BASE64URL;
/// # use serde_json::{Value, json};
/// # let hardware = PrivateKey::generate(&X25519).unwrap();
/// # let agree_in_hardware = |peer: &tokenseal::Key| {
/// #     let jwk: Value = serde_json::from_str(&peer.to_jwk(false).unwrap()).unwrap();
/// #     let peer = BASE64URL.decode_to_vec(jwk["x"].as_str().unwrap()).unwrap();
/// #     agree(&hardware, UnparsedPublicKey::new(&X25519, peer), (), |secret| Ok(secret.to_vec())).unwrap()
/// # };
/// # let x = BASE64URL.encode_to_string(hardware.compute_public_key().unwrap());
/// # let jwk = json!({ "kty": "OKP", "crv": "X25519", "x": x, "alg": "ECDH-ES+A256KW" });
/// # let public_key = tokenseal::Key::from_jwk(&jwk.to_string(), &Default::default())?;
/// use tokenseal::jwe;
///
/// let token = jwe::encrypt(b"for your eyes only", &public_key, &jwe::EncryptOptions::default())?;
/// let pending = jwe::prepare_decrypt(&token, &public_key, &jwe::DecryptOptions::default())?;
/// // ECDH-ES: the private key agrees with pending.peer_key(), and the shared secret completes.
/// // RSA-OAEP: the private key decrypts pending.encrypted_key(), and the content key completes.
/// let peer = pending.peer_key().expect("the key is for ECDH-ES");
/// let decrypted = pending.complete(agree_in_hardware(peer))?;
/// assert_eq!(decrypted.plaintext(), b"for your eyes only");
/// # Ok::<(), tokenseal::Error>(())
/// ```
pub fn prepare_decrypt(
    token: impl AsRef<[u8]>,
    public_key: &Key,
    options: &DecryptOptions,
) -> Result<Pending> {
    let (token, key, limits) = (
        token.as_ref(),
        public_key.public()?,
        options.given_limits().resolve()?,
    );
    let policy = DecryptPolicy::of(options, &limits)?;
    check_token_length(token, &limits)?;
    let parts = Parts::split(token).ok_or_else(|| unreadable(Form::Encrypted, token))?;
    let header = Header::parse(Form::Encrypted, parts.header, &limits)?;
    header.check_critical(options.critical.as_deref().unwrap_or_default())?;
    let message = Message::read(&parts, &header, &policy)?;
    let parameters = Parameters::read(&header, message.algorithm, &message.encrypted_key)?;
    check_fit(&message, &parameters, &header, &key)?;
    let peer_key = parameters.peer_key().transpose()?;
    Ok(Pending {
        peer_key,
        key,
        algorithm: message.algorithm,
        enc: message.content.enc,
        is_compressed: message.is_compressed,
        parameters,
        protected: message.content.authenticated.to_vec(),
        encrypted_key: message.encrypted_key,
        iv: message.content.iv,
        ciphertext: message.content.ciphertext,
        tag: message.content.tag,
        max_inflated_bytes: limits.max_inflated_bytes,
        header: header.into_json(),
    })
}

/// Whether a token fits the one public key that stands for its private half.
fn check_fit(message: &Message<'_>, parameters: &Parameters, header: &Header, key: &Key) -> Result<()> {
    let by_kid = !matches!((header.kid().as_deref(), key.key_id()), (Some(kid), Some(own)) if kid != own);
    if !by_kid || !key.permissions().may_encrypt(message.algorithm, false) {
        return Err(Error::new(
            ErrorCode::NoMatchingKey,
            "the key has another key_id than the token's kid, or its use or key_ops do not allow this: give the public half of the key that the token is encrypted to",
        ));
    }
    if !key.allows_key_management(message.algorithm, message.content.enc) {
        return Err(Error::new(
            ErrorCode::AlgorithmNotAllowed,
            "the key is bound to another algorithm than the token's alg and enc: give the key that the token is encrypted to",
        ));
    }
    if !parameters.fit(key) {
        return Err(header.invalid("epk is on another curve than the key"));
    }
    match key.material() {
        Material::Rsa(key) if key.modulus_length() != message.encrypted_key.len() => {
            Err(Error::decryption_failed())
        }
        _ => Ok(()),
    }
}

/// A token that waits for the result of its private key.
pub struct Pending {
    peer_key: Option<Key>,
    key: Key,
    algorithm: KeyManagement,
    enc: ContentEncryption,
    is_compressed: bool,
    parameters: Parameters,
    protected: Vec<u8>,
    encrypted_key: Few,
    iv: Few,
    ciphertext: Vec<u8>,
    tag: Few,
    max_inflated_bytes: usize,
    header: String,
}

impl Pending {
    /// For the ECDH-ES family: the sender's ephemeral public key (`epk`), with which the private
    /// key must agree. It is on the curve of the private key; export it as JWK, PEM or DER. None
    /// for RSA-OAEP.
    pub fn peer_key(&self) -> Option<&Key> {
        self.peer_key.as_ref()
    }

    /// For the RSA-OAEP family: the encrypted content key, which the private key must decrypt. None
    /// for ECDH-ES, whose encrypted key is decrypted here.
    pub fn encrypted_key(&self) -> Option<&[u8]> {
        self.peer_key.is_none().then_some(self.encrypted_key.as_slice())
    }

    /// Decrypts with the shared secret of the key agreement (the x coordinate, as long as the
    /// curve's field; before any key derivation), or with the content key that RSA-OAEP returned.
    ///
    /// If the private key could not be used on the token (for example, the hardware reports bad
    /// padding), call this with an empty value: it fails like any token that cannot be decrypted,
    /// so that nobody learns why.
    ///
    /// # Errors
    /// `ERR_JWE_DECRYPTION_FAILED`; `ERR_JOSE_LIMIT_EXCEEDED` if the content inflates to more than
    /// the limit.
    pub fn complete(&self, secret: impl AsRef<[u8]>) -> Result<Decrypted> {
        let content_key = management::recover_from(
            secret.as_ref(),
            self.algorithm,
            self.enc,
            &self.parameters,
            &self.encrypted_key,
        )?;
        let plaintext = content_key.decrypt(&self.iv, &self.protected, self.ciphertext.clone(), &self.tag)?;
        let plaintext = if self.is_compressed {
            zip::inflate(&Zeroizing::new(plaintext), self.max_inflated_bytes)?
        } else {
            plaintext
        };
        Ok(Decrypted {
            plaintext,
            header: self.header.clone(),
            unprotected: None,
            recipient_header: None,
            aad: None,
            recipient: 0,
            key: self.key.clone(),
        })
    }
}

impl fmt::Debug for Pending {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Pending")
            .field("header", &self.header)
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::agreement::{self, UnparsedPublicKey};
    use serde_json::{Value, json};

    use super::*;
    use crate::base64url;
    use crate::jwe::{EncryptOptions, decrypt, encrypt};
    use crate::key::{GenerateOptions, JwkOptions};

    fn generate(algorithm: KeyManagement, curve: Option<crate::Curve>) -> Key {
        Key::generate(
            algorithm.into(),
            &GenerateOptions {
                curve,
                ..GenerateOptions::default()
            },
        )
        .unwrap()
    }

    fn prepared(token: &str, key: &Key) -> Result<Pending> {
        prepare_decrypt(token, key, &DecryptOptions::default())
    }

    /// What the hardware would do.
    fn shared_secret(key: &Key, peer: &Key) -> Vec<u8> {
        let private = match key.material() {
            Material::Ec(key) => key.agreement_private(),
            Material::Okp(key) => key.agreement_private(),
            _ => None,
        };
        let (private, public) = (
            private.unwrap(),
            match peer.material() {
                Material::Ec(key) => key.public_bytes().to_vec(),
                Material::Okp(key) => key.public_bytes().to_vec(),
                _ => Vec::new(),
            },
        );
        agreement::agree(
            private,
            UnparsedPublicKey::new(private.algorithm(), public),
            (),
            |secret| Ok(secret.to_vec()),
        )
        .unwrap()
    }

    #[test]
    fn every_agreement() {
        use KeyManagement as K;
        for algorithm in [
            K::ECDH_ES,
            K::ECDH_ES_A128KW,
            K::ECDH_ES_A192KW,
            K::ECDH_ES_A256KW,
        ] {
            for curve in [
                crate::Curve::P256,
                crate::Curve::P384,
                crate::Curve::P521,
                crate::Curve::X25519,
            ] {
                let key = generate(algorithm, Some(curve));
                let options = EncryptOptions {
                    compress: true,
                    header: json!({ "apu": "QQ" }).as_object().cloned(),
                    ..EncryptOptions::default()
                };
                let token = encrypt(b"content", &key, &options).unwrap();
                let pending = prepared(&token, &key.public().unwrap()).unwrap();
                assert_eq!(pending.encrypted_key(), None);
                let mut secret = shared_secret(&key, pending.peer_key().unwrap());
                let decrypted = pending.complete(&secret).unwrap();
                let directly = decrypt(&token, &key, &DecryptOptions::default()).unwrap();
                assert_eq!(
                    (decrypted.plaintext(), decrypted.header(), decrypted.key_id()),
                    (&b"content"[..], directly.header(), key.key_id())
                );
                let zeros = vec![0; secret.len()];
                secret[0] ^= 1;
                for wrong in [&secret[..], &secret[1..], &zeros, &[]] {
                    assert_eq!(pending.complete(wrong).unwrap_err(), Error::decryption_failed());
                }
            }
        }
    }

    #[test]
    fn every_oaep() {
        use KeyManagement as K;
        for algorithm in [K::RSA_OAEP, K::RSA_OAEP_256, K::RSA_OAEP_384, K::RSA_OAEP_512] {
            let key = generate(algorithm, None);
            let token = encrypt(b"content", &key, &EncryptOptions::default()).unwrap();
            let pending = prepared(&token, &key.public().unwrap()).unwrap();
            assert!(pending.peer_key().is_none() && !format!("{pending:?}").contains("content"));
            let Material::Rsa(rsa) = key.material() else {
                unreachable!()
            };
            let content_key = rsa
                .decrypt_oaep(algorithm, pending.encrypted_key().unwrap())
                .unwrap();
            assert_eq!(pending.complete(&content_key).unwrap().plaintext(), b"content");
            for wrong in [&content_key[1..], &[7; 32], &[]] {
                assert_eq!(pending.complete(wrong).unwrap_err(), Error::decryption_failed());
            }
        }
    }

    #[test]
    fn the_key_has_to_fit() {
        let key = generate(KeyManagement::ECDH_ES, None);
        let token = encrypt(b"content", &key, &EncryptOptions::default()).unwrap();
        let code = |token: &str, key: &Key| prepared(token, key).map(drop).map_err(|error| error.code());
        let with = |name: &str, value: Value| {
            let mut jwk: Value = serde_json::from_str(&key.to_jwk(false).unwrap()).unwrap();
            jwk[name] = value;
            jwk.as_object_mut().unwrap().retain(|_, value| !value.is_null());
            Key::from_jwk(&jwk.to_string(), &JwkOptions::default()).unwrap()
        };
        assert_eq!(
            code(&token, &with("kid", json!("other"))),
            Err(ErrorCode::NoMatchingKey)
        );
        assert_eq!(code(&token, &with("kid", Value::Null)), Ok(()));
        assert_eq!(code(&token, &with("alg", Value::Null)), Ok(()));
        assert_eq!(code(&token, &with("key_ops", json!([]))), Ok(()));
        assert_eq!(
            code(&token, &with("key_ops", json!(["verify"]))),
            Err(ErrorCode::NoMatchingKey)
        );
        assert_eq!(
            code(&token, &with("alg", json!("ECDH-ES+A256KW"))),
            Err(ErrorCode::AlgorithmNotAllowed)
        );
        let other_curve = Key::from_jwk(
            &generate(KeyManagement::ECDH_ES, Some(crate::Curve::P384))
                .to_jwk(false)
                .unwrap()
                .replace("kid", "kit"),
            &JwkOptions::default(),
        )
        .unwrap();
        assert_eq!(code(&token, &other_curve), Err(ErrorCode::JweInvalid));
        assert_eq!(
            code(&token, &generate(KeyManagement::A256KW, None)),
            Err(ErrorCode::KeyMismatch)
        );
        let off_curve = json!({ "alg": "ECDH-ES", "enc": "A128GCM", "epk": { "kty": "EC", "crv": "P-256", "x": base64url::encode(&[1; 32]), "y": base64url::encode(&[1; 32]) } });
        let off_curve = format!(
            "{}..AAAAAAAAAAAAAAAA..AAAAAAAAAAAAAAAAAAAAAA",
            base64url::encode(off_curve.to_string().as_bytes())
        );
        assert_eq!(code(&off_curve, &key), Err(ErrorCode::DecryptionFailed));
    }
}
