//! Thumbprints (RFC 7638, RFC 9964), their URIs (RFC 9278), and the equality of keys.

use std::hash::{Hash, Hasher};
use std::str::FromStr;

use aws_lc_rs::digest::{self, SHA256, SHA384, SHA512};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroizing;

use super::{Key, Material};
use crate::algorithm::Algorithm;
use crate::base64url;
use crate::error::{Error, Result};

/// The hash for a thumbprint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ThumbprintHash {
    /// SHA-256, which everyone uses.
    #[default]
    Sha256,
    /// SHA-384
    Sha384,
    /// SHA-512
    Sha512,
}

impl ThumbprintHash {
    /// `sha256`, `sha384` or `sha512`.
    pub const fn as_str(self) -> &'static str {
        match self {
            ThumbprintHash::Sha256 => "sha256",
            ThumbprintHash::Sha384 => "sha384",
            ThumbprintHash::Sha512 => "sha512",
        }
    }

    /// The name in the registry of named information hashes (RFC 6920), which URIs use.
    const fn registered_name(self) -> &'static str {
        match self {
            ThumbprintHash::Sha256 => "sha-256",
            ThumbprintHash::Sha384 => "sha-384",
            ThumbprintHash::Sha512 => "sha-512",
        }
    }

    fn algorithm(self) -> &'static digest::Algorithm {
        match self {
            ThumbprintHash::Sha256 => &SHA256,
            ThumbprintHash::Sha384 => &SHA384,
            ThumbprintHash::Sha512 => &SHA512,
        }
    }
}

impl FromStr for ThumbprintHash {
    type Err = Error;

    /// Parses `sha256`, `sha384` or `sha512`; anything else is `ERR_OPTION_INVALID`.
    fn from_str(name: &str) -> Result<Self> {
        match name {
            "sha256" => Ok(ThumbprintHash::Sha256),
            "sha384" => Ok(ThumbprintHash::Sha384),
            "sha512" => Ok(ThumbprintHash::Sha512),
            _ => Err(Error::option(
                "the hash of a thumbprint must be sha256, sha384 or sha512",
            )),
        }
    }
}

impl Serialize for ThumbprintHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for ThumbprintHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let name = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        name.parse().map_err(serde::de::Error::custom)
    }
}

impl Key {
    /// The JWK thumbprint (RFC 7638): the same for both halves of a key, and for the key in any
    /// encoding. The thumbprint of a shared secret is computed from the secret, so do not publish
    /// it.
    ///
    /// ```
    /// # fn main() -> tokenseal::Result<()> {
    /// use tokenseal::{JwkOptions, Key, ThumbprintHash};
    ///
    /// let jwk = r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
    /// let key = Key::from_jwk(jwk, &JwkOptions::default())?;
    /// assert_eq!(key.thumbprint(ThumbprintHash::Sha256)?, "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    /// # Ok(())
    /// # }
    /// ```
    pub fn thumbprint(&self, hash: ThumbprintHash) -> Result<String> {
        Ok(self.material().thumbprint(hash))
    }

    /// The thumbprint as a URI (RFC 9278): `urn:ietf:params:oauth:jwk-thumbprint:sha-256:…`.
    pub fn thumbprint_uri(&self, hash: ThumbprintHash) -> Result<String> {
        Ok(format!(
            "urn:ietf:params:oauth:jwk-thumbprint:{}:{}",
            hash.registered_name(),
            self.thumbprint(hash)?
        ))
    }
}

impl Key {
    /// The public key as a JWK with only the members of its thumbprint. None for a shared secret.
    pub(crate) fn bare_jwk(&self) -> Option<String> {
        match self.material() {
            Material::Secret(_) => None,
            material => Some(String::clone(&material.required_members())),
        }
    }
}

impl Material {
    pub(super) fn thumbprint(&self, hash: ThumbprintHash) -> String {
        base64url::encode(digest::digest(hash.algorithm(), self.required_members().as_bytes()).as_ref())
    }

