//! A store with the one key of a ring, which does what the scripts of rings do.

use super::Value;

/// The ring, if there is one.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Kept {
    pub(crate) generation: String,
    pub(crate) writer: String,
    pub(crate) writers: String,
    pub(crate) ring: String,
}

#[derive(Debug, Default)]
pub(crate) struct Server {
    pub(crate) kept: Option<Kept>,
}

impl Server {
    /// Performs a command of a ring's machine.
    pub(crate) fn perform(&mut self, command: &[String]) -> Value {
        let (script, arguments) = (&command[1], &command[4..]);
        match arguments {
            [known] => self.shown("read", known),
            [generation, writer, writers, ring] if script.contains("EXISTS") => {
                let kept = || {
                    let [generation, writer, writers, ring] =
                        [generation, writer, writers, ring].map(String::clone);
                    Kept {
                        generation,
                        writer,
                        writers,
                        ring,
                    }
                };
                self.kept.get_or_insert_with(kept);
                Value::List(vec![Value::Text("ok".to_owned())])
            }
            [base, own, generation, ring, length] => {
                let Some(kept) = &mut self.kept else {
                    return self.shown("gone", own);
                };
                if kept.writers.split(' ').any(|writer| writer == own) {
                    return self.shown("ok", own);
                }
                if kept.writer != *base {
                    return self.shown("lost", own);
                }
                let mut writers = format!("{own} {}", kept.writers);
                writers.truncate(length.parse().unwrap());
                *kept = Kept {
                    generation: generation.clone(),
                    writer: own.clone(),
                    writers,
                    ring: ring.clone(),
                };
                self.shown("ok", own)
            }
            _ => panic!("no command of a ring: {command:?}"),
        }
    }

    fn shown(&self, word: &str, known: &str) -> Value {
        let texts = match &self.kept {
            None => [word, "", "", "", "", ""].map(String::from),
            Some(Kept {
                generation,
                writer,
                writers,
                ring,
            }) => {
                let ring = if writer == known { "" } else { ring };
                [word, "1", generation, writer, writers, ring].map(String::from)
            }
        };
        Value::List(texts.map(Value::Text).into())
    }
}
