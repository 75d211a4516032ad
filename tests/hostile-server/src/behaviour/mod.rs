//! The behaviours: what answers at `/b/NAME/`. `tests/remote/behaviours.json` has the outcome that
//! each must have.

mod broken;
mod caching;
mod content;
mod good;
mod headers;
mod large;
mod metadata;
mod redirects;
mod slow;
mod statuses;

use std::io::{self, Write};

use crate::answer::{Answer, KEY_SET};
use crate::control::Space;
use crate::request::Request;
use crate::wire::Wire;

/// A name and what it does.
type Row = (&'static str, fn(&mut Exchange<'_>) -> io::Result<()>);

/// Behaviours of the key set's URL. Their metadata is good.
const OF_KEYS: [&[Row]; 9] = [
    broken::TABLE,
    caching::TABLE,
    content::TABLE,
    good::TABLE,
    headers::TABLE,
    large::TABLE,
    redirects::TABLE,
    slow::TABLE,
    statuses::TABLE,
];
/// Behaviours of the metadata's URL. Their key set is good.
const OF_METADATA: [&[Row]; 1] = [metadata::TABLE];

/// One request to a behaviour.
pub(crate) struct Exchange<'a> {
    pub(crate) request: &'a Request,
    pub(crate) wire: &'a mut Wire,
    pub(crate) space: &'a Space,
    pub(crate) place: Place<'a>,
    pub(crate) part: Part,
}

/// The URL of a behaviour, as its client wrote it.
pub(crate) struct Place<'a> {
    /// Scheme, host and port.
    pub(crate) origin: String,
    /// `/s/ID`, or nothing.
    pub(crate) prefix: &'a str,
    pub(crate) name: &'a str,
    pub(crate) http: u16,
}

/// The part of a behaviour that is requested.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Part {
    Keys,
    OpenId,
    OAuth,
}

pub(crate) fn run(exchange: &mut Exchange<'_>) -> io::Result<()> {
    let of_keys = find(&OF_KEYS, exchange.place.name);
    let of_metadata = find(&OF_METADATA, exchange.place.name);
    match (of_keys, of_metadata, exchange.part) {
        (Some(run), _, Part::Keys) | (_, Some(run), Part::OpenId | Part::OAuth) => run(exchange),
        (_, Some(_), Part::Keys) => exchange.send(&exchange.good()),
        (Some(_), _, Part::OpenId) => metadata::good(exchange),
        _ => exchange.send(&Answer::status("404 Not Found")),
    }
}

fn find(tables: &[&[Row]], name: &str) -> Option<fn(&mut Exchange<'_>) -> io::Result<()>> {
    tables
        .iter()
        .copied()
        .flatten()
        .find(|(known, _)| *known == name)
        .map(|(_, run)| *run)
}

impl Exchange<'_> {
    /// What a good server answers: the keys of the name space.
    fn good(&self) -> Answer {
        let answer = Answer::ok(KEY_SET, self.space.keys());
        match self.space.max_age() {
            Some(seconds) => answer.with("Cache-Control", &format!("max-age={seconds}")),
            None => answer,
        }
    }

    fn send(&mut self, answer: &Answer) -> io::Result<()> {
        answer.send(self.wire)
    }

    /// 200 with that text for a key set.
    fn keys(&mut self, text: impl Into<Vec<u8>>) -> io::Result<()> {
        self.send(&Answer::ok(KEY_SET, text))
    }

    fn raw(&mut self, bytes: impl AsRef<[u8]>) -> io::Result<()> {
        self.wire.write_all(bytes.as_ref())?;
        self.wire.flush()
    }

    /// `http://127.0.0.1:1234/s/7/b/ok`: the issuer of this behaviour.
    fn issuer(&self) -> String {
        self.sibling(&self.place.origin, self.place.name)
    }

    /// The same place at another origin, or of another behaviour.
    fn sibling(&self, origin: &str, name: &str) -> String {
        format!("{origin}{}/b/{name}", self.place.prefix)
    }

    /// The origin in the clear under that name.
    fn in_the_clear(&self, host: &str) -> String {
        format!("http://{host}:{}", self.place.http)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;

    /// The names of `behaviours.json`, by how they are asked.
    fn listed(asked: &str) -> BTreeSet<String> {
        let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../remote/behaviours.json"))
            .unwrap();
        let document: Value = serde_json::from_str(&text).unwrap();
        let entries = document["behaviours"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|entry| entry["asked"] == asked);
        entries
            .map(|entry| {
                entry["path"]
                    .as_str()
                    .unwrap()
                    .split('/')
                    .nth(2)
                    .unwrap()
                    .to_owned()
            })
            .collect()
    }

    fn names(tables: &[&[Row]]) -> Vec<String> {
        tables
            .iter()
            .copied()
            .flatten()
            .map(|(name, _)| (*name).to_owned())
            .collect()
    }

    #[test]
    fn every_behaviour_has_an_expectation_and_a_name_of_its_own() {
        for (tables, asked) in [(OF_KEYS.as_slice(), "jwks"), (&OF_METADATA, "metadata")] {
            let names = names(tables);
            let known: BTreeSet<String> = names.iter().cloned().collect();
            assert_eq!(known.len(), names.len(), "a name stands twice");
            // `ok` may be asked for its metadata too.
            let listed: BTreeSet<String> = listed(asked)
                .into_iter()
                .filter(|name| known.contains(name) || find(&OF_KEYS, name).is_none())
                .collect();
            assert_eq!(listed, known);
        }
    }
}
