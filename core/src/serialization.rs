//! What the JSON serializations of JWS and JWE share (RFC 7515, section 7.2; RFC 7516, section
//! 7.2).

use std::borrow::Cow;

use crate::base64url::{self, Few};
use crate::error::{Error, ErrorCode, Result};
use crate::header::Form;
use crate::json::{self, Refused, Scanned};
use crate::limits::{Limits, exceeded};

/// Some members of a JSON token, or of one of its signatures or recipients. Members with other
/// names are ignored.
pub(crate) struct Members<'a> {
    form: Form,
    found: Vec<(&'static str, Scanned<'a>)>,
}

impl<'a> Members<'a> {
    /// Reads a token with the strict pass.
    pub(crate) fn read(form: Form, token: &'a [u8], names: &[&'static str], limits: &Limits) -> Result<Self> {
        Self::scan(form, token, names, limits.max_json_depth).map_err(|refused| match refused {
            Refused::TooDeep => exceeded("the token is nested deeper than max_json_depth"),
            Refused::Malformed => form.invalid("the token is not a strict JSON object"),
        })
    }

    fn scan(form: Form, object: &'a [u8], names: &[&'static str], max_depth: u32) -> Result<Self, Refused> {
        let mut found = Vec::new();
        json::scan_object(object, max_depth, |name, value| {
            found.extend(
                names
                    .iter()
                    .find(|known| **known == name)
                    .map(|known| (*known, value)),
            );
        })?;
        Ok(Self { form, found })
    }

    /// The entries of the list with this name: at least one object, and no more than the library
    /// examines with this many keys.
    pub(crate) fn entries(
        &self,
        list: &'static str,
        names: &[&'static str],
        keys: usize,
        limits: &Limits,
    ) -> Result<Option<Vec<Members<'a>>>> {
        let Some(value) = self.get(list) else {
            return Ok(None);
        };
        let malformed = || {
            self.form
                .invalid("the list of signatures or recipients is empty, or not of objects")
        };
        let elements = value
            .elements()
            .filter(|elements| !elements.is_empty())
            .ok_or_else(malformed)?;
        if elements.len() > Limits::MAX_ENTRIES {
            return Err(exceeded("the token has more than 1000 signatures or recipients"));
        }
        limits.check_pairs(elements.len(), keys)?;
        let read = |element: Scanned<'a>| {
            Self::scan(
                self.form,
                element.json().as_bytes(),
                names,
                Limits::MAX_JSON_DEPTH,
            )
        };
        elements
            .into_iter()
            .map(read)
            .collect::<Result<_, _>>()
            .map(Some)
            .map_err(|_| malformed())
    }

    /// Refuses members that only a token of the other form has (RFC 7516, section 9): a token that
    /// one reader takes for a JWS and another for a JWE is neither.
    pub(crate) fn refuse_other_form(&self, of_other: &[&str]) -> Result<()> {
        match of_other.iter().any(|name| self.get(name).is_some()) {
            true => Err(self.form.invalid(match self.form {
                Form::Signed => {
                    "the token has members of an encrypted one (ciphertext, recipients, encrypted_key): if it is one, use jwe.decrypt"
                }
                Form::Encrypted => "the token has members of a signed one (payload, signatures, signature): if it is one, use jws.verify",
            })),
            false => Ok(()),
        }
    }

    /// Refuses members that belong to the flattened syntax next to the list of the general syntax.
    pub(crate) fn refuse_beside_list(&self, flattened: &[&'static str]) -> Result<()> {
        match flattened.iter().any(|name| self.get(name).is_some()) {
            true => Err(self
                .form
                .invalid("the token mixes the flattened and the general syntax")),
            false => Ok(()),
        }
    }

    /// A member that is a string.
    pub(crate) fn text(&self, name: &str) -> Result<Option<Cow<'a, str>>> {
        self.get(name)
            .map(|value| value.string().ok_or_else(|| self.wrong_type()))
            .transpose()
    }

    /// A member that is base64url.
    pub(crate) fn bytes(&self, name: &str) -> Result<Option<Vec<u8>>> {
        self.decoded(name, base64url::decode)
    }

    /// The same for data that is usually short.
    pub(crate) fn few_bytes(&self, name: &str) -> Result<Option<Few>> {
        self.decoded(name, base64url::decode_few)
    }

    fn decoded<B>(&self, name: &str, decode: impl Fn(&[u8]) -> Option<B>) -> Result<Option<B>> {
        let malformed = || self.form.invalid("a member of the token is not base64url");
        self.text(name)?
            .map(|text| decode(text.as_bytes()).ok_or_else(malformed))
            .transpose()
    }

    /// A member that is an object.
    pub(crate) fn object(&self, name: &str) -> Result<Option<Scanned<'a>>> {
        self.get(name)
            .map(|value| value.object().ok_or_else(|| self.wrong_type()))
            .transpose()
    }

    fn get(&self, name: &str) -> Option<Scanned<'a>> {
        self.found
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| *value)
    }

    fn wrong_type(&self) -> Error {
        self.form.invalid("a member of the token has the wrong type")
    }
}

