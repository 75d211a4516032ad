//! `dpop`: proofs that are made and checked.

use crate::support::Folder;

const AT: &str = "--now 1700000000";

/// A folder with a token that is bound to an app's key, and the keys of both.
fn folder() -> Folder {
    let folder = Folder::new();
    folder.ok("keygen ES256 --out signing.jwk --public-out signing.pub.jwk");
    folder.ok("keygen Ed25519 --out app.jwk --public-out app.pub.jwk");
    let thumbprint = folder.ok("thumbprint app.pub.jwk");
    let claims = format!(
        "{{\"sub\":\"alice\",\"cnf\":{{\"jkt\":\"{}\"}}}}",
        thumbprint.trim()
    );
    folder.write(
        "token",
        folder.ok(&format!("sign {claims} --key signing.jwk --expires-in 15m {AT}")),
    );
    folder
}

fn prove(folder: &Folder, rest: &str) -> String {
    let token = folder.read("token");
    let proof = folder.ok(&format!(
        "dpop prove GET https://api.example/orders --access-token {} {AT} {rest}",
        token.trim()
    ));
    proof.trim().to_owned()
}

fn verify(rest: &str) -> String {
    format!(
        "dpop verify @token --key signing.pub.jwk --method GET --public-origin https://api.example {AT} {rest}"
    )
}

#[test]
fn a_proof_is_for_one_key_method_url_and_token() {
    let folder = folder();
    let proof = prove(&folder, "--key app.jwk");
    let good = folder.json(&verify(&format!("--url /orders?page=2 --proof {proof}")));
    assert_eq!(
        (good["verified"].as_bool(), good["claims"]["sub"].as_str()),
        (Some(true), Some("alice"))
    );
    folder.fails(
        &verify(&format!("--url /other --proof {proof}")),
        1,
        "ERR_DPOP_INVALID",
    );
    folder.fails(&verify("--url /orders"), 1, "ERR_JWT_NOT_BOUND");
    folder.fails(
        &verify(&format!("--url /orders --proof {proof} --proof {proof}")),
        1,
        "ERR_DPOP_INVALID",
    );
    let foreign = prove(&folder, "--key signing.jwk");
    folder.fails(
        &verify(&format!("--url /orders --proof {foreign}")),
        1,
        "ERR_JWT_NOT_BOUND",
    );
    folder.fails(
        "verify @token --key signing.pub.jwk --now 1700000000",
        1,
        "ERR_JWT_NOT_BOUND",
    );
}

#[test]
fn what_the_command_lacks_it_says() {
    let folder = folder();
    let proof = prove(&folder, "--key app.jwk --nonce asked --token-id once");
    let line = format!(
        "dpop verify @token --key signing.pub.jwk --public-origin https://api.example {AT} --url /orders --proof {proof}"
    );
    assert!(
        folder
            .fails(&line, 2, "ERR_OPTION_INVALID")
            .stderr
            .contains("method")
    );
    folder.fails("dpop prove GET /orders --key app.jwk", 2, "ERR_OPTION_INVALID");
    folder.write("secret", "thirty-two bytes of real entropy");
    folder.fails(
        "dpop prove GET https://api.example/ --secret-file secret --alg HS256",
        1,
        "ERR_KEY_MISMATCH",
    );
}
