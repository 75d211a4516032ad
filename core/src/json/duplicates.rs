//! No member twice: linear for a few, then a hash set with a random key, so that no input makes it slow.

use std::borrow::Cow;
use std::collections::HashSet;

use smallvec::SmallVec;

/// How many members are compared one by one.
const FEW: usize = 16;

/// The names of the members of every object that is open, innermost last. A few need no allocation.
#[derive(Default)]
pub(super) struct Names<'a> {
    stack: SmallVec<[Cow<'a, str>; FEW]>,
    /// For each open object with many members, all of its names. `RandomState` is keyed at random.
    sets: Vec<(usize, HashSet<Cow<'a, str>>)>,
}

/// An object that is open.
pub(super) struct Opened {
    /// Where its names begin.
    start: usize,
    /// A bit for each of its names, so that most are known to be new without a look at the others.
    seen: u64,
}

impl<'a> Names<'a> {
    pub(super) fn open(&mut self) -> Opened {
        Opened { start: self.stack.len(), seen: 0 }
    }

    /// Adds the name of a member; false if the object has it already.
    #[inline]
    pub(super) fn add(&mut self, opened: &mut Opened, name: &'a str) -> bool {
        let bit = bit(name);
        if self.stack.len() >= opened.start + FEW || opened.seen & bit != 0 {
            return self.compare_and_add(opened, Cow::Borrowed(name));
        }
        opened.seen |= bit;
        self.stack.push(Cow::Borrowed(name));
        true
    }

    /// The same for a name that does not stand in the text as it is.
    pub(super) fn add_unescaped(&mut self, opened: &mut Opened, name: String) -> bool {
        opened.seen |= bit(&name);
        self.compare_and_add(opened, Cow::Owned(name))
    }

    /// The same where the bits don't decide.
    #[inline(never)]
    fn compare_and_add(&mut self, opened: &Opened, name: Cow<'a, str>) -> bool {
        let own = self.stack.get(opened.start..).unwrap_or_default();
        if own.len() < FEW {
            let new = !own.contains(&name);
            self.stack.push(name);
            return new;
        }
        match self.sets.last_mut() {
            Some((start, set)) if *start == opened.start => set.insert(name),
            _ => {
                let mut set: HashSet<_> = own.iter().cloned().collect();
                let new = set.insert(name);
                self.sets.push((opened.start, set));
                new
            }
        }
    }

    pub(super) fn close(&mut self, opened: Opened) {
        self.stack.truncate(opened.start);
        if self.sets.last().is_some_and(|(start, _)| *start == opened.start) {
            // An empty object inside shares the start of the next, but it never owns a set.
            self.sets.pop();
        }
    }
}

/// One of 64 bits, by the length and the ends of a name, weighed so that the usual claims have different ones.
fn bit(name: &str) -> u64 {
    let byte = |byte: Option<&u8>| usize::from(byte.copied().unwrap_or_default());
    let (first, last) = (byte(name.as_bytes().first()), byte(name.as_bytes().last()));
    1 << ((name.len() + 49 * first + 7 * last) % 64)
}
