//! `seal`: claims in a token that is signed, then encrypted.

use tokenseal::JsonText;

use super::claims::{self, show_token};
use crate::arguments::Seal;
use crate::failure::Result;
use crate::input::Input;
use crate::keys;
use crate::terminal::Terminal;

pub(crate) fn claims(
    arguments: &Seal,
    input: &mut Input<'_>,
    terminal: &mut Terminal<'_>,
    now: f64,
) -> Result<()> {
    let (signing, encryption) = (arguments.sign_with.files(), arguments.encrypt_to.files());
    Input::once([&arguments.claims], signing.paths().chain(encryption.paths()))?;
    let options = claims::options(&arguments.options, now)?;
    let (sign_with, encrypt_to) = (keys::one(&signing, input)?, keys::one(&encryption, input)?);
    let claims = claims::read(&arguments.claims, input)?;
    show_token(
        tokenseal::seal(&JsonText(&claims), &sign_with, &encrypt_to, &options)?,
        terminal,
    )
}
