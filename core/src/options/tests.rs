//! Tests the table against itself: what every row must have, and what the structs make of it.

use serde_json::{Value, json};

use super::*;

/// A value of the row's form, as JSON; None for forms that JSON cannot hold.
fn sample(row: &OptionRow) -> Option<Value> {
    Some(match row.form {
        Form::Flag => json!(true),
        Form::Text | Form::TextOrTexts | Form::Secret => json!("text"),
        Form::Texts => json!(["text"]),
        Form::Length => json!("15m"),
        Form::Time => json!(1.5),
        Form::Count => json!(1),
        Form::Bits => json!(2048),
        Form::Object | Form::ObjectOrObjects => json!({}),
        Form::Objects => json!([{}]),
        Form::Name(name) => json!(value_of(name)),
        Form::Names(name) => json!([value_of(name)]),
        Form::Bytes | Form::Handle(_) => return None,
    })
}

/// The first value of a type whose values are names.
fn value_of(name: &str) -> &'static str {
    match name {
        "Algorithm" | "SignatureAlgorithm" => "HS256",
        "ContentEncryption" => "A256GCM",
        "Curve" => "P-256",
        "KeyManagement" => "A256KW",
        _ => {
            choices()
                .iter()
                .find(|choice| choice.name == name)
                .and_then(|choice| choice.values.first())
                .unwrap()
                .0
        }
    }
}

fn read(set: &str, options: Value) -> Result<()> {
    match set {
        "GenerateOptions" => options_from_json::<GenerateOptions>(options).map(drop),
        "JwkOptions" => options_from_json::<JwkOptions>(options).map(drop),
        "KeyOptions" => options_from_json::<KeyOptions>(options).map(drop),
        "JwksOptions" => options_from_json::<JwksOptions>(options).map(drop),
        "RemoteOptions" => options_from_json::<RemoteOptions>(options).map(drop),
        "RingOptions" => options_from_json::<RingOptions>(options).map(drop),
        "RingStoreOptions" => options_from_json::<RingStoreOptions>(options).map(drop),
        "RevocationsOptions" => options_from_json::<RevocationsOptions>(options).map(drop),
        "FileOptions" => options_from_json::<FileOptions>(options).map(drop),
        "StoreOptions" => options_from_json::<StoreOptions>(options).map(drop),
        "RevokeOptions" => options_from_json::<RevokeOptions>(options).map(drop),
        "EventOptions" => options_from_json::<EventOptions>(options).map(drop),
        "StatusTokenOptions" => options_from_json::<StatusTokenOptions>(options).map(drop),
        "StatusListsOptions" => options_from_json::<StatusListsOptions>(options).map(drop),
        "EntriesOptions" => options_from_json::<EntriesOptions>(options).map(drop),
        "ExportOptions" => options_from_json::<ExportOptions>(options).map(drop),
        "TokenOptions" => options_from_json::<TokenOptions>(options).map(drop),
        "IssuerOptions" => options_from_json::<IssuerOptions>(options).map(drop),
        "IssueOptions" => options_from_json::<IssueOptions>(options).map(drop),
        "VerifyOptions" => options_from_json::<VerifyOptions>(options).map(drop),
        "ResourceOptions" => options_from_json::<ResourceOptions>(options).map(drop),
        "RequestOptions" => options_from_json::<RequestOptions>(options).map(drop),
        "CompleteOptions" => options_from_json::<CompleteOptions>(options).map(drop),
        "ProofOptions" => options_from_json::<ProofOptions>(options).map(drop),
        "ReplayStoreOptions" => options_from_json::<ReplayStoreOptions>(options).map(drop),
        "ReplayOptions" => options_from_json::<ReplayOptions>(options).map(drop),
        "AccessOptions" => options_from_json::<AccessOptions>(options).map(drop),
        "CheckOptions" => options_from_json::<CheckOptions>(options).map(drop),
        "JwsSignOptions" => options_from_json::<JwsSignOptions>(options).map(drop),
        "JwsVerifyOptions" => options_from_json::<JwsVerifyOptions>(options).map(drop),
        "JweEncryptOptions" => options_from_json::<JweEncryptOptions>(options).map(drop),
        "JweDecryptOptions" => options_from_json::<JweDecryptOptions>(options).map(drop),
        _ => panic!("{set} is not read here"),
    }
}

#[test]
fn every_row_is_read_in_its_own_form_and_in_no_other() {
    for set in option_sets() {
        for row in &set.rows {
            let one = |value: Value| {
                read(set.name, json!({ row.name: value })).map_err(|error| error.message().to_owned())
            };
            let place = format!("{} of {}", row.name, set.name);
            let Some(value) = sample(row) else {
                assert_eq!(
                    one(json!("text")),
                    Err(format!("option `{}` is unknown", row.name)),
                    "{place} crosses beside the JSON"
                );
                continue;
            };
            assert_eq!(one(value), Ok(()), "{place}");
            assert_eq!(one(Value::Null).is_ok(), row.null_is_absent, "{place}: null");
            assert_eq!(
                one(json!({ "a": [1] })).is_ok(),
                matches!(row.form, Form::Object | Form::ObjectOrObjects),
                "{place}: an object"
            );
        }
        assert!(
            read(set.name, json!({ "isuer": "text" }))
                .unwrap_err()
                .message()
                .ends_with("is unknown")
        );
    }
}

