//! Encrypting in the JSON serializations (RFC 7516, sections 5.1 and 7.2).

use serde_json::{Map, Value};

use crate::algorithm::{Algorithm, ContentEncryption, KeyManagement};
use crate::base64url;
use crate::error::{Error, Result};
use crate::header::{check_length, finish_header};
use crate::json::ObjectWriter;
use crate::jwe::EncryptOptions;
use crate::jwe::encrypt::{
    Extra, check_headers, content_encryption, convey_protected, encrypt_compact, key_management,
    prepare_plaintext, write_rest,
};
use crate::jwe::management::{self, Conveyed};
use crate::key::{Key, KeySet};
use crate::limits::{Limits, exceeded};
use crate::made::{check_made, check_nameless};
use crate::options::Serialization;
use crate::primitive::aead::{self, ContentKey, Encrypted};

/// Encrypts in the serialization that the options ask for.
pub(crate) fn encrypt(plaintext: &[u8], keys: &KeySet, options: &EncryptOptions) -> Result<String> {
    let (keys, serialization) = (keys.keys(), options.serialization);
    let headers = options.recipient_headers.as_deref();
    if headers.is_some_and(|headers| headers.len() != keys.len()) {
        return Err(Error::option(
            "recipient_headers must have one object for each key, {} where there is none",
        ));
    }
    if options.aad.as_ref().is_some_and(Vec::is_empty) {
        return Err(Error::option("aad is empty: leave it out"));
    }
    let extra = |index| Extra {
        header: options.header.as_ref(),
        unprotected: options.unprotected.as_ref(),
        recipient: headers.and_then(|headers| headers.get(index)),
        ..Extra::default()
    };
    match (serialization, keys) {
        (_, []) => Err(Error::option(
            "there is no key to encrypt to: the list or set of keys is empty",
        )),
        (Serialization::Compact, [key]) => {
            if options.unprotected.is_some() || options.recipient_headers.is_some() || options.aad.is_some() {
                return Err(Error::option(
                    "the compact serialization has no unprotected headers and no aad: use header, or a JSON serialization",
                ));
            }
            encrypt_compact(plaintext, key, options.enc, options.compress, extra(0))
        }
        (_, [key]) => to_one(plaintext, key, options, &extra(0)),
        (Serialization::General, _) => to_several(plaintext, keys, options, extra),
        _ => Err(Error::option("several keys need serialization='general'")),
    }
}

/// One recipient: everything that the library sets is protected.
fn to_one(plaintext: &[u8], key: &Key, options: &EncryptOptions, extra: &Extra<'_>) -> Result<String> {
    let enc = content_encryption(key, options.enc)?;
    let (
        protected,
        Conveyed {
            content_key,
            encrypted_key,
            ..
        },
    ) = convey_protected(key, enc, options.compress, extra)?;
    let own = written(extra.recipient);
    check_length(
        [
            Some(&protected),
            own.as_ref(),
            written(extra.unprotected).as_ref(),
        ]
        .into_iter()
        .flatten()
        .map(String::as_str),
    )?;
    let mut recipient = ObjectWriter::new();
    write_recipient(&mut recipient, own.as_deref(), &encrypted_key);
    write_token(plaintext, &protected, &content_key, options, &recipient.finish())
}

/// Several recipients: each header says how its recipient determines the shared content encryption
/// key.
fn to_several<'a>(
    plaintext: &[u8],
    keys: &[Key],
    options: &EncryptOptions,
    extra: impl Fn(usize) -> Extra<'a>,
) -> Result<String> {
    let algorithms = keys.iter().map(key_management).collect::<Result<Vec<_>>>()?;
    if algorithms
        .iter()
        .any(|algorithm| matches!(algorithm, KeyManagement::Dir | KeyManagement::ECDH_ES))
    {
        return Err(Error::option(
            "dir and ECDH-ES take one recipient only: the key is the content encryption key itself",
        ));
    }
    if algorithms.iter().any(|algorithm| algorithm.is_symmetric()) && !options.allow_shared_content_key {
        return Err(Error::option(
            "a symmetric key is among several recipients, each of whom could then encrypt other content for it: give allow_shared_content_key if that key never says who made a token",
        ));
    }
    check_attempts(keys, &algorithms, &extra)?;
    let enc = options.enc.unwrap_or(ContentEncryption::A256GCM);
    let shared = aead::generate(enc)?;
    let protected = write_protected(enc, options)?;
    let unprotected = written(options.unprotected.as_ref()).unwrap_or_default();
    let mut recipients = String::from("[");
    for (index, (key, algorithm)) in keys.iter().zip(algorithms).enumerate() {
        let extra = extra(index);
        check_headers(key, &extra)?;
        let conveyed = management::convey(key, algorithm, enc, &extra.headers(), Some(&shared))?;
        let own = write_own(key, algorithm, &extra, &conveyed.parameters);
        check_length([protected.as_str(), &unprotected, &own])?;
        let mut recipient = ObjectWriter::new();
        write_recipient(&mut recipient, Some(&own), &conveyed.encrypted_key);
        if index > 0 {
            recipients.push(',');
        }
        recipients.push_str(&recipient.finish());
    }
    recipients.push(']');
    let content_key = ContentKey::new(enc, &shared)?;
    write_token(plaintext, &protected, &content_key, options, &recipients)
}

