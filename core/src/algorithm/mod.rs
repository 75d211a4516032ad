//! The names defined by RFC 7518 and its successors, each in one table: signature, key management
//! and content encryption algorithms.

mod spelling;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::{Error, Result};
pub(crate) use spelling::meant;
use spelling::not_supported;

/// What serde receives if a name is unknown, so that options can distinguish it from a value of the
/// wrong type.
pub(crate) const UNKNOWN_NAME: &str = "this algorithm is not supported";

/// Generates an enum of names that parses from, prints as and serializes to exactly those names.
macro_rules! names {
    ($(#[$meta:meta])* $type:ident, $what:literal { $($(#[doc = $doc:literal])+ $variant:ident = $name:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[allow(non_camel_case_types)] // the names of the RFCs, with _ for - and +
        pub enum $type {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl $type {
            /// Every name that the library supports.
            pub const ALL: &'static [$type] = &[$($type::$variant,)+];

            /// The name that tokens and keys use.
            pub const fn as_str(self) -> &'static str {
                match self { $($type::$variant => $name,)+ }
            }

            /// The variant with this name.
            pub(crate) fn find(name: &str) -> Option<Self> {
                match name {
                    $($name => Some($type::$variant),)+
                    _ => None,
                }
            }

            /// What it is, in a few words, with the RFC that defines it.
            pub fn description(self) -> &'static str {
                match self { $($type::$variant => concat!($($doc),+).trim_start(),)+ }
            }
        }

        impl FromStr for $type {
            type Err = Error;

            /// Parses a name, exactly as written in the RFCs; any other is
            /// `ERR_JOSE_NOT_SUPPORTED`.
            fn from_str(name: &str) -> Result<Self> {
                Self::find(name).ok_or_else(|| not_supported($what, name, Self::ALL.iter().map(|one| one.as_str())))
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(self.as_str())
            }
        }

        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
                let name = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                name.parse().map_err(|_| serde::de::Error::custom(UNKNOWN_NAME))
            }
        }
    };
}

names! {
    /// How a token is signed (the `alg` of a JWS).
    SignatureAlgorithm, "signature algorithm" {
        /// HMAC with SHA-256 (RFC 7518, section 3.2)
        HS256 = "HS256",
        /// HMAC with SHA-384 (RFC 7518, section 3.2)
        HS384 = "HS384",
        /// HMAC with SHA-512 (RFC 7518, section 3.2)
        HS512 = "HS512",
        /// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518, section 3.3)
        RS256 = "RS256",
        /// RSASSA-PKCS1-v1_5 with SHA-384 (RFC 7518, section 3.3)
        RS384 = "RS384",
        /// RSASSA-PKCS1-v1_5 with SHA-512 (RFC 7518, section 3.3)
        RS512 = "RS512",
        /// RSASSA-PSS with SHA-256 (RFC 7518, section 3.5)
        PS256 = "PS256",
        /// RSASSA-PSS with SHA-384 (RFC 7518, section 3.5)
        PS384 = "PS384",
        /// RSASSA-PSS with SHA-512 (RFC 7518, section 3.5)
        PS512 = "PS512",
        /// ECDSA on P-256 with SHA-256 (RFC 7518, section 3.4)
        ES256 = "ES256",
        /// ECDSA on P-384 with SHA-384 (RFC 7518, section 3.4)
        ES384 = "ES384",
        /// ECDSA on P-521 with SHA-512 (RFC 7518, section 3.4)
        ES512 = "ES512",
        /// ECDSA on secp256k1 with SHA-256 (RFC 8812, section 3.2)
        ES256K = "ES256K",
        /// EdDSA, which here means Ed25519 (RFC 8037, section 3.1)
        EdDSA = "EdDSA",
        /// EdDSA with Ed25519, by its fully specified name (RFC 9864, section 2.2)
        Ed25519 = "Ed25519",
        /// ML-DSA with the parameter set 44 (RFC 9964)
        ML_DSA_44 = "ML-DSA-44",
        /// ML-DSA with the parameter set 65 (RFC 9964)
        ML_DSA_65 = "ML-DSA-65",
        /// ML-DSA with the parameter set 87 (RFC 9964)
        ML_DSA_87 = "ML-DSA-87",
    }
}

