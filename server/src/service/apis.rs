//! The APIs behind the gateway: each is a protected resource.

use std::collections::HashSet;

use axum::http::HeaderName;
use tokenseal::access::AccessRules;
use tokenseal::{KeySet, Keys, OneOrMany, PathForm, ProtectedResource, ResourceOptions, Verifier};

use super::issuers::{Checks, Issuer};
use super::rings::Ring;
use super::{Around, core_problem, headers, key_set, place};
use crate::config::{self, CertificateForm, Config, Problem, Section};

/// What a gateway asks about.
#[derive(Debug)]
pub(crate) struct Api {
    pub(crate) name: String,
    pub(crate) hosts: Vec<String>,
    /// Whom the identity is for.
    pub(crate) audience: String,
    /// Plain headers, and the claim in each.
    pub(crate) headers: Vec<(HeaderName, String)>,
    /// The header that holds the client's certificate, and its form.
    pub(crate) client_certificate: Option<(HeaderName, CertificateForm)>,
    pub(crate) resource: ProtectedResource,
    /// Checks the same tokens for callers that check the proof of possession themselves.
    pub(crate) unproven: Verifier,
    /// Says whether encrypted tokens were issued, which is all that revoking them requires. None if
    /// its tokens are not encrypted.
    pub(crate) issued: Option<Verifier>,
    /// Whether its tokens are checked differently from what their issuers' sections say: they are
    /// encrypted, or have an audience of their own.
    pub(crate) is_apart: bool,
    /// Whom tokens of its issuers are for.
    pub(crate) audiences: Vec<String>,
    pub(crate) rules: Option<AccessRules>,
}

/// `are_all` says whether no issuer was left out because of a mistake.
pub(super) fn compile(
    config: &Config,
    around: &Around<'_>,
    (issuers, are_all): (&[Issuer], bool),
    rings: &[Ring],
) -> (Vec<std::sync::Arc<Api>>, Vec<Problem>) {
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    let (mut names, mut hosts) = (HashSet::new(), HashSet::new());
    for (index, section) in config.apis.iter().enumerate() {
        let own = &section.own;
        if !names.insert(own.name.as_str()) {
            bad.push(Problem::new(
                place("api", index),
                "name is that of another API: each has its own",
            ));
        }
        if let Some(host) = own
            .hosts
            .iter()
            .find(|host| !hosts.insert(host.to_ascii_lowercase()))
        {
            bad.push(Problem::new(
                place("api", index),
                format!("hosts names {host:?} twice: a host belongs to one API"),
            ));
        }
        match api(section, index, config, around, (issuers, rings)) {
            // Mistakes in an issuer have already been reported.
            Err(Fault::Issuers(_)) if !are_all => {}
            Err(Fault::Issuers(problem) | Fault::Other(problem)) => bad.push(problem),
            Ok(api) => good.push(std::sync::Arc::new(api)),
        }
    }
    (good, bad)
}

/// What is wrong with an API.
enum Fault {
    /// Its issuers.
    Issuers(Problem),
    Other(Problem),
}

impl From<Problem> for Fault {
    fn from(problem: Problem) -> Self {
        Fault::Other(problem)
    }
}

