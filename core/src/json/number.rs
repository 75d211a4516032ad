//! Numbers: the grammar of RFC 8259, section 6, and nothing that overflows a double.

/// Numbers with fewer characters than this, and no exponent, are finite without a look: a double holds up to 1.7e308.
const CERTAINLY_FINITE: usize = 300;

/// The length of the number that `bytes` begin with; None if they begin with none, or with one that overflows a double.
pub(super) fn length(bytes: &[u8]) -> Option<usize> {
    let mut at = usize::from(bytes.first() == Some(&b'-'));
    let whole = digits(bytes, at);
    if whole == 0 || (whole > 1 && bytes.get(at) == Some(&b'0')) {
        return None;
    }
    at += whole;
    if bytes.get(at) == Some(&b'.') {
        let fraction = digits(bytes, at + 1);
        if fraction == 0 {
            return None;
        }
        at += 1 + fraction;
    }
    let mut has_exponent = false;
    if let Some(b'e' | b'E') = bytes.get(at) {
        has_exponent = true;
        at += 1;
        if let Some(b'+' | b'-') = bytes.get(at) {
            at += 1;
        }
        let exponent = digits(bytes, at);
        if exponent == 0 {
            return None;
        }
        at += exponent;
    }
    if has_exponent || at > CERTAINLY_FINITE {
        let text = std::str::from_utf8(bytes.get(..at)?).ok()?;
        if !text.parse::<f64>().ok()?.is_finite() {
            return None;
        }
    }
    Some(at)
}

/// How many digits follow from `at`.
fn digits(bytes: &[u8], at: usize) -> usize {
    bytes.get(at..).unwrap_or_default().iter().take_while(|byte| byte.is_ascii_digit()).count()
}
