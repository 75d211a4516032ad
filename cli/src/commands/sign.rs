//! `sign`: claims, or with `--bytes` arbitrary content, in a signed token.

use tokenseal::{JsonText, jws};

use super::claims::{self, show_token};
use crate::arguments::Sign;
use crate::failure::Result;
use crate::input::Input;
use crate::keys;
use crate::terminal::Terminal;

pub(crate) fn claims(
    arguments: &Sign,
    input: &mut Input<'_>,
    terminal: &mut Terminal<'_>,
    now: f64,
) -> Result<()> {
    let files = arguments.key.files();
    Input::once([&arguments.claims], files.paths())?;
    let options = claims::options(&arguments.options, now)?;
    let key = keys::one(&files, input)?;
    let claims = claims::read(&arguments.claims, input)?;
    show_token(tokenseal::sign(&JsonText(&claims), &key, &options)?, terminal)
}

pub(crate) fn bytes(arguments: &Sign, input: &mut Input<'_>, terminal: &mut Terminal<'_>) -> Result<()> {
    let files = arguments.key.files();
    Input::once([&arguments.claims], files.paths())?;
    let options: jws::SignOptions = arguments.options.read()?;
    let keys = keys::makers(&files, input)?;
    let payload = input.bytes(&arguments.claims, "the content")?;
    show_token(jws::sign(&payload[..], keys, &options)?, terminal)
}
