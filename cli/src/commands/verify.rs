//! `verify`: a signed token in; its claims, or with `--bytes` its content, out.

use tokenseal::{TokenKind, jws};

use super::shown_content::ShownContent;
use super::shown_token::{self, ShownToken, raw};
use crate::arguments::Verify;
use crate::failure::Result;
use crate::input::Input;
use crate::keys;
use crate::terminal::Terminal;

pub(crate) fn claims(arguments: &Verify, input: &mut Input<'_>, terminal: &mut Terminal<'_>, now: f64) -> Result<()> {
    let files = arguments.keys.files();
    Input::once([&arguments.token.source], files.paths())?;
    let options = shown_token::options(&arguments.options, now)?;
    let keys = keys::all(&files, input)?;
    let token = tokenseal::verify(shown_token::read(&arguments.token, input)?, keys, &options)?;
    ShownToken::checked(&token)?.show(&arguments.token, options.now, terminal)
}

pub(crate) fn bytes(arguments: &Verify, input: &mut Input<'_>, terminal: &mut Terminal<'_>) -> Result<()> {
    let (files, payload) = (arguments.keys.files(), arguments.options.source("payload"));
    Input::once([&arguments.token.source].into_iter().chain(payload), files.paths())?;
    let mut options: jws::VerifyOptions = arguments.options.read()?;
    options.payload = payload.map(|bytes| input.bytes(bytes, "the payload")).transpose()?.map(|bytes| bytes.to_vec());
    let keys = keys::all(&files, input)?;
    let verified = jws::verify(shown_token::read(&arguments.token, input)?, keys, &options)?;
    let places: Vec<_> = verified.verified().iter().map(|one| one.index).collect();
    let shown = ShownContent {
        kind: TokenKind::Signed,
        verified: Some(&places),
        recipient: None,
        key_id: verified.key_id(),
        header: raw(verified.header())?,
        unprotected: verified.unprotected().map(raw).transpose()?,
        recipient_header: None,
        aad: None,
        content: verified.payload(),
    };
    shown.show(arguments.content, terminal)
}
