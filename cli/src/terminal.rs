//! Where output goes: the form that its reader wants, and readers that are gone.

use std::borrow::Cow;
use std::ffi::OsString;
use std::io::{self, ErrorKind, Write};

use serde::Serialize;

use crate::failure::{Failure, Result};

/// Standard output and standard error, and how to write to them.
pub(crate) struct Terminal<'a> {
    pub(crate) stdout: &'a mut dyn Write,
    pub(crate) stderr: &'a mut dyn Write,
    /// Whether a person reads standard output.
    pub(crate) interactive: bool,
    pub(crate) color: bool,
    /// Whether JSON was requested.
    pub(crate) json: bool,
}

/// Whether `NO_COLOR` in the environment permits colours (<https://no-color.org>).
pub(crate) fn wants_color(no_color: Option<OsString>) -> bool {
    no_color.is_none_or(|value| value.is_empty())
}

impl Terminal<'_> {
    /// Shows a result: as JSON on one line to programs, in a form for people on a terminal.
    pub(crate) fn show(
        &mut self,
        value: &impl Serialize,
        readable: impl FnOnce(bool) -> String,
    ) -> Result<()> {
        if self.json || !self.interactive {
            self.print_json(value)
        } else {
            self.print_text(&readable(self.color))
        }
    }

    /// Shows one line of text that is the result itself, such as a token. As JSON only if that was
    /// requested.
    pub(crate) fn show_line(&mut self, value: &impl Serialize, line: &str) -> Result<()> {
        if self.json {
            self.print_json(value)
        } else {
            self.print_text(&format!("{}\n", harmless(line)))
        }
    }

    /// Writes text in which no character can control a terminal.
    pub(crate) fn print_text(&mut self, text: &str) -> Result<()> {
        self.print(text.as_bytes())
    }

    /// Writes bytes as they are.
    pub(crate) fn print(&mut self, bytes: &[u8]) -> Result<()> {
        let written = self.stdout.write_all(bytes).and_then(|()| self.stdout.flush());
        survive(written).map_err(|error| Failure::usage(format!("cannot write to standard output: {error}")))
    }

    /// Writes a line to standard error, for people. Nobody need read it.
    pub(crate) fn note(&mut self, line: &str) {
        let _ = writeln!(self.stderr, "{}", harmless(line));
    }

    /// Says why a command failed, and returns its exit code.
    pub(crate) fn fail(&mut self, failure: &Failure) -> u8 {
        let line = if self.json {
            failure.json().to_string()
        } else {
            failure.line()
        };
        self.note(&line);
        failure.exit_code()
    }

    fn print_json(&mut self, value: &impl Serialize) -> Result<()> {
        let text = serde_json::to_string(value)
            .map_err(|_| Failure::usage("the result cannot be written as JSON"))?;
        self.print(format!("{}\n", harmless(&text)).as_bytes())
    }
}

/// A reader that is gone has seen what it wanted to see.
fn survive(written: io::Result<()>) -> io::Result<()> {
    written.or_else(|error| {
        if error.kind() == ErrorKind::BrokenPipe {
            Ok(())
        } else {
            Err(error)
        }
    })
}

/// Writes as `\uXXXX` what could control a terminal or reorder a line: control characters and
/// bidirectional formatting. In JSON they occur only in strings, where this changes nothing but the
/// spelling. Line feeds stay.
pub(crate) fn harmless(text: &str) -> Cow<'_, str> {
    let harmful = |character: char| {
        (character.is_control() && character != '\n')
            || matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if !text.contains(harmful) {
        return Cow::Borrowed(text);
    }
    let escaped = |text: &mut String, character: char| {
        if harmful(character) {
            text.push_str(&format!("\\u{:04x}", u32::from(character)));
        } else {
            text.push(character);
        }
    };
    Cow::Owned(
        text.chars()
            .fold(String::with_capacity(text.len() + 16), |mut text, character| {
                escaped(&mut text, character);
                text
            }),
    )
}

#[cfg(test)]
mod tests {
    use super::{harmless, wants_color};

    #[test]
    fn no_color_means_no_color() {
        assert!(wants_color(None));
        assert!(wants_color(Some("".into())));
        assert!(!wants_color(Some("1".into())));
    }

    #[test]
    fn nothing_commands_a_terminal() {
        assert_eq!(
            harmless("{\"a\":\"\u{9b}31m\u{7f}\u{202e}é\"}\n"),
            "{\"a\":\"\\u009b31m\\u007f\\u202eé\"}\n"
        );
        assert_eq!(harmless("plain\n"), "plain\n");
    }
}
