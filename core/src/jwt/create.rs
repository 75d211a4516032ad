//! Creating a token from claims and keys (RFC 7519, section 7.1): what `sign`, `encrypt`, `seal`
//! and an issuer share.

use crate::error::{Error, Result};
use crate::jwt::payload::payload;
use crate::jwt::replicated;
use crate::jwt::resolved_options::{ResolvedOptions, token_type};
use crate::jwt::types::is_same_type;
use crate::key::Key;
use crate::{jwe, jws};

/// Creates a token: signed, encrypted, or signed and then encrypted, depending on which keys are
/// given.
pub(crate) fn create(
    claims: &str,
    signing_key: Option<&Key>,
    encryption_key: Option<&Key>,
    options: &ResolvedOptions<'_>,
) -> Result<String> {
    if encryption_key.is_none() {
        options.check_unencrypted()?;
    }
    if let Some(key) = signing_key {
        jws::can_sign(key)?;
    }
    let says_nested = options
        .header
        .and_then(|header| header.get("cty")?.as_str())
        .is_some_and(|cty| is_same_type(cty, "JWT"));
    if signing_key.is_none() && says_nested {
        return Err(Error::option(
            "cty in header says that a signed token is inside, and there is none: use seal, which also sets cty",
        ));
    }
    let typ = token_type(options)?;
    let payload = payload(claims, options)?;
    let header = options.header;
    let sign = |key| {
        jws::sign_compact(
            payload.as_bytes(),
            key,
            &jws::Extra {
                typ: Some(typ),
                header,
                segment: options.segment,
                most_bytes: options.most_bytes,
                ..jws::Extra::default()
            },
        )
    };
    match (signing_key, encryption_key) {
        (Some(signing), None) => sign(signing),
        (Some(signing), Some(encrypting)) => {
            let signed = sign(signing)?;
            let outer = jwe::Extra {
                typ: None,
                cty: Some("JWT"),
                ..jwe::Extra::default()
            };
            jwe::encrypt_compact(
                signed.as_bytes(),
                encrypting,
                options.enc,
                options.compress,
                outer,
            )
        }
        (None, Some(encrypting)) => {
            replicated::check_made(header, &payload)?;
            let extra = jwe::Extra {
                typ: Some(typ),
                header,
                ..jwe::Extra::default()
            };
            jwe::encrypt_compact(
                payload.as_bytes(),
                encrypting,
                options.enc,
                options.compress,
                extra,
            )
        }
        (None, None) => Err(Error::option(
            "an Issuer needs a signing key, an encryption key or both",
        )),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::{
        ContentEncryption, ErrorCode, IssueOptions, Issuer, IssuerOptions, Key, KeyManagement, KeyOptions,
        SignatureAlgorithm, TokenOptions, VerifyOptions, decrypt, encrypt, prepare, seal,
    };

    const NOW: Option<f64> = Some(1_700_000_000.0);

    fn options(compress: bool) -> TokenOptions {
        TokenOptions {
            expires_in: Some("5m".into()),
            now: NOW,
            compress,
            ..TokenOptions::default()
        }
    }

    fn keys() -> (Key, Key) {
        let direct = KeyOptions {
            enc: Some(ContentEncryption::A256GCM),
            ..KeyOptions::default()
        };
        let secret = b"0123456789abcdef0123456789ABCDEF";
        (
            Key::from_secret(secret, SignatureAlgorithm::HS256.into(), &KeyOptions::default()).unwrap(),
            Key::from_secret(secret, KeyManagement::Dir.into(), &direct).unwrap(),
        )
    }

    #[test]
    fn nothing_is_made_that_nobody_could_read() {
        let (signing, direct) = keys();
        let long = json!({ "x": "x".repeat(200 * 1024) });
        let refused =
            |made: crate::Result<String>| assert_eq!(made.unwrap_err().code(), ErrorCode::LimitExceeded);
        refused(encrypt(&long, &direct, &options(false)));
        refused(seal(&long, &signing, &direct, &options(true)));
        refused(encrypt(
            &json!({ "x": "x".repeat(256 * 1024) }),
            &direct,
            &options(true),
        ));
        let issuer = IssuerOptions {
            lifetime: Some("5m".into()),
            ..IssuerOptions::default()
        };
        let issuer = Issuer::new(Some(signing.into()), None, &issuer).unwrap();
        refused(issuer.issue(
            &long,
            &IssueOptions {
                now: NOW,
                ..IssueOptions::default()
            },
        ));
        let hardware = Key::generate(
            SignatureAlgorithm::Ed25519.into(),
            &crate::GenerateOptions::default(),
        )
        .unwrap();
        refused(prepare(&long, &hardware, &options(false)).and_then(|unsigned| unsigned.complete([])));

        // Compressed, the same claims are short, and inflate to no more than is read by default.
        let token = encrypt(&long, &direct, &options(true)).unwrap();
        decrypt(
            token,
            direct,
            &VerifyOptions {
                now: NOW,
                ..VerifyOptions::default()
            },
        )
        .unwrap();
    }
}