/// The error for text that is neither JSON nor has the parts of a compact token of this form.
#[cold]
pub(crate) fn unreadable(form: Form, token: &[u8]) -> Error {
    let parts = memchr::memchr_iter(b'.', token).count().saturating_add(1);
    form.invalid(blemish(token).unwrap_or_else(|| match (form, parts) {
        (_, 1) => "the token has no dots and is not JSON, so it is neither a JWS nor a JWE: an opaque token can only be checked by its issuer (RFC 7662)"
            .to_owned(),
        (Form::Signed, 5) => "this is an encrypted token (5 parts): use jwe.decrypt; for claims decrypt, or unseal if a signed token is inside".to_owned(),
        (Form::Encrypted, 3) => "this is a signed token (3 parts): use jws.verify; for claims verify".to_owned(),
        (Form::Signed, _) => format!("the token has {parts} parts, and a compact JWS has 3"),
        (Form::Encrypted, _) => format!("the token has {parts} parts, and a compact JWE has 5"),
    }))
}

/// The same error, or a more specific one: a malformed token often just has something around it.
#[cold]
pub(crate) fn explain(error: Error, token: &[u8]) -> Error {
    match (error.code(), blemish(token)) {
        (code @ (ErrorCode::JwsInvalid | ErrorCode::JweInvalid), Some(message)) => Error::new(code, message),
        _ => error,
    }
}

/// What is around or inside a token that does not belong there.
pub(crate) fn blemish(token: &[u8]) -> Option<String> {
    const SCHEME: &[u8] = b"Bearer ";
    if token.is_empty() {
        return Some("the token is empty".to_owned());
    }
    if token
        .get(..SCHEME.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(SCHEME))
    {
        return Some(
            "the token begins with \"Bearer \", which belongs to the HTTP header: give what follows it"
                .to_owned(),
        );
    }
    if json::is_json(token) {
        return None;
    }
    if matches!(token, [b'"', .., b'"'] | [b'\'', .., b'\'']) {
        return Some("the token is in quotation marks: remove them".to_owned());
    }
    let at = token.iter().position(u8::is_ascii_whitespace)?;
    let what = if matches!(token.get(at), Some(b'\n' | b'\r')) {
        "a line break"
    } else {
        "white space"
    };
    Some(format!(
        "the token has {what} at byte {at}, which base64url does not allow: remove it"
    ))
}

/// Names, as listed in a message.
pub(crate) fn list<'n>(names: impl Iterator<Item = &'n str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}

/// Takes one step for all remaining signatures or recipients. If `all` must succeed, the first
/// error is the token's; otherwise those that fail are dropped, and the first error is the token's
/// only if none is left. Exceeding a limit is always an error.
pub(crate) fn step<T, U>(left: Vec<T>, all: bool, mut take: impl FnMut(T) -> Result<U>) -> Result<Vec<U>> {
    let mut made_it = Vec::with_capacity(left.len());
    let mut first_error = None;
    for one in left {
        match take(one) {
            Ok(one) => made_it.push(one),
            Err(error) if all || error.code() == ErrorCode::LimitExceeded => return Err(error),
            Err(error) => {
                first_error.get_or_insert(error);
            }
        }
    }
    match first_error {
        Some(error) if made_it.is_empty() => Err(error),
        _ => Ok(made_it),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_instead_of_a_token_is_said() {
        for (token, says) in [
            ("", "empty"),
            ("Bearer a.b.c", "Bearer"),
            ("bearer a", "Bearer"),
            ("a.b.c.d\r\n", "a line break at byte 7"),
            ("a.b. c.d", "white space at byte 4"),
            (" {}", "white space at byte 0"),
            ("\"a.b.c\"", "quotation marks"),
            ("d1e8c2d0-8f0c", "opaque"),
            ("a.b.c.d.e", "an encrypted token (5 parts): use jwe.decrypt"),
            ("a.b.c.d", "4 parts, and a compact JWS has 3"),
        ] {
            let error = unreadable(Form::Signed, token.as_bytes());
            assert_eq!(error.code(), ErrorCode::JwsInvalid);
            assert!(error.message().contains(says), "{token:?}: {error}");
        }
        let error = unreadable(Form::Encrypted, b"a.b.c");
        assert!(
            error.code() == ErrorCode::JweInvalid
                && error
                    .message()
                    .contains("a signed token (3 parts): use jws.verify")
        );
        let other = Error::new(ErrorCode::SignatureVerificationFailed, "as it was");
        assert_eq!(explain(other, b" a.b.c").message(), "as it was");
        assert!(
            explain(Form::Signed.invalid("as it was"), b"a.b.c\n")
                .message()
                .contains("a line break")
        );
    }
}
