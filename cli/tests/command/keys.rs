//! `keygen`, `jwks` and `thumbprint`, and the files that keys are in.

use serde_json::{Value, json};

use crate::read;
use crate::support::Folder;

#[test]
fn a_key_pair_in_two_files() {
    let folder = Folder::new();
    let summary = folder.json("keygen ES256 --key-id one --out key.jwk --public-out key.pub.jwk");
    assert_eq!(
        summary,
        json!({ "algorithm": "ES256", "key_id": "one", "out": "key.jwk", "public_out": "key.pub.jwk" })
    );
    let (private, public): (Value, Value) = (
        serde_json::from_str(&folder.read("key.jwk")).unwrap(),
        serde_json::from_str(&folder.read("key.pub.jwk")).unwrap(),
    );
    assert!(private["d"].is_string() && public["d"].is_null());
    assert_eq!(
        (&private["x"], &private["kid"], &private["alg"]),
        (&public["x"], &json!("one"), &json!("ES256"))
    );
    assert_eq!(folder.names(), ["key.jwk", "key.pub.jwk"]);
}

#[cfg(unix)]
#[test]
fn private_files_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let mode = |name: &str| std::fs::metadata(folder.path(name)).unwrap().permissions().mode() & 0o777;
    folder.ok("keygen ES256 --out key.jwk --public-out key.pub.jwk");
    folder.ok("keygen RS256 --format pem --out key.pem");
    folder.ok("jwks key.jwk --out jwks.json");
    folder.ok("jwks key.jwk --private --out private.json");
    assert_eq!(
        [mode("key.jwk"), mode("key.pem"), mode("private.json")],
        [0o600; 3]
    );
    assert_eq!(
        [mode("key.pub.jwk") & 0o644, mode("jwks.json") & 0o644],
        [mode("key.pub.jwk"), mode("jwks.json")]
    );
}

