//! The program starts, says what it is ready for, and ends.

use crate::support::Serve;
use crate::support::tokens::{ISSUER_AND_API, TestIssuer};
use serde_json::json;
use tokenseal::SignatureAlgorithm::ES256;

#[test]
fn it_starts_and_ends() {
    let issuer = TestIssuer::new(ES256);
    let mut serve = Serve::start(ISSUER_AND_API, &[("keys.json", &issuer.jwks)]);
    assert_eq!(serve.ask("GET", "/healthz", &[], "").body, "ok\n");
    let ready = serve.ask("GET", "/readyz", &[], "");
    assert_eq!((ready.status, &ready.json()["ready"]), (200, &json!(true)));
    assert!(serve.ask("GET", "/metrics", &[], "").body.ends_with("# EOF\n"));

    serve.signal("HUP");
    assert_eq!(serve.wait_for("reloaded")["level"], "info");
    serve.signal("TERM");
    assert!(serve.end());
}
