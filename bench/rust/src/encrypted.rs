//! Encrypted tokens: decrypted and made.

use aws_lc_rs::aead::{self, Aad, LessSafeKey, Nonce, RandomizedNonceKey, UnboundKey};
use aws_lc_rs::agreement::{self, PrivateKey, UnparsedPublicKey};
use aws_lc_rs::cipher::{AES_128, DecryptingKey, DecryptionContext, UnboundCipherKey};
use aws_lc_rs::rsa::{
    OAEP_SHA256_MGF1SHA256, OaepPrivateDecryptingKey, OaepPublicEncryptingKey, PrivateDecryptingKey,
};
use aws_lc_rs::{hmac, iv::FixedLength};
use serde_json::{Map, Value};
use tokenseal::{ContentEncryption, Curve, Key};

use crate::claims;
use crate::keys;
use crate::libraries;
use crate::row::{
    Row,
    names::{JOSEKIT, TOKENSEAL},
};

const ENC: &str = "A256GCM";

pub(crate) fn rows() -> Vec<Row> {
    let gcm = keys::generate("dir", Some(ContentEncryption::A256GCM), None);
    let cbc = keys::generate("dir", Some(ContentEncryption::A128CBC_HS256), None);
    let p256 = keys::generate("ECDH-ES+A256KW", None, Some(Curve::P256));
    let x25519 = keys::generate("ECDH-ES+A256KW", None, Some(Curve::X25519));
    let rsa = keys::generate("RSA-OAEP-256", None, None);
    vec![
        with_bare_gcm(decrypted("dir", "dir + A256GCM", &gcm)).counted(true),
        with_bare_cbc(decrypted("dir", "dir + A128CBC-HS256", &cbc)),
        with_bare_agreement(
            decrypted("ECDH-ES+A256KW", "ECDH-ES+A256KW, P-256", &p256),
            &agreement::ECDH_P256,
        )
        .counted(true)
        .at_most(1.1, 2000.0)
        .at_least(4.0, JOSEKIT),
        with_bare_agreement(
            decrypted("ECDH-ES+A256KW", "ECDH-ES+A256KW, X25519", &x25519),
            &agreement::X25519,
        ),
        with_bare_oaep(decrypted("RSA-OAEP-256", "RSA-OAEP-256", &rsa), &rsa),
        with_bare_sealing(encrypted("dir", "dir + A256GCM", &gcm)),
        with_bare_ephemeral(encrypted("ECDH-ES+A256KW", "ECDH-ES+A256KW, P-256", &p256)),
    ]
}

/// Decrypted, all claims checked, and read into a map.
fn decrypted(algorithm: &str, title: &str, key: &Key) -> Row {
    let verifier = keys::verifier(None, Some(key));
    let token = keys::token(&keys::issuer(None, Some(&keys::public(key)), None));
    let (josekit, same) = (libraries::josekit_decrypt(algorithm, key), token.clone());
    Row::new(format!("{title}: decrypt, claims read"))
        .with(TOKENSEAL, move || {
            verifier
                .verify(&token, keys::now())
                .unwrap()
                .claims::<Map<String, Value>>()
                .unwrap()
        })
        .with(JOSEKIT, move || josekit(&same))
}

/// Encrypted, from claims in a map.
fn encrypted(algorithm: &str, title: &str, key: &Key) -> Row {
    let public = keys::public(key);
    let (issuer, claims) = (keys::issuer(None, Some(&public), None), claims::map());
    Row::new(format!("{title}: encrypt"))
        .with(TOKENSEAL, move || keys::issue(&issuer, &claims))
        .with(JOSEKIT, libraries::josekit_encrypt(algorithm, ENC, &public))
}

fn with_bare_gcm(row: Row) -> Row {
    let bare = LessSafeKey::new(UnboundKey::new(&aead::AES_256_GCM, &[7; 32]).unwrap());
    let nonce = || Nonce::assume_unique_for_key([1; aead::NONCE_LEN]);
    let mut sealed = claims::TEXT.as_bytes().to_vec();
    bare.seal_in_place_append_tag(nonce(), Aad::from("header"), &mut sealed)
        .unwrap();
    row.with_bare(move || {
        bare.open_in_place(nonce(), Aad::from("header"), &mut sealed.clone())
            .unwrap()
            .len()
    })
}

fn with_bare_sealing(row: Row) -> Row {
    let bare = RandomizedNonceKey::new(&aead::AES_256_GCM, &[7; 32]).unwrap();
    row.with_bare(move || {
        let mut content = claims::TEXT.as_bytes().to_vec();
        bare.seal_in_place_append_tag(Aad::from("header"), &mut content)
            .unwrap();
        content
    })
}

/// HMAC and then AES-CBC: what A128CBC-HS256 is made of (RFC 7518, section 5.2).
fn with_bare_cbc(row: Row) -> Row {
    let cipher = DecryptingKey::cbc(UnboundCipherKey::new(&AES_128, &[7; 16]).unwrap()).unwrap();
    let mac = hmac::Key::new(hmac::HMAC_SHA256, &[7; 16]);
    let content = vec![1; claims::TEXT.len().next_multiple_of(16)];
    let tag = hmac::sign(&mac, &content);
    row.with_bare(move || {
        hmac::verify(&mac, &content, tag.as_ref()).unwrap();
        let context = DecryptionContext::Iv128(FixedLength::from([1; 16]));
        cipher.decrypt(&mut content.clone(), context).unwrap().len()
    })
}

fn with_bare_agreement(row: Row, algorithm: &'static agreement::Algorithm) -> Row {
    let mine = PrivateKey::generate(algorithm).unwrap();
    let peer = PrivateKey::generate(algorithm)
        .unwrap()
        .compute_public_key()
        .unwrap()
        .as_ref()
        .to_vec();
    row.with_bare(move || {
        agreement::agree(&mine, UnparsedPublicKey::new(algorithm, &peer), (), |secret| {
            Ok(secret.len())
        })
        .unwrap()
    })
}

/// A key for each token, and the agreement.
fn with_bare_ephemeral(row: Row) -> Row {
    let peer = PrivateKey::generate(&agreement::ECDH_P256)
        .unwrap()
        .compute_public_key()
        .unwrap()
        .as_ref()
        .to_vec();
    row.with_bare(move || {
        let mine = PrivateKey::generate(&agreement::ECDH_P256).unwrap();
        let peer = UnparsedPublicKey::new(&agreement::ECDH_P256, &peer);
        (
            mine.compute_public_key().unwrap(),
            agreement::agree(&mine, peer, (), |secret| Ok(secret.len())).unwrap(),
        )
    })
}

fn with_bare_oaep(row: Row, key: &Key) -> Row {
    let private = PrivateDecryptingKey::from_pkcs8(&key.to_der(true).unwrap()).unwrap();
    let public = OaepPublicEncryptingKey::new(private.public_key()).unwrap();
    let bare = OaepPrivateDecryptingKey::new(private).unwrap();
    let mut sealed = vec![0; public.ciphertext_size()];
    public
        .encrypt(&OAEP_SHA256_MGF1SHA256, &[7; 32], &mut sealed, None)
        .unwrap();
    let mut content = vec![0; bare.min_output_size()];
    row.with_bare(move || {
        bare.decrypt(&OAEP_SHA256_MGF1SHA256, &sealed, &mut content, None)
            .unwrap()
            .len()
    })
}
