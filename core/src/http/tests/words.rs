//! The header of a request, and the challenge of a response.

use super::super::{bearer_token, challenge, dpop_challenge, dpop_token};
use crate::error::{Error, ErrorCode, Fault};

#[test]
fn one_bearer_header_has_one_token() {
    for (value, token) in [
        ("Bearer a.b.c", "a.b.c"),
        ("BEARER   a.b.c", "a.b.c"),
        (" bearer a.b.c\t", "a.b.c"),
        ("Bearer -._~+/09azAZ==", "-._~+/09azAZ=="),
        ("Bearer Bearer", "Bearer"),
    ] {
        assert_eq!(bearer_token(&[value]).unwrap(), Some(token), "{value}");
    }
    assert_eq!(bearer_token(&[]).unwrap(), None);
}

#[test]
fn whatever_else_is_refused_and_not_quoted() {
    // Anything else is malformed; another scheme is not.
    for value in [
        "Bearer",
        "Bearer ",
        "Bearer \ta.b.c",
        "Bearer a.b.c d",
        "Bearer a,Bearer b",
        "Bearer a, b",
        "Bearer =",
        "Bearer a=b",
        "Bearer \"a\"",
        "Bearer {}",
        "Bearer a\u{e9}",
        "Bearer a\0",
        "Bearer a\r\nx: y",
    ] {
        let error = bearer_token(&[value]).unwrap_err();
        assert_eq!(
            (error.code(), error.status()),
            (ErrorCode::RequestInvalid, 400),
            "{value:?}"
        );
        assert!(!error.message().contains("a.b.c"));
    }
    for value in [
        "",
        " ",
        "Bearer\ta.b.c",
        "Bearer:a",
        "BearerX a",
        "a.b.c",
        "Basic YTpi",
        "DPoP a.b.c",
        "token=a",
        "\u{feff}Bearer a",
        "Bearer\u{a0}a",
    ] {
        let error = bearer_token(&[value]).unwrap_err();
        assert_eq!(
            (error.code(), error.status()),
            (ErrorCode::JwtInvalid, 401),
            "{value:?}"
        );
        assert!(!error.message().contains("a.b.c") && !error.message().contains("YTpi"));
    }
    assert!(
        bearer_token(&["Bearer "])
            .unwrap_err()
            .message()
            .contains("has no token")
    );
    for values in [
        &["Bearer a", "Bearer a"][..],
        &["Bearer a", ""],
        &["", ""],
        &["Basic YTpi", "Bearer a"],
    ] {
        assert_eq!(
            bearer_token(values).unwrap_err().code(),
            ErrorCode::RequestInvalid
        );
    }
}

#[test]
fn each_scheme_takes_its_own_tokens() {
    for value in ["DPoP a.b.c", "dpop  a.b.c", " DPOP a.b.c\t"] {
        assert_eq!(dpop_token(&[value]).unwrap(), Some("a.b.c"), "{value}");
        assert!(
            bearer_token(&[value])
                .unwrap_err()
                .message()
                .contains("another scheme than Bearer")
        );
    }
    assert_eq!(dpop_token(&[]).unwrap(), None);
    for values in [
        &["DPoP"][..],
        &["DPoP a, DPoP b"],
        &["DPoP a", "DPoP a"],
        &["DPoP a", "Bearer a"],
    ] {
        assert_eq!(
            dpop_token(values).unwrap_err().code(),
            ErrorCode::RequestInvalid,
            "{values:?}"
        );
    }
    for values in [&["Bearer a"][..], &["DPoPa"]] {
        assert_eq!(
            dpop_token(values).unwrap_err().code(),
            ErrorCode::JwtInvalid,
            "{values:?}"
        );
    }
}

