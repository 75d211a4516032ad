//! PEM and DER as other programs write them. One key, written by OpenSSL 3.0: `openssl ec` with
//! `-no_public`, `-conv_form compressed` and so on.

use ErrorCode as E;
use pkcs8::der::Encode;
use pkcs8::der::asn1::{BitStringRef, OctetStringRef};
use pkcs8::{ObjectIdentifier, PrivateKeyInfoRef};

use super::*;

const SEC1: &str = "-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIFUVBOq3AIZMVDY3uB+yMcy1TgtgiU+Fuj7tGk974JuHoAoGCCqGSM49
AwEHoUQDQgAEtM3fh6TVEpL5zNY5DOeQyhBglc77l9NHfR7yFbqbRJpmnrPOuz3I
zWC9EDNVq4ta2SbgjQ39cqVXbz5PpQrd1w==
-----END EC PRIVATE KEY-----\n";
const SEC1_NO_PUBLIC: &str = "-----BEGIN EC PRIVATE KEY-----
MDECAQEEIFUVBOq3AIZMVDY3uB+yMcy1TgtgiU+Fuj7tGk974JuHoAoGCCqGSM49
AwEH
-----END EC PRIVATE KEY-----\n";
const PKCS8_NO_PUBLIC: &str = "-----BEGIN PRIVATE KEY-----
MEECAQAwEwYHKoZIzj0CAQYIKoZIzj0DAQcEJzAlAgEBBCBVFQTqtwCGTFQ2N7gf
sjHMtU4LYIlPhbo+7RpPe+Cbhw==
-----END PRIVATE KEY-----\n";
const SPKI: &str = "-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEtM3fh6TVEpL5zNY5DOeQyhBglc77
l9NHfR7yFbqbRJpmnrPOuz3IzWC9EDNVq4ta2SbgjQ39cqVXbz5PpQrd1w==
-----END PUBLIC KEY-----\n";
const SPKI_COMPRESSED: &str = "-----BEGIN PUBLIC KEY-----
MDkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDIgADtM3fh6TVEpL5zNY5DOeQyhBglc77
l9NHfR7yFbqbRJo=
-----END PUBLIC KEY-----\n";
/// The curve with explicit parameters, which RFC 5480 forbids: this is how CVE-2020-0601 made P-256
/// keys with a different generator.
const SPKI_EXPLICIT: &str = "-----BEGIN PUBLIC KEY-----
MIIBSzCCAQMGByqGSM49AgEwgfcCAQEwLAYHKoZIzj0BAQIhAP////8AAAABAAAA
AAAAAAAAAAAA////////////////MFsEIP////8AAAABAAAAAAAAAAAAAAAA////
///////////8BCBaxjXYqjqT57PrvVV2mIa8ZR0GsMxTsPY7zjw+J9JgSwMVAMSd
NgiG5wSTamZ44ROdJreBn36QBEEEaxfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5
RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9QIhAP////8AAAAA
//////////+85vqtpxeehPO5ysL8YyVRAgEBA0IABLTN34ek1RKS+czWOQznkMoQ
YJXO+5fTR30e8hW6m0SaZp6zzrs9yM1gvRAzVauLWtkm4I0N/XKlV28+T6UK3dc=
-----END PUBLIC KEY-----\n";
const ENCRYPTED: &str = "-----BEGIN ENCRYPTED PRIVATE KEY-----
MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAih23b8LzmIEgICCAAw
DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEMHpaJrlJ9F14j6SOgBGLikEgZC/
x5P+43m1YG5PEs/8wupnZEr/9G5X0xbJizYxmD6xJ3x1ftJssMgDfOWED9OmUwO2
cBCg5ZMkIF8fQnEyVc3VPCetRYRgZfbAmc2j3GkVyyymU/1HPnTTVap2ZJIOEFWA
opPghPQGglt1+Aom9EkNjsQH+WQC7AWhmHlW2K6t7yrgvmcKKoBISMUfq5BOQjQ=
-----END ENCRYPTED PRIVATE KEY-----\n";
const PROC_TYPE: &str = "-----BEGIN EC PRIVATE KEY-----
Proc-Type: 4,ENCRYPTED
DEK-Info: AES-128-CBC,60612F001A2A7749D8D3611810A25639

