//! Making the payload of a token: the caller's claims, to the byte, and what the options add.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::error::{Error, ErrorCode, Result};
use crate::jwt::claims::{Audience, Registered, Typed};
use crate::jwt::finite::Finite;
use crate::jwt::options::TokenOptions;
use crate::jwt::policy::is_same_type;
use crate::limits::Limits;
use crate::options::{Length, OneOrMany, check_time};
use crate::random;

/// The bytes of a random `jti`: 128 bits, so that no two are ever the same.
const TOKEN_ID_BYTES: usize = 16;

/// Writes any claims as JSON text.
pub(crate) fn write_claims<C: Serialize + ?Sized>(claims: &C) -> Result<String> {
    // serde's own message could quote the claims.
    serde_json::to_string(&Finite(claims)).map_err(|_| Error::new(ErrorCode::JwtInvalid, "the claims cannot be written as JSON"))
}

/// The payload: the claims without white space, then what the options add, in the order iss, sub, aud, exp, nbf, iat, jti.
pub(crate) fn payload(claims: &str, options: &TokenOptions, default_lifetime: Option<&Length>) -> Result<String> {
    let now = options.now.ok_or_else(|| Error::option("now is required: the core has no clock"))?;
    let now = check_time(now, "now")?.floor() as i64;
    let read = Registered::read(claims, Limits::DEFAULT.max_json_depth, |_| ())?;
    let typed = read.typed()?;
    let mut added: Vec<(&str, String)> = Vec::new();
    let mut add = |name, value: Option<String>| added.extend(value.map(|value| (name, value)));
    add("iss", text("issuer", options.issuer.as_deref(), typed.iss.as_deref())?);
    add("sub", text("subject", options.subject.as_deref(), typed.sub.as_deref())?);
    add("aud", audience(options.audience.as_ref(), typed.aud.as_ref())?);
    add("exp", expiry(options, default_lifetime, now, &typed)?.map(|exp| exp.to_string()));
    add("nbf", not_before(options.not_before, typed.nbf)?.map(|nbf| nbf.to_string()));
    add("iat", typed.iat.is_none().then(|| now.to_string()));
    add("jti", text("token_id", options.token_id.as_deref(), typed.jti.as_deref())?);
    if options.profile.is_some_and(|profile| profile.has_token_id()) && typed.jti.is_none() && options.token_id.is_none() {
        let mut bytes = [0; TOKEN_ID_BYTES];
        random::fill(&mut bytes)?;
        add("jti", Some(quote(&crate::base64url::encode(&bytes))));
    }
    let payload = append(claims, &added)?;
    check_profile(options, &payload)?;
    Ok(payload)
}

/// The `typ` of the token: the option's, the caller's header's, the profile's, or `JWT`.
pub(crate) fn token_type(options: &TokenOptions) -> Result<Cow<'_, str>> {
    let in_header = options.header.as_ref().and_then(|header| header.get("typ")).and_then(Value::as_str);
    let of_profile = options.profile.and_then(|profile| profile.token_type());
    let chosen = match (options.token_type.as_deref(), in_header) {
        (Some(option), Some(given)) if option != given => return Err(Error::option("typ in header contradicts type")),
        (Some(option), _) => Some(option),
        (None, given) => given,
    };
    match (chosen, of_profile) {
        (Some(chosen), Some(own)) if !is_same_type(chosen, own) => Err(Error::option("type contradicts the profile")),
        (Some(chosen), _) => Ok(Cow::Borrowed(chosen)),
        (None, own) => Ok(Cow::Borrowed(own.unwrap_or("JWT"))),
    }
}

/// The text to add; None if there is none or the claims have it already.
fn text(option: &'static str, given: Option<&str>, claim: Option<&str>) -> Result<Option<String>> {
    match (given, claim) {
        (Some(given), Some(claim)) if given != claim => Err(contradicts(option)),
        (Some(given), None) => Ok(Some(quote(given))),
        _ => Ok(None),
    }
}

fn audience(given: Option<&OneOrMany>, claim: Option<&Audience<'_>>) -> Result<Option<String>> {
    let Some(given) = given else { return Ok(None) };
    let texts = given.texts("audience")?;
    match claim {
        None => Ok(Some(match given {
            OneOrMany::One(one) => quote(one),
            OneOrMany::Many(many) => Value::from(many.clone()).to_string(),
        })),
        Some(Audience::One(one)) if texts == [one.as_ref()] => Ok(None),
        Some(Audience::Many(many)) if texts == many.as_slice() => Ok(None),
        Some(_) => Err(contradicts("audience")),
    }
}

/// `exp`: required one way or another, unless it is waived by name.
fn expiry(options: &TokenOptions, default_lifetime: Option<&Length>, now: i64, claims: &Typed<'_>) -> Result<Option<i64>> {
    let given = options.expires_in.as_ref();
    if options.no_expiry && (given.is_some() || claims.exp.is_some()) {
        return Err(Error::option("no_expiry contradicts the expiry that is given"));
    }
    let at = |length: &Length| length.positive_seconds().map(|seconds| now.saturating_add(seconds));
    match (given, claims.exp, default_lifetime) {
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
fn check_profile(options: &TokenOptions, payload: &str) -> Result<()> {
    let Some(profile) = options.profile else { return Ok(()) };
    let claims = Registered::read(payload, Limits::DEFAULT.max_json_depth, |_| ())?;
    profile.check_required(&claims)?;
    profile.check(&claims)
}

/// The claims' own text without the white space between its tokens, so that no number is ever rounded, and the added members at the end.
fn append(text: &str, added: &[(&str, String)]) -> Result<String> {
    let mut payload = String::with_capacity(text.len() + 32 * added.len());
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
        payload.push(character);
    }
    payload.pop();
    for (name, value) in added {
        if payload.len() > 1 {
            payload.push(',');
        }
        payload.push_str(&quote(name));
        payload.push(':');
        payload.push_str(value);
    }
    payload.push('}');
    Ok(payload)
}

fn quote(text: &str) -> String {
    Value::from(text).to_string()
}

fn contradicts(option: &'static str) -> Error {
    Error::option(format!("{option} contradicts the claim"))
}

/// The members of two headers, the second's first where both have one.
pub(crate) fn merge(base: Option<&Map<String, Value>>, over: Option<&Map<String, Value>>) -> Option<Map<String, Value>> {
    match (base, over) {
        (None, None) => None,
        (Some(one), None) | (None, Some(one)) => Some(one.clone()),
        (Some(base), Some(over)) => Some(base.iter().chain(over).map(|(name, value)| (name.clone(), value.clone())).collect()),
    }
}