#[test]
fn every_row_is_documented_and_belongs_to_functions_of_its_set() {
    for set in option_sets() {
        assert!(
            set.description.ends_with('.') && !set.functions.is_empty() && !set.rows.is_empty(),
            "{}",
            set.name
        );
        let mut names: Vec<_> = set.rows.iter().map(|row| row.name).collect();
        names.sort_unstable();
        assert!(
            names.windows(2).all(|pair| pair[0] != pair[1]),
            "{} has an option twice",
            set.name
        );
        for row in &set.rows {
            assert!(
                row.description.ends_with('.')
                    && row.description.starts_with(|first: char| first.is_uppercase()),
                "{}",
                row.name
            );
            assert!(
                row.functions
                    .iter()
                    .all(|function| set.functions.contains(function)),
                "{}",
                row.name
            );
            assert_eq!(
                row.waives.is_some(),
                row.name.starts_with("allow_")
                    && [
                        "RemoteOptions",
                        "ResourceOptions",
                        "StatusListsOptions",
                        "VerifyOptions"
                    ]
                    .contains(&set.name),
                "{}",
                row.name
            );
        }
    }
}

#[test]
fn an_only_that_names_no_function_of_the_set_would_hide_a_row() {
    let functions: Vec<_> = table::SETS.iter().flat_map(|set| set.2).collect();
    for listed in table::handles().iter().chain(&table::rows()) {
        for function in &listed.row.functions {
            assert!(functions.contains(&function), "{function} is no function");
        }
        for (set, _, of_set) in table::SETS.iter().filter(|set| listed.sets.contains(&set.0)) {
            let restricted = !listed.row.functions.is_empty();
            assert!(
                !restricted
                    || of_set
                        .iter()
                        .any(|function| listed.row.functions.contains(function)),
                "{} in {set}",
                listed.row.name
            );
        }
    }
}

#[test]
fn defaults_are_those_of_the_structs() {
    assert!(JwsSignOptions::default().b64 && !JwsSignOptions::default().detached);
    let row = |set: &str, name: &str| {
        let set = option_sets().into_iter().find(|one| one.name == set).unwrap();
        set.rows.into_iter().find(|row| row.name == name).unwrap().default
    };
    assert_eq!(row("JwsSignOptions", "b64").as_deref(), Some("true"));
    assert_eq!(row("JwsSignOptions", "serialization").as_deref(), Some("compact"));
    assert_eq!(row("JwsVerifyOptions", "require").as_deref(), Some("any"));
    assert_eq!(row("VerifyOptions", "max_token_bytes").as_deref(), Some("262144"));
    let limits: Vec<_> = default_limits().iter().map(|limit| limit.name).collect();
    let order = [
        "max_token_bytes",
        "max_header_bytes",
        "max_json_depth",
        "max_inflated_bytes",
        "max_attempts",
        "max_pbes2_iterations",
    ];
    assert_eq!(limits, order);
}

#[test]
fn an_option_that_is_given_twice_is_refused() {
    assert!(serde_json::from_str::<VerifyOptions>(r#"{"issuer":"a","issuer":"b"}"#).is_err());
    assert!(serde_json::from_str::<VerifyOptions>(r#"{"issuer":null}"#).is_err());
    assert!(serde_json::from_str::<VerifyOptions>(r#"{"issuer":["a","b"],"header":{}}"#).is_err());
    let options: VerifyOptions = serde_json::from_str(r#"{"issuer":["a","b"],"now":null}"#).unwrap();
    assert_eq!(
        (options.issuer, options.now),
        (Some(OneOrMany::from(["a", "b"])), None)
    );
}

#[test]
fn debug_names_what_is_given_and_shows_no_value() {
    let header: Map<String, Value> = serde_json::from_value(json!({ "patient": "Doe" })).unwrap();
    let shown = [
        format!(
            "{:?}",
            IssueOptions {
                subject: Some("alice".to_owned()),
                header: Some(header.clone()),
                ..IssueOptions::default()
            }
        ),
        format!(
            "{:?}",
            JwsVerifyOptions {
                payload: Some(b"alice".to_vec()),
                ..JwsVerifyOptions::default()
            }
        ),
        format!(
            "{:?}",
            JweEncryptOptions {
                aad: Some(b"alice".to_vec()),
                unprotected: Some(header.clone()),
                ..JweEncryptOptions::default()
            }
        ),
        format!("{:?}", Headers::Same(header)),
    ];
    let names = [
        "IssueOptions { subject: .., header: .. }",
        "JwsVerifyOptions { payload: .. }",
        "JweEncryptOptions { unprotected: .., aad: .. }",
        "{\"patient\"}",
    ];
    assert_eq!(shown, names);
    assert_eq!(format!("{:?}", VerifyOptions::default()), "VerifyOptions");
}