x4ykMMHkQlS0c98DpJ1f4XoV/wSaDj+lipl8/sFgL1D+uI5TGFzhC3ApnAwBkbYM
qtX/ihiRKBE+hkl3XjIdXrHbbOHhyhA7mSqUkqIpFb7z9cAxPnX/m3GVDXqdwRGN
m0Oct1at8LhJHt8ReusejJEoZCRe84fgd1F1uq/9Gm8=
-----END EC PRIVATE KEY-----\n";
const PARAMETERS: &str = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";

fn pem(text: &str) -> Result<Key> {
    Key::from_pem(
        text.as_bytes(),
        SignatureAlgorithm::ES256.into(),
        &KeyOptions::default(),
    )
}

fn der(der: &[u8], algorithm: impl Into<Algorithm>) -> Result<Key> {
    Key::from_der(der, algorithm.into(), &KeyOptions::default())
}

#[test]
fn one_key_in_every_form() {
    let key = pem(SEC1).unwrap();
    for same in [SEC1_NO_PUBLIC, PKCS8_NO_PUBLIC] {
        assert_eq!(pem(same).unwrap(), key);
        assert_eq!(pem(same).unwrap().to_pem(true), key.to_pem(true));
    }
    assert_eq!(pem(SPKI_COMPRESSED).unwrap(), key.public().unwrap());
    assert_eq!(pem(SPKI_COMPRESSED).unwrap().to_pem(false).unwrap(), SPKI);
    let lines: Vec<&str> = SPKI.lines().collect();
    let one_line = format!("{}\n{}{}\n{}", lines[0], lines[1], lines[2], lines[3]);
    for same in [
        one_line,
        SPKI.replace('\n', "\r\n"),
        format!("\n{SPKI}\n\n"),
        format!("Bag Attributes\n  friendlyName: x\n{SPKI}"),
        format!("{PARAMETERS}{SPKI}"),
        format!("{SPKI}x"),
    ] {
        assert_eq!(pem(&same).unwrap(), key.public().unwrap(), "{same}");
    }
}

#[test]
fn what_is_not_one_plain_key() {
    for (text, code) in [
        (ENCRYPTED.to_owned(), E::OptionInvalid),
        (PROC_TYPE.to_owned(), E::JwkInvalid),
        (SPKI_EXPLICIT.to_owned(), E::JwkInvalid),
        (PARAMETERS.to_owned(), E::JwkInvalid),
        (format!("{SPKI}{SPKI}"), E::JwkInvalid),
        (format!("{}x", SPKI.trim_end()), E::JwkInvalid),
        (SPKI.replace("PUBLIC", "PRIVATE"), E::JwkInvalid),
        (SEC1.replace("EC PRIVATE", "RSA PRIVATE"), E::JwkInvalid),
        (SPKI.replace("PUBLIC KEY", "CERTIFICATE"), E::JwkInvalid),
        (SPKI.replace("MFkw", "MF=w"), E::JwkInvalid),
        (String::new(), E::JwkInvalid),
    ] {
        assert_code(pem(&text), code);
    }
}

