//! `inspect`: what a token says of itself, with nothing checked.

use super::shown_token::{self, ShownToken};
use crate::arguments::Inspect;
use crate::failure::{Failure, Result};
use crate::input::Input;
use crate::terminal::Terminal;

pub(crate) fn unverified(
    arguments: &Inspect,
    input: &mut Input<'_>,
    terminal: &mut Terminal<'_>,
    now: f64,
) -> Result<()> {
    let token = tokenseal::inspect_unverified(shown_token::read(&arguments.token, input)?)?;
    let shown = ShownToken::unverified(&token)?;
    if shown.claims.is_none() && arguments.token.claims {
        return Err(Failure::usage("the claims of an encrypted token cannot be shown"));
    }
    shown.show(&arguments.token, Some(now), terminal)
}
