//! `decrypt`: an encrypted token in; its claims, or with `--bytes` its content, out.

use tokenseal::{TokenKind, jwe};

use super::shown_content::ShownContent;
use super::shown_token::{self, ShownToken, raw};
use crate::arguments::Decrypt;
use crate::failure::Result;
use crate::fetching::Fetching;
use crate::input::Input;
use crate::keys;
use crate::terminal::Terminal;

pub(crate) fn claims(
    arguments: &Decrypt,
    input: &mut Input<'_>,
    terminal: &mut Terminal<'_>,
    fetching: &Fetching<'_>,
    now: f64,
) -> Result<()> {
    let files = arguments.keys.files();
    Input::once([&arguments.token.source], files.paths())?;
    let options = shown_token::options(&arguments.options, now)?;
    let keys = keys::all(&files, input)?;
    let token = shown_token::read(&arguments.token, input)?;
    let token = match arguments.refusing.is_given() {
        true => arguments
            .refusing
            .check(&token, (None, Some(keys)), &options, fetching, now)?,
        false => tokenseal::decrypt(token, keys, &options)?,
    };
    ShownToken::checked(&token)?.show(&arguments.token, options.now, terminal)
}

pub(crate) fn bytes(arguments: &Decrypt, input: &mut Input<'_>, terminal: &mut Terminal<'_>) -> Result<()> {
    let files = arguments.keys.files();
    Input::once([&arguments.token.source], files.paths())?;
    let options: jwe::DecryptOptions = arguments.options.read()?;
    let keys = keys::all(&files, input)?;
    let decrypted = jwe::decrypt(shown_token::read(&arguments.token, input)?, keys, &options)?;
    let shown = ShownContent {
        kind: TokenKind::Encrypted,
        verified: None,
        recipient: Some(decrypted.recipient()),
        key_id: decrypted.key_id(),
        header: raw(decrypted.header())?,
        unprotected: decrypted.unprotected().map(raw).transpose()?,
        recipient_header: decrypted.recipient_header().map(raw).transpose()?,
        aad: decrypted.aad(),
        content: decrypted.plaintext(),
    };
    shown.show(arguments.content, terminal)
}
