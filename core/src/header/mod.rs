//! Headers: read strictly (RFC 7515, section 4; RFC 7516, section 4), and written in one order.

mod critical;
mod shared;
mod write;

use std::borrow::Cow;
use std::sync::Arc;

use crate::algorithm::{ContentEncryption, KeyManagement, SignatureAlgorithm};
use crate::base64url;
use crate::error::{Error, ErrorCode, Result};
use crate::json::{self, Refused, Scanned};
use crate::limits::{Limits, exceeded};

pub(crate) use shared::SharedHeader;
pub(crate) use write::{HeaderWriter, check_disjoint, check_extra, check_length};

/// Whether a header is a JWS's or a JWE's: it decides the code of what is malformed, and which extensions exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Signed,
    Encrypted,
}

impl Form {
    /// The error for a token of this form that is malformed.
    pub(crate) fn invalid(self, message: &'static str) -> Error {
        let code = match self {
            Form::Signed => ErrorCode::JwsInvalid,
            Form::Encrypted => ErrorCode::JweInvalid,
        };
        Error::new(code, message)
    }
}

/// A header after the strict pass, with the parameters that the library knows.
#[derive(Debug)]
pub(crate) struct Header {
    form: Form,
    /// The protected header; in the JSON serializations, what stands with one signature or recipient only.
    json: String,
    alg: Option<String>,
    enc: Option<String>,
    zip: Option<String>,
    pub(crate) kid: Option<String>,
    pub(crate) typ: Option<String>,
    pub(crate) cty: Option<String>,
    crit: Option<Vec<String>>,
    b64: Option<bool>,
    /// In the JSON serializations, the headers that stand beside this one.
    shared: Option<Arc<SharedHeader>>,
}

impl Header {
    /// Reads the first segment of a compact token.
    pub(crate) fn parse(form: Form, segment: &[u8], limits: &Limits) -> Result<Self> {
        let mut header = Self::empty(form);
        header.read_protected(segment, limits, |_| ())?;
        if header.alg.is_none() {
            return Err(form.invalid("the protected header has no alg"));
        }
        Ok(header)
    }

    fn empty(form: Form) -> Self {
        Self {
            form,
            json: String::new(),
            alg: None,
            enc: None,
            zip: None,
            kid: None,
            typ: None,
            cty: None,
            crit: None,
            b64: None,
            shared: None,
        }
    }

    /// Reads a protected header, and tells the names in it to `named`.
    fn read_protected(&mut self, segment: &[u8], limits: &Limits, named: impl FnMut(&str)) -> Result<()> {
        let form = self.form;
        if base64url::decoded_length(segment.len()) > limits.max_header_bytes {
            return Err(exceeded("the header is longer than max_header_bytes"));
        }
        let bytes = base64url::decode(segment).ok_or_else(|| form.invalid("the protected header is not base64url"))?;
        match self.read_members(&bytes, limits.max_json_depth, named) {
            Err(Refused::TooDeep) => return Err(exceeded("the header is nested deeper than max_json_depth")),
            Err(Refused::Malformed) => return Err(form.invalid("the protected header is not a strict JSON object")),
            Ok(false) => return Err(form.invalid("a parameter of the protected header has the wrong type")),
            Ok(true) => {}
        }
        self.json = String::from_utf8(bytes).map_err(|_| form.invalid("the protected header is not UTF-8"))?;
        Ok(())
    }

    /// Takes the parameters that the library knows; false if one of them has the wrong type.
    fn read_members(&mut self, bytes: &[u8], max_depth: u32, mut named: impl FnMut(&str)) -> Result<bool, Refused> {
        let mut right_types = true;
        json::scan_object(bytes, max_depth, |name, value| {
            named(name);
            let right = match name {
                "alg" => text(value).map(|alg| self.alg = Some(alg)),
                "enc" => text(value).map(|enc| self.enc = Some(enc)),
                "zip" => text(value).map(|zip| self.zip = Some(zip)),
                "kid" => text(value).map(|kid| self.kid = Some(kid)),
                "typ" => text(value).map(|typ| self.typ = Some(typ)),
                "cty" => text(value).map(|cty| self.cty = Some(cty)),
                "crit" => value.strings().map(|crit| self.crit = Some(crit)),
                "b64" => value.boolean().map(|b64| self.b64 = Some(b64)),
                _ => Some(()),
            };
            right_types &= right.is_some();
        })?;
        Ok(right_types)
    }

    /// The error for a token with this header that is malformed.
    pub(crate) fn invalid(&self, message: &'static str) -> Error {
        self.form.invalid(message)
    }

    /// The header as it was written.
    pub(crate) fn json(&self) -> &str {
        &self.json
    }

    pub(crate) fn into_json(self) -> String {
        self.json
    }

    /// The JSON text of a member that the library does not read for every token, such as `epk`.
    pub(crate) fn raw(&self, wanted: &str) -> Option<&str> {
        self.find(wanted).map(Scanned::json)
    }

    /// A member that must be a string where it is present.
    pub(crate) fn text(&self, wanted: &str) -> Result<Option<Cow<'_, str>>> {
        self.find(wanted)
            .map(|value| value.string().ok_or_else(|| self.invalid("a parameter of the protected header has the wrong type")))
            .transpose()
    }

    /// The `alg` of a JWS.
    pub(crate) fn signature_algorithm(&self) -> Result<SignatureAlgorithm> {
        self.alg()?.parse()
    }

    /// The `alg` of a JWE.
    pub(crate) fn key_management(&self) -> Result<KeyManagement> {
        self.alg()?.parse()
    }

    /// The `enc` of a JWE.
    pub(crate) fn content_encryption(&self) -> Result<ContentEncryption> {
        self.enc()?.parse()
    }

    /// The name of the algorithm, whether the library has it or not.
    pub(crate) fn alg(&self) -> Result<&str> {
        self.alg.as_deref().ok_or_else(|| self.invalid("the header has no alg"))
    }

    /// The name of the content encryption, whether the library has it or not.
    pub(crate) fn enc(&self) -> Result<&str> {
        self.enc.as_deref().ok_or_else(|| self.invalid("the header has no enc"))
    }

    /// The `zip` of a JWE.
    pub(crate) fn zip(&self) -> Option<&str> {
        self.zip.as_deref()
    }

    /// Whether the payload is base64url in the token, as it is unless `b64` says otherwise (RFC 7797).
    pub(crate) fn payload_is_encoded(&self) -> bool {
        self.b64 != Some(false)
    }

    fn find(&self, wanted: &str) -> Option<Scanned<'_>> {
        let in_own = find_in(&self.json, wanted);
        in_own.or_else(|| self.shared.as_ref()?.texts().find_map(|text| find_in(text, wanted)))
    }
}

fn find_in<'a>(text: &'a str, wanted: &str) -> Option<Scanned<'a>> {
    let mut found = None;
    // The header has been through the strict pass, so this one cannot fail and no limit is needed.
    let _ = json::scan_object(text.as_bytes(), Limits::MAX_JSON_DEPTH, |name, value| {
        if name == wanted {
            found = Some(value);
        }
    });
    found
}

fn text(value: Scanned<'_>) -> Option<String> {
    value.string().map(Cow::into_owned)
}
