//! Tokens that are bound to the client's certificate (RFC 8705), which the gateway passes on in its
//! own way.

use std::io::Write;
use std::net::TcpStream;
use std::sync::Arc;

use base64_simd::STANDARD;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use serde_json::{Value, json};
use tokenseal::{Confirmation, IssueOptions, Issuer, IssuerOptions};

use super::asking::{By, Client};
use super::file::{FILE, key};
use super::gateways::{Gateway, KINDS, Kind, head, serve_of};
use super::servers;
use crate::support::Reply;
use crate::support::tokens::now;

fn certificate() -> Vec<u8> {
    rcgen::generate_simple_self_signed(["client.example".to_owned()])
        .unwrap()
        .cert
        .der()
        .to_vec()
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
    percent_encoding::utf8_percent_encode(&pem("CERTIFICATE", der), percent_encoding::NON_ALPHANUMERIC)
        .to_string()
}

fn pem(label: &str, der: &[u8]) -> String {
    let text = STANDARD.encode_to_string(der);
    let lines: Vec<&str> = text
        .as_bytes()
        .chunks(64)
        .map(|line| std::str::from_utf8(line).unwrap())
        .collect();
    format!(
        "-----BEGIN {label}-----\n{}\n-----END {label}-----\n",
        lines.join("\n")
    )
}

#[test]
fn every_gateway_passes_it_on_in_its_form() {
    let (own, other) = (certificate(), certificate());
    let token = bound_to(&own);
    type Form = fn(&[u8]) -> String;
    let forms: [(By, &str, &str, Form); 4] = [
        (By::Nginx, "X-Client-Cert", "escaped-pem", escaped_pem),
        (By::Traefik, "X-Forwarded-Tls-Client-Cert", "base64", |der| {
            STANDARD.encode_to_string(der)
        }),
        (By::Caddy, "Client-Cert", "rfc9440", |der| {
            format!(":{}:", STANDARD.encode_to_string(der))
        }),
        (By::Envoy, "X-Forwarded-Client-Cert", "xfcc", |der| {
            format!("Hash=00;Cert=\"{}\";Subject=\"CN=a\"", escaped_pem(der))
        }),
    ];
    for (by, header, form, write) in forms {
        let serve = servers::start_with(
            "bearer",
            &format!("client_certificate = {{ header = \"{header}\", form = \"{form}\" }}"),
        );
        let ask = |certificates: &[&str]| {
            let headers: Vec<_> = certificates
                .iter()
                .map(|text| (header, *text))
                .chain([("Authorization", token.as_str())])
                .collect();
            by.ask(&serve, Some("shop"), Client::get("/orders/7", &headers))
        };
        let told = ask(&[&write(&own)]);
        assert_eq!(
            (told.status(), told.identity()["sub"].clone()),
            (200, json!("alice")),
            "{by:?} {told:?}"
        );
        let refused = |told: super::asking::Told| (told.status(), told.code());
        assert_eq!(
            refused(ask(&[&write(&other)])),
            (401, json!("ERR_JWT_NOT_BOUND")),
            "{by:?}"
        );
        assert_eq!(refused(ask(&[])), (401, json!("ERR_JWT_NOT_BOUND")), "{by:?}");
        assert_eq!(refused(ask(&[""])), (401, json!("ERR_JWT_NOT_BOUND")), "{by:?}");
        assert_eq!(
            refused(ask(&[&write(&own), &write(&own)])),
            (500, json!("ERR_OPTION_INVALID")),
            "{by:?}"
        );
        assert_eq!(
            refused(ask(&["no certificate"])),
            (400, json!("ERR_REQUEST_INVALID")),
            "{by:?}"
        );
    }
}

/// Unless the configuration names it, a header comes from the client.
#[test]
fn no_header_is_believed_that_is_not_named() {
    let own = certificate();
    let (token, text) = (bound_to(&own), escaped_pem(&own));
    let serve = servers::start("bearer");
    for header in [
        "X-Client-Cert",
        "Client-Cert",
        "X-Forwarded-Client-Cert",
        "X-SSL-Cert",
    ] {
        let headers = [(header, text.as_str()), ("Authorization", token.as_str())];
        let told = By::Nginx.ask(&serve, Some("shop"), Client::get("/orders/7", &headers));
        assert_eq!(
            (told.status(), told.code()),
            (401, Value::from("ERR_JWT_NOT_BOUND")),
            "{header}"
        );
    }
}

