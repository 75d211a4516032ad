//! Strings: checking that every escape is valid, and decoding them.

use std::borrow::Cow;

use zeroize::Zeroizing;

use super::stops::is_stop;

/// The length of the string that `bytes` begin with, up to its closing quote; None if it is not a
/// strict JSON string (RFC 8259, section 7).
pub(super) fn length(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| is_stop(*byte))?;
        match bytes.get(at)? {
            b'"' => return Some(at),
            b'\\' => at += escape_length(bytes.get(at..)?)?,
            _ => return None,
        }
    }
}

/// Whether a text is the same between quotes as it is alone.
pub(crate) fn is_plain(text: &str) -> bool {
    // Without an early exit, many bytes are examined at a time.
    !text.bytes().fold(false, |found, byte| found | is_stop(byte))
}

/// The length of the escape that `bytes` begin with: 2, 6, or 12 for a pair of surrogates. None for
/// a lone surrogate.
fn escape_length(bytes: &[u8]) -> Option<usize> {
    match bytes.get(1)? {
        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(2),
        b'u' => match unit(bytes.get(2..6)?)? {
            0xd800..0xdc00 => {
                let low = bytes.get(6..12)?;
                let second = unit(low.strip_prefix(b"\\u")?)?;
                (0xdc00..0xe000).contains(&second).then_some(12)
            }
            0xdc00..0xe000 => None,
            _ => Some(6),
        },
        _ => None,
    }
}

/// Four hexadecimal digits.
fn unit(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |value, &digit| {
        Some(value << 4 | char::from(digit).to_digit(16)?)
    })
}

/// The value of a string that the strict pass has checked, given without its quotes.
#[inline]
pub(super) fn unescape(raw: &str) -> Cow<'_, str> {
    if memchr::memchr(b'\\', raw.as_bytes()).is_none() {
        Cow::Borrowed(raw)
    } else {
        Cow::Owned(without_escapes(raw))
    }
}

#[cold]
pub(super) fn without_escapes(raw: &str) -> String {
    // The value of a string may be a secret, so no copy of it stays.
    let mut units = Zeroizing::new(Vec::with_capacity(raw.len()));
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw.chars();
    while let Some(next) = rest.next() {
        let plain = match next {
            '\\' => match rest.next() {
                Some('u') => {
                    let digits = rest.as_str().get(..4).unwrap_or_default();
                    units.push(unit(digits.as_bytes()).unwrap_or(0xfffd) as u16);
                    rest = rest.as_str().get(4..).unwrap_or_default().chars();
                    continue;
                }
                Some('b') => '\u{8}',
                Some('f') => '\u{c}',
                Some('n') => '\n',
                Some('r') => '\r',
                Some('t') => '\t',
                Some(itself) => itself,
                None => break,
            },
            other => other,
        };
        flush(&mut units, &mut text);
        text.push(plain);
    }
    flush(&mut units, &mut text);
    text
}

/// Moves the UTF-16 units of a run of `\u` escapes into the text; they are whole, or the strict
/// pass would have refused them.
fn flush(units: &mut Vec<u16>, text: &mut String) {
    text.extend(char::decode_utf16(units.drain(..)).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)));
}
