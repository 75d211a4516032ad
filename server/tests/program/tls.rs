//! TLS: a certificate that is renewed, and clients that must present one.

use std::io::Write;
use std::net::TcpStream;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::support::{PATIENCE, Reply};
use crate::world::World;

const TLS: &str = "[tls]\ncertificate = \"server.pem\"\nkey = \"server.key\"\n";

/// The tests' own certificate authority.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
}

impl Authority {
    fn new() -> Self {
        let mut parameters = CertificateParams::new(Vec::new()).unwrap();
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let pem = pem("CERTIFICATE", parameters.self_signed(&key).unwrap().der());
        Self {
            issuer: Issuer::new(parameters, key),
            pem,
        }
    }

    /// A certificate for a name, and its key.
    fn sign(&self, name: &str) -> (String, String) {
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new(vec![name.to_owned()])
            .unwrap()
            .signed_by(&key, &self.issuer)
            .unwrap();
        (
            pem("CERTIFICATE", certificate.der()),
            pem("PRIVATE KEY", key.serialized_der()),
        )
    }

    /// Connects to a name that the certificate must have.
    fn connect(
        &self,
        address: &str,
        name: &'static str,
        own: Option<&(String, String)>,
    ) -> std::io::Result<Stream> {
        let mut roots = RootCertStore::empty();
        roots
            .add(CertificateDer::from_pem_slice(self.pem.as_bytes()).unwrap())
            .unwrap();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let builder = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots);
        let config = match own {
            Some((certificate, key)) => {
                let chain = vec![CertificateDer::from_pem_slice(certificate.as_bytes()).unwrap()];
                builder
                    .with_client_auth_cert(chain, PrivateKeyDer::from_pem_slice(key.as_bytes()).unwrap())
                    .unwrap()
            }
            None => builder.with_no_client_auth(),
        };
        let connection = ClientConnection::new(Arc::new(config), name.try_into().unwrap()).unwrap();
        let stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(StreamOwned::new(connection, stream))
    }
}

fn pem(label: &str, der: &[u8]) -> String {
    format!(
        "-----BEGIN {label}-----\n{}\n-----END {label}-----\n",
        base64_simd::STANDARD.encode_to_string(der)
    )
}

type Stream = StreamOwned<ClientConnection, TcpStream>;

fn ask(stream: &mut Stream) -> std::io::Result<u16> {
    stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: serve.test\r\n\r\n")?;
    let mut first = [0; 1];
    std::io::Read::read_exact(stream, &mut first)?;
    Ok(Reply::read(std::io::Read::chain(&first[..], stream)).status)
}

#[test]
fn a_renewed_certificate_is_shown_to_new_connections() {
    let authority = Authority::new();
    let (first, second) = (authority.sign("first.test"), authority.sign("second.test"));
    let mut world = World::with("", TLS, &[("server.pem", &first.0), ("server.key", &first.1)]);
    let address = world.serve.addresses[0].clone();
    let mut before = authority.connect(&address, "first.test", None).unwrap();
    assert_eq!(ask(&mut before).unwrap(), 200);
    assert!(ask(&mut authority.connect(&address, "second.test", None).unwrap()).is_err());

    // A certificate without its key is of no use: it is refused until the key is there, too.
    world.serve.write("server.pem", &second.0);
    let refused = world.serve.wait_for("reload_refused");
    assert!(
        refused["message"]
            .as_str()
            .unwrap()
            .contains("tls.certificate: server.pem"),
        "{refused}"
    );
    assert_eq!(
        ask(&mut authority.connect(&address, "first.test", None).unwrap()).unwrap(),
        200
    );

    world.serve.write("server.key", &second.1);
    world.serve.wait_for("reloaded");
    assert_eq!(
        ask(&mut authority.connect(&address, "second.test", None).unwrap()).unwrap(),
        200
    );
    assert_eq!(
        ask(&mut before).unwrap(),
        200,
        "a connection that is there goes on"
    );
}

#[test]
fn clients_show_a_certificate_where_they_have_to() {
    let (authority, stranger) = (Authority::new(), Authority::new());
    let server = authority.sign("serve.test");
    let files = [
        ("server.pem", server.0.as_str()),
        ("server.key", &server.1),
        ("clients.pem", &authority.pem),
    ];
    let world = World::with("", &format!("{TLS}client_ca = \"clients.pem\"\n"), &files);
    let address = &world.serve.addresses[0];
    let ask_as =
        |own: Option<&(String, String)>| ask(&mut authority.connect(address, "serve.test", own).unwrap());
    assert_eq!(ask_as(Some(&authority.sign("client.test"))).unwrap(), 200);
    assert!(ask_as(None).is_err());
    assert!(ask_as(Some(&stranger.sign("client.test"))).is_err());

    // A client that does not use TLS gets no answer, and is counted like the others.
    let mut plain = TcpStream::connect(address).unwrap();
    plain.set_read_timeout(Some(PATIENCE)).unwrap();
    plain
        .write_all(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
        .unwrap();
    let mut answer = Vec::new();
    let _ = std::io::Read::read_to_end(&mut plain, &mut answer);
    assert!(!answer.starts_with(b"HTTP/"), "{answer:?}");
    let own = authority.sign("client.test");
    let mut stream = authority.connect(address, "serve.test", Some(&own)).unwrap();
    stream
        .write_all(b"GET /metrics HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        .unwrap();
    let metrics = Reply::read(stream).body;
    assert!(
        metrics.contains("tokenseal_handshake_failures_total 3\n"),
        "{metrics}"
    );
}
