//! `sign`, `encrypt` and `seal`: claims in, a token out.

use serde::Serialize;
use tokenseal::{Error, ErrorCode, JsonText, TokenOptions};

use crate::arguments::{Encrypt, Seal, Sign};
use crate::failure::Result;
use crate::input::{Input, Source};
use crate::terminal::Terminal;
use crate::{json, keys};

pub(crate) fn sign(arguments: &Sign, input: &mut Input<'_>, terminal: &mut Terminal<'_>, now: f64) -> Result<()> {
    let files = arguments.key.files();
    Input::once([&arguments.claims], files.paths())?;
    let options = options(&arguments.options, now)?;
    let key = keys::one(&files, input)?;
    let claims = claims(&arguments.claims, input)?;
    show(tokenseal::sign(&JsonText(&claims), &key, &options)?, terminal)
}

pub(crate) fn encrypt(arguments: &Encrypt, input: &mut Input<'_>, terminal: &mut Terminal<'_>, now: f64) -> Result<()> {
    let files = arguments.key.files();
    Input::once([&arguments.claims], files.paths())?;
    let options = options(&arguments.options, now)?;
    let key = keys::one(&files, input)?;
    let claims = claims(&arguments.claims, input)?;
    show(tokenseal::encrypt(&JsonText(&claims), &key, &options)?, terminal)
}

pub(crate) fn seal(arguments: &Seal, input: &mut Input<'_>, terminal: &mut Terminal<'_>, now: f64) -> Result<()> {
    let (signing, encryption) = (arguments.sign_with.files(), arguments.encrypt_to.files());
    Input::once([&arguments.claims], signing.paths().chain(encryption.paths()))?;
    let options = options(&arguments.options, now)?;
    let (sign_with, encrypt_to) = (keys::one(&signing, input)?, keys::one(&encryption, input)?);
    let claims = claims(&arguments.claims, input)?;
    show(tokenseal::seal(&JsonText(&claims), &sign_with, &encrypt_to, &options)?, terminal)
}

fn options(arguments: &impl Serialize, now: f64) -> Result<TokenOptions> {
    let options: TokenOptions = json::options(arguments)?;
    Ok(TokenOptions { now: options.now.or(Some(now)), ..options })
}

fn claims(source: &Source, input: &mut Input<'_>) -> Result<String> {
    let bytes = input.text(source, "the claims text")?;
    Ok(String::from_utf8(bytes).map_err(|_| Error::new(ErrorCode::JwtInvalid, "the claims are not UTF-8"))?)
}

pub(super) fn show(token: String, terminal: &mut Terminal<'_>) -> Result<()> {
    #[derive(Serialize)]
    struct Made<'a> {
        token: &'a str,
    }

    terminal.show_line(&Made { token: &token }, &token)
}