/// The examples' lines for it, in real gateways: the header is what they say, and the client's own
/// is not trusted.
#[test]
fn real_gateways_pass_on_what_the_client_has_shown() {
    for kind in KINDS {
        let (server, client, other) = (pair("api.example"), pair("client.example"), pair("other.example"));
        let token = bound_to(client.0.as_ref());
        let (certificate, key) = (
            pem("CERTIFICATE", server.0.as_ref()),
            pem("PRIVATE KEY", server.1.secret_der()),
        );
        let (header, form) = if kind == Kind::Nginx {
            ("X-Client-Cert", "escaped-pem")
        } else {
            ("Client-Cert", "rfc9440")
        };
        let serve = serve_of(
            "keys = [\"keys.json\"]",
            &format!("client_certificate = {{ header = \"{header}\", form = \"{form}\" }}"),
        );
        let gateway = Gateway::start_edited(
            kind,
            serve,
            &[("server.pem", &certificate), ("server.key", &key)],
            |config| {
                match kind {
            Kind::Nginx => config
                .replace("listen 127.0.0.1:8080;", "listen 127.0.0.1:8080 ssl; ssl_certificate server.pem; ssl_certificate_key server.key; ssl_verify_client optional_no_ca;")
                .replace("# proxy_set_header X-Client-Cert", "proxy_set_header X-Client-Cert"),
            Kind::OldCaddy | Kind::Caddy => config
                .replace("http://api.example:8080 {", "https://api.example:8080 {\n\ttls server.pem server.key {\n\t\tclient_auth {\n\t\t\tmode request\n\t\t}\n\t}")
                .replace("# request_header", "request_header")
                .replace("# @certificate", "@certificate"),
        }
            },
        );
        let forged = if kind == Kind::Nginx {
            escaped_pem(client.0.as_ref())
        } else {
            format!(":{}:", STANDARD.encode_to_string(&client.0))
        };
        let ask = |shown: Option<&Pair>, headers: &[(&str, &str)]| {
            let headers: Vec<_> = headers
                .iter()
                .copied()
                .chain([("Authorization", token.as_str())])
                .collect();
            ask_by_tls(
                &gateway.address,
                &server.0,
                shown,
                &head("GET", "/orders/7", &headers),
            )
            .status
        };
        assert_eq!(ask(Some(&client), &[]), 200, "{kind:?}");
        assert_eq!((ask(Some(&other), &[]), ask(None, &[])), (401, 401), "{kind:?}");
        for shown in [Some(&other), None] {
            let status = ask(shown, &[(header, forged.as_str())]);
            assert_eq!(status, 401, "{kind:?}: the client's own header is believed");
        }
    }
}

type Pair = (CertificateDer<'static>, PrivateKeyDer<'static>);

fn pair(name: &str) -> Pair {
    let made = rcgen::generate_simple_self_signed([name.to_owned()]).unwrap();
    (
        made.cert.der().clone(),
        PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into()),
    )
}

fn ask_by_tls(address: &str, server: &CertificateDer<'static>, shown: Option<&Pair>, head: &str) -> Reply {
    let mut roots = RootCertStore::empty();
    roots.add(server.clone()).unwrap();
    let config = ClientConfig::builder().with_root_certificates(roots);
    let config = match shown {
        Some((certificate, key)) => config
            .with_client_auth_cert(vec![certificate.clone()], key.clone_key())
            .unwrap(),
        None => config.with_no_client_auth(),
    };
    let session = ClientConnection::new(Arc::new(config), "api.example".try_into().unwrap()).unwrap();
    let mut stream = StreamOwned::new(session, TcpStream::connect(address).unwrap());
    stream.write_all(head.as_bytes()).unwrap();
    Reply::read(stream)
}
