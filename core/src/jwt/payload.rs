//! The payload of a new token: the caller's claims, byte for byte, and those that the options add.

use std::cell::Cell;
use std::ops::Range;

use serde::Serialize;
use serde_json::Value;
use smallvec::SmallVec;

use crate::error::{Error, ErrorCode, Result};
use crate::json::{ObjectWriter, Scanned, Seen};
use crate::jwt::claims::{Lenience, Registered};
use crate::jwt::finite::Whole;
use crate::jwt::resolved_options::ResolvedOptions;
use crate::limits::Limits;
use crate::options::{Length, OneOrMany, Profile, YEAR_10000, check_now, check_time};
use crate::random;

/// The length of a random `jti`: 128 bits, so that no two are ever the same.
const TOKEN_ID_BYTES: usize = 16;

/// As many as usual claims have: they are written without growing.
const USUAL_BYTES: usize = 512;

/// Passes any claims to `make` as JSON text, before the strict pass. [`JsonText`](crate::JsonText)
/// is passed as it is, neither copied nor inspected.
pub(crate) fn with_text<C: Serialize + ?Sized, T>(
    claims: &C,
    make: impl FnOnce(&str) -> Result<T>,
) -> Result<T> {
    // serde's own message could quote the claims.
    let refused = || Error::new(ErrorCode::JwtInvalid, "the claims cannot be written as JSON");
    let mut written = Vec::with_capacity(USUAL_BYTES);
    let (mut make, mut made) = (Some(make), None);
    let mut take = |text: &str| made = make.take().map(|make| make(text));
    let whole = Whole(claims, Cell::new(Some(&mut take)));
    whole
        .serialize(&mut serde_json::Serializer::new(&mut written))
        .map_err(|_| refused())?;
    match (made, make) {
        (None, Some(make)) => make(std::str::from_utf8(&written).map_err(|_| refused())?),
        (made, _) => made.unwrap_or_else(|| Err(refused())),
    }
}

/// The payload: the claims without white space, then what the options add, in the order iss, sub,
/// aud, exp, nbf, iat, jti, cnf.
pub(crate) fn payload(claims: &str, options: &ResolvedOptions<'_>) -> Result<String> {
    let now = check_now(options.now)?.floor() as i64;
    let mut read = Registered::read(claims, Limits::DEFAULT.max_json_depth)?;
    read.check_types(Lenience::default())?;
    let mut payload = Payload {
        json: ObjectWriter::continuing(compact(claims, read.seen)),
        added: SmallVec::new(),
    };
    payload.text("iss", "issuer", options.issuer, read.iss)?;
    payload.text("sub", "subject", options.subject, read.sub)?;
    payload.audience(options.audience, read.aud)?;
    let exp = expiry(options, now, read.exp())?;
    check_latest(options, exp.map(|exp| exp as f64).or(read.exp()))?;
    if let Some(exp) = exp {
        payload.add("exp", |json| json.integer("exp", exp));
    }
    if let Some(nbf) = not_before(options.not_before, read.nbf())? {
        payload.add("nbf", |json| json.integer("nbf", nbf));
    }
    if read.iat.is_none() {
        payload.add("iat", |json| json.integer("iat", now));
    }
    payload.text("jti", "token_id", options.token_id, read.jti)?;
    if options.profile.is_some_and(|profile| profile.has_token_id())
        && read.jti.is_none()
        && options.token_id.is_none()
    {
        let mut bytes = [0; TOKEN_ID_BYTES];
        random::fill(&mut bytes)?;
        payload.add("jti", |json| json.base64url("jti", &bytes));
    }
    if let Some(confirm) = options.confirm {
        if read.cnf.is_some() {
            return Err(contradicts("confirm"));
        }
        payload.add("cnf", |json| json.raw("cnf", confirm.json()));
    }
    payload.finish(read, options.profile)
}