#[test]
fn nothing_is_overwritten_and_nothing_is_left_behind() {
    let folder = Folder::new();
    folder.write("taken", "mine");
    folder.fails("keygen ES256 --out taken", 2, "ERR_OPTION_INVALID");
    folder.fails(
        "keygen ES256 --out new --public-out taken",
        2,
        "ERR_OPTION_INVALID",
    );
    folder.fails(
        "keygen ES256 --out same --public-out same",
        2,
        "ERR_OPTION_INVALID",
    );
    folder.fails("keygen ES256 --out nowhere/key.jwk", 2, "ERR_OPTION_INVALID");
    folder.fails(
        "keygen HS256 --out secret --public-out public",
        1,
        "ERR_KEY_MISMATCH",
    );
    assert_eq!(
        (folder.names(), folder.read("taken")),
        (vec!["taken".to_owned()], "mine".to_owned())
    );
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_taken_too() {
    let folder = Folder::new();
    std::os::unix::fs::symlink("target", folder.path("link")).unwrap();
    folder.fails("keygen ES256 --out link", 2, "ERR_OPTION_INVALID");
    assert_eq!(folder.names(), ["link"]);
}

#[test]
fn what_the_core_generates() {
    let folder = Folder::new();
    assert_eq!(
        folder.json("keygen ECDH-ES+A256KW --curve X25519")["crv"],
        "X25519"
    );
    assert_eq!(folder.json("keygen dir --enc A256GCM")["alg"], "A256GCM");
    assert_eq!(folder.json("keygen ML-DSA-44")["kty"], "AKP");
    assert!(
        folder.json("keygen RS256 --bits 3072")["n"]
            .as_str()
            .unwrap()
            .len()
            == 512
    );
    folder.fails("keygen none", 2, "ERR_JOSE_NOT_SUPPORTED");
    folder.fails("keygen RS256 --bits 1024", 2, "ERR_OPTION_INVALID");
    folder.fails("keygen RS256 --bits -1.5", 2, "ERR_OPTION_INVALID");
    folder.fails("keygen ES256 --curve P-999", 2, "ERR_JOSE_NOT_SUPPORTED");
    folder.fails("keygen PBES2-HS512+A256KW", 2, "ERR_OPTION_INVALID");
}

#[test]
fn a_set_holds_public_halves_only() {
    let folder = Folder::new();
    folder.ok("keygen ES256 --key-id a --out a.jwk");
    folder.ok("keygen EdDSA --format pem --out b.pem");
    folder.ok("keygen HS256 --key-id c --out c.jwk");
    let outcome = folder.run("jwks a.jwk c.jwk");
    let set: Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(
        (
            set["keys"].as_array().unwrap().len(),
            set["keys"][0]["d"].is_null()
        ),
        (1, true)
    );
    assert_eq!(outcome.stderr, "tokenseal: shared secrets left out: 1\n");

    let set = folder.json("jwks b.pem --alg EdDSA --key-id b");
    assert_eq!(
        (&set["keys"][0]["kid"], &set["keys"][0]["d"]),
        (&json!("b"), &Value::Null)
    );
    folder.ok("jwks a.jwk c.jwk --private --out all.json");
    let set = folder.json("jwks all.json --private --key-id c");
    assert_eq!(
        (
            set["keys"].as_array().unwrap().len(),
            set["keys"][0]["k"].is_string()
        ),
        (1, true)
    );

    folder.fails("jwks a.jwk c.jwk --key-id a", 2, "ERR_OPTION_INVALID");
    folder.fails("jwks a.jwk --key-id other", 2, "ERR_OPTION_INVALID");
    folder.fails("jwks all.json --alg ES256", 2, "ERR_OPTION_INVALID");
    folder.write("bad.json", r#"{"keys":[{"kty":"EC"}]}"#);
    folder.fails("jwks bad.json", 1, "ERR_JWKS_INVALID");
}

#[test]
fn thumbprints() {
    let folder = Folder::new();
    folder.write(
        "key.jwk",
        r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"1"}"#,
    );
    let thumbprint = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"; // RFC 8037, appendix A.3
    let uri = format!("urn:ietf:params:oauth:jwk-thumbprint:sha-256:{thumbprint}");
    assert_eq!(folder.ok("thumbprint key.jwk"), format!("{thumbprint}\n"));
    assert_eq!(folder.ok("thumbprint key.jwk --uri"), format!("{uri}\n"));
    assert_eq!(
        folder.json("thumbprint key.jwk --json"),
        json!([{ "thumbprint": thumbprint, "uri": uri, "key_id": "1" }])
    );
    assert_eq!(folder.ok("thumbprint key.jwk --hash sha512").len(), 87);
    folder.fails("thumbprint key.jwk --hash md5", 2, "ERR_OPTION_INVALID");
    folder.ok("keygen HS256 --out secret.jwk");
    assert!(
        folder
            .run("thumbprint secret.jwk")
            .stderr
            .contains("not to be published")
    );
}

#[test]
fn files_are_told_apart_by_their_contents() {
    let folder = Folder::new();
    for format in ["jwk", "pem", "der"] {
        folder.ok(&format!(
            "keygen ES256 --format {format} --out key.{format} --public-out public.{format}"
        ));
        let bound = if format == "jwk" { "" } else { "--alg ES256" };
        folder.write(
            "token",
            folder
                .run_with(&format!("sign --key key.{format} {bound} --no-expiry"), "{}")
                .stdout,
        );
        folder.ok(&format!(
            "verify @token --key public.{format} {bound} --allow-missing-exp"
        ));
    }
    folder.fails(
        "verify @token --key public.pem --allow-missing-exp",
        2,
        "ERR_OPTION_INVALID",
    );
    folder.fails(
        "verify @token --key public.pem --alg RS256 --allow-missing-exp",
        1,
        "ERR_KEY_MISMATCH",
    );
    folder.write("garbage", "not a key");
    folder.write("broken", "{\"kty\":");
    folder.fails("verify @token --key garbage", 1, "ERR_JWK_INVALID");
    folder.fails("verify @token --key broken", 1, "ERR_JWK_INVALID");
    folder.fails("verify @token --key missing", 2, "ERR_OPTION_INVALID");
    folder.fails("verify @token --key .", 2, "ERR_OPTION_INVALID");
}

/// A key of tests/vectors, and the password that goes with it.
fn vector(file: &str, id: &str) -> Value {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../tests/vectors")
        .join(file);
    let file = read::read(&path);
    let cases = file["groups"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|group| group["tests"].as_array().unwrap());
    cases
        .clone()
        .find(|case| case["id"] == id)
        .unwrap_or_else(|| panic!("there is no {id}"))["input"]["key"]
        .clone()
}

#[test]
fn encrypted_private_keys() {
    let folder = Folder::new();
    let pem = vector("encrypted_keys.json", "encrypted-keys-rsa-2048-pem");
    let der = vector("encrypted_keys.json", "encrypted-keys-rsa-2048-der");
    folder.write("key.pem", pem["pem"].as_str().unwrap());
    folder.write(
        "key.der",
        base64_simd::URL_SAFE_NO_PAD
            .decode_to_vec(der["der"].as_str().unwrap())
            .unwrap(),
    );
    folder.write("password", format!("{}\n", pem["password"].as_str().unwrap()));
    folder.write("wrong", "not the password");
    assert_eq!(pem["password"], der["password"]);
    for file in ["key.pem", "key.der"] {
        let sign = format!("sign {{}} --key {file} --alg RS256 --key-id r --no-expiry");
        folder.write(
            "token",
            folder.ok(&format!("{sign} --key-password-file password")),
        );
        folder.fails(&sign, 2, "ERR_OPTION_INVALID");
        folder.fails(&format!("{sign} --key-password-file wrong"), 1, "ERR_JWK_INVALID");
        folder.ok(&format!(
            "verify @token --key {file} --alg RS256 --key-password-file password --allow-missing-exp"
        ));
    }
    let set = folder.json("jwks key.pem --alg RS256 --key-id r --key-password-file password");
    assert_eq!(
        (&set["keys"][0]["kid"], &set["keys"][0]["d"]),
        (&json!("r"), &Value::Null)
    );
    assert_eq!(
        folder.ok("thumbprint key.pem --alg RS256 --key-password-file password"),
        folder.ok("thumbprint key.der --alg RS256 --key-password-file password")
    );
    folder.ok("keygen ES256 --out plain.jwk");
    folder.fails(
        "sign {} --key plain.jwk --no-expiry --key-password-file password",
        2,
        "ERR_OPTION_INVALID",
    );
    folder.ok("keygen ES256 --format pem --out plain.pem");
    folder.fails(
        "sign {} --key plain.pem --alg ES256 --no-expiry --key-password-file password",
        2,
        "ERR_OPTION_INVALID",
    );
    let seal = "seal {} --no-expiry --sign-with key.pem --sign-alg RS256 --sign-key-password-file password --encrypt-to key.der";
    folder.write(
        "token",
        folder.ok(&format!(
            "{seal} --encrypt-alg RSA-OAEP-256 --encrypt-key-password-file password"
        )),
    );
    let unseal = "unseal @token --allow-missing-exp --decrypt-with key.pem --decrypt-alg RSA-OAEP-256 --decrypt-key-password-file password";
    folder.ok(&format!(
        "{unseal} --verify-with key.der --verify-alg RS256 --verify-key-password-file password"
    ));
}

#[test]
fn certificates() {
    let folder = Folder::new();
    let pem = vector("certificates.json", "certificates-rsa-2048-rs256-pem");
    let der = vector("certificates.json", "certificates-rsa-2048-rs256-der");
    let certificate = pem["certificate"].as_str().unwrap();
    folder.write("cert.pem", certificate);
    folder.write(
        "text.pem",
        format!("Certificate:\n    Data: for people\n{certificate}"),
    );
    folder.write(
        "cert.der",
        base64_simd::URL_SAFE_NO_PAD
            .decode_to_vec(der["certificate"]["der"].as_str().unwrap())
            .unwrap(),
    );
    for file in ["cert.pem", "cert.der"] {
        let set = folder.json(&format!("jwks {file} --alg RS256 --key-id c"));
        assert_eq!(
            (&set["keys"][0]["kid"], &set["keys"][0]["alg"]),
            (&json!("c"), &json!("RS256"))
        );
        assert!(set["keys"][0]["x5c"].is_array() && set["keys"][0]["x5t#S256"].is_string());
        folder.fails(&format!("jwks {file}"), 2, "ERR_OPTION_INVALID");
        folder.fails(&format!("jwks {file} --alg ES256"), 1, "ERR_KEY_MISMATCH");
        folder.fails(
            &format!("sign {{}} --key {file} --alg RS256 --no-expiry"),
            1,
            "ERR_KEY_MISMATCH",
        );
        folder.ok(&format!(
            "encrypt {{}} --key {file} --alg RSA-OAEP-256 --no-expiry"
        ));
    }
    assert_eq!(
        folder.ok("thumbprint cert.pem --alg RS256"),
        folder.ok("thumbprint cert.der --alg RS256")
    );
    folder.ok("thumbprint text.pem --alg RS256");
    folder.write(
        "broken.pem",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    );
    folder.fails("jwks broken.pem --alg RS256", 1, "ERR_JWK_INVALID");
}