names! {
    /// How the content encryption key of a token is determined or conveyed (the `alg` of a JWE).
    KeyManagement, "key management algorithm" {
        /// The shared key is the content encryption key (RFC 7518, section 4.5)
        Dir = "dir",
        /// AES Key Wrap with a 128-bit key (RFC 7518, section 4.4)
        A128KW = "A128KW",
        /// AES Key Wrap with a 192-bit key (RFC 7518, section 4.4)
        A192KW = "A192KW",
        /// AES Key Wrap with a 256-bit key (RFC 7518, section 4.4)
        A256KW = "A256KW",
        /// Key encryption with AES GCM and a 128-bit key (RFC 7518, section 4.7)
        A128GCMKW = "A128GCMKW",
        /// Key encryption with AES GCM and a 192-bit key (RFC 7518, section 4.7)
        A192GCMKW = "A192GCMKW",
        /// Key encryption with AES GCM and a 256-bit key (RFC 7518, section 4.7)
        A256GCMKW = "A256GCMKW",
        /// RSAES OAEP with SHA-1, the default parameters (RFC 7518, section 4.3)
        RSA_OAEP = "RSA-OAEP",
        /// RSAES OAEP with SHA-256 (RFC 7518, section 4.3)
        RSA_OAEP_256 = "RSA-OAEP-256",
        /// RSAES OAEP with SHA-384 (W3C Web Cryptography, section 22)
        RSA_OAEP_384 = "RSA-OAEP-384",
        /// RSAES OAEP with SHA-512 (W3C Web Cryptography, section 22)
        RSA_OAEP_512 = "RSA-OAEP-512",
        /// Key agreement, whose result is the content encryption key (RFC 7518, section 4.6)
        ECDH_ES = "ECDH-ES",
        /// Key agreement, whose result wraps the key by A128KW (RFC 7518, section 4.6)
        ECDH_ES_A128KW = "ECDH-ES+A128KW",
        /// Key agreement, whose result wraps the key by A192KW (RFC 7518, section 4.6)
        ECDH_ES_A192KW = "ECDH-ES+A192KW",
        /// Key agreement, whose result wraps the key by A256KW (RFC 7518, section 4.6)
        ECDH_ES_A256KW = "ECDH-ES+A256KW",
        /// A password, by PBES2 with HMAC SHA-256 and A128KW (RFC 7518, section 4.8)
        PBES2_HS256_A128KW = "PBES2-HS256+A128KW",
        /// A password, by PBES2 with HMAC SHA-384 and A192KW (RFC 7518, section 4.8)
        PBES2_HS384_A192KW = "PBES2-HS384+A192KW",
        /// A password, by PBES2 with HMAC SHA-512 and A256KW (RFC 7518, section 4.8)
        PBES2_HS512_A256KW = "PBES2-HS512+A256KW",
    }
}

names! {
    /// How the content of an encrypted token is encrypted and authenticated (the `enc` of a JWE).
    ContentEncryption, "content encryption algorithm" {
        /// AES-128 in CBC mode with HMAC SHA-256 (RFC 7518, section 5.2.3)
        A128CBC_HS256 = "A128CBC-HS256",
        /// AES-192 in CBC mode with HMAC SHA-384 (RFC 7518, section 5.2.4)
        A192CBC_HS384 = "A192CBC-HS384",
        /// AES-256 in CBC mode with HMAC SHA-512 (RFC 7518, section 5.2.5)
        A256CBC_HS512 = "A256CBC-HS512",
        /// AES GCM with a 128-bit key (RFC 7518, section 5.3)
        A128GCM = "A128GCM",
        /// AES GCM with a 192-bit key (RFC 7518, section 5.3)
        A192GCM = "A192GCM",
        /// AES GCM with a 256-bit key (RFC 7518, section 5.3)
        A256GCM = "A256GCM",
    }
}

names! {
    /// The curves of EC and OKP keys (the `crv` of a JWK).
    Curve, "curve" {
        /// NIST P-256 (RFC 7518, section 6.2.1.1)
        P256 = "P-256",
        /// NIST P-384 (RFC 7518, section 6.2.1.1)
        P384 = "P-384",
        /// NIST P-521 (RFC 7518, section 6.2.1.1)
        P521 = "P-521",
        /// secp256k1, for ES256K only (RFC 8812, section 3.1)
        Secp256k1 = "secp256k1",
        /// Ed25519, for signatures (RFC 8037, section 2)
        Ed25519 = "Ed25519",
        /// X25519, for key agreement (RFC 8037, section 2)
        X25519 = "X25519",
    }
}

