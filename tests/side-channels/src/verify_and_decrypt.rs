//! Verifying and decrypting the tokens of others, by every algorithm, unchanged and spoilt.

use tokenseal::{ErrorCode, Key, jwe, jws};

use crate::observed::{observe, secret};
use crate::requests;
use crate::vectors::{self, Case, decode, spoilt};

/// The parts that are spoilt: the encrypted key and the tag of a JWE, the signature of a JWS.
const PARTS_OF_JWE: [usize; 2] = [1, 4];
const SIGNATURE: usize = 2;

/// What differs from another case only in what AWS-LC does with larger numbers, which takes its
/// time: so do RSA and PBKDF2, for which one content encryption has to do.
const OTHER_CURVES: [&str; 2] = ["p-384", "p-521"];
const SLOW: [&str; 2] = ["rsa-oaep", "pbes2"];
const ONE_ENC: &str = "a128cbc-hs256";
/// An inflated plaintext is examined.
const COMPRESSED: [&str; 3] = ["zip", "compressed", "inflate"];

pub(crate) fn all() {
    let is_done = |case: &&Case| {
        !OTHER_CURVES
            .iter()
            .chain(&COMPRESSED)
            .any(|name| case.id.contains(name))
    };
    let is_quick = |case: &Case| case.id.contains(ONE_ENC) || !SLOW.iter().any(|name| case.id.contains(name));
    let is_decrypted =
        |case: &&Case| is_done(case) && is_quick(case) && case.expect.get("plaintext").is_some();
    vectors::read("jwe_algorithms.json", "jwe.decrypt")
        .iter()
        .filter(is_decrypted)
        .for_each(decrypt);
    let is_completed = |case: &&Case| is_done(case) && case.has("secret");
    vectors::read("external_keys.json", "jwe.prepare_decrypt")
        .iter()
        .filter(is_completed)
        .for_each(complete);
    let is_hmac = |case: &&Case| case.id.starts_with("jws-hs") && case.expect.get("payload").is_some();
    vectors::read("jws_algorithms.json", "jws.verify")
        .iter()
        .filter(is_hmac)
        .for_each(verify);
}

/// The key is made, and its secrets become secret, in the operation: it is prepared there.
fn decrypt(case: &Case) {
    let token = case.text("token");
    let decrypt = |token: &str| jwe::decrypt(token, case.key(), &jwe::DecryptOptions::default());
    let decrypted =
        observe(&case.id, || decrypt(token)).unwrap_or_else(|error| panic!("{}: {error}", case.id));
    assert_is(decrypted.plaintext(), case);
    for spoilt in PARTS_OF_JWE.iter().filter_map(|&part| spoilt(token, part)) {
        let code = observe(&format!("{}, spoilt", case.id), || decrypt(&spoilt))
            .unwrap_err()
            .code();
        assert_eq!(code, ErrorCode::DecryptionFailed, "{}", case.id);
    }
}

/// What hardware has found is secret as well.
fn complete(case: &Case) {
    let given = case.bytes("secret");
    let Ok(pending) = jwe::prepare_decrypt(case.text("token"), &case.key(), &jwe::DecryptOptions::default())
    else {
        return;
    };
    let completed = observe(&case.id, || {
        secret(&given);
        pending.complete(&given)
    });
    match completed {
        Ok(decrypted) if case.expect.get("plaintext").is_some() => assert_is(decrypted.plaintext(), case),
        Ok(_) => panic!("{}: it was decrypted", case.id),
        Err(error) => assert_eq!(case.expect["error"], error.code().as_str(), "{}", case.id),
    }
}

fn verify(case: &Case) {
    let token = case.text("token");
    let check = |token: &str, key: Key| jws::verify(token, key, &jws::VerifyOptions::default()).map(|_| ());
    observe(&case.id, || check(token, case.key())).unwrap_or_else(|error| panic!("{}: {error}", case.id));
    let spoilt = spoilt(token, SIGNATURE).expect("a JWS has a signature");
    let error = observe(&format!("{}, spoilt", case.id), || check(&spoilt, case.key())).unwrap_err();
    assert_eq!(
        error.code(),
        ErrorCode::SignatureVerificationFailed,
        "{}",
        case.id
    );
}

/// The plaintext is still secret: the core's marks survived all the way. It is only examined here.
fn assert_is(plaintext: &[u8], case: &Case) {
    assert!(
        requests::is_secret(plaintext),
        "{}: the plaintext came from nothing that was secret",
        case.id
    );
    requests::public(plaintext);
    assert_eq!(
        plaintext,
        decode(case.expect["plaintext"].as_str().expect("a plaintext is a text")),
        "{}",
        case.id
    );
}
