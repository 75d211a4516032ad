//! `dpop`: a proof that a client holds its key, made for one request or checked with the token.
//! What a proof must say is the core's to say.

use tokenseal::{CheckOptions, ProofOptions, Verifier, VerifyOptions, dpop};

use super::claims::show_token;
use super::shown_token::{self, ShownToken};
use crate::arguments::{Dpop, Prove, VerifyBound};
use crate::failure::Result;
use crate::input::Input;
use crate::keys;
use crate::terminal::Terminal;

/// `now` is the time for a command that is not given one.
pub(crate) fn run(
    command: &Dpop,
    input: &mut Input<'_>,
    terminal: &mut Terminal<'_>,
    now: f64,
) -> Result<()> {
    match command {
        Dpop::Prove(arguments) => prove(arguments, input, terminal, now),
        Dpop::Verify(arguments) => verify(arguments, input, terminal, now),
    }
}

fn prove(arguments: &Prove, input: &mut Input<'_>, terminal: &mut Terminal<'_>, now: f64) -> Result<()> {
    let files = arguments.key.files();
    Input::once([], files.paths())?;
    let options: ProofOptions = arguments.options.read()?;
    let key = keys::one(&files, input)?;
    let options = ProofOptions {
        now: options.now.or(Some(now)),
        ..options
    };
    show_token(
        dpop::prove(&key, &arguments.method, &arguments.url, &options)?,
        terminal,
    )
}

fn verify(
    arguments: &VerifyBound,
    input: &mut Input<'_>,
    terminal: &mut Terminal<'_>,
    now: f64,
) -> Result<()> {
    let (files, certificate) = (arguments.keys.files(), arguments.options.source("certificate"));
    Input::once(
        [&arguments.token.source].into_iter().chain(certificate),
        files.paths(),
    )?;
    let options: VerifyOptions = arguments.options.read_for(VerifyBound::VERIFIER)?;
    let mut presented: CheckOptions = arguments.options.read_for(VerifyBound::VERIFY)?;
    presented.now = presented.now.or(Some(now));
    presented.certificate = certificate
        .map(|source| input.bytes(source, "the certificate"))
        .transpose()?
        .map(|bytes| bytes.to_vec());
    let verifier = Verifier::new(Some(keys::all(&files, input)?.into()), None, &options)?;
    let token = verifier.verify_with(shown_token::read(&arguments.token, input)?, &presented)?;
    ShownToken::checked(&token)?.show(&arguments.token, presented.now, terminal)
}
