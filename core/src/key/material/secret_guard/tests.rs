//! What is refused, and what is not.

use base64_simd::STANDARD_NO_PAD;

use crate::algorithm::{KeyManagement, SignatureAlgorithm};
use crate::base64url;
use crate::error::ErrorCode;
use crate::key::{GenerateOptions, JwkOptions, Key, KeyOptions, KeySet};

/// A key in every encoding that the library writes, and in those that others write.
fn encodings(key: &Key) -> Vec<Vec<u8>> {
    let mut found: Vec<Vec<u8>> = Vec::new();
    for private in [false, true] {
        let (pem, der) = (key.to_pem(private).unwrap(), key.to_der(private).unwrap());
        let jwk = key.to_jwk(private).unwrap();
        let jwks = KeySet::from(key).to_jwks(private).unwrap();
        let one_line: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
        found.extend([
            pem.into_bytes(),
            der.clone(),
            jwk.into_bytes(),
            jwks.into_bytes(),
            one_line.into_bytes(),
        ]);
        found.push(base64url::encode(&der).into_bytes());
    }
    found
}

fn surrounded(text: &[u8]) -> Vec<Vec<u8>> {
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(text.iter().flat_map(|&byte| [byte, 0]))
        .collect();
    let mut found = vec![text.to_vec(), utf16];
    for before in ["\u{feff}", " \r\n\t", "# our key\n", "// {a key}\n", "\u{feff}\n"] {
        found.push([before.as_bytes(), text].concat());
    }
    found.push([text, b"\n\n"].concat());
    found
}

#[track_caller]
fn assert_refused(secret: &[u8]) {
    let mismatch = Err(ErrorCode::KeyMismatch);
    for name in ["HS256", "HS512"] {
        let key = Key::from_secret(secret, name.parse().unwrap(), &KeyOptions::default());
        assert_eq!(
            key.map_err(|error| error.code()),
            mismatch,
            "{}",
            String::from_utf8_lossy(secret)
        );
        let jwk = format!(
            r#"{{"kty":"oct","alg":"{name}","k":"{}"}}"#,
            base64url::encode(secret)
        );
        assert_eq!(
            Key::from_jwk(&jwk, &JwkOptions::default()).map_err(|error| error.code()),
            mismatch
        );
    }
    let password = Key::from_password(
        secret,
        KeyManagement::PBES2_HS256_A128KW.into(),
        &KeyOptions::default(),
    );
    assert_eq!(password.map_err(|error| error.code()), mismatch);
}

/// Keys that a review found to slip through.
#[test]
fn a_key_in_disguise_is_no_secret() {
    let key = Key::generate(SignatureAlgorithm::ES256.into(), &GenerateOptions::default()).unwrap();
    let (der, jwk) = (key.to_der(false).unwrap(), key.to_jwk(false).unwrap());
    let base64 = base64_simd::STANDARD.encode_to_string(&der);
    assert_refused(&[&b"# signing key\n"[..], &der].concat());
    assert_refused(format!("{}{base64}", "# a comment\n".repeat(40)).as_bytes());
    assert_refused(format!("{base64}\n# and after\n").as_bytes());
    assert_refused(format!("// by a Mac\r{base64}\r").as_bytes());
    assert_refused(format!("\"{base64}\"").as_bytes());
    assert_refused(format!("data:application/octet-stream;base64,{base64}").as_bytes());
    assert_refused(base64url::encode(base64url::encode(&der).as_bytes()).as_bytes());
    assert_refused(
        der.iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>()
            .as_bytes(),
    );
    assert_refused(jwk.replace("\"kty\"", "\"\\u006bty\"").as_bytes());
    assert_refused(format!("[{}]", jwk.replace("\"kty\"", "\"\\u006bt\\u0079\"")).as_bytes());
    assert_refused(serde_json::to_string(&jwk).unwrap().as_bytes());
}

