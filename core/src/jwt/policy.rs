//! What a token is checked against, compiled once from the options.

use zeroize::Zeroize;

use crate::algorithm::{ContentEncryption, KeyManagement, SignatureAlgorithm};
use crate::error::{Error, Result};
use crate::header::Header;
use crate::json::Scanned;
use crate::jwt::claims::{Lenience, Registered, mismatch, payload_text, text};
use crate::jwt::expected::{Expected, Found, Named, check_equal};
use crate::jwt::members::{Claims, Spans};
use crate::jwt::replicated;
use crate::jwt::revoked::Asked;
use crate::jwt::template::IssuerTemplate;
use crate::jwt::times::TimePolicy;
use crate::jwt::token::Token;
use crate::jwt::types::Types;
use crate::key::Identity;
use crate::limits::Limits;
use crate::options::{Profile, VerifyOptions, not_empty};

/// What the `iss` of a token must be.
pub(super) enum ExpectedIssuer<'a> {
    /// One of these spellings.
    Texts(&'a [String]),
    Template(&'a IssuerTemplate),
    /// None that could be named.
    None,
}

/// What claims are judged by besides the policy.
#[derive(Clone, Copy)]
pub(super) struct Judged<'a> {
    pub(super) now: f64,
    /// The list that is asked in the end, if there is one.
    pub(super) revocations: Option<Asked<'a>>,
}

/// The checks of a verifier, with every default resolved.
#[derive(Clone, Debug)]
pub(crate) struct Policy {
    pub(crate) algorithms: Option<Vec<SignatureAlgorithm>>,
    pub(crate) key_management: Option<Vec<KeyManagement>>,
    pub(crate) content_encryption: Option<Vec<ContentEncryption>>,
    pub(crate) critical: Vec<String>,
    pub(crate) allow_base64_padding: bool,
    pub(crate) allow_unsigned: bool,
    pub(crate) allow_missing_cty: bool,
    pub(crate) allow_unchecked_status: bool,
    pub(crate) limits: Limits,
    issuer: Expected,
    /// Instead of an issuer.
    template: Option<IssuerTemplate>,
    audience: Expected,
    subject: Option<String>,
    lenience: Lenience,
    types: Types,
    named: Named,
    nonce: Expected,
    azp: Option<String>,
    profile: Option<Profile>,
    times: TimePolicy,
}

impl Policy {
    /// Compiles the options; whatever is invalid or given twice is `ERR_OPTION_INVALID`.
    pub(crate) fn compile(options: &VerifyOptions) -> Result<Self> {
        not_empty(options.algorithms.as_deref(), "algorithms")?;
        not_empty(options.key_management.as_deref(), "key_management")?;
        not_empty(options.content_encryption.as_deref(), "content_encryption")?;
        let template = IssuerTemplate::compile(options)?;
        Ok(Self {
            algorithms: options.algorithms.clone(),
            key_management: options.key_management.clone(),
            content_encryption: options.content_encryption.clone(),
            critical: options.critical.clone().unwrap_or_default(),
            allow_base64_padding: options.allow_base64_padding,
            allow_unsigned: options.allow_unsigned,
            allow_missing_cty: options.allow_missing_cty,
            allow_unchecked_status: options.allow_unchecked_status,
            limits: options.given_limits().resolve()?,
            issuer: Expected::issuer(options)?,
            template: template.clone(),
            audience: Expected::of(options.audience.as_ref(), options.allow_any_audience, "audience")?,
            subject: options.subject.clone(),
            lenience: Lenience {
                any_audience: options.allow_any_audience,
                numeric_subject: options.allow_numeric_subject,
            },
            types: Types::compile(options)?,
            named: Named::compile(options, template.map(|template| template.claim))?,
            nonce: nonce(options)?,
            azp: options.azp.clone(),
            profile: options.profile,
            times: TimePolicy::compile(options)?,
        })
    }

    /// How far clocks may be apart, in seconds.
    pub(super) fn leeway(&self) -> f64 {
        self.times.leeway()
    }

