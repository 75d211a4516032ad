//! `verify`: a signed token in; its claims, or with `--bytes` its content, out.

use tokenseal::{OneOrMany, RemoteKeySet, RemoteOptions, TokenKind, Verifier, VerifyOptions, jws};

use super::shown_content::ShownContent;
use super::shown_token::{self, ShownToken, raw};
use crate::arguments::Verify;
use crate::failure::{Failure, Result};
use crate::fetching::Fetching;
use crate::input::Input;
use crate::keys;
use crate::terminal::Terminal;

pub(crate) fn claims(
    arguments: &Verify,
    input: &mut Input<'_>,
    terminal: &mut Terminal<'_>,
    fetching: &Fetching<'_>,
    now: f64,
) -> Result<()> {
    let files = arguments.keys.files();
    Input::once([&arguments.token.source], files.paths())?;
    let options = shown_token::options(&arguments.options, now)?;
    let token = match files.keys().next() {
        Some(_) if arguments.published.allow_http => {
            return Err(Failure::usage(
                "allow_http is for keys that are fetched: leave it out",
            ));
        }
        Some(_) => {
            let keys = keys::all(&files, input)?;
            let token = shown_token::read(&arguments.token, input)?;
            match arguments.refusing.is_given() {
                true => arguments
                    .refusing
                    .check(&token, (Some(keys), None), &options, fetching, now)?,
                false => tokenseal::verify(token, keys, &options)?,
            }
        }
        None => {
            let verifier = of_published(arguments, &options)?;
            let token = shown_token::read(&arguments.token, input)?;
            arguments
                .refusing
                .verify(verifier, &token, fetching, options.now.unwrap_or(now))?
        }
    };
    ShownToken::checked(&token)?.show(&arguments.token, options.now, terminal)
}

/// With published keys: at a URL, or where the issuer's metadata says.
fn of_published(arguments: &Verify, options: &VerifyOptions) -> Result<Verifier> {
    let (files, published) = (arguments.keys.files(), &arguments.published);
    if files.alg.is_some() || files.key_password_file.is_some() {
        return Err(Failure::usage(
            "`--alg` and `--key-password-file` are for keys in files, and these are fetched",
        ));
    }
    let issuer = match (&published.jwks_url, &options.issuer) {
        (Some(_), _) => None,
        (None, Some(OneOrMany::One(issuer))) => Some(issuer.clone()),
        (None, _) => {
            return Err(Failure::usage(
                "keys of one issuer are fetched, and there are several: give `--jwks-url`, or `--key`",
            ));
        }
    };
    let remote = RemoteOptions {
        issuer,
        allow_http: published.allow_http,
        ..RemoteOptions::default()
    };
    let set = RemoteKeySet::new(published.jwks_url.as_deref(), &remote)?;
    // The time is that of each check.
    Ok(Verifier::new(
        Some(set.into()),
        None,
        &VerifyOptions {
            now: None,
            ..options.clone()
        },
    )?)
}

pub(crate) fn bytes(arguments: &Verify, input: &mut Input<'_>, terminal: &mut Terminal<'_>) -> Result<()> {
    let (files, payload) = (arguments.keys.files(), arguments.options.source("payload"));
    Input::once(
        [&arguments.token.source].into_iter().chain(payload),
        files.paths(),
    )?;
    let mut options: jws::VerifyOptions = arguments.options.read()?;
    options.payload = payload
        .map(|bytes| input.bytes(bytes, "the payload"))
        .transpose()?
        .map(|bytes| bytes.to_vec());
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
