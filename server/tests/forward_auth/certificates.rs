//! Tokens that are bound to the client's certificate (RFC 8705), which the gateway passes on as it
//! can.

use base64_simd::STANDARD;
use serde_json::{Value, json};
use tokenseal::{Confirmation, IssueOptions, Issuer, IssuerOptions};

use super::asking::{By, Client};
use super::file::{FILE, key};
use super::servers;
use crate::support::tokens::now;

fn certificate() -> Vec<u8> {
    rcgen::generate_simple_self_signed(["client.example".to_owned()]).unwrap().cert.der().to_vec()
}

fn bound_to(certificate: &[u8]) -> String {
    let verifier = &FILE["services"]["bearer"]["verifier"];
    let options = IssueOptions {
        expires_in: Some("5m".into()),
        now: Some(now()),
        confirm: Some(Confirmation::of_certificate(certificate).unwrap()),
        ..IssueOptions::default()
    };
    let claims = json!({ "iss": verifier["issuer"], "aud": verifier["audience"], "sub": "alice", "scope": "orders:read" });
    let issuer = Issuer::new(Some(key("issuer").into()), None, &IssuerOptions::default()).unwrap();
    format!("Bearer {}", issuer.issue(&claims, &options).unwrap())
}

fn escaped_pem(der: &[u8]) -> String {
    let text = STANDARD.encode_to_string(der);
    let lines: Vec<&str> = text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    let pem = format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"));
    percent_encoding::utf8_percent_encode(&pem, percent_encoding::NON_ALPHANUMERIC).to_string()
}

#[test]
fn every_gateway_passes_it_on_in_its_form() {
    let (own, other) = (certificate(), certificate());
    let token = bound_to(&own);
    type Form = fn(&[u8]) -> String;
    let forms: [(By, &str, &str, Form); 4] = [
        (By::Nginx, "X-Client-Cert", "escaped-pem", escaped_pem),
        (By::Traefik, "X-Forwarded-Tls-Client-Cert", "base64", |der| STANDARD.encode_to_string(der)),
        (By::Caddy, "Client-Cert", "rfc9440", |der| format!(":{}:", STANDARD.encode_to_string(der))),
        (By::Envoy, "X-Forwarded-Client-Cert", "xfcc", |der| format!("Hash=00;Cert=\"{}\";Subject=\"CN=a\"", escaped_pem(der))),
    ];
    for (by, header, form, write) in forms {
        let serve = servers::start_with("bearer", &format!("client_certificate = {{ header = \"{header}\", form = \"{form}\" }}"));
        let ask = |certificates: &[&str]| {
            let headers: Vec<_> = certificates.iter().map(|text| (header, *text)).chain([("Authorization", token.as_str())]).collect();
            by.ask(&serve, Some("shop"), Client::get("/orders/7", &headers))
        };
        let told = ask(&[&write(&own)]);
        assert_eq!((told.status(), told.identity()["sub"].clone()), (200, json!("alice")), "{by:?} {told:?}");
        let refused = |told: super::asking::Told| (told.status(), told.code());
        assert_eq!(refused(ask(&[&write(&other)])), (401, json!("ERR_JWT_NOT_BOUND")), "{by:?}");
        assert_eq!(refused(ask(&[])), (401, json!("ERR_JWT_NOT_BOUND")), "{by:?}");
        assert_eq!(refused(ask(&[""])), (401, json!("ERR_JWT_NOT_BOUND")), "{by:?}");
        assert_eq!(refused(ask(&[&write(&own), &write(&own)])), (500, json!("ERR_OPTION_INVALID")), "{by:?}");
        assert_eq!(refused(ask(&["no certificate"])), (400, json!("ERR_REQUEST_INVALID")), "{by:?}");
    }
}

/// Unless the configuration names it, a header is the client's.
#[test]
fn no_header_is_believed_that_is_not_named() {
    let own = certificate();
    let (token, text) = (bound_to(&own), escaped_pem(&own));
    let serve = servers::start("bearer");
    for header in ["X-Client-Cert", "Client-Cert", "X-Forwarded-Client-Cert", "X-SSL-Cert"] {
        let headers = [(header, text.as_str()), ("Authorization", token.as_str())];
        let told = By::Nginx.ask(&serve, Some("shop"), Client::get("/orders/7", &headers));
        assert_eq!((told.status(), told.code()), (401, Value::from("ERR_JWT_NOT_BOUND")), "{header}");
    }
}
