//! Issuers with many tenants: an `iss` that contains one of the token's own claims.

use crate::error::{Error, ErrorCode, Result};
use crate::json::Scanned;
use crate::jwt::claims::{mismatch, missing};
use crate::key::Identity;
use crate::options::VerifyOptions;

/// An issuer with the name of a claim in braces, as the two parts around it.
#[derive(Clone, Debug)]
pub(super) struct IssuerTemplate {
    before: String,
    pub(super) claim: String,
    after: String,
    /// The values that the claim may have; None: any tenant will do, as the caller chose.
    tenants: Option<Vec<String>>,
}

impl IssuerTemplate {
    pub(super) fn compile(options: &VerifyOptions) -> Result<Option<Self>> {
        let Some(template) = &options.issuer_template else {
            return match options.allow_any_tenant || options.allowed_tenants.is_some() {
                true => Err(Error::option(
                    "allowed_tenants and allow_any_tenant are for the claim of issuer_template: give that as well",
                )),
                false => Ok(None),
            };
        };
        if options.issuer.is_some() || options.issuer_aliases.is_some() || options.allow_any_issuer {
            return Err(Error::option(
                "issuer_template stands instead of issuer, issuer_aliases and allow_any_issuer: give one of them",
            ));
        }
        match (&options.allowed_tenants, options.allow_any_tenant) {
            (None, false) => {
                return Err(Error::option(
                    "issuer_template accepts tokens of every tenant of that issuer: give allowed_tenants, or allow_any_tenant if all are meant",
                ));
            }
            (Some(_), true) => {
                return Err(Error::option(
                    "allowed_tenants contradicts allow_any_tenant: give one of them",
                ));
            }
            (Some(tenants), false) if tenants.is_empty() => {
                return Err(Error::option(
                    "allowed_tenants is an empty list, by which no token could be accepted",
                ));
            }
            (Some(tenants), false) if !tenants.iter().all(|tenant| is_tenant(tenant)) => {
                return Err(Error::option(
                    "allowed_tenants has a text that is empty or has a / in it, and no token of such a tenant is accepted",
                ));
            }
            _ => {}
        }
        let (before, claim, after) = split(template).ok_or_else(|| {
            Error::option("issuer_template needs the name of one claim in braces, such as https://login.example/{tid}/v2.0")
        })?;
        Ok(Some(Self {
            before: before.into(),
            claim: claim.into(),
            after: after.into(),
            tenants: options.allowed_tenants.clone(),
        }))
    }

    /// The issuers of the allowed tenants, if they are listed.
    pub(super) fn issuers(&self) -> Option<impl Iterator<Item = String>> {
        let tenants = self.tenants.as_ref()?;
        Some(
            tenants
                .iter()
                .map(|tenant| format!("{}{tenant}{}", self.before, self.after)),
        )
    }

    /// Whether an `iss` could be one of these.
    pub(super) fn fits(&self, iss: &str) -> bool {
        within(iss, &self.before, &self.after).is_some_and(is_tenant)
    }

    /// Whether another template matches the same issuers, whatever its claim is called.
    pub(super) fn fits_the_same(&self, other: &Self) -> bool {
        (&self.before, &self.after) == (&other.before, &other.after)
    }

    /// The template as it was given.
    pub(super) fn text(&self) -> String {
        format!("{}{{{}}}{}", self.before, self.claim, self.after)
    }

    /// Whether `iss` is this with the token's own claim, and the key that verified the token may
    /// speak for that tenant.
    pub(super) fn check(
        &self,
        iss: Option<Scanned<'_>>,
        tenant: Option<Scanned<'_>>,
        signer: Option<&Identity>,
    ) -> Result<()> {
        let iss = iss.and_then(Scanned::string).ok_or_else(|| missing("iss"))?;
        let tenant = tenant.ok_or_else(|| missing(self.claim.clone()))?;
        let tenant = tenant
            .string()
            .filter(|tenant| is_tenant(tenant))
            .ok_or_else(|| {
                Error::new(
                    ErrorCode::ClaimInvalid,
                    "the claim of issuer_template is no text that could stand in an issuer",
                )
                .with_claim(self.claim.clone())
            })?;
        if within(&iss, &self.before, &self.after) != Some(&*tenant) {
            return Err(mismatch(
                "iss",
                "iss is not issuer_template with the token's own claim in it",
            ));
        }
        if self
            .tenants
            .as_ref()
            .is_some_and(|tenants| !tenants.iter().any(|allowed| *allowed == *tenant))
        {
            return Err(mismatch(
                self.claim.clone(),
                "the claim of issuer_template is none of allowed_tenants",
            ));
        }
        match signer.and_then(Identity::issuer) {
            Some(own) if !speaks_for(own, &iss, &tenant) => Err(mismatch(
                "iss",
                "the key that verified the token is another issuer's, by the issuer member of its JWK",
            )),
            _ => Ok(()),
        }
    }
}

/// Whether a key, by the `issuer` of its JWK, may speak for this issuer: that is the same, or has a
/// name in braces in place of the tenant.
fn speaks_for(own: &str, iss: &str, tenant: &str) -> bool {
    own == iss || split(own).is_some_and(|(before, _, after)| within(iss, before, after) == Some(tenant))
}

/// What is before, inside and after the one pair of braces.
fn split(template: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = template.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    let is_plain = |text: &str| !text.contains(['{', '}']);
    (!name.is_empty() && is_plain(name) && is_plain(before) && is_plain(after))
        .then_some((before, name, after))
}

/// What is in a text between its given prefix and suffix.
fn within<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    text.strip_prefix(before)?.strip_suffix(after)
}

/// A text that is one segment of a path.
fn is_tenant(text: &str) -> bool {
    !text.is_empty() && !text.contains('/')
}
