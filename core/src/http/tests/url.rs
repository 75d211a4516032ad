//! URLs that are accepted, and for each of the others the rule that it breaks.

use super::super::url::{Fault, Url, well_known_oauth, well_known_openid};

fn parse(text: &str) -> Url {
    Url::parse(text).unwrap_or_else(|fault| panic!("{text}: {fault}"))
}

#[test]
fn urls_are_taken_apart() {
    for (text, is_https, host, port, origin) in [
        (
            "https://issuer.example",
            true,
            "issuer.example",
            443,
            "https://issuer.example",
        ),
        (
            "HTTPS://Issuer.EXAMPLE:443/A?b=%20c",
            true,
            "issuer.example",
            443,
            "https://issuer.example",
        ),
        (
            "http://localhost:8080/",
            false,
            "localhost",
            8080,
            "http://localhost:8080",
        ),
        ("http://127.0.0.1/", false, "127.0.0.1", 80, "http://127.0.0.1"),
        (
            "https://[2001:DB8::1]:8443/x",
            true,
            "[2001:db8::1]",
            8443,
            "https://[2001:db8::1]:8443",
        ),
        (
            "https://[::ffff:127.0.0.1]",
            true,
            "[::ffff:127.0.0.1]",
            443,
            "https://[::ffff:127.0.0.1]",
        ),
        (
            "https://issuer.example.",
            true,
            "issuer.example.",
            443,
            "https://issuer.example.",
        ),
        (
            "https://a_b.xn--bcher-kva.example:65535",
            true,
            "a_b.xn--bcher-kva.example",
            65535,
            "https://a_b.xn--bcher-kva.example:65535",
        ),
        (
            "https://1.example/a//b/../c;d,e",
            true,
            "1.example",
            443,
            "https://1.example",
        ),
    ] {
        let url = parse(text);
        assert_eq!(
            (url.is_https(), url.host(), url.port()),
            (is_https, host, port),
            "{text}"
        );
        assert_eq!((url.as_str(), url.origin().as_str()), (text, origin));
    }
}

#[test]
fn each_refusal_names_its_rule() {
    let long = format!("https://a.example/{}", "a".repeat(2048));
    let cases: [(Fault, &[&str]); 7] = [
        (Fault::TooLong, &[&long]),
        (
            Fault::Syntax,
            &[
                "",
                "/jwks",
                "//a.example/",
                "a.example",
                " https://a.example",
                "https://a.example/ ",
                "https://a.example/\u{e9}",
                "https://b\u{fc}cher.example",
                "https://a.example/%zz",
                "https://a.example\\b",
                "https://a.example/\r\nx: y",
                "https://[::1",
                "https://[::1%25eth0]/",
                "https://a.example:x/",
                "https://a.example:80:80/",
                "https://a.example/\0",
                "https://a b.example",
            ],
        ),
        (
            Fault::Scheme,
            &[
                "ftp://a.example/",
                "file:///etc/passwd",
                "data:,a",
                "javascript:1",
                "httpss://a.example",
            ],
        ),
        (
            Fault::Userinfo,
            &[
                "https://user@a.example/",
                "https://user:pw@a.example/",
                "https://@a.example/",
                "https://a.example:1@b.example/",
            ],
        ),
        (Fault::Fragment, &["https://a.example/#", "https://a.example/#a"]),
        (
            Fault::Host,
            &[
                "https:a.example",
                "https:///a",
                "https://",
                "https://:443/",
                "https://./",
                "https://a..b/",
                "https://.a/",
                "https://a../",
                "https://%61.example/",
                "https://a.example%2eb/",
                "https://a,b/",
                "https://a$b/",
                "https://127.1/",
                "https://2130706433/",
                "https://0x7f000001/",
                "https://0177.0.0.1/",
                "https://127.0.0.1./",
                "https://1.2.3.4.5/",
                "https://256.0.0.1/",
                "https://a.0x/",
                "https://[v1.a]/",
            ],
        ),
        (
            Fault::Port,
            &[
                "https://a.example:/",
                "https://a.example:0/",
                "https://a.example:65536/",
                "https://a.example:99999999999999999999/",
            ],
        ),
    ];
    for (fault, texts) in cases {
        for text in texts {
            assert_eq!(Url::parse(text), Err(fault), "{text:?}");
            assert!(text.is_empty() || !fault.to_string().contains(text));
        }
    }
    assert!(Url::parse(&long[..2048]).is_ok());
}

#[test]
fn metadata_is_below_or_before_the_path_of_the_issuer() {
    for (issuer, openid, oauth) in [
        (
            "https://a.example",
            "https://a.example/.well-known/openid-configuration",
            "https://a.example/.well-known/oauth-authorization-server",
        ),
        (
            "https://a.example/",
            "https://a.example/.well-known/openid-configuration",
            "https://a.example/.well-known/oauth-authorization-server",
        ),
        (
            "https://A.example:8443/tenant/v2.0",
            "https://A.example:8443/tenant/v2.0/.well-known/openid-configuration",
            "https://A.example:8443/.well-known/oauth-authorization-server/tenant/v2.0",
        ),
        (
            "https://a.example/tenant/",
            "https://a.example/tenant/.well-known/openid-configuration",
            "https://a.example/.well-known/oauth-authorization-server/tenant",
        ),
    ] {
        assert_eq!(well_known_openid(&parse(issuer)).unwrap().as_str(), openid);
        assert_eq!(well_known_oauth(&parse(issuer)).unwrap().as_str(), oauth);
    }
    for query in [
        "https://a.example?",
        "https://a.example/?a=b",
        "https://a.example/a?b=/",
    ] {
        assert_eq!(well_known_openid(&parse(query)), Err(Fault::Query));
        assert_eq!(well_known_oauth(&parse(query)), Err(Fault::Query));
    }
    let long = parse(&format!("https://a.example/{}", "a".repeat(2030)));
    assert_eq!(well_known_oauth(&long), Err(Fault::TooLong));
}
