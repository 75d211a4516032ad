//! The paths of rules: literal segments, `{name}` for any one segment, and `{*rest}` for all that
//! follow.

#[cfg(test)]
use super::path::Path;
use super::path::{folded, is_plain};

/// One segment of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Literal(String),
    /// Any one segment, referred to by this name.
    Parameter(String),
}

/// A pattern, which matches entire paths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern {
    pub(super) parts: Vec<Part>,
    /// Whether one or more further segments follow.
    pub(super) has_rest: bool,
    pub(super) ends_in_slash: bool,
}

impl Pattern {
    /// Reads a pattern. The error says what is wrong with it, worded as the end of a sentence.
    pub(super) fn read(text: &str) -> Result<Self, &'static str> {
        let inside = text.strip_prefix('/').ok_or("does not begin with a slash")?;
        if inside.is_empty() {
            return Ok(Self {
                parts: Vec::new(),
                has_rest: false,
                ends_in_slash: true,
            });
        }
        let (inside, ends_in_slash) = inside
            .strip_suffix('/')
            .map_or((inside, false), |inside| (inside, true));
        let mut pattern = Self {
            parts: Vec::new(),
            has_rest: false,
            ends_in_slash,
        };
        for segment in inside.split('/') {
            if pattern.has_rest {
                return Err("has something after {*rest}, which takes all that follows");
            }
            match segment.strip_prefix('{').map(|inner| inner.strip_suffix('}')) {
                Some(Some(name)) => pattern.add_parameter(name)?,
                _ if segment.contains(['{', '}']) => {
                    return Err("has braces within a segment: a parameter is a segment of its own");
                }
                _ if !is_plain(segment) => {
                    return Err(
                        "has a segment that no request can have: an empty one, a dot segment, or one with a control character or a backslash",
                    );
                }
                _ => pattern.parts.push(Part::Literal(segment.to_owned())),
            }
        }
        if pattern.has_rest && ends_in_slash {
            return Err("has something after {*rest}, which takes all that follows");
        }
        Ok(pattern)
    }

    fn add_parameter(&mut self, name: &str) -> Result<(), &'static str> {
        let (name, is_rest) = name.strip_prefix('*').map_or((name, false), |name| (name, true));
        if name.is_empty()
            || !name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        {
            return Err("has a parameter whose name is not made of letters, digits and _");
        }
        if self.parameter(name).is_some() {
            return Err("has two parameters of the same name");
        }
        match is_rest {
            true => self.has_rest = true,
            false => self.parts.push(Part::Parameter(name.to_owned())),
        }
        Ok(())
    }

    /// The pattern as a router that ignores case reads it.
    pub(super) fn folded(&self) -> Self {
        let parts = self.parts.iter().map(|part| match part {
            Part::Literal(text) => Part::Literal(folded(text)),
            Part::Parameter(name) => Part::Parameter(name.clone()),
        });
        Self {
            parts: parts.collect(),
            ..*self
        }
    }

    /// The segment that a parameter stands for.
    pub(super) fn parameter(&self, name: &str) -> Option<usize> {
        self.parts
            .iter()
            .position(|part| matches!(part, Part::Parameter(own) if own == name))
    }

    /// Whether the pattern matches a path, segment by segment: the reference for what
    /// [`Routes`](super::routes::Routes) finds faster.
    #[cfg(test)]
    pub(super) fn matches(&self, path: &Path<'_>) -> bool {
        let fits = |(part, segment): (&Part, &std::borrow::Cow<'_, str>)| match part {
            Part::Literal(own) => **own == **segment,
            Part::Parameter(_) => true,
        };
        let is_length = match self.has_rest {
            true => path.segments.len() > self.parts.len(),
            false => path.segments.len() == self.parts.len() && path.ends_in_slash == self.ends_in_slash,
        };
        is_length && self.parts.iter().zip(&path.segments).all(fits)
    }

    /// Whether this pattern matches every path that another one matches.
    pub(super) fn covers(&self, other: &Self) -> bool {
        let is_length = match (self.has_rest, other.has_rest) {
            (true, true) => other.parts.len() >= self.parts.len(),
            (true, false) => other.parts.len() > self.parts.len(),
            (false, true) => false,
            (false, false) => {
                self.parts.len() == other.parts.len() && self.ends_in_slash == other.ends_in_slash
            }
        };
        let covers = |(own, other): (&Part, &Part)| match own {
            Part::Parameter(_) => true,
            Part::Literal(_) => own == other,
        };
        is_length && self.parts.iter().zip(&other.parts).all(covers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::PathForm;

    #[test]
    fn a_pattern_matches_whole_paths() {
        let cases = [
            ("/", &["/"][..], &["/a", "//"][..]),
            (
                "/orders",
                &["/orders", "/orders?x"],
                &["/orders/", "/Orders", "/orders/1", "/"],
            ),
            ("/orders/", &["/orders/"], &["/orders", "/orders/1"]),
            (
                "/orders/{id}",
                &["/orders/1", "/orders/%31"],
                &["/orders", "/orders/", "/orders/1/", "/orders/1/2"],
            ),
            ("/{a}/b", &["/a/b", "/x/b"], &["/a", "/a/c"]),
            (
                "/files/{*rest}",
                &["/files/a", "/files/a/", "/files/a/b"],
                &["/files", "/files/"],
            ),
            ("/{*rest}", &["/a", "/a/b/"], &["/"]),
        ];
        for (pattern, yes, no) in cases {
            let pattern = Pattern::read(pattern).unwrap();
            let matches =
                |path: &&str| Path::read(path, PathForm::Raw).is_some_and(|path| pattern.matches(&path));
            assert!(yes.iter().all(matches) && !no.iter().any(matches), "{pattern:?}");
        }
    }

    #[test]
    fn what_no_request_could_match_is_no_pattern() {
        for wrong in [
            "",
            "orders",
            "//",
            "/a//b",
            "/.",
            "/../a",
            "/{",
            "/}",
            "/a{b}",
            "/{a}b",
            "/{}",
            "/{*}",
            "/{a b}",
            "/{a}/{a}",
            "/{*a}/b",
            "/{*a}/",
            "/{a}/{*a}",
            "/a\\b",
            "/a\u{0}",
            "/{ä}",
        ] {
            assert!(Pattern::read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn covering_is_what_matching_says() {
        let patterns = [
            "/",
            "/a",
            "/a/",
            "/{x}",
            "/{x}/",
            "/a/b",
            "/a/{x}",
            "/{x}/b",
            "/{x}/{y}",
            "/{*r}",
            "/a/{*r}",
            "/{x}/{*r}",
            "/{x}/b/{*r}",
        ];
        let names = ["a", "b", "c"];
        let mut paths = vec!["/".to_owned()];
        let mut last = vec![String::new()];
        for _ in 0..4 {
            last = last
                .iter()
                .flat_map(|start| names.map(|name| format!("{start}/{name}")))
                .collect();
            paths.extend(last.iter().flat_map(|path| [path.clone(), format!("{path}/")]));
        }
        let matching = |pattern: &Pattern| -> Vec<bool> {
            paths
                .iter()
                .map(|path| pattern.matches(&Path::read(path, PathForm::Raw).unwrap()))
                .collect()
        };
        for one in patterns.map(|pattern| Pattern::read(pattern).unwrap()) {
            for other in patterns.map(|pattern| Pattern::read(pattern).unwrap()) {
                let all = matching(&one)
                    .iter()
                    .zip(matching(&other))
                    .all(|(one, other)| *one || !other);
                assert_eq!(one.covers(&other), all, "{one:?} {other:?}");
            }
        }
    }
}
