//! The pass itself: a recursive descent whose depth is bounded by the limit (at most 100 levels).

use super::duplicates::{Names, Opened};
use super::stops::{self, Stops};
use super::{Refused, Scanned, number, text};

/// What the pass has seen besides the members, at whatever depth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    /// An integer that may need more than 64 bits.
    pub(crate) long_integer: bool,
    /// White space between values.
    pub(crate) white_space: bool,
    /// An escape in a string.
    pub(crate) escape: bool,
}

/// A visitor of the members of the top-level object, in order.
pub(crate) trait Visit<'a> {
    fn member(&mut self, name: &str, value: Scanned<'a>);
}

impl<'a, F: FnMut(&str, Scanned<'a>) + ?Sized> Visit<'a> for F {
    #[inline]
    fn member(&mut self, name: &str, value: Scanned<'a>) {
        self(name, value);
    }
}

/// Scans all of `bytes`, which must be one JSON object, and passes each of its members to `visit`,
/// in order.
///
/// Returns the input as text. If an error is returned, discard everything that `visit` was given.
pub(crate) fn scan_object<'a>(
    bytes: &'a [u8],
    max_depth: u32,
    visit: impl FnMut(&str, Scanned<'a>),
) -> Result<&'a str, Refused> {
    let text = std::str::from_utf8(bytes).map_err(|_| Refused::Malformed)?;
    scan_text(text, max_depth, visit).map(|_| text)
}

/// The same for what is known to be UTF-8.
pub(crate) fn scan_text<'a>(
    text: &'a str,
    max_depth: u32,
    mut visit: impl FnMut(&str, Scanned<'a>),
) -> Result<Seen, Refused> {
    // Compiled once for all.
    let visit: &mut dyn FnMut(&str, Scanned<'a>) = &mut visit;
    scan_inlined(text, max_depth, visit)
}

/// The same, compiled for this one visitor: for the hot path of every token.
#[inline]
pub(crate) fn scan_inlined<'a, V: Visit<'a> + ?Sized>(
    text: &'a str,
    max_depth: u32,
    visit: &mut V,
) -> Result<Seen, Refused> {
    let mut place = Stops::default();
    let stops = stops::find(text.as_bytes(), &mut place);
    let mut scanner = Scanner {
        text,
        names: Names::default(),
        stops,
        last_escape: 0,
        too_deep: false,
        seen: Seen::default(),
    };
    match scanner.document(max_depth, visit) {
        Some(()) => Ok(Seen {
            escape: scanner.last_escape > 0,
            ..scanner.seen
        }),
        None if scanner.too_deep => Err(Refused::TooDeep),
        None => Err(Refused::Malformed),
    }
}

/// Its methods take the index where something begins and return the one where it ends, or None if
/// it is refused: so it stays in a register, where neither a field nor a larger result would be.
struct Scanner<'a, 's> {
    text: &'a str,
    /// The names of the members of every object that is open.
    names: Names<'a>,
    /// Where strings end.
    stops: &'s [u64],
    /// Where the last string with an escape ended.
    last_escape: usize,
    /// Whether the input was refused for its nesting depth.
    too_deep: bool,
    seen: Seen,
}

/// A member in the form that nearly all have that are read often: no white space around it, no
/// escapes, and a string or a short integer as its value. Returns its name, and where its value
/// begins and ends. None only means that it needs a closer look.
#[inline(always)]
fn plain_member<'a>(text: &'a str, stops: &[u64], at: usize) -> Option<(&'a str, usize, usize)> {
    let bytes = text.as_bytes();
    if *bytes.get(at)? != b'"' {
        return None;
    }
    let end = stops::next(stops, at + 1)?;
    let (&[b'"', b':', first], rest) = bytes.get(end..)?.split_first_chunk()? else {
        return None;
    };
    let name = text.get(at + 1..end)?;
    let start = end + 2;
    let end = match first {
        b'"' => {
            let end = stops::next(stops, start + 1)?;
            (*bytes.get(end)? == b'"').then_some(end + 1)?
        }
        b'1'..=b'9' => start + 1 + number::short_integer(rest)?,
        _ => return None,
    };
    Some((name, start, end))
}

