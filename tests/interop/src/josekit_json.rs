//! josekit's JSON serializations.

use anyhow::Result;
use josekit::jwe::alg::aeskw::AeskwJweAlgorithm;
use josekit::jwe::{self, JweEncrypter, JweHeader, JweHeaderSet};
use josekit::jws::alg::hmac::HmacJwsAlgorithm;
use josekit::jws::{self, JwsHeaderSet};
use tokenseal::{Algorithm, KeyManagement, SignatureAlgorithm};

use crate::case::{AAD, Case, Form};
use crate::josekit::signing;
use crate::josekit_keys::Managing;
use crate::library::Half;

/// A token; None for a case of another form.
pub(crate) fn produce(case: Case, key: Half<'_>, content: &[u8]) -> Result<Option<String>> {
    Ok(Some(match (case.form, case.subject.algorithm) {
        (Form::SignedFlattened, Algorithm::Signature(algorithm)) => jws::serialize_flattened_json(
            content,
            &JwsHeaderSet::new(),
            signing(algorithm)?.signer(key)?.as_ref(),
        )?,
        (Form::SignedGeneral, Algorithm::Signature(algorithm)) => {
            let (other, secret) = case.other_signature();
            let other = hmac(other).signer_from_bytes(secret)?;
            let signer = signing(algorithm)?.signer(key)?;
            let header = JwsHeaderSet::new();
            jws::serialize_general_json(content, &[(&header, &other), (&header, signer.as_ref())])?
        }
        (Form::EncryptedFlattened, Algorithm::KeyManagement(algorithm)) => {
            let encrypter = Managing::of(algorithm).encrypter(case, key)?;
            jwe::serialize_flattened_json(content, Some(&header(case)), None, Some(AAD), encrypter.as_ref())?
        }
        (Form::EncryptedGeneral, Algorithm::KeyManagement(algorithm)) => {
            let encrypter = Managing::of(algorithm).encrypter(case, key)?;
            let other = case
                .other_recipient()
                .map(|(other, secret)| wrap(other).encrypter_from_bytes(secret))
                .transpose()?;
            let mut recipients: Vec<(Option<&JweHeader>, &dyn JweEncrypter)> = Vec::new();
            recipients.extend(other.iter().map(|other| (None, other as &dyn JweEncrypter)));
            recipients.push((None, encrypter.as_ref()));
            jwe::serialize_general_json(content, Some(&header(case)), &recipients, Some(AAD))?
        }
        _ => return Ok(None),
    }))
}

/// The content of a token; None for a case of another form. With several signatures or recipients,
/// josekit takes the one given.
pub(crate) fn consume(case: Case, key: Half<'_>, token: &str) -> Result<Option<Vec<u8>>> {
    Ok(Some(match (case.form, case.subject.algorithm) {
        (Form::SignedFlattened | Form::SignedGeneral, Algorithm::Signature(algorithm)) => {
            let verifier = signing(algorithm)?.verifier(key)?;
            let select = |header: &jws::JwsHeader| {
                Ok((header.algorithm() == Some(algorithm.as_str())).then_some(verifier.as_ref()))
            };
            jws::deserialize_json_with_selector(token, select)?.0
        }
        (Form::EncryptedFlattened | Form::EncryptedGeneral, Algorithm::KeyManagement(algorithm)) => {
            let decrypter = Managing::of(algorithm).decrypter(key)?;
            let select = |header: &JweHeader| {
                Ok((header.algorithm() == Some(algorithm.as_str())).then_some(decrypter.as_ref()))
            };
            jwe::deserialize_json_with_selector(token, select)?.0
        }
        _ => return Ok(None),
    }))
}

fn header(case: Case) -> JweHeaderSet {
    let mut header = JweHeaderSet::new();
    if let Some(enc) = case.enc {
        header.set_content_encryption(enc.as_str(), true);
    }
    header
}

fn hmac(algorithm: SignatureAlgorithm) -> HmacJwsAlgorithm {
    match algorithm {
        SignatureAlgorithm::HS384 => HmacJwsAlgorithm::Hs384,
        _ => HmacJwsAlgorithm::Hs256,
    }
}

fn wrap(algorithm: KeyManagement) -> AeskwJweAlgorithm {
    match algorithm {
        KeyManagement::A128KW => AeskwJweAlgorithm::A128kw,
        _ => AeskwJweAlgorithm::A256kw,
    }
}
