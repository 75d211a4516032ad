//! Random claims: as a token has them, in JSON, and as Cedar gets them. Neither is made from the
//! other.

use fastrand::Rng;
use serde_json::{Map, Value, json};

use crate::NOW;
use crate::files::{ISSUERS, SCOPES, TEXTS};

/// The claims of a token, by name.
#[derive(Clone)]
pub struct Claims(Vec<(&'static str, Claim)>);

#[derive(Clone)]
enum Claim {
    Text(String),
    /// As it is written, and what it is if it is an integer that rules know.
    Number(String, Option<i64>),
    Boolean(bool),
    Null,
    List(Vec<Claim>),
    Object(Vec<(&'static str, Claim)>),
}

/// The names of claims; some need escaping in a JSON Pointer.
pub const NAMES: [&str; 4] = ["a", "b", "x/y", "t~0"];

impl Claims {
    /// Whatever claims there could be.
    pub fn random(random: &mut Rng) -> Self {
        let mut claims: Vec<(&'static str, Claim)> = Vec::new();
        for name in NAMES
            .into_iter()
            .chain(["scope", "scp", "iss", "acr", "auth_time"])
        {
            if random.u8(..4) > 0 {
                claims.push((name, Claim::random(random, 2)));
            }
        }
        random.shuffle(&mut claims);
        Self(claims)
    }

    /// Claims of the types that they should be of.
    pub fn likely(random: &mut Rng) -> Self {
        let mut claims = Self::random(random).0;
        claims.retain(|(name, _)| NAMES.contains(name));
        let mut scopes: Vec<&str> = SCOPES.into_iter().filter(|_| random.bool()).collect();
        random.shuffle(&mut scopes);
        if random.bool() {
            claims.push((
                "scope",
                Claim::Text(scopes.join(if random.bool() { " " } else { "  " })),
            ));
        } else {
            claims.push((
                "scp",
                Claim::List(
                    scopes
                        .iter()
                        .map(|scope| Claim::Text((*scope).to_owned()))
                        .collect(),
                ),
            ));
        }
        claims.push((
            "iss",
            Claim::Text(ISSUERS[random.usize(..ISSUERS.len())].to_owned()),
        ));
        claims.push(("acr", Claim::Text(TEXTS[random.usize(..TEXTS.len())].to_owned())));
        let time = NOW + [0, -1, -299, -300, -301, 59, 60, 61, -100_000][random.usize(..9)];
        claims.push(("auth_time", Claim::Number(time.to_string(), Some(time))));
        Self(claims)
    }

    /// As a token has them.
    pub fn json(&self) -> String {
        object(&self.0)
    }

    /// What is at a place, as Cedar gets it.
    pub fn at(&self, path: &[&str]) -> Option<Value> {
        let mut members = &self.0;
        for (index, name) in path.iter().enumerate() {
            let claim = &members.iter().find(|(own, _)| own == name)?.1;
            match claim {
                _ if index + 1 == path.len() => return Some(claim.told()),
                Claim::Object(inner) => members = inner,
                // The path leads through something that is not an object.
                _ => return Some(json!({ "kind": "null" })),
            }
        }
        None
    }

    /// The scopes, as Cedar gets them.
    pub fn scopes(&self) -> Value {
        let of = |name: &str| {
            self.0
                .iter()
                .find(|(own, _)| *own == name)
                .map(|(_, claim)| claim)
        };
        let some = |scopes: Vec<&str>| json!({ "kind": "some", "value": scopes });
        match (of("scope"), of("scp")) {
            (Some(Claim::Text(text)), _) | (None, Some(Claim::Text(text))) => {
                some(text.split(' ').filter(|one| !one.is_empty()).collect())
            }
            (None, None) => json!({ "kind": "none", "value": [] }),
            (None, Some(Claim::List(list))) if list.iter().all(|one| matches!(one, Claim::Text(_))) => {
                let texts = list.iter().filter_map(|one| {
                    if let Claim::Text(text) = one {
                        Some(text.as_str())
                    } else {
                        None
                    }
                });
                some(texts.collect())
            }
            _ => json!({ "kind": "other", "value": [] }),
        }
    }
}

impl Claim {
    fn random(random: &mut Rng, depth: u8) -> Self {
        const NUMBERS: [(&str, Option<i64>); 12] = [
            ("0", Some(0)),
            ("1", Some(1)),
            ("7", Some(7)),
            ("-1", Some(-1)),
            ("-0", Some(0)),
            ("1.0", None),
            ("1e0", None),
            ("0.5", None),
            ("9007199254740992", Some(9_007_199_254_740_992)),
            ("9007199254740993", None),
            ("9223372036854775808", None),
            ("1e300", None),
        ];
        match random.u8(..if depth > 0 { 12 } else { 8 }) {
            0..=2 => Claim::Text(TEXTS[random.usize(..TEXTS.len())].to_owned()),
            3..=4 => {
                let (text, integer) = NUMBERS[random.usize(..NUMBERS.len())];
                Claim::Number(text.to_owned(), integer)
            }
            5..=6 => Claim::Boolean(random.bool()),
            7 => Claim::Null,
            8..=9 => Claim::List(
                (0..random.u8(..4))
                    .map(|_| Self::random(random, depth - 1))
                    .collect(),
            ),
            _ => {
                let names: Vec<&str> = NAMES.into_iter().filter(|_| random.bool()).collect();
                Claim::Object(
                    names
                        .into_iter()
                        .map(|name| (name, Self::random(random, depth - 1)))
                        .collect(),
                )
            }
        }
    }

    fn json(&self) -> String {
        match self {
            Claim::Text(text) => Value::from(text.as_str()).to_string(),
            Claim::Number(text, _) => text.clone(),
            Claim::Boolean(boolean) => boolean.to_string(),
            Claim::Null => "null".to_owned(),
            Claim::List(list) => format!("[{}]", list.iter().map(Claim::json).collect::<Vec<_>>().join(",")),
            Claim::Object(members) => object(members),
        }
    }

    fn told(&self) -> Value {
        match self {
            Claim::Text(text) => json!({ "kind": "text", "value": text }),
            Claim::Number(_, Some(integer)) => json!({ "kind": "integer", "value": integer }),
            Claim::Boolean(boolean) => json!({ "kind": "boolean", "value": boolean }),
            Claim::Null => json!({ "kind": "null" }),
            Claim::List(list) => {
                let element = |one: &Claim| {
                    if matches!(one, Claim::List(_)) {
                        json!({ "kind": "other" })
                    } else {
                        one.told()
                    }
                };
                json!({ "kind": "list", "value": list.iter().map(element).collect::<Vec<_>>() })
            }
            Claim::Number(_, None) | Claim::Object(_) => json!({ "kind": "other" }),
        }
    }
}

fn object(members: &[(&'static str, Claim)]) -> String {
    let members: Vec<String> = members
        .iter()
        .map(|(name, claim)| format!("{}:{}", Value::from(*name), claim.json()))
        .collect();
    format!("{{{}}}", members.join(","))
}

/// Every place that a rule of the random files looks at, with its JSON Pointer (RFC 6901).
pub fn places() -> Map<String, Value> {
    let escaped = |name: &str| name.replace('~', "~0").replace('/', "~1");
    let mut places = Map::new();
    for name in NAMES
        .into_iter()
        .chain(["scope", "scp", "iss", "acr", "auth_time"])
    {
        places.insert(format!("/{}", escaped(name)), json!([name]));
        for inner in NAMES {
            places.insert(
                format!("/{}/{}", escaped(name), escaped(inner)),
                json!([name, inner]),
            );
        }
    }
    places
}
