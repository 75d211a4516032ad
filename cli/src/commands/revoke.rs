//! `revoke`: refuses a token, or a group of tokens, from now on.

use serde::Deserialize;
use tokenseal::{RevocationChange, RevocationEntry, RevokeOptions, TokenKind, jws};

use super::opened::Opened;
use super::revocations::show_revoked;
use crate::arguments::{Named, Revoke};
use crate::failure::{Failure, Result};
use crate::fetching::Fetching;
use crate::input::{Input, Source};
use crate::keys;
use crate::terminal::Terminal;

/// `now` is the time for a command that is not given one.
pub(crate) fn run(
    arguments: &Revoke,
    input: &mut Input<'_>,
    terminal: &mut Terminal<'_>,
    fetching: &Fetching<'_>,
    now: f64,
) -> Result<()> {
    let options: RevokeOptions = arguments.options.read()?;
    let now = options.now.unwrap_or(now);
    let options = RevokeOptions {
        now: Some(now),
        ..options
    };
    let issuer = arguments.issued_by.issuer.as_deref();
    let change = match &arguments.named {
        Named {
            token_id: Some(id), ..
        } => RevocationChange::revoke_id(issuer, id, &options)?,
        Named {
            session_id: Some(id), ..
        } => RevocationChange::revoke_session(issuer, id, &options)?,
        Named {
            subject: Some(subject),
            ..
        } => RevocationChange::revoke_subject(issuer, subject, &options)?,
        Named { key_id: Some(id), .. } => RevocationChange::revoke_key(issuer, id, &options)?,
        Named { all_tokens: true, .. } => {
            RevocationChange::revoke_issuer(issuer.unwrap_or_default(), &options)?
        }
        _ => {
            return show_revoked(
                &token(arguments, input, terminal, fetching, &options)?,
                terminal,
                now,
            );
        }
    };
    show_revoked(
        &Opened::open(arguments.list.place()?, fetching)?.change(change)?,
        terminal,
        now,
    )
}

/// Revokes a token that is at hand. Only its signature is verified, because what the claims say
/// about time and audience is no reason to go on accepting it.
fn token(
    arguments: &Revoke,
    input: &mut Input<'_>,
    terminal: &mut Terminal<'_>,
    fetching: &Fetching<'_>,
    options: &RevokeOptions,
) -> Result<RevocationEntry> {
    let files = arguments.checked_by.files();
    let source = arguments.token.as_ref().unwrap_or(&Source::Stdin);
    Input::once([source], files.paths())?;
    let keys = if arguments.unverified {
        None
    } else {
        Some(keys::all(&files, input)?)
    };
    let text = input.text(source, "the token")?;
    let token = tokenseal::inspect_unverified(&text)?;
    let Some(claims) = &token.claims else {
        return Err(encrypted(token.kind));
    };
    let list = Opened::open(arguments.list.place()?, fetching)?;
    match keys {
        Some(keys) => {
            jws::verify(&text, keys, &jws::VerifyOptions::default())?;
            list.change(RevocationChange::revoke(&token.header, claims, options)?)
        }
        None => {
            let entry = unverified(&list, &token.header, claims, options)?;
            terminal.note(
                "tokenseal: the token was not verified: if its text was changed, this may be another token, and the true one not revoked",
            );
            Ok(entry)
        }
    }
}

/// Revokes an unverified token. Someone who altered its text may get a different token revoked
/// instead, but cannot get this one revoked for too short a time.
fn unverified(
    list: &Opened<'_>,
    header: &str,
    claims: &str,
    options: &RevokeOptions,
) -> Result<RevocationEntry> {
    let said = Said::of(claims)?;
    let revoke = || list.change(RevocationChange::revoke(header, claims, options)?);
    let revoke_id = |id: &str| list.change(RevocationChange::revoke_id(said.iss.as_deref(), id, options)?);
    // Without `jti`, its whole content names it: a text with an altered expiry names another token.
    let Some(id) = &said.jti else { return revoke() };
    match said.exp {
        _ if options.until.is_some() => revoke_id(id),
        None => revoke(),
        // An altered expiry must not let the true token through sooner: the entry lasts at least as
        // long as for a token that names none. An expiry in the past says nothing about the true
        // token.
        Some(exp) => {
            let said_end = Some(exp)
                .filter(|exp| options.now.is_none_or(|now| *exp > now))
                .map(|_| revoke())
                .transpose()?;
            let entry = revoke_id(id)?;
            Ok(match said_end {
                Some(longer)
                    if entry
                        .ends
                        .is_some_and(|end| longer.ends.is_none_or(|longer| longer > end)) =>
                {
                    longer
                }
                _ => entry,
            })
        }
    }
}

/// What an unverified token says.
#[derive(Deserialize)]
struct Said {
    iss: Option<String>,
    jti: Option<String>,
    exp: Option<f64>,
}

impl Said {
    /// From claims that the core has read. An empty `jti` names nothing.
    fn of(claims: &str) -> Result<Self> {
        let said: Self = serde_json::from_str(claims)
            .map_err(|_| Failure::usage("`iss`, `jti` or `exp` of the token cannot be read"))?;
        Ok(Self {
            jti: said.jti.filter(|id| !id.is_empty()),
            ..said
        })
    }
}

fn encrypted(kind: TokenKind) -> Failure {
    let opened = if kind == TokenKind::Nested {
        "unseal"
    } else {
        "decrypt"
    };
    Failure::usage(format!(
        "an encrypted token does not show what it says: open it with `tokenseal {opened}`, and revoke its `jti` by --token-id"
    ))
}