#[test]
fn the_public_half_inside_pkcs8_is_checked() {
    let (key, other) = (
        signing(SignatureAlgorithm::Ed25519),
        signing(SignatureAlgorithm::Ed25519),
    );
    let (v1, public) = (key.to_der(true).unwrap(), |key: &Key| {
        key.to_der(false).unwrap()[12..].to_vec()
    });
    let v2 = |public: &[u8]| {
        let public_key = Some(BitStringRef::from_bytes(public).unwrap());
        PrivateKeyInfoRef {
            public_key,
            ..PrivateKeyInfoRef::try_from(&v1[..]).unwrap()
        }
        .to_der()
        .unwrap()
    };
    let back = der(&v2(&public(&key)), SignatureAlgorithm::Ed25519).unwrap();
    assert_eq!(back.to_der(true).unwrap(), v1);
    assert_code(
        der(&v2(&public(&other)), SignatureAlgorithm::Ed25519),
        E::KeyMismatch,
    );
}

#[test]
fn ml_dsa_needs_its_seed() {
    for algorithm in [
        SignatureAlgorithm::ML_DSA_44,
        SignatureAlgorithm::ML_DSA_65,
        SignatureAlgorithm::ML_DSA_87,
    ] {
        let key = signing(algorithm);
        let Material::Akp(akp) = key.material() else {
            panic!()
        };
        let seed_form = key.to_der(true).unwrap();
        let expanded = akp.expanded().unwrap();
        let with = |inner: &[u8]| {
            let info = PrivateKeyInfoRef::try_from(&seed_form[..]).unwrap();
            let private_key = OctetStringRef::new(inner).unwrap();
            der(
                &PrivateKeyInfoRef { private_key, ..info }.to_der().unwrap(),
                algorithm,
            )
        };
        let octets = |bytes: &[u8]| OctetStringRef::new(bytes).unwrap().to_der().unwrap();
        let both = |expanded: &[u8]| {
            let body = [octets(akp.seed().unwrap()), octets(expanded)].concat();
            [
                &[0x30, 0x82],
                &u16::try_from(body.len()).unwrap().to_be_bytes()[..],
                &body,
            ]
            .concat()
        };
        assert_eq!(with(&both(&expanded)).unwrap().to_der(true).unwrap(), seed_form);
        let mut changed = expanded.clone();
        changed[100] ^= 1;
        assert_code(with(&both(&changed)), E::KeyMismatch);
        assert_code(with(&octets(&expanded)), E::NotSupported);
        assert_code(with(akp.seed().unwrap()), E::JwkInvalid);
    }
}

#[test]
fn types_and_curves_that_the_library_lacks() {
    let spki = signing(SignatureAlgorithm::Ed25519).to_der(false).unwrap();
    let mut ed448 = spki.clone();
    ed448[8] = 113;
    assert_code(der(&ed448, SignatureAlgorithm::EdDSA), E::NotSupported);
    let mut p192 = signing(SignatureAlgorithm::ES256).to_der(false).unwrap();
    p192[22] = 1;
    assert_eq!(
        ObjectIdentifier::from_bytes(&p192[15..23]).unwrap().to_string(),
        "1.2.840.10045.3.1.1"
    );
    assert_code(der(&p192, SignatureAlgorithm::ES256), E::NotSupported);
}

/// Every byte of every encoding, changed: it is refused with a code for keys, or read as some key;
/// never a panic, never `ERR_INTERNAL`.
#[test]
fn no_byte_panics() {
    use SignatureAlgorithm as S;
    for algorithm in [S::ES256, S::ES512, S::ES256K, S::Ed25519, S::ML_DSA_44, S::RS256] {
        let key = signing(algorithm);
        for private in [true, false] {
            let good = key.to_der(private).unwrap();
            for place in 0..good.len().min(200) {
                for change in [1, 0x20, 0x80, 0xff] {
                    let mut bad = good.clone();
                    bad[place] ^= change;
                    let code = der(&bad, algorithm).map_err(|error| error.code()).err();
                    let known = [
                        E::JwkInvalid,
                        E::KeyMismatch,
                        E::NotSupported,
                        E::KeyWeak,
                        E::LimitExceeded,
                    ];
                    assert!(code.is_none_or(|code| known.contains(&code)), "{code:?}");
                }
            }
        }
    }
}
