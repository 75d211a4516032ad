//! A store's answers, provided that they have the expected form.

use crate::machine::{Failure, Value};

/// The state of a ring in a store.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) word: Word,
    pub(super) format: String,
    pub(super) generation: String,
    /// The ID of the last change; empty: there is no ring.
    pub(super) writer: String,
    pub(super) writers: String,
    /// The ring; empty if its last change is the one that was named.
    pub(super) ring: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    Read,
    /// The change was made, by this command or by an earlier one with the same ID.
    Done,
    /// Another change was made first.
    Lost,
    /// There is no ring.
    Gone,
}

impl Found {
    pub(super) fn read(value: &Value) -> Result<Self, Failure> {
        let values = match value {
            Value::List(values) => values,
            Value::Error(_) => return Err(Failure::Store),
            _ => return Err(Failure::Unreadable),
        };
        let texts = values.iter().map(|value| match value {
            Value::Text(text) => Some(text.as_str()),
            _ => None,
        });
        let texts = texts.collect::<Option<Vec<_>>>().ok_or(Failure::Unreadable)?;
        let [word, format, generation, writer, writers, ring] = texts.as_slice() else {
            return Err(Failure::Unreadable);
        };
        let word = match *word {
            "read" => Word::Read,
            "ok" => Word::Done,
            "lost" => Word::Lost,
            "gone" => Word::Gone,
            _ => return Err(Failure::Unreadable),
        };
        let [format, generation, writer, writers, ring] =
            [format, generation, writer, writers, ring].map(|text| (*text).to_owned());
        Ok(Self {
            word,
            format,
            generation,
            writer,
            writers,
            ring,
        })
    }

    /// Whether a change is among the most recent ones.
    pub(super) fn follows(&self, writer: &str) -> bool {
        self.writers.split(' ').any(|one| one == writer)
    }
}
