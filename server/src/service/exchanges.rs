//! Which tokens are exchanged for which: the issuer of each kind, and what it may give.

use tokenseal::{Issuer, IssuerOptions, Length, Profile};

use super::{Minter, Ring, core_problem, place};
use crate::config::{self, Config, Permission, Problem};

/// One kind of exchange.
#[derive(Debug)]
pub(crate) struct Exchange {
    pub(crate) client: String,
    pub(crate) subject_issuer: String,
    pub(crate) audiences: Vec<String>,
    pub(crate) scopes: Vec<String>,
    /// In seconds.
    pub(crate) lifetime: f64,
    /// The `iss` of what it issues.
    pub(crate) name: String,
    pub(crate) issuer: Issuer,
}

pub(super) fn compile(
    config: &Config,
    minter: Option<&Minter>,
    rings: &[Ring],
) -> (Vec<Exchange>, Vec<Problem>) {
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for (index, given) in config.exchanges.iter().enumerate() {
        match exchange(given, index, config, minter, rings) {
            Ok(exchange) => good.push(exchange),
            Err(problem) => bad.push(problem),
        }
    }
    (good, bad)
}

fn exchange(
    given: &config::Exchange,
    index: usize,
    config: &Config,
    minter: Option<&Minter>,
    rings: &[Ring],
) -> Result<Exchange, Problem> {
    let wrong = |message: &str| Problem::new(place("exchange", index), message);
    let of_core = core_problem("exchange", index);
    let client = config.clients.iter().find(|client| client.id == given.client);
    match client {
        None => return Err(wrong("client names no [[client]] of this file")),
        Some(client) if !client.may.contains(&Permission::Exchange) => {
            return Err(wrong(
                "client names one that may not exchange: add \"exchange\" to its may",
            ));
        }
        Some(_) => {}
    }
    if !config
        .issuers
        .iter()
        .any(|issuer| issuer.own.issuer.as_ref() == Some(&given.subject_issuer))
    {
        return Err(wrong(
            "subject_issuer is the `issuer` of no [[issuer]] of this file",
        ));
    }
    if given.audiences.is_empty() {
        return Err(wrong("audiences is empty: no token could be asked for"));
    }
    let ring = match (&given.ring, minter) {
        (Some(name), _) => {
            &rings
                .iter()
                .find(|ring| ring.name == *name)
                .ok_or_else(|| wrong("ring names no [[ring]] of this file"))?
                .ring
        }
        (None, Some(minter)) => &minter.ring,
        (None, None) => {
            return Err(wrong(
                "nothing signs the new tokens: give ring, or add [internal]",
            ));
        }
    };
    let name = given
        .issuer
        .clone()
        .or_else(|| config.internal.as_ref().map(|internal| internal.issuer.clone()));
    let name = name.ok_or_else(|| wrong("issuer is missing: the `iss` of the new tokens"))?;
    let lifetime = Length::from(given.lifetime.as_str());
    let options = IssuerOptions {
        issuer: Some(name.clone()),
        profile: Some(Profile::AccessToken),
        lifetime: Some(lifetime.clone()),
        ..IssuerOptions::default()
    };
    // The ring says whether a token may live that long. Each then lives at most as long as its
    // subject token.
    Issuer::new(Some(ring.into()), None, &options).map_err(&of_core)?;
    let issuer = Issuer::new(
        Some(ring.into()),
        None,
        &IssuerOptions {
            lifetime: None,
            ..options
        },
    )
    .map_err(&of_core)?;
    Ok(Exchange {
        client: given.client.clone(),
        subject_issuer: given.subject_issuer.clone(),
        audiences: given.audiences.clone(),
        scopes: given.scopes.clone(),
        lifetime: lifetime.seconds().map_err(&of_core)? as f64,
        name,
        issuer,
    })
}
