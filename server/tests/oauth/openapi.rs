//! The OpenAPI description: that it is all there is, and what comes of requests that are generated
//! from it.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::publishing::Kept;
use crate::world::*;

fn described() -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_tokenseal-serve"))
        .arg("--openapi")
        .output()
        .unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The routes of the source, as they are written there.
fn routes(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for room in ["dialect", "oauth", "publish", "events", "observe"] {
        let text = std::fs::read_to_string(folder.join(room).join("mod.rs")).unwrap();
        let quoted = text
            .split('"')
            .skip(1)
            .step_by(2)
            .filter(|text| text.starts_with('/'));
        found.extend(quoted.map(str::to_owned));
    }
    found
}

#[test]
fn every_route_is_described_and_every_description_served() {
    let described = described();
    let paths = described["paths"].as_object().unwrap();
    let own: BTreeSet<String> = paths.keys().cloned().collect();
    // OpenAPI has no parameter of several segments.
    let several = |route: &str| match route {
        "/auth/envoy/{*rest}" => "/auth/envoy/{api}/{path}".to_owned(),
        other => other.replace("{*rest}", "{path}"),
    };
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    assert_eq!(
        routes(&src)
            .iter()
            .map(|route| several(route))
            .collect::<BTreeSet<_>>(),
        own
    );

    let kept = Kept::new();
    let world = World::of(&format!("{}{CLIENTS}", kept.config()), &[]);
    let names = [("{ring}", "main"), ("{list}", "tokens"), ("{api}", "orders")];
    for (path, item) in paths {
        let asked = names
            .iter()
            .fold(path.clone(), |path, (name, value)| path.replace(name, value));
        for (method, operation) in item.as_object().unwrap() {
            let reply = world.serve.ask(&method.to_uppercase(), &asked, &[], "");
            let answers = operation["responses"].as_object().unwrap();
            assert!(
                answers.contains_key(&reply.status.to_string()),
                "{method} {asked}: {}",
                reply.status
            );
            assert!(
                reply.status != 404 || path.contains(".well-known"),
                "{method} {asked}"
            );
        }
    }
}

/// Requests by Schemathesis, against all that is described. `TOKENSEAL_SERVE_REQUESTS` says how
/// many at least.
#[test]
fn generated_requests_find_no_defect() {
    let tools = std::env::var_os("TOKENSEAL_SERVE_TOOLS")
        .expect("`cargo xtask test` sets TOKENSEAL_SERVE_TOOLS: where schemathesis is");
    let least: u64 = std::env::var("TOKENSEAL_SERVE_REQUESTS").map_or(1000, |count| count.parse().unwrap());
    let kept = Kept::new();
    let more = r#"
        [oauth]
        failures_per_minute = 4000000000
        [[events]]
        issuer = "https://issuer.example"
        audience = "https://gateway.example"
    "#;
    let clients = CLIENTS.replace(
        "\"introspect\", \"revoke\"",
        "\"introspect\", \"revoke\", \"exchange\"",
    );
    let exchange = "[[exchange]]\nclient = \"gateway\"\nsubject_issuer = \"https://issuer.example\"\naudiences = [\"https://stock.example\"]\nlifetime = \"1m\"\n";
    let world = World::of(&format!("{}{clients}{more}{exchange}", kept.config()), &[]);
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("openapi.json"), described().to_string()).unwrap();
    let operations = described()["paths"].as_object().unwrap().len() as u64;
    let run = |seed: u64, examples: u64| {
        let output = Command::new(Path::new(&tools).join("schemathesis"))
            .args([
                "--config-file",
                concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oauth/schemathesis.toml"),
                "run",
                "openapi.json",
            ])
            .args(["--url", &format!("http://{}", world.serve.addresses[0])])
            .args([
                "--seed",
                &seed.to_string(),
                "--max-examples",
                &examples.to_string(),
            ])
            .env("SCHEMATHESIS_HOOKS", "hooks")
            .env("PYTHONPATH", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oauth"))
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("SERVE_TOKEN", world.token())
            .env("SERVE_REVOKED", world.token())
            .env("SERVE_CLIENT", format!("gateway:{SECRET}"))
            .current_dir(folder.path())
            .output()
            .unwrap();
        let text =
            String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{text}");
        text
    };
    let (mut asked, mut seed) = (0, 1);
    while asked < least {
        let text = run(
            seed,
            ((least - asked) * 2).div_ceil(operations * 3).clamp(10, 500),
        );
        let line = text
            .lines()
            .find(|line| line.contains(" generated"))
            .unwrap_or_else(|| panic!("{text}"));
        let count: u64 = line
            .split_whitespace()
            .find_map(|word| word.replace(',', "").parse().ok())
            .unwrap();
        assert!(count > 0, "{text}");
        (asked, seed) = (asked + count, seed + 1);
    }
    println!("{asked} requests");
    assert_eq!(
        world.serve.ask("GET", "/readyz", &[], "").json()["ready"],
        json!(true)
    );
}
