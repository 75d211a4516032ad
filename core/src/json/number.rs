//! Numbers: the grammar of RFC 8259, section 6, and nothing that overflows a double.

/// Anything below ten to this power is finite without a costly check: a double holds up to 1.7e308.
const LARGEST_SURE_MAGNITUDE: i64 = 308;

/// Every integer with no more digits fits into 64 bits.
const SURE_DIGITS: usize = 18;

/// With eight before them and the first, no more than that.
const MOST: usize = SURE_DIGITS - 9;

/// Eight digits that say nothing.
const ZEROS: u64 = u64::from_ne_bytes([b'0'; 8]);

/// A number at the start of a text.
pub(super) struct Number {
    pub(super) length: usize,
    /// Whether it is, by its form, an integer that may need more than 64 bits.
    pub(super) is_long_integer: bool,
}

/// The number that `bytes` begin with; None if there is none, or if it overflows a double.
pub(super) fn number(bytes: &[u8]) -> Option<Number> {
    let mut at = usize::from(bytes.first() == Some(&b'-'));
    let whole = digits(bytes, at);
    if whole == 0 || (whole > 1 && bytes.get(at) == Some(&b'0')) {
        return None;
    }
    at += whole;
    if whole <= SURE_DIGITS && !matches!(bytes.get(at), Some(b'.' | b'e' | b'E')) {
        return Some(Number {
            length: at,
            is_long_integer: false,
        }); // as most are
    }
    let integer_end = at;
    if bytes.get(at) == Some(&b'.') {
        let fraction = digits(bytes, at + 1);
        if fraction == 0 {
            return None;
        }
        at += 1 + fraction;
    }
    let mut exponent_text = None;
    if let Some(b'e' | b'E') = bytes.get(at) {
        at += 1;
        let start = at;
        if let Some(b'+' | b'-') = bytes.get(at) {
            at += 1;
        }
        let exponent = digits(bytes, at);
        if exponent == 0 {
            return None;
        }
        at += exponent;
        exponent_text = bytes.get(start..at);
    }
    // A number of w digits before the point, times ten to the e, is less than ten to the w + e.
    let magnitude = i64::try_from(whole)
        .ok()?
        .saturating_add(exponent_text.map_or(0, exponent_value));
    if magnitude > LARGEST_SURE_MAGNITUDE {
        let text = std::str::from_utf8(bytes.get(..at)?).ok()?;
        if !text.parse::<f64>().ok()?.is_finite() {
            return None;
        }
    }
    Some(Number {
        length: at,
        is_long_integer: whole > SURE_DIGITS && at == integer_end,
    })
}

/// How many digits come before what ends a value, where an integer begins before `bytes` and is
/// short: it is then looked at no further.
#[inline]
pub(super) fn short_integer(bytes: &[u8]) -> Option<usize> {
    let (eight, rest) = bytes.split_first_chunk()?;
    let leading = leading_digits(*eight);
    let count = if leading < eight.len() {
        leading
    } else {
        leading
            + rest
                .iter()
                .take(MOST)
                .take_while(|byte| byte.is_ascii_digit())
                .count()
    };
    matches!(bytes.get(count), Some(b',' | b'}' | b']')).then_some(count)
}

/// The value of an exponent; one that is too long to parse is as large as possible, with its sign.
fn exponent_value(text: &[u8]) -> i64 {
    let is_negative = text.first() == Some(&b'-');
    let value = std::str::from_utf8(text).ok().and_then(|text| text.parse().ok());
    value.unwrap_or(if is_negative { i64::MIN } else { i64::MAX })
}

/// The number that a text of digits only says, if they are few enough for a double to hold it
/// exactly, as in most times.
pub(super) fn small_integer(text: &str) -> Option<u64> {
    const EXACT: usize = 15;
    if text.len() > EXACT {
        return None;
    }
    let (eights, rest) = text.as_bytes().as_chunks();
    let first = match eights {
        [eight] => (leading_digits(*eight) == eight.len()).then(|| value_of(*eight))?,
        _ => 0,
    };
    rest.iter().try_fold(first, |value, digit| {
        digit
            .is_ascii_digit()
            .then(|| value * 10 + u64::from(digit - b'0'))
    })
}

/// Whether a text is nothing but digits.
pub(super) fn is_digits(text: &str) -> bool {
    let (eights, rest) = text.as_bytes().as_chunks();
    eights.iter().all(|eight| leading_digits(*eight) == eight.len()) && rest.iter().all(u8::is_ascii_digit)
}

/// The value of eight digits: neighbours are combined, first into two digits, then four, then
/// eight.
fn value_of(digits: [u8; 8]) -> u64 {
    let ones = u64::from_le_bytes(digits) ^ ZEROS;
    let twos = (ones * 10 + (ones >> 8)) & 0x00ff_00ff_00ff_00ff;
    let fours = (twos * 100 + (twos >> 16)) & 0x0000_ffff_0000_ffff;
    (fours * 10_000 + (fours >> 32)) & 0xffff_ffff
}

/// How many digits follow from `at`: eight at a time, since times have ten.
fn digits(bytes: &[u8], at: usize) -> usize {
    let mut rest = bytes.get(at..).unwrap_or_default();
    let mut count = 0;
    while let Some((eight, after)) = rest.split_first_chunk() {
        let leading = leading_digits(*eight);
        count += leading;
        if leading < eight.len() {
            return count;
        }
        rest = after;
    }
    count + rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// How many of eight bytes are digits before the first that is not.
fn leading_digits(bytes: [u8; 8]) -> usize {
    const HIGHEST: u64 = u64::from_ne_bytes([0x80; 8]);
    /// What takes 10, and nothing less, to the highest bit of a byte.
    const REST: u64 = u64::from_ne_bytes([0x80 - 10; 8]);
    let values = u64::from_le_bytes(bytes) ^ ZEROS;
    // A byte whose highest bit was already set may carry into the next one, but then it is the
    // first non-digit.
    let others = (values.wrapping_add(REST) | values) & HIGHEST;
    others.trailing_zeros() as usize / 8
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn counts_digits_before_every_byte_at_every_place() {
        for length in 0..20 {
            for other in (0..=u8::MAX).filter(|byte| !byte.is_ascii_digit()) {
                let bytes: Vec<u8> = (0..length)
                    .map(|place| b'0' + place % 10)
                    .chain([other, b'1', other, 0xff, b'9'])
                    .collect();
                assert_eq!(digits(&bytes, 0), usize::from(length), "{length} {other}");
                assert_eq!(digits(&bytes[..usize::from(length)], 0), usize::from(length));
            }
        }
        assert_eq!(
            (digits(b"123", 1), digits(b"123", 3), digits(b"123", 4)),
            (2, 0, 0)
        );
    }

    #[test]
    fn what_is_digits_only() {
        for text in ["0", "1700000000", "12345678", "123456789012345678"] {
            assert!(is_digits(text), "{text}");
        }
        for text in [
            "-1",
            "1e5",
            "17000000.0",
            "1234567e9",
            "1700000000.5",
            "12345678e",
            "\"1\"",
        ] {
            assert!(!is_digits(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn reads_small_integers(number in 0..10_u64.pow(15), bytes in "[0-9]{0,8}[0-9/:]{0,8}") {
            for text in [number.to_string(), format!("{number:015}"), format!("{:08}", number % 100_000_000)] {
                prop_assert_eq!(small_integer(&text), text.parse().ok());
            }
            let expected = if bytes.len() > 15 { None } else { format!("0{bytes}").parse().ok() };
            prop_assert_eq!(small_integer(&bytes), expected);
        }
    }
}
