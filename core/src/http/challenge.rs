//! The response to a request without a good token.

use std::borrow::Cow;

use crate::algorithm::SignatureAlgorithm;
use crate::error::{Error, ErrorCode, Fault, Result};

/// The value of the `WWW-Authenticate` header of a response that refuses a request (RFC 6750,
/// section 3).
///
/// - Without an error, the request had no token: the challenge names no error (section 3.1).
/// - With an error that is the token's fault, it is `invalid_token`, and says what its code means.
///   The error's message stays inside the service.
/// - With an error about a DPoP proof, it is that of [`dpop_challenge`].
/// - With any other error there is no challenge: answer 500 or 503 ([`Error::status`]). A different
///   token would not help.
///
/// `realm` names what is protected, `scope` the scopes that a token needs, separated by spaces. A
/// challenge has at least one parameter, so without any of these it has an empty realm.
///
/// # Errors
/// `ERR_OPTION_INVALID` if `realm` has characters other than printable ASCII, or `scope` is not a
/// list of scopes separated by single spaces.
///
/// ```
/// use tokenseal::{Error, ErrorCode, http::challenge};
///
/// assert_eq!(challenge(None, Some("api"), None)?.as_deref(), Some(r#"Bearer realm="api""#));
///
/// let expired = Error::new(ErrorCode::Expired, "the token expired 12 s ago");
/// let expected = r#"Bearer realm="api", error="invalid_token", error_description="The token has expired (`exp`).""#;
/// assert_eq!(challenge(Some(&expired), Some("api"), None)?.as_deref(), Some(expected));
///
/// let unavailable = Error::new(ErrorCode::JwksUnavailable, "the keys could not be fetched");
/// assert_eq!(challenge(Some(&unavailable), Some("api"), None)?, None);
/// # Ok::<(), tokenseal::Error>(())
/// ```
pub fn challenge(error: Option<&Error>, realm: Option<&str>, scope: Option<&str>) -> Result<Option<String>> {
    write(Scheme::of(error.map(Error::code)), error, realm, scope)
}

/// The same for a service that accepts tokens with a DPoP proof (RFC 9449, section 7.1). A service
/// that accepts both kinds of token sends both challenges to a request without a token, each in a
/// `WWW-Authenticate` header of its own (section 7.2).
///
/// A wrong proof is `invalid_dpop_proof`, and one without a fresh nonce is `use_dpop_nonce`: the
/// response then also has the header `DPoP-Nonce` with [the error's nonce](Error::dpop_nonce).
/// `algs` lists the algorithms that a proof may be signed with.
///
/// # Errors
/// Those of [`challenge`].
///
/// ```
/// use tokenseal::{Error, ErrorCode, http::dpop_challenge};
///
/// assert!(dpop_challenge(None, Some("api"), None)?.unwrap().starts_with(r#"DPoP realm="api", algs="RS256 "#));
///
/// let unbound = Error::new(ErrorCode::NotBound, "the proof was signed by another key");
/// assert!(dpop_challenge(Some(&unbound), None, None)?.unwrap().starts_with(r#"DPoP error="invalid_token", error_description="#));
/// # Ok::<(), tokenseal::Error>(())
/// ```
pub fn dpop_challenge(
    error: Option<&Error>,
    realm: Option<&str>,
    scope: Option<&str>,
) -> Result<Option<String>> {
    write(Scheme::Dpop, error, realm, scope)
}

fn write(
    scheme: Scheme,
    error: Option<&Error>,
    realm: Option<&str>,
    scope: Option<&str>,
) -> Result<Option<String>> {
    realm.map(check_realm).transpose()?;
    if !scope.is_none_or(are_scopes) {
        return Err(Error::option(
            "scope is not a list of scopes with one space between them (RFC 6749, section 3.3)",
        ));
    }
    let challenge = match error {
        Some(error) if error.fault() != Fault::Token => return Ok(None),
        Some(error) => Challenge::of_refused(error.code()),
        None => Challenge::default(),
    };
    Ok(Some(
        Challenge {
            realm,
            scope: scope.map(Cow::Borrowed),
            ..challenge
        }
        .write(scheme),
    ))
}

/// The scheme of a challenge, which is that of the token it asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    /// RFC 6750.
    Bearer,
    /// RFC 9449, section 7.1.
    Dpop,
}

