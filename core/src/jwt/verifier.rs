//! Checking tokens: the parts in their order, with keys and policy compiled once.

use std::sync::Arc;

use crate::error::{Error, ErrorCode, Result};
use crate::header::{Form, Header};
use crate::jwt::claims::mismatch;
use crate::jwt::header_cache::HeaderCache;
use crate::jwt::policy::{Policy, is_same_type};
use crate::jwt::token::Token;
use crate::key::{Key, KeySet};
use crate::limits::check_token_length;
use crate::options::{TokenKind, VerifyOptions, check_time};
use crate::{jwe, jws};

/// Checks tokens with keys and options that are compiled once: what a service makes at its start and uses for every request.
///
/// ```
/// # use serde_json::json;
/// use tokenseal::{GenerateOptions, Key, KeySet, SignatureAlgorithm::ES256, TokenOptions, Verifier, VerifyOptions};
///
/// let key = Key::generate(ES256.into(), &GenerateOptions::default())?;
/// let options = VerifyOptions { issuer: Some("https://issuer.example".into()), leeway: Some("30s".into()), ..VerifyOptions::default() };
/// let verifier = Verifier::new(Some(key.public()?.into()), None, &options)?;
///
/// let now = 1_700_000_000.0; // a service takes it from its clock: see `timestamp`
/// # let options = TokenOptions { issuer: Some("https://issuer.example".into()), expires_in: Some("5m".into()), now: Some(now), ..TokenOptions::default() };
/// # let token = tokenseal::sign(&json!({ "sub": "alice" }), &key, &options)?;
/// let token = verifier.verify(token, now)?;
/// assert_eq!(token.claims_json(), r#"{"sub":"alice","iss":"https://issuer.example","exp":1700000300,"iat":1700000000}"#);
/// # Ok::<(), tokenseal::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Verifier {
    keys: KeySet,
    decryption_keys: KeySet,
    accept: Accept,
    policy: Policy,
    /// What was read of headers that repeat, for this verifier and its clones; None for one that checks a single token.
    pub(super) headers: Option<Arc<HeaderCache>>,
}

/// The kinds of token that are accepted.
#[derive(Clone, Copy, Debug, Default)]
struct Accept {
    signed: bool,
    encrypted: bool,
    nested: bool,
}

impl Verifier {
    /// Compiles keys and options.
    ///
    /// With `keys` only, signed tokens are accepted; with `decryption_keys` only, encrypted ones; with both, nested ones and no others. `accept` in the
    /// options says otherwise.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` if an option is out of range, contradicts another, or asks for a kind of token that there are no keys for.
    pub fn new(keys: Option<KeySet>, decryption_keys: Option<KeySet>, options: &VerifyOptions) -> Result<Self> {
        let accept = match (&options.accept, keys.is_some(), decryption_keys.is_some()) {
            (_, false, false) => return Err(Error::option("a verifier needs keys, decryption_keys or both")),
            (Some(kinds), signs, decrypts) => Accept::of(kinds, signs, decrypts)?,
            (None, signs, decrypts) => Accept { signed: !decrypts, encrypted: !signs, nested: signs && decrypts },
        };
        if options.now.is_some() {
            return Err(Error::option("now is given to a verifier with each token"));
        }
        accept.check_options(options)?;
        Ok(Self {
            keys: keys.unwrap_or_default(),
            decryption_keys: decryption_keys.unwrap_or_default(),
            accept,
            policy: Policy::compile(options)?,
            headers: Some(Arc::new(HeaderCache::new())),
        })
    }

    /// A verifier of one kind of token, for the functions that check one token.
    pub(crate) fn of_kind(kind: TokenKind, keys: KeySet, decryption_keys: KeySet, options: &VerifyOptions) -> Result<Self> {
        if options.accept.is_some() {
            return Err(Error::option("accept is for a Verifier"));
        }
        let accept =
            Accept { signed: kind == TokenKind::Signed, encrypted: kind == TokenKind::Encrypted, nested: kind == TokenKind::Nested };
        accept.check_options(options)?;
        Ok(Self { keys, decryption_keys, accept, policy: Policy::compile(options)?, headers: None })
    }

    /// Checks a token in the compact serialization, and gives it with its claims.
    ///
    /// `now` is the time in seconds since the epoch; see [`timestamp`](crate::timestamp).
    ///
    /// # Errors
    /// Every code of a malformed, foreign, expired or otherwise unacceptable token; see [`ErrorCode`].
    pub fn verify(&self, token: impl AsRef<[u8]>, now: f64) -> Result<Token> {
        self.verify_bytes(token.as_ref(), check_time(now, "now")?)
    }

    /// Checks many tokens on all cores, and gives what [`verify`](Self::verify) would give for each, in their order.
    pub fn verify_many<T: AsRef<[u8]> + Sync>(&self, tokens: &[T], now: f64) -> Vec<Result<Token>> {
        super::many::each(tokens, |token| self.verify(token, now))
    }

