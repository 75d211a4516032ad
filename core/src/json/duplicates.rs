//! No member twice: linear for a few, then a hash set with a random key, so that no input makes it slow.

use std::borrow::Cow;
use std::collections::HashSet;

/// How many members are compared one by one.
const FEW: usize = 16;

/// The names of the members of every object that is open, innermost last: one allocation for the whole pass.
#[derive(Default)]
pub(super) struct Names<'a> {
    stack: Vec<Cow<'a, str>>,
    /// For each open object with many members, all of its names. `RandomState` is keyed at random.
    sets: Vec<(usize, HashSet<Cow<'a, str>>)>,
}

/// An object that is open: where its names begin.
pub(super) struct Opened(usize);

impl<'a> Names<'a> {
    pub(super) fn open(&mut self) -> Opened {
        Opened(self.stack.len())
    }

    /// Adds the name of a member; false if the object has it already.
    pub(super) fn add(&mut self, opened: &Opened, name: Cow<'a, str>) -> bool {
        let own = self.stack.get(opened.0..).unwrap_or_default();
        if own.len() < FEW {
            if own.contains(&name) {
                return false;
            }
            self.stack.push(name);
            return true;
        }
        match self.sets.last_mut() {
            Some((start, set)) if *start == opened.0 => set.insert(name),
            _ => {
                let mut set: HashSet<_> = own.iter().cloned().collect();
                let new = set.insert(name);
                self.sets.push((opened.0, set));
                new
            }
        }
    }

    pub(super) fn close(&mut self, opened: Opened) {
        self.stack.truncate(opened.0);
        if self.sets.last().is_some_and(|(start, _)| *start == opened.0) {
            // An empty object inside shares the start of the next, but it never owns a set.
            self.sets.pop();
        }
    }
}
