//! The options of the JWT functions, of [`Issuer`](crate::Issuer) and of [`Verifier`](crate::Verifier): fields, defaults and meaning, for every language.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::algorithm::{ContentEncryption, KeyManagement, SignatureAlgorithm};
use crate::jwt::profile::Profile;
use crate::options::{GivenLimits, Length, OneOrMany, given};

/// What [`sign`](crate::sign), [`encrypt`](crate::encrypt) and [`seal`](crate::seal) may be told.
///
/// An option that contradicts a claim is `ERR_OPTION_INVALID`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TokenOptions {
    /// How long the token is valid, from `now` on; becomes `exp`. Required unless the claims have `exp` or `no_expiry` is set.
    #[serde(deserialize_with = "given")]
    pub expires_in: Option<Length>,
    /// Makes a token that never expires.
    pub no_expiry: bool,
    /// Becomes `iss`.
    #[serde(deserialize_with = "given")]
    pub issuer: Option<String>,
    /// Becomes `aud`.
    #[serde(deserialize_with = "given")]
    pub audience: Option<OneOrMany>,
    /// Becomes `sub`.
    #[serde(deserialize_with = "given")]
    pub subject: Option<String>,
    /// From when on the token is valid, in seconds since the epoch; becomes `nbf`, rounded down.
    #[serde(deserialize_with = "given")]
    pub not_before: Option<f64>,
    /// Becomes `jti`.
    #[serde(deserialize_with = "given")]
    pub token_id: Option<String>,
    /// The `typ` of the header; `JWT` if not given, or what the profile says.
    #[serde(rename = "type", deserialize_with = "given")]
    pub token_type: Option<String>,
    /// Further parameters of the protected header. It must not name what the library sets (`alg`, `crit`, …).
    pub header: Option<Map<String, Value>>,
    /// The time, in seconds since the epoch. Required: the core has no clock.
    pub now: Option<f64>,
    /// A profile whose claims and `typ` the token is to have.
    #[serde(deserialize_with = "given")]
    pub profile: Option<Profile>,
    /// The content encryption; A256GCM if not given, or the key's own for `dir`. Not for signed tokens.
    pub enc: Option<ContentEncryption>,
    /// Whether to compress the claims before they are encrypted. What a token holds can then be guessed from its length. Not for signed tokens.
    pub compress: bool,
}

/// What an [`Issuer`](crate::Issuer) is told once, for every token that it issues.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct IssuerOptions {
    /// Becomes `iss`.
    #[serde(deserialize_with = "given")]
    pub issuer: Option<String>,
    /// Becomes `aud`, unless the call gives one.
    #[serde(deserialize_with = "given")]
    pub audience: Option<OneOrMany>,
    /// Becomes `sub`, unless the call gives one.
    #[serde(deserialize_with = "given")]
    pub subject: Option<String>,
    /// How long a token is valid, unless the call or the claims say otherwise.
    #[serde(deserialize_with = "given")]
    pub lifetime: Option<Length>,
    /// Makes tokens that never expire.
    pub no_expiry: bool,
    /// The `typ` of the header; `JWT` if not given, or what the profile says.
    #[serde(rename = "type", deserialize_with = "given")]
    pub token_type: Option<String>,
    /// Further parameters of the protected header.
    pub header: Option<Map<String, Value>>,
    /// A profile whose claims and `typ` the tokens are to have.
    #[serde(deserialize_with = "given")]
    pub profile: Option<Profile>,
    /// The content encryption; A256GCM if not given, or the key's own for `dir`. Only with an encryption key.
    pub enc: Option<ContentEncryption>,
    /// Whether to compress the claims before they are encrypted. Only with an encryption key.
    pub compress: bool,
}

/// What [`Issuer::issue`](crate::Issuer::issue) may be told for one token.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct IssueOptions {
    /// How long this token is valid, instead of the issuer's lifetime.
    #[serde(deserialize_with = "given")]
    pub expires_in: Option<Length>,
    /// Makes this token one that never expires.
    pub no_expiry: bool,
    /// Becomes `aud`.
    #[serde(deserialize_with = "given")]
    pub audience: Option<OneOrMany>,
    /// Becomes `sub`.
    #[serde(deserialize_with = "given")]
    pub subject: Option<String>,
    /// From when on the token is valid, in seconds since the epoch; becomes `nbf`, rounded down.
    #[serde(deserialize_with = "given")]
    pub not_before: Option<f64>,
    /// Becomes `jti`.
    #[serde(deserialize_with = "given")]
    pub token_id: Option<String>,
    /// Further parameters of the protected header, beside the issuer's.
    pub header: Option<Map<String, Value>>,
    /// The time, in seconds since the epoch. Required: the core has no clock.
    pub now: Option<f64>,
}

