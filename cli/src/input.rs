//! Input: arguments, files and standard input, each limited before it is read.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use zeroize::Zeroizing;

use crate::failure::{Failure, Result};

/// The most that is read of a token or of claims. The core's own limits are lower, unless options
/// raise them.
const MAX_TEXT: usize = 2 * 1024 * 1024;
/// The most that is read of a key. The core takes 1 MiB for a set and less for everything else.
const MAX_KEY: usize = 1024 * 1024;

/// Where a token or claims come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Argument(String),
    File(PathBuf),
    Stdin,
}

impl FromStr for Source {
    type Err = std::convert::Infallible;

    /// `-` is standard input, `@` introduces the name of a file, and anything else is the value
    /// itself.
    fn from_str(text: &str) -> std::result::Result<Self, Self::Err> {
        Ok(match (text, text.strip_prefix('@')) {
            ("-", _) => Source::Stdin,
            (_, Some(path)) => Source::File(path.into()),
            (_, None) => Source::Argument(text.to_owned()),
        })
    }
}

/// Standard input and files.
pub(crate) struct Input<'a> {
    stdin: &'a mut dyn Read,
}

impl<'a> Input<'a> {
    pub(crate) fn new(stdin: &'a mut dyn Read) -> Self {
        Self { stdin }
    }

    /// Refuses a command in which standard input would be used for several things, before anything
    /// waits for it.
    pub(crate) fn once<'k>(
        sources: impl IntoIterator<Item = &'k Source>,
        keys: impl IntoIterator<Item = &'k Path>,
    ) -> Result<()> {
        let readers = sources
            .into_iter()
            .filter(|source| **source == Source::Stdin)
            .count()
            + keys.into_iter().filter(|path| *path == Path::new("-")).count();
        if readers > 1 {
            Err(Failure::usage(
                "standard input can be only one thing: a token, claims or a key",
            ))
        } else {
            Ok(())
        }
    }

    /// A token or claims, without the surrounding white space that a file or a pipe adds. `what` is
    /// its name in messages.
    pub(crate) fn text(&mut self, source: &Source, what: &'static str) -> Result<Vec<u8>> {
        if let Source::Argument(text) = source {
            return Ok(text.clone().into_bytes());
        }
        let bytes = self.bytes(source, what)?;
        Ok(bytes.trim_ascii().to_vec())
    }

    /// Any bytes, as they are.
    pub(crate) fn bytes(&mut self, source: &Source, what: &'static str) -> Result<Zeroizing<Vec<u8>>> {
        match source {
            Source::Argument(text) => Ok(Zeroizing::new(text.clone().into_bytes())),
            Source::File(path) => read_file(path, MAX_TEXT, what),
            Source::Stdin => self.read_stdin(MAX_TEXT, what),
        }
    }

    /// A key, a secret or a password, byte for byte; `-` is standard input. The copy is overwritten
    /// when it is dropped.
    pub(crate) fn key(&mut self, path: &Path) -> Result<Zeroizing<Vec<u8>>> {
        if path == Path::new("-") {
            self.read_stdin(MAX_KEY, "the key")
        } else {
            read_file(path, MAX_KEY, "the key")
        }
    }

    fn read_stdin(&mut self, limit: usize, what: &'static str) -> Result<Zeroizing<Vec<u8>>> {
        let bytes = read_bounded(&mut self.stdin, 0, limit)
            .map_err(|error| Failure::usage(format!("cannot read standard input: {error}")))?;
        within(bytes, limit, what)
    }
}

fn read_file(path: &Path, limit: usize, what: &str) -> Result<Zeroizing<Vec<u8>>> {
    let read = || {
        let mut file = File::open(path)?;
        let length = usize::try_from(file.metadata()?.len()).unwrap_or(usize::MAX);
        read_bounded(&mut file, length, limit)
    };
    within(
        read().map_err(|error| Failure::file("read", path, &error))?,
        limit,
        what,
    )
}

/// Reads at most one byte more than the limit. The buffer has its full size from the start, so that
/// growing it leaves no copies of a secret behind.
fn read_bounded(reader: &mut dyn Read, expected: usize, limit: usize) -> io::Result<Zeroizing<Vec<u8>>> {
    const PIPE: usize = 64 * 1024;
    let mut bytes = Zeroizing::new(Vec::with_capacity(expected.max(PIPE).min(limit) + 1));
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    reader.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn within(bytes: Zeroizing<Vec<u8>>, limit: usize, what: &str) -> Result<Zeroizing<Vec<u8>>> {
    if bytes.len() > limit {
        Err(Failure::too_long(what, limit))
    } else {
        Ok(bytes)
    }
}
