//! What a token is held against, compiled once from the options.

use smallvec::{SmallVec, smallvec};

use crate::algorithm::{ContentEncryption, KeyManagement, SignatureAlgorithm};
use crate::error::{Error, ErrorCode, Result};
use crate::json::{Scanned, Seen};
use crate::jwt::claims::{Registered, mismatch, missing, payload_text, text};
use crate::jwt::token::Claims;
use crate::limits::Limits;
use crate::options::{OneOrMany, Profile, VerifyOptions};

/// The checks of a verifier, with every default resolved.
#[derive(Clone, Debug)]
pub(crate) struct Policy {
    pub(crate) algorithms: Option<Vec<SignatureAlgorithm>>,
    pub(crate) key_management: Option<Vec<KeyManagement>>,
    pub(crate) content_encryption: Option<Vec<ContentEncryption>>,
    pub(crate) critical: Vec<String>,
    pub(crate) allow_base64_padding: bool,
    pub(crate) allow_unsigned: bool,
    pub(crate) limits: Limits,
    issuer: Expected,
    audience: Expected,
    subject: Option<String>,
    types: Types,
    required_claims: Vec<String>,
    nonce: Option<String>,
    azp: Option<String>,
    profile: Option<Profile>,
    allow_missing_exp: bool,
    max_age: Option<f64>,
    leeway: f64,
}

/// What is expected of a claim that may not be there unexpectedly.
#[derive(Clone, Debug)]
enum Expected {
    /// The claim must be there and be one of these.
    Any(Vec<String>),
    /// The claim must not be there: it is meant for somebody, and nobody was expected.
    Absent,
    /// The caller has waived the check.
    Waived,
}

/// What is expected of `typ`.
#[derive(Clone, Debug)]
enum Types {
    Any { of: Vec<String>, or_absent: bool },
    Waived,
}

impl Policy {
    /// Compiles the options; whatever they say wrongly or twice is `ERR_OPTION_INVALID`.
    pub(crate) fn compile(options: &VerifyOptions) -> Result<Self> {
        not_empty(options.algorithms.as_deref(), "algorithms")?;
        not_empty(options.key_management.as_deref(), "key_management")?;
        not_empty(options.content_encryption.as_deref(), "content_encryption")?;
        Ok(Self {
            algorithms: options.algorithms.clone(),
            key_management: options.key_management.clone(),
            content_encryption: options.content_encryption.clone(),
            critical: options.critical.clone().unwrap_or_default(),
            allow_base64_padding: options.allow_base64_padding,
            allow_unsigned: options.allow_unsigned,
            limits: options.given_limits().resolve()?,
            issuer: expected(options.issuer.as_ref(), options.allow_any_issuer, "issuer")?,
            audience: expected(options.audience.as_ref(), options.allow_any_audience, "audience")?,
            subject: options.subject.clone(),
            types: types(options)?,
            required_claims: options.required_claims.clone().unwrap_or_default(),
            nonce: options.nonce.clone(),
            azp: options.azp.clone(),
            profile: options.profile,
            allow_missing_exp: options.allow_missing_exp,
            max_age: options.max_age.as_ref().map(|age| age.positive_seconds()).transpose()?.map(|seconds| seconds as f64),
            leeway: options.leeway.as_ref().map_or(Ok(0), |leeway| leeway.seconds())? as f64,
        })
    }

    /// Checks `typ` and the claims, in this order: typ, types, iss, aud, sub, required claims, nbf, exp, max_age. Gives the claims that were checked.
    pub(crate) fn check(&self, typ: Option<&str>, payload: Vec<u8>, now: f64) -> Result<Claims> {
        let json = payload_text(payload)?;
        let may_hold_wide_integer = self.check_text(typ, &json, now)?.long_integer;
        Ok(Claims { json, may_hold_wide_integer })
    }

    fn check_text(&self, typ: Option<&str>, payload: &str, now: f64) -> Result<Seen> {
        let mut seen: SmallVec<[bool; 16]> = smallvec![false; self.required_claims.len()];
        let mut claims = Registered::default();
        let max_depth = self.limits.max_json_depth;
        match self.required_claims.as_slice() {
            [] => claims.fill(payload, max_depth, |_| ()),
            required => claims.fill(payload, max_depth, |name| {
                required.iter().zip(&mut seen).for_each(|(required, seen)| *seen |= required == name);
            }),
        }?;
        self.types.check(typ)?;
        claims.check_types()?;
        self.issuer.check("iss", "issuer", claims.iss, claims.seen)?;
        self.audience.check("aud", "audience", claims.aud, claims.seen)?;
        check_equal("sub", claims.sub, self.subject.as_deref())?;
        if let Some((name, _)) = self.required_claims.iter().zip(&seen).find(|(_, seen)| !**seen) {
            return Err(missing(name.clone()));
        }
        self.check_profile(&claims)?;
        self.check_times(&claims, now)?;
        Ok(claims.seen)
    }

