//! `tests/http/cases.json`: what every framework, and every gateway, must answer.
//! `tests/http/README.md` says what its members mean.

use std::collections::HashMap;
use std::sync::LazyLock;

use base64_simd::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};
use tokenseal::{Confirmation, IssueOptions, Issuer, IssuerOptions, JwkOptions, Key, ProofOptions, dpop};

use crate::support::tokens::now;

pub static FILE: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../../tests/http/cases.json")).unwrap());
pub const RULES: &str = include_str!("../../../tests/http/rules.json");

pub fn key(name: &str) -> Key {
    Key::from_jwk(&FILE["keys"][name].to_string(), &JwkOptions::default()).unwrap()
}

/// What one case names, made when first needed.
pub struct Making {
    verifier: Value,
    made: HashMap<(String, String), String>,
    /// The last nonce received.
    pub nonce: Option<String>,
}

impl Making {
    pub fn of(service: &str) -> Self {
        Self {
            verifier: FILE["services"][service]["verifier"].clone(),
            made: HashMap::new(),
            nonce: None,
        }
    }

    /// The text with its names filled in.
    pub fn fill(&mut self, text: &str) -> String {
        let Some((before, rest)) = text.split_once('<') else {
            return text.to_owned();
        };
        let (named, after) = rest.split_once('>').unwrap();
        let (kind, name) = named.split_once(':').unwrap();
        let made = self.named(kind, name);
        format!("{before}{made}{}", self.fill(after))
    }

    pub fn named(&mut self, kind: &str, name: &str) -> String {
        let id = (kind.to_owned(), name.to_owned());
        if let Some(made) = self.made.get(&id) {
            return made.clone();
        }
        let made = match kind {
            "token" => token(&FILE["tokens"][name], &self.verifier),
            "proof" => self.proof(&FILE["proofs"][name]),
            _ => panic!("{kind} is not made here"),
        };
        self.made.insert(id, made.clone());
        made
    }

    fn proof(&mut self, spec: &Value) -> String {
        let nonce = match spec["nonce"].as_str() {
            Some("given") => self.nonce.clone(),
            other => other.map(str::to_owned),
        };
        let options = ProofOptions {
            access_token: spec["token"].as_str().map(|name| self.named("token", name)),
            nonce,
            now: Some(now() + spec["issued"].as_f64().unwrap_or(0.0)),
            ..ProofOptions::default()
        };
        dpop::prove(
            &key(spec["key"].as_str().unwrap()),
            spec["method"].as_str().unwrap(),
            spec["url"].as_str().unwrap(),
            &options,
        )
        .unwrap()
    }
}

/// A token as described in the file, for a verifier.
pub fn token(spec: &Value, verifier: &Value) -> String {
    let issued = now() + spec["issued"].as_f64().unwrap_or(0.0);
    let mut claims: Map<String, Value> = spec["claims"].as_object().unwrap().clone();
    for (claim, member) in [("iss", "issuer"), ("aud", "audience")] {
        match spec.get(member).unwrap_or(&verifier[member]) {
            Value::Null => {}
            value => drop(claims.insert(claim.to_owned(), value.clone())),
        }
    }
    if let Some(seconds) = spec["authenticated"].as_f64() {
        claims.insert("auth_time".to_owned(), json!((now() + seconds) as i64));
    }
    let is_endless = spec.get("lifetime").is_some_and(Value::is_null);
    let header = spec["type"]
        .as_str()
        .map(|name| Map::from_iter([("typ".to_owned(), json!(name))]));
    let options = IssueOptions {
        now: Some(issued),
        token_id: spec["token_id"].as_str().map(str::to_owned),
        not_before: spec["not_before"].as_f64().map(|seconds| now() + seconds),
        confirm: spec["bound_to"]
            .as_str()
            .map(|name| Confirmation::of_key(&key(name).public().unwrap()).unwrap()),
        no_expiry: is_endless,
        expires_in: (!is_endless).then(|| {
            format!("{}s", spec["lifetime"].as_u64().unwrap_or(300))
                .as_str()
                .into()
        }),
        header,
        ..IssueOptions::default()
    };
    let key = key(spec["key"].as_str().unwrap_or("issuer"));
    let text = Issuer::new(Some(key.into()), None, &IssuerOptions::default())
        .unwrap()
        .issue(&claims, &options)
        .unwrap();
    altered(text, spec["altered"].as_str())
}

fn altered(token: String, how: Option<&str>) -> String {
    let [header, claims, signature] = token.split('.').collect::<Vec<_>>()[..] else {
        panic!("this is no token")
    };
    let encoded = |value: &Value| URL_SAFE_NO_PAD.encode_to_string(value.to_string());
    match how {
        None => token,
        Some("signature") => {
            let first = if signature.starts_with('A') { "B" } else { "A" };
            format!("{header}.{claims}.{first}{}", &signature[1..])
        }
        Some("claims") => {
            let mut more: Value =
                serde_json::from_slice(&URL_SAFE_NO_PAD.decode_to_vec(claims).unwrap()).unwrap();
            more["admin"] = json!(true);
            format!("{header}.{}.{signature}", encoded(&more))
        }
        Some("unsigned") => format!("{}.{claims}.", encoded(&json!({ "alg": "none" }))),
        Some(other) => panic!("{other} is not known here"),
    }
}
