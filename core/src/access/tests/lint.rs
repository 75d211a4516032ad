//! What is said of rules themselves.

use super::*;

#[test]
fn lint_finds_what_a_pair_of_rules_does() {
    let found = |rules: Value| -> Vec<(String, String, Option<String>)> {
        let findings = self::rules(rules).lint();
        findings
            .into_iter()
            .map(|one| (one.fault.as_str().to_owned(), one.rule, one.by))
            .collect()
    };
    let allow = |name: &str, path: &str, require: &Value| json!({ "name": name, "methods": ["GET"], "path": path, "require": require });
    let claims = |claims: Value| json!({ "claims": claims });
    let one = |rule: &str, fault: &str, by: Option<&str>| {
        vec![(fault.to_owned(), rule.to_owned(), by.map(str::to_owned))]
    };
    let contradictory = [
        claims(json!([{ "path": ["a"], "equals": 1 }, { "path": ["a"], "equals": "1" }])),
        claims(json!([{ "path": ["a"], "absent": true }, { "path": ["a"], "present": true }])),
        claims(json!([{ "path": ["a"], "contains": 1 }, { "path": ["a"], "one_of": [1, 2] }])),
        claims(json!([{ "path": ["a"], "equals": 1 }, { "path": ["a", "b"], "equals": 1 }])),
        claims(json!([{ "path": ["a", "b"], "present": true }, { "path": ["a"], "absent": true }])),
        json!({ "issuer": "https://a.example", "claims": [{ "path": ["iss"], "equals": "https://b.example" }] }),
    ];
    for require in contradictory {
        assert_eq!(
            found(json!([allow("r", "/x", &require)])),
            one("r", "contradictory", None)
        );
    }
    let fine = [
        claims(json!([{ "path": ["a"], "one_of": [1, 2] }, { "path": ["a"], "one_of": [2, 3] }])),
        claims(json!([{ "path": ["a"], "present": true }, { "path": ["a", "b"], "equals": 1 }])),
        claims(json!([{ "path": ["a"], "absent": true }, { "path": ["a", "b"], "absent": true }])),
        claims(json!([{ "path": ["a"], "contains": 1 }, { "path": ["a"], "contains": 2 }])),
    ];
    for require in fine {
        assert_eq!(found(json!([allow("r", "/x", &require)])), []);
    }
    let deny = json!({ "name": "no", "deny": true, "path": "/x/{*rest}" });
    assert_eq!(
        found(json!([deny, allow("r", "/x/{a}", &json!({}))])),
        one("r", "blocked", Some("no"))
    );
    assert_eq!(found(json!([deny, allow("r", "/{a}/b", &json!({}))])), []);
    let read = json!({ "scope": ["read"] });
    let more = json!({ "scope": ["read", "more"], "acr": ["mfa"] });
    assert_eq!(
        found(json!([allow("a", "/{x}", &read), allow("b", "/x", &more)])),
        one("b", "redundant", Some("a"))
    );
    assert_eq!(
        found(json!([allow("a", "/{x}", &more), allow("b", "/x", &read)])),
        []
    );
    assert_eq!(
        found(json!([allow("a", "/x", &read), allow("b", "/x", &read)])),
        one("b", "redundant", Some("a"))
    );
    let any = allow("a", "/{x}", &json!({ "any_scope": ["read", "write"] }));
    assert_eq!(
        found(json!([any, allow("b", "/x", &read)])),
        one("b", "redundant", Some("a"))
    );
}