/// Refuses more recipients than anyone tries: those without a `kid` are all tried with any key for
/// their algorithm.
fn check_attempts<'a>(
    keys: &[Key],
    algorithms: &[KeyManagement],
    extra: &impl Fn(usize) -> Extra<'a>,
) -> Result<()> {
    let names_a_key = |index| {
        extra(index)
            .headers()
            .iter()
            .any(|header| header.contains_key("kid"))
    };
    let is_nameless = |index: usize, key: &Key| key.key_id().is_none() && !names_a_key(index);
    let nameless = || {
        keys.iter()
            .zip(algorithms)
            .enumerate()
            .filter(|(index, (key, _))| is_nameless(*index, key))
            .map(|(_, (_, algorithm))| *algorithm)
    };
    check_nameless(keys.len(), nameless().map(|algorithm| Some(algorithm.into())))?;
    for wanted in nameless().filter(|algorithm| algorithm.is_password_based()) {
        let cost = nameless()
            .filter(|algorithm| *algorithm == wanted)
            .map(management::default_cost)
            .fold(0, u64::saturating_add);
        if cost > u64::from(Limits::DEFAULT.max_pbes2_iterations) {
            return Err(exceeded(
                "several passwords for one algorithm have no key_id, and trying them all costs more than anybody allows by default: give them key_ids",
            ));
        }
    }
    Ok(())
}

/// Writes the token around its recipients: a list of them, or the members of the only one.
fn write_token(
    plaintext: &[u8],
    protected: &str,
    content_key: &ContentKey,
    options: &EncryptOptions,
    recipients: &str,
) -> Result<String> {
    let mut authenticated = base64url::encode(protected.as_bytes());
    if let Some(aad) = &options.aad {
        authenticated.push('.');
        base64url::encode_append(aad, &mut authenticated);
    }
    let Encrypted { iv, ciphertext, tag } = content_key.encrypt(
        authenticated.as_bytes(),
        prepare_plaintext(plaintext, options.compress)?,
    )?;
    let mut token = ObjectWriter::new();
    token.base64url("protected", protected.as_bytes());
    if let Some(unprotected) = written(options.unprotected.as_ref()) {
        token.raw("unprotected", &unprotected);
    }
    match options.serialization {
        Serialization::General if recipients.starts_with('[') => token.raw("recipients", recipients),
        Serialization::General => token.raw("recipients", format_args!("[{recipients}]")),
        _ => token.members_of(recipients),
    };
    if let Some(aad) = &options.aad {
        token.base64url("aad", aad);
    }
    token
        .base64url("iv", &iv)
        .base64url("ciphertext", &ciphertext)
        .base64url("tag", &tag);
    let token = token.finish();
    check_made(
        &token,
        options.unprotected.is_some() || options.recipient_headers.is_some(),
    )
    .map(|()| token)
}

fn write_recipient(recipient: &mut ObjectWriter, own: Option<&str>, encrypted_key: &[u8]) {
    if let Some(own) = own {
        recipient.raw("header", own);
    }
    if !encrypted_key.is_empty() {
        recipient.base64url("encrypted_key", encrypted_key);
    }
}

/// The protected header of a token to several recipients: enc, zip, then the caller's.
fn write_protected(enc: ContentEncryption, options: &EncryptOptions) -> Result<String> {
    let mut writer = ObjectWriter::new();
    writer.text("enc", enc.as_str());
    if options.compress {
        writer.text("zip", "DEF");
    }
    if let Some(header) = &options.header {
        writer.map(header, &[]);
    }
    finish_header(&mut writer)
}

/// The header of one of several recipients: alg, kid, the caller's, apu, apv, then the parameters
/// of the algorithm.
fn write_own(
    key: &Key,
    algorithm: KeyManagement,
    extra: &Extra<'_>,
    parameters: &[(&'static str, String)],
) -> String {
    let mut writer = ObjectWriter::new();
    writer.text("alg", Algorithm::from(algorithm).as_str());
    // The caller may have given it in the header that all recipients share.
    let elsewhere = extra.header.is_some_and(|header| header.contains_key("kid"));
    let key_id = extra.key_id(key).filter(|_| !elsewhere);
    if let Some(key_id) = key_id {
        writer.text("kid", key_id);
    }
    write_rest(
        &mut writer,
        extra.recipient,
        key_id.map(|_| "kid").as_slice(),
        parameters,
    );
    writer.finish()
}

/// A header with only the caller's parameters; None if it is empty.
fn written(header: Option<&Map<String, Value>>) -> Option<String> {
    header
        .filter(|header| !header.is_empty())
        .map(|header| ObjectWriter::new().map(header, &[]).finish())
}
