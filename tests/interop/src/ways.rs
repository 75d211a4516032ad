//! What was exchanged, summed up: by the form of the tokens, by their algorithm, and in numbers.

use crate::case::{Form, Subject};
use crate::library::Library;
use crate::run::{Exchanged, RowResult};

/// All that was exchanged, by the form of the tokens.
pub type Tables = [(Form, Vec<RowResult>)];

/// The ways that tokens went between a library and tokenseal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ways {
    makes: bool,
    reads: bool,
    in_part: bool,
}

/// By form and library: how many of its tokens tokenseal read, and how many of tokenseal's it read.
pub fn counts(others: &[&dyn Library], tables: &Tables) -> String {
    let line = |(form, rows): &(Form, Vec<RowResult>)| {
        let both = |index| sum(rows.iter().filter_map(|row| row.exchanged.get(index)));
        let counts = others
            .iter()
            .enumerate()
            .map(|(index, other)| (other.name(), both(index)));
        let counts: Vec<String> = counts
            .map(|(name, (here, there))| format!("{name} {here} + {there}"))
            .collect();
        format!("{}: {}\n", form.title(), counts.join(", "))
    };
    tables.iter().map(line).collect()
}

/// By library: how many of its tokens tokenseal read, and how many of tokenseal's it read.
pub fn totals(others: &[&dyn Library], tables: &Tables) -> Vec<(&'static str, usize, usize)> {
    let total = |(index, other): (usize, &&dyn Library)| {
        let (here, there) = sum(each(tables, index).map(|(.., both)| both));
        (other.name(), here, there)
    };
    others.iter().enumerate().map(total).collect()
}

/// Where the page would not tell the truth: holes that nobody explains, and tokens that went other
/// ways than the rows of their form and of their algorithm say together. There must be none.
pub fn unexpected(others: &[&dyn Library], tables: &Tables) -> Vec<String> {
    let of_library = |(index, other): (usize, &&dyn Library)| {
        let wrong = each(tables, index).filter(move |(form, subject, both)| {
            let (went, form, subject) = (
                Ways::from(*both),
                of_form(tables, *form, index),
                of_subject(tables, *subject, index),
            );
            let is_hole = !went.makes || !went.reads;
            went.makes != (form.makes && subject.makes)
                || went.reads != (form.reads && subject.reads)
                || (is_hole && both.words.is_empty())
        });
        let name = other.name();
        wrong
            .map(move |(form, subject, both)| format!("{name}, {}, {subject}: {both:?}", form.title()))
            .collect::<Vec<_>>()
    };
    others.iter().enumerate().flat_map(of_library).collect()
}

/// What is exchanged with a library in a form, by some algorithm.
pub(crate) fn of_form(tables: &Tables, form: Form, library: usize) -> Ways {
    let ways = each(tables, library)
        .filter(|(of, ..)| *of == form)
        .map(|(.., both)| Ways::from(both))
        .fold(Ways::default(), Ways::or);
    Ways {
        in_part: false,
        ..ways
    }
}

/// What is exchanged with a library by an algorithm, in some form.
pub(crate) fn of_subject(tables: &Tables, subject: Subject, library: usize) -> Ways {
    each(tables, library)
        .filter(|(_, of, _)| *of == subject)
        .map(|(.., both)| Ways::from(both))
        .fold(Ways::default(), Ways::or)
}

/// Why some was not exchanged with a library: every reason once.
pub(crate) fn words(tables: &Tables, library: usize) -> Vec<&'static str> {
    let mut found = Vec::new();
    for word in each(tables, library).flat_map(|(.., both)| &both.words) {
        if !found.contains(word) {
            found.push(*word);
        }
    }
    found
}

fn each(tables: &Tables, library: usize) -> impl Iterator<Item = (Form, Subject, &Exchanged)> {
    let rows = tables
        .iter()
        .flat_map(|(form, rows)| rows.iter().map(|row| (*form, row)));
    rows.filter_map(move |(form, row)| Some((form, row.subject, row.exchanged.get(library)?)))
}

fn sum<'a>(exchanged: impl Iterator<Item = &'a Exchanged>) -> (usize, usize) {
    exchanged.fold((0, 0), |(here, there), both| {
        (here + both.consumed_here, there + both.consumed_there)
    })
}

impl Ways {
    fn or(self, other: Self) -> Self {
        Self {
            makes: self.makes || other.makes,
            reads: self.reads || other.reads,
            in_part: self.in_part || other.in_part,
        }
    }

    /// What the page says about it.
    pub(crate) const fn text(self) -> &'static str {
        match (self.makes, self.reads) {
            (true, true) if self.in_part => "both, in part",
            (true, true) => "both",
            (true, false) => "makes",
            (false, true) => "reads",
            (false, false) => "—",
        }
    }
}

impl From<&Exchanged> for Ways {
    fn from(both: &Exchanged) -> Self {
        let (makes, reads) = (both.consumed_here > 0, both.consumed_there > 0);
        Self {
            makes,
            reads,
            in_part: makes && reads && !both.words.is_empty(),
        }
    }
}
