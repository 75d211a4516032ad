//! Strings: where they end, that every escape means something, and what they say.

/// A string at the start of a text, without its quotes.
pub(super) struct Inside {
    pub(super) length: usize,
    /// Whether it has no escapes.
    pub(super) is_plain: bool,
}

/// The string that `bytes` begin with, up to its closing quote; None if it is not a strict JSON string (RFC 8259, section 7).
#[inline]
pub(super) fn inside(bytes: &[u8]) -> Option<Inside> {
    let plain = plain_length(bytes);
    match bytes.get(plain)? {
        b'"' => Some(Inside { length: plain, is_plain: true }),
        b'\\' => inside_with_escapes(bytes, plain),
        _ => None,
    }
}

/// The same from the first escape on.
#[cold]
fn inside_with_escapes(bytes: &[u8], mut at: usize) -> Option<Inside> {
    loop {
        match bytes.get(at)? {
            b'"' => return Some(Inside { length: at, is_plain: false }),
            b'\\' => {
                at += escape_length(bytes.get(at..)?)?;
                at += plain_length(bytes.get(at..)?);
            }
            _ => return None,
        }
    }
}

/// Whether a text is the same between quotes as it is alone.
pub(crate) fn is_plain(text: &str) -> bool {
    plain_length(text.as_bytes()) == text.len()
}

/// How many bytes stand before the first that means something in a string: a quote, a backslash or a control character.
///
/// Most bytes of a token's JSON go through here, so they are taken eight at a time.
#[inline]
fn plain_length(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(eight) = bytes.get(at..).and_then(|rest| rest.first_chunk()) {
        let special = special_bytes(u64::from_le_bytes(*eight));
        if special != 0 {
            return at + special.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|byte| !matches!(byte, b'"' | b'\\' | 0..0x20)).count()
}

/// Zero if none of the eight bytes is special. Else the lowest bit that is set is the highest bit of the first that is; above it, nothing is said.
const fn special_bytes(eight: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH_BITS: u64 = 0x80 * ONES;
    let quote = eight ^ (b'"' as u64 * ONES);
    let backslash = eight ^ (b'\\' as u64 * ONES);
    // Taking one from each byte borrows into the high bit of those that are zero, and taking 0x20 of those that are less.
    let is_quote = quote.wrapping_sub(ONES) & !quote;
    let is_backslash = backslash.wrapping_sub(ONES) & !backslash;
    let is_control = eight.wrapping_sub(0x20 * ONES) & !eight;
    (is_quote | is_backslash | is_control) & HIGH_BITS
}

/// The length of the escape that `bytes` begin with: 2, 6, or 12 for a pair of surrogates. None for a lone surrogate.
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
    digits.iter().try_fold(0, |value, &digit| Some(value << 4 | char::from(digit).to_digit(16)?))
}

/// What a string says that the strict pass has been over, given without its quotes. Only what has escapes has to be unescaped.
pub(super) fn unescape(raw: &str) -> String {
    let mut units = Vec::with_capacity(raw.len());
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

/// Moves the UTF-16 units of a run of `\u` escapes into the text; they are whole, or the strict pass would have refused them.
fn flush(units: &mut Vec<u16>, text: &mut String) {
    text.extend(char::decode_utf16(units.drain(..)).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)));
}
