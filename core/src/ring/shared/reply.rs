//! What a store answers, as far as it is of the form that was asked for.

use crate::machine::{Failure, Value};

/// How a ring stands in a store.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) word: Word,
    pub(super) format: String,
    pub(super) generation: String,
    /// The id of the last change; empty: there is no ring.
    pub(super) writer: String,
    pub(super) writers: String,
    /// The ring; empty if its last change is the one that was named.
    pub(super) ring: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    Read,
    /// The change is made, by this command or by an earlier one of the same id.
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

    /// Whether a change is among the last ones.
    pub(super) fn follows(&self, writer: &str) -> bool {
        self.writers.split(' ').any(|one| one == writer)
    }
}

/// The first word of an error, such as OOM: the rest may say more than a log should have.
pub(super) fn word(values: &[Value]) -> Option<String> {
    let error = values.iter().find_map(|value| match value {
        Value::Error(error) => Some(error.as_str()),
        _ => None,
    })?;
    let word: String = error
        .chars()
        .take_while(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || *c == '_')
        .take(20)
        .collect();
    Some(if word.is_empty() { "ERR".to_owned() } else { word })
}
