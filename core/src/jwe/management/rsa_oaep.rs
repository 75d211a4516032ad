//! Key encryption with RSAES OAEP (RFC 7518, section 4.3).

use zeroize::Zeroizing;

use crate::algorithm::KeyManagement;
use crate::error::Result;
use crate::key::RsaKey;
use crate::secrecy;

/// Encrypts a content encryption key to an RSA key.
pub(crate) fn wrap(key: &RsaKey, algorithm: KeyManagement, content_key: &[u8]) -> Result<Vec<u8>> {
    key.encrypt_oaep(algorithm, content_key)
}

/// Decrypts a content encryption key. AWS-LC removes the padding in constant time; whatever is
/// wrong, there is only one error.
pub(crate) fn unwrap(
    key: &RsaKey,
    algorithm: KeyManagement,
    encrypted_key: &[u8],
) -> Result<Zeroizing<Vec<u8>>> {
    let content_key = key.decrypt_oaep(algorithm, encrypted_key)?;
    secrecy::secret(&content_key);
    Ok(content_key)
}
