//! What is expected of claims: of iss and aud, of claims by name, and that some are present at all.

use serde_json::{Number, Value};
use smallvec::{SmallVec, smallvec};

use crate::error::{Error, ErrorCode, Result};
use crate::json::{Scanned, Seen};
use crate::jwt::claims::{Registered, check_required, mismatch, missing, shown};
use crate::options::{OneOrMany, VerifyOptions, is_name};

/// What is expected of a claim that must not be present unexpectedly.
#[derive(Clone, Debug)]
pub(super) enum Expected {
    /// The claim must be present and be one of these.
    Any(Vec<String>),
    /// The claim must not be present: it is meant for someone, and nobody was expected.
    Absent,
    /// The caller has waived the check.
    Waived,
}

impl Expected {
    /// What an option says, and the waiver that goes with it.
    pub(super) fn of(option: Option<&OneOrMany>, waived: bool, name: &'static str) -> Result<Self> {
        match option {
            Some(_) if waived => Err(Error::option(format!(
                "{name} contradicts allow_any_{name}: it is expected and waived at once"
            ))),
            Some(texts) => Ok(Expected::Any(texts.texts(name)?.to_vec())),
            None if waived => Ok(Expected::Waived),
            None => Ok(Expected::Absent),
        }
    }

    /// The issuer, and further spellings of it.
    pub(super) fn issuer(options: &VerifyOptions) -> Result<Self> {
        let mut expected = Self::of(options.issuer.as_ref(), options.allow_any_issuer, "issuer")?;
        if let Expected::Any(texts) = &mut expected {
            texts.dedup();
            if texts.len() > 1 {
                return Err(Error::option(
                    "issuer names several issuers, and each of them could speak for the others, since all keys are in one pool: \
                     give Verifier.by_issuer one Verifier for each, with its own keys, or issuer_aliases where these are spellings of one issuer",
                ));
            }
        }
        match (&mut expected, &options.issuer_aliases) {
            (_, None) => {}
            (_, Some(aliases)) if aliases.is_empty() => {
                return Err(Error::option("issuer_aliases is an empty list: leave it out"));
            }
            (Expected::Any(texts), Some(aliases)) => texts.extend_from_slice(aliases),
            _ => {
                return Err(Error::option(
                    "issuer_aliases are further spellings of issuer: give issuer as well",
                ));
            }
        }
        Ok(expected)
    }

    /// Any of these texts will do, and for a list, any element that is one of them.
    #[inline(always)]
    pub(super) fn check(
        &self,
        claim: &'static str,
        option: &'static str,
        value: Option<Scanned<'_>>,
        seen: Seen,
    ) -> Result<()> {
        match (self, value) {
            // As nearly all claims are.
            (Expected::Any(texts), Some(value))
                if !seen.escape && value.between_quotes().is_some_and(|own| is_any(texts, own)) =>
            {
                Ok(())
            }
            (Expected::Waived, _) => Ok(()),
            _ => self.check_thoroughly(claim, option, value, seen),
        }
    }

    fn check_thoroughly(
        &self,
        claim: &'static str,
        option: &'static str,
        value: Option<Scanned<'_>>,
        seen: Seen,
    ) -> Result<()> {
        match (self, value) {
            (Expected::Any(_), None) => Err(expected_and_missing(claim, option)),
            (Expected::Any(texts), Some(value)) if !value.is_or_has_any(texts, seen) => {
                Err(not_expected(claim, option, texts, value))
            }
            (Expected::Absent, Some(_)) => Err(unexpected(claim, option)),
            _ => Ok(()),
        }
    }
}

/// Whether a text is one of these, which are mostly one.
#[inline(always)]
fn is_any(texts: &[String], own: &str) -> bool {
    match texts {
        [only] => only == own,
        _ => texts.iter().any(|text| text == own),
    }
}

#[cold]
fn expected_and_missing(claim: &'static str, option: &str) -> Error {
    Error::new(
        ErrorCode::ClaimMissing,
        format!("{claim} is missing, and {option} expects it"),
    )
    .with_claim(claim)
}

#[cold]
fn unexpected(claim: &'static str, option: &str) -> Error {
    mismatch(
        claim,
        format!("{claim} is present, and no {option} was expected: give {option}, or allow_any_{option}"),
    )
}

/// The mistake that costs most time is a trailing slash, which nobody notices.
#[cold]
fn not_expected(claim: &'static str, option: &str, texts: &[String], value: Scanned<'_>) -> Error {
    let without_slash = |text: &str| text.strip_suffix('/').unwrap_or(text).to_owned();
    let own = value.texts().unwrap_or_default();
    let only_a_slash = own
        .iter()
        .any(|own| texts.iter().any(|text| without_slash(own) == without_slash(text)));
    let how = if only_a_slash {
        " differs in its last slash only: give it exactly as the token has it"
    } else {
        " is another"
    };
    mismatch(
        claim,
        format!("{claim} is not the {option} that was expected, which{how}"),
    )
}

