//! Key agreement with an ephemeral key (RFC 7518, section 4.6; RFC 8037, section 3.2).

use std::borrow::Cow;

use aws_lc_rs::agreement::{self, PrivateKey, UnparsedPublicKey};
use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::kdf::{SskdfDigestAlgorithmId, get_sskdf_digest_algorithm, sskdf_digest};
use serde_json::{Map, Value};
use smallvec::SmallVec;
use zeroize::Zeroizing;

use crate::algorithm::{ContentEncryption, Curve, KeyManagement};
use crate::base64url;
use crate::error::{Error, ErrorCode, Result};
use crate::header::{Header, Parameter};
use crate::json;
use crate::jwe::management::unfit;
use crate::key::{Key, Material};
use crate::limits::Limits;
use crate::secrecy;

/// What `apu` and `apv` say about the two parties; empty if absent.
#[derive(Default)]
pub(crate) struct Parties {
    producer: Vec<u8>,
    recipient: Vec<u8>,
}

impl Parties {
    /// From the members that a caller gives for a token that is being made.
    pub(crate) fn given(headers: &[&Map<String, Value>]) -> Result<Self> {
        let decode = |name| match headers.iter().find_map(|header| header.get(name)) {
            None => Ok(Vec::new()),
            Some(value) => {
                let bytes = value.as_str().and_then(|text| base64url::decode(text.as_bytes()));
                bytes.ok_or_else(|| Error::option("apu and apv must be base64url"))
            }
        };
        Ok(Self {
            producer: decode("apu")?,
            recipient: decode("apv")?,
        })
    }

    fn read(header: &Header) -> Result<Self> {
        let decode = |parameter| match header.text(parameter)? {
            None => Ok(Vec::new()),
            Some(text) => base64url::decode(text.as_bytes())
                .ok_or_else(|| header.invalid("apu or apv is not base64url")),
        };
        Ok(Self {
            producer: decode(Parameter::Apu)?,
            recipient: decode(Parameter::Apv)?,
        })
    }
}

/// The length of the key that the agreement must derive; None if the algorithm is not a key
/// agreement.
pub(crate) fn derived_length(algorithm: KeyManagement, enc: ContentEncryption) -> Option<usize> {
    match algorithm {
        KeyManagement::ECDH_ES => Some(enc.key_length()),
        KeyManagement::ECDH_ES_A128KW => Some(16),
        KeyManagement::ECDH_ES_A192KW => Some(24),
        KeyManagement::ECDH_ES_A256KW => Some(32),
        _ => None,
    }
}

/// Agrees with the holder of `key`: returns the derived key, and the `epk` as JSON.
pub(crate) fn convey(
    key: &Key,
    algorithm: KeyManagement,
    enc: ContentEncryption,
    parties: &Parties,
) -> Result<(Zeroizing<Vec<u8>>, String)> {
    let (curve, public) = match key.material() {
        Material::Ec(key) => (key.curve(), key.public_bytes()),
        Material::Okp(key) => (key.curve(), key.public_bytes()),
        _ => return Err(unfit()),
    };
    let failed = || Error::new(ErrorCode::Internal, "key agreement failed");
    let ephemeral =
        PrivateKey::generate(agreement_algorithm(curve).ok_or_else(unfit)?).map_err(|_| failed())?;
    let derived = agree(&ephemeral, public, algorithm, enc, parties).map_err(|_| failed())?;
    let epk = ephemeral.compute_public_key().map_err(|_| failed())?;
    Ok((derived, jwk(curve, epk.as_ref()).ok_or_else(failed)?))
}

/// The header parameters `epk`, `apu` and `apv`.
pub(crate) struct Agreement {
    curve: Curve,
    public: Vec<u8>,
    parties: Parties,
}

impl Agreement {
    /// Reads them strictly. AWS-LC checks whether the point is on its curve.
    pub(crate) fn read(header: &Header) -> Result<Self> {
        let (curve, public) = header
            .raw(Parameter::Epk)
            .and_then(point)
            .ok_or_else(|| header.invalid("epk is missing or malformed"))?;
        Ok(Self {
            curve,
            public,
            parties: Parties::read(header)?,
        })
    }

    /// Whether the key is on the curve of the `epk`.
    pub(crate) fn is_on_curve_of(&self, key: &Key) -> bool {
        match key.material() {
            Material::Ec(key) => key.curve() == self.curve,
            Material::Okp(key) => key.curve() == self.curve,
            _ => false,
        }
    }

    /// The key that the sender of the token derived.
    pub(crate) fn recover(
        &self,
        key: &Key,
        algorithm: KeyManagement,
        enc: ContentEncryption,
    ) -> Result<Zeroizing<Vec<u8>>> {
        let private = match key.material() {
            Material::Ec(key) => key.agreement_private(),
            Material::Okp(key) => key.agreement_private(),
            _ => None,
        };
        agree(
            private.ok_or_else(Error::decryption_failed)?,
            &self.public,
            algorithm,
            enc,
            &self.parties,
        )
    }

