//! `status-list`: a list in a file, and its published form.

use std::collections::BTreeSet;

use serde_json::json;

use crate::process::on_terminal;
use crate::support::Folder;

const URI: &str = "--uri https://issuer.example/statuses/1";

fn folder(options: &str) -> Folder {
    let folder = Folder::new();
    folder.ok(&format!("status-list init statuses.json {options}"));
    folder
}

#[test]
fn indexes_are_given_out_once_and_published() {
    let folder = folder("--capacity 16 --bits 2");
    let allocate = || {
        folder.json(&format!("status-list allocate statuses.json {URI}"))["status_list"]["idx"]
            .as_u64()
            .unwrap()
    };
    let indexes: Vec<u64> = (0..16).map(|_| allocate()).collect();
    assert_eq!(indexes.iter().collect::<BTreeSet<_>>().len(), 16);
    folder.fails(
        &format!("status-list allocate statuses.json {URI}"),
        2,
        "ERR_OPTION_INVALID",
    );
    for (index, status, number) in [
        (3, "invalid", 1),
        (5, "suspended", 2),
        (6, "3", 3),
        (3, "valid", 0),
    ] {
        let shown = folder.json(&format!("status-list set statuses.json {index} {status}"));
        assert_eq!(shown["status"], number, "{status}");
    }
    assert_eq!(
        folder.json("status-list get statuses.json 5"),
        json!({ "index": 5, "status": 2, "name": "suspended" })
    );
    assert_eq!(
        folder.json("status-list get statuses.json 6"),
        json!({ "index": 6, "status": 3, "name": null })
    );

    folder.ok("keygen ES256 --out key.jwk --public-out public.jwk");
    let publish = format!("status-list publish statuses.json {URI} --key key.jwk --ttl 5m --now 1700000000");
    folder.write("list.jwt", folder.ok(&publish));
    let waived = "--allow-missing-exp --type statuslist+jwt";
    let token = folder.json(&format!(
        "verify @list.jwt --key public.jwk --now 1700000000 {waived}"
    ));
    assert_eq!(
        (&token["claims"]["sub"], &token["claims"]["ttl"]),
        (&json!("https://issuer.example/statuses/1"), &json!(300))
    );
    assert_eq!(token["claims"]["status_list"]["bits"], 2);
}

#[test]
fn what_is_refused_changes_nothing() {
    let folder = folder("--capacity 8");
    let before = folder.read("statuses.json");
    folder.fails("status-list set statuses.json 8 invalid", 2, "ERR_OPTION_INVALID");
    folder.fails(
        "status-list set statuses.json 1 suspended",
        2,
        "ERR_OPTION_INVALID",
    );
    let unknown = folder.run("status-list set statuses.json 1 withdrawn");
    assert!(
        unknown.code == 2 && unknown.stderr.contains("none of valid, invalid, suspended"),
        "{unknown:?}"
    );
    folder.fails(
        "status-list allocate statuses.json --uri nowhere",
        2,
        "ERR_OPTION_INVALID",
    );
    folder.fails(
        "status-list init statuses.json --capacity 8",
        2,
        "ERR_OPTION_INVALID",
    );
    folder.fails(
        "status-list init other.json --capacity 8 --bits 3",
        2,
        "ERR_OPTION_INVALID",
    );
    folder.fails(
        "status-list status nothing.json",
        2,
        "ERR_JWT_REVOCATION_UNAVAILABLE",
    );
    assert_eq!(folder.read("statuses.json"), before);

    folder.ok("keygen ES256 --out key.jwk");
    let outcome = folder.fails(
        &format!("status-list publish statuses.json {URI} --key key.jwk"),
        2,
        "ERR_OPTION_INVALID",
    );
    assert!(outcome.stderr.contains("--expires-in"), "{}", outcome.stderr);
    folder.write("statuses.json", &before[..before.len() - 1]);
    folder.fails(
        "status-list get statuses.json 0",
        2,
        "ERR_JWT_REVOCATION_UNAVAILABLE",
    );
    assert!(!folder.names().contains(&"other.json".to_owned()));
}

#[test]
fn people_read_it_too() {
    let folder = folder("--capacity 8");
    let (code, shown, errors) = on_terminal(&[
        "status-list",
        "status",
        folder.path("statuses.json").to_str().unwrap(),
    ]);
    assert_eq!((code, errors.as_str()), (0, ""));
    assert!(
        shown.starts_with("A status list\n") && shown.contains("capacity"),
        "{shown}"
    );
}