impl<'a> Scanner<'a, '_> {
    #[inline]
    fn document<V: Visit<'a> + ?Sized>(&mut self, depth: u32, visit: &mut V) -> Option<()> {
        let (start, b'{') = self.token(0) else { return None };
        let end = self.object(start, depth, visit)?;
        (end == self.text.len() || self.token(end).0 == self.text.len()).then_some(())
    }

    /// Any value. `depth` is how many levels may still be opened.
    #[inline]
    fn value(&mut self, start: usize, depth: u32) -> Option<usize> {
        // Most values are strings.
        if self.byte(start) == b'"' {
            self.string(start)
        } else {
            self.other_value(start, depth)
        }
    }

    fn other_value(&mut self, start: usize, depth: u32) -> Option<usize> {
        match self.byte(start) {
            b'{' => self.object(start, depth, &mut |_: &str, _: Scanned<'a>| ()),
            b'[' => self.array(start, depth),
            b't' => self.word(start, "true"),
            b'f' => self.word(start, "false"),
            b'n' => self.word(start, "null"),
            _ => {
                let number = number::number(self.rest(start))?;
                self.seen.long_integer |= number.is_long_integer;
                Some(start + number.length)
            }
        }
    }

    #[inline]
    fn object<V: Visit<'a> + ?Sized>(&mut self, start: usize, depth: u32, visit: &mut V) -> Option<usize> {
        let depth = self.deeper(depth)?;
        let (mut at, first) = self.token(start + 1);
        if first == b'}' {
            return Some(at + 1);
        }
        let mut opened = self.names.open();
        loop {
            let (end, is_new) = match plain_member(self.text, self.stops, at) {
                Some((name, start, end)) => {
                    visit.member(name, Scanned(self.text.get(start..end)?));
                    (end, self.names.add(&mut opened, name))
                }
                None => self.any_member(at, depth, &mut opened, visit)?,
            };
            if !is_new {
                return None;
            }
            match self.token(end) {
                (comma, b',') => (at, _) = self.token(comma + 1),
                (brace, b'}') => {
                    self.names.close(opened);
                    return Some(brace + 1);
                }
                _ => return None,
            }
        }
    }

    /// A member of an object: where it ends, and whether its name is new.
    #[inline(never)]
    fn any_member<V: Visit<'a> + ?Sized>(
        &mut self,
        at: usize,
        depth: u32,
        opened: &mut Opened,
        visit: &mut V,
    ) -> Option<(usize, bool)> {
        let end = self.string(at)?;
        let name = self.text.get(at + 1..end - 1)?;
        let has_escapes = self.last_escape == end;
        let (colon, b':') = self.token(end) else {
            return None;
        };
        let (start, _) = self.token(colon + 1);
        let end = self.value(start, depth)?;
        let value = Scanned(self.text.get(start..end)?);
        let is_new = if has_escapes {
            let name = text::without_escapes(name);
            visit.member(&name, value);
            self.names.add_unescaped(opened, name)
        } else {
            visit.member(name, value);
            self.names.add(opened, name)
        };
        Some((end, is_new))
    }

    fn array(&mut self, start: usize, depth: u32) -> Option<usize> {
        let depth = self.deeper(depth)?;
        let (mut at, first) = self.token(start + 1);
        if first == b']' {
            return Some(at + 1);
        }
        loop {
            let end = self.value(at, depth)?;
            match self.token(end) {
                (comma, b',') => (at, _) = self.token(comma + 1),
                (bracket, b']') => return Some(bracket + 1),
                _ => return None,
            }
        }
    }

    /// How many levels are left inside the one that is opened.
    fn deeper(&mut self, depth: u32) -> Option<u32> {
        self.too_deep = depth == 0;
        depth.checked_sub(1)
    }

    /// A string.
    #[inline]
    fn string(&mut self, start: usize) -> Option<usize> {
        if self.byte(start) != b'"' {
            return None;
        }
        let stop = stops::next(self.stops, start + 1)?;
        match self.byte(stop) {
            b'"' => Some(stop + 1),
            b'\\' => self.string_with_escapes(start),
            _ => None,
        }
    }

    #[cold]
    fn string_with_escapes(&mut self, start: usize) -> Option<usize> {
        let end = start + 1 + text::length(self.rest(start + 1))? + 1;
        self.last_escape = end;
        Some(end)
    }

    fn word(&self, start: usize, word: &str) -> Option<usize> {
        self.rest(start)
            .starts_with(word.as_bytes())
            .then_some(start + word.len())
    }

    /// The next byte that is not white space, and its position. White space is rare.
    #[inline]
    fn token(&mut self, start: usize) -> (usize, u8) {
        let byte = self.byte(start);
        if byte > b' ' {
            (start, byte)
        } else {
            self.token_after_white_space(start)
        }
    }

    #[cold]
    fn token_after_white_space(&mut self, start: usize) -> (usize, u8) {
        let length = self
            .rest(start)
            .iter()
            .take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))
            .count();
        self.seen.white_space |= length > 0;
        (start + length, self.byte(start + length))
    }

    #[inline]
    fn rest(&self, start: usize) -> &'a [u8] {
        self.text.as_bytes().get(start..).unwrap_or_default()
    }

    /// The byte at an index; past the end, zero, which means nothing in JSON.
    #[inline]
    fn byte(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or_default()
    }
}
