//! The options of everything that makes tokens. Headers cross as JSON text; each record is taken apart whole, so that no option can be missing.

use tokenseal::jws::Headers;
use tokenseal::{ContentEncryption, Error, Length, OneOrMany, Profile, Serialization};

use crate::boundary::{now_or, object};

/// What making a token may be told. An option that contradicts a claim is `ERR_OPTION_INVALID`.
#[derive(uniffi::Record)]
pub struct TokenOptions {
    /// How long the token is valid; becomes `exp`. Required unless the claims have `exp` or `no_expiry` is set.
    #[uniffi(default)]
    pub expires_in: Option<Length>,
    /// Makes a token that never expires.
    #[uniffi(default)]
    pub no_expiry: bool,
    /// Becomes `iss`.
    #[uniffi(default)]
    pub issuer: Option<String>,
    /// Becomes `aud`.
    #[uniffi(default)]
    pub audience: Option<OneOrMany>,
    /// Becomes `sub`.
    #[uniffi(default)]
    pub subject: Option<String>,
    /// From when on the token is valid, in seconds since the epoch; becomes `nbf`, rounded down.
    #[uniffi(default)]
    pub not_before: Option<f64>,
    /// Becomes `jti`.
    #[uniffi(default)]
    pub token_id: Option<String>,
    /// The `typ` of the header; `JWT` if not given, or what the profile says.
    #[uniffi(default)]
    pub token_type: Option<String>,
    /// Further parameters of the protected header, as JSON text. It must not name what the library sets (`alg`, `crit`, …).
    #[uniffi(default)]
    pub header: Option<String>,
    /// The time, in seconds since the epoch; the system's if not given.
    #[uniffi(default)]
    pub now: Option<f64>,
    /// A profile whose claims and `typ` the token is to have.
    #[uniffi(default)]
    pub profile: Option<Profile>,
    /// The content encryption; A256GCM if not given, or the key's own for `dir`. Not for signed tokens.
    #[uniffi(default)]
    pub enc: Option<ContentEncryption>,
    /// Whether to compress the claims before they are encrypted. What a token holds can then be guessed from its length. Not for signed tokens.
    #[uniffi(default)]
    pub compress: bool,
}

impl TryFrom<TokenOptions> for tokenseal::TokenOptions {
    type Error = Error;

    fn try_from(given: TokenOptions) -> Result<Self, Error> {
        Ok(Self {
            expires_in: given.expires_in,
            no_expiry: given.no_expiry,
            issuer: given.issuer,
            audience: given.audience,
            subject: given.subject,
            not_before: given.not_before,
            token_id: given.token_id,
            token_type: given.token_type,
            header: object("header", given.header)?,
            now: Some(now_or(given.now)),
            profile: given.profile,
            enc: given.enc,
            compress: given.compress,
        })
    }
}

/// What an issuer is told once, for every token that it issues.
#[derive(uniffi::Record)]
pub struct IssuerOptions {
    /// Becomes `iss`.
    #[uniffi(default)]
    pub issuer: Option<String>,
    /// Becomes `aud`, unless the call gives one.
    #[uniffi(default)]
    pub audience: Option<OneOrMany>,
    /// Becomes `sub`, unless the call gives one.
    #[uniffi(default)]
    pub subject: Option<String>,
    /// How long a token is valid, unless the call or the claims say otherwise.
    #[uniffi(default)]
    pub lifetime: Option<Length>,
    /// Makes tokens that never expire.
    #[uniffi(default)]
    pub no_expiry: bool,
    /// The `typ` of the header; `JWT` if not given, or what the profile says.
    #[uniffi(default)]
    pub token_type: Option<String>,
    /// Further parameters of the protected header, as JSON text.
    #[uniffi(default)]
    pub header: Option<String>,
    /// A profile whose claims and `typ` the tokens are to have.
    #[uniffi(default)]
    pub profile: Option<Profile>,
    /// The content encryption; A256GCM if not given, or the key's own for `dir`. Only with an encryption key.
    #[uniffi(default)]
    pub enc: Option<ContentEncryption>,
    /// Whether to compress the claims before they are encrypted. Only with an encryption key.
    #[uniffi(default)]
    pub compress: bool,
}

impl TryFrom<IssuerOptions> for tokenseal::IssuerOptions {
    type Error = Error;

    fn try_from(given: IssuerOptions) -> Result<Self, Error> {
        Ok(Self {
            issuer: given.issuer,
            audience: given.audience,
            subject: given.subject,
            lifetime: given.lifetime,
            no_expiry: given.no_expiry,
            token_type: given.token_type,
            header: object("header", given.header)?,
            profile: given.profile,
            enc: given.enc,
            compress: given.compress,
        })
    }
}

