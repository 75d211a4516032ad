//! Checking tokens: the parts in their order, with keys and policy compiled once.

use std::sync::Arc;

use zeroize::Zeroize;

use crate::error::{Error, ErrorCode, Result};
use crate::header::{Form, Header};
use crate::jwt::accept::Accept;
use crate::jwt::claims::mismatch;
use crate::jwt::header_cache::HeaderCache;
use crate::jwt::policy::Policy;
use crate::jwt::token::Token;
use crate::jwt::types::is_same_type;
use crate::jwt::{shape, usable};
use crate::key::{Identity, Key, KeySet};
use crate::limits::check_token_length;
use crate::options::{TokenKind, VerifyOptions, check_time};
use crate::serialization::explain;
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

impl Verifier {
    /// Compiles keys and options.
    ///
    /// With `keys` only, signed tokens are accepted; with `decryption_keys` only, encrypted ones; with both, nested ones and no others. `accept` in the
    /// options says otherwise.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` if an option is out of range, contradicts another, or asks for a kind of token that there are no keys for, and if no token
    /// could ever be accepted: a set is empty, none of its keys can do what it is given for, or a claim is required that nobody expects.
    pub fn new(keys: Option<KeySet>, decryption_keys: Option<KeySet>, options: &VerifyOptions) -> Result<Self> {
        let accept = match (&options.accept, keys.is_some(), decryption_keys.is_some()) {
            (_, false, false) => {
                return Err(Error::option(
                    "a Verifier needs keys (for signed tokens), decryption_keys (for encrypted ones) or both (for nested ones)",
                ));
            }
            (Some(kinds), signs, decrypts) => Accept::of(kinds, signs, decrypts)?,
            (None, signs, decrypts) => Accept { signed: !decrypts, encrypted: !signs, nested: signs && decrypts },
        };
        if options.now.is_some() {
            return Err(Error::option("now is given with each token, and not when the Verifier is made: it would stand still"));
        }
        accept.check_options(options)?;
        usable::check(keys.as_ref(), decryption_keys.as_ref())?;
        let policy = Policy::compile(options)?;
        policy.check_acceptable()?;
        Ok(Self {
            keys: keys.unwrap_or_default(),
            decryption_keys: decryption_keys.unwrap_or_default(),
            accept,
            policy,
            headers: Some(Arc::new(HeaderCache::new())),
        })
    }

