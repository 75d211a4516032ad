//! What is refused: with which code, with which exit code, and without a word of any secret.

use serde_json::{Value, json};

use crate::support::{Folder, Outcome};

/// A folder with a key pair and a token that is valid at 1700000000.
fn folder() -> Folder {
    let folder = Folder::new();
    folder.ok("keygen ES256 --out key.jwk --public-out public.jwk");
    folder.ok("keygen ES256 --out other.jwk");
    folder.write("token", folder.ok("sign {\"iss\":\"i\",\"aud\":\"a\",\"sub\":\"s\"} --key key.jwk --expires-in 15m --now 1700000000"));
    folder
}

#[test]
fn refused_tokens() {
    let folder = folder();
    let good = "verify @token --key public.jwk --issuer i --audience a --now 1700000000";
    folder.ok(good);
    let verify = |rest: &str| format!("verify @token --key public.jwk {rest}");
    for (line, code, claim) in [
        (
            verify("--issuer i --audience a --now 1700000900"),
            "ERR_JWT_EXPIRED",
            Some("exp"),
        ),
        (verify("--issuer i --audience a"), "ERR_JWT_EXPIRED", Some("exp")),
        (
            verify("--issuer x --audience a --now 1700000000"),
            "ERR_JWT_CLAIM_MISMATCH",
            Some("iss"),
        ),
        (
            verify("--allow-any-issuer --now 1700000000"),
            "ERR_JWT_CLAIM_MISMATCH",
            Some("aud"),
        ),
        (
            verify("--allow-any-issuer --allow-any-audience --subject t --now 1700000000"),
            "ERR_JWT_CLAIM_MISMATCH",
            Some("sub"),
        ),
        (
            format!("{good} --required-claim email"),
            "ERR_JWT_CLAIM_MISSING",
            Some("email"),
        ),
        (
            format!("{good} --type at+jwt"),
            "ERR_JWT_CLAIM_MISMATCH",
            Some("typ"),
        ),
        (
            format!("{good} --profile access-token"),
            "ERR_JWT_CLAIM_MISMATCH",
            Some("typ"),
        ),
        (
            format!("{good} --algorithm RS256"),
            "ERR_JOSE_ALG_NOT_ALLOWED",
            None,
        ),
        (
            format!("{good} --max-token-bytes 10"),
            "ERR_JOSE_LIMIT_EXCEEDED",
            None,
        ),
        (
            verify("--issuer i --audience a --max-age 60 --now 1700000100"),
            "ERR_JWT_TOO_OLD",
            Some("iat"),
        ),
        (good.replace("public", "other"), "ERR_JWKS_NO_MATCHING_KEY", None),
        (good.replace("@token", "a.b.c"), "ERR_JWS_INVALID", None),
        (
            good.replace("@token", "eyJhbGciOiJub25lIn0.e30."),
            "ERR_JOSE_NOT_SUPPORTED",
            None,
        ),
        (good.replace("verify", "decrypt"), "ERR_JWT_INVALID", None),
    ] {
        let line = line.replace("decrypt @token --key public.jwk", "decrypt @token --key key.jwk");
        folder.fails(&line, 1, code);
        let outcome = folder.run(&format!("{line} --json"));
        let error: Value = serde_json::from_str(&outcome.stderr).unwrap();
        assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""));
        assert_eq!(
            (&error["error"], &error["claim"]),
            (&json!(code), &json!(claim)),
            "{line}"
        );
        assert!(error["message"].is_string() && error.as_object().unwrap().len() == 3);
    }
    folder.ok(&format!("{good} --leeway 30s --now 1700000900").replacen("--now 1700000000 ", "", 1));
}

#[test]
fn refused_claims() {
    let folder = folder();
    for (claims, code) in [
        ("[]", "ERR_JWT_INVALID"),
        ("{\"a\":1,\"a\":2}", "ERR_JWT_INVALID"),
        ("{\"exp\":\"x\"}", "ERR_JWT_CLAIM_INVALID"),
        ("x", "ERR_JWT_INVALID"),
    ] {
        folder.fails(&format!("sign {claims} --key key.jwk --no-expiry"), 1, code);
    }
    folder.fails("sign {} --key public.jwk --no-expiry", 1, "ERR_KEY_MISMATCH");
}

