//! Headers of the JSON serializations: several that count as one, so that no parameter may appear
//! in two of them (RFC 7515, section 4).

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use super::members::{Members, Parameter};
use super::{Form, Header, read_protected};
use crate::algorithm::Algorithm;
use crate::error::Result;
use crate::json::Scanned;
use crate::limits::{Limits, exceeded};

/// The protected header and, in a JWE, the shared unprotected one. Read once, however many
/// recipients there are.
#[derive(Debug)]
pub(crate) struct SharedHeader {
    /// The protected header.
    header: Header,
    /// The unprotected header.
    unprotected: Option<Members>,
    /// The names in both. The set's hash is keyed at random.
    names: HashSet<String>,
    /// The algorithm that `alg` in either names, looked up once for all recipients.
    algorithm: Option<Algorithm>,
}

impl SharedHeader {
    /// Reads the protected header as it appears in the token, and the unprotected one, which has
    /// passed the strict pass.
    pub(crate) fn read(
        form: Form,
        protected: Option<&str>,
        unprotected: Option<Scanned<'_>>,
        limits: &Limits,
    ) -> Result<Arc<Self>> {
        let mut names = HashSet::new();
        let own = match protected {
            Some(segment) => read_protected(form, segment.as_bytes(), limits, |name| {
                names.insert(name.to_owned());
            })?,
            None => Members::none(),
        };
        let unprotected = match unprotected {
            Some(unprotected) => {
                let mut added = Vec::new();
                let length = own.json().len();
                let members = read_unprotected(form, unprotected, &names, length, limits, |name| {
                    added.push(name.to_owned())
                })?;
                names.extend(added);
                Some(members)
            }
            None => None,
        };
        let header = Header::new(form, own, None);
        let algorithm = header.algorithm.or_else(|| form.algorithm(unprotected.as_ref()?));
        Ok(Arc::new(Self {
            header,
            unprotected,
            names,
            algorithm,
        }))
    }

    /// The header of one signature or recipient: these and its own, which is unprotected.
    pub(crate) fn with(self: &Arc<Self>, own: Option<Scanned<'_>>, limits: &Limits) -> Result<Header> {
        let form = self.header.form;
        let own = match own {
            Some(own) => read_unprotected(form, own, &self.names, self.length(), limits, |_| ())?,
            None => Members::none(),
        };
        let header = Header::new(form, own, Some(Arc::clone(self)));
        header.check_alg()?;
        Ok(header)
    }

    /// The protected header, whose `crit` and `b64` apply to the whole header.
    pub(crate) fn protected(&self) -> &Header {
        &self.header
    }

    /// The JSON text of the shared unprotected header.
    pub(crate) fn unprotected(&self) -> Option<&str> {
        self.unprotected.as_ref().map(Members::json)
    }

    /// The length of both together, decoded.
    pub(crate) fn length(&self) -> usize {
        self.header.json().len() + self.unprotected().map_or(0, str::len)
    }

    pub(super) fn algorithm(&self) -> Option<Algorithm> {
        self.algorithm
    }

    pub(super) fn text(&self, wanted: Parameter) -> Option<Cow<'_, str>> {
        self.header
            .own
            .text(wanted)
            .or_else(|| self.unprotected.as_ref()?.text(wanted))
    }

    pub(super) fn get(&self, wanted: Parameter) -> Option<Scanned<'_>> {
        self.header
            .own
            .get(wanted)
            .or_else(|| self.unprotected.as_ref()?.get(wanted))
    }
}

/// Reads an unprotected header. It must not contain parameters that must be protected, or those of
/// another header (`names`). `length` is that of the others: the limit applies to all of them
/// together.
fn read_unprotected(
    form: Form,
    own: Scanned<'_>,
    names: &HashSet<String>,
    length: usize,
    limits: &Limits,
    mut named: impl FnMut(&str),
) -> Result<Members> {
    if length.saturating_add(own.json().len()) > limits.max_header_bytes {
        return Err(exceeded("the headers together are longer than max_header_bytes"));
    }
    let (mut in_two, mut must_be_protected) = (false, false);
    let read = Members::read(own.json().to_owned(), Limits::MAX_JSON_DEPTH, |name| {
        in_two |= names.contains(name);
        must_be_protected |= match form {
            Form::Signed => matches!(name, "b64" | "crit"),
            Form::Encrypted => matches!(name, "crit" | "zip"),
        };
        named(name);
    });
    match read {
        _ if must_be_protected => {
            Err(form.invalid("a parameter that must be protected stands in an unprotected header"))
        }
        _ if in_two => Err(form.invalid("a parameter stands in two headers")),
        Ok(members) => Ok(members),
        Err(_) => Err(form.invalid("a parameter of an unprotected header has the wrong type")),
    }
}
