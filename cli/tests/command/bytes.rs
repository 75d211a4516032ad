//! `--bytes`: arbitrary content, in every serialization.

use serde_json::{Value, json};

use crate::support::Folder;

/// Bytes that are not text, and that begin and end with white space.
const CONTENT: &[u8] = b"\n\xff\x00 any bytes \n";
/// The same in base64url.
const ENCODED: &str = "Cv8AIGFueSBieXRlcyAK";

fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("content", CONTENT);
    folder.ok("keygen ES256 --key-id a --out a.jwk --public-out a.pub.jwk");
    folder.ok("keygen Ed25519 --key-id b --out b.jwk --public-out b.pub.jwk");
    folder.ok("keygen ECDH-ES+A256KW --key-id c --out c.jwk --public-out c.pub.jwk");
    folder.ok("keygen RSA-OAEP-256 --key-id d --out d.jwk --public-out d.pub.jwk");
    folder.ok("keygen A256KW --key-id e --out e.jwk");
    folder
}

#[test]
fn signed_in_every_serialization() {
    let folder = folder();
    for (serialization, mark) in [("compact", "ey"), ("flattened", "{"), ("general", "{")] {
        folder.write(
            "token",
            folder.ok(&format!(
                "sign @content --bytes --serialization {serialization} --key a.jwk --header {{\"x\":1}}"
            )),
        );
        assert!(folder.read("token").starts_with(mark));
        let shown = folder.json("verify @token --bytes --key a.pub.jwk");
        let expected = json!({ "kind": "signed", "verified": [0], "key_id": "a", "header": { "alg": "ES256", "kid": "a", "x": 1 }, "content": ENCODED });
        assert_eq!(shown, expected);
        folder.fails(
            "verify @token --bytes --key b.pub.jwk",
            1,
            "ERR_JWKS_NO_MATCHING_KEY",
        );
        folder.fails("verify @token --key a.pub.jwk", 1, "ERR_JWT_INVALID");
    }
    let mut command = folder.command();
    let output = command
        .args(["verify", "@token", "--bytes", "--content", "--key", "a.pub.jwk"])
        .output()
        .unwrap();
    assert_eq!(
        (output.status.code(), output.stdout.as_slice()),
        (Some(0), CONTENT)
    );
}

#[test]
fn signed_by_several() {
    let folder = folder();
    let sign =
        "sign @content --bytes --serialization general --key a.jwk --key b.jwk --unprotected {\"y\":2}";
    folder.write("token", folder.ok(sign));
    let both = folder.json("verify @token --bytes --key a.pub.jwk --key b.pub.jwk --require all");
    assert_eq!(
        (&both["verified"], &both["unprotected"]),
        (&json!([0, 1]), &json!({ "y": 2 }))
    );
    assert_eq!(
        folder.json("verify @token --bytes --key b.pub.jwk")["verified"],
        json!([1])
    );
    folder.fails(
        "verify @token --bytes --key b.pub.jwk --require all",
        1,
        "ERR_JWKS_NO_MATCHING_KEY",
    );
    folder.fails(
        "verify @token --bytes --key b.pub.jwk --require some",
        2,
        "ERR_OPTION_INVALID",
    );
    folder.fails(&sign.replace("general", "flattened"), 2, "ERR_OPTION_INVALID");
    folder.fails(&sign.replace("general", "other"), 2, "ERR_OPTION_INVALID");
    folder.fails(
        "sign {} --key a.jwk --key b.jwk --no-expiry",
        2,
        "ERR_OPTION_INVALID",
    );
    folder.fails(&format!("{sign} --key-id a"), 2, "ERR_OPTION_INVALID");
}

#[test]
fn detached() {
    let folder = folder();
    for serialization in ["compact", "flattened"] {
        folder.write(
            "token",
            folder.ok(&format!(
                "sign text --bytes --serialization {serialization} --key a.jwk --detached --unencoded"
            )),
        );
        let shown = folder.json("verify @token --bytes --payload text --key a.pub.jwk");
        assert_eq!(
            (&shown["header"]["b64"], &shown["content"]),
            (&json!(false), &json!("dGV4dA"))
        );
        folder.fails(
            "verify @token --bytes --payload other --key a.pub.jwk",
            1,
            "ERR_JWS_SIGNATURE_VERIFICATION_FAILED",
        );
    }
    folder.fails("verify @token --bytes --key a.pub.jwk", 1, "ERR_JWS_INVALID");
    folder.fails(
        "verify - --bytes --payload - --key a.pub.jwk",
        2,
        "ERR_OPTION_INVALID",
    );
}

