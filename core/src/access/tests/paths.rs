//! Paths as they are decoded, and the tree that finds rules for them.

use super::*;

#[test]
fn a_decoded_path_has_no_escapes() {
    let rules = rules(
        json!([{ "methods": ["GET"], "path": "/100%/{id}", "require": { "claims": [{ "path": ["sub"], "equals_parameter": "id" }] } }]),
    );
    let ask = |path, form| {
        let presented = Presented::Claims {
            json: r#"{"sub":"a b?c"}"#,
            proven_by: None,
        };
        rules
            .check(
                presented,
                Request {
                    form,
                    ..Request::new("GET", path)
                },
                NOW,
            )
            .is_allowed()
    };
    assert!(ask("/100%/a b?c", PathForm::Decoded) && ask("/100%25/a%20b%3fc?x", PathForm::Raw));
    assert!(!ask("/100%25/a b?c", PathForm::Decoded) && !ask("/100%/a%20b%3fc", PathForm::Raw));
}

#[test]
fn what_could_not_do_what_it_looks_like_is_refused() {
    let allow = |members: Value| {
        let mut rule = json!({ "methods": ["GET"], "path": "/{id}", "require": {} });
        rule.as_object_mut()
            .unwrap()
            .extend(members.as_object().unwrap().clone());
        rule
    };
    let asking = |require: Value| allow(json!({ "require": require }));
    let claim = |claim: Value| asking(json!({ "claims": [claim] }));
    let refused = [
        json!([]),
        json!({}),
        json!([7]),
        json!([{}]),
        json!([{ "path": "/", "methods": ["GET"] }]),
        json!([{ "require": {} }]),
        json!([{ "public": true }]),
        json!([{ "deny": true, "require": {} }]),
        json!([{ "deny": true, "when": {} }]),
        json!([{ "deny": true, "when": { "acr": ["x"] } }]),
        json!([{ "deny": true, "when": { "proof": true } }]),
        json!([{ "deny": true, "public": true }]),
        json!([{ "deny": true, "preflight": true }]),
        json!([{ "deny": true, "ignore_token": true }]),
        json!([{ "deny": false }]),
        json!([{ "deny": "true" }]),
        json!([allow(json!({ "deny": true }))]),
        json!([allow(json!({ "public": true }))]),
        json!([allow(json!({ "when": {} }))]),
        json!([allow(json!({ "ignore_token": true }))]),
        json!([allow(json!({ "role": "x" }))]),
        json!([allow(json!({ "methods": [] }))]),
        json!([allow(json!({ "methods": ["get"] }))]),
        json!([allow(json!({ "methods": "GET" }))]),
        json!([allow(json!({ "methods": [""] }))]),
        json!([allow(json!({ "path": "orders" }))]),
        json!([allow(json!({ "path": null }))]),
        json!([allow(json!({ "name": "" }))]),
        json!([allow(json!({ "name": "a\"b" }))]),
        json!([allow(json!({ "name": "a" })), allow(json!({ "name": "a" }))]),
        json!([allow(json!({})), allow(json!({ "name": "rule 1" }))]),
        json!([asking(json!({ "scope": "a" }))]),
        json!([asking(json!({ "scope": [] }))]),
        json!([asking(json!({ "scope": ["a b"] }))]),
        json!([asking(json!({ "scope": [7] }))]),
        json!([asking(json!({ "scopes": ["a"] }))]),
        json!([asking(json!({ "any_scope": [] }))]),
        json!([asking(json!({ "claims": [] }))]),
        json!([asking(json!({ "claims": {} }))]),
        json!([asking(json!({ "acr": "mfa" }))]),
        json!([asking(json!({ "acr": ["m f a"] }))]),
        json!([asking(json!({ "max_auth_age": 0 }))]),
        json!([asking(json!({ "max_auth_age": "5" }))]),
        json!([asking(json!({ "max_auth_age": 1.5 }))]),
        json!([asking(json!({ "issuer": [] }))]),
        json!([asking(json!({ "proof": "yes" }))]),
        json!([asking(json!(null))]),
        json!([asking(json!([]))]),
        json!([claim(json!({ "path": ["a"] }))]),
        json!([claim(json!({ "equals": 1 }))]),
        json!([claim(json!({ "path": "a", "equals": 1 }))]),
        json!([claim(json!({ "path": [], "equals": 1 }))]),
        json!([claim(json!({ "path": ["a"], "equals": 1, "present": true }))]),
        json!([claim(json!({ "path": ["a"], "equals": null }))]),
        json!([claim(json!({ "path": ["a"], "equals": 1.5 }))]),
        json!([claim(
            json!({ "path": ["a"], "equals": 9_007_199_254_740_993_i64 })
        )]),
        json!([claim(json!({ "path": ["a"], "equals": ["x"] }))]),
        json!([claim(json!({ "path": ["a"], "one_of": [] }))]),
        json!([claim(json!({ "path": ["a"], "one_of": "x" }))]),
        json!([claim(json!({ "path": ["a"], "present": false }))]),
        json!([claim(json!({ "path": ["a"], "equals_parameter": "other" }))]),
        json!([claim(json!({ "path": ["a"], "equals_parameter": 7 }))]),
        json!([claim(json!({ "path": ["a"], "matches": ".*" }))]),
        json!([claim(json!({ "path": [7], "equals": 1 }))]),
        json!(
            (0..9)
                .map(|index| json!({ "name": format!("n{index}"), "methods": ["GET"], "require": {} }))
                .collect::<Vec<_>>()
        ),
    ];
    for rules in refused {
        let error = AccessRules::from_json(&json!({ "rules": rules }).to_string()).unwrap_err();
        assert_eq!(error.code(), ErrorCode::OptionInvalid, "{rules}");
    }
    let fine = json!([allow(json!({}))]);
    for text in ["", "[]", "{", "null", r#"{"rules":[],"rules":[]}"#] {
        assert!(AccessRules::from_json(text).is_err(), "{text}");
    }
    for file in [
        json!({ "rules": fine, "report_only": 1 }),
        json!({ "rules": fine, "version": 1 }),
        json!({ "report_only": true }),
    ] {
        assert!(AccessRules::from_json(&file.to_string()).is_err(), "{file}");
    }
    assert!(AccessRules::from_json(&json!({ "rules": fine }).to_string()).is_ok());
}

#[test]
fn the_tree_finds_what_the_patterns_match() {
    let paths = [
        "/",
        "/a",
        "/a/",
        "/{x}",
        "/{x}/",
        "/a/b",
        "/a/{x}",
        "/{x}/b",
        "/{x}/{y}",
        "/{*r}",
        "/a/{*r}",
        "/{x}/{*r}",
        "/{x}/b/{*r}",
    ];
    let rules = rules(json!(
        paths
            .iter()
            .map(|path| json!({ "name": path, "methods": ["GET"], "path": path, "public": true }))
            .collect::<Vec<_>>()
    ));
    for path in [
        "/", "/a", "/b", "/a/", "/a/b", "/b/b", "/b/c/", "/a/b/c", "/c/b/a/", "/a/b/c/d",
    ] {
        let path = super::super::path::Path::read(path, PathForm::Raw).unwrap();
        let found: Vec<&str> = rules
            .0
            .routes
            .find(&path)
            .iter()
            .map(|index| &*rules.0.rules[*index as usize].name)
            .collect();
        let slow = rules
            .0
            .rules
            .iter()
            .filter(|rule| rule.path.as_ref().is_some_and(|pattern| pattern.matches(&path)));
        assert_eq!(found, slow.map(|rule| &*rule.name).collect::<Vec<_>>());
    }
}
