//! Keys from the bytes of a shared secret or of a password.

use zeroize::Zeroizing;

use crate::algorithm::{Algorithm, ContentEncryption};
use crate::error::{Error, Result};
use crate::key::error::mismatch;
use crate::key::material::secret::is_password_based;
use crate::key::material::{Material, Secret};
use crate::key::{Carried, Inner, Key, KeyOptions, Permissions, binding};

impl Key {
    /// A key from the bytes of a shared secret, for HMAC (`HS256` and so on), AES key wrapping (`A256KW`, `A256GCMKW` and so on), or
    /// `dir` together with `enc`.
    ///
    /// A key of HMAC has to be as long as its hash at least, the others exactly as long as their algorithm says: else `ERR_KEY_WEAK` (too
    /// short, or one byte repeated) or `ERR_JWK_INVALID` (too long). Bytes that hold a key of another kind, such as a PEM file, are
    /// refused with `ERR_KEY_MISMATCH`, and so is any other algorithm. Passwords are for [`Key::from_password`].
    ///
    /// ```
    /// # fn main() -> tokenseal::Result<()> {
    /// use tokenseal::{Key, KeyOptions, SignatureAlgorithm};
    ///
    /// let secret = *b"0123456789abcdef0123456789abcdef";
    /// let key = Key::from_secret(&secret, SignatureAlgorithm::HS256.into(), &KeyOptions::default())?;
    /// assert_eq!(key.key_type(), "oct");
    /// # Ok(())
    /// # }
    /// ```
    pub fn from_secret(secret: &[u8], algorithm: Algorithm, options: &KeyOptions) -> Result<Key> {
        binding::check_enc(Some(algorithm), options.enc)?;
        if is_password_based(algorithm) {
            return Err(mismatch("a password-based algorithm needs a password"));
        }
        check_password(options)?;
        let permissions = Permissions::default();
        Key::of_secret(Zeroizing::new(secret.to_vec()), algorithm, options.enc, options.key_id.clone(), permissions, Carried::default())
    }

    /// A key from a password, for the PBES2 algorithms (RFC 7518, section 4.8). Any other algorithm is `ERR_KEY_MISMATCH`, fewer than
    /// eight bytes are `ERR_KEY_WEAK`.
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
            return Err(mismatch("a password is for the PBES2 algorithms only"));
        }
        check_password(options)?;
        let permissions = Permissions::default();
        Key::of_secret(Zeroizing::new(password.to_vec()), algorithm, None, options.key_id.clone(), permissions, Carried::default())
    }

    pub(in crate::key) fn of_secret(
        bytes: Zeroizing<Vec<u8>>,
        algorithm: Algorithm,
        enc: Option<ContentEncryption>,
        key_id: Option<String>,
        permissions: Permissions,
        carried: Carried,
    ) -> Result<Key> {
        let material = Material::Secret(Secret::new(bytes, algorithm, enc)?);
        Key::bound(Inner { material, algorithm: Some(algorithm), content_encryption: enc, key_id, permissions, carried })
    }
}

fn check_password(options: &KeyOptions) -> Result<()> {
    if options.password.is_some() { Err(Error::option("password is for encrypted private keys only")) } else { Ok(()) }
}
