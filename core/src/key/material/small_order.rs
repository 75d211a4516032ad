//! Points of small order on Curve25519, which protect nothing as public keys: anyone can sign or
//! agree with them (docs/threats.md, "small order").

/// The Ed25519 encodings of points whose order divides the cofactor, without their sign bit: y is
/// 0, 1, p - 1, or one of two of order 8.
const ED25519_SMALL_ORDER: [[u8; 32]; 5] = [
    [0; 32],
    {
        let mut one = [0; 32];
        one[0] = 1;
        one
    },
    {
        let mut minus_one = [0xff; 32];
        minus_one[0] = 0xec;
        minus_one[31] = 0x7f;
        minus_one
    },
    [
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0, 0xd5,
        0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05,
    ],
    [
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f, 0x2a,
        0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a,
    ],
];

/// Whether an Ed25519 public key is of small order, or is not encoded canonically (y is p or more).
///
/// Anyone who knows such a public key can sign any message with it.
pub(super) fn is_bad_ed25519(public: &[u8; 32]) -> bool {
    let mut y = *public;
    let [first, middle @ .., last] = &mut y;
    *last &= 0x7f; // the sign of x
    let is_not_canonical = *last == 0x7f && *first >= 0xed && middle.iter().all(|byte| *byte == 0xff);
    is_not_canonical || ED25519_SMALL_ORDER.contains(&y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;
    use crate::{JwkOptions, Key, base64url};

    fn import(curve: &str, public: &[u8; 32]) -> Result<Key, ErrorCode> {
        let jwk = format!(
            r#"{{"kty":"OKP","crv":"{curve}","x":"{}"}}"#,
            base64url::encode(public)
        );
        Key::from_jwk(&jwk, &JwkOptions::default()).map_err(|error| error.code())
    }

    #[test]
    fn no_ed25519_key_of_small_order() {
        for mut public in ED25519_SMALL_ORDER {
            for _ in 0..2 {
                assert_eq!(import("Ed25519", &public).unwrap_err(), ErrorCode::JwkInvalid);
                public[31] ^= 0x80;
            }
        }
        for first in 0xed..=0xff {
            let mut public = [0xff; 32];
            public[0] = first;
            assert!(import("Ed25519", &public).is_err());
            public[31] = 0x7f;
            assert!(import("Ed25519", &public).is_err());
        }
    }

    #[test]
    fn no_x25519_key_that_gives_no_secret() {
        let order_8 = [
            0xe0, 0xeb, 0x7a, 0x7c, 0x3b, 0x41, 0xb8, 0xae, 0x16, 0x56, 0xe3, 0xfa, 0xf1, 0x9f, 0xc4, 0x6a,
            0xda, 0x09, 0x8d, 0xeb, 0x9c, 0x32, 0xb1, 0xfd, 0x86, 0x62, 0x05, 0x16, 0x5f, 0x49, 0xb8, 0x00,
        ];
        let one = ED25519_SMALL_ORDER[1];
        for public in [[0; 32], one, order_8] {
            assert_eq!(import("X25519", &public).unwrap_err(), ErrorCode::JwkInvalid);
        }
    }
}
