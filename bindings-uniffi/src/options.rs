//! The options of everything that reads, and of keys. rustc compares the records with the core's: no option can be missing.

use tokenseal::jwe::DecryptOptions;
use tokenseal::jws::{Require, VerifyOptions as JwsVerifyOptions};
use tokenseal::{
    ContentEncryption, Curve, GenerateOptions, KeyManagement, Length, OneOrMany, Profile, SignatureAlgorithm, TokenKind, VerifyOptions,
};

/// What checking a token may be told. Every check is made unless it is waived by name.
#[uniffi::remote(Record)]
pub struct VerifyOptions {
    /// The only signature algorithms to accept, of those that the keys allow.
    #[uniffi(default)]
    pub algorithms: Option<Vec<SignatureAlgorithm>>,
    /// The only key management algorithms to accept, of those that the keys allow.
    #[uniffi(default)]
    pub key_management: Option<Vec<KeyManagement>>,
    /// The only content encryption algorithms to accept.
    #[uniffi(default)]
    pub content_encryption: Option<Vec<ContentEncryption>>,
    /// The `iss` that the token must have, or several of which any will do.
    #[uniffi(default)]
    pub issuer: Option<OneOrMany>,
    /// The `aud` that the token must have or list, or several of which any will do.
    #[uniffi(default)]
    pub audience: Option<OneOrMany>,
    /// The `sub` that the token must have.
    #[uniffi(default)]
    pub subject: Option<String>,
    /// The `typ` that the token must have, or several of which any will do. If not given: absent or `JWT`.
    #[uniffi(default)]
    pub token_type: Option<OneOrMany>,
    /// Claims that the token must have.
    #[uniffi(default)]
    pub required_claims: Option<Vec<String>>,
    /// The greatest age of the token, by its `iat`.
    #[uniffi(default)]
    pub max_age: Option<Length>,
    /// How far clocks may be apart; zero if not given.
    #[uniffi(default)]
    pub leeway: Option<Length>,
    /// The time, in seconds since the epoch; the system's if not given. A verifier is given it with each token.
    #[uniffi(default)]
    pub now: Option<f64>,
    /// Names that may stand in `crit` because the caller understands them.
    #[uniffi(default)]
    pub critical: Option<Vec<String>>,
    /// Accepts tokens without `exp`.
    #[uniffi(default)]
    pub allow_missing_exp: bool,
    /// Accepts any `aud`, where none is expected.
    #[uniffi(default)]
    pub allow_any_audience: bool,
    /// Accepts any `iss`, where none is expected.
    #[uniffi(default)]
    pub allow_any_issuer: bool,
    /// Accepts any `typ`, where none is expected.
    #[uniffi(default)]
    pub allow_any_type: bool,
    /// Accepts tokens that are encrypted to a public key and not signed: anybody could have made them.
    #[uniffi(default)]
    pub allow_unsigned: bool,
    /// The kinds of token that a verifier accepts. If not given, the one that its keys are for.
    #[uniffi(default)]
    pub accept: Option<Vec<TokenKind>>,
    /// A profile that the token must follow.
    #[uniffi(default)]
    pub profile: Option<Profile>,
    /// The `nonce` that an ID token must have.
    #[uniffi(default)]
    pub nonce: Option<String>,
    /// The `azp` (authorized party) that an ID token must have.
    #[uniffi(default)]
    pub azp: Option<String>,
    /// The longest token, in bytes; 256 KiB if not given.
    #[uniffi(default)]
    pub max_token_bytes: Option<u64>,
    /// The longest header, in bytes; 16 KiB if not given.
    #[uniffi(default)]
    pub max_header_bytes: Option<u64>,
    /// The deepest nesting of JSON, 1 to 100; 32 if not given.
    #[uniffi(default)]
    pub max_json_depth: Option<u64>,
    /// The most bytes that compressed claims may inflate to; 256 KiB if not given.
    #[uniffi(default)]
    pub max_inflated_bytes: Option<u64>,
    /// The most keys that may be tried on a token; 16 if not given.
    #[uniffi(default)]
    pub max_attempts: Option<u64>,
    /// The most PBES2 iterations that a token may cost; 1,000,000 if not given.
    #[uniffi(default)]
    pub max_pbes2_iterations: Option<u64>,
}

