//! An issuer that changes its key every ten minutes, and whose server is down half of the time.

use std::sync::LazyLock;

use tokenseal::machine::{Answer, Failure, Fetch};
use tokenseal::{GenerateOptions, Key, SignatureAlgorithm::Ed25519, TokenOptions};

use crate::chance::Chance;

pub(crate) const ROTATION: f64 = 600.0;
pub(crate) const DAY: f64 = 86_400.0;
/// A key for each turn of a day, one before it and one after.
const KEYS: usize = (DAY / ROTATION) as usize + 2;

/// A key of the issuer, as its server has it, and a token that it signed.
pub(crate) struct Signer {
    jwk: String,
    pub(crate) token: String,
}

impl Signer {
    pub(crate) fn new(key_id: &str, issuer: Option<&str>) -> Self {
        let key = Key::generate(
            Ed25519.into(),
            &GenerateOptions {
                key_id: Some(key_id.into()),
                ..GenerateOptions::default()
            },
        )
        .unwrap();
        let issuer = issuer.map(str::to_owned);
        let options = TokenOptions {
            issuer,
            no_expiry: true,
            now: Some(0.0),
            ..TokenOptions::default()
        };
        let token = tokenseal::sign(&serde_json::json!({ "sub": "alice" }), &key, &options).unwrap();
        Self {
            jwk: key.public().unwrap().to_jwk(false).unwrap().to_string(),
            token,
        }
    }
}