/// RFC 9449, sections 7.1 and 9.
#[test]
fn challenges_of_proofs() {
    let algs = dpop_challenge(None, None, None).unwrap().unwrap();
    let listed: Vec<&str> = algs
        .strip_prefix("DPoP algs=\"")
        .unwrap()
        .strip_suffix('"')
        .unwrap()
        .split(' ')
        .collect();
    assert!(
        ["ES256", "Ed25519", "PS256", "ML-DSA-65"]
            .iter()
            .all(|name| listed.contains(name)),
        "{algs}"
    );
    assert!(!listed.iter().any(|name| name.starts_with("HS")), "{algs}");
    for (code, name) in [
        (ErrorCode::DpopInvalid, "invalid_dpop_proof"),
        (ErrorCode::DpopNonceRequired, "use_dpop_nonce"),
        (ErrorCode::NotBound, "invalid_token"),
        (ErrorCode::Expired, "invalid_token"),
    ] {
        let error = Error::new(code, "told to nobody");
        let text = dpop_challenge(Some(&error), Some("api"), Some("read"))
            .unwrap()
            .unwrap();
        assert!(
            text.starts_with(&format!(
                r#"DPoP realm="api", error="{name}", error_description=""#
            )),
            "{text}"
        );
        assert!(
            text.contains(r#", scope="read", algs=""#) && !text.contains("told to nobody"),
            "{text}"
        );
        // A service that accepts both kinds answers a wrong proof with the scheme that it came
        // with.
        let scheme = if name == "invalid_token" {
            "Bearer "
        } else {
            "DPoP "
        };
        assert!(
            challenge(Some(&error), None, None)
                .unwrap()
                .unwrap()
                .starts_with(scheme)
        );
    }
    let unavailable = Error::new(ErrorCode::DpopUnavailable, "told to nobody");
    assert_eq!(dpop_challenge(Some(&unavailable), None, None), Ok(None));
    assert_eq!(
        dpop_challenge(None, Some("a\r\nb"), None).unwrap_err().code(),
        ErrorCode::OptionInvalid
    );
}

#[test]
fn challenges_name_what_rfc_6750_has() {
    let refused = Error::new(ErrorCode::Unsigned, "told to nobody");
    let invalid = r#"error="invalid_token", error_description="The token is encrypted to a public key and has no signed token inside: anyone could have made it.""#;
    for (error, realm, scope, expected) in [
        (None, None, None, r#"Bearer realm="""#.to_owned()),
        (None, Some("a"), None, r#"Bearer realm="a""#.to_owned()),
        (None, None, Some("read"), r#"Bearer scope="read""#.to_owned()),
        (Some(&refused), None, None, format!("Bearer {invalid}")),
        (
            Some(&refused),
            Some(r#"a "b" \c"#),
            Some("read write"),
            format!(r#"Bearer realm="a \"b\" \\c", {invalid}, scope="read write""#),
        ),
    ] {
        assert_eq!(challenge(error, realm, scope).unwrap(), Some(expected));
    }
    for (realm, scope) in [(Some("a\r\nb"), None), (Some("\u{e9}"), None), (Some("\t"), None)]
        .into_iter()
        .chain(
            [
                "", " ", "a  b", "a ", " a", "a\tb", "a\"b", "a\\b", "\u{e9}", "a\r\nb",
            ]
            .map(|scope| (None, Some(scope))),
        )
    {
        assert_eq!(
            challenge(None, realm, scope).unwrap_err().code(),
            ErrorCode::OptionInvalid,
            "{realm:?} {scope:?}"
        );
    }
}

#[test]
fn only_a_token_is_challenged() {
    for code in ErrorCode::ALL {
        let answer = challenge(Some(&Error::new(*code, "told to nobody")), None, None).unwrap();
        assert_eq!(answer.is_some(), code.fault() == Fault::Token, "{code}");
        // RFC 6750, section 3: a description has no quotes and no backslashes.
        let description = code.description();
        assert!(
            description
                .bytes()
                .all(|byte| matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\'),
            "{description}"
        );
    }
}