/// What is written so far, and where in it the values of the claims are that the options added.
struct Payload {
    json: ObjectWriter,
    added: SmallVec<[(&'static str, Range<usize>); 8]>,
}

impl Payload {
    fn add(&mut self, name: &'static str, write: impl FnOnce(&mut ObjectWriter) -> &mut ObjectWriter) {
        self.added.push((name, write(&mut self.json).last_value()));
    }

    /// Adds a text, unless none is given or the claims already have it.
    fn text(
        &mut self,
        name: &'static str,
        option: &'static str,
        given: Option<&str>,
        claim: Option<Scanned<'_>>,
    ) -> Result<()> {
        match (given, claim) {
            (Some(given), Some(claim)) if !claim.is_text(given) => return Err(contradicts(option)),
            (Some(given), None) => self.add(name, |json| json.text(name, given)),
            _ => {}
        }
        Ok(())
    }

    fn audience(&mut self, given: Option<&OneOrMany>, claim: Option<Scanned<'_>>) -> Result<()> {
        let Some(given) = given else { return Ok(()) };
        let texts = given.texts("audience")?;
        match (claim, given) {
            (None, OneOrMany::One(one)) => self.add("aud", |json| json.text("aud", one)),
            (None, OneOrMany::Many(many)) => {
                self.add("aud", |json| json.raw("aud", Value::from(many.as_slice())))
            }
            (Some(claim), _) if claim.texts().is_some_and(|own| texts == own.as_slice()) => {}
            (Some(_), _) => return Err(contradicts("audience")),
        }
        Ok(())
    }

    /// The claims that a profile requires must be present and well-formed before the token is
    /// created: the caller's, which are `read`, and the added ones.
    fn finish(mut self, read: Registered<'_>, profile: Option<Profile>) -> Result<String> {
        let json = self.json.finish();
        if let Some(profile) = profile {
            let mut claims = read;
            for (name, value) in self.added {
                if let Some(value) = json.get(value) {
                    claims.set(name, Scanned::again(value));
                }
            }
            profile.check_required(&claims)?;
            profile.check(&claims)?;
        }
        Ok(json)
    }
}

/// `exp`: required one way or another, unless it is waived by name.
fn expiry(options: &ResolvedOptions<'_>, now: i64, claim: Option<f64>) -> Result<Option<i64>> {
    let given = options.expires_in;
    if options.no_expiry && (given.is_some() || claim.is_some()) {
        return Err(Error::option(
            "no_expiry contradicts the expiry that expires_in or exp gives: leave one of them out",
        ));
    }
    let at = |length: &Length| match now.saturating_add(length.positive_seconds()?) {
        exp if (exp as f64) < YEAR_10000 => Ok(exp),
        _ => Err(Error::option(
            "the token would expire after the year 9999, which nobody would accept: give a shorter time",
        )),
    };
    match (given, claim, options.lifetime) {
        (Some(length), Some(exp), _) if at(length)? as f64 != exp => Err(contradicts("expires_in")),
        (_, Some(_), _) => Ok(None),
        (Some(length), None, _) => at(length).map(Some),
        (None, None, Some(length)) if !options.no_expiry => at(length).map(Some),
        (None, None, _) if options.no_expiry => Ok(None),
        (None, None, _) => Err(Error::option(
            "nothing says when the token expires: give expires_in, or exp among the claims, or no_expiry if it should never expire",
        )),
    }
}

/// A token must not outlive the key of a ring that made it.
fn check_latest(options: &ResolvedOptions<'_>, exp: Option<f64>) -> Result<()> {
    match (options.latest_expiry, exp) {
        (None, _) => Ok(()),
        (Some(latest), Some(exp)) if exp <= latest => Ok(()),
        (Some(_), Some(_)) => Err(Error::option(
            "the token would live longer than the token_lifetime of its ring, which keeps no key for as long: shorten it, or make the ring \
             with a longer token_lifetime",
        )),
        (Some(_), None) => Err(Error::option(
            "a token that never expires cannot be made by a ring, whose keys do not stay for ever: give it an expiry",
        )),
    }
}

fn not_before(given: Option<f64>, claim: Option<f64>) -> Result<Option<i64>> {
    let given = given
        .map(|time| check_time(time, "not_before"))
        .transpose()?
        .map(|time| time.floor() as i64);
    match (given, claim) {
        (Some(given), Some(claim)) if given as f64 != claim => Err(contradicts("not_before")),
        (given, None) => Ok(given),
        _ => Ok(None),
    }
}

/// The text of the claims without the white space between values, so that no number is ever
/// rounded, with room for the claims to add.
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
    Error::option(format!(
        "{option} contradicts the claim of the same meaning: leave one of them out"
    ))
}
