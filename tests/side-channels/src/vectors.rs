//! The cases of tests/vectors that are done here.

use std::path::Path;

use base64_simd::URL_SAFE_NO_PAD;
use serde_json::Value;
use tokenseal::{Algorithm, Key, KeyOptions};

use crate::read;

/// A case with its keys.
pub(crate) struct Case {
    pub(crate) id: String,
    input: Value,
    group: Value,
    pub(crate) expect: Value,
}

/// Every case of a file with this operation.
pub(crate) fn read(file: &str, operation: &str) -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../vectors")
        .join(file);
    let file = read::read(&path);
    let groups = file["groups"].as_array().expect("a file has groups");
    let cases = groups.iter().flat_map(|group| {
        group["tests"]
            .as_array()
            .into_iter()
            .flatten()
            .map(move |case| (group, case))
    });
    let cases: Vec<_> = cases
        .filter(|(_, case)| case["operation"] == operation)
        .map(|(group, case)| Case {
            id: case["id"].as_str().expect("a case has an id").to_owned(),
            input: case["input"].clone(),
            group: group["keys"].clone(),
            expect: case["expect"].clone(),
        })
        .collect();
    assert!(!cases.is_empty(), "the file has cases of this operation");
    cases
}

impl Case {
    pub(crate) fn has(&self, name: &str) -> bool {
        self.input.get(name).is_some()
    }

    pub(crate) fn text(&self, name: &str) -> &str {
        self.input[name].as_str().expect("the input is a text")
    }

    pub(crate) fn bytes(&self, name: &str) -> Vec<u8> {
        decode(self.text(name))
    }

    /// The one key of the case: its own, or its group's.
    pub(crate) fn key(&self) -> Key {
        let own = ["key", "keys"].into_iter().find_map(|name| self.input.get(name));
        let how = own.unwrap_or_else(|| &self.group["keys"][0]);
        let algorithm = || {
            how["alg"]
                .as_str()
                .and_then(|name| name.parse::<Algorithm>().ok())
        };
        let key = match (how.get("password"), how.get("jwk").unwrap_or(how)) {
            (Some(password), _) => {
                let password = password.as_str().expect("a password is a text");
                let algorithm = algorithm().unwrap_or(Key::DEFAULT_PASSWORD_ALGORITHM);
                Key::from_password(password.as_bytes(), algorithm, &KeyOptions::default())
            }
            (None, jwk) => Key::from_jwk(&jwk.to_string(), &Default::default()),
        };
        key.unwrap_or_else(|error| panic!("{}: {error}", self.id))
    }
}

pub(crate) fn decode(text: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD
        .decode_to_vec(text)
        .expect("the text is base64url")
}

/// The token with the first character of one of its parts changed; None if that part is empty.
pub(crate) fn spoilt(token: &str, part: usize) -> Option<String> {
    let mut parts: Vec<String> = token.split('.').map(str::to_owned).collect();
    let rest = parts[part].get(1..)?;
    parts[part] = format!("{}{rest}", if parts[part].starts_with('A') { 'B' } else { 'A' });
    Some(parts.join("."))
}