/// What an issuer may be told for one token.
#[derive(uniffi::Record)]
pub struct IssueOptions {
    /// How long this token is valid, instead of the issuer's lifetime.
    #[uniffi(default)]
    pub expires_in: Option<Length>,
    /// Makes this token one that never expires.
    #[uniffi(default)]
    pub no_expiry: bool,
    /// Becomes `aud`.
    #[uniffi(default)]
    pub audience: Option<OneOrMany>,
    /// Becomes `sub`.
    #[uniffi(default)]
    pub subject: Option<String>,
    /// From when on the token is valid, in seconds since the epoch; becomes `nbf`, rounded down.
    #[uniffi(default)]
    pub not_before: Option<f64>,
    /// Becomes `jti`.
    #[uniffi(default)]
    pub token_id: Option<String>,
    /// Further parameters of the protected header, as JSON text, beside the issuer's.
    #[uniffi(default)]
    pub header: Option<String>,
    /// The time, in seconds since the epoch; the system's if not given.
    #[uniffi(default)]
    pub now: Option<f64>,
}

impl TryFrom<IssueOptions> for tokenseal::IssueOptions {
    type Error = Error;

    fn try_from(given: IssueOptions) -> Result<Self, Error> {
        Ok(Self {
            expires_in: given.expires_in,
            no_expiry: given.no_expiry,
            audience: given.audience,
            subject: given.subject,
            not_before: given.not_before,
            token_id: given.token_id,
            header: object("header", given.header)?,
            now: Some(now_or(given.now)),
        })
    }
}

/// Header parameters for the signatures of a token, as JSON text.
#[derive(uniffi::Enum)]
pub enum JwsHeaders {
    /// Every signature has these.
    Same(String),
    /// One object for each key, in the keys' order.
    Each(Vec<String>),
}

fn headers(name: &'static str, given: Option<JwsHeaders>) -> Result<Option<Headers>, Error> {
    Ok(match given {
        None => None,
        Some(JwsHeaders::Same(header)) => object(name, Some(header))?.map(Headers::Same),
        Some(JwsHeaders::Each(each)) => Some(Headers::Each(objects(name, each)?)),
    })
}

fn objects(name: &'static str, each: Vec<String>) -> Result<Vec<serde_json::Map<String, serde_json::Value>>, Error> {
    each.into_iter().map(|one| object(name, Some(one)).map(Option::unwrap_or_default)).collect()
}

/// What `jwsSign` may be told.
#[derive(uniffi::Record)]
pub struct JwsSignOptions {
    /// Further parameters of the protected header.
    #[uniffi(default)]
    pub header: Option<JwsHeaders>,
    /// Parameters of the unprotected header, which anybody can change: in the JSON serializations only.
    #[uniffi(default)]
    pub unprotected: Option<JwsHeaders>,
    /// How the token is written.
    pub serialization: Serialization,
    /// Whether the payload is left out of the token, and reaches whoever verifies it in another way (RFC 7515, appendix F).
    #[uniffi(default)]
    pub detached: bool,
    /// Whether the payload is encoded as base64url. Without that it is signed as it is (RFC 7797), which suits detached payloads.
    #[uniffi(default = true)]
    pub b64: bool,
}

impl TryFrom<JwsSignOptions> for tokenseal::jws::SignOptions {
    type Error = Error;

    fn try_from(given: JwsSignOptions) -> Result<Self, Error> {
        Ok(Self {
            header: headers("header", given.header)?,
            unprotected: headers("unprotected", given.unprotected)?,
            serialization: given.serialization,
            detached: given.detached,
            b64: given.b64,
        })
    }
}

/// What `jweEncrypt` may be told.
#[derive(uniffi::Record)]
pub struct JweEncryptOptions {
    /// The content encryption. A `dir` key has its own; A256GCM if not given.
    #[uniffi(default)]
    pub enc: Option<ContentEncryption>,
    /// Further parameters of the protected header, as JSON text, such as `typ`, `cty`, `apu` and `apv`.
    #[uniffi(default)]
    pub header: Option<String>,
    /// Parameters of the unprotected header that all recipients share, as JSON text, in the JSON serializations only. Anybody can change them.
    #[uniffi(default)]
    pub unprotected: Option<String>,
    /// Parameters of the recipients' unprotected headers, one object for each key, as JSON text, in the JSON serializations only.
    #[uniffi(default)]
    pub recipient_headers: Option<Vec<String>>,
    /// What is authenticated beside the plaintext and stands in the token for all to read, in the JSON serializations only.
    #[uniffi(default)]
    pub aad: Option<Vec<u8>>,
    /// How the token is written.
    pub serialization: Serialization,
    /// Allows a symmetric key among several. Any recipient can then have made the content in the name of the one who shares it.
    #[uniffi(default)]
    pub allow_shared_content_key: bool,
    /// Whether to compress before encrypting. The length of the token then tells something about its content.
    #[uniffi(default)]
    pub compress: bool,
}

impl TryFrom<JweEncryptOptions> for tokenseal::jwe::EncryptOptions {
    type Error = Error;

    fn try_from(given: JweEncryptOptions) -> Result<Self, Error> {
        Ok(Self {
            enc: given.enc,
            header: object("header", given.header)?,
            unprotected: object("unprotected", given.unprotected)?,
            recipient_headers: given.recipient_headers.map(|each| objects("recipient_headers", each)).transpose()?,
            aad: given.aad,
            serialization: given.serialization,
            allow_shared_content_key: given.allow_shared_content_key,
            compress: given.compress,
        })
    }
}