/// What [`verify`](crate::verify), [`decrypt`](crate::decrypt), [`unseal`](crate::unseal) and [`Verifier`](crate::Verifier) may be told.
///
/// Every check is made unless it is waived by name: what is expected and what is allowed can be read off the call.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct VerifyOptions {
    /// The only signature algorithms to accept, of those that the keys allow.
    pub algorithms: Option<Vec<SignatureAlgorithm>>,
    /// The only key management algorithms to accept, of those that the keys allow.
    pub key_management: Option<Vec<KeyManagement>>,
    /// The only content encryption algorithms to accept.
    pub content_encryption: Option<Vec<ContentEncryption>>,
    /// The `iss` that the token must have, or several of which any will do.
    #[serde(deserialize_with = "given")]
    pub issuer: Option<OneOrMany>,
    /// The `aud` that the token must have or list, or several of which any will do.
    #[serde(deserialize_with = "given")]
    pub audience: Option<OneOrMany>,
    /// The `sub` that the token must have.
    #[serde(deserialize_with = "given")]
    pub subject: Option<String>,
    /// The `typ` that the token must have, or several of which any will do. If not given: absent or `JWT`.
    #[serde(rename = "type", deserialize_with = "given")]
    pub token_type: Option<OneOrMany>,
    /// Claims that the token must have.
    #[serde(deserialize_with = "given")]
    pub required_claims: Option<Vec<String>>,
    /// The greatest age of the token, by its `iat`.
    #[serde(deserialize_with = "given")]
    pub max_age: Option<Length>,
    /// How far clocks may be apart; zero if not given.
    #[serde(deserialize_with = "given")]
    pub leeway: Option<Length>,
    /// The time, in seconds since the epoch. Required by the functions: the core has no clock. A `Verifier` is given it for each token.
    pub now: Option<f64>,
    /// Names that may stand in `crit` because the caller understands them.
    pub critical: Option<Vec<String>>,
    /// Accepts tokens without `exp`.
    pub allow_missing_exp: bool,
    /// Accepts any `aud`, where none is expected.
    pub allow_any_audience: bool,
    /// Accepts any `iss`, where none is expected.
    pub allow_any_issuer: bool,
    /// Accepts any `typ`, where none is expected.
    pub allow_any_type: bool,
    /// Accepts tokens that are encrypted to a public key and not signed: anybody could have made them.
    pub allow_unsigned: bool,
    /// The kinds of token that a [`Verifier`](crate::Verifier) accepts. If not given, the one that its keys are for.
    #[serde(deserialize_with = "given")]
    pub accept: Option<Vec<TokenKind>>,
    /// A profile that the token must follow.
    #[serde(deserialize_with = "given")]
    pub profile: Option<Profile>,
    /// The `nonce` that an ID token must have.
    #[serde(deserialize_with = "given")]
    pub nonce: Option<String>,
    /// The `azp` (authorized party) that an ID token must have.
    #[serde(deserialize_with = "given")]
    pub azp: Option<String>,
    /// The longest token, in bytes; 256 KiB if not given.
    #[serde(deserialize_with = "given")]
    pub max_token_bytes: Option<u64>,
    /// The longest header, in bytes; 16 KiB if not given.
    #[serde(deserialize_with = "given")]
    pub max_header_bytes: Option<u64>,
    /// The deepest nesting of JSON, 1 to 100; 32 if not given.
    #[serde(deserialize_with = "given")]
    pub max_json_depth: Option<u64>,
    /// The most bytes that compressed claims may inflate to; 256 KiB if not given.
    #[serde(deserialize_with = "given")]
    pub max_inflated_bytes: Option<u64>,
    /// The most keys that may be tried on a token; 16 if not given.
    #[serde(deserialize_with = "given")]
    pub max_attempts: Option<u64>,
    /// The most PBES2 iterations that a token may cost; 1,000,000 if not given.
    #[serde(deserialize_with = "given")]
    pub max_pbes2_iterations: Option<u64>,
}

impl VerifyOptions {
    pub(crate) fn given_limits(&self) -> GivenLimits {
        GivenLimits {
            max_token_bytes: self.max_token_bytes,
            max_header_bytes: self.max_header_bytes,
            max_json_depth: self.max_json_depth,
            max_inflated_bytes: self.max_inflated_bytes,
            max_attempts: self.max_attempts,
            max_pbes2_iterations: self.max_pbes2_iterations,
        }
    }
}

/// How a token is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TokenKind {
    /// Signed: everybody can read it (JWS).
    Signed,
    /// Encrypted: only the key's holder can read it (JWE).
    Encrypted,
    /// Signed, then encrypted (RFC 7519, appendix A.2).
    Nested,
}

impl TokenKind {
    /// `signed`, `encrypted` or `nested`.
    pub const fn as_str(self) -> &'static str {
        match self {
            TokenKind::Signed => "signed",
            TokenKind::Encrypted => "encrypted",
            TokenKind::Nested => "nested",
        }
    }
}
