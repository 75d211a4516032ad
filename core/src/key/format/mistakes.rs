//! Things that people pass where a key is expected, recognized so that the error can say what to
//! do. Only the kind of thing is ever named, never anything that it contains.

use base64_simd::STANDARD;
use memchr::memmem;
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use crate::error::Error;
use crate::key::error::{invalid, not_supported};
use crate::key::shape::{self, Shape, shape};

const PEM: &str = "this is text with PEM in it: use from_pem, or from_certificate if it is a certificate";
const BOM: &[u8] = b"\xef\xbb\xbf";
/// File name extensions used for keys.
const EXTENSIONS: [&[u8]; 9] = [
    b".pem", b".key", b".pub", b".crt", b".cer", b".der", b".p8", b".jwk", b".json",
];

/// The error for PEM text from which no blocks can be read.
pub(super) fn in_pem(pem: &[u8]) -> Error {
    invalid(
        describe(pem)
            .unwrap_or("the PEM text has no line -----BEGIN …-----: give the contents of the whole file"),
    )
}

/// The error for bytes that are not DER of a known structure.
pub(super) fn in_der(der: &[u8]) -> Error {
    if holds_pem(der) {
        return invalid(PEM);
    }
    describe(der).map_or_else(shape::malformed, invalid)
}

/// The error for text that is not one strict JSON object.
pub(super) fn in_jwk(text: &str) -> Error {
    let bytes = text.trim_start_matches('\u{feff}').trim_ascii_start().as_bytes();
    invalid(match bytes {
        [b'{', rest @ ..] if rest.trim_ascii_start().starts_with(b"'") => {
            "the JWK has single quotes, as Python prints a dict: write it with json.dumps"
        }
        [b'{', ..] => {
            "the JWK is not strict JSON: one object that names each member once, with nothing before or after it"
        }
        [b'[', ..] => "this is a list and not a JWK: give one of its keys",
        [b'"', ..] => "this is a JSON string and not a JWK: parse the string first, and give the JWK inside",
        other if holds_pem(other) => PEM,
        other => describe(other).unwrap_or("the JWK is not JSON: it must be one JSON object"),
    })
}

/// The error for an object without `kty`.
pub(super) fn in_members(members: &Map<String, Value>) -> Error {
    let holds_pem = members
        .values()
        .any(|value| value.as_str().is_some_and(|text| text.starts_with("-----BEGIN ")));
    invalid(
        json(|name| members.contains_key(name), holds_pem)
            .unwrap_or("the JWK has no `kty`, which every JWK needs"),
    )
}

pub(super) fn certificate_for_key() -> Error {
    invalid("this is a certificate and not a key: use from_certificate")
}

pub(super) fn key_for_certificate() -> Error {
    invalid("this is a key and not a certificate: use from_pem or from_der")
}

/// The error for a PEM block that is not a key the library can read.
pub(super) fn label(label: &[u8]) -> Error {
    match label {
        b"OPENSSH PRIVATE KEY" => invalid(
            "OpenSSH's own form of private keys is not read: convert the file with ssh-keygen -p -m PKCS8 -f FILE",
        ),
        b"CERTIFICATE REQUEST" | b"NEW CERTIFICATE REQUEST" => {
            invalid("this is a certificate request: give the key or the certificate")
        }
        b"DSA PRIVATE KEY" => not_supported(
            "the key is a DSA key, which no algorithm of JSON Web Tokens uses: create an RSA or EC key",
        ),
        _ => invalid(
            "the label of the PEM block is not that of a key, such as PRIVATE KEY, PUBLIC KEY or EC PRIVATE KEY",
        ),
    }
}