    /// The `epk` as a key, for hardware or a service to agree with: neither ever receives anything
    /// but a point on its curve.
    pub(crate) fn peer_key(&self) -> Result<Key> {
        Key::of_peer(self.curve, &self.public).map_err(|_| Error::decryption_failed())
    }

    /// The same as [`recover`](Self::recover) if the private key agreed elsewhere. An all-zero
    /// secret is refused here as well.
    pub(crate) fn recover_from(
        &self,
        secret: &[u8],
        algorithm: KeyManagement,
        enc: ContentEncryption,
    ) -> Result<Zeroizing<Vec<u8>>> {
        let length = match self.curve {
            Curve::X25519 => self.public.len(),
            _ => self.public.len() / 2,
        };
        if secret.len() != length || verify_slices_are_equal(secret, &vec![0; length]).is_ok() {
            return Err(Error::decryption_failed());
        }
        derive(secret, algorithm, enc, &self.parties)
    }
}

fn agreement_algorithm(curve: Curve) -> Option<&'static agreement::Algorithm> {
    match curve {
        Curve::P256 => Some(&agreement::ECDH_P256),
        Curve::P384 => Some(&agreement::ECDH_P384),
        Curve::P521 => Some(&agreement::ECDH_P521),
        Curve::X25519 => Some(&agreement::X25519),
        _ => None,
    }
}

/// AWS-LC refuses a point that is not on the curve, a point at infinity, and an all-zero secret.
fn agree(
    private: &PrivateKey,
    public: &[u8],
    algorithm: KeyManagement,
    enc: ContentEncryption,
    parties: &Parties,
) -> Result<Zeroizing<Vec<u8>>> {
    let peer = UnparsedPublicKey::new(private.algorithm(), public);
    agreement::agree(private, peer, Error::decryption_failed(), |secret| {
        derive(secret, algorithm, enc, parties)
    })
}

/// The Concat KDF (RFC 7518, section 4.6.2), which NIST SP 800-56C calls the one-step KDF.
fn derive(
    secret: &[u8],
    algorithm: KeyManagement,
    enc: ContentEncryption,
    parties: &Parties,
) -> Result<Zeroizing<Vec<u8>>> {
    let length = derived_length(algorithm, enc).ok_or_else(Error::decryption_failed)?;
    let name = if algorithm == KeyManagement::ECDH_ES {
        enc.as_str()
    } else {
        algorithm.as_str()
    };
    let mut other_info = SmallVec::<[u8; 128]>::new();
    for part in [name.as_bytes(), &parties.producer, &parties.recipient] {
        other_info.extend_from_slice(
            &u32::try_from(part.len())
                .map_err(|_| Error::decryption_failed())?
                .to_be_bytes(),
        );
        other_info.extend_from_slice(part);
    }
    other_info.extend_from_slice(
        &u32::try_from(length * 8)
            .map_err(|_| Error::decryption_failed())?
            .to_be_bytes(),
    );
    secrecy::secret(secret);
    let function =
        get_sskdf_digest_algorithm(SskdfDigestAlgorithmId::Sha256).ok_or_else(Error::decryption_failed)?;
    let mut derived = Zeroizing::new(vec![0; length]);
    sskdf_digest(function, secret, &other_info, &mut derived).map_err(|_| Error::decryption_failed())?;
    Ok(derived)
}

/// The public key of a JWK that has passed the strict pass, as AWS-LC reads it: an uncompressed
/// point, or the 32 bytes of X25519. Nothing private, nothing too short or too long.
fn point(jwk: &str) -> Option<(Curve, Vec<u8>)> {
    let (mut kty, mut crv, mut x, mut y, mut is_private) = (None, None, None, None, false);
    json::scan_text(jwk, Limits::MAX_JSON_DEPTH, |name, value| match name {
        "kty" => kty = value.string(),
        "crv" => crv = value.string(),
        "x" => x = value.string(),
        "y" => y = value.string(),
        "d" => is_private = true,
        _ => {}
    })
    .ok()?;
    let curve = crv?.parse().ok()?;
    let (expected_kty, length) = match curve {
        Curve::P256 => ("EC", 32),
        Curve::P384 => ("EC", 48),
        Curve::P521 => ("EC", 66),
        Curve::X25519 => ("OKP", 32),
        _ => return None,
    };
    if kty? != expected_kty || is_private {
        return None;
    }
    let coordinate = |text: Option<Cow<'_, str>>| {
        base64url::decode_few(text?.as_bytes()).filter(|bytes| bytes.len() == length)
    };
    let public = if curve == Curve::X25519 {
        coordinate(x)?.into_vec()
    } else {
        [&[4][..], &coordinate(x)?, &coordinate(y)?].concat()
    };
    Some((curve, public))
}