    /// A verifier of one kind of token, for the functions that check one token.
    pub(crate) fn of_kind(kind: TokenKind, keys: KeySet, decryption_keys: KeySet, options: &VerifyOptions) -> Result<Self> {
        if options.accept.is_some() {
            return Err(Error::option("accept is an option of Verifier: verify, decrypt and unseal accept one kind each"));
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

    /// Checks many tokens, on all cores where that is sooner, and gives what [`verify`](Self::verify) would give for each, in their order.
    pub fn verify_many<T: AsRef<[u8]> + Sync>(&self, tokens: &[T], now: f64) -> Vec<Result<Token>> {
        super::many::each(tokens, self.is_quick(), |token| self.verify(token, now))
    }

    /// Whether all that checking a token costs is about a microsecond.
    fn is_quick(&self) -> bool {
        self.keys.iter().chain(&self.decryption_keys).all(Key::is_quick)
    }

    pub(crate) fn verify_bytes(&self, token: &[u8], now: f64) -> Result<Token> {
        self.verify_any(token, now).map_err(|error| explain(error, token))
    }

    fn verify_any(&self, token: &[u8], now: f64) -> Result<Token> {
        check_token_length(token, &self.policy.limits)?;
        if let Some(parts) = jws::Parts::split(token) {
            if !self.accept.signed {
                return Err(self.not_accepted(TokenKind::Signed));
            }
            return self.verify_signed(&parts, now, None);
        }
        let parts = jwe::Parts::split(token).ok_or_else(|| shape::unreadable(token))?;
        if !(self.accept.encrypted || self.accept.nested) {
            return Err(self.not_accepted(TokenKind::Encrypted));
        }
        self.decrypt(&parts, now)
    }

    /// Checks an encrypted or nested token.
    fn decrypt(&self, parts: &jwe::Parts<'_>, now: f64) -> Result<Token> {
        let (header, is_new) = self.read_header(Form::Encrypted, parts.header)?;
        let cty = header.cty();
        let says_nested = cty.as_ref().is_some_and(|cty| is_same_type(cty, "JWT"));
        let may_be_nested = cty.is_none() && self.policy.allow_missing_cty && self.accept.nested;
        drop(cty);
        if !(if says_nested { self.accept.nested } else { self.accept.encrypted || may_be_nested }) {
            return Err(self.not_accepted(if says_nested { TokenKind::Nested } else { TokenKind::Encrypted }));
        }
        header.check_critical(&self.policy.critical)?;
        let policy = jwe::DecryptPolicy {
            key_management: self.policy.key_management.as_deref(),
            content_encryption: self.policy.content_encryption.as_deref(),
            limits: &self.policy.limits,
        };
        let jwe::DecryptedContent { mut plaintext, key, algorithm } = jwe::decrypt_compact(parts, &header, &self.decryption_keys, &policy)?;
        let token = if says_nested || may_be_nested && (!self.accept.encrypted || shape::is_compact_jws(&plaintext)) {
            let token = self.verify_inner(&plaintext, now, (Arc::clone(&header), key.identity()));
            if token.is_err() {
                plaintext.zeroize();
            }
            token?
        } else if !algorithm.is_symmetric() && !self.policy.allow_unsigned {
            plaintext.zeroize();
            return Err(unsigned());
        } else {
            let holds_a_signed_one = shape::is_compact_jws(&plaintext);
            let checked = self.policy.check(header.typ().as_deref(), Some(&header), plaintext, now);
            let claims = checked.map_err(|error| if holds_a_signed_one { signed_inside() } else { error })?;
            Token { kind: TokenKind::Encrypted, claims, header: Arc::clone(&header), key: key.identity(), outer: None }
        };
        self.keep_header(Form::Encrypted, parts.header, &header, is_new);
        Ok(token)
    }

    /// Checks the signed token inside an encrypted one. Errors are the inner token's: the outer one
    /// was decrypted.
    fn verify_inner(&self, plaintext: &[u8], now: f64, outer: (Arc<Header>, Arc<Identity>)) -> Result<Token> {
        check_token_length(plaintext, &self.policy.limits)?;
        let inner = jws::Parts::split(plaintext).ok_or_else(|| {
            invalid("what was decrypted is no signed token in three parts, as a nested token must hold: use decrypt if it holds claims")
        })?;
        self.verify_signed(&inner, now, Some(outer)).map_err(|error| explain(error, plaintext))
    }

    /// Checks a signed token, or the signed token inside an encrypted one.
    fn verify_signed(&self, parts: &jws::Parts<'_>, now: f64, outer: Option<(Arc<Header>, Arc<Identity>)>) -> Result<Token> {
        let parts = &if self.policy.allow_base64_padding { parts.allowing_padding() } else { *parts };
        let (header, is_new) = self.read_header(Form::Signed, parts.header)?;
        if !header.payload_is_encoded() {
            return Err(invalid("the payload of a JSON Web Token must be base64url, and b64 in the header says that it is not"));
        }
        header.check_critical(&self.policy.critical)?;
        let policy = jws::VerifyPolicy { algorithms: self.policy.algorithms.as_deref(), limits: &self.policy.limits };
        let (payload, key) = jws::verify_compact(parts, &header, &self.keys, &policy)?;
        let outer_typ = outer.as_ref().and_then(|(outer, _)| outer.typ());
        if outer_typ.is_some_and(|typ| !is_same_type(&typ, "JWT")) {
            return Err(mismatch("typ", "typ of the outer header is neither JWT nor absent: type checks the signed token inside"));
        }
        let encrypted = outer.as_ref().map(|(outer, _)| &**outer);
        let claims = self.policy.check(header.typ().as_deref(), encrypted, payload, now)?;
        self.keep_header(Form::Signed, parts.header, &header, is_new);
        let kind = if outer.is_some() { TokenKind::Nested } else { TokenKind::Signed };
        Ok(Token { kind, claims, header, key: key.identity(), outer })
    }

    /// Only a verifier that a caller holds keeps headers.
    #[cold]
    fn not_accepted(&self, found: TokenKind) -> Error {
        shape::not_accepted(found, self.headers.is_some())
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

#[cold]
fn unsigned() -> Error {
    Error::new(
        ErrorCode::Unsigned,
        "the token is encrypted to a public key and not signed, so that anyone could have made it: seal it instead, or give allow_unsigned",
    )
}

#[cold]
fn signed_inside() -> Error {
    invalid("a signed token is inside the encrypted one, whose header does not say cty: JWT: use unseal with allow_missing_cty")
}

fn invalid(message: &'static str) -> Error {
    Error::new(ErrorCode::JwtInvalid, message)
}