fn api(
    section: &Section<config::Api>,
    index: usize,
    config: &Config,
    around: &Around<'_>,
    (issuers, rings): (&[Issuer], &[Ring]),
) -> Result<Api, Fault> {
    let of_core = core_problem("api", index);
    let wrong = |message: String| Problem::new(place("api", index), message);
    let own = &section.own;
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if own.name.is_empty() || !own.name.chars().all(is_name) || own.name.starts_with('.') {
        return Err(wrong("name is a part of a path: letters, digits, -, _ and .".into()).into());
    }
    let rules = match &own.rules {
        Some(file) => {
            let path = around.path(file);
            let text = std::fs::read_to_string(&path)
                .map_err(|error| wrong(format!("rules: {}: {error}", path.display())))?;
            Some(
                AccessRules::from_json(&text)
                    .map_err(|error| wrong(format!("rules: {}: {}", shown(&path, &text), error.message())))?,
            )
        }
        None => None,
    };
    if own.issuers.as_ref().is_some_and(Vec::is_empty) {
        return Err(wrong(
            "issuers is an empty list, by which nobody gets in: leave it out for all issuers".into(),
        )
        .into());
    }
    if let Some(unknown) = own
        .issuers
        .iter()
        .flatten()
        .find(|name| !issuers.iter().any(|issuer| issuer.name == **name))
    {
        return Err(Fault::Issuers(wrong(format!(
            "issuers names {unknown:?}, which no [[issuer]] is"
        ))));
    }
    let chosen: Vec<&Issuer> = issuers
        .iter()
        .filter(|issuer| {
            own.issuers
                .as_ref()
                .is_none_or(|names| names.contains(&issuer.name))
        })
        .collect();
    let of_issuers = |error| Fault::Issuers(of_core(error));
    let decrypting = decrypting(own, around, rings).map_err(&wrong)?;
    let audience = own.token_audiences.clone().map(OneOrMany::Many);
    let checks: Vec<Checks> = chosen
        .iter()
        .map(|issuer| issuer.checks_for(audience.as_ref()))
        .collect::<Result<_, _>>()
        .map_err(&of_core)?;
    let one_of =
        |own: fn(&Checks) -> &Verifier| one_of(&checks, decrypting.as_ref(), own).map_err(of_issuers);
    let (verifier, unproven) = (
        one_of(|checks| &checks.verifier)?,
        one_of(|checks| &checks.unproven)?,
    );
    let issued = if decrypting.is_some() {
        Some(one_of(|checks| &checks.issued)?)
    } else {
        None
    };
    let options: ResourceOptions = section.options().map_err(&of_core)?;
    if options.form != PathForm::default() {
        return Err(wrong(
            "form is not an option here: gateways pass the path on as the client sent it".into(),
        )
        .into());
    }
    if options.cookie.is_some() {
        return Err(wrong(
            "cookie is not an option here: a gateway's services take tokens from the header Authorization"
                .into(),
        )
        .into());
    }
    let resource = ProtectedResource::new(&verifier, rules.as_ref(), None, &options).map_err(&of_core)?;
    let identity = config.internal.as_ref().map(|internal| internal.header.as_str());
    let headers =
        headers::plain(&own.headers, identity).map_err(|message| wrong(format!("headers: {message}")))?;
    let certificate = |given: &config::ClientCertificate| Ok((headers::name(&given.header)?, given.form));
    let client_certificate = own.client_certificate.as_ref().map(certificate).transpose();
    let client_certificate =
        client_certificate.map_err(|message: String| wrong(format!("client_certificate: {message}")))?;
    Ok(Api {
        name: own.name.clone(),
        hosts: own.hosts.clone(),
        audience: own.audience.clone().unwrap_or_else(|| own.name.clone()),
        headers,
        client_certificate,
        resource,
        unproven,
        is_apart: issued.is_some() || own.token_audiences.is_some(),
        issued,
        audiences: checks
            .iter()
            .flat_map(|checks| checks.audiences.iter().cloned())
            .collect(),
        rules,
    })
}

/// The keys that decrypt, if its tokens are encrypted.
fn decrypting(own: &config::Api, around: &Around<'_>, rings: &[Ring]) -> Result<Option<Keys>, String> {
    match (&own.decryption_keys[..], &own.decryption_ring) {
        ([], None) => Ok(None),
        ([], Some(name)) => match rings.iter().find(|ring| ring.name == *name) {
            Some(ring) => Ok(Some(Keys::Ring(ring.ring.clone()))),
            None => Err("decryption_ring names no [[ring]] of this file".into()),
        },
        (files, None) => {
            let mut keys = Vec::new();
            for file in files {
                let read = key_set(&around.path(file), own.decryption_alg.as_deref());
                keys.extend(read.map_err(|message| format!("decryption_keys: {message}"))?);
            }
            Ok(Some(Keys::Set(KeySet::from(keys))))
        }
        _ => Err("decryption_keys and decryption_ring each say what decrypts: leave one out".into()),
    }
}

/// A verifier of the tokens of several issuers; for a single one whose tokens are not encrypted,
/// its own.
fn one_of(
    issuers: &[Checks],
    decrypting: Option<&Keys>,
    own: impl Fn(&Checks) -> &Verifier,
) -> tokenseal::Result<Verifier> {
    match (issuers, decrypting) {
        ([only], None) => Ok(own(only).clone()),
        (several, keys) => {
            Verifier::by_issuer(several.iter().map(|issuer| own(issuer).clone()), keys.cloned())
        }
    }
}

/// The name of a file of rules, with the line if it is not JSON.
fn shown(path: &std::path::Path, text: &str) -> String {
    match serde_json::from_str::<serde::de::IgnoredAny>(text) {
        Ok(_) => path.display().to_string(),
        Err(error) => format!("{}:{}:{}", path.display(), error.line(), error.column()),
    }
}
