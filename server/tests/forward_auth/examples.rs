//! Examples that no gateway runs here are at least well formed, and name all headers that the
//! program sets, every time.

use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use serde_json::{Value, json};

use super::gateways::tool;
use crate::support::check;

/// The headers that services get according to `examples/gateways/serve.toml`.
fn ours() -> Vec<String> {
    let text = include_str!("../../../examples/gateways/serve.toml");
    let config: toml::Table = text.parse().unwrap();
    let identity = config["internal"]["header"].as_str().unwrap().to_owned();
    let plain = config["api"][0]["headers"].as_table().unwrap().keys().cloned();
    [identity].into_iter().chain(plain).collect()
}

fn lower(names: &[String]) -> Vec<String> {
    sorted(names.iter().map(|name| name.to_lowercase()).collect())
}

fn sorted(mut names: Vec<String>) -> Vec<String> {
    names.sort();
    names
}

fn texts(value: &Value) -> Vec<String> {
    value
        .as_array()
        .unwrap_or_else(|| panic!("{value}"))
        .iter()
        .map(|value| value.as_str().unwrap().to_owned())
        .collect()
}

/// A YAML file as JSON, from the parser that comes with schemathesis.
fn yaml(text: &str) -> Value {
    let script = "import json, sys, yaml; print(json.dumps(yaml.safe_load(sys.argv[1])))";
    let output = Command::new(tool("python", "schemathesis"))
        .args(["-c", script, text])
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn the_programs_own_examples_are_good() {
    for (name, files) in [
        (
            include_str!("../../../examples/gateways/serve.toml"),
            vec![(
                "rules.json",
                include_str!("../../../examples/gateways/rules.json"),
            )],
        ),
        (
            include_str!("../../../examples/gateways/apipark/serve.toml"),
            vec![("apinto.secret", "a secret of thirty-two characters")],
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("state")).unwrap();
        for (file, text) in files.into_iter().chain([("serve.toml", name)]) {
            std::fs::write(folder.path().join(file), text).unwrap();
            // Secrets are read only if nobody else can read them.
            std::fs::set_permissions(folder.path().join(file), std::fs::Permissions::from_mode(0o600))
                .unwrap();
        }
        let (is_good, said) = check(folder.path(), &["--config", "serve.toml"]);
        assert!(is_good, "{said}");
    }
}

/// Other tests run nginx and Caddy, and check that nothing gets through. Here the list must be
/// everything that the program sets.
#[test]
fn nginx_and_caddy_replace_what_the_program_sets() {
    let nginx = include_str!("../../../examples/gateways/nginx/nginx.conf");
    for name in ours() {
        let variable = name.to_lowercase().replace('-', "_");
        let own = variable.strip_prefix("x_").unwrap();
        assert!(
            nginx.contains(&format!("auth_request_set ${own} $upstream_http_{variable};")),
            "{name}"
        );
        assert!(
            nginx.contains(&format!("proxy_set_header {name} ${own};")),
            "{name}"
        );
    }
    let caddy = include_str!("../../../examples/gateways/caddy/Caddyfile");
    let copied = caddy
        .lines()
        .find_map(|line| line.trim().strip_prefix("copy_headers "))
        .unwrap();
    assert_eq!(
        sorted(copied.split(' ').map(str::to_owned).collect()),
        sorted(ours())
    );
    assert!(
        ours()
            .iter()
            .all(|name| caddy.contains(&format!("request_header -{name}\n")))
    );
}

#[test]
fn traefik_replaces_what_the_program_sets() {
    let config = yaml(include_str!("../../../examples/gateways/traefik/dynamic.yaml"));
    let middlewares = &config["http"]["middlewares"];
    let forward = &middlewares["tokenseal"]["forwardAuth"];
    assert_eq!(sorted(texts(&forward["authResponseHeaders"])), sorted(ours()));
    assert_eq!(texts(&forward["authRequestHeaders"]), ["Authorization", "DPoP"]);
    assert_eq!(
        (&forward["trustForwardHeader"], &forward["address"]),
        (&json!(false), &json!("http://127.0.0.1:8181/auth/traefik/orders"))
    );
    let taken = middlewares["without-imitations"]["headers"]["customRequestHeaders"]
        .as_object()
        .unwrap();
    let spellings = ours()
        .into_iter()
        .flat_map(|name| [name.replace('-', "_"), name.replace('-', "."), name]);
    assert_eq!(
        sorted(taken.keys().cloned().collect()),
        sorted(spellings.collect())
    );
    assert!(taken.values().all(|value| value == ""));
    let order = texts(&config["http"]["routers"]["orders"]["middlewares"]);
    assert_eq!(order, ["without-imitations", "tokenseal", "without-credentials"]);
}

#[test]
fn apisix_replaces_what_the_program_sets() {
    let config = yaml(include_str!("../../../examples/gateways/apisix/apisix.yaml"));
    let plugins = &config["routes"][0]["plugins"];
    let forward = &plugins["forward-auth"];
    assert_eq!(sorted(texts(&forward["upstream_headers"])), sorted(ours()));
    assert_eq!(texts(&forward["request_headers"]), ["Authorization", "DPoP"]);
    assert_eq!(
        (&forward["allow_degradation"], &forward["status_on_error"]),
        (&json!(false), &json!(503))
    );
    let function = plugins["serverless-pre-function"]["functions"][0]
        .as_str()
        .unwrap();
    assert!(
        ours()
            .iter()
            .all(|name| function.contains(&format!("[\"{}\"] = true", name.to_lowercase())))
    );
    assert_eq!(function.matches("= true").count(), ours().len());
}

#[test]
fn envoy_replaces_what_the_program_sets() {
    let authz = filters(include_str!("../../../examples/gateways/envoy/envoy.yaml"));
    let http = &authz["http_service"];
    assert_eq!(http["path_prefix"], "/auth/envoy/orders");
    let set = http["authorization_response"]["allowed_upstream_headers"]["patterns"]
        .as_array()
        .unwrap();
    let set = set.iter().map(|one| one["exact"].as_str().unwrap().to_owned());
    assert_eq!(sorted(set.collect()), lower(&ours()));

    let authz = filters(include_str!("../../../examples/gateways/envoy/grpc.yaml"));
    assert!(
        authz["grpc_service"].is_object()
            && authz["encode_raw_headers"] == true
            && authz.get("http_service").is_none()
    );
}

/// The filter `ext_authz` in a file, before which the client's own headers are removed.
fn filters(text: &str) -> Value {
    let config = yaml(text);
    let manager =
        &config["static_resources"]["listeners"][0]["filter_chains"][0]["filters"][0]["typed_config"];
    assert_eq!(
        manager["common_http_protocol_options"]["headers_with_underscores_action"],
        "REJECT_REQUEST"
    );
    let [mutation, authz, router] = &manager["http_filters"].as_array().unwrap()[..] else {
        panic!("there are three filters")
    };
    assert_eq!(
        (&mutation["name"], &router["name"]),
        (
            &json!("envoy.filters.http.header_mutation"),
            &json!("envoy.filters.http.router")
        )
    );
    let removed = mutation["typed_config"]["mutations"]["request_mutations"]
        .as_array()
        .unwrap();
    let removed = removed
        .iter()
        .map(|one| one["remove"].as_str().unwrap().to_owned());
    let spellings = lower(&ours())
        .into_iter()
        .flat_map(|name| [name.replace('-', "."), name]);
    assert_eq!(sorted(removed.collect()), sorted(spellings.collect()));
    let authz = authz["typed_config"].clone();
    assert_eq!(
        (&authz["failure_mode_allow"], &authz["status_on_error"]["code"]),
        (&json!(false), &json!("ServiceUnavailable"))
    );
    authz
}

#[test]
fn apinto_is_told_to_ask_each_time() {
    let plugin: Value =
        serde_json::from_str(include_str!("../../../examples/gateways/apipark/plugin.json")).unwrap();
    let config: toml::Table = include_str!("../../../examples/gateways/apipark/serve.toml")
        .parse()
        .unwrap();
    assert_eq!(plugin["client_id"], config["client"][0]["id"].as_str().unwrap());
    assert_eq!(
        plugin["introspection_endpoint"],
        "http://127.0.0.1:8181/introspect"
    );
    // 0 would be 600 seconds.
    assert_eq!(
        (
            &plugin["ttl"],
            &plugin["custom_claims_forward"],
            &plugin["hide_credential"]
        ),
        (&json!(1), &json!([]), &json!(true))
    );
}
