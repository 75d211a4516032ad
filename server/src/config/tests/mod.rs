//! What a file says, and what is said about a wrong file.

mod reference;

use super::*;

#[test]
fn a_problem_has_its_line() {
    let text = "listen = \"127.0.0.1:1\"\n\n[[issuer]]\nissuer = \"https://a.example\"\nleeway = \"9h\"\n\n[[api]]\nname = \"a\"\n";
    let config = Config::parse(None, text).unwrap();
    let options: tokenseal::VerifyOptions = config.issuers[0].options().unwrap();
    assert_eq!(options.leeway, Some("9h".into()));

    let error = tokenseal::Error::new(tokenseal::ErrorCode::OptionInvalid, "leeway is 32400 seconds");
    let found = vec![
        Problem::new(["api".into(), 0.into()], "nothing protects it"),
        Problem::of_core(["issuer".into(), 0.into()], &error),
        Problem::new(["state".into()], "is missing"),
    ];
    let problems = Problems::new(Some(Path::new("serve.toml")), text, found);
    assert_eq!(
        problems.to_string(),
        "serve.toml: state: is missing\nserve.toml:5: issuer[0]: leeway is 32400 seconds (ERR_OPTION_INVALID)\nserve.toml:7: api[0]: nothing protects it"
    );
}

#[test]
fn what_is_no_configuration_has_its_line() {
    for (text, line) in [
        ("listen = ", 1),
        ("\nlisten = \"nowhere\"", 2),
        ("\n\nunknown = 1", 3),
        ("[admin]\nlisten = \"127.0.0.1:1\"\nport = 3", 3),
        ("[[client]]\nid = \"a\"\nmay = [\"dance\"]", 3),
    ] {
        let problems = Config::parse(None, text).unwrap_err();
        assert_eq!(
            problems.messages().next().unwrap().0,
            Some(line),
            "{text}: {problems}"
        );
    }
}
