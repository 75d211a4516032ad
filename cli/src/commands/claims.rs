//! What `sign`, `encrypt` and `seal` share: claims in, a token out.

use serde::Serialize;
use tokenseal::{Error, ErrorCode, TokenOptions};

use crate::arguments::Options;
use crate::failure::Result;
use crate::input::{Input, Source};
use crate::terminal::Terminal;

/// The options, with the system clock's time if `--now` is not given.
pub(super) fn options<C>(given: &Options<C>, now: f64) -> Result<TokenOptions> {
    let options: TokenOptions = given.read()?;
    Ok(TokenOptions {
        now: options.now.or(Some(now)),
        ..options
    })
}

/// The text of the claims.
pub(super) fn read(source: &Source, input: &mut Input<'_>) -> Result<String> {
    let bytes = input.text(source, "the claims text")?;
    Ok(
        String::from_utf8(bytes)
            .map_err(|_| Error::new(ErrorCode::JwtInvalid, "the claims are not UTF-8"))?,
    )
}

pub(super) fn show_token(token: String, terminal: &mut Terminal<'_>) -> Result<()> {
    #[derive(Serialize)]
    struct Row<'a> {
        token: &'a str,
    }

    terminal.show_line(&Row { token: &token }, &token)
}
