//! What a text encodes: with escapes undone, and decoded from base64, hexadecimal and lists of
//! numbers.

use base64_simd::STANDARD_NO_PAD;
use zeroize::Zeroizing;

/// The shortest word that is decoded by itself, and the shortest run of hexadecimal digits: any
/// public key is longer.
pub(super) const SHORTEST_WORD: usize = 40;
pub(super) const SHORTEST_HEX: usize = 64;
/// The most words, and the most runs of digits, to decode.
const MOST: usize = 16;

type Bytes = Zeroizing<Vec<u8>>;

/// Everything that the text may encode, each once.
pub(super) fn of(text: &[u8]) -> Vec<Bytes> {
    let mut found: Vec<Bytes> = unescaped(text).into_iter().collect();
    let mut encoded: Vec<Bytes> = Vec::new();
    let mut add = |base64: Bytes| {
        if base64.len() >= SHORTEST_WORD && !encoded.contains(&base64) {
            encoded.push(base64);
        }
    };
    // All of it; what is left without lines that can only be comments; and each long word.
    add(squeezed(text, standard));
    let lines = text
        .split(|byte| matches!(byte, b'\n' | b'\r'))
        .map(|line| line.trim_ascii());
    let body: Bytes = joined(
        lines.filter(|line| line.iter().all(|byte| *byte == b'=' || standard(*byte).is_some())),
        text.len(),
    );
    add(squeezed(&body, standard));
    words(text)
        .filter(|word| word.len() >= SHORTEST_WORD)
        .take(MOST)
        .for_each(|word| add(squeezed(word, standard)));
    found.extend(encoded.iter().map(|base64| decoded(base64)));
    found.extend(hex(text));
    found.extend(numbers(text));
    found
}

/// The runs of base64 characters, in either alphabet.
pub(super) fn words(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|byte| standard(*byte).is_none())
        .filter(|word| !word.is_empty())
}

/// The character of the standard base64 alphabet for one from either alphabet.
pub(super) fn standard(byte: u8) -> Option<u8> {
    match byte {
        b'-' => Some(b'+'),
        b'_' => Some(b'/'),
        b'+' | b'/' => Some(byte),
        _ => byte.is_ascii_alphanumeric().then_some(byte),
    }
}

/// The characters to keep, with nothing between them.
pub(super) fn squeezed(text: &[u8], keep: impl Fn(u8) -> Option<u8>) -> Bytes {
    let mut kept = Zeroizing::new(Vec::with_capacity(text.len()));
    kept.extend(text.iter().filter_map(|byte| keep(*byte)));
    kept
}

fn joined<'a>(parts: impl Iterator<Item = &'a [u8]>, room: usize) -> Bytes {
    let mut all = Zeroizing::new(Vec::with_capacity(room));
    parts.for_each(|part| all.extend_from_slice(part));
    all
}

/// Decodes base64 whose end may be cut off; empty if it is not base64.
fn decoded(base64: &[u8]) -> Bytes {
    let whole = base64.get(..base64.len() / 4 * 4).unwrap_or_default();
    Zeroizing::new(
        STANDARD_NO_PAD
            .decode_to_vec(base64)
            .or_else(|_| STANDARD_NO_PAD.decode_to_vec(whole))
            .unwrap_or_default(),
    )
}

/// The text with percent-encoding and the escapes of JSON, JavaScript, C and HTML undone. None if
/// it has none.
fn unescaped(text: &[u8]) -> Option<Bytes> {
    let mut plain = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut rest = text;
    while let Some((&first, after)) = rest.split_first() {
        let (byte, length) = escape(rest).unwrap_or((first, 1));
        plain.push(byte);
        rest = if length > 1 {
            rest.get(length..).unwrap_or_default()
        } else {
            after
        };
    }
    (plain.len() < text.len()).then_some(plain)
}

/// What the escape at the start of the text stands for, and its length.
fn escape(text: &[u8]) -> Option<(u8, usize)> {
    const ENTITIES: [(&[u8], u8); 7] = [
        (b"&quot;", b'"'),
        (b"&#34;", b'"'),
        (b"&apos;", b'\''),
        (b"&#39;", b'\''),
        (b"&amp;", b'&'),
        (b"&lt;", b'<'),
        (b"&gt;", b'>'),
    ];
    let byte = |at: usize| pair(text.get(at..at + 2)?);
    match text {
        [b'%', ..] => Some((byte(1)?, 3)),
        [b'\\', b'x', ..] => byte(2).map(|byte| (byte, 4)),
        [b'\\', b'u', b'0', b'0', ..] => byte(4).map(|byte| (byte, 6)),
        [b'\\', b'n' | b'r' | b't', ..] => Some((b'\n', 2)),
        // One of several: for `\\n`, the line break is left to the next layer.
        [b'\\', next, ..] => Some((*next, 2)),
        [b'&', ..] => ENTITIES
            .iter()
            .find(|(entity, _)| text.starts_with(entity))
            .map(|(entity, byte)| (*byte, entity.len())),
        _ => None,
    }
}

/// Two hexadecimal digits.
fn pair(digits: &[u8]) -> Option<u8> {
    let value = |digit: &u8| {
        char::from(*digit)
            .to_digit(16)
            .and_then(|value| u8::try_from(value).ok())
    };
    match digits {
        [high, low] => Some(value(high)? << 4 | value(low)?),
        _ => None,
    }
}

/// Long runs of hexadecimal digits, preceded by `0x` and separated by colons, commas or white
/// space. A word before a run may end in what looks like its first digit.
fn hex(text: &[u8]) -> Vec<Bytes> {
    let is_between = |byte: &u8| {
        byte.is_ascii_whitespace() || matches!(byte, b':' | b',' | b';' | b'-' | b'x' | b'X' | b'"' | b'\'')
    };
    let runs = text
        .split(|byte| !byte.is_ascii_hexdigit() && !is_between(byte))
        .filter(|run| run.len() >= SHORTEST_HEX);
    let digits = runs.map(|run| {
        let mut digits: Bytes = Zeroizing::new(Vec::with_capacity(run.len()));
        for (at, byte) in run.iter().enumerate() {
            let is_prefix = *byte == b'0' && matches!(run.get(at + 1), Some(b'x' | b'X'));
            if byte.is_ascii_hexdigit() && !is_prefix {
                digits.push(*byte);
            }
        }
        digits
    });
    let long = digits.filter(|digits| digits.len() >= SHORTEST_HEX).take(MOST);
    let both = long.flat_map(|digits| {
        [0, digits.len() % 2].map(|skip| {
            digits
                .get(skip..)
                .unwrap_or_default()
                .chunks_exact(2)
                .filter_map(pair)
                .collect()
        })
    });
    let mut found: Vec<Bytes> = both.map(|bytes: Vec<u8>| Zeroizing::new(bytes)).collect();
    found.dedup();
    found
}

/// A list of numbers that are bytes, as programs print it.
fn numbers(text: &[u8]) -> Option<Bytes> {
    let start = text.iter().position(|byte| *byte == b'[').map_or(0, |at| at + 1);
    let list = text.get(start..)?;
    let end = list.iter().position(|byte| *byte == b']').unwrap_or(list.len());
    let items = list
        .get(..end)?
        .split(|byte| *byte == b',' || byte.is_ascii_whitespace())
        .filter(|item| !item.is_empty());
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len()));
    for item in items {
        bytes.push(std::str::from_utf8(item).ok()?.parse::<u8>().ok()?);
    }
    (bytes.len() >= SHORTEST_HEX / 2).then_some(bytes)
}