    fn check_profile(&self, claims: &Registered<'_>) -> Result<()> {
        for (name, value, expected) in [("nonce", claims.nonce, &self.nonce), ("azp", claims.azp, &self.azp)] {
            if let Some(expected) = expected {
                check_equal(name, text(value, name)?, Some(expected))?;
            }
        }
        let Some(profile) = self.profile else { return Ok(()) };
        profile.check_required(claims)?;
        profile.check(claims)
    }

    fn check_times(&self, claims: &Registered<'_>, now: f64) -> Result<()> {
        if claims.nbf().is_some_and(|nbf| now < nbf - self.leeway) {
            return Err(Error::new(ErrorCode::NotYetValid, "the token is not valid yet").with_claim("nbf"));
        }
        match claims.exp() {
            Some(exp) if now >= exp + self.leeway => return Err(Error::new(ErrorCode::Expired, "the token has expired").with_claim("exp")),
            None if !self.allow_missing_exp => return Err(missing("exp")),
            _ => {}
        }
        let Some(max_age) = self.max_age else { return Ok(()) };
        let iat = claims.iat().ok_or_else(|| missing("iat"))?;
        if iat > now + self.leeway {
            return Err(Error::new(ErrorCode::NotYetValid, "the token was issued in the future").with_claim("iat"));
        }
        if now > iat + max_age + self.leeway {
            return Err(Error::new(ErrorCode::TooOld, "the token was issued longer ago than max_age").with_claim("iat"));
        }
        Ok(())
    }
}

impl Expected {
    /// Any of the texts will do, and of a list of claims any that is one of them.
    fn check(&self, claim: &'static str, option: &str, value: Option<Scanned<'_>>, seen: Seen) -> Result<()> {
        match (self, value) {
            (Expected::Any(_), None) => Err(missing(claim)),
            (Expected::Any(texts), Some(value)) if !value.is_or_has_any(texts, seen) => {
                Err(mismatch(claim, format!("{claim} is not the {option} that was expected")))
            }
            (Expected::Absent, Some(_)) => {
                Err(mismatch(claim, format!("{claim} is present, and no {option} was expected: give {option}, or allow_any_{option}")))
            }
            _ => Ok(()),
        }
    }
}

impl Types {
    fn check(&self, typ: Option<&str>) -> Result<()> {
        match (self, typ) {
            (Types::Waived, _) | (Types::Any { or_absent: true, .. }, None) => Ok(()),
            (Types::Any { .. }, None) => Err(missing("typ")),
            (Types::Any { of, .. }, Some(typ)) if of.iter().any(|wanted| is_same_type(wanted, typ)) => Ok(()),
            (Types::Any { .. }, Some(_)) => Err(mismatch("typ", "the token is of another type than was expected")),
        }
    }
}

/// Media types are the same in any case, and with `application/` left out (RFC 7515, section 4.1.9).
pub(crate) fn is_same_type(one: &str, other: &str) -> bool {
    one == other || short_type(one).eq_ignore_ascii_case(short_type(other))
}

fn short_type(typ: &str) -> &str {
    const PREFIX: &str = "application/";
    match (typ.get(..PREFIX.len()), typ.get(PREFIX.len()..)) {
        (Some(prefix), Some(rest)) if prefix.eq_ignore_ascii_case(PREFIX) && !rest.contains('/') => rest,
        _ => typ,
    }
}

fn check_equal(claim: &'static str, actual: Option<Scanned<'_>>, expected: Option<&str>) -> Result<()> {
    match (actual, expected) {
        (None, Some(_)) => Err(missing(claim)),
        (Some(actual), Some(expected)) if !actual.is_text(expected) => Err(mismatch(claim, format!("{claim} is not what was expected"))),
        _ => Ok(()),
    }
}

fn expected(option: Option<&OneOrMany>, waived: bool, name: &'static str) -> Result<Expected> {
    match option {
        Some(_) if waived => Err(Error::option(format!("{name} is expected and waived at once"))),
        Some(texts) => Ok(Expected::Any(texts.texts(name)?.to_vec())),
        None if waived => Ok(Expected::Waived),
        None => Ok(Expected::Absent),
    }
}

fn types(options: &VerifyOptions) -> Result<Types> {
    let own = options.profile.and_then(Profile::token_type);
    match (&options.token_type, options.allow_any_type) {
        (Some(_), true) => Err(Error::option("type is expected and waived at once")),
        (Some(types), false) => {
            let of = types.texts("type")?.to_vec();
            match own {
                Some(own) if !of.iter().all(|wanted| is_same_type(wanted, own)) => Err(Error::option("type contradicts the profile")),
                _ => Ok(Types::Any { of, or_absent: false }),
            }
        }
        (None, true) => Ok(Types::Waived),
        (None, false) => {
            Ok(Types::Any { of: vec![own.unwrap_or("JWT").to_owned()], or_absent: options.profile.is_none_or(Profile::allows_no_type) })
        }
    }
}

fn not_empty<T>(list: Option<&[T]>, name: &'static str) -> Result<()> {
    if list.is_some_and(<[T]>::is_empty) { Err(Error::option(format!("{name} is an empty list"))) } else { Ok(()) }
}
