//! The path of a request as rules see it: segments that all programs read the same way.

use std::borrow::Cow;

use smallvec::SmallVec;

use crate::options::PathForm;

/// Nobody wrote a rule for anything longer.
const MOST_BYTES: usize = 8192;
const MOST_SEGMENTS: usize = 64;

/// A path that has been split: its segments, decoded, and whether it ends in a slash.
pub(super) struct Path<'a> {
    pub(super) segments: SmallVec<[Cow<'a, str>; 8]>,
    pub(super) ends_in_slash: bool,
}

impl<'a> Path<'a> {
    /// Splits a path. None: programs do not agree on what it means, so a rule could be evaded with
    /// it.
    pub(super) fn read(text: &'a str, form: PathForm) -> Option<Self> {
        let text = match form {
            PathForm::Raw => text.split_once('?').map_or(text, |(path, _)| path),
            PathForm::Decoded => text,
        };
        if text.len() > MOST_BYTES || (form == PathForm::Raw && text.contains('#')) {
            return None;
        }
        let inside = text.strip_prefix('/')?;
        if inside.is_empty() {
            return Some(Self {
                segments: SmallVec::new(),
                ends_in_slash: true,
            });
        }
        let (inside, ends_in_slash) = inside
            .strip_suffix('/')
            .map_or((inside, false), |inside| (inside, true));
        let mut segments = SmallVec::new();
        for segment in inside.split('/') {
            let segment = match form {
                PathForm::Raw => decode(segment)?,
                PathForm::Decoded => Cow::Borrowed(segment),
            };
            if segments.len() == MOST_SEGMENTS || !is_plain(&segment) {
                return None;
            }
            segments.push(segment);
        }
        Some(Self {
            segments,
            ends_in_slash,
        })
    }

    /// The path as a router that ignores case reads it.
    pub(super) fn folded(&self) -> Path<'static> {
        let segments = self
            .segments
            .iter()
            .map(|segment| Cow::Owned(folded(segment)))
            .collect();
        Path {
            segments,
            ends_in_slash: self.ends_in_slash,
        }
    }
}

/// A segment as a router that ignores case reads it: the loosest reading, which includes those of
/// all other routers. It treats `\u{212a}` (Kelvin) as a k.
pub(super) fn folded(segment: &str) -> String {
    segment
        .chars()
        .flat_map(char::to_lowercase)
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether a segment, once decoded, means the same to every program: it is neither empty nor a dot
/// segment, even with the parameters that some servers cut off (`..;x`), and has no character that
/// ends a segment or a string in some program.
pub(super) fn is_plain(segment: &str) -> bool {
    let name = segment.split_once(';').map_or(segment, |(name, _)| name);
    !matches!(name, "" | "." | "..")
        && !segment
            .chars()
            .any(|one| matches!(one, '/' | '\\') || one.is_control())
}

/// Undoes percent-encoding (RFC 3986, section 2.1). None: the encoding is broken, or what it
/// encodes is not UTF-8 or is itself encoded, so that a program that decodes twice would read
/// something else.
fn decode(segment: &str) -> Option<Cow<'_, str>> {
    if !segment.contains('%') {
        return Some(Cow::Borrowed(segment));
    }
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => hexadecimal(rest.next()?)? << 4 | hexadecimal(rest.next()?)?,
            byte => byte,
        });
    }
    let is_encoded =
        bytes.windows(3).any(|three| matches!(three, [b'%', first, second] if first.is_ascii_hexdigit() && second.is_ascii_hexdigit()));
    String::from_utf8(bytes)
        .ok()
        .filter(|_| !is_encoded)
        .map(Cow::Owned)
}

fn hexadecimal(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(path: &str) -> Option<(Vec<String>, bool)> {
        Path::read(path, PathForm::Raw).map(|path| {
            (
                path.segments.iter().map(|one| one.to_string()).collect(),
                path.ends_in_slash,
            )
        })
    }

    #[test]
    fn segments_are_decoded_and_one_slash_at_the_end_is_told() {
        let of = |segments: &[&str], slash| {
            Some((
                segments.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>(),
                slash,
            ))
        };
        assert_eq!(raw("/"), of(&[], true));
        assert_eq!(raw("/orders/7"), of(&["orders", "7"], false));
        assert_eq!(raw("/orders/7/"), of(&["orders", "7"], true));
        assert_eq!(raw("/a%20b/%c3%A9?x=/../#"), of(&["a b", "é"], false));
        assert_eq!(raw("/100%25/%25zz"), of(&["100%", "%zz"], false));
        assert_eq!(raw("/..."), of(&["..."], false));
        assert_eq!(raw("/a;x=1"), of(&["a;x=1"], false));
        let decoded = Path::read("/100%/a?b#c", PathForm::Decoded).unwrap();
        assert_eq!(decoded.segments.as_slice(), ["100%", "a?b#c"]);
    }

    #[test]
    fn what_programs_read_in_different_ways_is_no_path() {
        let refused = [
            "",
            "orders",
            "*",
            "//",
            "//a",
            "/a//b",
            "/a//",
            "/.",
            "/..",
            "/a/../b",
            "/a/./b",
            "/a/..",
            "/%2e%2e/a",
            "/.%2E/a",
            "/a/..;/b",
            "/a/.;x/b",
            "/;x",
            "/a%2fb",
            "/a%2Fb",
            "/a%5cb",
            "/a\\b",
            "/a%00",
            "/a%0a",
            "/a\u{7f}",
            "/a%",
            "/a%2",
            "/a%zz",
            "/a%ff",
            "/a%c3%28",
            "/a#b",
            "/a%c2%85",
            "/%252e%252e",
            "/a%2561",
        ];
        for path in refused {
            assert_eq!(raw(path), None, "{path}");
        }
        assert!(
            raw(&format!("/{}", "a/".repeat(MOST_SEGMENTS))).is_some()
                && raw(&format!("/{}b", "a/".repeat(MOST_SEGMENTS))).is_none()
        );
        assert!(raw(&format!("/{}", "a".repeat(MOST_BYTES))).is_none());
        for path in ["/a/../b", "/a//b", "/a\\b", "a"] {
            assert!(Path::read(path, PathForm::Decoded).is_none(), "{path}");
        }
    }
}