/// Public keys as other formats and languages write them, and in several layers.
#[test]
fn a_key_in_any_disguise_is_no_secret() {
    let rsa = Key::generate(SignatureAlgorithm::RS256.into(), &GenerateOptions::default()).unwrap();
    let ec = Key::generate(SignatureAlgorithm::ES256.into(), &GenerateOptions::default()).unwrap();
    let member = |key: &Key, name: &str| {
        let jwk: serde_json::Value = serde_json::from_str(&key.to_jwk(false).unwrap()).unwrap();
        jwk[name].as_str().unwrap().to_owned()
    };
    let (n, x, y) = (member(&rsa, "n"), member(&ec, "x"), member(&ec, "y"));
    let bytes = |text: &str| base64url::decode(text.as_bytes()).unwrap();
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let base64 = |bytes: &[u8]| base64_simd::STANDARD.encode_to_string(bytes);
    let (pem, der, ec_der) = (
        rsa.to_pem(false).unwrap(),
        rsa.to_der(false).unwrap(),
        ec.to_der(false).unwrap(),
    );
    let body: String = pem
        .lines()
        .filter(|line| !line.starts_with('-'))
        .collect::<Vec<_>>()
        .join("\n");
    let percent = |text: &str| {
        text.bytes()
            .map(|byte| format!("%{byte:02X}"))
            .collect::<String>()
    };
    let point = [&[4][..], &bytes(&x), &bytes(&y)].concat();
    let list = |bytes: &[u8]| bytes.iter().map(u8::to_string).collect::<Vec<_>>().join(", ");
    let nested = (0..5).fold(ec_der.clone(), |inner, _| base64(&inner).into_bytes());
    let texts = [
        format!("<RSAKeyValue><Modulus>{n}</Modulus><Exponent>AQAB</Exponent></RSAKeyValue>"),
        format!("<ds:RSAKeyValue xmlns:ds='#'>{n}</ds:RSAKeyValue>"),
        format!(r#"{{"Modulus":"{n}","Exponent":"AQAB"}}"#),
        format!("kty: RSA\nn: {n}\ne: AQAB\n"),
        format!("{{kty:'EC',crv:`P-256`,x:'{x}',y:'{y}'}}"),
        format!("kty = \"EC\"\nx = \"{x}\"\n"),
        format!("n={n}&e=AQAB"),
        format!("crv: P-256\nx: {x}\ny: {y}\n"),
        body.clone(),
        body.replace('\n', "\\n"),
        body.replace('\n', "\\\\n"),
        body.replace('\n', "\" +\n  \""),
        format!("our public key: {}, keep it", base64(&ec_der)),
        format!("Bearer{}", base64(&ec_der)),
        percent(&pem),
        percent(&percent(&body)),
        percent(&rsa.to_jwk(false).unwrap()),
        rsa.to_jwk(false).unwrap().replace('"', "&quot;"),
        format!("0x{}", hex(&der)),
        format!(
            "0x{}",
            ec_der
                .iter()
                .map(|byte| format!("{byte:02X}"))
                .collect::<Vec<_>>()
                .join(", 0x")
        ),
        ec_der.iter().map(|byte| format!("\\x{byte:02x}")).collect(),
        format!(
            "pub:\n    {}",
            ec_der
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect::<Vec<_>>()
                .join(":")
        ),
        format!("[{}]", list(&ec_der)),
        format!(r#"{{"type":"Buffer","data":[{}]}}"#, list(&der)),
        String::from_utf8(nested).unwrap(),
        base64(base64(hex(&der).as_bytes()).as_bytes()),
        base64(rsa.to_jwk(false).unwrap().as_bytes()),
        hex(&point),
        base64(&point),
        format!("0x04{}{}", hex(&bytes(&x)), hex(&bytes(&y))),
        pem.replace("-----", "").replace('\n', ""),
    ];
    texts.iter().for_each(|text| assert_refused(text.as_bytes()));
    let mut cose = b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20".to_vec();
    cose.extend([&bytes(&x)[..], b"\x22\x58\x20", &bytes(&y)].concat());
    let binary = [
        cose,
        [b"a header of some length, then: ".as_slice(), &der].concat(),
        [&[7; 100][..], &rsa_public_key(&bytes(&n))].concat(),
        point.clone(),
        point[1..].to_vec(),
        [b"prefix".as_slice(), &point, b"and more"].concat(),
    ];
    binary.iter().for_each(|secret| assert_refused(secret));
}

/// The RSAPublicKey of PKCS#1, which names no algorithm.
fn rsa_public_key(n: &[u8]) -> Vec<u8> {
    [
        &[0x30, 0x82, 1, 10, 0x02, 0x82, 1, 1, 0][..],
        n,
        &[0x02, 3, 1, 0, 1],
    ]
    .concat()
}

/// Random secrets, in the encodings that secrets come in. Fewer than one in a million may be
/// mistaken for a key; none of these is.
#[test]
fn random_secrets_pass() {
    let taken = count_taken(
        20_000,
        &[16, 24, 32, 33, 48, 64, 65, 96, 97, 128, 132, 133, 256, 512],
    ) + count_taken(20, &[4096, 16_384, 65_536]);
    assert_eq!(taken, 0);
}

/// The same with more of them: `cargo test --release -p tokenseal --lib -- --ignored million
/// --nocapture`.
#[test]
#[ignore = "takes minutes"]
fn five_million_random_secrets_pass() {
    let taken = count_taken(
        5_600_000,
        &[16, 24, 32, 33, 48, 64, 65, 96, 97, 128, 132, 133, 256, 512],
    ) + count_taken(2000, &[4096, 16_384, 65_536]);
    println!("{taken} of 5,602,000 random secrets were taken for keys");
    assert_eq!(taken, 0);
}

/// How many of `count` random secrets, cycling through these lengths and through raw, base64,
/// base64url and hexadecimal, are mistaken for keys.
fn count_taken(count: usize, lengths: &[usize]) -> usize {
    let mut bytes = vec![0; lengths.iter().copied().max().unwrap()];
    let mut taken = 0;
    for (number, length) in lengths.iter().cycle().take(count).enumerate() {
        let bytes = &mut bytes[..*length];
        aws_lc_rs::rand::fill(bytes).unwrap();
        let secret = match number / lengths.len() % 4 {
            0 => bytes.to_vec(),
            1 => base64_simd::STANDARD.encode_to_string(bytes).into_bytes(),
            2 => base64url::encode(bytes).into_bytes(),
            _ => bytes
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect::<String>()
                .into_bytes(),
        };
        taken += usize::from(super::holds_another_key(&secret));
    }
    taken
}

/// The last byte of a key may look like a line ending.
#[test]
fn a_key_that_ends_like_white_space_is_no_secret() {
    let spki = [
        &[0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0][..],
        &[b'\n'; 32],
    ]
    .concat();
    assert_refused(&spki);
    assert_refused(&[&spki[..], b"\n\n"].concat());
    assert_refused(&[&b"\n"[..], &spki, b"anything"].concat());
}

#[test]
fn a_key_is_no_secret() {
    use SignatureAlgorithm as S;
    for algorithm in [S::RS256, S::ES256, S::ES512, S::ES256K, S::Ed25519, S::ML_DSA_65] {
        let key = Key::generate(algorithm.into(), &GenerateOptions::default()).unwrap();
        for text in encodings(&key) {
            if text.is_ascii() {
                surrounded(&text).iter().for_each(|text| assert_refused(text));
            } else {
                assert_refused(&text);
                assert_refused(&[b"\xef\xbb\xbf", text.as_slice()].concat());
                assert_refused(&[text.as_slice(), b"\n"].concat());
            }
        }
    }
}

#[test]
fn neither_is_openssh_nor_pkcs1_nor_a_certificate() {
    let ssh = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBcHyAUvLkOXzCOFMxXmZ5vMP0fUo1UpCMVo/6rRdsCk a@b";
    let blob = STANDARD_NO_PAD
        .decode_to_vec(ssh.split(' ').nth(1).unwrap())
        .unwrap();
    surrounded(ssh.as_bytes())
        .iter()
        .for_each(|text| assert_refused(text));
    surrounded(format!("from=\"10.0.0.1\",no-pty {ssh}").as_bytes())
        .iter()
        .for_each(|text| assert_refused(text));
    assert_refused(&blob);
    assert_refused(b"---- BEGIN SSH2 PUBLIC KEY ----\nComment: x\nAAAA\n---- END SSH2 PUBLIC KEY ----\n");
    assert_refused(b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
    // The outline of a certificate, and of an RSAPublicKey.
    assert_refused(
        &[
            &[0x30, 39, 0x30, 16][..],
            &[0x02, 14],
            &[7; 14],
            &[0x30, 2, 0x05, 0],
            &[0x03, 15, 0],
            &[9; 14],
        ]
        .concat(),
    );
    assert_refused(&[&[0x30, 37, 0x02, 32][..], &[7; 32], &[0x02, 1, 3]].concat());
}

#[test]
fn secrets_that_only_look_like_keys_pass() {
    let secrets: [&[u8]; 5] = [
        b"ssh keys begin like this, and {objects} like that; BEGIN is a word, and so is kty",
        b"AAAAB3Nza, AAAAB3Nza, AAAAB3Nza, AAAAB3Nza, AAAAB3Nza, AAAAB3Nza, AAAAB3Nza",
        b"MIIBIjCCAQ4wggEKAoIBAQDabcdefghijklmnopqrstu",
        &[&[0x30, 62][..], &[0x55; 62]].concat(),
        &[&[0, 0, 0, 7][..], &[0x55; 60]].concat(),
    ];
    for secret in secrets {
        assert!(Key::from_secret(secret, SignatureAlgorithm::HS256.into(), &KeyOptions::default()).is_ok());
    }
}
