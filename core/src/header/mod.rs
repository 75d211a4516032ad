//! Headers: read strictly (RFC 7515, section 4; RFC 7516, section 4), and written in a fixed order.

mod critical;
mod members;
mod shared;
mod write;

use std::borrow::Cow;
use std::sync::Arc;

use crate::algorithm::{Algorithm, ContentEncryption, KeyManagement, SignatureAlgorithm};
use crate::base64url;
use crate::error::{Error, ErrorCode, Result};
use crate::json::{Refused, Scanned};
use crate::limits::{Limits, exceeded};

pub(crate) use critical::check_given as check_critical_given;
pub(crate) use members::Parameter;
use members::{Members, Unreadable};
pub(crate) use shared::SharedHeader;
pub(crate) use write::{check_disjoint, check_extra, check_length, finish_header};

/// Whether a header is that of a JWS or a JWE: this decides the code for malformed tokens, and
/// which extensions exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Signed,
    Encrypted,
}

impl Form {
    /// The error for a malformed token of this form.
    pub(crate) fn invalid(self, message: impl Into<Cow<'static, str>>) -> Error {
        let code = match self {
            Form::Signed => ErrorCode::JwsInvalid,
            Form::Encrypted => ErrorCode::JweInvalid,
        };
        Error::new(code, message)
    }

    /// The algorithm that `alg` names among these, if the library supports it for tokens of this
    /// form.
    fn algorithm(self, members: &Members) -> Option<Algorithm> {
        let alg = members.text(Parameter::Alg)?;
        match self {
            Form::Signed => alg.parse().ok().map(Algorithm::Signature),
            Form::Encrypted => alg.parse().ok().map(Algorithm::KeyManagement),
        }
    }
}

/// A header after the strict pass, with the parameters that the library knows.
#[derive(Debug)]
pub(crate) struct Header {
    form: Form,
    /// The protected header; in the JSON serializations, the part that belongs to a single
    /// signature or recipient.
    own: Members,
    /// In the JSON serializations, the headers that accompany this one.
    shared: Option<Arc<SharedHeader>>,
    /// The algorithm that `alg` names, if the library supports it for tokens of this form:
    /// unescaped and looked up once, since headers are cached, or shared by many recipients.
    algorithm: Option<Algorithm>,
}

impl Header {
    /// Reads the first segment of a compact token.
    pub(crate) fn parse(form: Form, segment: &[u8], limits: &Limits) -> Result<Self> {
        let own = read_protected(form, segment, limits, |_| ())?;
        if own.get(Parameter::Alg).is_none() {
            return Err(form.invalid("the protected header has no alg, which every token needs"));
        }
        Ok(Self::new(form, own, None))
    }

    fn new(form: Form, own: Members, shared: Option<Arc<SharedHeader>>) -> Self {
        let algorithm = match own.get(Parameter::Alg) {
            Some(_) => form.algorithm(&own),
            None => shared.as_ref().and_then(|shared| shared.algorithm()),
        };
        Self {
            form,
            own,
            shared,
            algorithm,
        }
    }

    /// The error for a malformed token with this header.
    pub(crate) fn invalid(&self, message: &'static str) -> Error {
        self.form.invalid(message)
    }

    /// The header as it was written.
    pub(crate) fn json(&self) -> &str {
        self.own.json()
    }

    pub(crate) fn into_json(self) -> String {
        self.own.into_json()
    }

    /// The JSON text of a parameter.
    pub(crate) fn raw(&self, wanted: Parameter) -> Option<&str> {
        self.find(wanted).map(Scanned::json)
    }

