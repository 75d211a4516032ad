//! The program in each of the configurations that `tests/http/cases.json` calls services.

use std::fmt::Write;
use std::net::TcpListener;

use serde_json::Value;
use tokenseal::{FileOptions, KeySet, Revocations, RevokeOptions};

use super::file::{FILE, RULES, key};
use crate::support::Serve;
use crate::support::tokens::now;

/// Starts a service of the file. The gateway may also ask about its API `shop` by host.
pub fn start(name: &str) -> Serve {
    start_with(name, "")
}

/// The same with more lines of the API.
pub fn start_with(name: &str, more: &str) -> Serve {
    start_of(name, "", more)
}

/// The same with more lines of the issuer and of the API.
pub fn start_of(name: &str, of_issuer: &str, of_api: &str) -> Serve {
    let service = &FILE["services"][name];
    let options = |members: &Value, without: &[&str]| {
        let members = members
            .as_object()
            .unwrap()
            .iter()
            .filter(|(name, _)| !without.contains(&name.as_str()));
        members.fold(String::new(), |text, (name, value)| {
            text + &format!("{name} = {value}\n")
        })
    };
    let unreachable = |member: &str| service[member] == "unreachable";
    let mut config = "listen = \"127.0.0.1:0\"\n".to_owned();
    match unreachable("revocations") {
        true => write!(config, "[store]\nurl = \"redis://127.0.0.1:{}\"\n", closed_port()).unwrap(),
        false => config.insert_str(0, "state = \".\"\n"),
    }
    config += "[[issuer]]\n";
    config += &options(&service["verifier"], &["nonce_key"]);
    config += &match unreachable("keys") {
        true => format!(
            "jwks_url = \"http://127.0.0.1:{}/jwks.json\"\nfetch = {{ allow_http = true, timeout = \"1s\" }}\n",
            closed_port()
        ),
        false => "keys = [\"keys.json\"]\n".to_owned(),
    };
    let nonce_key = service["verifier"]["nonce_key"]
        .as_str()
        .map(|name| FILE["keys"][name].to_string());
    if nonce_key.is_some() {
        config += "nonce_key = \"nonce.json\"\n";
    }
    config += of_issuer;
    config += "\n[[api]]\nname = \"shop\"\nhosts = [\"api.example\"]\n";
    if service["rules"].is_string() {
        config += "rules = \"rules.json\"\n";
    }
    config += &options(&service["resource"], &[]);
    config += of_api;
    config += "\n[internal]\nissuer = \"https://gateway.example\"\n";
    let mut rules: Value = serde_json::from_str(RULES).unwrap();
    rules["report_only"] = service.get("report_only").cloned().unwrap_or_default();
    if rules["report_only"].is_null() {
        rules["report_only"] = false.into();
    }
    let jwks = KeySet::from(key("issuer").public().unwrap())
        .to_jwks(false)
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    // Revocations are in the list before the program starts.
    let options = FileOptions {
        create: true,
        longest_lifetime: Some("1h".into()),
    };
    let list = tokenseal_files::open_revocations(folder.path().join("revocations.log"), &options).unwrap();
    for entry in service["revoked"].as_array().into_iter().flatten() {
        revoke(&list, service["verifier"]["issuer"].as_str(), entry);
    }
    for (name, text) in [
        ("serve.toml", config.as_str()),
        ("rules.json", &rules.to_string()),
        ("keys.json", &jwks),
        ("nonce.json", nonce_key.as_deref().unwrap_or_default()),
    ] {
        crate::support::write_private(&folder.path().join(name), text);
    }
    Serve::start_in(folder, &["--config", "serve.toml"], 1)
}

/// A service's list, as another process opens it.
pub fn list(serve: &Serve) -> Revocations {
    tokenseal_files::open_revocations(serve.path("revocations.log"), &FileOptions::default()).unwrap()
}

pub fn revoke(list: &Revocations, issuer: Option<&str>, entry: &Value) {
    let options = RevokeOptions {
        now: Some(now()),
        ..RevokeOptions::default()
    };
    let until = RevokeOptions {
        until: Some(now() + 3600.0),
        ..options.clone()
    };
    match entry["token_id"].as_str() {
        Some(id) => list.revoke_id(issuer, id, &until).unwrap(),
        None => list
            .revoke_subject(issuer, entry["subject"].as_str().unwrap(), &options)
            .unwrap(),
    };
}

/// Nothing listens there: the port was free a moment ago.
pub fn closed_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}
