//! `keygen`: a new key, in files that were not there before.

use serde::Serialize;
use tokenseal::{Algorithm, GenerateOptions, Key};
use zeroize::Zeroizing;

use crate::arguments::{KeyFormat, Keygen};
use crate::failure::{Failure, Result};
use crate::files::{NewFile, write_new};
use crate::json;
use crate::readable::{Page, Style};
use crate::terminal::Terminal;

pub(crate) fn keygen(arguments: &Keygen, terminal: &mut Terminal<'_>) -> Result<()> {
    let algorithm: Algorithm = json::name(&arguments.alg)?;
    let options: GenerateOptions = arguments.options.read()?;
    // Before the key is made, which can take seconds.
    if arguments.out.is_none() && terminal.interactive {
        return Err(private_on_terminal());
    }
    let key = Key::generate(algorithm, &options)?;
    let private = written(&key, arguments.format, true)?;
    let public = arguments
        .public_out
        .as_ref()
        .map(|_| written(&key, arguments.format, false))
        .transpose()?;
    let mut files = Vec::new();
    if let Some(path) = &arguments.out {
        files.push(NewFile {
            path,
            contents: &private,
            private: true,
        });
    }
    if let (Some(path), Some(public)) = (&arguments.public_out, &public) {
        files.push(NewFile {
            path,
            contents: public,
            private: false,
        });
    }
    write_new(&files)?;
    if arguments.out.is_none() {
        terminal.print(&private)
    } else {
        summary(&key, arguments, terminal)
    }
}

/// Why private keys are not written to a terminal: they would stay in its history, and in view.
pub(crate) fn private_on_terminal() -> Failure {
    Failure::usage(
        "a private key is not shown on a terminal: give --out FILE, or send standard output elsewhere",
    )
}

fn written(key: &Key, format: KeyFormat, private: bool) -> Result<Zeroizing<Vec<u8>>> {
    Ok(Zeroizing::new(match format {
        KeyFormat::Der => key.to_der(private)?,
        KeyFormat::Pem => key.to_pem(private)?.into_bytes(),
        KeyFormat::Jwk => {
            let jwk = Zeroizing::new(key.to_jwk(private)?);
            [jwk.as_bytes(), b"\n"].concat()
        }
    }))
}

/// What was made, and where it is.
fn summary(key: &Key, arguments: &Keygen, terminal: &mut Terminal<'_>) -> Result<()> {
    #[derive(Serialize)]
    struct Summary<'a> {
        algorithm: Option<&'a str>,
        key_id: Option<&'a str>,
        out: Option<String>,
        public_out: Option<String>,
    }

    let path = |path: &Option<std::path::PathBuf>| path.as_ref().map(|path| path.display().to_string());
    let summary = Summary {
        algorithm: key.algorithm().map(Algorithm::as_str),
        key_id: key.key_id(),
        out: path(&arguments.out),
        public_out: path(&arguments.public_out),
    };
    terminal.show(&summary, |color| {
        let mut page = Page::new(color);
        page.line(Style::Bold, "A new key");
        let rows = [
            ("algorithm", summary.algorithm),
            ("key_id", summary.key_id),
            ("private", summary.out.as_deref()),
            ("public", summary.public_out.as_deref()),
        ];
        page.rows(
            rows.iter()
                .filter_map(|(name, text)| text.map(|text| (*name, text))),
        );
        page.finish()
    })
}
