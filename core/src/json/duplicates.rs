//! No duplicate members: a linear search for a few, then a hash set with a random key, so that no
//! input makes it slow.

use std::borrow::Cow;
use std::collections::HashSet;

/// How many members are compared one by one.
const FEW: usize = 16;

/// The names of the members of every object that is open, innermost last. A few need no allocation.
#[derive(Default)]
pub(super) struct Names<'a> {
    /// As they appear in the text; for one that has escapes, nothing in its place.
    stack: Stack<'a>,
    /// For each open object with many members, or a name that has escapes, all of its names.
    /// `RandomState` is keyed at random.
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
        Opened {
            start: self.stack.count,
            seen: 0,
        }
    }

    /// Adds the name of a member; false if the object has it already.
    #[inline]
    pub(super) fn add(&mut self, opened: &mut Opened, name: &'a str) -> bool {
        let bit = bit(name);
        if self.stack.count >= opened.start + FEW || opened.seen & bit != 0 {
            return self.compare_and_add(opened, name);
        }
        opened.seen |= bit;
        self.stack.push(name);
        true
    }

    /// The same for a name that does not appear verbatim in the text.
    pub(super) fn add_unescaped(&mut self, opened: &mut Opened, name: String) -> bool {
        // From here on, every name of this object is looked up in its set.
        opened.seen = u64::MAX;
        let new = self.add_to_set(opened, Cow::Owned(name));
        self.stack.push("");
        new
    }

    /// The same when the bits don't decide.
    #[inline(never)]
    fn compare_and_add(&mut self, opened: &Opened, name: &'a str) -> bool {
        if self.stack.count < opened.start + FEW && !self.has_set(opened) {
            let new = !self.stack.from(opened.start).any(|own| own == name);
            self.stack.push(name);
            return new;
        }
        self.add_to_set(opened, Cow::Borrowed(name))
    }

    /// Adds a name to the object's set, which begins with the names that it has so far.
    fn add_to_set(&mut self, opened: &Opened, name: Cow<'a, str>) -> bool {
        if !self.has_set(opened) {
            self.sets.push((
                opened.start,
                self.stack.from(opened.start).map(Cow::Borrowed).collect(),
            ));
        }
        self.sets.last_mut().is_some_and(|(_, set)| set.insert(name))
    }

    /// Whether the object has a set. Such an object has names on the stack as well, so that no
    /// object inside begins where it does.
    fn has_set(&self, opened: &Opened) -> bool {
        self.sets.last().is_some_and(|(start, _)| *start == opened.start)
    }

    #[inline]
    pub(super) fn close(&mut self, opened: Opened) {
        self.stack.truncate(opened.start);
        if self.has_set(&opened) {
            self.sets.pop();
        }
    }
}

/// Names, with inline room for the first few.
#[derive(Default)]
struct Stack<'a> {
    few: [&'a str; FEW],
    more: Vec<&'a str>,
    count: usize,
}

impl<'a> Stack<'a> {
    #[inline]
    fn push(&mut self, name: &'a str) {
        match self.few.get_mut(self.count) {
            Some(place) => *place = name,
            None => self.more.push(name),
        }
        self.count += 1;
    }

    /// Those from the one with this index on.
    fn from(&self, start: usize) -> impl Iterator<Item = &'a str> {
        self.few
            .iter()
            .take(self.count)
            .chain(&self.more)
            .skip(start)
            .copied()
    }

    #[inline]
    fn truncate(&mut self, count: usize) {
        self.count = count;
        self.more.truncate(count.saturating_sub(FEW));
    }
}

/// One of 64 bits, from the length and the ends of a name, weighted so that the usual claims have
/// different ones.
fn bit(name: &str) -> u64 {
    let byte = |byte: Option<&u8>| usize::from(byte.copied().unwrap_or_default());
    let (first, last) = (byte(name.as_bytes().first()), byte(name.as_bytes().last()));
    1 << ((name.len() + 49 * first + 7 * last) % 64)
}
