//! Metrics that Prometheus can read, with few labels, and a log without tokens.

use std::collections::{BTreeSet, HashMap};

use crate::world::World;

/// Reads the text as OpenMetrics defines it: every sample belongs to a family that was described
/// before, and the text has an end marker.
fn families(text: &str) -> HashMap<String, (String, Vec<String>)> {
    let mut families: HashMap<String, (String, Vec<String>)> = HashMap::new();
    let mut names: Vec<String> = Vec::new();
    assert!(text.ends_with("# EOF\n"));
    for line in text.trim_end_matches("# EOF\n").lines() {
        if let Some(described) = line.strip_prefix("# ") {
            let mut words = described.splitn(3, ' ');
            let (kind, name, rest) = (
                words.next().unwrap(),
                words.next().unwrap(),
                words.next().unwrap_or_default(),
            );
            match kind {
                "HELP" => assert!(!rest.is_empty() && !rest.contains(".."), "{line}"),
                "TYPE" => {
                    assert!(!families.contains_key(name), "{name} is described twice");
                    names.push(name.to_owned());
                    families.insert(name.to_owned(), (rest.to_owned(), Vec::new()));
                }
                "UNIT" => assert!(name.ends_with(&format!("_{rest}")), "{line}"),
                other => panic!("{other}"),
            }
            continue;
        }
        let (series, value) = line.rsplit_once(' ').unwrap();
        assert!(value.parse::<f64>().is_ok(), "{line}");
        let name = series.split('{').next().unwrap();
        assert!(
            name.starts_with("tokenseal_")
                && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'),
            "{line}"
        );
        // Samples come right after their family's description.
        let family = names.last().unwrap();
        assert!(name.starts_with(family.as_str()), "{line} stands under {family}");
        families.get_mut(family).unwrap().1.push(line.to_owned());
    }
    families
}

#[test]
fn they_can_be_read_and_have_few_labels() {
    let mut world = World::new();
    assert_eq!(world.check(&world.token).status, 200);
    assert_eq!(world.check("no.token.here").status, 401);
    for path in [
        "/auth/nginx/orders?x=secret-path",
        "/secret-path",
        "/auth/secret-path/x",
    ] {
        world
            .serve
            .ask("GET", path, &[("Authorization", "Bearer secret-token")], "");
    }
    let text = world.serve.ask("GET", "/metrics", &[], "").body;
    let families = families(&text);
    for (name, kind) in [
        ("tokenseal_checks", "counter"),
        ("tokenseal_request_seconds", "histogram"),
        ("tokenseal_connections", "gauge"),
        ("tokenseal_config_last_reload_successful", "gauge"),
        ("tokenseal_ready", "gauge"),
        ("tokenseal_revocation_entries", "gauge"),
        ("tokenseal_build", "info"),
    ] {
        assert_eq!(
            families.get(name).map(|(kind, _)| kind.as_str()),
            Some(kind),
            "{name}\n{text}"
        );
    }
    assert!(
        text.contains("tokenseal_checks_total{by=\"nginx\",status=\"200\",code=\"none\"} 1\n"),
        "{text}"
    );
    assert!(text.contains("tokenseal_ready 1\n"), "{text}");
    assert!(
        text.contains("tokenseal_request_seconds_count{room=\"auth\"}"),
        "{text}"
    );
    let labels: BTreeSet<&str> = text
        .split(['{', ','])
        .skip(1)
        .filter_map(|part| part.split_once("=\"").map(|(name, _)| name))
        .collect();
    let few = ["by", "code", "le", "of", "outcome", "room", "status", "version"];
    assert!(labels.iter().all(|label| few.contains(label)), "{labels:?}");

    world.serve.signal("TERM");
    world.serve.wait_for("ended");
    let logged = format!("{text}{:?}", world.serve.logged);
    assert!(
        !logged.contains("secret-path") && !logged.contains("secret-token") && !logged.contains(&world.token)
    );
    let refused: Vec<_> = world
        .serve
        .logged
        .iter()
        .filter(|line| line["event"] == "refused")
        .collect();
    assert!(
        refused
            .iter()
            .any(|line| line["status"] == 401 && line["by"] == "nginx"),
        "{refused:?}"
    );
}

#[test]
fn refusals_do_not_fill_the_disk() {
    let mut world = World::new();
    for _ in 0..200 {
        assert_eq!(world.check("no.token.here").status, 401);
    }
    let more = world.serve.wait_for("refused_more");
    assert!(more["count"].as_u64().unwrap() > 0);
    world.serve.signal("TERM");
    world.serve.wait_for("ended");
    let of = |event: &str| {
        world
            .serve
            .logged
            .iter()
            .filter(|line| line["event"] == event)
            .count() as u64
    };
    let left_out: u64 = world
        .serve
        .logged
        .iter()
        .filter(|line| line["event"] == "refused_more")
        .filter_map(|line| line["count"].as_u64())
        .sum();
    assert!(
        of("refused") + left_out <= 200 && of("refused") < 150,
        "{} and {left_out}",
        of("refused")
    );
}

#[test]
fn debug_logs_each_check() {
    let mut world = World::with("log = \"debug\"\n", "", &[]);
    assert_eq!(world.check(&world.token).status, 200);
    let line = world.serve.wait_for("checked");
    assert_eq!((&line["by"], &line["status"]), (&"nginx".into(), &200.into()));
}