    pub(crate) fn verify_bytes(&self, token: &[u8], now: f64) -> Result<Token> {
        let limits = &self.policy.limits;
        check_token_length(token, limits)?;
        if let Some(parts) = jws::Parts::split(token) {
            if !self.accept.signed {
                return Err(not_accepted());
            }
            return self.verify_signed(&parts, now, None);
        }
        let parts = jwe::Parts::split(token).ok_or_else(|| invalid("a token has three parts, or five"))?;
        if !(self.accept.encrypted || self.accept.nested) {
            return Err(not_accepted());
        }
        let (header, is_new) = self.read_header(Form::Encrypted, parts.header)?;
        let nested = header.cty().is_some_and(|cty| is_same_type(&cty, "JWT"));
        if !(if nested { self.accept.nested } else { self.accept.encrypted }) {
            return Err(not_accepted());
        }
        header.check_critical(&self.policy.critical)?;
        let policy = jwe::DecryptPolicy {
            key_management: self.policy.key_management.as_deref(),
            content_encryption: self.policy.content_encryption.as_deref(),
            limits,
        };
        let decrypted = jwe::decrypt_compact(&parts, &header, &self.decryption_keys, &policy)?;
        if nested {
            // Both errors below are for the inner token: the outer one was decrypted.
            check_token_length(&decrypted.plaintext, limits)?;
            let inner = jws::Parts::split(&decrypted.plaintext).ok_or_else(|| invalid("a nested token must hold a signed one"))?;
            let token = self.verify_signed(&inner, now, Some((Arc::clone(&header), decrypted.key)))?;
            self.keep_header(Form::Encrypted, parts.header, &header, is_new);
            return Ok(token);
        }
        if !decrypted.algorithm.is_symmetric() && !self.policy.allow_unsigned {
            return Err(Error::new(
                ErrorCode::Unsigned,
                "the token is encrypted to a public key and not signed: anybody could have made it",
            ));
        }
        let claims = self.policy.check(header.typ().as_deref(), decrypted.plaintext, now)?;
        self.keep_header(Form::Encrypted, parts.header, &header, is_new);
        Ok(Token { kind: TokenKind::Encrypted, claims, header, key: decrypted.key, outer: None })
    }

    /// Checks a signed token, or the signed token inside an encrypted one.
    fn verify_signed(&self, parts: &jws::Parts<'_>, now: f64, outer: Option<(Arc<Header>, Key)>) -> Result<Token> {
        let parts = &if self.policy.allow_base64_padding { parts.allowing_padding() } else { *parts };
        let (header, is_new) = self.read_header(Form::Signed, parts.header)?;
        if !header.payload_is_encoded() {
            return Err(invalid("a JSON Web Token's payload must be base64url"));
        }
        header.check_critical(&self.policy.critical)?;
        let policy = jws::VerifyPolicy { algorithms: self.policy.algorithms.as_deref(), limits: &self.policy.limits };
        let (payload, key) = jws::verify_compact(parts, &header, &self.keys, &policy)?;
        let outer_typ = outer.as_ref().and_then(|(outer, _)| outer.typ());
        if outer_typ.is_some_and(|typ| !is_same_type(&typ, "JWT")) {
            return Err(mismatch("typ", "the outer token of a nested one has a type of its own"));
        }
        let claims = self.policy.check(header.typ().as_deref(), payload, now)?;
        self.keep_header(Form::Signed, parts.header, &header, is_new);
        let kind = if outer.is_some() { TokenKind::Nested } else { TokenKind::Signed };
        Ok(Token { kind, claims, header, key: key.clone(), outer })
    }

    /// Reads a header, unless it was kept; true if it is new. What was kept went through the same limits.
    fn read_header(&self, form: Form, segment: &[u8]) -> Result<(Arc<Header>, bool)> {
        match self.headers.as_ref().and_then(|headers| headers.find(form, segment)) {
            Some(header) => Ok((header, false)),
            None => Header::parse(form, segment, &self.policy.limits).map(|header| (Arc::new(header), true)),
        }
    }

    /// Keeps the header of a token that was found valid.
    fn keep_header(&self, form: Form, segment: &[u8], header: &Arc<Header>, is_new: bool) {
        if let Some(headers) = self.headers.as_ref().filter(|_| is_new) {
            headers.keep(form, segment, header);
        }
    }
}

impl Accept {
    /// The kinds that the caller lists, each of which needs its keys.
    fn of(kinds: &[TokenKind], signs: bool, decrypts: bool) -> Result<Self> {
        let has = |kind| kinds.contains(&kind);
        let accept = Self { signed: has(TokenKind::Signed), encrypted: has(TokenKind::Encrypted), nested: has(TokenKind::Nested) };
        let lacks_keys = (accept.signed || accept.nested) && !signs || (accept.encrypted || accept.nested) && !decrypts;
        if kinds.is_empty() || lacks_keys {
            return Err(Error::option("accept is empty, or lists a kind of token that there are no keys for"));
        }
        Ok(accept)
    }

    /// An option that could not be kept for any kind that is accepted must not look as if it were.
    fn check_options(self, options: &VerifyOptions) -> Result<()> {
        let signs = self.signed || self.nested;
        let decrypts = self.encrypted || self.nested;
        if options.algorithms.is_some() && !signs {
            return Err(Error::option("algorithms is for signed tokens"));
        }
        if (options.key_management.is_some() || options.content_encryption.is_some()) && !decrypts {
            return Err(Error::option("key_management and content_encryption are for encrypted tokens"));
        }
        if options.allow_base64_padding && !signs {
            return Err(Error::option("allow_base64_padding is for signed tokens"));
        }
        if options.allow_unsigned && !self.encrypted {
            return Err(Error::option("allow_unsigned is for encrypted tokens"));
        }
        Ok(())
    }
}

fn not_accepted() -> Error {
    invalid("a token of this kind is not accepted")
}

fn invalid(message: &'static str) -> Error {
    Error::new(ErrorCode::JwtInvalid, message)
}