    /// A parameter that must be a string if present.
    pub(crate) fn text(&self, wanted: Parameter) -> Result<Option<Cow<'_, str>>> {
        self.find(wanted)
            .map(|value| value.string().ok_or_else(|| self.invalid("a parameter of the protected header has the wrong type: alg, enc, kid, typ, cty and zip are texts, crit is a list of texts, b64 is a boolean")))
            .transpose()
    }

    /// The `alg` of a JWS.
    pub(crate) fn signature_algorithm(&self) -> Result<SignatureAlgorithm> {
        match self.algorithm {
            Some(Algorithm::Signature(algorithm)) => Ok(algorithm),
            _ => {
                Err(self.unknown_algorithm("the token's alg is no signature algorithm that this library has"))
            }
        }
    }

    /// The `alg` of a JWE.
    pub(crate) fn key_management(&self) -> Result<KeyManagement> {
        match self.algorithm {
            Some(Algorithm::KeyManagement(algorithm)) => Ok(algorithm),
            _ => Err(self
                .unknown_algorithm("the token's alg is no key management algorithm that this library has")),
        }
    }

    /// The `enc` of a JWE.
    pub(crate) fn content_encryption(&self) -> Result<ContentEncryption> {
        self.enc()?.parse()
    }

    /// Refuses a header without `alg`, which must be a string.
    fn check_alg(&self) -> Result<()> {
        self.find(Parameter::Alg)
            .map(drop)
            .ok_or_else(|| self.invalid("the header has no alg, which every token needs"))
    }

    fn unknown_algorithm(&self, message: &'static str) -> Error {
        self.check_alg()
            .err()
            .unwrap_or_else(|| Error::new(ErrorCode::NotSupported, message))
    }

    /// The name of the content encryption, whether or not the library supports it.
    pub(crate) fn enc(&self) -> Result<Cow<'_, str>> {
        self.known_text(Parameter::Enc)
            .ok_or_else(|| self.invalid("the header has no enc, which every encrypted token needs"))
    }

    /// The `zip` of a JWE.
    pub(crate) fn zip(&self) -> Option<Cow<'_, str>> {
        self.known_text(Parameter::Zip)
    }

    /// The `kid`.
    pub(crate) fn kid(&self) -> Option<Cow<'_, str>> {
        self.known_text(Parameter::Kid)
    }

    /// The `typ`.
    pub(crate) fn typ(&self) -> Option<Cow<'_, str>> {
        self.known_text(Parameter::Typ)
    }

    /// The `cty`.
    pub(crate) fn cty(&self) -> Option<Cow<'_, str>> {
        self.known_text(Parameter::Cty)
    }

    /// Whether the payload is base64url in the token, which it is unless `b64` says otherwise (RFC
    /// 7797).
    pub(crate) fn payload_is_encoded(&self) -> bool {
        let shared = self.shared.as_ref().and_then(|shared| shared.protected().own.b64);
        self.own.b64.or(shared) != Some(false)
    }

    /// Whether other tokens can have the same header: not if it has `epk`, `iv`, `p2s` or `tag`.
    pub(crate) fn can_repeat(&self) -> bool {
        !self.own.are_of_one_token()
    }

    /// A parameter whose type was checked when it was read.
    fn known_text(&self, wanted: Parameter) -> Option<Cow<'_, str>> {
        self.own
            .text(wanted)
            .or_else(|| self.shared.as_ref()?.text(wanted))
    }

    fn find(&self, wanted: Parameter) -> Option<Scanned<'_>> {
        self.own.get(wanted).or_else(|| self.shared.as_ref()?.get(wanted))
    }
}

/// Reads a protected header as it appears in the token, and passes each name in it to `named`.
fn read_protected(form: Form, segment: &[u8], limits: &Limits, named: impl FnMut(&str)) -> Result<Members> {
    if base64url::decoded_length(segment.len()) > limits.max_header_bytes {
        return Err(exceeded("the header is longer than max_header_bytes"));
    }
    let bytes = base64url::decode(segment).ok_or_else(|| {
        form.invalid("the protected header is not base64url (no padding, no white space, no + or /)")
    })?;
    let malformed = || {
        form.invalid(
            "the protected header is not one strict JSON object (UTF-8, each member once, nothing after it)",
        )
    };
    let json = String::from_utf8(bytes).map_err(|_| malformed())?;
    Members::read(json, limits.max_json_depth, named).map_err(|unreadable| match unreadable {
        Unreadable::Json(Refused::TooDeep) => exceeded("the header is nested deeper than max_json_depth"),
        Unreadable::Json(Refused::Malformed) => malformed(),
        Unreadable::WrongType => form.invalid("a parameter of the protected header has the wrong type: alg, enc, kid, typ, cty and zip are texts, crit is a list of texts, b64 is a boolean"),
    })
}
