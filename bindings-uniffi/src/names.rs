//! The core's names, as enums of the language. rustc compares them with the core's: none can be missing.

use tokenseal::jws::Require;
use tokenseal::{
    Algorithm, ContentEncryption, Curve, KeyManagement, Length, OneOrMany, Profile, Serialization, SignatureAlgorithm, ThumbprintHash,
    TokenKind,
};

use crate::boundary::call;
use crate::error::TokenError;

/// How a token is signed (RFC 7518, 8812, 9864 and 9964).
#[uniffi::remote(Enum)]
pub enum SignatureAlgorithm {
    HS256,
    HS384,
    HS512,
    RS256,
    RS384,
    RS512,
    PS256,
    PS384,
    PS512,
    ES256,
    ES384,
    ES512,
    ES256K,
    EdDSA,
    Ed25519,
    ML_DSA_44,
    ML_DSA_65,
    ML_DSA_87,
}

/// How the content key of an encrypted token is found or carried (RFC 7518, section 4).
#[uniffi::remote(Enum)]
pub enum KeyManagement {
    Dir,
    A128KW,
    A192KW,
    A256KW,
    A128GCMKW,
    A192GCMKW,
    A256GCMKW,
    RSA_OAEP,
    RSA_OAEP_256,
    RSA_OAEP_384,
    RSA_OAEP_512,
    ECDH_ES,
    ECDH_ES_A128KW,
    ECDH_ES_A192KW,
    ECDH_ES_A256KW,
    PBES2_HS256_A128KW,
    PBES2_HS384_A192KW,
    PBES2_HS512_A256KW,
}

/// How the content of a token is encrypted (RFC 7518, section 5).
#[uniffi::remote(Enum)]
pub enum ContentEncryption {
    A128CBC_HS256,
    A192CBC_HS384,
    A256CBC_HS512,
    A128GCM,
    A192GCM,
    A256GCM,
}

/// The curve of a key (RFC 7518, section 6.2.1.1; RFC 8812; RFC 8037).
#[uniffi::remote(Enum)]
pub enum Curve {
    P256,
    P384,
    P521,
    Secp256k1,
    Ed25519,
    X25519,
}

/// What a key may be bound to: the `alg` of a JWK, of a JWS or of a JWE.
#[uniffi::remote(Enum)]
pub enum Algorithm {
    /// The key signs and verifies.
    Signature(SignatureAlgorithm),
    /// The key encrypts and decrypts.
    KeyManagement(KeyManagement),
}

/// Rules for claims and `typ` that are written down elsewhere.
#[uniffi::remote(Enum)]
pub enum Profile {
    /// An OAuth 2.0 access token (RFC 9068).
    AccessToken,
    /// An OpenID Connect ID token (Core 1.0, section 2).
    IdToken,
    /// An OpenID Connect logout token (Back-Channel Logout 1.0, section 2.4).
    LogoutToken,
}

/// How a token is protected.
#[uniffi::remote(Enum)]
pub enum TokenKind {
    /// Signed: everybody can read it (JWS).
    Signed,
    /// Encrypted: only the key's holder can read it (JWE).
    Encrypted,
    /// Signed, then encrypted (RFC 7519, appendix A.2).
    Nested,
}

/// How the tokens of `jws` and `jwe` functions are written.
#[uniffi::remote(Enum)]
pub enum Serialization {
    /// Parts with dots between them, for URLs and HTTP headers: one key, and no unprotected header.
    Compact,
    /// A JSON object for one key.
    Flattened,
    /// A JSON object for any number of keys.
    General,
}

/// How many signatures of a token have to verify.
#[uniffi::remote(Enum)]
pub enum Require {
    /// At least one.
    Any,
    /// Every one.
    All,
}

/// The hash of a thumbprint.
#[uniffi::remote(Enum)]
pub enum ThumbprintHash {
    /// SHA-256, what everybody uses.
    Sha256,
    /// SHA-384
    Sha384,
    /// SHA-512
    Sha512,
}

/// A length of time.
#[uniffi::remote(Enum)]
pub enum Length {
    /// Whole seconds.
    Seconds(i64),
    /// A whole number followed by its unit: `s`, `m`, `h` or `d`, such as `15m`.
    Text(String),
}

/// One text, or a list of them of which any will do.
#[uniffi::remote(Enum)]
pub enum OneOrMany {
    /// Exactly this.
    One(String),
    /// Any of these; never empty.
    Many(Vec<String>),
}

/// Writes the two directions between an enum of names and the names of the RFCs.
macro_rules! names {
    ($($type:ident: $parse:ident, $name:ident;)+) => {
        $(
            /// The algorithm of this name, exactly as the RFCs write it; `ERR_JOSE_NOT_SUPPORTED` for any other.
            #[uniffi::export]
            pub fn $parse(name: String) -> Result<$type, TokenError> {
                call(|| name.parse())
            }

            /// The name that tokens and keys use.
            #[uniffi::export]
            pub fn $name(algorithm: $type) -> String {
                algorithm.as_str().to_owned()
            }
        )+
    };
}

names! {
    Algorithm: parse_algorithm, algorithm_name;
    SignatureAlgorithm: parse_signature_algorithm, signature_algorithm_name;
    KeyManagement: parse_key_management, key_management_name;
    ContentEncryption: parse_content_encryption, content_encryption_name;
    Curve: parse_curve, curve_name;
}
