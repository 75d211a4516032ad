//! Tokens made by one command and read by another.

use serde_json::json;

use crate::support::Folder;

const NOW: &str = "--now 1700000000";

#[test]
fn signed() {
    let folder = Folder::new();
    folder.ok("keygen ES256 --key-id k --out key.jwk --public-out public.jwk");
    let options = format!(
        "--issuer https://issuer.example --audience a --audience b --subject alice --token-id 1 --type at+jwt --not-before 1700000000 \
         --expires-in 15m --header {{\"x\":1}} {NOW}"
    );
    folder.write(
        "token",
        folder.ok(&format!(
            "sign {{\"big\":123456789012345678901234567890}} --key key.jwk {options}"
        )),
    );
    let expected = "--issuer https://issuer.example --audience b --subject alice --type at+jwt --required-claim big --algorithm ES256 --max-age 1h";
    let text = folder.ok(&format!("verify @token --key public.jwk {expected} {NOW}"));
    assert!(
        text.contains(r#""claims":{"big":123456789012345678901234567890,"iss":"https://issuer.example","sub":"alice","aud":["a","b"],"#)
    );
    let shown: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        (&shown["verified"], &shown["kind"], &shown["key_id"]),
        (&json!(true), &json!("signed"), &json!("k"))
    );
    assert_eq!(
        shown["header"],
        json!({ "alg": "ES256", "typ": "at+jwt", "kid": "k", "x": 1 })
    );
    let claims = folder.ok(&format!(
        "verify @token --key public.jwk {expected} {NOW} --claims"
    ));
    assert!(claims.starts_with("{\"big\":123456789012345678901234567890,") && claims.ends_with("}\n"));
}

#[test]
fn signed_with_a_shared_secret() {
    let folder = Folder::new();
    folder.write("secret", "thirty-two bytes of real entropy");
    folder.write("claims", " {\n \"sub\" : \"alice\" }\n");
    let token = folder.ok(&format!(
        "sign @claims --secret-file secret --alg HS256 --key-id s --expires-in 60 {NOW}"
    ));
    folder.write("token", &token);
    assert_eq!(
        folder.json(&format!("verify @token --secret-file secret --alg HS256 {NOW}"))["header"]["kid"],
        "s"
    );
    folder.ok("jwks --secret-file secret --alg HS256 --private --out secret.json");
    folder.ok(&format!("verify @token --key secret.json {NOW}"));
    assert_eq!(
        folder.json("sign {} --key secret.json --no-expiry --json")["token"]
            .as_str()
            .unwrap()
            .split('.')
            .count(),
        3
    );
}

#[test]
fn encrypted() {
    let folder = Folder::new();
    folder.ok("keygen dir --enc A256GCM --key-id d --out shared.jwk");
    folder.ok("keygen ECDH-ES+A256KW --key-id e --out service.jwk --public-out service.pub.jwk");
    folder.write("password", "correct horse battery staple\n");
    folder.write("same password", "correct horse battery staple");
    folder.write("secret", "thirty-two bytes of real entropy");

    folder.write(
        "token",
        folder.ok(&format!("encrypt {{}} --key shared.jwk --expires-in 5m {NOW}")),
    );
    let shown = folder.json(&format!(
        "decrypt @token --key shared.jwk --content-encryption A256GCM {NOW}"
    ));
    assert_eq!(
        (&shown["kind"], &shown["decryption_key_id"]),
        (&json!("encrypted"), &json!("d"))
    );

    folder.write(
        "token",
        folder.ok(&format!(
            "encrypt {{}} --key service.pub.jwk --enc A128CBC-HS256 --compress --expires-in 5m {NOW}"
        )),
    );
    folder.fails(
        &format!("decrypt @token --key service.jwk {NOW}"),
        1,
        "ERR_JWT_UNSIGNED",
    );
    let shown = folder.json(&format!(
        "decrypt @token --key service.jwk --allow-unsigned --key-management ECDH-ES+A256KW {NOW}"
    ));
    assert_eq!(
        (&shown["header"]["enc"], &shown["header"]["zip"]),
        (&json!("A128CBC-HS256"), &json!("DEF"))
    );

    folder.write(
        "token",
        folder.ok(&format!(
            "encrypt {{}} --password-file password --expires-in 5m {NOW}"
        )),
    );
    let mut command = folder.command();
    let status = command
        .args([
            "decrypt",
            "@token",
            "--now",
            "1700000000",
            "--password-file",
            "same password",
        ])
        .output()
        .unwrap()
        .status;
    assert_eq!(status.code(), Some(0));

    folder.write(
        "token",
        folder.ok(&format!(
            "encrypt {{}} --secret-file secret --alg A256GCM --expires-in 5m {NOW}"
        )),
    );
    assert_eq!(
        folder.json(&format!(
            "decrypt @token --secret-file secret --alg A256GCM {NOW}"
        ))["header"]["alg"],
        "dir"
    );
    folder.fails(
        "encrypt {} --secret-file secret --alg dir --expires-in 5m",
        2,
        "ERR_OPTION_INVALID",
    );
}

