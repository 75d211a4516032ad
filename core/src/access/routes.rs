//! Finds the rules whose path and method match, without looking at all of them.

use std::collections::HashMap;

use smallvec::SmallVec;

use super::path::Path;
use super::pattern::{Part, Pattern};

/// The indexes of rules, in their order.
pub(super) type Candidates = SmallVec<[u32; 8]>;

/// Rules by their paths: a tree of segments.
#[derive(Clone, Debug, Default)]
pub(super) struct Routes {
    root: Node,
    /// Rules without a path.
    everywhere: Vec<u32>,
}

#[derive(Clone, Debug, Default)]
struct Node {
    literals: HashMap<String, Node>,
    parameter: Option<Box<Node>>,
    /// Rules whose path ends here, without and with a trailing slash.
    ends: [Vec<u32>; 2],
    /// Rules that match all that follows.
    rests: Vec<u32>,
}

impl Routes {
    pub(super) fn add(&mut self, rule: u32, pattern: Option<&Pattern>) {
        let Some(pattern) = pattern else {
            self.everywhere.push(rule);
            return;
        };
        let mut node = &mut self.root;
        for part in &pattern.parts {
            node = match part {
                Part::Literal(text) => node.literals.entry(text.clone()).or_default(),
                Part::Parameter(_) => node.parameter.get_or_insert_default(),
            };
        }
        let [without, with] = &mut node.ends;
        match (pattern.has_rest, pattern.ends_in_slash) {
            (true, _) => node.rests.push(rule),
            (false, false) => without.push(rule),
            (false, true) => with.push(rule),
        }
    }

    /// The rules whose paths match.
    pub(super) fn find(&self, path: &Path<'_>) -> Candidates {
        self.find_by(path, [!path.ends_in_slash, path.ends_in_slash])
    }

    /// The rules whose paths match if a trailing slash is ignored.
    pub(super) fn find_with_any_end(&self, path: &Path<'_>) -> Candidates {
        self.find_by(path, [true; 2])
    }

    /// `ends` says whether to include paths without and with a trailing slash.
    fn find_by(&self, path: &Path<'_>, ends: [bool; 2]) -> Candidates {
        let mut found = Candidates::from_slice(&self.everywhere);
        self.root.find(&path.segments, ends, &mut found);
        found.sort_unstable();
        found
    }
}

impl Node {
    /// Visits at most as many nodes as the rules have created, whatever the path is.
    fn find(&self, segments: &[std::borrow::Cow<'_, str>], ends: [bool; 2], found: &mut Candidates) {
        let Some((first, rest)) = segments.split_first() else {
            self.ends
                .iter()
                .zip(ends)
                .filter(|(_, is_meant)| *is_meant)
                .for_each(|(rules, _)| found.extend_from_slice(rules));
            return;
        };
        found.extend_from_slice(&self.rests);
        if let Some(node) = self.literals.get(&**first) {
            node.find(rest, ends, found);
        }
        if let Some(node) = &self.parameter {
            node.find(rest, ends, found);
        }
    }
}
