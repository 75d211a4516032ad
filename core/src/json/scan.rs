//! The pass itself: a recursive descent whose depth is bounded by the limit (at most 100 levels).

use std::borrow::Cow;

use super::duplicates::Names;
use super::{Refused, Scanned, number, text};

/// Goes over all of `bytes`, which must be one JSON object, and gives each member of it to `visit`, in order.
///
/// Returns the input as text. Nothing that `visit` was given may be used if an error is returned.
pub(crate) fn scan_object<'a>(bytes: &'a [u8], max_depth: u32, mut visit: impl FnMut(&str, Scanned<'a>)) -> Result<&'a str, Refused> {
    let text = std::str::from_utf8(bytes).map_err(|_| Refused::Malformed)?;
    let mut scanner = Scanner { text, at: 0, names: Names::default() };
    scanner.white_space();
    if scanner.peek() != Some(b'{') {
        return Err(Refused::Malformed);
    }
    scanner.object(max_depth, &mut visit)?;
    scanner.white_space();
    if scanner.at == text.len() { Ok(text) } else { Err(Refused::Malformed) }
}

struct Scanner<'a> {
    text: &'a str,
    /// The index of the next byte.
    at: usize,
    /// The names of the members of every object that is open.
    names: Names<'a>,
}

impl<'a> Scanner<'a> {
    /// Any value. `depth` is how many levels may still be opened.
    fn value(&mut self, depth: u32) -> Result<(), Refused> {
        match self.peek() {
            Some(b'"') => self.string().map(|_| ()),
            Some(b'{') => self.object(depth, &mut |_, _| ()),
            Some(b'[') => self.array(depth),
            Some(b't') => self.word("true"),
            Some(b'f') => self.word("false"),
            Some(b'n') => self.word("null"),
            _ => {
                let length = number::length(self.rest()).ok_or(Refused::Malformed)?;
                self.at += length;
                Ok(())
            }
        }
    }

    fn object(&mut self, depth: u32, visit: &mut dyn FnMut(&str, Scanned<'a>)) -> Result<(), Refused> {
        let depth = depth.checked_sub(1).ok_or(Refused::TooDeep)?;
        let opened = self.names.open();
        self.at += 1;
        self.white_space();
        if self.take(b'}') {
            return Ok(());
        }
        loop {
            let name = self.string()?;
            self.white_space();
            self.expect(b':')?;
            self.white_space();
            let start = self.at;
            self.value(depth)?;
            let value = Scanned(self.text.get(start..self.at).ok_or(Refused::Malformed)?);
            visit(&name, value);
            if !self.names.add(&opened, name) {
                return Err(Refused::Malformed);
            }
            self.white_space();
            if self.take(b',') {
                self.white_space();
                continue;
            }
            self.expect(b'}')?;
            self.names.close(opened);
            return Ok(());
        }
    }

    fn array(&mut self, depth: u32) -> Result<(), Refused> {
        let depth = depth.checked_sub(1).ok_or(Refused::TooDeep)?;
        self.at += 1;
        self.white_space();
        if self.take(b']') {
            return Ok(());
        }
        loop {
            self.value(depth)?;
            self.white_space();
            if self.take(b',') {
                self.white_space();
                continue;
            }
            return self.expect(b']');
        }
    }

    /// A string, unescaped only where it has to be.
    fn string(&mut self) -> Result<Cow<'a, str>, Refused> {
        self.expect(b'"')?;
        let start = self.at;
        let length = text::length(self.rest()).ok_or(Refused::Malformed)?;
        self.at += length;
        let raw = self.text.get(start..self.at).ok_or(Refused::Malformed)?;
        self.expect(b'"')?;
        Ok(text::unescape(raw))
    }

    fn word(&mut self, word: &str) -> Result<(), Refused> {
        if !self.rest().starts_with(word.as_bytes()) {
            return Err(Refused::Malformed);
        }
        self.at += word.len();
        Ok(())
    }

    fn white_space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, byte: u8) -> Result<(), Refused> {
        if self.take(byte) { Ok(()) } else { Err(Refused::Malformed) }
    }
}