#[test]
fn sealed() {
    let folder = Folder::new();
    folder.ok("keygen Ed25519 --key-id s --out signing.jwk --public-out signing.pub.jwk");
    folder.ok("keygen RSA-OAEP-256 --format pem --out service.pem --public-out service.pub.pem");
    let seal = "seal {\"sub\":\"alice\"} --sign-with signing.jwk --encrypt-to service.pub.pem --encrypt-alg RSA-OAEP-256 --encrypt-key-id e";
    folder.write("token", folder.ok(&format!("{seal} --expires-in 5m {NOW}")));
    assert_eq!(folder.json("inspect @token")["kind"], "nested");
    let unseal =
        "unseal @token --decrypt-with service.pem --decrypt-alg RSA-OAEP-256 --verify-with signing.pub.jwk";
    let shown = folder.json(&format!(
        "{unseal} --algorithm Ed25519 --key-management RSA-OAEP-256 --content-encryption A256GCM {NOW}"
    ));
    assert_eq!(
        (&shown["kind"], &shown["key_id"], &shown["claims"]["sub"]),
        (&json!("nested"), &json!("s"), &json!("alice"))
    );
    assert_eq!(
        shown["outer_header"],
        json!({ "alg": "RSA-OAEP-256", "enc": "A256GCM", "cty": "JWT", "kid": "e" })
    );
    folder.fails(
        &format!("{unseal} --algorithm ES256 {NOW}"),
        1,
        "ERR_JOSE_ALG_NOT_ALLOWED",
    );
}

#[test]
fn one_key_of_a_set_makes_tokens_and_any_checks_them() {
    let folder = Folder::new();
    folder.ok("keygen ES256 --key-id old --out old.jwk");
    folder.ok("keygen ES256 --key-id new --out new.jwk");
    folder.ok("jwks old.jwk new.jwk --private --out private.json");
    folder.ok("jwks old.jwk new.jwk --out public.json");
    folder.fails("sign {} --key private.json --no-expiry", 2, "ERR_OPTION_INVALID");
    folder.fails(
        "sign {} --key private.json --key-id other --no-expiry",
        2,
        "ERR_OPTION_INVALID",
    );
    folder.write(
        "token",
        folder.ok("sign {} --key private.json --key-id new --no-expiry"),
    );
    for keys in ["--key public.json", "--key old.jwk --key new.jwk"] {
        assert_eq!(
            folder.json(&format!("verify @token --allow-missing-exp {keys}"))["key_id"],
            "new"
        );
    }
    folder.fails(
        "verify @token --allow-missing-exp --key old.jwk",
        1,
        "ERR_JWKS_NO_MATCHING_KEY",
    );
}

#[test]
fn a_key_without_alg_is_bound_by_the_option() {
    let folder = Folder::new();
    let public = folder.json("keygen RS256 --key-id r");
    let mut jwk = public.as_object().unwrap().clone();
    jwk.remove("alg");
    folder.write("key.jwk", json!(jwk).to_string());
    folder.write("set.json", json!({ "keys": [jwk] }).to_string());
    for file in ["key.jwk", "set.json"] {
        folder.fails(
            &format!("sign {{}} --key {file} --no-expiry"),
            2,
            "ERR_OPTION_INVALID",
        );
        folder.write(
            "token",
            folder.ok(&format!("sign {{}} --key {file} --alg PS256 --no-expiry")),
        );
        assert_eq!(
            folder.json(&format!("verify @token --key {file} --allow-missing-exp"))["header"]["alg"],
            "PS256"
        );
    }
}

#[test]
fn inspected() {
    let folder = Folder::new();
    folder.ok("keygen dir --enc A128GCM --out key.jwk");
    folder.write("token", folder.ok("encrypt {} --key key.jwk --no-expiry"));
    let shown = folder.json("inspect @token");
    assert_eq!(
        (&shown["verified"], &shown["kind"], &shown["claims"]),
        (&json!(false), &json!("encrypted"), &json!(null))
    );
    folder.fails("inspect @token --claims", 2, "ERR_OPTION_INVALID");
    folder.fails("inspect a.b", 1, "ERR_JWT_INVALID");
}

#[test]
fn algorithms() {
    let listed = Folder::new().json("algorithms");
    assert_eq!(
        listed["signature"].as_array().unwrap().len(),
        tokenseal::SignatureAlgorithm::ALL.len()
    );
    let first = &tokenseal::default_limits()[0];
    assert_eq!((first.name, first.default), ("max_token_bytes", 262_144));
    assert_eq!(
        listed["limits"][0],
        json!({ "name": first.name, "default": first.default, "description": first.description })
    );
}
