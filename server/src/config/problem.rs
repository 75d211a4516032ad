//! What is wrong with a configuration: where, what, and how to fix it.

use std::fmt;
use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

/// One step to a place in the file: the name of a member, or the number of one of several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The member of a table.
    Name(String),
    /// One of a list, counted from 0.
    Index(usize),
}

impl From<&str> for Step {
    fn from(name: &str) -> Self {
        Step::Name(name.to_owned())
    }
}

impl From<usize> for Step {
    fn from(index: usize) -> Self {
        Step::Index(index)
    }
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    place: Vec<Step>,
    message: String,
    code: Option<&'static str>,
    is_passing: bool,
}

/// All that is wrong with a file, each with its line.
#[derive(Clone, Debug)]
pub struct Problems {
    file: Option<PathBuf>,
    found: Vec<(Option<usize>, Problem)>,
}

impl Problem {
    /// Something at a place of the file.
    pub fn new(place: impl IntoIterator<Item = Step>, message: impl Into<String>) -> Self {
        Self {
            place: place.into_iter().collect(),
            message: message.into(),
            code: None,
            is_passing: false,
        }
    }

    /// What the core says about the section at a place. It is shown at the member that the message
    /// names, if it names one.
    pub fn of_core(place: impl IntoIterator<Item = Step>, error: &tokenseal::Error) -> Self {
        Self {
            place: place.into_iter().collect(),
            message: error.message().to_owned(),
            code: Some(error.code().as_str()),
            is_passing: false,
        }
    }

    /// The same, and whether it may resolve itself without a change, as when a store cannot be
    /// reached.
    pub(crate) fn passing(self, is_passing: bool) -> Self {
        Self { is_passing, ..self }
    }

    /// Where it is.
    pub(crate) fn place(&self) -> &[Step] {
        &self.place
    }

    fn shown_place(&self) -> String {
        let step = |step: &Step| match step {
            Step::Name(name) => format!(".{name}"),
            Step::Index(index) => format!("[{index}]"),
        };
        self.place
            .iter()
            .map(step)
            .collect::<String>()
            .trim_start_matches('.')
            .to_owned()
    }

    /// What is wrong, without its place.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl Problems {
    /// What was found, with its lines in the text; without a text, what came from arguments.
    pub fn new(file: Option<&Path>, text: &str, found: Vec<Problem>) -> Self {
        let table = DeTable::parse(text).ok();
        let line_of = |problem: &Problem| {
            let table = table.as_ref()?;
            let at = offset(table.get_ref(), problem)?;
            Some(line(text, at))
        };
        let mut found: Vec<_> = found
            .into_iter()
            .map(|problem| (line_of(&problem), problem))
            .collect();
        found.sort_by_key(|(line, _)| line.unwrap_or_default());
        found.dedup_by(|one, other| one.1.place == other.1.place && one.1.message == other.1.message);
        Self {
            file: file.map(Path::to_owned),
            found,
        }
    }

    /// Text that is not TOML, or does not have the form of a configuration.
    pub fn of_form(file: Option<&Path>, text: &str, error: &toml::de::Error) -> Self {
        let line = error.span().map(|span| line(text, span.start));
        let problem = Problem {
            place: Vec::new(),
            message: error.message().to_owned(),
            code: None,
            is_passing: false,
        };
        Self {
            file: file.map(Path::to_owned),
            found: vec![(line, problem)],
        }
    }

    /// A file that cannot be read.
    pub fn unreadable(file: &Path, error: &std::io::Error) -> Self {
        let message = format!("the file cannot be read: {error}");
        Self {
            file: Some(file.to_owned()),
            found: vec![(None, Problem::new([], message))],
        }
    }

    /// Whether all of it may resolve itself without a change.
    pub(crate) fn is_passing(&self) -> bool {
        self.found.iter().all(|(_, problem)| problem.is_passing)
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Lines, places and messages, in the order of the file.
    pub fn all(&self) -> impl Iterator<Item = (Option<usize>, String, &str)> {
        self.found
            .iter()
            .map(|(line, problem)| (*line, problem.shown_place(), problem.message.as_str()))
    }

    /// The lines and messages, in the order of the file.
    pub fn messages(&self) -> impl Iterator<Item = (Option<usize>, &str)> {
        self.found
            .iter()
            .map(|(line, problem)| (*line, problem.message.as_str()))
    }
}

impl Problems {
    /// Writes each on a line of its own, in order of place, with `what` it is.
    pub(crate) fn write(&self, formatter: &mut fmt::Formatter<'_>, what: &str) -> fmt::Result {
        for (index, (line, problem)) in self.found.iter().enumerate() {
            if index > 0 {
                formatter.write_str("\n")?;
            }
            match (&self.file, line) {
                (Some(file), Some(line)) => write!(formatter, "{}:{line}: ", file.display())?,
                (Some(file), None) => write!(formatter, "{}: ", file.display())?,
                (None, _) => {}
            }
            formatter.write_str(what)?;
            let place = problem.shown_place();
            if !place.is_empty() {
                write!(formatter, "{place}: ")?;
            }
            formatter.write_str(&problem.message)?;
            if let Some(code) = problem.code {
                write!(formatter, " ({code})")?;
            }
        }
        Ok(())
    }
}

/// Where a problem is: at the deepest place that exists, and at the member that its message names.
fn offset(table: &DeTable<'_>, problem: &Problem) -> Option<usize> {
    let (mut at, mut here): (_, Option<&DeValue<'_>>) = (None, None);
    let mut members = Some(table);
    for step in &problem.place {
        let next = match (step, members, here) {
            (Step::Name(name), Some(table), _) => {
                let (key, value) = table.get_key_value(name.as_str())?;
                at = Some(key.span().start);
                value
            }
            (Step::Index(index), _, Some(DeValue::Array(list))) => {
                let value = list.get(*index)?;
                at = Some(value.span().start);
                value
            }
            _ => break,
        };
        here = Some(next.get_ref());
        members = match next.get_ref() {
            DeValue::Table(table) => Some(table),
            _ => None,
        };
    }
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut words = problem.message.split(|c| !is_word(c));
    let named = members.and_then(|table| words.find_map(|word| table.get_key_value(word)));
    named.map(|(key, _)| key.span().start).or(at)
}

fn line(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|byte| *byte == b'\n').count()
}

impl fmt::Display for Problems {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(formatter, "")
    }
}

impl std::error::Error for Problems {}
