//! Checked claims, and where each of them is in the text.

use std::borrow::Cow;

use zeroize::Zeroize;

use crate::json::{self, Scanned, Seen};

/// How many members are remembered: more than any token that is read member by member has.
const MOST: usize = 64;

/// How many need no allocation.
const FEW: usize = 16;

/// Claims that were checked.
#[derive(Clone)]
pub(crate) struct Claims {
    /// The payload. The strict pass has been over it.
    pub(super) json: String,
    pub(super) spans: Spans,
}

/// Where the values of the first members are. A name precedes its value, and need not be kept.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spans {
    few: [Span; FEW],
    count: usize,
    more: Vec<Span>,
    /// Whether there are members whose values are not among these.
    are_more: bool,
    /// Whether `cnf` is among them.
    is_bound: bool,
    seen: Seen,
    /// Whether there is a `status`: few tokens have one, and then the others need not be searched.
    has_status: bool,
}

/// Start and end. Small, since every token carries sixteen: a value that ends later is searched
/// for.
#[derive(Clone, Copy, Debug, Default)]
struct Span {
    start: u16,
    end: u16,
}

impl Span {
    fn of(start: usize, length: usize) -> Option<Self> {
        Some(Self {
            start: start.try_into().ok()?,
            end: start.checked_add(length)?.try_into().ok()?,
        })
    }
}

impl Spans {
    /// Remembers a value, which is a part of `text`.
    #[inline(always)]
    pub(crate) fn add(&mut self, text: &str, value: Scanned<'_>) {
        let start = value.json().as_ptr().addr().wrapping_sub(text.as_ptr().addr());
        match (Span::of(start, value.json().len()), self.few.get_mut(self.count)) {
            (Some(span), Some(slot)) => {
                *slot = span;
                self.count += 1;
            }
            (span, _) => self.add_more(span),
        }
    }

    #[cold]
    fn add_more(&mut self, span: Option<Span>) {
        match span {
            Some(span) if self.count + self.more.len() < MOST => self.more.push(span),
            _ => self.are_more = true,
        }
    }

    fn iter(&self) -> impl Iterator<Item = &Span> {
        self.few.iter().take(self.count).chain(&self.more)
    }

    /// What the strict pass has seen at its end.
    #[inline]
    pub(crate) fn end(&mut self, seen: Seen, is_bound: bool, has_status: bool) {
        self.seen = seen;
        self.is_bound = is_bound;
        self.has_status = has_status;
    }
}

impl Claims {
    pub(crate) fn json(&self) -> &str {
        &self.json
    }

    /// Whether there is a `cnf`, by which the token is bound to its sender.
    #[inline]
    pub(crate) fn is_bound(&self) -> bool {
        self.spans.is_bound
    }

    /// The JSON text of `status`, at no cost if there is none.
    #[inline]
    pub(crate) fn status(&self) -> Option<&str> {
        if self.spans.has_status {
            self.member("status")
        } else {
            None
        }
    }

    /// Wipes the payload, leaving nothing.
    pub(super) fn wipe(&mut self) {
        self.json.zeroize();
        self.spans = Spans::default();
    }

    /// The payload alone.
    pub(super) fn into_json(self) -> String {
        self.json
    }

    /// Whether the strict pass has seen an integer that 64 bits may not hold.
    pub(crate) fn may_hold_wide_integer(&self) -> bool {
        self.spans.seen.long_integer
    }

    /// The JSON text of a member.
    pub(crate) fn member(&self, name: &str) -> Option<&str> {
        // If a string has an escape, a name may be written differently.
        if self.spans.seen.escape {
            return self.search(name);
        }
        match self
            .spans
            .iter()
            .find(|span| self.is_before(usize::from(span.start), name).unwrap_or_default())
        {
            Some(span) => self.json.get(span.start.into()..span.end.into()),
            None if self.spans.are_more => self.search(name),
            None => None,
        }
    }