/// A claim that must be this text, if one is expected.
pub(super) fn check_equal(
    claim: &'static str,
    option: &str,
    actual: Option<Scanned<'_>>,
    expected: Option<&str>,
) -> Result<()> {
    match (actual, expected) {
        (None, Some(_)) => Err(missing(claim)),
        (Some(actual), Some(expected))
            if !(actual.is_text(expected) || actual.is_number() && actual.json() == expected) =>
        {
            Err(mismatch(claim, format!("{claim} is not what {option} expects")))
        }
        _ => Ok(()),
    }
}

/// Claims that the caller names: those that must be present, and those that must have certain
/// values.
#[derive(Clone, Debug, Default)]
pub(super) struct Named {
    required: Vec<String>,
    expected: Vec<(String, Vec<Wanted>)>,
    /// A claim that something else requires: it is found last.
    noted: Option<String>,
}

/// A value that a claim may have.
#[derive(Clone, Debug)]
enum Wanted {
    Text(String),
    Number(Number),
    Boolean(bool),
}

/// The claims that were found of those that are named: first the required, then the expected ones.
pub(super) type Found<'a> = SmallVec<[Option<Scanned<'a>>; 8]>;

impl Named {
    pub(super) fn compile(options: &VerifyOptions, noted: Option<String>) -> Result<Self> {
        let expected = options.expected_claims.iter().flatten().map(|(name, value)| {
            check_has_no_option(name)?;
            Ok((name.clone(), wanted(name, value)?))
        });
        Ok(Self {
            required: options.required_claims.clone().unwrap_or_default(),
            expected: expected.collect::<Result<_>>()?,
            noted,
        })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.required.is_empty() && self.expected.is_empty() && self.noted.is_none()
    }

    /// Whether the claim of this name must be present.
    pub(super) fn requires(&self, name: &str) -> bool {
        self.required.iter().any(|required| required == name)
    }

    pub(super) fn nothing_found<'a>(&self) -> Found<'a> {
        smallvec![None; self.required.len() + self.expected.len() + usize::from(self.noted.is_some())]
    }

    /// Keeps a claim that is named.
    pub(super) fn look<'a>(&self, found: &mut Found<'a>, name: &str, value: Scanned<'a>) {
        let names = self
            .required
            .iter()
            .chain(self.expected.iter().map(|(name, _)| name))
            .chain(&self.noted);
        names
            .zip(found.iter_mut())
            .filter(|(wanted, _)| *wanted == name)
            .for_each(|(_, slot)| *slot = Some(value));
    }

    /// Refuses claims that lack one, or have another value. `aud` is what the type checks left of
    /// it.
    pub(super) fn check(&self, found: &Found<'_>, claims: &Registered<'_>) -> Result<()> {
        let (required, expected) = found.split_at_checked(self.required.len()).unwrap_or_default();
        for (name, value) in self.required.iter().zip(required) {
            check_required(name, if name == "aud" { claims.aud } else { *value })?;
        }
        for ((name, wanted), value) in self.expected.iter().zip(expected) {
            let value = value.ok_or_else(|| missing(name.clone()))?;
            if !wanted.iter().any(|wanted| wanted.is(value)) {
                return Err(mismatch(
                    name.clone(),
                    format!("{} is not what expected_claims says", shown(name)),
                ));
            }
        }
        Ok(())
    }
}

/// A claim with its own option is expected through that option, where its own rules apply.
fn check_has_no_option(name: &str) -> Result<()> {
    let option = match name {
        "iss" => "issuer",
        "aud" => "audience",
        "sub" => "subject",
        "nonce" => "nonce",
        "azp" => "azp",
        "iat" => "max_age",
        "exp" | "nbf" => "now and leeway",
        _ => return Ok(()),
    };
    Err(Error::option(format!(
        "expected_claims names {name}, which has an option of its own: give {option}"
    )))
}

fn wanted(name: &str, value: &Value) -> Result<Vec<Wanted>> {
    let one = |value: &Value| match value {
        Value::String(text) => Some(Wanted::Text(text.clone())),
        Value::Number(number) => Some(Wanted::Number(number.clone())),
        Value::Bool(boolean) => Some(Wanted::Boolean(*boolean)),
        _ => None,
    };
    let wanted = match value {
        Value::Array(values) => values
            .iter()
            .map(one)
            .collect::<Option<Vec<_>>>()
            .filter(|values| !values.is_empty()),
        value => one(value).map(|one| vec![one]),
    };
    wanted.ok_or_else(|| {
        let which = if is_name(name) { format!("expected_claims, {name}: ") } else { "expected_claims: ".to_owned() };
        Error::option(format!(
            "{which}a claim is expected to be a text, a number, true or false, or any of a list of these that is not empty"
        ))
    })
}

impl Wanted {
    /// Whether the claim is this value. A list of values is not any one of them.
    fn is(&self, value: Scanned<'_>) -> bool {
        match self {
            Wanted::Text(text) => value.is_text(text),
            Wanted::Boolean(boolean) => value.boolean() == Some(*boolean),
            Wanted::Number(number) if value.is_number() => {
                match (number.as_i128(), value.json().parse::<i128>()) {
                    (Some(wanted), Ok(own)) => wanted == own,
                    _ => number.as_f64().is_some() && number.as_f64() == value.number(),
                }
            }
            Wanted::Number(_) => false,
        }
    }
}
