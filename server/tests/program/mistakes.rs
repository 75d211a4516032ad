//! Mistakes in a configuration: each is reported with its line, and how to fix it.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use tokenseal::SignatureAlgorithm::ES256;

use crate::support::check;
use crate::support::tokens::TestIssuer;

/// A valid configuration.
const GOOD: &str = r#"
state = "state"

[[issuer]]
issuer = "https://issuer.example"
audience = "https://api.example"
keys = ["keys.json"]

[[api]]
name = "orders"
rules = "rules.json"

[internal]
issuer = "https://gateway.example"
"#;
const RULES: &str = r#"{ "rules": [ { "name": "all", "methods": ["GET"], "path": "/{*rest}", "require": { "scope": ["read"] } } ] }"#;

fn folder(config: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let keys = TestIssuer::new(ES256).jwks;
    let secret = "a-secret-that-is-long-enough";
    for (name, text, mode) in [
        ("serve.toml", config, 0o600),
        ("keys.json", &keys, 0o644),
        ("rules.json", RULES, 0o644),
        ("broken.json", "{ \"rules\": [\n  { \"name\": \"x\",,\n", 0o644),
        (
            "odd.json",
            "{ \"rules\": [\n  { \"name\": \"x\", \"methodz\": [\"GET\"] } ] }",
            0o644,
        ),
        ("open.secret", secret, 0o644),
        ("empty.secret", "\n", 0o600),
        (
            "kw.json",
            r#"{"kty":"oct","alg":"A256KW","k":"GawgguFyGrWKav7AX4VKUgGawgguFyGrWKav7AX4VKU"}"#,
            0o600,
        ),
        ("none.json", r#"{"keys":[]}"#, 0o644),
        (
            "oct.json",
            r#"{"kty":"oct","alg":"HS256","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"}"#,
            0o644,
        ),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
    }
    folder
}

fn said(config: &str, arguments: &[&str]) -> (bool, String) {
    let folder = folder(config);
    let arguments = [&["--config", "serve.toml"], arguments].concat();
    check(folder.path(), &arguments)
}

/// What is said about a valid configuration in which some text is replaced: `serve.toml:LINE:` and
/// then these words, in this order.
fn expect(instead: &str, of: &str, line: Option<usize>, words: &[&str]) {
    assert!(GOOD.contains(of), "{of}");
    expect_of(&GOOD.replacen(of, instead, 1), line, words);
}

fn expect_of(config: &str, line: Option<usize>, words: &[&str]) {
    let (is_good, text) = said(config, &[]);
    assert!(!is_good, "{config}\n{text}");
    let begins = line.map_or("serve.toml: ".to_owned(), |line| format!("serve.toml:{line}: "));
    let is_meant = |said: &str| {
        let mut rest = said;
        said.starts_with(&begins)
            && words.iter().all(|word| match rest.split_once(word) {
                Some((_, after)) => {
                    rest = after;
                    true
                }
                None => false,
            })
    };
    assert!(
        text.lines().any(is_meant),
        "expected {begins}{words:?} of\n{config}\nand it says\n{text}"
    );
    assert!(!text.contains("warning:"), "{text}");
}

#[test]
fn a_good_one_is_good_and_makes_nothing() {
    let folder = folder(GOOD);
    let (is_good, text) = check(folder.path(), &["--config", "serve.toml"]);
    assert_eq!((is_good, text.as_str()), (true, "the configuration is good\n"));
    assert!(!folder.path().join("state").exists());
}

#[test]
fn its_form() {
    expect(
        "stat = \"state\"",
        "state = \"state\"",
        Some(2),
        &["stat: is not known here: did you mean state?"],
    );
    expect(
        "state = 3",
        "state = \"state\"",
        Some(2),
        &["state: is a whole number: give a text in quotes"],
    );
    expect(
        "state = \"state\"\ndrain_seconds = -1",
        "state = \"state\"",
        Some(3),
        &["drain_seconds: is -1: give at least 0"],
    );
    expect(
        "state = \"state\"\ndrain_seconds = \"30s\"",
        "state = \"state\"",
        Some(3),
        &["is a text: give a whole number"],
    );
    expect(
        "state = \"state",
        "state = \"state\"",
        Some(2),
        &["invalid basic string"],
    );
    expect(
        "log = \"loud\"",
        "state = \"state\"",
        Some(2),
        &["log: \"loud\" is not known here: give warn, info or debug"],
    );
    expect(
        "listen = \"localhost\"",
        "state = \"state\"",
        Some(2),
        &["listen: give an address with its port, such as 127.0.0.1:8181"],
    );
    expect(
        "listen = []",
        "state = \"state\"",
        Some(2),
        &["listen: is an empty list: name at least one"],
    );
    expect(
        "[issuer]",
        "[[issuer]]",
        Some(4),
        &["issuer: is a section: give sections, each with its name in double brackets"],
    );
    expect(
        "audience = true",
        "audience = \"https://api.example\"",
        Some(6),
        &["issuer[0].audience: is true or false: give a text"],
    );
    expect(
        "algorithms = [\"RS265\"]",
        "audience = \"https://api.example\"",
        Some(6),
        &["issuer[0].algorithms[0]: \"RS265\"", "did you mean \"RS256\"?"],
    );
    expect(
        "keys = \"keys.json\"",
        "keys = [\"keys.json\"]",
        Some(7),
        &["issuer[0].keys: is a text: give a list, in brackets"],
    );
    expect(
        "rulez = \"rules.json\"",
        "rules = \"rules.json\"",
        Some(11),
        &["api[0].rulez: is not known here: did you mean rules?"],
    );
    expect(
        "drain_seconds = 3",
        "rules = \"rules.json\"",
        Some(11),
        &["api[0].drain_seconds: does not belong to this section: it stands at the top"],
    );
    expect(
        "cookie = \"token\"",
        "rules = \"rules.json\"",
        Some(11),
        &["api[0].cookie: is not known here"],
    );
    expect(
        "",
        "name = \"orders\"",
        Some(9),
        &["api[0]: name is missing. Its name"],
    );
    expect(
        "issuer = 1979-05-27",
        "issuer = \"https://gateway.example\"",
        Some(14),
        &["internal.issuer: is a date: give a text"],
    );
    expect_of(
        &format!("{GOOD}[[client]]\nid = \"a\"\nmay = [\"introspekt\"]\n"),
        Some(17),
        &["client[0].may[0]", "did you mean \"introspect\"?"],
    );
    expect_of(
        &format!("{GOOD}[tls]\ncertificate = \"a.pem\"\n"),
        Some(15),
        &["tls: key is missing. The file of its private key"],
    );
}

#[test]
fn its_meaning() {
    let issuer = "keys = [\"keys.json\"]";
    expect(
        "leeway = \"9h\"",
        issuer,
        Some(7),
        &["issuer[0]: leeway is 32400 seconds", "ERR_OPTION_INVALID"],
    );
    expect(
        "ring = \"none\"",
        issuer,
        Some(7),
        &["issuer[0]: ring names no [[ring]] of this file"],
    );
    expect(
        "keys = [\"keys.json\"]\njwks_url = \"https://issuer.example/keys\"",
        issuer,
        Some(7),
        &["leave all but one out"],
    );
    expect(
        "jwks_url = \"ftp://issuer.example/keys\"",
        issuer,
        Some(4),
        &["issuer[0]", "URL begins with neither https:// nor http://"],
    );
    expect(
        "",
        "issuer = \"https://issuer.example\"",
        Some(4),
        &["issuer[0]", "issuer is missing: the `iss` of its tokens"],
    );
    expect(
        "name = \"a/b\"",
        "name = \"orders\"",
        Some(10),
        &["api[0]: name is a part of a path"],
    );
    expect(
        "rules = \"rules.json\"\nissuers = []",
        "rules = \"rules.json\"",
        Some(12),
        &["issuers is an empty list, by which nobody gets in"],
    );
    expect(
        "rules = \"rules.json\"\nissuers = [\"https://x\"]",
        "rules = \"rules.json\"",
        Some(12),
        &["issuers names \"https://x\", which no [[issuer]] is"],
    );
    expect_of(
        &format!("{GOOD}header = \"Host\"\n"),
        Some(15),
        &["internal.header: \"Host\" is no name for a header of its own"],
    );
    expect_of(
        &format!("{GOOD}alg = \"HS257\"\n"),
        Some(15),
        &["internal: alg \"HS257\" is no signature algorithm"],
    );
    expect_of(
        &format!("{GOOD}claims = [\"exp\"]\n"),
        Some(15),
        &["internal: claims names exp, which the identity has of its own"],
    );
    expect_of(
        &format!("{GOOD}lifetime = \"2 fortnights\"\n"),
        Some(15),
        &["internal: ", "lifetime"],
    );
    let twice = GOOD.replace(
        "[[api]]",
        "[[issuer]]\nissuer = \"https://issuer.example\"\n\n[[api]]",
    );
    expect_of(
        &twice,
        Some(10),
        &["issuer[1].issuer: is that of another [[issuer]]"],
    );
    let twice = format!("{GOOD}[[api]]\nname = \"orders\"\n");
    expect_of(&twice, Some(16), &["api[1]: name is that of another API"]);
    let host = GOOD.replace(
        "name = \"orders\"",
        "name = \"orders\"\nhosts = [\"a.example\", \"A.example\"]",
    );
    expect_of(&host, Some(11), &["api[0]: hosts names \"A.example\" twice"]);
    expect_of(
        "state = \"state\"\n",
        None,
        &["no issuer is configured: add [[issuer]]"],
    );
    expect_of(
        &format!(
            "{GOOD}[[ring]]\nname = \"a\"\nfile = \"a.ring\"\n[[ring]]\nname = \"a\"\nfile = \"b.ring\"\n"
        ),
        Some(19),
        &["ring[1].name: is that of another"],
    );
}

#[test]
fn its_files() {
    let issuer = "keys = [\"keys.json\"]";
    expect(
        "keys = [\"missing.json\"]",
        issuer,
        Some(7),
        &["issuer[0]: keys: missing.json: the file cannot be read: No such file"],
    );
    expect(
        "keys = [\"none.json\"]",
        issuer,
        Some(7),
        &["issuer[0]: keys: none.json: the set has no keys"],
    );
    expect(
        "keys = [\"state/..\"]",
        issuer,
        Some(7),
        &["issuer[0]: keys: state/.."],
    );
    expect(
        "keys = [\"/\"]",
        issuer,
        Some(7),
        &["issuer[0]: keys: /: this is no file"],
    );
    expect(
        "keys = [\"rules.json\"]",
        issuer,
        Some(7),
        &["issuer[0]: keys: rules.json", "ERR_"],
    );
    expect(
        "keys = [\"oct.json\"]",
        issuer,
        Some(7),
        &[
            "issuer[0]: keys: oct.json",
            "users other than its owner may read it: set its mode to 0600",
        ],
    );
    let rules = "rules = \"rules.json\"";
    expect(
        "rules = \"missing.json\"",
        rules,
        Some(11),
        &["api[0]: rules: missing.json: No such file"],
    );
    expect(
        "rules = \"broken.json\"",
        rules,
        Some(11),
        &["api[0]: rules: broken.json:2:17: "],
    );
    expect(
        "rules = \"odd.json\"",
        rules,
        Some(11),
        &["api[0]: rules: odd.json: rule 1 (\"x\")", "methodz"],
    );
    expect(
        "state = \"keys.json\"",
        "state = \"state\"",
        Some(2),
        &["state: keys.json: this is no folder"],
    );
    let tls = format!("{GOOD}[tls]\ncertificate = \"a.pem\"\nkey = \"missing.pem\"\n");
    expect_of(
        &tls,
        Some(17),
        &["tls.key: missing.pem", "give a private key in PEM"],
    );
    expect_of(
        &tls.replace("missing.pem", "rules.json"),
        Some(17),
        &["tls.key: rules.json", "give a private key in PEM"],
    );
    let ring = format!("{GOOD}[[ring]]\nname = \"a\"\nfile = \"a.ring\"\n");
    expect_of(
        &ring,
        Some(17),
        &["ring[0]: protect_with: is missing: the file of a key that opens the ring"],
    );
    let ring = format!("{ring}protect_with = \"kw.json\"\n");
    expect_of(&ring, Some(17), &["ring[0]", "a.ring", "ERR_KEYRING_UNAVAILABLE"]);
}

#[test]
fn its_addresses_and_its_store() {
    let top = "state = \"state\"";
    expect(
        "listen = [\"127.0.0.1:1\", \"127.0.0.1:1\"]",
        top,
        Some(2),
        &["listen[1]: 127.0.0.1:1 is given twice"],
    );
    expect(
        "listen = \"unix:missing/a.sock\"",
        top,
        Some(2),
        &["listen[0]: missing: there is no such folder: make it"],
    );
    let admin = format!("{GOOD}[admin]\nlisten = \"0.0.0.0:1\"\n");
    expect_of(
        &admin,
        Some(16),
        &[
            "admin.listen: other machines reach 0.0.0.0:1",
            "allow_remote = true",
        ],
    );
    for (store, words) in [
        ("namespace = \"a\"", "it has no address: give url_file"),
        (
            "url = \"redis://a\"\nurl_file = \"open.secret\"",
            "url and url_file are both given",
        ),
        (
            "url = \"http://user:hunter2@a\"",
            "the store's URL cannot be read: give redis://",
        ),
        (
            "url_file = \"open.secret\"",
            "users other than its owner may read it: set its mode to 0600",
        ),
        (
            "url_file = \"empty.secret\"",
            "a secret is one line, and not empty",
        ),
        ("url_file = \"missing.secret\"", "the file cannot be read"),
        (
            "url = \"redis://a\"\nlongest_lifetime = \"long\"",
            "longest_lifetime",
        ),
    ] {
        let config = format!("{GOOD}[store]\n{store}\n");
        let (is_good, text) = said(&config, &[]);
        assert!(
            !is_good && text.contains(words) && !text.contains("hunter2") && !text.contains("a-secret"),
            "{config}\n{text}"
        );
        assert_eq!(text.lines().count(), 1, "{text}");
    }
}

#[test]
fn several_at_once() {
    let config = GOOD
        .replace("keys.json", "missing.json")
        .replace("rules.json", "missing.json")
        .replace("state\"\n", "state\"\ndrain_seconds = 4000\n");
    let (_, text) = said(&config, &[]);
    let starts: Vec<_> = text
        .lines()
        .map(|line| line.split(": ").take(2).collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(
        starts,
        [
            "serve.toml:3 drain_seconds",
            "serve.toml:8 issuer[0]",
            "serve.toml:12 api[0]"
        ],
        "{text}"
    );
}

#[test]
fn what_is_good_but_risky() {
    let config = GOOD
        .replace("audience = \"https://api.example\"\n", "")
        .replace("rules = \"rules.json\"\n", "")
        .replace("state = \"state\"", "listen = \"0.0.0.0:1\"");
    let (is_good, text) = said(&config, &[]);
    assert!(is_good);
    for words in [
        "serve.toml: warning: neither state nor [store] is given: what is revoked is forgotten",
        "serve.toml:2: warning: listen[0]: other machines reach this address, and nothing is encrypted",
        "serve.toml:4: warning: issuer[0]: audience is not given: tokens that name one are refused",
        "serve.toml:8: warning: api[0]: rules are not given: any good token may do anything here",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
}

#[test]
fn several_instances_need_a_store_and_a_key() {
    let (is_good, text) = said(GOOD, &["--instances", "2"]);
    assert!(
        !is_good && text.contains("several instances need a store"),
        "{text}"
    );
    let with_store = format!("{GOOD}[store]\nurl = \"redis://127.0.0.1:1\"\n");
    let (is_good, text) = said(&with_store, &["--instances", "2"]);
    assert!(
        !is_good && text.contains("give protect_with, a key that they share"),
        "{text}"
    );
    assert!(said(&with_store, &["--instances", "1"]).0);
}

#[test]
fn a_file_that_is_not_there() {
    let (is_good, text) = check(Path::new("/"), &["--config", "/missing/serve.toml"]);
    assert!(
        !is_good && text.starts_with("/missing/serve.toml: the file cannot be read: No such file"),
        "{text}"
    );
}
