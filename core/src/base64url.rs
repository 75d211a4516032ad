//! Strict base64url (RFC 7515, section 2): no padding, no white space, no other alphabet, no spare bits.

use base64_simd::URL_SAFE_NO_PAD;

/// The bytes that `text` stands for, or `None` if it is not strict base64url.
pub(crate) fn decode(text: &[u8]) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode_to_vec(text).ok()
}

/// The bytes that `text` stands for, if there are exactly `N`.
pub(crate) fn decode_array<const N: usize>(text: &[u8]) -> Option<[u8; N]> {
    decode(text)?.try_into().ok()
}

/// base64url without padding.
pub(crate) fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode_to_string(bytes)
}

/// Appends base64url without padding to `text`.
pub(crate) fn encode_append(bytes: &[u8], text: &mut String) {
    URL_SAFE_NO_PAD.encode_append(bytes, text);
}

/// The number of bytes that `length` characters of base64url stand for, at most.
pub(crate) const fn decoded_length(length: usize) -> usize {
    length / 4 * 3 + length % 4 * 3 / 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_strict() {
        assert_eq!(decode(b"AQID").as_deref(), Some(&[1, 2, 3][..]));
        assert_eq!(decode(b"-_8").as_deref(), Some(&[0xfb, 0xff][..]));
        for bad in ["AQID=", "AQ==", "AQ I", "AQI\n", " AQI", "+/8", "AR", "AQJ", "A", "AQIDA", "\u{e9}\u{e9}", "AQ\0D"] {
            assert_eq!(decode(bad.as_bytes()), None, "{bad:?}");
        }
    }

    #[test]
    fn every_spare_bit_is_refused() {
        let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        for (value, &last) in alphabet.iter().enumerate() {
            assert_eq!(decode(&[b'A', last]).is_some(), value % 16 == 0);
            assert_eq!(decode(&[b'A', b'A', last]).is_some(), value % 4 == 0);
        }
    }
}
