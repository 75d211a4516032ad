//! How a client authenticates (RFC 6749, section 2.3; RFC 7523).

use std::fmt;

use base64_simd::STANDARD;
use serde::Deserialize;
use zeroize::Zeroizing;

use super::{Parameters, Refusal};
use crate::http::form;
use crate::http::headers::trim;
use crate::jwt::inspect_unverified;

/// The `client_assertion_type` of `private_key_jwt` (RFC 7523, section 2.2).
pub const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// Who a client claims to be, and how it means to prove that. Nothing is verified yet.
///
/// ```
/// use tokenseal::http::oauth::{Credentials, Parameters, Presented};
///
/// let form = Parameters::read(&["application/x-www-form-urlencoded"], "token=a.b.c", &[])?;
/// // "s6BhdRkqt3" and "7Fjfp0ZBr1KtDRbnfVdmIw" (RFC 6749, section 2.3.1)
/// let given = Credentials::of(&["Basic czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3"], &form)?;
/// assert_eq!(given.client_id(), "s6BhdRkqt3");
/// assert!(matches!(given.presented(), Presented::Secret(secret) if secret == "7Fjfp0ZBr1KtDRbnfVdmIw"));
/// assert_eq!(Credentials::of(&[], &form).unwrap_err().error(), "invalid_client");
/// # Ok::<(), tokenseal::http::oauth::Refusal>(())
/// ```
pub struct Credentials {
    client_id: String,
    given: Given,
}

enum Given {
    Secret(Zeroizing<String>),
    Assertion(Zeroizing<String>),
}

/// How a client means to prove who it is.
pub enum Presented<'a> {
    /// Its secret (`client_secret_basic`, `client_secret_post`).
    Secret(&'a str),
    /// A JWT that it signed (`private_key_jwt`).
    Assertion(&'a str),
}

impl Credentials {
    /// Takes the credentials from all values of the `Authorization` header, and from the form.
    ///
    /// # Errors
    /// `invalid_client` if there are none, or none that can be read; `invalid_request` if there are
    /// several, or they disagree about the client.
    pub fn of(authorization: &[&str], form: &Parameters) -> Result<Self, Refusal> {
        let named = form.get("client_id");
        let in_form = [form.get("client_secret"), form.get("client_assertion")];
        if authorization.len() + in_form.iter().flatten().count() > 1 {
            return Err(Refusal::invalid_request(
                "the client authenticates by more than one method: use one (RFC 6749, section 2.3)",
            ));
        }
        let found = match (authorization, in_form) {
            ([value], _) => basic(value).ok_or_else(Refusal::invalid_client)?,
            (_, [Some(secret), _]) => {
                let client_id = named.ok_or_else(Refusal::invalid_client)?.to_owned();
                Self {
                    client_id,
                    given: Given::Secret(Zeroizing::new(secret.to_owned())),
                }
            }
            (_, [_, Some(assertion)]) => {
                if form.get("client_assertion_type") != Some(ASSERTION_TYPE) {
                    return Err(Refusal::invalid_request(
                        "client_assertion_type is not that of a JWT (RFC 7523, section 2.2)",
                    ));
                }
                let client_id = subject(assertion).ok_or_else(Refusal::invalid_client)?;
                Self {
                    client_id,
                    given: Given::Assertion(Zeroizing::new(assertion.to_owned())),
                }
            }
            _ => return Err(Refusal::invalid_client()),
        };
        match named.is_none_or(|named| named == found.client_id) {
            true => Ok(found),
            false => Err(Refusal::invalid_request(
                "client_id is another client than the one that authenticates",
            )),
        }
    }

    /// The client that it claims to be.
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// How it means to prove that.
    pub fn presented(&self) -> Presented<'_> {
        match &self.given {
            Given::Secret(secret) => Presented::Secret(secret),
            Given::Assertion(assertion) => Presented::Assertion(assertion),
        }
    }
}

/// Name and secret, each form-encoded, with a colon between them, in base64 (RFC 6749, section
/// 2.3.1).
fn basic(value: &str) -> Option<Credentials> {
    let (scheme, rest) = trim(value).split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("Basic") {
        return None;
    }
    let bytes = Zeroizing::new(STANDARD.decode_to_vec(rest.trim_start_matches(' ')).ok()?);
    let (name, secret) = std::str::from_utf8(&bytes).ok()?.split_once(':')?;
    let (client_id, secret) = (form::decode(name)?, Zeroizing::new(form::decode(secret)?));
    (!client_id.is_empty() && !secret.is_empty()).then_some(Credentials {
        client_id,
        given: Given::Secret(secret),
    })
}

/// The client of an assertion, which is its `sub`.
fn subject(assertion: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Claims {
        sub: String,
    }
    let claims = inspect_unverified(assertion).ok()?.claims?;
    serde_json::from_str::<Claims>(&claims)
        .ok()
        .map(|claims| claims.sub)
        .filter(|sub| !sub.is_empty())
}

impl fmt::Debug for Credentials {
    /// Leaves out what the client presents.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Credentials")
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Presented<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Presented::Secret(_) => "Secret",
            Presented::Assertion(_) => "Assertion",
        })
    }
}