/// What `jwsVerify` may be told.
#[uniffi::remote(Record)]
#[uniffi(name = "JwsVerifyOptions")]
pub struct JwsVerifyOptions {
    /// The payload of a detached token.
    #[uniffi(default)]
    pub payload: Option<Vec<u8>>,
    /// The only algorithms to accept, of those that the keys allow.
    #[uniffi(default)]
    pub algorithms: Option<Vec<SignatureAlgorithm>>,
    /// Names that may stand in `crit` because the caller understands them.
    #[uniffi(default)]
    pub critical: Option<Vec<String>>,
    /// How many of several signatures have to verify; any if not given.
    pub require: Require,
    /// The longest token, in bytes; 256 KiB if not given, and 1 MiB for JSON.
    #[uniffi(default)]
    pub max_token_bytes: Option<u64>,
    /// The longest header, protected and unprotected together, in bytes; 16 KiB if not given.
    #[uniffi(default)]
    pub max_header_bytes: Option<u64>,
    /// The deepest nesting of JSON, 1 to 100; 32 if not given.
    #[uniffi(default)]
    pub max_json_depth: Option<u64>,
    /// The most keys that may be tried, over all signatures; 16 if not given.
    #[uniffi(default)]
    pub max_attempts: Option<u64>,
}

/// What `jweDecrypt` may be told.
#[uniffi::remote(Record)]
#[uniffi(name = "JweDecryptOptions")]
pub struct DecryptOptions {
    /// The only key management algorithms to accept, of those that the keys allow.
    #[uniffi(default)]
    pub key_management: Option<Vec<KeyManagement>>,
    /// The only content encryption algorithms to accept.
    #[uniffi(default)]
    pub content_encryption: Option<Vec<ContentEncryption>>,
    /// Names that may stand in `crit` because the caller understands them.
    #[uniffi(default)]
    pub critical: Option<Vec<String>>,
    /// The longest token, in bytes; 256 KiB if not given, and 1 MiB for JSON.
    #[uniffi(default)]
    pub max_token_bytes: Option<u64>,
    /// The longest header, protected and unprotected together, in bytes; 16 KiB if not given.
    #[uniffi(default)]
    pub max_header_bytes: Option<u64>,
    /// The deepest nesting of JSON, 1 to 100; 32 if not given.
    #[uniffi(default)]
    pub max_json_depth: Option<u64>,
    /// The most bytes that a compressed plaintext may inflate to; 256 KiB if not given.
    #[uniffi(default)]
    pub max_inflated_bytes: Option<u64>,
    /// The most keys that may be tried, over all recipients; 16 if not given.
    #[uniffi(default)]
    pub max_attempts: Option<u64>,
    /// The most PBES2 iterations that a token may cost; 1,000,000 if not given.
    #[uniffi(default)]
    pub max_pbes2_iterations: Option<u64>,
}

/// What generating a key may be told besides its algorithm.
#[uniffi::remote(Record)]
pub struct GenerateOptions {
    /// The content encryption of a `dir` key; required there, refused elsewhere.
    #[uniffi(default)]
    pub enc: Option<ContentEncryption>,
    /// The curve of an ECDH-ES key: P-256 if not given, or P-384, P-521, X25519.
    #[uniffi(default)]
    pub curve: Option<Curve>,
    /// The length of an RSA modulus in bits: 2048 if not given, or 3072, 4096, 8192.
    #[uniffi(default)]
    pub bits: Option<u32>,
    /// The key's `kid`. Asymmetric keys have their thumbprint otherwise.
    #[uniffi(default)]
    pub key_id: Option<String>,
}
