//! `encrypt`: claims, or with `--bytes` any content, in an encrypted token.

use tokenseal::{JsonText, jwe};

use super::claims::{self, show_token};
use crate::arguments::Encrypt;
use crate::failure::Result;
use crate::input::Input;
use crate::keys;
use crate::terminal::Terminal;

pub(crate) fn claims(
    arguments: &Encrypt,
    input: &mut Input<'_>,
    terminal: &mut Terminal<'_>,
    now: f64,
) -> Result<()> {
    let files = arguments.key.files();
    Input::once([&arguments.claims], files.paths())?;
    let options = claims::options(&arguments.options, now)?;
    let key = keys::one(&files, input)?;
    let claims = claims::read(&arguments.claims, input)?;
    show_token(tokenseal::encrypt(&JsonText(&claims), &key, &options)?, terminal)
}

pub(crate) fn bytes(arguments: &Encrypt, input: &mut Input<'_>, terminal: &mut Terminal<'_>) -> Result<()> {
    let (files, aad) = (arguments.key.files(), arguments.options.source("aad"));
    Input::once([&arguments.claims].into_iter().chain(aad), files.paths())?;
    let mut options: jwe::EncryptOptions = arguments.options.read()?;
    options.aad = aad
        .map(|aad| input.bytes(aad, "the aad"))
        .transpose()?
        .map(|aad| aad.to_vec());
    let keys = keys::makers(&files, input)?;
    let plaintext = input.bytes(&arguments.claims, "the content")?;
    show_token(jwe::encrypt(&plaintext[..], keys, &options)?, terminal)
}
