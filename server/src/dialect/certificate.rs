//! The client's certificate, as a gateway passes it on in a header.

use axum::http::{HeaderMap, HeaderName};
use base64_simd::STANDARD;
use percent_encoding::percent_decode_str;
use tokenseal::Error;

use super::original::{Said, malformed};
use crate::config::CertificateForm;

/// The certificate in a header, in DER or PEM; None if the header is missing or empty. The core
/// finds out whether it is a certificate, if a token is bound to it.
pub(super) fn read(
    headers: &HeaderMap,
    name: &HeaderName,
    form: CertificateForm,
) -> Result<Option<Vec<u8>>, Error> {
    let text = Said(headers).one(name.as_str())?.map(str::trim);
    // HAProxy writes `::` if the client has shown none.
    let is_none = |text: &&str| text.is_empty() || (form == CertificateForm::Rfc9440 && *text == "::");
    let Some(text) = text.filter(|text| !is_none(text)) else {
        return Ok(None);
    };
    let certificate = match form {
        CertificateForm::EscapedPem => unescaped(text),
        // The client's own certificate is the first in a chain.
        CertificateForm::Base64 => text.split(',').next().and_then(decoded),
        CertificateForm::Rfc9440 => text
            .strip_prefix(':')
            .and_then(|text| text.strip_suffix(':'))
            .and_then(decoded),
        CertificateForm::Xfcc => match member(text, "Cert") {
            Ok(found) => {
                return found
                    .map(|text| unescaped(&text).ok_or_else(|| wrong(name)))
                    .transpose();
            }
            Err(()) => None,
        },
    };
    certificate.map(Some).ok_or_else(|| wrong(name))
}

fn wrong(name: &HeaderName) -> Error {
    malformed(format!(
        "{name} holds no certificate in the form that the configuration says (client_certificate)"
    ))
}

pub(super) fn unescaped(text: &str) -> Option<Vec<u8>> {
    let pem: Vec<u8> = percent_decode_str(text).collect();
    pem.starts_with(b"-----BEGIN ").then_some(pem)
}

fn decoded(text: &str) -> Option<Vec<u8>> {
    STANDARD
        .decode_to_vec(text.trim())
        .ok()
        .filter(|der| !der.is_empty())
}

/// A member of the only element of `X-Forwarded-Client-Cert`. Several elements come from several
/// proxies, and the first may come from the client itself.
fn member(text: &str, wanted: &str) -> Result<Option<String>, ()> {
    let mut found = None;
    for pair in pairs(text)? {
        let (name, value) = pair.split_once('=').ok_or(())?;
        if name.trim().eq_ignore_ascii_case(wanted) && found.replace(value.trim().replace('"', "")).is_some()
        {
            return Err(());
        }
    }
    Ok(found)
}

/// Splits it at semicolons outside of quotes. An escaped quote never occurs in a certificate, only
/// in names, which are not read: it is kept.
fn pairs(text: &str) -> Result<Vec<&str>, ()> {
    let (mut all, mut begin, mut is_quoted, mut is_escaped) = (Vec::new(), 0, false, false);
    for (at, character) in text.char_indices() {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' if is_quoted => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => return Err(()),
            ';' if !is_quoted => {
                all.push(text.get(begin..at).ok_or(())?);
                begin = at + 1;
            }
            _ => {}
        }
    }
    all.push(text.get(begin..).filter(|_| !is_quoted).ok_or(())?);
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_as(form: CertificateForm, values: &[&'static str]) -> Result<Option<Vec<u8>>, u16> {
        let name = HeaderName::from_static("client-cert");
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(name.clone(), value.parse().unwrap());
        }
        read(&headers, &name, form).map_err(|error| error.status())
    }

    #[test]
    fn every_gateway_has_its_form() {
        const PEM: &[u8] = b"-----BEGIN CERTIFICATE-----\nAAEC+/==\n-----END CERTIFICATE-----\n";
        const ESCAPED: &str =
            "-----BEGIN%20CERTIFICATE-----%0AAAEC%2B%2F%3D%3D%0A-----END%20CERTIFICATE-----%0A";
        use CertificateForm::{Base64, EscapedPem, Rfc9440, Xfcc};
        assert_eq!(read_as(EscapedPem, &[ESCAPED]), Ok(Some(PEM.to_vec())));
        assert_eq!(read_as(Base64, &["AAEC"]), Ok(Some(vec![0, 1, 2])));
        assert_eq!(read_as(Base64, &["AAEC,BBBB"]), Ok(Some(vec![0, 1, 2])));
        assert_eq!(read_as(Rfc9440, &[":AAEC:"]), Ok(Some(vec![0, 1, 2])));
        assert_eq!(read_as(Rfc9440, &["::"]), Ok(None));
        let xfcc: &'static str =
            format!("By=spiffe://a;Hash=00;Subject=\"CN=a;b, \\\"c\";Cert=\"{ESCAPED}\"").leak();
        assert_eq!(read_as(Xfcc, &[xfcc]), Ok(Some(PEM.to_vec())));
        assert_eq!(read_as(Xfcc, &["Hash=00"]), Ok(None));
        for form in [EscapedPem, Base64, Rfc9440, Xfcc] {
            assert_eq!((read_as(form, &[]), read_as(form, &[" "])), (Ok(None), Ok(None)));
            assert_eq!(read_as(form, &["AAEC", "AAEC"]), Err(500), "{form:?}");
        }
        for (form, value) in [
            (EscapedPem, "AAEC"),
            (Base64, "AA*C"),
            (Base64, ","),
            (Rfc9440, "AAEC"),
            (Rfc9440, ":AAEC:, :AAEC:"),
            (Rfc9440, ":"),
            (Xfcc, "Cert=\"AAEC\""),
            (Xfcc, "Hash"),
            (Xfcc, "Hash=\"00"),
        ] {
            assert_eq!(read_as(form, &[value]), Err(400), "{form:?} {value}");
        }
        let several: &'static str = format!("{xfcc},{xfcc}").leak();
        let doubled: &'static str = format!("{xfcc};Cert=\"{ESCAPED}\"").leak();
        assert_eq!(
            (read_as(Xfcc, &[several]), read_as(Xfcc, &[doubled])),
            (Err(400), Err(400))
        );
    }
}
