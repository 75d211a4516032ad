//! The table of options against the command: each command offers every row of its functions.

use clap::{Arg, ArgAction};
use serde_json::json;
use tokenseal::{
    AccessOptions, ExportOptions, Form, GenerateOptions, OptionRow, RevokeOptions, TokenOptions,
    VerifyOptions, jwe, jws,
};

use super::argument::rows;
use super::*;
use crate::arguments::{Decrypt, Encrypt, Init, Jwks, Keygen, Question, Revoke, Seal, Sign, Unseal, Verify};

/// The options of a command, alone.
fn command<C: Calls>() -> Command {
    let mut command = Options::<C>::augment_args(
        Command::new("command").arg(Arg::new("bytes").long("bytes").action(ArgAction::SetTrue)),
    );
    command.build();
    command
}

fn given<C: Calls>(arguments: &[&str]) -> Options<C> {
    let matches = command::<C>().try_get_matches_from(["command", "--bytes"].iter().chain(arguments));
    Options::from_arg_matches(&matches.unwrap_or_else(|error| panic!("{error}"))).unwrap()
}

/// What to write on the command line for an option, and the JSON that the core gets.
fn sample(row: &OptionRow, argument: &Arg) -> (Option<String>, Value) {
    let known = || {
        argument
            .get_possible_values()
            .first()
            .expect("names that are known")
            .get_name()
            .to_owned()
    };
    let (text, value) = match row.form {
        Form::Flag => return (None, json!(row.default.as_deref() != Some("true"))),
        Form::Text | Form::TextOrTexts => ("text".to_owned(), json!("text")),
        Form::Texts => ("text".to_owned(), json!(["text"])),
        Form::Length => ("15m".to_owned(), json!("15m")),
        Form::Time => ("1.5".to_owned(), json!(1.5)),
        Form::Count | Form::Bits => ("2048".to_owned(), json!(2048)),
        Form::Object | Form::ObjectOrObjects => (r#"{"b":1,"a":2}"#.to_owned(), json!({ "b": 1, "a": 2 })),
        Form::Objects => (r#"{"b":1,"a":2}"#.to_owned(), json!([{ "b": 1, "a": 2 }])),
        Form::Name(_) => (known(), json!(known())),
        Form::Names(_) => (known(), json!([known()])),
        form => panic!("the command does not offer options of the form {form:?}"),
    };
    (Some(text), value)
}

/// Gives a command every option of a function, one at a time, which the core must accept.
fn offers_all_of<C: Calls, T: DeserializeOwned>(function: &str) {
    assert!(
        C::FUNCTIONS.contains(&function) && rows(function).count() > 0,
        "{function}"
    );
    let command = command::<C>();
    for row in rows(function).filter(|row| row.form != Form::Bytes) {
        let argument = command
            .get_arguments()
            .find(|argument| argument.get_id() == row.name);
        let argument =
            argument.unwrap_or_else(|| panic!("{function} takes `{}`, and its command does not", row.name));
        let (text, value) = sample(row, argument);
        let long = format!("--{}", argument.get_long().unwrap());
        let options: Options<C> = given(
            &[Some(long.as_str()), text.as_deref()]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>(),
        );
        assert_eq!(
            Value::Object(options.values.clone()),
            json!({ row.name: value }),
            "{function}: {long}"
        );
        assert!(options.read::<T>().is_ok(), "{function}: {long}");
    }
}

#[test]
fn every_option_of_the_functions_is_offered() {
    offers_all_of::<Question, AccessOptions>("AccessRules.check");
    offers_all_of::<Keygen, GenerateOptions>("Key.generate");
    offers_all_of::<Jwks, ExportOptions>("KeySet.to_jwks");
    offers_all_of::<Sign, TokenOptions>("sign");
    offers_all_of::<Sign, jws::SignOptions>("jws.sign");
    offers_all_of::<Encrypt, TokenOptions>("encrypt");
    offers_all_of::<Encrypt, jwe::EncryptOptions>("jwe.encrypt");
    offers_all_of::<Seal, TokenOptions>("seal");
    offers_all_of::<Verify, VerifyOptions>("verify");
    offers_all_of::<Verify, jws::VerifyOptions>("jws.verify");
    offers_all_of::<Decrypt, VerifyOptions>("decrypt");
    offers_all_of::<Decrypt, jwe::DecryptOptions>("jwe.decrypt");
    offers_all_of::<Unseal, VerifyOptions>("unseal");
}

/// They are not read automatically: a new one needs a line in `commands/`, next to these.
#[test]
fn options_that_hold_bytes_are_those_that_the_commands_read() {
    let functions = [
        Sign::FUNCTIONS,
        Encrypt::FUNCTIONS,
        Seal::FUNCTIONS,
        Verify::FUNCTIONS,
        Decrypt::FUNCTIONS,
        Unseal::FUNCTIONS,
    ]
    .concat();
    let of = |function: &'static str| {
        rows(function)
            .filter(|row| row.form == Form::Bytes)
            .map(move |row| (function, row.name))
    };
    let bytes: Vec<_> = functions.into_iter().flat_map(of).collect();
    assert_eq!(bytes, [("jwe.encrypt", "aad"), ("jws.verify", "payload")]);
    assert!(given::<Encrypt>(&["--aad", "text"]).source("aad").is_some());
    assert!(
        given::<Verify>(&["--payload", "@file"])
            .source("payload")
            .is_some()
    );
}

/// One argument stands for both.
#[test]
fn options_of_one_name_and_command_are_given_alike() {
    let alike = |form: Form| match form {
        Form::ObjectOrObjects => Form::Object,
        Form::TextOrTexts => Form::Text,
        form => form,
    };
    for functions in [
        Sign::FUNCTIONS,
        Encrypt::FUNCTIONS,
        Verify::FUNCTIONS,
        Decrypt::FUNCTIONS,
    ] {
        for row in rows(functions[0]) {
            for other in rows(functions[1]).filter(|other| other.name == row.name) {
                assert_eq!(
                    (alike(row.form), &row.default),
                    (alike(other.form), &other.default),
                    "`{}` of {functions:?}",
                    row.name
                );
            }
        }
    }
}

#[test]
fn several_values_become_a_list() {
    let values = |options: &Options<Sign>| Value::Object(options.values.clone());
    let several = given(&[
        "--audience",
        "a",
        "--audience",
        "b",
        "--header",
        "{}",
        "--header",
        r#"{"a":1}"#,
    ]);
    assert_eq!(
        values(&several),
        json!({ "audience": ["a", "b"], "header": [{}, { "a": 1 }] })
    );
    assert_eq!(
        values(&given(&["--unencoded", "--audience", "a"])),
        json!({ "b64": false, "audience": "a" })
    );
    let algorithms: Options<Verify> = given(&["--algorithm", "RS256", "--algorithm", "ES256"]);
    assert_eq!(
        Value::Object(algorithms.values),
        json!({ "algorithms": ["RS256", "ES256"] })
    );
}

#[test]
fn an_object_is_strict_json() {
    for text in ["[]", "{", r#"{"a":1,"a":2}"#, "{\"a\":18446744073709551616}"] {
        assert!(
            command::<Sign>()
                .try_get_matches_from(["command", "--header", text])
                .is_err(),
            "{text}"
        );
    }
}

/// Arguments other than `--bytes` determine which function is called, and what a command does by
/// itself is not an option of it.
#[test]
fn options_of_several_functions_and_those_that_are_left_out() {
    let revoke = Options::<Revoke>::augment_args(Command::new("command"));
    let matches = revoke
        .try_get_matches_from([
            "command", "--until", "2", "--before", "1", "--by", "b", "--reason", "r",
        ])
        .unwrap();
    let options: Options<Revoke> = Options::from_arg_matches(&matches).unwrap();
    assert!(options.read::<RevokeOptions>().is_ok());
    assert_eq!(
        Value::Object(options.values),
        json!({ "until": 2, "before": 1, "by": "b", "reason": "r" })
    );
    for (function, names) in [
        ("Revocations.revoke_id", ["until", "by", "reason"]),
        ("Revocations.revoke_subject", ["before", "by", "reason"]),
    ] {
        assert!(
            Revoke::FUNCTIONS.contains(&function)
                && names
                    .iter()
                    .all(|name| rows(function).any(|row| row.name == *name)),
            "{function}"
        );
    }

    let mut init = Options::<Init>::augment_args(Command::new("command"));
    init.build();
    let offered: Vec<_> = init
        .get_arguments()
        .map(|argument| argument.get_id().as_str())
        .filter(|id| *id != "help")
        .collect();
    assert_eq!(offered, ["longest_lifetime"]);
    assert!(rows("Revocations.file").any(|row| row.name == "create"));
    let mut revoke = Options::<Revoke>::augment_args(Command::new("command"));
    revoke.build();
    let by = revoke
        .get_arguments()
        .find(|argument| argument.get_id() == "by")
        .unwrap();
    assert!(
        by.get_help()
            .unwrap()
            .to_string()
            .contains("for `revocations list`")
    );
}

#[test]
fn help_says_what_the_table_says() {
    let command = command::<Sign>();
    let argument = |name: &str| {
        command
            .get_arguments()
            .find(|argument| argument.get_id() == name)
            .unwrap()
    };
    let help = |name: &str| argument(name).get_help().unwrap().to_string();
    assert_eq!(
        help("expires_in"),
        "How long the token is valid, counted from `--now`; becomes `exp` [seconds, or a number with s, m, h or d]"
    );
    assert!(
        argument("expires_in")
            .get_long_help()
            .unwrap()
            .to_string()
            .contains("or `--no-expiry` is set. [")
    );
    assert_eq!(help("b64"), "Do not encode the payload as base64url");
    assert_eq!(
        help("not_before"),
        "The time before which the token is not valid; becomes `nbf`, rounded down to whole seconds [seconds since the epoch]"
    );
    assert_eq!(help("serialization"), "How to write the token [default: compact]");
    let header = argument("header").get_long_help().unwrap().to_string();
    assert!(
        header.contains(
            "With `--bytes`: additional parameters for the protected header: the same for every signature"
        ),
        "{header}"
    );
    assert_eq!(
        argument("no_expiry").get_help_heading(),
        Some("Claims and header")
    );
    assert_eq!(argument("detached").get_help_heading(), Some("With --bytes"));
}
