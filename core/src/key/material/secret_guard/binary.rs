//! Keys in binary: DER, the wire format of SSH, COSE, and points on curves.

use memchr::{memchr_iter, memmem};
use zeroize::Zeroizing;

use crate::algorithm::Curve;
use crate::key::material::EcKey;
use crate::key::shape::shape_at_start;

/// What only a key or a certificate contains, at any offset: the object identifiers of key types,
/// in the forms that DER gives them, and how SSH and COSE keys begin. Each is long enough that a
/// random secret of 64 KiB contains none of them.
pub(super) const SIGNS: [&[u8]; 22] = [
    b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01", // rsaEncryption
    b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a", // id-RSASSA-PSS
    b"\x06\x07\x2a\x86\x48\xce\x3d\x02\x01",         // id-ecPublicKey
    b"\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07",     // P-256, where an EC private key names it
    b"\xa0\x07\x06\x05\x2b\x81\x04\x00",             // P-384, P-521 and secp256k1, there
    b"\x06\x07\x2a\x86\x48\xce\x38\x04\x01",         // id-dsa
    b"\x30\x05\x06\x03\x2b\x65\x6e",                 // X25519
    b"\x30\x05\x06\x03\x2b\x65\x6f",                 // X448
    b"\x30\x05\x06\x03\x2b\x65\x70",                 // Ed25519
    b"\x30\x05\x06\x03\x2b\x65\x71",                 // Ed448
    b"\x06\x09\x60\x86\x48\x01\x65\x03\x04\x03",     // ML-DSA, SLH-DSA
    b"\x06\x09\x60\x86\x48\x01\x65\x03\x04\x04",     // ML-KEM
    b"\x00\x00\x00\x07ssh-rsa",
    b"\x00\x00\x00\x07ssh-dss",
    b"\x00\x00\x00\x0bssh-ed25519",
    b"\x00\x00\x00\x13ecdsa-sha2-",
    b"\x00\x00\x00\x1ask-ssh-",
    b"\x00\x00\x00\x22sk-ecdsa-",
    b"openssh-key-v1\x00",
    b"\x20\x01\x21\x58\x20", // COSE_Key (RFC 9053, section 7): crv P-256, and x of 32 bytes
    b"\x20\x06\x21\x58\x20", // crv Ed25519, and x
    b"\x21\x43\x01\x00\x01", // e of an RSA key
];
/// Bytes longer than this are not checked for a point: each candidate costs an operation on its
/// curve.
const MAX_POINT_BYTES: usize = 1024;
/// How many candidate points are tried.
const MAX_POINTS: usize = 4;

pub(super) fn holds_key(bytes: &[u8]) -> bool {
    SIGNS.iter().any(|sign| memmem::find(bytes, sign).is_some())
        || begins_with_key(bytes)
        || memchr_iter(SEQUENCE, bytes).any(|at| bytes.get(at..).is_some_and(is_rsa_key))
        || holds_point(bytes)
}

const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;

/// DER of a known structure, or the SSH wire format, whatever follows it.
fn begins_with_key(bytes: &[u8]) -> bool {
    let trimmed = bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(bytes)
        .trim_ascii_start();
    trimmed.first() == Some(&SEQUENCE) && shape_at_start(trimmed).is_some() || is_ssh_blob(bytes)
}

/// RFC 4253, section 6.6: the length of the algorithm's name, then the name.
pub(super) fn is_ssh_blob(blob: &[u8]) -> bool {
    let Some((length, rest)) = blob.split_first_chunk::<4>() else {
        return false;
    };
    let name = usize::try_from(u32::from_be_bytes(*length))
        .ok()
        .and_then(|length| rest.get(..length));
    name.is_some_and(|name| {
        [&b"ssh-"[..], b"ecdsa-sha2-", b"sk-"]
            .iter()
            .any(|prefix| name.starts_with(prefix))
    })
}

/// A PKCS#1 RSAPublicKey or RSAPrivateKey, which names no algorithm: its modulus and exponent, with
/// more than 1000 bits together.
fn is_rsa_key(bytes: &[u8]) -> bool {
    fn outer(bytes: &[u8]) -> Option<(usize, &[u8])> {
        element(bytes, SEQUENCE).filter(|(length, _)| *length > 0x7f)
    }
    let Some((length, content)) = outer(bytes) else {
        return false;
    };
    // Version 0 of a private key.
    if let Some(numbers) = content.strip_prefix(b"\x02\x01\x00") {
        return element(numbers, INTEGER)
            .is_some_and(|(modulus, rest)| modulus > 0x7f && rest.get(modulus) == Some(&INTEGER));
    }
    let Some((modulus, rest)) = element(content, INTEGER).filter(|(length, _)| *length > 0x7f) else {
        return false;
    };
    let exponent = rest.get(modulus..).and_then(|rest| element(rest, INTEGER));
    let header = content.len() - rest.len();
    exponent.is_some_and(|(exponent, _)| exponent <= 8 && header + modulus + 2 + exponent == length)
}

/// The length that an element with this tag has in DER, and what follows that length, which may be
/// truncated.
fn element(bytes: &[u8], tag: u8) -> Option<(usize, &[u8])> {
    match bytes.strip_prefix(&[tag])? {
        [short @ 0..=0x7f, rest @ ..] => Some((usize::from(*short), rest)),
        [0x81, length @ 0x80..=0xff, rest @ ..] => Some((usize::from(*length), rest)),
        [0x82, high @ 1..=0xff, low, rest @ ..] => Some((usize::from(*high) << 8 | usize::from(*low), rest)),
        _ => None,
    }
}

/// An uncompressed point (SEC 1, section 2.3.3) at any offset, or just its two coordinates. Random
/// coordinates are never on a curve.
fn holds_point(bytes: &[u8]) -> bool {
    const CURVES: [(Curve, usize); 4] = [
        (Curve::P256, 64),
        (Curve::Secp256k1, 64),
        (Curve::P384, 96),
        (Curve::P521, 132),
    ];
    const UNCOMPRESSED: u8 = 4;
    if bytes.len() > MAX_POINT_BYTES {
        return false;
    }
    let is_point = |curve: Curve, point: &[u8]| EcKey::public(curve, point).is_ok();
    let is_bare = |&(curve, length): &(Curve, usize)| {
        bytes.len() == length && is_point(curve, &Zeroizing::new([&[UNCOMPRESSED], bytes].concat()))
    };
    let starts = memchr_iter(UNCOMPRESSED, bytes)
        .filter(|at| bytes.len() - at > 64)
        .take(MAX_POINTS);
    let is_at = |at: usize| {
        CURVES.iter().any(|(curve, length)| {
            bytes
                .get(at..=at + length)
                .is_some_and(|point| is_point(*curve, point))
        })
    };
    CURVES.iter().any(is_bare) || starts.into_iter().any(is_at)
}
