//! The scopes that a call requires, besides those of the rules.

use std::sync::LazyLock;

use super::Presented;
use super::conditions::{Facts, Scopes};
use super::read::STANDARD;
use crate::json;
use crate::limits::Limits;

/// The places where scopes are looked up.
static PLACES: LazyLock<Vec<Vec<String>>> =
    LazyLock::new(|| STANDARD.iter().map(|name| vec![(*name).to_owned()]).collect());

impl Presented<'_> {
    /// Which of these scopes a good token lacks; None if there is no good token.
    pub(crate) fn lacks(&self, scopes: &[String]) -> Option<Vec<String>> {
        match self {
            Presented::Nothing | Presented::Refused(_) => None,
            Presented::Token(token) => Some(lacks(scopes, &|name| token.claim_json(name))),
            Presented::Claims { json: text, .. } => {
                let (mut scope, mut scp) = (None, None);
                let scanned = json::scan_text(text, Limits::MAX_JSON_DEPTH, |name, value| match name {
                    "scope" => scope = Some(value.json()),
                    "scp" => scp = Some(value.json()),
                    _ => {}
                });
                let member = |name: &str| if name == "scope" { scope } else { scp };
                Some(if scanned.is_ok() {
                    lacks(scopes, &member)
                } else {
                    scopes.to_vec()
                })
            }
        }
    }
}

fn lacks<'a>(scopes: &[String], member: &'a dyn Fn(&str) -> Option<&'a str>) -> Vec<String> {
    let facts = Facts::new(&PLACES, member, None, 0);
    let has =
        |scope: &&String| matches!(facts.scopes(), Scopes::Some(own) if own.iter().any(|one| one == *scope));
    scopes.iter().filter(|scope| !has(scope)).cloned().collect()
}