    /// The same as text, if it is a string.
    pub(crate) fn text(&self, name: &str) -> Option<Cow<'_, str>> {
        self.member(name)
            .and_then(|json| Scanned::again(json).string_among(self.spans.seen.escape))
    }

    /// Whether the value that begins here has this name, where no string has an escape.
    fn is_before(&self, start: usize, name: &str) -> Option<bool> {
        let mut before = self.json.as_bytes().get(..start)?;
        if self.spans.seen.white_space {
            before = before.trim_ascii_end();
        }
        before = before.strip_suffix(b":")?;
        if self.spans.seen.white_space {
            before = before.trim_ascii_end();
        }
        Some(
            before
                .strip_suffix(b"\"")?
                .strip_suffix(name.as_bytes())?
                .ends_with(b"\""),
        )
    }

    fn search(&self, name: &str) -> Option<&str> {
        let mut found = None;
        // It went through this before, so nothing can fail here.
        let _ = json::scan_object(self.json.as_bytes(), u32::MAX, |own, value| {
            if own == name {
                found = Some(value);
            }
        });
        found.map(Scanned::json)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Map, Value};

    use super::*;

    fn read(json: &str) -> Claims {
        let mut spans = Spans::default();
        let seen = json::scan_text(json, 32, |_, value| spans.add(json, value)).unwrap();
        spans.end(seen, false, false);
        Claims {
            json: json.to_owned(),
            spans,
        }
    }

    #[test]
    fn names_that_look_alike() {
        let claims = read(r#"{"sub":"a","aud":["sub"],"x":{"sub":1}, "a sub" : 2 ,"":3,"su":"b:"}"#);
        for (name, value) in [
            ("sub", r#""a""#),
            ("aud", r#"["sub"]"#),
            ("a sub", "2"),
            ("", "3"),
            ("su", r#""b:""#),
        ] {
            assert_eq!(claims.member(name), Some(value), "{name}");
        }
        for absent in [
            "ub",
            "b",
            "sub\":",
            "\"sub",
            "{\"sub",
            "x\":{\"sub",
            "Sub",
            "a sub ",
        ] {
            assert_eq!(claims.member(absent), None, "{absent}");
        }
    }

    #[test]
    fn names_with_escapes() {
        let claims = read(r#"{"s\u0075b":1,"a\"sub":2,"\\sub":3}"#);
        assert_eq!(
            (
                claims.member("sub"),
                claims.member("a\"sub"),
                claims.member("\\sub")
            ),
            (Some("1"), Some("2"), Some("3"))
        );
        assert_eq!(claims.member("s\\u0075b"), None);
    }

    #[test]
    fn texts_say_what_they_say() {
        let claims = read(r#"{"sub":"a","exp":1,"aud":["x"],"none":null}"#);
        assert!(matches!(claims.text("sub"), Some(Cow::Borrowed("a"))));
        for name in ["exp", "aud", "none", "absent"] {
            assert_eq!(claims.text(name), None, "{name}");
        }
        let claims = read(r#"{"sub":"a\u0062\n\"","\u0069ss":"c"}"#);
        assert_eq!(
            (claims.text("sub").as_deref(), claims.text("iss").as_deref()),
            (Some("ab\n\""), Some("c"))
        );
    }

    #[test]
    fn more_members_than_are_remembered() {
        let all: Map<String, Value> = (0..200)
            .map(|number| (format!("m{number}"), number.into()))
            .collect();
        let claims = read(&serde_json::to_string(&all).unwrap());
        assert_eq!((claims.spans.iter().count(), claims.spans.are_more), (MOST, true));
        for number in [0, 15, 16, 63, 64, 199] {
            assert_eq!(
                claims.member(&format!("m{number}")),
                Some(number.to_string().as_str())
            );
        }
        assert_eq!(claims.member("m200"), None);
    }

    #[test]
    fn values_that_are_far_away_or_long() {
        let claims = read(&format!(r#"{{"a":1,"long":"{}","b":2}}"#, "x".repeat(70_000)));
        assert_eq!(
            (claims.member("a"), claims.member("b"), claims.member("c")),
            (Some("1"), Some("2"), None)
        );
        assert_eq!(claims.member("long").map(str::len), Some(70_002));
    }

    proptest! {
        #[test]
        fn the_same_as_parsing(names in proptest::collection::btree_set("[a-c\"\\\\: é]{0,3}", 0..80), pretty: bool) {
            let all: Map<String, Value> = names.iter().map(|name| (name.clone(), Value::from(vec![name.clone()]))).collect();
            let json = if pretty { serde_json::to_string_pretty(&all) } else { serde_json::to_string(&all) }.unwrap();
            let claims = read(&json);
            for name in names.iter().map(String::as_str).chain(["a", "b:", "\"", ""]) {
                let own = claims.member(name).map(|json| serde_json::from_str::<Value>(json).unwrap());
                prop_assert_eq!(own.as_ref(), all.get(name));
            }
        }
    }
}