/// The reverse of [`point`].
fn jwk(curve: Curve, public: &[u8]) -> Option<String> {
    if curve == Curve::X25519 {
        return Some(format!(
            r#"{{"kty":"OKP","crv":"{curve}","x":"{}"}}"#,
            base64url::encode(public)
        ));
    }
    let coordinates = public.strip_prefix(&[4])?;
    let (x, y) = coordinates.split_at_checked(coordinates.len() / 2)?;
    Some(format!(
        r#"{{"kty":"EC","crv":"{curve}","x":"{}","y":"{}"}}"#,
        base64url::encode(x),
        base64url::encode(y)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn private(curve: Curve, d: &str) -> PrivateKey {
        PrivateKey::from_private_key(
            agreement_algorithm(curve).unwrap(),
            &base64url::decode(d.as_bytes()).unwrap(),
        )
        .unwrap()
    }

    #[test]
    fn rfc7518_appendix_c() {
        let ephemeral = private(Curve::P256, "0_NxaRPUMQoAJt50Gz8YiTr8gRTwyEaCumd-MToTmIo");
        let bob = private(Curve::P256, "VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw");
        let public = |x: &str, y: &str| {
            point(&json!({ "kty": "EC", "crv": "P-256", "x": x, "y": y }).to_string())
                .unwrap()
                .1
        };
        let epk = public(
            "gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0",
            "SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps",
        );
        let recipient = public(
            "weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ",
            "e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck",
        );
        let parties = Parties {
            producer: b"Alice".to_vec(),
            recipient: b"Bob".to_vec(),
        };
        for (private, public) in [(&ephemeral, recipient), (&bob, epk)] {
            let derived = agree(
                private,
                &public,
                KeyManagement::ECDH_ES,
                ContentEncryption::A128GCM,
                &parties,
            )
            .unwrap();
            assert_eq!(base64url::encode(&derived), "VqqN6vgjbSBcIijNcacQGg");
        }
    }

    /// RFC 8037, appendix A.6: the key agreement and the `epk`.
    #[test]
    fn rfc8037_appendix_a6() {
        let hex = |text: &str| -> Vec<u8> {
            (0..64)
                .step_by(2)
                .map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap())
                .collect()
        };
        let ephemeral = hex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
        let ephemeral = PrivateKey::from_private_key(&agreement::X25519, &ephemeral).unwrap();
        let bob = hex("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
        let secret = agreement::agree(
            &ephemeral,
            UnparsedPublicKey::new(&agreement::X25519, bob),
            (),
            |secret| Ok(secret.to_vec()),
        )
        .unwrap();
        assert_eq!(
            secret,
            hex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742")
        );
        assert_eq!(
            jwk(Curve::X25519, ephemeral.compute_public_key().unwrap().as_ref()).unwrap(),
            r#"{"kty":"OKP","crv":"X25519","x":"hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo"}"#
        );
    }

    #[test]
    fn keys_that_give_no_secret_are_refused() {
        let parties = Parties::default();
        for low_order in [0, 1] {
            let mut point = [0; 32];
            point[0] = low_order;
            let own = PrivateKey::generate(&agreement::X25519).unwrap();
            assert!(
                agree(
                    &own,
                    &point,
                    KeyManagement::ECDH_ES,
                    ContentEncryption::A128GCM,
                    &parties
                )
                .is_err()
            );
        }
        for (curve, length) in [(Curve::P256, 32), (Curve::P384, 48), (Curve::P521, 66)] {
            let own = PrivateKey::generate(agreement_algorithm(curve).unwrap()).unwrap();
            for byte in [0, 1, 255] {
                let off_curve = [&[4][..], &vec![byte; 2 * length]].concat();
                assert!(
                    agree(
                        &own,
                        &off_curve,
                        KeyManagement::ECDH_ES,
                        ContentEncryption::A128GCM,
                        &parties
                    )
                    .is_err()
                );
            }
        }
    }

    #[test]
    fn an_epk_is_exactly_a_public_key() {
        for curve in [Curve::P256, Curve::P384, Curve::P521, Curve::X25519] {
            let public = PrivateKey::generate(agreement_algorithm(curve).unwrap())
                .unwrap()
                .compute_public_key()
                .unwrap();
            let text = jwk(curve, public.as_ref()).unwrap();
            let good: Map<String, Value> = serde_json::from_str(&text).unwrap();
            assert_eq!(point(&text), Some((curve, public.as_ref().to_vec())));
            let x = good["x"].as_str().unwrap();
            let refused = |name: &str, value: Option<Value>| {
                let mut bad = good.clone();
                match value {
                    Some(value) => bad.insert(name.to_owned(), value),
                    None => bad.remove(name),
                };
                assert_eq!(point(&Value::from(bad).to_string()), None, "{curve} {name}");
            };
            for name in good.keys() {
                refused(name, None);
                refused(name, Some(Value::Null));
                refused(name, Some(json!(7)));
            }
            for value in [json!(x), json!(""), Value::Null] {
                refused("d", Some(value));
            }
            for bad in [
                format!("{x}="),
                format!("{x}AAAA"),
                format!("AAAA{x}"),
                x[4..].to_owned(),
                String::new(),
            ] {
                refused("x", Some(json!(bad)));
            }
            for other in [
                "P-192",
                "p-256",
                "Ed25519",
                "X448",
                "secp256k1",
                if curve == Curve::P384 { "P-521" } else { "P-384" },
            ] {
                refused("crv", Some(json!(other)));
            }
            refused(
                "kty",
                Some(json!(if curve == Curve::X25519 { "EC" } else { "OKP" })),
            );
        }
    }
}
