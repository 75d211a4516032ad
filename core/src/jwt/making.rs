//! Making the payload of a token: the caller's claims, to the byte, and what the options add.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::algorithm::ContentEncryption;
use crate::error::{Error, ErrorCode, Result};
use crate::json::{ObjectWriter, Scanned, Seen};
use crate::jwt::claims::Registered;
use crate::jwt::finite::Finite;
use crate::jwt::policy::is_same_type;
use crate::limits::Limits;
use crate::options::{Length, OneOrMany, Profile, TokenOptions, check_time};
use crate::random;

/// The bytes of a random `jti`: 128 bits, so that no two are ever the same.
const TOKEN_ID_BYTES: usize = 16;

/// Writes any claims as JSON text.
pub(crate) fn write_claims<C: Serialize + ?Sized>(claims: &C) -> Result<String> {
    // serde's own message could quote the claims.
    serde_json::to_string(&Finite(claims)).map_err(|_| Error::new(ErrorCode::JwtInvalid, "the claims cannot be written as JSON"))
}

/// The options of one token, wherever they were given.
#[derive(Clone, Copy)]
pub(crate) struct Making<'a> {
    pub(crate) expires_in: Option<&'a Length>,
    /// What `expires_in` is if it is not given.
    pub(crate) lifetime: Option<&'a Length>,
    pub(crate) no_expiry: bool,
    pub(crate) issuer: Option<&'a str>,
    pub(crate) audience: Option<&'a OneOrMany>,
    pub(crate) subject: Option<&'a str>,
    pub(crate) not_before: Option<f64>,
    pub(crate) token_id: Option<&'a str>,
    pub(crate) token_type: Option<&'a str>,
    pub(crate) header: Option<&'a Map<String, Value>>,
    pub(crate) now: Option<f64>,
    pub(crate) profile: Option<Profile>,
    pub(crate) enc: Option<ContentEncryption>,
    pub(crate) compress: bool,
}

impl Making<'_> {
    /// Refuses options that could not be kept, since nothing is encrypted.
    pub(crate) fn check_unencrypted(&self) -> Result<()> {
        match self.enc.is_some() || self.compress {
            true => Err(Error::option("enc and compress are for encrypted tokens")),
            false => Ok(()),
        }
    }
}

impl<'a> From<&'a TokenOptions> for Making<'a> {
    fn from(options: &'a TokenOptions) -> Self {
        Self {
            expires_in: options.expires_in.as_ref(),
            lifetime: None,
            no_expiry: options.no_expiry,
            issuer: options.issuer.as_deref(),
            audience: options.audience.as_ref(),
            subject: options.subject.as_deref(),
            not_before: options.not_before,
            token_id: options.token_id.as_deref(),
            token_type: options.token_type.as_deref(),
            header: options.header.as_ref(),
            now: options.now,
            profile: options.profile,
            enc: options.enc,
            compress: options.compress,
        }
    }
}

/// The payload: the claims without white space, then what the options add, in the order iss, sub, aud, exp, nbf, iat, jti.
pub(crate) fn payload(claims: &str, options: &Making<'_>) -> Result<String> {
    let now = options.now.ok_or_else(|| Error::option("now is required: the core has no clock"))?;
    let now = check_time(now, "now")?.floor() as i64;
    let read = Registered::read(claims, Limits::DEFAULT.max_json_depth)?;
    read.check_types()?;
    let mut payload = ObjectWriter::continuing(compact(claims, read.seen));
    text(&mut payload, "iss", "issuer", options.issuer, read.iss)?;
    text(&mut payload, "sub", "subject", options.subject, read.sub)?;
    audience(&mut payload, options.audience, read.aud)?;
    if let Some(exp) = expiry(options, now, read.exp())? {
        payload.raw("exp", exp);
    }
    if let Some(nbf) = not_before(options.not_before, read.nbf())? {
        payload.raw("nbf", nbf);
    }
    if read.iat.is_none() {
        payload.raw("iat", now);
    }
    text(&mut payload, "jti", "token_id", options.token_id, read.jti)?;
    if options.profile.is_some_and(|profile| profile.has_token_id()) && read.jti.is_none() && options.token_id.is_none() {
        let mut bytes = [0; TOKEN_ID_BYTES];
        random::fill(&mut bytes)?;
        payload.base64url("jti", &bytes);
    }
    let payload = payload.finish();
    check_profile(options, &payload)?;
    Ok(payload)
}