impl Scheme {
    /// The scheme of the challenge for a request whose token was refused with this code, or that
    /// had none.
    pub(crate) fn of(code: Option<ErrorCode>) -> Self {
        match code {
            Some(ErrorCode::DpopInvalid | ErrorCode::DpopNonceRequired) => Scheme::Dpop,
            _ => Scheme::Bearer,
        }
    }
}

/// What a challenge says, whatever its scheme. Nothing in it is validated: `realm` must be
/// printable ASCII, and `scope` one or more scopes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Challenge<'a> {
    pub(crate) realm: Option<&'a str>,
    /// Where the metadata of the protected resource is (RFC 9728, section 5.1).
    pub(crate) resource_metadata: Option<&'a str>,
    pub(crate) error: Option<&'static str>,
    pub(crate) description: Option<&'static str>,
    pub(crate) scope: Option<Cow<'a, str>>,
    /// In order of preference, separated by spaces (RFC 9470, section 3).
    pub(crate) acr_values: Option<String>,
    /// In seconds.
    pub(crate) max_age: Option<i64>,
}

impl<'a> Challenge<'a> {
    /// For a token that is not acceptable.
    pub(crate) fn of_refused(code: ErrorCode) -> Self {
        Self {
            error: Some(name(code)),
            description: Some(code.description()),
            ..Self::default()
        }
    }

    /// For a good token that lacks scopes (RFC 6750, section 3.1).
    pub(crate) fn insufficient_scope(scope: impl Into<Cow<'a, str>>) -> Self {
        let (error, description) = (Some("insufficient_scope"), Some("The token lacks a scope."));
        Self {
            error,
            description,
            scope: Some(scope.into()),
            ..Self::default()
        }
    }

    /// For a good token whose user must authenticate in another way, or again (RFC 9470, section
    /// 3).
    pub(crate) fn step_up(acr: &[String], max_age: Option<i64>) -> Self {
        let description = Some("The user has to authenticate in another way, or again.");
        let acr_values = (!acr.is_empty()).then(|| acr.join(" "));
        Self {
            error: Some("insufficient_user_authentication"),
            description,
            acr_values,
            max_age,
            ..Self::default()
        }
    }

    /// The value of `WWW-Authenticate`. It has at least one parameter, even if that is an empty
    /// realm.
    pub(crate) fn write(&self, scheme: Scheme) -> String {
        let is_bare = scheme == Scheme::Bearer && *self == Self::default();
        let algorithms = (scheme == Scheme::Dpop).then(|| algorithms().join(" "));
        let max_age = self.max_age.map(|seconds| seconds.to_string());
        let parameters = [
            ("realm", self.realm.or(is_bare.then_some(""))),
            ("resource_metadata", self.resource_metadata),
            ("error", self.error),
            ("error_description", self.description),
            ("scope", self.scope.as_deref()),
            ("acr_values", self.acr_values.as_deref()),
            ("max_age", max_age.as_deref()),
            ("algs", algorithms.as_deref()),
        ];
        let parameters = parameters
            .iter()
            .filter_map(|(name, value)| value.map(|value| format!("{name}={}", quoted(value))));
        format!(
            "{} {}",
            scheme.as_str(),
            parameters.collect::<Vec<_>>().join(", ")
        )
    }
}

/// The `error` of a challenge (RFC 6750, section 3.1; RFC 9449, sections 7.1 and 9).
fn name(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::DpopInvalid => "invalid_dpop_proof",
        ErrorCode::DpopNonceRequired => "use_dpop_nonce",
        ErrorCode::RequestInvalid => "invalid_request",
        _ => "invalid_token",
    }
}

/// The algorithms of proofs.
pub(crate) fn algorithms() -> Vec<&'static str> {
    SignatureAlgorithm::ALL
        .iter()
        .filter(|algorithm| algorithm.is_asymmetric())
        .map(|algorithm| algorithm.as_str())
        .collect()
}

/// Refuses a realm that a quoted string cannot contain without escapes.
pub(crate) fn check_realm(realm: &str) -> Result<()> {
    match realm.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        true => Ok(()),
        false => Err(Error::option("realm has characters other than printable ASCII")),
    }
}

/// Whether the text is one or more scopes separated by single spaces.
fn are_scopes(text: &str) -> bool {
    text.split(' ').all(is_scope)
}

/// Whether the text is one scope (RFC 6749, section 3.3).
pub(crate) fn is_scope(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\'))
}

/// A quoted string (RFC 9110, section 5.6.4).
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
