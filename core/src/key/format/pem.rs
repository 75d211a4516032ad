//! PEM (RFC 7468): one block, whose label names what it encloses.

use pem_rfc7468::{Decoder, LineEnding};
use zeroize::Zeroizing;

use super::der::MAX_BYTES;
use crate::algorithm::Algorithm;
use crate::error::{Error, Result};
use crate::key::error::{invalid, refused};
use crate::key::shape::Shape;
use crate::key::{Key, KeyOptions, binding};
use crate::limits::exceeded;

/// The header of OpenSSL's older encryption, which derives its key from one MD5 of the password.
const OLD_ENCRYPTION: &[u8] = b"Proc-Type:";
/// What starts a block.
const BEGIN: &[u8] = b"-----BEGIN ";

impl Key {
    /// A public or private key from PEM with the label `PRIVATE KEY`, `ENCRYPTED PRIVATE KEY`, `PUBLIC KEY`, `RSA PRIVATE KEY`,
    /// `RSA PUBLIC KEY` or `EC PRIVATE KEY`. There has to be exactly one block. The key has to fit the algorithm (`ERR_KEY_MISMATCH`),
    /// which it is then bound to. What [`from_der`](Key::from_der) says of encrypted keys holds here too; the encryption of OpenSSL's
    /// older PEM (`Proc-Type: 4,ENCRYPTED`) is refused.
    ///
    /// ```
    /// # fn main() -> tokenseal::Result<()> {
    /// use tokenseal::{Key, KeyOptions, SignatureAlgorithm};
    ///
    /// let pem = b"-----BEGIN PUBLIC KEY-----
    /// MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
    /// -----END PUBLIC KEY-----";
    /// let key = Key::from_pem(pem, SignatureAlgorithm::Ed25519.into(), &KeyOptions::default())?;
    /// assert_eq!(key.key_type(), "OKP");
    /// # Ok(())
    /// # }
    /// ```
    pub fn from_pem(pem: &[u8], algorithm: Algorithm, options: &KeyOptions) -> Result<Key> {
        binding::check_enc(Some(algorithm), options.enc)?;
        if pem.len() > MAX_BYTES {
            return Err(exceeded("the key is longer than 64 KiB"));
        }
        if pem.windows(BEGIN.len()).filter(|window| *window == BEGIN).count() != 1 {
            return Err(invalid("the PEM text does not have exactly one block"));
        }
        if pem.windows(OLD_ENCRYPTION.len()).any(|window| window == OLD_ENCRYPTION) {
            return Err(invalid("the old encryption of PEM (Proc-Type) is refused: convert the key to PKCS#8"));
        }
        let mut decoder = Decoder::new_detect_wrap(pem.trim_ascii()).map_err(|_| malformed())?;
        let expected = match decoder.type_label() {
            "PRIVATE KEY" => Shape::Pkcs8,
            "PUBLIC KEY" => Shape::Spki,
            "RSA PRIVATE KEY" => Shape::Pkcs1Private,
            "RSA PUBLIC KEY" => Shape::Pkcs1Public,
            "EC PRIVATE KEY" => Shape::Sec1,
            "ENCRYPTED PRIVATE KEY" => Shape::EncryptedPkcs8,
            "CERTIFICATE" => return Err(invalid("a certificate is not a key: use from_certificate")),
            _ => return Err(invalid("the PEM label is not one of a key")),
        };
        let mut der = Zeroizing::new(vec![0; decoder.remaining_len()]);
        decoder.decode(&mut der).map_err(|_| malformed())?;
        Key::of_shaped_der(&der, Some(expected), algorithm, options)
    }
}

/// Writes one block, in lines of 64 characters.
pub(super) fn write(label: &str, der: &[u8]) -> Result<String> {
    pem_rfc7468::encode_string(label, LineEnding::LF, der).map_err(|_| refused())
}

fn malformed() -> Error {
    invalid("the PEM text is malformed")
}