/// What a key may be bound to: the `alg` of a JWK, of a JWS or of a JWE.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// The key signs and verifies.
    Signature(SignatureAlgorithm),
    /// The key encrypts and decrypts.
    KeyManagement(KeyManagement),
}

impl Algorithm {
    /// The name that tokens and keys use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Algorithm::Signature(algorithm) => algorithm.as_str(),
            Algorithm::KeyManagement(algorithm) => algorithm.as_str(),
        }
    }
}

impl FromStr for Algorithm {
    type Err = Error;

    /// Parses a name, exactly as written in the RFCs; any other is `ERR_JOSE_NOT_SUPPORTED`.
    fn from_str(name: &str) -> Result<Self> {
        let signature = SignatureAlgorithm::find(name).map(Algorithm::Signature);
        let found = signature.or_else(|| KeyManagement::find(name).map(Algorithm::KeyManagement));
        found.ok_or_else(|| {
            let signatures = SignatureAlgorithm::ALL.iter().map(|one| one.as_str());
            not_supported(
                "algorithm",
                name,
                signatures.chain(KeyManagement::ALL.iter().map(|one| one.as_str())),
            )
        })
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl From<SignatureAlgorithm> for Algorithm {
    fn from(algorithm: SignatureAlgorithm) -> Self {
        Algorithm::Signature(algorithm)
    }
}

impl From<KeyManagement> for Algorithm {
    fn from(algorithm: KeyManagement) -> Self {
        Algorithm::KeyManagement(algorithm)
    }
}

impl Serialize for Algorithm {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Algorithm {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let name = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        name.parse().map_err(|_| serde::de::Error::custom(UNKNOWN_NAME))
    }
}

impl SignatureAlgorithm {
    /// Whether the key that verifies is a public one, so that its holder cannot sign.
    pub const fn is_asymmetric(self) -> bool {
        !matches!(self, Self::HS256 | Self::HS384 | Self::HS512)
    }
}

impl KeyManagement {
    /// Whether the key is a shared secret, so that only its holders can have made the token.
    pub const fn is_symmetric(self) -> bool {
        !self.is_key_agreement()
            && !matches!(
                self,
                Self::RSA_OAEP | Self::RSA_OAEP_256 | Self::RSA_OAEP_384 | Self::RSA_OAEP_512
            )
    }

    /// Whether two keys agree on a secret (ECDH-ES).
    pub const fn is_key_agreement(self) -> bool {
        matches!(
            self,
            Self::ECDH_ES | Self::ECDH_ES_A128KW | Self::ECDH_ES_A192KW | Self::ECDH_ES_A256KW
        )
    }

    /// Whether the key is derived from a password, which is slow by design.
    pub const fn is_password_based(self) -> bool {
        matches!(
            self,
            Self::PBES2_HS256_A128KW | Self::PBES2_HS384_A192KW | Self::PBES2_HS512_A256KW
        )
    }
}

impl ContentEncryption {
    /// The length of the content encryption key, in bytes.
    pub const fn key_length(self) -> usize {
        match self {
            ContentEncryption::A128GCM => 16,
            ContentEncryption::A192GCM => 24,
            ContentEncryption::A128CBC_HS256 | ContentEncryption::A256GCM => 32,
            ContentEncryption::A192CBC_HS384 => 48,
            ContentEncryption::A256CBC_HS512 => 64,
        }
    }

    /// The length of the initialization vector, in bytes.
    pub const fn iv_length(self) -> usize {
        match self {
            ContentEncryption::A128GCM | ContentEncryption::A192GCM | ContentEncryption::A256GCM => 12,
            _ => 16,
        }
    }

    /// The length of the authentication tag, in bytes.
    pub const fn tag_length(self) -> usize {
        match self {
            ContentEncryption::A192CBC_HS384 => 24,
            ContentEncryption::A256CBC_HS512 => 32,
            _ => 16,
        }
    }
}
