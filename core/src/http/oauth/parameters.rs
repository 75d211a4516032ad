//! The parameters of a request: a form with each field once.

use std::fmt;

use zeroize::Zeroizing;

use super::Refusal;
use crate::http::form;
use crate::http::headers::trim;
use crate::http::response::MAX_BODY_BYTES;

/// The most fields.
const MOST_FIELDS: usize = 100;
const FORM: &str = "application/x-www-form-urlencoded";

/// The parameters of a request to an OAuth 2.0 endpoint (RFC 6749, sections 3.1, 3.2 and appendix
/// B).
///
/// ```
/// use tokenseal::http::oauth::Parameters;
///
/// let read = |body: &str| Parameters::read(&["application/x-www-form-urlencoded"], body, &["audience"]);
/// let form = read("token=a.b.c&token_type_hint=&audience=x&audience=y")?;
/// assert_eq!((form.get("token"), form.get("token_type_hint")), (Some("a.b.c"), None)); // without a value is as if left out
/// assert_eq!(form.all("audience").collect::<Vec<_>>(), ["x", "y"]);
/// assert_eq!(read("token=a&token=b").unwrap_err().error(), "invalid_request");
/// # Ok::<(), tokenseal::http::oauth::Refusal>(())
/// ```
pub struct Parameters(Vec<(String, Zeroizing<String>)>);

impl Parameters {
    /// Reads a form. `content_type` has all values of that header; `several` names the parameters
    /// that may appear more than once.
    ///
    /// # Errors
    /// `invalid_request` for another content type, a form that is longer than 1 MiB or has more
    /// than 100 fields, one that is not UTF-8 or not properly encoded, and a parameter that appears
    /// twice.
    pub fn read(content_type: &[&str], body: impl AsRef<[u8]>, several: &[&str]) -> Result<Self, Refusal> {
        let refused = |description: &'static str| Err(Refusal::invalid_request(description));
        let body = body.as_ref();
        if body.len() > MAX_BODY_BYTES {
            return refused("the body is longer than 1 MiB");
        }
        match content_type {
            [content_type] if is_form(content_type) => {}
            _ => return refused("the request has no form: send application/x-www-form-urlencoded, in UTF-8"),
        }
        let Ok(text) = std::str::from_utf8(body) else {
            return refused("the form is no UTF-8");
        };
        let mut found: Vec<(String, Zeroizing<String>)> = Vec::new();
        for field in form::fields(text) {
            let (Some(name), Some(value)) = field else {
                return refused("the form has a field that is not well encoded, or no UTF-8");
            };
            let value = Zeroizing::new(value);
            if found.len() == MOST_FIELDS {
                return refused("the form has more than 100 fields");
            }
            if found.iter().any(|(other, _)| *other == name) && !several.contains(&name.as_str()) {
                return refused("the form has a parameter twice: send each once");
            }
            found.push((name, value));
        }
        // Kept until here so that an empty one counts as one of two.
        found.retain(|(_, value)| !value.is_empty());
        Ok(Self(found))
    }

    /// The value of a parameter. None if it is absent or has no value (RFC 6749, section 3.1).
    pub fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// All values of a parameter.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0
            .iter()
            .filter(move |(own, _)| own == name)
            .map(|(_, value)| value.as_str())
    }

    /// The value of a required parameter.
    ///
    /// # Errors
    /// `invalid_request`, naming it.
    pub fn require(&self, name: &str) -> Result<&str, Refusal> {
        self.get(name)
            .ok_or_else(|| Refusal::invalid_request(format!("{name} is missing")))
    }
}

/// The content type of a form; an optional `charset` must be UTF-8.
fn is_form(content_type: &str) -> bool {
    let (kind, parameters) = content_type.split_once(';').unwrap_or((content_type, ""));
    let is_utf8 = |parameter: &str| {
        parameter.is_empty()
            || parameter.split_once('=').is_some_and(|(name, value)| {
                !name.eq_ignore_ascii_case("charset") || value.trim_matches('"').eq_ignore_ascii_case("utf-8")
            })
    };
    trim(kind).eq_ignore_ascii_case(FORM) && parameters.split(';').map(trim).all(is_utf8)
}

impl fmt::Debug for Parameters {
    /// Leaves out the values, which include tokens and secrets.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Parameters").field(&self.0.len()).finish()
    }
}
