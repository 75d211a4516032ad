//! The libraries that a user would otherwise pick, with keys, decoders and policies prepared as far
//! as each allows.

use josekit::jwe::alg::{direct::DirectJweAlgorithm, ecdh_es::EcdhEsJweAlgorithm, rsaes::RsaesJweAlgorithm};
use josekit::jwe::{JweDecrypter, JweEncrypter, JweHeader};
use josekit::jwk::Jwk;
use josekit::jws::{self, JwsHeader, JwsSigner, JwsVerifier};
use josekit::jwt::{self, JwtPayload, JwtPayloadValidator};
use jsonwebtoken::{AlgorithmFamily, DecodingKey, EncodingKey, Header, Validation, crypto::aws_lc};
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokenseal::Key;

use crate::claims::{self, AUDIENCE, ISSUER};
use crate::keys;

/// Says by name which cryptography jsonwebtoken is to use. Beside the oracles of `tests/interop`,
/// which are for RustCrypto, it is compiled with both.
pub(crate) fn install_provider() {
    // An error says that it was said before.
    let _ = aws_lc::DEFAULT_PROVIDER.install_default();
}

/// A check by josekit: signature, times, iss and aud, as its payload.
pub(crate) fn josekit_verify(algorithm: &str, key: &Key) -> impl Fn(&str) -> JwtPayload + use<> {
    let (verifier, validator) = (josekit_verifier(algorithm, key), validator());
    move |token| {
        let (payload, _) = jwt::decode_with_verifier(token, verifier.as_ref()).unwrap();
        validator.validate(&payload).unwrap();
        payload
    }
}

pub(crate) fn josekit_sign(algorithm: &str, key: &Key) -> impl Fn() -> String + use<> {
    let jwk = Jwk::from_bytes(key.to_jwk(true).unwrap()).unwrap();
    let signer: Box<dyn JwsSigner> = match algorithm {
        "HS256" => Box::new(jws::HS256.signer_from_jwk(&jwk).unwrap()),
        "ES256" => Box::new(jws::ES256.signer_from_jwk(&jwk).unwrap()),
        "RS256" => Box::new(jws::RS256.signer_from_jwk(&jwk).unwrap()),
        "EdDSA" => Box::new(jws::EdDSA.signer_from_jwk(&jwk).unwrap()),
        _ => panic!("no signer of josekit for {algorithm}"),
    };
    let payload = JwtPayload::from_map(claims::map()).unwrap();
    let mut header = JwsHeader::new();
    header.set_token_type("JWT");
    // It writes the key's `kid` by itself.
    move || jwt::encode_with_signer(&payload, &header, signer.as_ref()).unwrap()
}

/// A decryption by josekit, and the check of the claims, as its payload.
pub(crate) fn josekit_decrypt(algorithm: &str, key: &Key) -> impl Fn(&str) -> JwtPayload + use<> {
    let (decrypter, validator) = (josekit_decrypter(algorithm, key), validator());
    move |token| {
        let (payload, _) = jwt::decode_with_decrypter(token, decrypter.as_ref()).unwrap();
        validator.validate(&payload).unwrap();
        payload
    }
}

/// It has no nested tokens: this is what its users do, the one and then the other.
pub(crate) fn josekit_unseal(
    algorithm: &str,
    decryption: &Key,
    signature: &str,
    verification: &Key,
) -> impl Fn(&str) -> JwtPayload + use<> {
    let decrypter = josekit_decrypter(algorithm, decryption);
    let verify = josekit_verify(signature, verification);
    move |token| {
        let (inner, _) = josekit::jwe::deserialize_compact(token, decrypter.as_ref()).unwrap();
        verify(std::str::from_utf8(&inner).unwrap())
    }
}

pub(crate) fn josekit_encrypt(algorithm: &str, enc: &str, key: &Key) -> impl Fn() -> String + use<> {
    let jwk = jwk(algorithm, key);
    let encrypter: Box<dyn JweEncrypter> = match algorithm {
        "dir" => Box::new(DirectJweAlgorithm::Dir.encrypter_from_jwk(&jwk).unwrap()),
        "ECDH-ES+A256KW" => Box::new(EcdhEsJweAlgorithm::EcdhEsA256kw.encrypter_from_jwk(&jwk).unwrap()),
        _ => panic!("no encrypter of josekit for {algorithm}"),
    };
    let payload = JwtPayload::from_map(claims::map()).unwrap();
    let mut header = JweHeader::new();
    header.set_token_type("JWT");
    header.set_content_encryption(enc);
    move || jwt::encode_with_encrypter(&payload, &header, encrypter.as_ref()).unwrap()
}

