//! Authenticated encryption (RFC 7518, section 5): AES GCM, and AES in CBC mode with HMAC.

use aws_lc_rs::aead::{self, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::cipher::{
    self, DecryptionContext, EncryptionContext, PaddedBlockDecryptingKey, PaddedBlockEncryptingKey,
    UnboundCipherKey,
};
use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::hmac;
use aws_lc_rs::iv::FixedLength;
use zeroize::{Zeroize, Zeroizing};

use crate::algorithm::ContentEncryption;
use crate::error::{Error, ErrorCode, Result};
use crate::{random, secrecy};

/// A prepared content encryption key. aws-lc-rs wipes the key schedules when they are dropped.
pub(crate) struct ContentKey {
    enc: ContentEncryption,
    cipher: Cipher,
}

enum Cipher {
    Gcm(LessSafeKey),
    CbcHmac(Box<CbcHmac>),
}

struct CbcHmac {
    mac: hmac::Key,
    encrypting: PaddedBlockEncryptingKey,
    decrypting: PaddedBlockDecryptingKey,
}

/// An encrypted plaintext: the JWE Initialization Vector, Ciphertext and Authentication Tag (RFC
/// 7516, section 2).
pub(crate) struct Encrypted {
    pub(crate) iv: Vec<u8>,
    pub(crate) ciphertext: Vec<u8>,
    pub(crate) tag: Vec<u8>,
}

impl ContentKey {
    /// Prepares a key. A key of the wrong length gives the same error as any decryption failure.
    pub(crate) fn new(enc: ContentEncryption, key: &[u8]) -> Result<Self> {
        if key.len() != enc.key_length() {
            return Err(Error::decryption_failed());
        }
        let cipher = match enc {
            ContentEncryption::A128GCM => gcm(&aead::AES_128_GCM, key),
            ContentEncryption::A192GCM => gcm(&aead::AES_192_GCM, key),
            ContentEncryption::A256GCM => gcm(&aead::AES_256_GCM, key),
            ContentEncryption::A128CBC_HS256 => CbcHmac::prepare(hmac::HMAC_SHA256, &cipher::AES_128, key),
            ContentEncryption::A192CBC_HS384 => CbcHmac::prepare(hmac::HMAC_SHA384, &cipher::AES_192, key),
            ContentEncryption::A256CBC_HS512 => CbcHmac::prepare(hmac::HMAC_SHA512, &cipher::AES_256, key),
        };
        Ok(Self {
            enc,
            cipher: cipher.map_err(|_| Error::decryption_failed())?,
        })
    }

    /// Encrypts with a fresh random initialization vector.
    pub(crate) fn encrypt(&self, aad: &[u8], plaintext: Vec<u8>) -> Result<Encrypted> {
        let mut iv = vec![0; self.enc.iv_length()];
        random::fill(&mut iv)?;
        self.encrypt_with(iv, aad, plaintext)
            .map_err(|_| Error::new(ErrorCode::Internal, "encryption failed"))
    }

    fn encrypt_with(&self, iv: Vec<u8>, aad: &[u8], mut content: Vec<u8>) -> Result<Encrypted, Unspecified> {
        let tag = match &self.cipher {
            Cipher::Gcm(key) => {
                let nonce = Nonce::try_assume_unique_for_key(&iv)?;
                key.seal_in_place_separate_tag(nonce, Aad::from(aad), &mut content)?
                    .as_ref()
                    .to_vec()
            }
            Cipher::CbcHmac(key) => {
                let context = EncryptionContext::Iv128(FixedLength::try_from(iv.as_slice())?);
                key.encrypting.less_safe_encrypt(&mut content, context)?;
                let tag = key.tag(&iv, aad, &content)?;
                tag.as_ref()
                    .get(..self.enc.tag_length())
                    .ok_or(Unspecified)?
                    .to_vec()
            }
        };
        secrecy::public(&content);
        secrecy::public(&tag);
        Ok(Encrypted {
            iv,
            ciphertext: content,
            tag,
        })
    }

    /// Decrypts in place. CBC decrypts nothing before the tag is verified, and a failure leaves no
    /// plaintext behind.
    pub(crate) fn decrypt(&self, iv: &[u8], aad: &[u8], mut content: Vec<u8>, tag: &[u8]) -> Result<Vec<u8>> {
        match self.decrypt_in_place(iv, aad, &mut content, tag) {
            Ok(length) => {
                content.truncate(length);
                Ok(content)
            }
            Err(Unspecified) => {
                content.zeroize();
                Err(Error::decryption_failed())
            }
        }
    }

    /// Leaves the plaintext at the start of `content`, and returns its length.
    fn decrypt_in_place(
        &self,
        iv: &[u8],
        aad: &[u8],
        content: &mut [u8],
        tag: &[u8],
    ) -> Result<usize, Unspecified> {
        if tag.len() != self.enc.tag_length() {
            return Err(Unspecified); // a shorter one would be easier to guess
        }
        match &self.cipher {
            Cipher::Gcm(key) => {
                let nonce = Nonce::try_assume_unique_for_key(iv)?;
                Ok(key
                    .open_in_place_separate_tag(nonce, Aad::from(aad), tag, content)?
                    .len())
            }
            Cipher::CbcHmac(key) => {
                let expected = key.tag(iv, aad, content)?;
                verify_slices_are_equal(expected.as_ref().get(..tag.len()).ok_or(Unspecified)?, tag)?;
                let context = DecryptionContext::Iv128(FixedLength::try_from(iv)?);
                // Removing the padding branches on it, but the tag has proven that a holder of the
                // key put it there.
                Ok(secrecy::public_length(
                    key.decrypting.decrypt(content, context)?.len(),
                ))
            }
        }
    }
}

fn gcm(algorithm: &'static aead::Algorithm, key: &[u8]) -> Result<Cipher, Unspecified> {
    Ok(Cipher::Gcm(LessSafeKey::new(UnboundKey::new(algorithm, key)?)))
}

impl CbcHmac {
    /// The first half of the key is for the MAC, the second for the cipher (RFC 7518, section
    /// 5.2.2.1).
    fn prepare(
        mac: hmac::Algorithm,
        cipher: &'static cipher::Algorithm,
        key: &[u8],
    ) -> Result<Cipher, Unspecified> {
        let (mac_key, cipher_key) = key.split_at_checked(key.len() / 2).ok_or(Unspecified)?;
        Ok(Cipher::CbcHmac(Box::new(Self {
            mac: hmac::Key::new(mac, mac_key),
            encrypting: PaddedBlockEncryptingKey::cbc_pkcs7(UnboundCipherKey::new(cipher, cipher_key)?)?,
            decrypting: PaddedBlockDecryptingKey::cbc_pkcs7(UnboundCipherKey::new(cipher, cipher_key)?)?,
        })))
    }

    /// The MAC of the additional authenticated data, the initialization vector, the ciphertext, and
    /// the bit length of the first; not yet truncated.
    fn tag(&self, iv: &[u8], aad: &[u8], ciphertext: &[u8]) -> Result<hmac::Tag, Unspecified> {
        let bits = u64::try_from(aad.len())
            .ok()
            .and_then(|length| length.checked_mul(8))
            .ok_or(Unspecified)?;
        let mut context = hmac::Context::with_key(&self.mac);
        context.update(aad);
        context.update(iv);
        context.update(ciphertext);
        context.update(&bits.to_be_bytes());
        Ok(context.sign())
    }
}

/// A fresh content encryption key.
pub(crate) fn generate(enc: ContentEncryption) -> Result<Zeroizing<Vec<u8>>> {
    let mut key = Zeroizing::new(vec![0; enc.key_length()]);
    random::fill(&mut key)?;
    secrecy::secret(&key);
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7518, appendix B: what the three cases share.
    const KEY: [u8; 64] = {
        let mut key = [0; 64];
        let mut index = 0;
        while index < 64 {
            key[index as usize] = index;
            index += 1;
        }
        key
    };
    const PLAINTEXT: &[u8] =
        b"A cipher system must not be required to be secret, and it must be able to fall into the hands of the enemy without inconvenience";
    const AAD: &[u8] = b"The second principle of Auguste Kerckhoffs";
    const IV: &str = "1af38c2dc2b96ffdd86694092341bc04";

    const APPENDIX_B: [(ContentEncryption, &str, &str); 3] = [
        (
            ContentEncryption::A128CBC_HS256,
            "c80edfa32ddf39d5ef00c0b468834279a2e46a1b8049f792f76bfe54b903a9c9a94ac9b47ad2655c5f10f9aef71427e2\
             fc6f9b3f399a221489f16362c703233609d45ac69864e3321cf82935ac4096c86e133314c54019e8ca7980dfa4b9cf1b\
             384c486f3a54c51078158ee5d79de59fbd34d848b3d69550a67646344427ade54b8851ffb598f7f80074b9473c82e2db",
            "652c3fa36b0a7c5b3219fab3a30bc1c4",
        ),
        (
            ContentEncryption::A192CBC_HS384,
            "ea65da6b59e61edb419be62d19712ae5d303eeb50052d0dfd6697f77224c8edb000d279bdc14c1072654bd30944230c6\
             57bed4ca0c9f4a8466f22b226d1746214bf8cfc2400add9f5126e479663fc90b3bed787a2f0ffcbf3904be2a641d5c21\
             05bfe591bae23b1d7449e532eef60a9ac8bb6c6b01d35d49787bcd57ef484927f280adc91ac0c4e79c7b11efc60054e3",
            "8490ac0e58949bfe51875d733f93ac2075168039ccc733d7",
        ),
        (
            ContentEncryption::A256CBC_HS512,
            "4affaaadb78c31c5da4b1b590d10ffbd3dd8d5d302423526912da037ecbcc7bd822c301dd67c373bccb584ad3e9279c2\
             e6d12a1374b77f077553df829410446b36ebd97066296ae6427ea75c2e0846a11a09ccf5370dc80bfecbad28c73f09b3\
             a3b75e662a2594410ae496b2e2e6609e31e6e02cc837f053d21f37ff4f51950bbe2638d09dd7a4930930806d0703b1f6",
            "4dd3b4c088a7f45c216839645b2012bf2e6269a8c56a816dbc1b267761955bc5",
        ),
    ];

    fn hex(text: &str) -> Vec<u8> {
        (0..text.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap())
            .collect()
    }

    #[test]
    fn rfc7518_appendix_b() {
        for (enc, ciphertext, tag) in APPENDIX_B {
            let key = ContentKey::new(enc, &KEY[..enc.key_length()]).unwrap();
            let sealed = key.encrypt_with(hex(IV), AAD, PLAINTEXT.to_vec()).unwrap();
            assert_eq!(sealed.ciphertext, hex(ciphertext), "{enc}");
            assert_eq!(sealed.tag, hex(tag), "{enc}");
            assert_eq!(
                key.decrypt(&hex(IV), AAD, hex(ciphertext), &hex(tag)).unwrap(),
                PLAINTEXT,
                "{enc}"
            );
        }
    }

    #[test]
    fn every_length_and_every_changed_byte() {
        for &enc in ContentEncryption::ALL {
            let key = ContentKey::new(enc, &generate(enc).unwrap()).unwrap();
            for length in [0, 1, 15, 16, 17, 1000] {
                let sealed = key.encrypt(b"aad", vec![7; length]).unwrap();
                assert_eq!(
                    key.decrypt(&sealed.iv, b"aad", sealed.ciphertext, &sealed.tag)
                        .unwrap(),
                    vec![7; length]
                );
            }
            let Encrypted { iv, ciphertext, tag } = key.encrypt(b"aad", b"plaintext".to_vec()).unwrap();
            let refused = |iv: &[u8], aad: &[u8], ciphertext: &[u8], tag: &[u8]| {
                assert_eq!(
                    key.decrypt(iv, aad, ciphertext.to_vec(), tag),
                    Err(Error::decryption_failed()),
                    "{enc}"
                );
            };
            let changed = |bytes: &[u8], at: usize| {
                let mut bytes = bytes.to_vec();
                bytes[at] ^= 1;
                bytes
            };
            (0..iv.len()).for_each(|at| refused(&changed(&iv, at), b"aad", &ciphertext, &tag));
            (0..ciphertext.len()).for_each(|at| refused(&iv, b"aad", &changed(&ciphertext, at), &tag));
            (0..tag.len()).for_each(|at| refused(&iv, b"aad", &ciphertext, &changed(&tag, at)));
            (0..tag.len()).for_each(|length| refused(&iv, b"aad", &ciphertext, &tag[..length]));
            refused(&iv, b"aae", &ciphertext, &tag);
            refused(&iv, b"", &ciphertext, &tag);
            refused(&[], b"aad", &ciphertext, &tag);
            refused(&iv, b"aad", &[], &tag);
            refused(&iv, b"aad", &ciphertext, &[&tag[..], &[0]].concat());
        }
    }

    #[test]
    fn keys_of_another_length_are_refused() {
        for &enc in ContentEncryption::ALL {
            for length in (0..=65).filter(|&length| length != enc.key_length()) {
                assert_eq!(
                    ContentKey::new(enc, &vec![0; length]).err(),
                    Some(Error::decryption_failed())
                );
            }
        }
    }
}
