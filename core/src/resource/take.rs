//! Takes the token of a request: from `Authorization` or a cookie, never from both.

use std::fmt;

use smallvec::SmallVec;

use crate::access::Presented;
use crate::error::{Error, ErrorCode, Result};
use crate::http::{self, Scheme, cookies};
use crate::options::{CheckOptions, OneOrMany, PathForm, RequestOptions};

use super::ProtectedResource;
use super::csrf::HEADER as CSRF_HEADER;
use super::settings::Settings;

/// The methods that change nothing (RFC 9110, section 9.2.1). TRACE has no use for tokens.
const SAFE_METHODS: [&str; 3] = ["GET", "HEAD", "OPTIONS"];

/// What a request contains: a token, none, or something that is refused without being checked.
#[derive(Clone)]
pub struct Taken {
    pub(super) method: String,
    /// As it was given.
    pub(super) path: String,
    /// As it appears in a URL, for a proof.
    url: Option<String>,
    found: Found,
}

#[derive(Clone)]
enum Found {
    Nothing,
    Token {
        text: String,
        scheme: Scheme,
        proof: Option<Vec<String>>,
    },
    /// Credentials that are malformed, or not enough.
    Refused(Error),
    /// Credentials with another scheme: from a client that does not know yet what is required (RFC
    /// 6750, section 3.1).
    Foreign(Error),
}

impl ProtectedResource {
    /// The names of all headers that are examined, in lower case: where passing headers is
    /// expensive, such as between languages, others can be left out.
    pub const HEADERS: [&str; 4] = ["authorization", "cookie", "dpop", CSRF_HEADER];

    /// Takes the token of a request without checking it: have the resource's verifier check
    /// [`Taken::token`], if there is one, with [`Taken::check_options`], and pass the result to
    /// [`answer`](Self::answer).
    ///
    /// `method`, `path` and `headers` are those of [`check`](Self::check). Credentials other than
    /// `Bearer` (and `DPoP`, if proofs can be checked) are refused like a bad token, and the answer
    /// is 401; several tokens, or text that is not a token, give 400.
    pub fn take<N: AsRef<str>, V: AsRef<str>>(&self, method: &str, path: &str, headers: &[(N, V)]) -> Taken {
        let settings = &self.0.settings;
        let all = |name: &str| -> SmallVec<[&str; 2]> {
            let own = headers
                .iter()
                .filter(|(own, _)| own.as_ref().eq_ignore_ascii_case(name));
            own.map(|(_, value)| value.as_ref()).collect()
        };
        let found = settings.find(method, all).unwrap_or_else(Found::Refused);
        let is_proven = matches!(found, Found::Token { proof: Some(_), .. });
        let url = (is_proven && settings.form == PathForm::Decoded).then(|| http::form::encoded_path(path));
        Taken {
            method: method.to_owned(),
            path: path.to_owned(),
            url,
            found,
        }
    }
}

impl Settings {
    fn find<'a>(&self, method: &str, all: impl Fn(&str) -> SmallVec<[&'a str; 2]>) -> Result<Found> {
        let authorization = all("authorization");
        let in_cookie = match &self.cookie {
            Some(cookie) => cookies::take(&all("cookie"), &cookie.name)?.map(|token| (cookie, token)),
            None => None,
        };
        let (scheme, token) = match in_cookie {
            Some(_) if !authorization.is_empty() => {
                return Err(http::malformed(
                    "the request has a token in a cookie, and an Authorization header too: send one of both",
                ));
            }
            Some((cookie, token)) => {
                if !SAFE_METHODS.contains(&method) {
                    cookie.csrf.check(token, &all(CSRF_HEADER))?;
                }
                (Scheme::Bearer, token)
            }
            None => match http::take(&authorization, &self.schemes) {
                Ok(Some(found)) => found,
                Ok(None) => return Ok(Found::Nothing),
                Err(error) if error.code() == ErrorCode::JwtInvalid => return Ok(Found::Foreign(error)),
                Err(error) => return Err(error),
            },
        };
        let proof =
            (scheme == Scheme::Dpop).then(|| all("dpop").iter().map(|value| (*value).to_owned()).collect());
        Ok(Found::Token {
            text: token.to_owned(),
            scheme,
            proof,
        })
    }
}

impl Taken {
    /// The token, which has not been checked yet. None if there is none, or if the request is
    /// already refused.
    pub fn token(&self) -> Option<&str> {
        match &self.found {
            Found::Token { text, .. } => Some(text),
            _ => None,
        }
    }

    /// Why the request is refused without looking at its token.
    pub fn error(&self) -> Option<&Error> {
        match &self.found {
            Found::Refused(error) | Found::Foreign(error) => Some(error),
            _ => None,
        }
    }

    /// The scheme of the token: `Bearer`, which also applies to a token in a cookie, or `DPoP`.
    pub fn scheme(&self) -> Option<&'static str> {
        self.used_scheme().map(Scheme::as_str)
    }

    /// The values of the `DPoP` header: the `proof` for the check. None if the token came as
    /// `Bearer`, which has no proof.
    pub fn proof(&self) -> Option<&[String]> {
        match &self.found {
            Found::Token { proof, .. } => proof.as_deref(),
            _ => None,
        }
    }

    /// The method of the request: the `method` for the check.
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The path of the request, as it appears in a URL: the `url` for the check.
    pub fn url(&self) -> &str {
        self.url.as_deref().unwrap_or(&self.path)
    }

    /// The options with which a verifier checks the token.
    pub fn check_options(&self, options: &RequestOptions) -> CheckOptions {
        let proof = self.proof();
        CheckOptions {
            proof: proof.map(|proof| OneOrMany::Many(proof.to_vec())),
            method: proof.map(|_| self.method.clone()),
            url: proof.map(|_| self.url().to_owned()),
            certificate: options.certificate.clone(),
            now: options.now,
        }
    }

    pub(super) fn used_scheme(&self) -> Option<Scheme> {
        match &self.found {
            Found::Token { scheme, .. } => Some(*scheme),
            _ => None,
        }
    }

    /// Whether the request has credentials with another scheme.
    pub(super) fn is_foreign(&self) -> bool {
        matches!(self.found, Found::Foreign(_))
    }

    /// What the request presents, if it matches the result of the check.
    pub(super) fn presented<'a>(&'a self, checked: Presented<'a>) -> Result<Presented<'a>> {
        match (&self.found, checked) {
            (Found::Refused(error) | Found::Foreign(error), _) => Ok(Presented::Refused(error)),
            (Found::Nothing, Presented::Nothing) => Ok(Presented::Nothing),
            (Found::Nothing, Presented::Refused(error)) => Ok(Presented::Refused(error)),
            (Found::Nothing, _) => Err(Error::option(
                "a token is said to be checked, and the request had none",
            )),
            (Found::Token { .. }, Presented::Nothing) => Err(Error::option(
                "the request had a token, and nobody has checked it",
            )),
            (Found::Token { .. }, checked) => Ok(checked),
        }
    }
}

impl fmt::Debug for Taken {
    /// Names what was found, without the token and its proof.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Taken")
            .field("scheme", &self.scheme())
            .field("error", &self.error())
            .finish_non_exhaustive()
    }
}