pub(crate) fn jwks<'a>(signers: impl IntoIterator<Item = &'a Signer>) -> String {
    let keys: Vec<&str> = signers.into_iter().map(|signer| signer.jwk.as_str()).collect();
    format!(r#"{{"keys":[{}]}}"#, keys.join(","))
}

/// The keys of every simulated day.
static SIGNERS: LazyLock<Vec<Signer>> = LazyLock::new(|| {
    (0..KEYS)
        .map(|turn| Signer::new(&format!("turn-{turn}"), None))
        .collect()
});

pub(crate) struct Publisher {
    /// How long before its turn a key is published, and how long after it.
    lead: f64,
    tail: f64,
    max_age: Option<u64>,
    has_tags: bool,
    /// How often the keys move to another address, for an issuer that is found through its
    /// metadata. What was published at the old one stays there.
    moves: Option<f64>,
    /// When the server goes down and comes back, alternately.
    changes: Vec<f64>,
}

/// The outcome of a request, and after how long.
pub(crate) struct Course {
    pub(crate) answer: Answer,
    pub(crate) after: f64,
    /// What the server returns; None if it does not answer.
    pub(crate) served: Option<Served>,
}

#[derive(Clone)]
pub(crate) enum Served {
    Metadata,
    Keys(Vec<usize>),
}

pub(crate) const ISSUER: &str = "https://issuer.example";

impl Publisher {
    pub(crate) fn new(chance: &mut Chance) -> Self {
        let mean = chance.one_of(&[20.0, 300.0, 1800.0, 7200.0]);
        let mut changes = Vec::new();
        let mut at = 0.0;
        while at < DAY {
            at += chance.once_in(mean);
            changes.push(at);
        }
        Self {
            lead: chance.one_of(&[0.0, 300.0, 4000.0]),
            tail: chance.one_of(&[0.0, 600.0, 1200.0]),
            max_age: chance.one_of(&[None, Some(0), Some(60), Some(300), Some(3600), Some(86_400)]),
            has_tags: chance.happens(0.5),
            moves: chance
                .happens(0.5)
                .then(|| chance.one_of(&[1500.0, 5000.0, 40_000.0])),
            changes,
        }
    }

    pub(crate) fn token(turn: usize) -> &'static str {
        &SIGNERS[turn].token
    }

    /// The turn whose key signs.
    pub(crate) fn active(at: f64) -> usize {
        (at / ROTATION) as usize
    }

    pub(crate) fn published(&self, at: f64) -> Vec<usize> {
        (0..KEYS).filter(|turn| self.publishes(*turn, at)).collect()
    }

    pub(crate) fn publishes(&self, turn: usize, at: f64) -> bool {
        let begins = turn as f64 * ROTATION;
        (begins - self.lead..begins + ROTATION + self.tail).contains(&at)
    }

    /// When a key is no longer published.
    pub(crate) fn removed(&self, turn: usize) -> f64 {
        (turn as f64 + 1.0) * ROTATION + self.tail
    }

    /// Whether the server is up at one of these times.
    pub(crate) fn is_up(&self, at: f64) -> bool {
        self.changes.iter().take_while(|change| **change <= at).count() % 2 == 0
    }

    /// Whether the server is up the whole time.
    pub(crate) fn is_up_from(&self, from: f64, to: f64) -> bool {
        self.is_up(from) && !self.changes.iter().any(|change| *change > from && *change <= to)
    }

    pub(crate) fn answer(&self, fetch: &Fetch, at: f64, chance: &mut Chance) -> Course {
        let id = fetch.id;
        let failed = |why, after| Course {
            answer: Answer::Failed { id, why },
            after,
            served: None,
        };
        if self.is_up(at) {
            let after = chance.between(0.005, 1.5);
            let mut headers: Vec<(String, String)> = self
                .max_age
                .map(|age| ("cache-control".into(), format!("max-age={age}")))
                .into_iter()
                .collect();
            if fetch.url.contains("/.well-known/") {
                let body = format!(
                    r#"{{"issuer":"{ISSUER}","jwks_uri":"{ISSUER}/{}"}}"#,
                    self.place(at)
                );
                let answer = Answer::Response {
                    id,
                    status: 200,
                    headers,
                    body: body.into_bytes(),
                };
                return Course {
                    answer,
                    after,
                    served: Some(Served::Metadata),
                };
            }
            let keys = self.published(self.last_kept(&fetch.url, at));
            let tag = self.tag(&fetch.url, &keys);
            let is_same = fetch
                .headers
                .iter()
                .any(|(name, value)| name == "if-none-match" && *value == tag);
            headers.extend(self.has_tags.then(|| ("etag".to_owned(), tag)));
            let (status, body) = match is_same {
                true => (304, Vec::new()),
                false => (200, jwks(keys.iter().map(|turn| &SIGNERS[*turn])).into_bytes()),
            };
            return Course {
                answer: Answer::Response {
                    id,
                    status,
                    headers,
                    body,
                },
                after,
                served: Some(Served::Keys(keys)),
            };
        }
        let said = |status, body: &str, after| Course {
            answer: Answer::Response {
                id,
                status,
                headers: Vec::new(),
                body: body.as_bytes().to_vec(),
            },
            after,
            served: None,
        };
        match (chance.fraction() * 6.0) as u32 {
            0 => failed(Failure::Connect, chance.between(0.0, 0.5)),
            1 => failed(Failure::Timeout, fetch.timeout),
            2 => said(503, "", chance.between(0.0, 2.0)),
            3 => said(200, "<html>", chance.between(0.0, 2.0)),
            4 => said(200, r#"{"keys":[]}"#, chance.between(0.0, 2.0)),
            _ => failed(Failure::Tls, chance.between(0.0, 1.0)),
        }
    }

    pub(crate) fn max_age(&self) -> Option<u64> {
        self.max_age
    }

    pub(crate) fn has_metadata(&self) -> bool {
        self.moves.is_some()
    }

    /// Which address the keys are at.
    fn place(&self, at: f64) -> u64 {
        self.moves.map_or(0, |every| (at / every) as u64)
    }

    /// The entity tag that an address gives these keys: each address counts for itself, so another
    /// one gives the same tag to other keys.
    fn tag(&self, url: &str, keys: &[usize]) -> String {
        let first = |keys: &[usize]| keys.first().copied().unwrap_or_default();
        let begins = self.moves.map_or(0.0, |every| every * place_of(url));
        format!(
            "\"{}-{}\"",
            first(keys) - first(&self.published(begins)),
            keys.len()
        )
    }

    /// Until when an address was kept as the issuer's.
    fn last_kept(&self, url: &str, at: f64) -> f64 {
        self.moves
            .map_or(at, |every| at.min((place_of(url) + 1.0) * every))
    }
}

fn place_of(url: &str) -> f64 {
    url.rsplit('/')
        .next()
        .and_then(|place| place.parse().ok())
        .unwrap_or_default()
}