    /// What the token's `iss` must be.
    pub(super) fn expected_issuer(&self) -> ExpectedIssuer<'_> {
        match (&self.template, &self.issuer) {
            (Some(template), _) => ExpectedIssuer::Template(template),
            (None, Expected::Any(texts)) => ExpectedIssuer::Texts(texts),
            _ => ExpectedIssuer::None,
        }
    }

    /// Refuses options under which no token could ever be accepted: required claims that nobody
    /// expects.
    pub(crate) fn check_acceptable(&self) -> Result<()> {
        for (claim, option, expected) in [
            ("iss", "issuer", &self.issuer),
            ("aud", "audience", &self.audience),
        ] {
            let of_profile = self.profile.is_some_and(|profile| profile.requires(claim));
            let is_by_template = claim == "iss" && self.template.is_some();
            if matches!(expected, Expected::Absent)
                && !is_by_template
                && (of_profile || self.named.requires(claim))
            {
                let whose = if of_profile {
                    "the profile"
                } else {
                    "required_claims"
                };
                return Err(Error::option(format!(
                    "{whose} asks for {claim}, and no {option} is expected, so that no token could be accepted: give {option}, or allow_any_{option}"
                )));
            }
        }
        Ok(())
    }

    /// Checks `typ` and the claims, in this order: typ, types, what an encrypted token replicates,
    /// iss, aud, sub, required and expected claims, the profile, the times, what was revoked.
    /// Returns the checked claims; refused ones are wiped.
    pub(super) fn check(
        &self,
        typ: Option<&str>,
        encrypted: Option<&Header>,
        payload: Vec<u8>,
        signer: Option<&Identity>,
        judged: Judged<'_>,
    ) -> Result<Claims> {
        let mut claims = Claims {
            json: payload_text(payload)?,
            spans: Spans::default(),
        };
        if let Err(error) = self.check_text(typ, encrypted, &claims.json, &mut claims.spans, signer, judged) {
            claims.json.zeroize();
            return Err(error);
        }
        Ok(claims)
    }

    /// From when, and until before when, the times of claims hold that were found good.
    pub(super) fn span(&self, claims: &Registered<'_>) -> (f64, f64) {
        self.times.span(claims)
    }

    /// Judges again the times of a token that was found valid.
    pub(super) fn check_times(&self, claims: &Registered<'_>, now: f64) -> Result<()> {
        self.times.check(claims, now)
    }

    /// Judges again a token that was found valid: only whether it was revoked.
    pub(super) fn check_again(&self, token: &Token, judged: Judged<'_>) -> Result<()> {
        let Judged {
            now,
            revocations: Some(asked),
        } = judged
        else {
            return Ok(());
        };
        let claims = &token.checked.claims;
        asked.check(
            |name| claims.member(name).map(Scanned::again),
            claims.json(),
            now,
            self.times.leeway(),
        )
    }

    fn check_text(
        &self,
        typ: Option<&str>,
        encrypted: Option<&Header>,
        payload: &str,
        spans: &mut Spans,
        signer: Option<&Identity>,
        judged: Judged<'_>,
    ) -> Result<()> {
        let mut claims = Registered::default();
        let mut found = Found::new();
        let max_depth = self.limits.max_json_depth;
        if self.named.is_empty() {
            claims.fill(payload, max_depth, |_, value| spans.add(payload, value))?;
        } else {
            found = self.named.nothing_found();
            claims.fill(payload, max_depth, |name, value| {
                spans.add(payload, value);
                self.named.look(&mut found, name, value);
            })?;
        }
        spans.end(claims.seen, claims.cnf.is_some(), claims.status.is_some());
        self.types.check(typ)?;
        claims.check_types(self.lenience)?;
        if let Some(header) = encrypted {
            replicated::check(header, &claims)?;
        }
        match &self.template {
            None => self.issuer.check("iss", "issuer", claims.iss, claims.seen)?,
            Some(template) => template.check(claims.iss, found.last().copied().flatten(), signer)?,
        }
        self.audience.check("aud", "audience", claims.aud, claims.seen)?;
        check_equal("sub", "subject", claims.sub, self.subject.as_deref())?;
        if !self.named.is_empty() {
            self.named.check(&found, &claims)?;
        }
        self.check_profile(&claims)?;
        let Judged { now, revocations } = judged;
        self.times.check(&claims, now)?;
        revocations.map_or(Ok(()), |asked| {
            asked.check(|name| claims.get(name), payload, now, self.times.leeway())
        })
    }

    fn check_profile(&self, claims: &Registered<'_>) -> Result<()> {
        if let Expected::Any(_) = self.nonce {
            text(claims.nonce, "nonce")?;
        }
        self.nonce.check("nonce", "nonce", claims.nonce, claims.seen)?;
        if let Some(expected) = &self.azp {
            check_equal("azp", "azp", text(claims.azp, "azp")?, Some(expected))?;
        }
        let Some(profile) = self.profile else {
            return Ok(());
        };
        profile.check_required(claims)?;
        profile.check(claims)?;
        if profile == Profile::IdToken && self.azp.is_none() {
            self.check_party(claims)
        } else {
            Ok(())
        }
    }

    /// The party that an ID token was issued to is its audience, unless configured otherwise
    /// (OpenID Connect Core, section 3.1.3.7). Where any audience will do, any party will.
    fn check_party(&self, claims: &Registered<'_>) -> Result<()> {
        match (text(claims.azp, "azp")?, &self.audience) {
            (Some(azp), Expected::Any(texts)) if !texts.iter().any(|text| azp.is_text(text)) => {
                Err(mismatch(
                    "azp",
                    "azp is not the audience that was expected: give azp if the token was issued to another party",
                ))
            }
            _ => Ok(()),
        }
    }
}

/// Only an ID token's nonce means something unless it is expected: that the token answers a
/// request.
fn nonce(options: &VerifyOptions) -> Result<Expected> {
    let is_id_token = options.profile == Some(Profile::IdToken);
    match (&options.nonce, options.allow_any_nonce) {
        (_, true) if !is_id_token => Err(Error::option(
            "allow_any_nonce is for the profile id-token: elsewhere a nonce counts for nothing",
        )),
        (Some(_), true) => Err(Error::option(
            "nonce contradicts allow_any_nonce: it is expected and waived at once",
        )),
        (Some(nonce), false) => Ok(Expected::Any(vec![nonce.clone()])),
        (None, false) if is_id_token => Ok(Expected::Absent),
        (None, _) => Ok(Expected::Waived),
    }
}
