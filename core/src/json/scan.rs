//! The pass itself: a recursive descent whose depth is bounded by the limit (at most 100 levels).

use super::duplicates::Names;
use super::{Refused, Scanned, number, stops, text};

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

/// Goes over all of `bytes`, which must be one JSON object, and gives each member of it to `visit`, in order.
///
/// Returns the input as text. Nothing that `visit` was given may be used if an error is returned.
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
    let stops = stops::find(text.as_bytes());
    let mut scanner = Scanner {
        text,
        names: Names::default(),
        stops: &stops,
        last_escape: 0,
        too_deep: false,
        seen: Seen::default(),
    };
    match scanner.document(max_depth, &mut visit) {
        Some(()) => Ok(Seen {
            escape: scanner.last_escape > 0,
            ..scanner.seen
        }),
        None if scanner.too_deep => Err(Refused::TooDeep),
        None => Err(Refused::Malformed),
    }
}

/// Its methods take the index where something begins and give the one where it ends, or None if it is refused: so it stays in a register, where
/// neither a field nor a larger result would be.
struct Scanner<'a, 's> {
    text: &'a str,
    /// The names of the members of every object that is open.
    names: Names<'a>,
    /// Where strings end.
    stops: &'s [u64],
    /// Where the last string with an escape ended.
    last_escape: usize,
    /// Whether what was refused was nested too deep.
    too_deep: bool,
    seen: Seen,
}

impl<'a> Scanner<'a, '_> {
    fn document(&mut self, depth: u32, visit: &mut dyn FnMut(&str, Scanned<'a>)) -> Option<()> {
        let (start, b'{') = self.token(0) else { return None };
        let end = self.object(start, depth, visit)?;
        (self.token(end).0 == self.text.len()).then_some(())
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
            b'{' => self.object(start, depth, &mut |_, _| ()),
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

    fn object(
        &mut self,
        start: usize,
        depth: u32,
        visit: &mut dyn FnMut(&str, Scanned<'a>),
    ) -> Option<usize> {
        let depth = self.deeper(depth)?;
        let (mut at, first) = self.token(start + 1);
        if first == b'}' {
            return Some(at + 1);
        }
        let mut opened = self.names.open();
        loop {
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
                visit(&name, value);
                self.names.add_unescaped(&mut opened, name)
            } else {
                visit(name, value);
                self.names.add(&mut opened, name)
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

    /// The next byte that is not white space, and where it is. There is rarely any.
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

    /// The byte at an index; zero, which means nothing in JSON, where the text has ended.
    #[inline]
    fn byte(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or_default()
    }
}
