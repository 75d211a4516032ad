//! The protected header: read strictly (RFC 7515, section 4; RFC 7516, section 4), and written in one order.

mod critical;
mod write;

use std::borrow::Cow;

use crate::algorithm::{ContentEncryption, KeyManagement, SignatureAlgorithm};
use crate::base64url;
use crate::error::{Error, ErrorCode, Result};
use crate::json::{self, Refused, Scanned};
use crate::limits::{Limits, exceeded};

pub(crate) use write::{HeaderWriter, check_extra};

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

/// A protected header after the strict pass, with the parameters that the library knows.
#[derive(Debug, PartialEq)]
pub(crate) struct Header {
    form: Form,
    json: String,
    alg: String,
    enc: Option<String>,
    zip: Option<String>,
    pub(crate) kid: Option<String>,
    pub(crate) typ: Option<String>,
    pub(crate) cty: Option<String>,
    crit: Option<Vec<String>>,
    b64: Option<bool>,
}

impl Header {
    /// Reads the first segment of a compact token.
    pub(crate) fn parse(form: Form, segment: &[u8], limits: &Limits) -> Result<Self> {
        if base64url::decoded_length(segment.len()) > limits.max_header_bytes {
            return Err(exceeded("the header is longer than max_header_bytes"));
        }
        let bytes = base64url::decode(segment).ok_or_else(|| form.invalid("the protected header is not base64url"))?;
        let mut header = Header {
            form,
            json: String::new(),
            alg: String::new(),
            enc: None,
            zip: None,
            kid: None,
            typ: None,
            cty: None,
            crit: None,
            b64: None,
        };
        let mut has_alg = false;
        let mut right_types = true;
        let scanned = json::scan_object(&bytes, limits.max_json_depth, |name, value| {
            let right = match name {
                "alg" => {
                    has_alg = true;
                    text(value).map(|alg| header.alg = alg)
                }
                "enc" => text(value).map(|enc| header.enc = Some(enc)),
                "zip" => text(value).map(|zip| header.zip = Some(zip)),
                "kid" => text(value).map(|kid| header.kid = Some(kid)),
                "typ" => text(value).map(|typ| header.typ = Some(typ)),
                "cty" => text(value).map(|cty| header.cty = Some(cty)),
                "crit" => value.strings().map(|crit| header.crit = Some(crit)),
                "b64" => value.boolean().map(|b64| header.b64 = Some(b64)),
                _ => Some(()),
            };
            right_types &= right.is_some();
        });
        match scanned {
            Err(Refused::TooDeep) => return Err(exceeded("the header is nested deeper than max_json_depth")),
            Err(Refused::Malformed) => return Err(form.invalid("the protected header is not a strict JSON object")),
            Ok(_) if !right_types => return Err(form.invalid("a parameter of the protected header has the wrong type")),
            Ok(_) if !has_alg => return Err(form.invalid("the protected header has no alg")),
            Ok(_) => {}
        }
        header.json = String::from_utf8(bytes).map_err(|_| form.invalid("the protected header is not UTF-8"))?;
        Ok(header)
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
        self.alg.parse()
    }

    /// The `alg` of a JWE.
    pub(crate) fn key_management(&self) -> Result<KeyManagement> {
        self.alg.parse()
    }

    /// The `enc` of a JWE.
    pub(crate) fn content_encryption(&self) -> Result<ContentEncryption> {
        self.enc.as_deref().ok_or_else(|| self.invalid("the protected header has no enc"))?.parse()
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
        let mut found = None;
        // The header has been through the strict pass, so this one cannot fail and no limit is needed.
        let _ = json::scan_object(self.json.as_bytes(), Limits::MAX_JSON_DEPTH, |name, value| {
            if name == wanted {
                found = Some(value);
            }
        });
        found
    }
}

fn text(value: Scanned<'_>) -> Option<String> {
    value.string().map(Cow::into_owned)
}
