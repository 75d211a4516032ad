//! Numbers: the grammar of RFC 8259, section 6, and nothing that overflows a double.

/// What is less than ten to this is finite without a look, which costs: a double holds up to 1.7e308.
const LARGEST_SURE_MAGNITUDE: i64 = 308;

/// Every integer with no more digits fits into 64 bits.
const SURE_DIGITS: usize = 18;

/// A number at the start of a text.
pub(super) struct Number {
    pub(super) length: usize,
    /// Whether it is an integer, by its form, that may need more than 64 bits.
    pub(super) is_long_integer: bool,
}

/// The number that `bytes` begin with; None if they begin with none, or with one that overflows a double.
pub(super) fn number(bytes: &[u8]) -> Option<Number> {
    let mut at = usize::from(bytes.first() == Some(&b'-'));
    let whole = digits(bytes, at);
    if whole == 0 || (whole > 1 && bytes.get(at) == Some(&b'0')) {
        return None;
    }
    at += whole;
    if whole <= SURE_DIGITS && !matches!(bytes.get(at), Some(b'.' | b'e' | b'E')) {
        return Some(Number { length: at, is_long_integer: false }); // as most are
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
    let magnitude = i64::try_from(whole).ok()?.saturating_add(exponent_text.map_or(0, exponent_value));
    if magnitude > LARGEST_SURE_MAGNITUDE {
        let text = std::str::from_utf8(bytes.get(..at)?).ok()?;
        if !text.parse::<f64>().ok()?.is_finite() {
            return None;
        }
    }
    Some(Number { length: at, is_long_integer: whole > SURE_DIGITS && at == integer_end })
}

/// What an exponent says; one that is too long to be read is as large as can be, on its side of zero.
fn exponent_value(text: &[u8]) -> i64 {
    let is_negative = text.first() == Some(&b'-');
    let value = std::str::from_utf8(text).ok().and_then(|text| text.parse().ok());
    value.unwrap_or(if is_negative { i64::MIN } else { i64::MAX })
}

/// How many digits follow from `at`.
fn digits(bytes: &[u8], at: usize) -> usize {
    bytes.get(at..).unwrap_or_default().iter().take_while(|byte| byte.is_ascii_digit()).count()
}
