//! `jwks` and `thumbprint`: what is published of keys.

use serde::Serialize;
use tokenseal::{ExportOptions, Key, KeySet, ThumbprintHash};
use zeroize::Zeroizing;

use super::keygen::private_on_terminal;
use crate::arguments::{Jwks, KeyFiles, Thumbprint};
use crate::failure::{Failure, Result};
use crate::files::{NewFile, write_new};
use crate::input::Input;
use crate::terminal::Terminal;
use crate::{json, keys};

pub(crate) fn jwks(arguments: &Jwks, input: &mut Input<'_>, terminal: &mut Terminal<'_>) -> Result<()> {
    let ExportOptions { private } = arguments.options.read()?;
    let files = arguments.keys.files();
    if files.key_id.is_some() && files.keys().count() > 1 {
        return Err(Failure::usage("--key-id names one key, and several were given"));
    }
    if private && arguments.out.is_none() && terminal.interactive {
        return Err(private_on_terminal());
    }
    let set = read(&files, input)?;
    let secrets = set.iter().filter(|key| key.key_type() == "oct").count();
    if secrets > 0 && !private {
        terminal.note(&format!("tokenseal: shared secrets left out: {secrets}"));
    }
    let jwks = Zeroizing::new(set.to_jwks(private)?);
    let text = Zeroizing::new([jwks.as_bytes(), b"\n"].concat());
    match &arguments.out {
        Some(path) => write_new(&[NewFile {
            path,
            contents: &text,
            private,
        }]),
        None => terminal.print(&text),
    }
}

pub(crate) fn thumbprint(
    arguments: &Thumbprint,
    input: &mut Input<'_>,
    terminal: &mut Terminal<'_>,
) -> Result<()> {
    #[derive(Serialize)]
    struct Row<'a> {
        thumbprint: String,
        uri: String,
        key_id: Option<&'a str>,
    }

    let hash: ThumbprintHash = arguments
        .hash
        .as_deref()
        .map(json::name)
        .transpose()?
        .unwrap_or_default();
    let set = read(&arguments.keys.files(), input)?;
    let row = |key| {
        Ok(Row {
            thumbprint: Key::thumbprint(key, hash)?,
            uri: key.thumbprint_uri(hash)?,
            key_id: key.key_id(),
        })
    };
    let rows: Vec<_> = set.iter().map(row).collect::<Result<_>>()?;
    if set.iter().any(|key| key.key_type() == "oct") {
        terminal.note("tokenseal: the thumbprint of a shared secret is not to be published");
    }
    let lines: Vec<_> = rows
        .iter()
        .map(|row| {
            if arguments.uri {
                row.uri.as_str()
            } else {
                &row.thumbprint
            }
        })
        .collect();
    terminal.show_line(&rows, &lines.join("\n"))
}

fn read(files: &KeyFiles<'_>, input: &mut Input<'_>) -> Result<KeySet> {
    Input::once([], files.paths())?;
    keys::every(files, input)
}