    /// The members that RFC 7638, section 3.2, and RFC 9964, section 6, require, in lexicographic
    /// order. Nothing in them needs escaping.
    fn required_members(&self) -> Zeroizing<String> {
        let encode = base64url::encode;
        Zeroizing::new(match self {
            Material::Secret(key) => format!(
                r#"{{"k":"{}","kty":"oct"}}"#,
                *Zeroizing::new(encode(key.bytes()))
            ),
            Material::Rsa(key) => format!(
                r#"{{"e":"{}","kty":"RSA","n":"{}"}}"#,
                encode(key.numbers().e()),
                encode(key.numbers().n())
            ),
            Material::Ec(key) => {
                let (x, y) = key.coordinates();
                format!(
                    r#"{{"crv":"{}","kty":"EC","x":"{}","y":"{}"}}"#,
                    key.curve(),
                    encode(x),
                    encode(y)
                )
            }
            Material::Okp(key) => format!(
                r#"{{"crv":"{}","kty":"OKP","x":"{}"}}"#,
                key.curve(),
                encode(key.public_bytes())
            ),
            Material::Akp(key) => format!(
                r#"{{"alg":"{}","kty":"AKP","pub":"{}"}}"#,
                key.algorithm(),
                encode(key.public_bytes())
            ),
        })
    }

    /// Whether the thumbprints are equal; compared in constant time for shared secrets.
    pub(crate) fn is_same_key(&self, other: &Material) -> bool {
        match (self, other) {
            (Material::Secret(one), Material::Secret(other)) => one.equals(other),
            (Material::Rsa(one), Material::Rsa(other)) => one.numbers() == other.numbers(),
            (Material::Ec(one), Material::Ec(other)) => {
                one.curve() == other.curve() && one.public_bytes() == other.public_bytes()
            }
            (Material::Okp(one), Material::Okp(other)) => {
                one.curve() == other.curve() && one.public_bytes() == other.public_bytes()
            }
            (Material::Akp(one), Material::Akp(other)) => {
                one.algorithm() == other.algorithm() && one.public_bytes() == other.public_bytes()
            }
            _ => false,
        }
    }
}

impl PartialEq for Key {
    /// Keys are equal if their thumbprints, algorithms, key IDs, privacy and `key_ops` are.
    fn eq(&self, other: &Key) -> bool {
        self.algorithm() == other.algorithm()
            && self.permissions().has_same_operations(other.permissions())
            && self.content_encryption() == other.content_encryption()
            && self.key_id() == other.key_id()
            && self.is_private() == other.is_private()
            && self.material().is_same_key(other.material())
    }
}

impl Eq for Key {}

impl Hash for Key {
    /// Hashes the part of what is compared that does not require looking at the key's numbers.
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.algorithm().map(Algorithm::as_str).hash(state);
        self.key_id().hash(state);
        self.key_type().hash(state);
        self.is_private().hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::super::{GenerateOptions, JwkOptions};
    use super::*;
    use crate::algorithm::SignatureAlgorithm;

    const RFC_7638: &str = r#"{"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"}"#;

    #[test]
    fn rfc_7638_section_3_1() {
        let key = Key::from_jwk(RFC_7638, &JwkOptions::default()).unwrap();
        assert_eq!(
            key.thumbprint(ThumbprintHash::Sha256).unwrap(),
            "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"
        );
        let uri = "urn:ietf:params:oauth:jwk-thumbprint:sha-256:NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs";
        assert_eq!(key.thumbprint_uri(ThumbprintHash::Sha256).unwrap(), uri);
    }

    #[test]
    fn hashes_by_name() {
        let key = Key::generate(SignatureAlgorithm::Ed25519.into(), &GenerateOptions::default()).unwrap();
        for (name, length) in [("sha256", 43), ("sha384", 64), ("sha512", 86)] {
            let hash: ThumbprintHash = name.parse().unwrap();
            assert_eq!(hash.as_str(), name);
            assert_eq!(
                serde_json::from_value::<ThumbprintHash>(name.into()).unwrap(),
                hash
            );
            assert_eq!(key.thumbprint(hash).unwrap().len(), length);
        }
        assert_eq!(
            "sha-256".parse::<ThumbprintHash>().unwrap_err().code(),
            crate::error::ErrorCode::OptionInvalid
        );
        assert_eq!(
            "md5".parse::<ThumbprintHash>().unwrap_err().code(),
            crate::error::ErrorCode::OptionInvalid
        );
    }
}
