//! The times of a token, and whether it is valid now (RFC 7519, sections 4.1.4 to 4.1.6).

use crate::error::{Error, ErrorCode, Result};
use crate::json::Scanned;
use crate::jwt::claims::{Registered, invalid, mismatch, missing};
use crate::options::{Length, Profile, VerifyOptions, YEAR_10000, milliseconds};

/// The longest leeway: clocks further apart than this are wrong, and a longer leeway revives old
/// tokens.
const MAX_LEEWAY: i64 = 3600;

/// Refuses a time that is not a number (a NumericDate), or that is later than anyone could mean.
/// Most are short integers, which are read only where a check needs them.
#[inline]
pub(super) fn check_type(value: Option<Scanned<'_>>, claim: &'static str) -> Result<()> {
    match value {
        Some(value) if !value.is_integer_of(SURE_DIGITS) => check_number(value, claim),
        _ => Ok(()),
    }
}

/// Every integer with no more digits is before the year 10000.
const SURE_DIGITS: usize = 11;

#[cold]
fn check_number(value: Scanned<'_>, claim: &'static str) -> Result<()> {
    match value.number() {
        Some(time) if time < YEAR_10000 => Ok(()),
        Some(_) => Err(invalid(claim, milliseconds(claim))),
        None => Err(invalid(
            claim,
            format!("{claim} must be a number: seconds since the epoch"),
        )),
    }
}

/// What is required of the times.
#[derive(Clone, Copy, Debug)]
pub(super) struct TimePolicy {
    allow_missing_exp: bool,
    max_age: Option<f64>,
    max_lifetime: Option<f64>,
    leeway: f64,
}

impl TimePolicy {
    pub(super) fn compile(options: &VerifyOptions) -> Result<Self> {
        if options.max_lifetime.is_some() && options.allow_missing_exp {
            return Err(Error::option(
                "allow_missing_exp contradicts max_lifetime: a token without exp lives for ever",
            ));
        }
        let length = |length: &Option<Length>| {
            let seconds = length.as_ref().map(Length::positive_seconds).transpose()?;
            Ok::<_, Error>(seconds.map(|seconds| seconds as f64))
        };
        Ok(Self {
            // A longest lifetime implies an exp.
            allow_missing_exp: options.allow_missing_exp
                || options.max_lifetime.is_none() && options.profile.is_some_and(Profile::allows_no_expiry),
            max_age: length(&options.max_age)?,
            max_lifetime: length(&options.max_lifetime)?,
            leeway: leeway(options.leeway.as_ref())?,
        })
    }

    pub(super) fn leeway(&self) -> f64 {
        self.leeway
    }

    /// In this order: nbf, exp, iat in the future, max_lifetime, max_age.
    pub(super) fn check(&self, claims: &Registered<'_>, now: f64) -> Result<()> {
        let exp = claims.exp();
        if claims.nbf().is_some_and(|nbf| now < nbf - self.leeway) {
            return Err(Error::new(
                ErrorCode::NotYetValid,
                "the token is not valid yet: nbf is later than now, and leeway does not bridge it",
            )
            .with_claim("nbf"));
        }
        match exp {
            Some(exp) if now >= exp + self.leeway => {
                return Err(Error::new(
                    ErrorCode::Expired,
                    "the token has expired: now is not before exp plus leeway",
                )
                .with_claim("exp"));
            }
            None if !self.allow_missing_exp => return Err(missing("exp")),
            _ => {}
        }
        if self.max_age.is_none() && self.max_lifetime.is_none() {
            return Ok(());
        }
        let iat = claims.iat();
        // A token from the future would be younger than any age, and its lifetime would not have
        // begun.
        if iat.is_some_and(|iat| iat > now + self.leeway) {
            return Err(Error::new(
                ErrorCode::NotYetValid,
                "the token was issued in the future: iat is later than now plus leeway",
            )
            .with_claim("iat"));
        }
        self.check_lifetime(exp, iat, now)?;
        let Some(max_age) = self.max_age else {
            return Ok(());
        };
        let iat = iat.ok_or_else(|| missing("iat"))?;
        if now > iat + max_age + self.leeway {
            return Err(
                Error::new(ErrorCode::TooOld, "the token was issued longer ago than max_age")
                    .with_claim("iat"),
            );
        }
        Ok(())
    }

    /// From when, and until before when, the times of claims hold that [`check`](Self::check) has
    /// accepted: it accepts every moment between. A moment at the very edge may be left out, if the
    /// numbers cannot be distinguished.
    pub(super) fn span(&self, claims: &Registered<'_>) -> (f64, f64) {
        let Self {
            leeway,
            max_age,
            max_lifetime,
            ..
        } = *self;
        let (exp, nbf, iat) = (claims.exp(), claims.nbf(), claims.iat());
        let mut from = nbf.map_or(f64::NEG_INFINITY, |nbf| nbf - leeway);
        let mut until = exp.map_or(f64::INFINITY, |exp| exp + leeway);
        if max_age.is_none() && max_lifetime.is_none() {
            return (from, until);
        }
        if let Some(iat) = iat {
            from = from.max(first(iat - leeway, |now| iat <= now + leeway));
            until = until.min(max_age.map_or(f64::INFINITY, |max_age| iat + max_age + leeway));
        } else if let (Some(most), Some(exp)) = (max_lifetime, exp) {
            from = from.max(first(exp - leeway - most, |now| exp - now - leeway <= most));
        }
        (from, until)
    }

    /// From `iat` on, both ends are the issuer's clock's; from now on, one end is ours.
    fn check_lifetime(&self, exp: Option<f64>, iat: Option<f64>, now: f64) -> Result<()> {
        let (Some(most), Some(exp)) = (self.max_lifetime, exp) else {
            return Ok(());
        };
        let lifetime = iat.map_or(exp - now - self.leeway, |iat| exp - iat);
        if lifetime > most {
            return Err(mismatch(
                "exp",
                "exp is further from iat (or from now, without iat) than max_lifetime allows",
            ));
        }
        Ok(())
    }
}

/// The first valid time next to this one: sums and differences of the same numbers are rounded
/// differently. Never, if none is that near.
fn first(mut time: f64, is_good: impl Fn(f64) -> bool) -> f64 {
    const NEAR: usize = 8;
    for _ in 0..NEAR {
        if is_good(time) {
            return time;
        }
        time = time.next_up();
    }
    f64::INFINITY
}

fn leeway(given: Option<&Length>) -> Result<f64> {
    let seconds = given.map_or(Ok(0), Length::seconds)?;
    if seconds > MAX_LEEWAY {
        return Err(Error::option(format!(
            "leeway is {seconds} seconds, and at most {MAX_LEEWAY} (1h) are allowed: it bridges clocks, and is given in seconds"
        )));
    }
    Ok(seconds as f64)
}
