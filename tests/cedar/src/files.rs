//! Random files of rules, over few words, so that rules, tokens and requests meet.

use fastrand::Rng;
use serde_json::{Value, json};

use crate::claims::NAMES;

pub const SCOPES: [&str; 3] = ["read", "write", "admin:all"];
pub const ISSUERS: [&str; 2] = ["https://a.example", "https://b.example"];
pub const TEXTS: [&str; 5] = ["x", "y", "mfa", "", "é\"\\\u{1}"];
pub const METHODS: [&str; 4] = ["GET", "POST", "HEAD", "OPTIONS"];
const PATHS: [&str; 14] = [
    "/",
    "/x",
    "/x/",
    "/{p}",
    "/{p}/",
    "/x/y",
    "/x/{p}",
    "/{p}/y",
    "/{p}/{q}",
    "/{*r}",
    "/x/{*r}",
    "/{p}/{*r}",
    "/%/{p}",
    "/é\"/{p}",
];

/// A file of one to six rules.
pub fn file(random: &mut Rng) -> Value {
    let rules: Vec<Value> = (0..random.u8(1..7)).map(|index| rule(random, index)).collect();
    json!({ "rules": rules })
}

fn one<T: Clone>(random: &mut Rng, of: &[T]) -> T {
    of[random.usize(..of.len())].clone()
}

fn some<T: Clone>(random: &mut Rng, of: &[T]) -> Vec<T> {
    let found: Vec<T> = of.iter().filter(|_| random.bool()).cloned().collect();
    if found.is_empty() {
        vec![one(random, of)]
    } else {
        found
    }
}

fn rule(random: &mut Rng, index: u8) -> Value {
    let mut rule = json!({ "name": format!("r{index}") });
    let path = (random.u8(..5) > 0).then(|| one(random, &PATHS));
    if let Some(path) = path {
        rule["path"] = json!(path);
    }
    let is_deny = random.u8(..3) == 0;
    if !is_deny || random.bool() {
        rule["methods"] = json!(some(random, &METHODS));
    }
    match random.u8(..6) {
        _ if is_deny => {
            rule["deny"] = json!(true);
            if random.u8(..6) > 0 {
                rule["when"] = conditions(random, path, true);
            }
        }
        0 => rule["public"] = json!(true),
        _ => rule["require"] = conditions(random, path, false),
    }
    if !is_deny && random.u8(..6) == 0 {
        rule["preflight"] = json!(true);
    }
    rule
}

fn conditions(random: &mut Rng, path: Option<&str>, is_deny: bool) -> Value {
    let mut asked = json!({});
    let often = if is_deny { 2 } else { 4 };
    if random.u8(..often) == 0 {
        asked["scope"] = json!(some(random, &SCOPES));
    }
    if random.u8(..often) == 0 {
        asked["any_scope"] = json!(some(random, &SCOPES));
    }
    if random.u8(..often) == 0 {
        asked["issuer"] = json!(some(random, &ISSUERS));
    }
    if random.u8(..5) < 2 || (is_deny && asked == json!({})) {
        let count = random.u8(1..3);
        asked["claims"] = (0..count).map(|_| claim(random, path)).collect();
    }
    if !is_deny && random.u8(..5) == 0 {
        asked["acr"] = json!(some(random, &["x", "mfa"]));
    }
    if !is_deny && random.u8(..5) == 0 {
        asked["max_auth_age"] = json!("5m");
    }
    if !is_deny && random.u8(..6) == 0 {
        asked["proof"] = json!(random.bool());
    }
    asked
}

fn claim(random: &mut Rng, path: Option<&str>) -> Value {
    let mut names = vec![one(random, &NAMES)];
    if random.u8(..3) == 0 {
        names.push(one(random, &NAMES));
    }
    let (test, value) = match random.u8(..7) {
        0 | 1 => ("equals", scalar(random)),
        2 => ("one_of", json!([scalar(random), scalar(random)])),
        3 => ("contains", scalar(random)),
        4 => ("present", json!(true)),
        5 => ("absent", json!(true)),
        _ if path.is_some_and(|path| path.contains("{p}")) => ("equals_parameter", json!("p")),
        _ => ("equals", scalar(random)),
    };
    json!({ "path": names, test: value })
}

fn scalar(random: &mut Rng) -> Value {
    match random.u8(..4) {
        0 => json!(random.bool()),
        1 => json!([0, 1, 7, -1, 9_007_199_254_740_992_i64][random.usize(..5)]),
        _ => json!(one(random, &TEXTS)),
    }
}
