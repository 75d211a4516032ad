//! What the JSON serializations of JWS and JWE share (RFC 7515, section 7.2; RFC 7516, section 7.2).

use std::borrow::Cow;

use crate::base64url::{self, Few};
use crate::error::{Error, ErrorCode, Result};
use crate::header::Form;
use crate::json::{self, Refused, Scanned};
use crate::limits::{Limits, exceeded};

/// Some members of a token in JSON, or of one of its signatures or recipients. Members of other names are ignored.
pub(crate) struct Members<'a> {
    form: Form,
    found: Vec<(&'static str, Scanned<'a>)>,
}

impl<'a> Members<'a> {
    /// Reads a token, which goes through the strict pass.
    pub(crate) fn read(form: Form, token: &'a [u8], names: &[&'static str], limits: &Limits) -> Result<Self> {
        Self::scan(form, token, names, limits.max_json_depth).map_err(|refused| match refused {
            Refused::TooDeep => exceeded("the token is nested deeper than max_json_depth"),
            Refused::Malformed => form.invalid("the token is not a strict JSON object"),
        })
    }

    fn scan(form: Form, object: &'a [u8], names: &[&'static str], max_depth: u32) -> Result<Self, Refused> {
        let mut found = Vec::new();
        json::scan_object(object, max_depth, |name, value| {
            found.extend(names.iter().find(|known| **known == name).map(|known| (*known, value)));
        })?;
        Ok(Self { form, found })
    }

    /// The entries of the list of this name: at least one object, and no more than the library looks at.
    pub(crate) fn entries(&self, list: &'static str, names: &[&'static str]) -> Result<Option<Vec<Members<'a>>>> {
        let Some(value) = self.get(list) else { return Ok(None) };
        let malformed = || self.form.invalid("the list of signatures or recipients is empty, or not of objects");
        let elements = value.elements().filter(|elements| !elements.is_empty()).ok_or_else(malformed)?;
        if elements.len() > Limits::MAX_ENTRIES {
            return Err(exceeded("the token has more than 1000 signatures or recipients"));
        }
        let read = |element: Scanned<'a>| Self::scan(self.form, element.json().as_bytes(), names, Limits::MAX_JSON_DEPTH);
        elements.into_iter().map(read).collect::<Result<_, _>>().map(Some).map_err(|_| malformed())
    }

    /// Refuses members that belong to the flattened syntax, beside the list of the general one.
    pub(crate) fn refuse_beside_list(&self, flattened: &[&'static str]) -> Result<()> {
        match flattened.iter().any(|name| self.get(name).is_some()) {
            true => Err(self.form.invalid("the token mixes the flattened and the general syntax")),
            false => Ok(()),
        }
    }

    /// A member that is a string.
    pub(crate) fn text(&self, name: &str) -> Result<Option<Cow<'a, str>>> {
        self.get(name).map(|value| value.string().ok_or_else(|| self.wrong_type())).transpose()
    }

    /// A member that is base64url.
    pub(crate) fn bytes(&self, name: &str) -> Result<Option<Vec<u8>>> {
        self.decoded(name, base64url::decode)
    }

    /// The same for what is mostly short.
    pub(crate) fn few_bytes(&self, name: &str) -> Result<Option<Few>> {
        self.decoded(name, base64url::decode_few)
    }

    fn decoded<B>(&self, name: &str, decode: impl Fn(&[u8]) -> Option<B>) -> Result<Option<B>> {
        let malformed = || self.form.invalid("a member of the token is not base64url");
        self.text(name)?.map(|text| decode(text.as_bytes()).ok_or_else(malformed)).transpose()
    }

    /// A member that is an object.
    pub(crate) fn object(&self, name: &str) -> Result<Option<Scanned<'a>>> {
        self.get(name).map(|value| value.object().ok_or_else(|| self.wrong_type())).transpose()
    }

    fn get(&self, name: &str) -> Option<Scanned<'a>> {
        self.found.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }

    fn wrong_type(&self) -> Error {
        self.form.invalid("a member of the token has the wrong type")
    }
}

/// Takes one step for all signatures or recipients that are left. Where `all` have to make it, the first error is the token's; else those that
/// fail are left out, and the first error is the token's if none is left. A limit that is exceeded is always an error.
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
