//! Nested tokens: signed, then encrypted.

use aws_lc_rs::agreement::{self, PrivateKey, UnparsedPublicKey};
use serde_json::{Map, Value};

use crate::keys;
use crate::libraries;
use crate::row::{
    Row,
    names::{JOSEKIT, TOKENSEAL},
};
use crate::signed::bare_verifier;

const SIGNATURE: &str = "ES256";
const KEY_MANAGEMENT: &str = "ECDH-ES+A256KW";

pub(crate) fn rows() -> Vec<Row> {
    let signing = keys::generate(SIGNATURE, None, None);
    let service = keys::generate(KEY_MANAGEMENT, None, None);
    let (public, service_public) = (keys::public(&signing), keys::public(&service));
    let verifier = keys::verifier(Some(&public), Some(&service));
    let token = keys::token(&keys::issuer(Some(&signing), Some(&service_public), None));
    let (josekit, same) = (
        libraries::josekit_unseal(KEY_MANAGEMENT, &service, SIGNATURE, &public),
        token.clone(),
    );

    let bare = bare_verifier(SIGNATURE, &signing);
    let (input, signature) = keys::split(&keys::token(&keys::issuer(Some(&signing), None, None)));
    let mine = PrivateKey::generate(&agreement::ECDH_P256).unwrap();
    let peer = PrivateKey::generate(&agreement::ECDH_P256)
        .unwrap()
        .compute_public_key()
        .unwrap()
        .as_ref()
        .to_vec();
    vec![
        Row::new(format!(
            "{SIGNATURE} inside {KEY_MANAGEMENT}: unseal, claims read"
        ))
        .counted(true)
        .with(TOKENSEAL, move || {
            verifier
                .verify(&token, keys::now())
                .unwrap()
                .claims::<Map<String, Value>>()
                .unwrap()
        })
        .with_bare(move || {
            bare.verify_sig(&input, &signature).unwrap();
            agreement::agree(
                &mine,
                UnparsedPublicKey::new(&agreement::ECDH_P256, &peer),
                (),
                |secret| Ok(secret.len()),
            )
            .unwrap()
        })
        .with(JOSEKIT, move || josekit(&same)),
    ]
}
