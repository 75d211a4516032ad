//! Algorithm confusion (docs/threats.md): a key of another kind, in any disguise, is never accepted
//! as a shared secret. Anyone can know a public key, so a token that is authenticated or encrypted
//! with one as the secret proves nothing.
//!
//! A random secret is mistaken for a key less than once in a million times (docs/decisions/0045):
//! every sign that is looked for is long, or has a structure that does not occur by chance.

mod binary;
mod bodies;
#[cfg(test)]
mod tests;
mod text;

use zeroize::Zeroizing;

/// How many layers of encodings, such as base64 inside JSON inside base64, are undone.
const LAYERS: usize = 6;
/// How many times the length of the secret everything in one layer may have together. Hiding one
/// key never needs more.
const MOST: usize = 3;

/// Whether the bytes contain a public or private key: PEM, DER, X.509, OpenSSH, XML, COSE, a JWK or
/// a set of them, or a point on a curve, in UTF-8 or UTF-16, with anything around it, and in any
/// layers of base64, hexadecimal, percent-encoding or JSON escapes.
pub(super) fn holds_another_key(secret: &[u8]) -> bool {
    let mut layer = vec![Zeroizing::new(secret.to_vec())];
    for _ in 0..LAYERS {
        let mut inner: Vec<Zeroizing<Vec<u8>>> = Vec::new();
        for bytes in &layer {
            let text = plain_text(bytes);
            if binary::holds_key(bytes) || text::holds_key(&text) {
                return true;
            }
            if is_text(&text) {
                inner.extend(bodies::of(&text));
            }
        }
        let mut room = MOST.saturating_mul(secret.len());
        inner.retain(|body| {
            let fits = body.len() <= room;
            room = room.saturating_sub(if fits { body.len() } else { 0 });
            fits
        });
        layer = inner;
    }
    false
}

/// Whether at least half of it is ASCII characters. Random bytes are not, and need no further
/// examination.
fn is_text(text: &[u8]) -> bool {
    let readable = text
        .iter()
        .filter(|byte| byte.is_ascii_graphic() || byte.is_ascii_whitespace())
        .count();
    readable >= text.len().div_ceil(2)
}

/// The bytes as text: without zeros and the byte order mark, UTF-16 reads as ASCII.
fn plain_text(bytes: &[u8]) -> Zeroizing<Vec<u8>> {
    const MARKS: [&[u8]; 3] = [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"];
    let unmarked = MARKS
        .iter()
        .find_map(|mark| bytes.strip_prefix(*mark))
        .unwrap_or(bytes);
    Zeroizing::new(unmarked.iter().copied().filter(|&byte| byte != 0).collect())
}