fn describe(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Some("the text is UTF-16: save it as UTF-8");
    }
    let text = bytes.strip_prefix(BOM).unwrap_or(bytes).trim_ascii();
    if text.is_empty() {
        return Some("the key is empty: is the file or the variable that it comes from set?");
    }
    match shape(bytes) {
        Some(Shape::Certificate) => return Some("this is a certificate in DER: use from_certificate"),
        Some(_) => return Some("this is DER and not text: use from_der"),
        None => {}
    }
    let has = |part: &str| memmem::find(text, part.as_bytes()).is_some();
    if text.starts_with(b"{") {
        return json(|name| has(&format!("\"{name}\"")), has("-----BEGIN "));
    }
    if has("-----BEGIN ") {
        return Some(pem(text));
    }
    let is_ssh = [&b"ssh-"[..], b"ecdsa-sha2-", b"sk-", b"---- BEGIN SSH2"]
        .iter()
        .any(|start| text.starts_with(start));
    if is_ssh {
        return Some("this is an OpenSSH public key: ssh-keygen -e -m PKCS8 -f FILE writes it as PEM");
    }
    if is_path(text) {
        return Some("this looks like the path of a file: read the file and give its contents");
    }
    base64(text)
}

/// What a JSON object is, judging by the names in it.
fn json(has: impl Fn(&str) -> bool, holds_pem: bool) -> Option<&'static str> {
    if has("jwks_uri") {
        return Some(
            "this is a discovery document and not a key: fetch the JWK Set at its jwks_uri, and use KeySet.from_jwks",
        );
    }
    if has("keys") {
        return Some("this is a JWK Set and not one key: use KeySet.from_jwks");
    }
    if has("private_key") && holds_pem {
        return Some("this is a service account and not a key: give its member private_key to from_pem");
    }
    if holds_pem {
        return Some(
            "this maps key ids to PEM: give each PEM to from_certificate or from_pem, with its key_id",
        );
    }
    has("kty").then_some("this is a JWK: use from_jwk")
}

/// What is wrong with text that contains PEM.
fn pem(text: &[u8]) -> &'static str {
    let has_escapes = memmem::find(text, b"\\n").is_some();
    match text.first() {
        Some(b'"' | b'\'') if has_escapes => {
            "the PEM text is a quoted string, with the two characters \\n for line breaks: parse the string first"
        }
        Some(b'"' | b'\'' | b'`') => "the PEM text is in quotes: remove them",
        _ if has_escapes => {
            "the PEM text has the two characters \\n where line breaks should be: replace them"
        }
        _ if !text.iter().any(|byte| matches!(byte, b'\n' | b'\r')) => {
            "the PEM text is in one line: put line breaks after -----BEGIN …----- and before -----END …-----"
        }
        Some(b'-') => {
            "the PEM text is malformed: every -----BEGIN …----- line needs its -----END …----- line, with base64 between them"
        }
        _ => {
            "this is text with PEM somewhere inside: give the lines from -----BEGIN …----- to -----END …----- alone"
        }
    }
}

fn holds_pem(bytes: &[u8]) -> bool {
    memmem::find(bytes, b"-----BEGIN ").is_some()
}

fn is_path(text: &[u8]) -> bool {
    let is_one_short_line = text.len() <= 1024 && !text.iter().any(|byte| matches!(byte, b'\n' | b'\r'));
    let has_start = [&b"/"[..], b"./", b"../", b"~/", b"file:", b"C:\\"]
        .iter()
        .any(|start| text.starts_with(start));
    let ends_with = |extension: &&[u8]| {
        text.len()
            .checked_sub(extension.len())
            .and_then(|start| text.get(start..))
            .is_some_and(|end| end.eq_ignore_ascii_case(extension))
    };
    is_one_short_line && (EXTENSIONS.iter().any(ends_with) || has_start && text.len() < 200)
}

/// Base64 of a key whose armour was removed, or that was encoded once more.
fn base64(text: &[u8]) -> Option<&'static str> {
    let joined = Zeroizing::new(
        text.iter()
            .copied()
            .filter(|byte| !byte.is_ascii_whitespace())
            .collect::<Vec<u8>>(),
    );
    let decoded = Zeroizing::new(STANDARD.decode_to_vec(joined.as_slice()).ok()?);
    if decoded.trim_ascii_start().starts_with(b"-----BEGIN ") {
        return Some("this is PEM in base64: decode it first");
    }
    match shape(&decoded)? {
        Shape::Certificate => Some("this is a certificate in base64: decode it, and use from_certificate"),
        _ => Some(
            "this is base64 without its PEM lines: decode it and use from_der, or put back the lines -----BEGIN …----- and -----END …-----",
        ),
    }
}
