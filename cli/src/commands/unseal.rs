//! `unseal`: a token that is signed, then encrypted in; its claims out.

use super::shown_token::{self, ShownToken};
use crate::arguments::Unseal;
use crate::failure::Result;
use crate::fetching::Fetching;
use crate::input::Input;
use crate::keys;
use crate::terminal::Terminal;

pub(crate) fn claims(
    arguments: &Unseal,
    input: &mut Input<'_>,
    terminal: &mut Terminal<'_>,
    fetching: &Fetching<'_>,
    now: f64,
) -> Result<()> {
    let (decryption, verification) = (arguments.decrypt_with.files(), arguments.verify_with.files());
    Input::once(
        [&arguments.token.source],
        decryption.paths().chain(verification.paths()),
    )?;
    let options = shown_token::options(&arguments.options, now)?;
    let (decrypt_with, verify_with) = (keys::all(&decryption, input)?, keys::all(&verification, input)?);
    let token = shown_token::read(&arguments.token, input)?;
    let token = match arguments.refusing.is_given() {
        true => arguments.refusing.check(
            &token,
            (Some(verify_with), Some(decrypt_with)),
            &options,
            fetching,
            now,
        )?,
        false => tokenseal::unseal(token, decrypt_with, verify_with, &options)?,
    };
    ShownToken::checked(&token)?.show(&arguments.token, options.now, terminal)
}