/// A check by jsonwebtoken: signature, times, iss and aud, as a `Value`.
pub(crate) fn jsonwebtoken_verify(algorithm: &str, key: &Key) -> impl Fn(&str) -> Value + use<> {
    jsonwebtoken_read(algorithm, key)
}

/// The same, as a type of the caller's.
pub(crate) fn jsonwebtoken_read<T: DeserializeOwned>(
    algorithm: &str,
    key: &Key,
) -> impl Fn(&str) -> T + use<T> {
    let algorithm: jsonwebtoken::Algorithm = algorithm.parse().unwrap();
    let pem = || key.to_pem(false).unwrap().into_bytes();
    let key = match algorithm.family() {
        AlgorithmFamily::Hmac => DecodingKey::from_secret(&keys::secret(key)),
        AlgorithmFamily::Ec => DecodingKey::from_ec_pem(&pem()).unwrap(),
        AlgorithmFamily::Ed => DecodingKey::from_ed_pem(&pem()).unwrap(),
        AlgorithmFamily::Rsa => DecodingKey::from_rsa_pem(&pem()).unwrap(),
    };
    let mut validation = Validation::new(algorithm);
    validation.set_issuer(&[ISSUER]);
    validation.set_audience(&[AUDIENCE]);
    move |token| {
        jsonwebtoken::decode::<T>(token, &key, &validation)
            .unwrap()
            .claims
    }
}

pub(crate) fn jsonwebtoken_sign(algorithm: &str, key: &Key) -> impl Fn() -> String + use<> {
    let mut header = Header::new(algorithm.parse().unwrap());
    header.kid = key.key_id().map(str::to_owned);
    let pem = || key.to_pem(true).unwrap().into_bytes();
    let key = match header.alg.family() {
        AlgorithmFamily::Hmac => EncodingKey::from_secret(&keys::secret(key)),
        AlgorithmFamily::Ec => EncodingKey::from_ec_pem(&pem()).unwrap(),
        AlgorithmFamily::Ed => EncodingKey::from_ed_pem(&pem()).unwrap(),
        AlgorithmFamily::Rsa => EncodingKey::from_rsa_pem(&pem()).unwrap(),
    };
    let claims = claims::map();
    move || jsonwebtoken::encode(&header, &claims, &key).unwrap()
}

fn josekit_verifier(algorithm: &str, key: &Key) -> Box<dyn JwsVerifier> {
    let jwk = Jwk::from_bytes(key.to_jwk(key.key_type() == "oct").unwrap()).unwrap();
    match algorithm {
        "HS256" => Box::new(jws::HS256.verifier_from_jwk(&jwk).unwrap()),
        "ES256" => Box::new(jws::ES256.verifier_from_jwk(&jwk).unwrap()),
        "RS256" => Box::new(jws::RS256.verifier_from_jwk(&jwk).unwrap()),
        "PS256" => Box::new(jws::PS256.verifier_from_der(key.to_der(false).unwrap()).unwrap()),
        "EdDSA" => Box::new(jws::EdDSA.verifier_from_jwk(&jwk).unwrap()),
        _ => panic!("no verifier of josekit for {algorithm}"),
    }
}

fn josekit_decrypter(algorithm: &str, key: &Key) -> Box<dyn JweDecrypter> {
    let jwk = jwk(algorithm, key);
    match algorithm {
        "dir" => Box::new(DirectJweAlgorithm::Dir.decrypter_from_jwk(&jwk).unwrap()),
        "ECDH-ES+A256KW" => Box::new(EcdhEsJweAlgorithm::EcdhEsA256kw.decrypter_from_jwk(&jwk).unwrap()),
        "RSA-OAEP-256" => Box::new(RsaesJweAlgorithm::RsaOaep256.decrypter_from_jwk(&jwk).unwrap()),
        _ => panic!("no decrypter of josekit for {algorithm}"),
    }
}

/// Our JWK of a `dir` key has its `enc` as `alg` (as RFC 7520, section 5.6); josekit wants `dir`
/// there.
fn jwk(algorithm: &str, key: &Key) -> Jwk {
    let mut jwk = Jwk::from_bytes(key.to_jwk(key.is_private()).unwrap()).unwrap();
    jwk.set_algorithm(algorithm);
    jwk
}

fn validator() -> JwtPayloadValidator {
    let mut validator = JwtPayloadValidator::new();
    validator.set_issuer(ISSUER);
    validator.set_audience(AUDIENCE);
    validator
}
