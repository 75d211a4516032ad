//! Strict base64url (RFC 7515, section 2): no padding, no white space, no other alphabet, no spare
//! bits.

use std::borrow::Cow;

use base64_simd::{AsOut, URL_SAFE_NO_PAD};
use smallvec::SmallVec;

/// Bytes that are usually few, so that they need no allocation: a tag, an initialization vector, a
/// signature on a curve.
pub(crate) type Few = SmallVec<[u8; 64]>;

/// The bytes that `text` encodes, or `None` if it is not strict base64url.
pub(crate) fn decode(text: &[u8]) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode_to_vec(text).ok()
}

/// The same for input that is usually short.
pub(crate) fn decode_few(text: &[u8]) -> Option<Few> {
    let mut bytes = Few::from_elem(0, decoded_length(text.len()));
    let length = URL_SAFE_NO_PAD
        .decode(text, bytes.as_mut_slice().as_out())
        .ok()?
        .len();
    bytes.truncate(length);
    Some(bytes)
}

/// The same, but into the caller's buffer if there is room: data that is not moved costs nothing.
pub(crate) fn decode_into<'b>(text: &[u8], place: &'b mut [u8]) -> Option<Cow<'b, [u8]>> {
    if decoded_length(text.len()) > place.len() {
        return decode(text).map(Cow::Owned);
    }
    URL_SAFE_NO_PAD
        .decode(text, place.as_out())
        .ok()
        .map(|bytes| Cow::Borrowed(&*bytes))
}

/// The bytes that `text` encodes, if there are exactly `N`.
pub(crate) fn decode_array<const N: usize>(text: &[u8]) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    (decoded_length(text.len()) == N && decode_into(text, &mut bytes)?.len() == N).then_some(bytes)
}

/// base64url without padding.
pub(crate) fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode_to_string(bytes)
}

/// Appends base64url without padding to `text`.
pub(crate) fn encode_append(bytes: &[u8], text: &mut String) {
    URL_SAFE_NO_PAD.encode_append(bytes, text);
}

/// The text without trailing base64 padding, if the padding is exactly right: the decoder checks
/// the alphabet and the spare bits.
pub(crate) fn without_padding(text: &[u8]) -> &[u8] {
    if !text.len().is_multiple_of(4) {
        return text;
    }
    match text {
        [rest @ .., b'=', b'='] | [rest @ .., b'='] if rest.last() != Some(&b'=') => rest,
        _ => text,
    }
}

/// The most bytes that `length` characters of base64url can encode.
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
        for bad in [
            "AQID=",
            "AQ==",
            "AQ I",
            "AQI\n",
            " AQI",
            "+/8",
            "AR",
            "AQJ",
            "A",
            "AQIDA",
            "\u{e9}\u{e9}",
            "AQ\0D",
        ] {
            assert_eq!(decode(bad.as_bytes()), None, "{bad:?}");
            assert_eq!(decode_few(bad.as_bytes()), None, "{bad:?}");
            assert_eq!(decode_into(bad.as_bytes(), &mut [0; 9]), None, "{bad:?}");
        }
    }

    #[test]
    fn padding_is_taken_off_only_where_it_is_due() {
        for (padded, bare) in [
            ("AQ==", "AQ"),
            ("AQI=", "AQI"),
            ("AQID", "AQID"),
            ("AQIDBA==", "AQIDBA"),
            ("", ""),
        ] {
            assert_eq!(without_padding(padded.as_bytes()), bare.as_bytes());
        }
        for bad in [
            "=", "==", "===", "====", "A===", "AQ=", "AQI==", "AQID=", "AQID==", "AQID====", "AQ==AQ==",
            "AQ=A", "=AQI", "AQ==\n",
        ] {
            assert_eq!(decode(without_padding(bad.as_bytes())), None, "{bad:?}");
        }
        assert_eq!(decode(without_padding(b"AR==")), None, "a spare bit");
    }

    #[test]
    fn every_spare_bit_is_refused() {
        let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        for (value, &last) in alphabet.iter().enumerate() {
            assert_eq!(decode(&[b'A', last]).is_some(), value % 16 == 0);
            assert_eq!(decode(&[b'A', b'A', last]).is_some(), value % 4 == 0);
        }
    }

    #[test]
    fn few_or_many() {
        for length in 0..200 {
            let bytes: Vec<u8> = (0..length).collect();
            let text = encode(&bytes);
            assert_eq!(decode_few(text.as_bytes()).as_deref(), Some(bytes.as_slice()));
            assert_eq!(
                decode_into(text.as_bytes(), &mut [0; 99]).as_deref(),
                Some(bytes.as_slice())
            );
            assert_eq!(decode(text.as_bytes()), Some(bytes));
        }
    }
}
