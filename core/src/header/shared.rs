//! Headers of the JSON serializations: several that count as one, so that no parameter may stand in two of them (RFC 7515, section 4).

use std::collections::HashSet;
use std::sync::Arc;

use super::{Form, Header};
use crate::error::Result;
use crate::json::Scanned;
use crate::limits::{Limits, exceeded};

/// The protected header and, in a JWE, the shared unprotected one. Read once, for however many recipients.
#[derive(Debug)]
pub(crate) struct SharedHeader {
    /// The protected header, with what the library knows of both.
    header: Header,
    /// The JSON text of the unprotected header.
    unprotected: Option<String>,
    /// The names in both. The set's hash is keyed at random.
    names: HashSet<String>,
}

impl SharedHeader {
    /// Reads the protected header, as it stands in the token, and the unprotected one, which the strict pass has been over.
    pub(crate) fn read(form: Form, protected: Option<&str>, unprotected: Option<Scanned<'_>>, limits: &Limits) -> Result<Arc<Self>> {
        let mut names = HashSet::new();
        let mut header = Header::empty(form);
        match protected {
            Some(segment) => header.read_protected(segment.as_bytes(), limits, |name| {
                names.insert(name.to_owned());
            })?,
            None => header.json = "{}".to_owned(),
        }
        if let Some(unprotected) = unprotected {
            let mut added = Vec::new();
            let length = header.json.len();
            read_unprotected(&mut header, unprotected, &names, length, limits, |name| added.push(name.to_owned()))?;
            names.extend(added);
        }
        Ok(Arc::new(Self { header, unprotected: unprotected.map(|unprotected| unprotected.json().to_owned()), names }))
    }

    /// The header of one signature or recipient: these and its own, which nothing protects.
    pub(crate) fn with(self: &Arc<Self>, own: Option<Scanned<'_>>, limits: &Limits) -> Result<Header> {
        let shared = &self.header;
        let mut header = Header {
            alg: shared.alg.clone(),
            enc: shared.enc.clone(),
            zip: shared.zip.clone(),
            kid: shared.kid.clone(),
            typ: shared.typ.clone(),
            cty: shared.cty.clone(),
            b64: shared.b64,
            shared: Some(Arc::clone(self)),
            ..Header::empty(shared.form)
        };
        header.json = "{}".to_owned();
        if let Some(own) = own {
            read_unprotected(&mut header, own, &self.names, self.length(), limits, |_| ())?;
            header.json = own.json().to_owned();
        }
        header.alg()?;
        Ok(header)
    }

    /// The protected header, whose `crit` and `b64` are the whole header's.
    pub(crate) fn protected(&self) -> &Header {
        &self.header
    }

    /// The JSON text of the shared unprotected header.
    pub(crate) fn unprotected(&self) -> Option<&str> {
        self.unprotected.as_deref()
    }

    /// How long both are together, decoded.
    pub(crate) fn length(&self) -> usize {
        self.texts().map(str::len).sum()
    }

    /// The JSON texts of both.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        [Some(self.header.json.as_str()), self.unprotected()].into_iter().flatten()
    }
}

/// Reads an unprotected header into `header`. What must be protected must not stand in it, nor what stands in another (`names`). `length` is that
/// of the others: the limit is for all of them.
fn read_unprotected(
    header: &mut Header,
    own: Scanned<'_>,
    names: &HashSet<String>,
    length: usize,
    limits: &Limits,
    mut named: impl FnMut(&str),
) -> Result<()> {
    let form = header.form;
    if length.saturating_add(own.json().len()) > limits.max_header_bytes {
        return Err(exceeded("the headers together are longer than max_header_bytes"));
    }
    let (mut in_two, mut must_be_protected) = (false, false);
    let read = header.read_members(own.json().as_bytes(), Limits::MAX_JSON_DEPTH, |name| {
        in_two |= names.contains(name);
        must_be_protected |= match form {
            Form::Signed => matches!(name, "b64" | "crit"),
            Form::Encrypted => matches!(name, "crit" | "zip"),
        };
        named(name);
    });
    match read {
        _ if must_be_protected => Err(form.invalid("a parameter that must be protected stands in an unprotected header")),
        _ if in_two => Err(form.invalid("a parameter stands in two headers")),
        Ok(true) => Ok(()),
        _ => Err(form.invalid("a parameter of an unprotected header has the wrong type")),
    }
}
