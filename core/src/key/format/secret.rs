//! Keys from the bytes of a shared secret or a password.

use zeroize::Zeroizing;

use super::secret_text::Secret;
use crate::algorithm::Algorithm;
use crate::error::{Error, Result};
use crate::key::error::mismatch;
use crate::key::material::secret::is_password_based;
use crate::key::material::{Material, SecretKey};
use crate::key::{Carried, Inner, Key, KeyOptions, Permissions, binding};

impl Key {
    /// A key from a shared secret, for HMAC (`HS256` and so on), AES key wrapping (`A256KW`,
    /// `A256GCMKW` and so on), or `dir` together with `enc`. The secret is bytes, or text together
    /// with the option `encoding`, as environment variables and settings contain it.
    ///
    /// An HMAC key must be at least as long as its hash, any other exactly as long as its algorithm
    /// says: otherwise `ERR_KEY_WEAK` (too short, or all zeros) or `ERR_JWK_INVALID` (too long).
    /// `allow_weak_secret` allows shorter HMAC secrets. Text that is not in the given `encoding` is
    /// `ERR_JWK_INVALID`. A secret that contains a key of another kind, such as a PEM file, is
    /// `ERR_KEY_MISMATCH`, and so is any other algorithm. For passwords, use
    /// [`Key::from_password`].
    ///
    /// ```
    /// # fn main() -> tokenseal::Result<()> {
    /// use tokenseal::{Key, KeyOptions, SignatureAlgorithm, TextEncoding};
    ///
    /// let secret = b"0123456789abcdef0123456789abcdef";
    /// let key = Key::from_secret(secret, SignatureAlgorithm::HS256.into(), &KeyOptions::default())?;
    /// assert_eq!(key.key_type(), "oct");
    ///
    /// let text = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    /// let options = KeyOptions { encoding: Some(TextEncoding::Base64), ..KeyOptions::default() };
    /// assert_eq!(Key::from_secret(text, SignatureAlgorithm::HS256.into(), &options)?, key);
    /// # Ok(())
    /// # }
    /// ```
    pub fn from_secret<'a>(
        secret: impl Into<Secret<'a>>,
        algorithm: Algorithm,
        options: &KeyOptions,
    ) -> Result<Key> {
        binding::check_enc(Some(algorithm), options.enc)?;
        if is_password_based(algorithm) {
            return Err(mismatch(format!(
                "{algorithm} derives its key from a password: use from_password"
            )));
        }
        check_password(options)?;
        let bytes = secret.into().decode(options.encoding)?;
        let secret = SecretKey::new(bytes, algorithm, options.enc, options.allow_weak_secret)?;
        Ok(Key::of_secret(secret, algorithm, options))
    }

    /// A key from a password, for the PBES2 algorithms (RFC 7518, section 4.8). Any other algorithm
    /// is `ERR_KEY_MISMATCH`, and fewer than eight bytes are `ERR_KEY_WEAK`.
    ///
    /// ```
    /// # fn main() -> tokenseal::Result<()> {
    /// use tokenseal::{Key, KeyManagement, KeyOptions};
    ///
    /// let algorithm = KeyManagement::PBES2_HS512_A256KW.into();
    /// let key = Key::from_password(b"correct horse battery staple", algorithm, &KeyOptions::default())?;
    /// assert!(key.is_private());
    /// # Ok(())
    /// # }
    /// ```
    pub fn from_password(password: &[u8], algorithm: Algorithm, options: &KeyOptions) -> Result<Key> {
        binding::check_enc(Some(algorithm), options.enc)?;
        if !is_password_based(algorithm) {
            return Err(mismatch(format!(
                "a password is for the PBES2 algorithms, and {algorithm} is none of them: use from_secret"
            )));
        }
        check_password(options)?;
        binding::check_no_secret_options(options)?;
        let secret = SecretKey::new(Zeroizing::new(password.to_vec()), algorithm, None, false)?;
        Ok(Key::of_secret(secret, algorithm, options))
    }

    /// A key with everything that the options say about it.
    fn of_secret(secret: SecretKey, algorithm: Algorithm, options: &KeyOptions) -> Key {
        Key::new(Inner {
            material: Material::Secret(secret).into(),
            algorithm: Some(algorithm),
            content_encryption: options.enc,
            key_id: options.key_id.clone(),
            permissions: Permissions::default(),
            carried: Carried::default(),
        })
    }
}

fn check_password(options: &KeyOptions) -> Result<()> {
    if options.password.is_some() {
        Err(Error::option("password is for encrypted private keys only"))
    } else {
        Ok(())
    }
}
