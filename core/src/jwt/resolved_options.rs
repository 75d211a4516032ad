//! The options of one token, resolved from those of the call and of the issuer.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::algorithm::ContentEncryption;
use crate::error::{Error, Result};
use crate::jwt::types::is_same_type;
use crate::options::{Confirmation, IssueOptions, IssuerOptions, Length, OneOrMany, Profile, TokenOptions};

/// The options of one token, wherever they were given.
#[derive(Clone, Copy)]
pub(crate) struct ResolvedOptions<'a> {
    pub(crate) expires_in: Option<&'a Length>,
    /// The default of `expires_in`.
    pub(crate) lifetime: Option<&'a Length>,
    pub(crate) no_expiry: bool,
    pub(crate) issuer: Option<&'a str>,
    pub(crate) audience: Option<&'a OneOrMany>,
    pub(crate) subject: Option<&'a str>,
    pub(crate) not_before: Option<f64>,
    pub(crate) token_id: Option<&'a str>,
    pub(crate) token_type: Option<&'a str>,
    pub(crate) header: Option<&'a Map<String, Value>>,
    /// The protected header as it stands in the token, where an issuer has it: of a signed token
    /// with no header of its own.
    pub(crate) segment: Option<&'a str>,
    pub(crate) now: Option<f64>,
    pub(crate) profile: Option<Profile>,
    pub(crate) enc: Option<ContentEncryption>,
    pub(crate) compress: bool,
    /// The latest `exp` that the keys of a ring allow, in seconds since the epoch.
    pub(crate) latest_expiry: Option<f64>,
    /// What the token is bound to.
    pub(crate) confirm: Option<&'a Confirmation>,
    /// How long a signed token may be if its readers have an unusual limit.
    pub(crate) most_bytes: Option<usize>,
}

impl<'a> ResolvedOptions<'a> {
    /// The options of the call, or the issuer's if the call gives none. `header` is both headers,
    /// [merged](merge).
    pub(crate) fn of_issuer(
        issuer: &'a IssuerOptions,
        call: &'a IssueOptions,
        header: Option<&'a Map<String, Value>>,
    ) -> Self {
        Self {
            expires_in: call.expires_in.as_ref(),
            lifetime: issuer.lifetime.as_ref().filter(|_| !call.no_expiry),
            no_expiry: call.no_expiry || issuer.no_expiry && call.expires_in.is_none(),
            issuer: issuer.issuer.as_deref(),
            audience: call.audience.as_ref().or(issuer.audience.as_ref()),
            subject: call.subject.as_deref().or(issuer.subject.as_deref()),
            not_before: call.not_before,
            token_id: call.token_id.as_deref(),
            token_type: issuer.token_type.as_deref(),
            header,
            segment: None,
            now: call.now,
            profile: issuer.profile,
            enc: issuer.enc,
            compress: issuer.compress,
            latest_expiry: None,
            confirm: call.confirm.as_ref(),
            most_bytes: None,
        }
    }

    /// Refuses options that only encryption can honour.
    pub(crate) fn check_unencrypted(&self) -> Result<()> {
        match self.enc.is_some() || self.compress {
            true => Err(Error::option(
                "enc and compress are for encrypted tokens, and this one is only signed: use encrypt or seal",
            )),
            false => Ok(()),
        }
    }
}

impl<'a> From<&'a TokenOptions> for ResolvedOptions<'a> {
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
            segment: None,
            now: options.now,
            profile: options.profile,
            enc: options.enc,
            compress: options.compress,
            latest_expiry: None,
            confirm: None,
            most_bytes: None,
        }
    }
}

/// The `typ` of the token: the option's, the caller's header's, the profile's, or `JWT`.
pub(crate) fn token_type<'a>(options: &ResolvedOptions<'a>) -> Result<&'a str> {
    let in_header = options
        .header
        .and_then(|header| header.get("typ"))
        .and_then(Value::as_str);
    let of_profile = options.profile.and_then(|profile| profile.token_type());
    let chosen = match (options.token_type, in_header) {
        (Some(option), Some(given)) if option != given => {
            return Err(Error::option(
                "typ in header contradicts the option type: leave one of them out",
            ));
        }
        (Some(option), _) => Some(option),
        (None, given) => given,
    };
    match (chosen, of_profile) {
        (Some(chosen), Some(own)) if !is_same_type(chosen, own) => Err(Error::option(
            "type contradicts the profile, which has a typ of its own: leave type out",
        )),
        (Some(chosen), _) => Ok(chosen),
        (None, own) => Ok(own.unwrap_or("JWT")),
    }
}

/// The members of two headers. If both have the same member, the second one's counts.
pub(crate) fn merge<'a>(
    base: Option<&'a Map<String, Value>>,
    over: Option<&'a Map<String, Value>>,
) -> Option<Cow<'a, Map<String, Value>>> {
    match (base, over) {
        (None, None) => None,
        (Some(one), None) | (None, Some(one)) => Some(Cow::Borrowed(one)),
        (Some(base), Some(over)) => Some(Cow::Owned(
            base.iter()
                .chain(over)
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
        )),
    }
}
