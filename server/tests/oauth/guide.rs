//! The guide's page for clients: the program accepts its configuration.

use tokenseal::SignatureAlgorithm::ES256;

use crate::support::tokens::TestIssuer;
use crate::world::set_private;

const AROUND: &str = r#"
    [[issuer]]
    issuer = "https://login.example"
    audience = "https://api.example"
    keys = ["keys.json"]
    [[api]]
    name = "orders"
    [internal]
    issuer = "https://gateway.example"
"#;

#[test]
fn the_configuration_of_the_page_is_good() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/gateway-clients.md");
    let text = std::fs::read_to_string(page).unwrap();
    let blocks: Vec<&str> = text
        .split("```toml\n")
        .skip(1)
        .map(|rest| rest.split_once("```").unwrap().0)
        .collect();
    assert_eq!(blocks.len(), 4);
    let folder = tempfile::tempdir().unwrap();
    let jwks = TestIssuer::new(ES256).jwks;
    let config = AROUND.to_owned() + &blocks.concat();
    for (name, text) in [
        ("keys.json", jwks.as_str()),
        ("billing.jwks", &jwks),
        ("orders.secret", "0123456789abcdef\n"),
        ("serve.toml", &config),
    ] {
        std::fs::write(folder.path().join(name), text).unwrap();
        set_private(&folder.path().join(name));
    }
    let (is_good, said) = crate::support::check(folder.path(), &["--config", "serve.toml"]);
    assert!(is_good, "{said}\n{config}");
}