#[test]
fn commands_that_cannot_be_carried_out() {
    let folder = folder();
    for line in [
        "sign {} --key key.jwk",
        "sign {} --key key.jwk --expires-in 1.5h",
        "sign {} --key key.jwk --expires-in -5",
        "sign {\"sub\":\"a\"} --key key.jwk --subject b --no-expiry",
        "sign {} --key key.jwk --no-expiry --header {\"alg\":\"none\"}",
        "sign {} --key key.jwk --no-expiry --profile nonsense",
        "sign - --key - --no-expiry",
        "sign --secret-file - --alg HS256 --no-expiry",
        "verify --key -",
        "verify @token --key - --key -",
        "unseal @token --decrypt-with - --verify-with -",
        "verify @missing --key public.jwk",
        "verify @token --key public.jwk --leeway 5x",
        "verify @token --key public.jwk --leeway -5",
        "verify @token --key public.jwk --max-json-depth 101",
        "verify @token --key public.jwk --max-attempts 0",
        "verify @token --key public.jwk --now 1e300",
        "verify @token --key public.jwk --algorithm RSA1_5",
    ] {
        folder.fails(line, 2, "ERR_OPTION_INVALID");
    }
    folder.fails(
        "sign {} --key key.jwk --alg none --no-expiry",
        2,
        "ERR_JOSE_NOT_SUPPORTED",
    );
    for (line, option) in [
        (
            "verify @token --key public.jwk --max-attempts 0",
            "--max-attempts",
        ),
        ("verify @token --key public.jwk --algorithm RSA1_5", "--algorithm"),
        ("sign {} --key key.jwk", "--no-expiry"),
    ] {
        let refused = folder.fails(line, 2, "ERR_OPTION_INVALID");
        assert!(
            refused.stderr.contains(option),
            "an option has the command's own name: {refused:?}"
        );
    }
    for line in [
        "",
        "nonsense",
        "verify @token",
        "verify @token --key public.jwk --isuer i",
        "verify @token --key public.jwk --key-management dir",
        "verify @token --key public.jwk --now NaN",
        "sign {} --key key.jwk --secret-file key.jwk --no-expiry",
        "sign {} --key key.jwk --header [] --no-expiry",
        "encrypt {} --password hunter2",
        "encrypt {} --password=hunter2",
        "completions tcsh",
    ] {
        let outcome = folder.run(line);
        assert_eq!(
            (outcome.code, outcome.stdout.as_str()),
            (2, ""),
            "{line}: {outcome:?}"
        );
        assert!(!outcome.stderr.contains("hunter2"));
    }
    let error: Value = serde_json::from_str(
        &folder
            .run("verify @token --json --key public.jwk --isuer i")
            .stderr,
    )
    .unwrap();
    assert_eq!(
        error,
        json!({ "error": "ERR_OPTION_INVALID", "message": "unexpected argument '--isuer' found", "claim": null })
    );
}

#[test]
fn no_secret_is_ever_shown() {
    let folder = Folder::new();
    let mut secrets = vec![
        "correct horse battery staple".to_owned(),
        "thirty-two bytes of real entropy".to_owned(),
    ];
    for alg in [
        "ES256",
        "RS256",
        "Ed25519",
        "ML-DSA-44",
        "HS256",
        "A256KW",
        "ECDH-ES",
    ] {
        folder.ok(&format!("keygen {alg} --out {alg}.jwk"));
        let jwk: Value = serde_json::from_str(&folder.read(&format!("{alg}.jwk"))).unwrap();
        let members = ["d", "p", "q", "dp", "dq", "qi", "k", "priv"]
            .iter()
            .filter_map(|name| jwk[name].as_str());
        secrets.extend(members.map(str::to_owned));
    }
    assert_eq!(secrets.len(), 14);
    folder.write("password", &secrets[0]);
    folder.write("secret", &secrets[1]);
    folder.write("half.jwk", folder.read("RS256.jwk").replace("\"dq\"", "\"dx\""));
    folder.write(
        "twisted.jwk",
        folder.read("ES256.jwk").replace("\"x\":\"", "\"x\":\"A"),
    );
    let files = "ES256 RS256 Ed25519 ML-DSA-44 HS256 A256KW ECDH-ES half twisted";
    let mut lines: Vec<String> = Vec::new();
    for file in files.split(' ') {
        lines.push(format!("sign {{\"sub\":\"alice\"}} --key {file}.jwk --no-expiry"));
        lines.push(format!(
            "encrypt {{\"sub\":\"alice\"}} --key {file}.jwk --no-expiry"
        ));
        lines.push(format!("jwks {file}.jwk"));
        lines.push(format!("thumbprint {file}.jwk --json"));
        lines.push(format!(
            "sign {{}} --key {file}.jwk --alg HS512 --no-expiry --json"
        ));
    }
    lines.push("encrypt {} --password-file password --no-expiry".into());
    lines.push("encrypt {} --password-file password --alg HS256 --no-expiry".into());
    lines.push("sign {} --secret-file secret --alg HS256 --no-expiry".into());
    lines.push("sign {} --secret-file secret --alg HS512 --no-expiry".into());
    lines.push("verify @password --key secret".into());
    lines.push("verify @RS256.jwk --key RS256.jwk".into());
    let mut made = 0;
    for line in &lines {
        let outcome = folder.run(line);
        let mut outcomes = vec![];
        if outcome.stdout.matches('.').count() >= 2 {
            made += 1;
            folder.write("token", &outcome.stdout);
            for file in files.split(' ') {
                outcomes.push(folder.run(&format!("verify @token --key {file}.jwk --allow-missing-exp")));
                outcomes.push(folder.run(&format!(
                    "decrypt @token --key {file}.jwk --allow-missing-exp --allow-unsigned"
                )));
            }
            outcomes.push(folder.run("inspect @token"));
        }
        for Outcome { stdout, stderr, .. } in outcomes.iter().chain([&outcome]) {
            assert!(
                !secrets
                    .iter()
                    .any(|secret| stdout.contains(secret) || stderr.contains(secret)),
                "{line}"
            );
        }
    }
    assert!(made >= 9, "{made}");
}