#[test]
fn encrypted_in_every_serialization() {
    let folder = folder();
    for serialization in ["compact", "flattened", "general"] {
        let aad = if serialization == "compact" {
            ""
        } else {
            "--aad beside"
        };
        let encrypt = format!(
            "encrypt @content --bytes --serialization {serialization} --key c.pub.jwk --enc A128CBC-HS256 --compress {aad}"
        );
        folder.write("token", folder.ok(&encrypt));
        let shown = folder.json("decrypt @token --bytes --key c.jwk --content-encryption A128CBC-HS256");
        assert_eq!(
            (&shown["kind"], &shown["recipient"], &shown["key_id"]),
            (&json!("encrypted"), &json!(0), &json!("c"))
        );
        assert_eq!(
            (&shown["header"]["zip"], &shown["content"]),
            (&json!("DEF"), &json!(ENCODED))
        );
        assert_eq!(
            shown["aad"],
            if aad.is_empty() {
                Value::Null
            } else {
                json!("YmVzaWRl")
            }
        );
        folder.fails(
            "decrypt @token --bytes --key c.jwk --content-encryption A256GCM",
            1,
            "ERR_JOSE_ALG_NOT_ALLOWED",
        );
        folder.fails(
            "decrypt @token --bytes --key d.jwk",
            1,
            "ERR_JWKS_NO_MATCHING_KEY",
        );
    }
}

#[test]
fn encrypted_to_several() {
    let folder = folder();
    folder.write(
        "token",
        folder.ok("encrypt @content --bytes --serialization general --key c.pub.jwk --key d.pub.jwk --unprotected {\"y\":2}"),
    );
    for (key, recipient) in [("c", 0), ("d", 1)] {
        let shown = folder.json(&format!("decrypt @token --bytes --key {key}.jwk"));
        assert_eq!(
            (&shown["recipient"], &shown["recipient_header"]["kid"]),
            (&json!(recipient), &json!(key))
        );
        assert_eq!(
            (&shown["unprotected"], &shown["content"]),
            (&json!({ "y": 2 }), &json!(ENCODED))
        );
    }
    let shared = "encrypt @content --bytes --serialization general --key c.pub.jwk --key e.jwk";
    folder.fails(shared, 2, "ERR_OPTION_INVALID");
    folder.write(
        "token",
        folder.ok(&format!("{shared} --allow-shared-content-key")),
    );
    assert_eq!(folder.json("decrypt @token --bytes --key e.jwk")["recipient"], 1);
}

/// Users would believe that an option for claims had been checked.
#[test]
fn nothing_of_claims_goes_with_bytes() {
    let folder = folder();
    folder.write("token", folder.ok("sign @content --bytes --key a.jwk"));
    folder.write("encrypted", folder.ok("encrypt @content --bytes --key c.pub.jwk"));
    for option in [
        "--issuer i",
        "--expires-in 5m",
        "--no-expiry",
        "--type x",
        "--now 1",
        "--profile id-token",
    ] {
        folder.fails(
            &format!("sign @content --bytes --key a.jwk {option}"),
            2,
            "ERR_OPTION_INVALID",
        );
        folder.fails(
            &format!("encrypt @content --bytes --key c.pub.jwk {option}"),
            2,
            "ERR_OPTION_INVALID",
        );
    }
    for option in [
        "--issuer i",
        "--audience a",
        "--leeway 5",
        "--allow-missing-exp",
        "--required-claim x",
        "--nonce n",
    ] {
        folder.fails(
            &format!("verify @token --bytes --key a.pub.jwk {option}"),
            2,
            "ERR_OPTION_INVALID",
        );
        folder.fails(
            &format!("decrypt @encrypted --bytes --key c.jwk {option}"),
            2,
            "ERR_OPTION_INVALID",
        );
    }
    for line in [
        "verify @token --bytes --claims --key a.pub.jwk",
        "verify @token --content --key a.pub.jwk",
        "sign {} --detached --key a.jwk --no-expiry",
        "sign {} --serialization general --key a.jwk --no-expiry",
        "encrypt {} --aad x --key c.pub.jwk --no-expiry",
    ] {
        assert_eq!(folder.run(line).code, 2, "{line}");
    }
}

#[test]
fn a_header_for_each_key() {
    let folder = folder();
    let sign = "sign @content --bytes --serialization general --key a.jwk --key b.jwk --header {\"x\":1} --header {\"x\":2}";
    folder.write("token", folder.ok(sign));
    assert_eq!(
        folder.json("verify @token --bytes --key a.pub.jwk")["header"]["x"],
        1
    );
    assert_eq!(
        folder.json("verify @token --bytes --key b.pub.jwk")["header"]["x"],
        2
    );
    folder.fails(&format!("{sign} --header {{}}"), 2, "ERR_OPTION_INVALID");
    folder.fails(
        "sign {} --key a.jwk --no-expiry --header {} --header {}",
        2,
        "ERR_OPTION_INVALID",
    );
    let encrypt = "encrypt @content --bytes --serialization general --key c.pub.jwk --key d.pub.jwk";
    folder.write(
        "token",
        folder.ok(&format!(
            "{encrypt} --recipient-header {{\"x\":1}} --recipient-header {{\"x\":2}}"
        )),
    );
    assert_eq!(
        folder.json("decrypt @token --bytes --key d.jwk")["recipient_header"]["x"],
        2
    );
    folder.fails(
        &format!("{encrypt} --recipient-header {{}}"),
        2,
        "ERR_OPTION_INVALID",
    );
}