/// The `typ` of the token: the option's, the caller's header's, the profile's, or `JWT`.
pub(crate) fn token_type<'a>(options: &Making<'a>) -> Result<&'a str> {
    let in_header = options.header.and_then(|header| header.get("typ")).and_then(Value::as_str);
    let of_profile = options.profile.and_then(|profile| profile.token_type());
    let chosen = match (options.token_type, in_header) {
        (Some(option), Some(given)) if option != given => return Err(Error::option("typ in header contradicts type")),
        (Some(option), _) => Some(option),
        (None, given) => given,
    };
    match (chosen, of_profile) {
        (Some(chosen), Some(own)) if !is_same_type(chosen, own) => Err(Error::option("type contradicts the profile")),
        (Some(chosen), _) => Ok(chosen),
        (None, own) => Ok(own.unwrap_or("JWT")),
    }
}

/// Adds a text, unless there is none or the claims have it already.
fn text(
    payload: &mut ObjectWriter,
    name: &'static str,
    option: &'static str,
    given: Option<&str>,
    claim: Option<Scanned<'_>>,
) -> Result<()> {
    match (given, claim) {
        (Some(given), Some(claim)) if !claim.is_text(given) => return Err(contradicts(option)),
        (Some(given), None) => drop(payload.text(name, given)),
        _ => {}
    }
    Ok(())
}

fn audience(payload: &mut ObjectWriter, given: Option<&OneOrMany>, claim: Option<Scanned<'_>>) -> Result<()> {
    let Some(given) = given else { return Ok(()) };
    let texts = given.texts("audience")?;
    match (claim, given) {
        (None, OneOrMany::One(one)) => payload.text("aud", one),
        (None, OneOrMany::Many(many)) => payload.raw("aud", Value::from(many.as_slice())),
        (Some(claim), _) if claim.texts().is_some_and(|own| texts == own.as_slice()) => payload,
        (Some(_), _) => return Err(contradicts("audience")),
    };
    Ok(())
}

/// `exp`: required one way or another, unless it is waived by name.
fn expiry(options: &Making<'_>, now: i64, claim: Option<f64>) -> Result<Option<i64>> {
    let given = options.expires_in;
    if options.no_expiry && (given.is_some() || claim.is_some()) {
        return Err(Error::option("no_expiry contradicts the expiry that is given"));
    }
    let at = |length: &Length| length.positive_seconds().map(|seconds| now.saturating_add(seconds));
    match (given, claim, options.lifetime) {
        (Some(length), Some(exp), _) if at(length)? as f64 != exp => Err(contradicts("expires_in")),
        (_, Some(_), _) => Ok(None),
        (Some(length), None, _) => at(length).map(Some),
        (None, None, Some(length)) if !options.no_expiry => at(length).map(Some),
        (None, None, _) if options.no_expiry => Ok(None),
        (None, None, _) => Err(Error::option("a token needs expires_in, or exp among its claims, or no_expiry")),
    }
}

fn not_before(given: Option<f64>, claim: Option<f64>) -> Result<Option<i64>> {
    let given = given.map(|time| check_time(time, "not_before")).transpose()?.map(|time| time.floor() as i64);
    match (given, claim) {
        (Some(given), Some(claim)) if given as f64 != claim => Err(contradicts("not_before")),
        (given, None) => Ok(given),
        _ => Ok(None),
    }
}

/// What a profile asks for must be there, and of the right form, before a token is made.
fn check_profile(options: &Making<'_>, payload: &str) -> Result<()> {
    let Some(profile) = options.profile else { return Ok(()) };
    let claims = Registered::read(payload, Limits::DEFAULT.max_json_depth)?;
    profile.check_required(&claims)?;
    profile.check(&claims)
}

/// The claims' own text without the white space between its values, so that no number is ever rounded, with room for what is added.
fn compact(text: &str, seen: Seen) -> String {
    const ROOM: usize = 256;
    let mut compact = String::with_capacity(text.len() + ROOM);
    if !seen.white_space {
        compact.push_str(text);
        return compact;
    }
    let (mut in_string, mut escaped) = (false, false);
    for character in text.chars() {
        if in_string {
            in_string = escaped || character != '"';
            escaped = !escaped && character == '\\';
        } else if character == '"' {
            in_string = true;
        } else if matches!(character, ' ' | '\t' | '\r' | '\n') {
            continue;
        }
        compact.push(character);
    }
    compact
}

fn contradicts(option: &'static str) -> Error {
    Error::option(format!("{option} contradicts the claim"))
}

/// The members of two headers, the second's first where both have one.
pub(crate) fn merge<'a>(base: Option<&'a Map<String, Value>>, over: Option<&'a Map<String, Value>>) -> Option<Cow<'a, Map<String, Value>>> {
    match (base, over) {
        (None, None) => None,
        (Some(one), None) | (None, Some(one)) => Some(Cow::Borrowed(one)),
        (Some(base), Some(over)) => Some(Cow::Owned(base.iter().chain(over).map(|(name, value)| (name.clone(), value.clone())).collect())),
    }
}
